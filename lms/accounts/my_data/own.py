"""What this room holds about a person, and what becomes of it at closing."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts import audit, outbox
from lms.accounts.models import (
    AuditEntry,
    DataExport,
    Invitation,
    Membership,
    OutgoingMail,
    User,
)

from .closed import addresses_of, closed_email, closed_name
from .registry import Coded, exempt, register, rows_of


def invitations_to(person):
    """Return the invitations that were sent to the person's addresses."""
    return (
        Invitation.objects.filter(accepted_by=person)
        | Invitation.objects.filter(email__in=addresses_of(person))
    ).order_by("created_at")


def _end_memberships(person, wishes) -> None:
    """End what is held now; forget the institution, the country stays."""
    held = Membership.objects.filter(person=person)
    for membership in held.current():
        membership.ended_at = max(timezone.now(), membership.started_at)
        membership.save(update_fields=["ended_at"])
    held.update(institution=None)


def _forget_invitations(person, wishes) -> None:
    """Withdraw what is pending and take name and address out of all."""
    found = list(invitations_to(person).values_list("pk", flat=True))
    rows = Invitation.objects.filter(pk__in=found)
    outbox.cancel(OutgoingMail.objects.filter(invitation__in=found))
    rows.pending().update(withdrawn_at=timezone.now())
    rows.update(email=closed_email(person), full_name="", institution=None)
    _rename_subject(Invitation, found, closed_name(person))


def _rename_subject(model, ids, name: str) -> None:
    AuditEntry.objects.filter(
        subject_kind=model._meta.label, subject_id__in=[str(pk) for pk in ids]
    ).update(subject_name=name)


def _forget_in_log(person, wishes) -> None:
    """Put "Closed account" and a number in the place of the name; forget networks."""
    AuditEntry.objects.of_person(person).update(address="")
    AuditEntry.objects.filter(actor=person).update(actor_name=closed_name(person))
    _rename_subject(User, [person.pk], closed_name(person))


def _forget_mails(person, wishes) -> None:
    """Do not send what waits; take the address out of what was sent."""
    found = OutgoingMail.objects.filter(recipient__in=addresses_of(person))
    found = found | OutgoingMail.objects.filter(person=person)
    rows = OutgoingMail.objects.filter(pk__in=list(found.values_list("pk", flat=True)))
    outbox.cancel(rows)
    rows.update(recipient="", subject="", person=None, last_error="", sealed="")


def _forget_sign_in(person, wishes) -> None:
    """Remove addresses, second factors and counted tries; end every session."""
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        model.objects.filter(username__in=addresses_of(person)).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()


def _forget_exports(person, wishes) -> None:
    """Delete the archives, files included."""
    for row in DataExport.objects.filter(person=person):
        row.remove()


def register_all() -> None:
    """Say what this room holds."""
    register(
        "profile",
        title=_("Profile"),
        about=_(
            "Your names, e-mail address, language and time zone. Administrators of "
            "your country see them."
        ),
        kept=_("As long as the account is open; removed when you close it."),
        relations=("accounts.User_groups.user", "accounts.User_user_permissions.user"),
        labels={
            "email": _("e-mail address"),
            "full_name": _("full name"),
            "latin_name": _("full name in Latin letters"),
            "certificate_name": _("name on certificates"),
            "language": _("language"),
            "time_zone": _("time zone"),
            "date_joined": _("joined"),
            "last_login": _("last sign-in"),
        },
        rows=lambda person: User.objects.filter(pk=person.pk),
    )
    register(
        "roles",
        title=_("Roles"),
        about=_(
            "What you may do, where, and since when. Administrators of your country "
            "see it."
        ),
        kept=_("Ended when you close the account; then they name a closed account."),
        relations=("accounts.Membership.person",),
        labels={
            "role": _("role"),
            "country": _("country"),
            "region": _("region"),
            "institution": _("institution"),
            "started_at": _("since"),
            "ended_at": _("until"),
        },
        rows=lambda person: Membership.objects.filter(person=person).select_related(
            "country", "region", "institution"
        ),
        anonymise=_end_memberships,
    )
    register(
        "invitations",
        title=_("Invitations"),
        about=_("Invitations sent to you. Those who may invite see them."),
        kept=_("Without name and address when you close the account."),
        relations=("accounts.Invitation.accepted_by",),
        labels={
            "email": _("e-mail address"),
            "full_name": _("full name"),
            "role": _("role"),
            "country": _("country"),
            "invited_by": _("invited by"),
            "created_at": _("created"),
            "accepted_at": _("accepted"),
        },
        rows=lambda person: invitations_to(person).select_related(
            "country", "invited_by"
        ),
        anonymise=_forget_invitations,
    )
    register(
        "emails",
        title=_("E-mails to you"),
        about=_(
            "That an e-mail was sent to you, and when; not its text. While one "
            "waits, administrators see that it does."
        ),
        kept=_("400 days. Without address and subject when you close the account."),
        relations=("accounts.OutgoingMail.person",),
        labels={
            "recipient": _("to"),
            "subject": _("subject"),
            "state": _("state"),
            "created_at": _("written"),
            "sent_at": _("sent"),
        },
        rows=lambda person: OutgoingMail.objects.about(person),
        anonymise=_forget_mails,
    )
    register(
        "activity-log",
        title=_("Activity log"),
        about=_(
            "What you did and what was done with your account, with the network "
            "but not the machine. Administrators of your country see it."
        ),
        kept=_(
            "As long as the platform runs. When you close the account, “Closed "
            "account” and a number stand in the place of your name."
        ),
        relations=("accounts.AuditEntry.actor",),
        labels={
            "at": _("when"),
            "actor_name": _("who"),
            "verb": _("what"),
            "subject_name": _("about"),
            "country": _("country"),
            "address": _("network"),
            "details": _("details"),
        },
        rows=lambda person: AuditEntry.objects.of_person(person),
        export=_log_rows,
        anonymise=_forget_in_log,
    )
    register(
        "signing-in",
        title=_("Signing in"),
        about=_(
            "Your e-mail addresses and second factors. Nobody sees passwords and "
            "secrets; they are not in the archive either."
        ),
        kept=_("Removed when you close the account."),
        relations=("account.EmailAddress.user", "mfa.Authenticator.user"),
        labels={
            "email": _("e-mail address"),
            "verified": _("confirmed"),
            "kind": _("second factor"),
            "created_at": _("since"),
        },
        rows=lambda person: EmailAddress.objects.filter(user=person),
        export=_sign_in_rows,
        anonymise=_forget_sign_in,
    )
    register(
        "archives",
        title=_("Archives of your data"),
        about=_("Copies of all this that you asked for. Only you can take them."),
        kept=_("Seven days."),
        relations=("accounts.DataExport.person",),
        labels={"asked_at": _("asked for"), "ready_at": _("ready"), "size": _("bytes")},
        rows=lambda person: DataExport.objects.filter(person=person),
        anonymise=_forget_exports,
    )
    exempt(
        "Names who gave or offered a role; then a closed account.",
        "accounts.Membership.granted_by",
        "accounts.Invitation.invited_by",
    )


def _log_rows(person) -> list[dict]:
    """Return the entries of the activity log, each verb with its words."""
    return [
        row | {"verb": Coded(row["verb"], audit.verb_words(row["verb"]))}
        for row in rows_of(
            AuditEntry.objects.of_person(person).select_related("country"),
            (
                "at",
                "actor_name",
                "verb",
                "subject_name",
                "country",
                "address",
                "details",
            ),
        )
    ]


def _sign_in_rows(person) -> list[dict]:
    """Return addresses and second factors, without secrets."""
    addresses = [
        {"email": row.email, "verified": row.verified}
        for row in EmailAddress.objects.filter(user=person)
    ]
    factors = [
        {"kind": str(row.type), "created_at": row.created_at.isoformat()}
        for row in Authenticator.objects.filter(user=person)
    ]
    return addresses + factors
