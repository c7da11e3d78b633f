"""Writing the activity log, and the words it is read in.

Every room records through record(). A room names its verbs once, in its
AppConfig.ready(), with name_verbs().
"""

import ipaddress

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import AuditEntry, Country

#: What the log calls each verb: a noun phrase, shown in a column of its own.
VERBS: dict[str, object] = {
    "signed_in": _("Sign-in"),
    "signed_out": _("Sign-out"),
    "sign_in_failed": _("Failed sign-in"),
    "locked_out": _("Sign-in locked after too many failures"),
    "signed_up": _("New account"),
    "password_changed": _("Password changed"),
    "email_changed": _("E-mail address changed"),
    "second_factor_added": _("Second factor added"),
    "second_factor_removed": _("Second factor removed"),
    "second_factor_reset": _("Second factor taken away"),
    "profile_changed": _("Profile changed"),
    "invited": _("Invitation"),
    "invitation_resent": _("Invitation sent again"),
    "invitation_withdrawn": _("Invitation withdrawn"),
    "invitation_accepted": _("Invitation accepted"),
    "role_granted": _("Role given"),
    "role_ended": _("Role ended"),
    "person_deactivated": _("Account deactivated"),
    "person_reactivated": _("Account opened again"),
    "mail_tried_again": _("E-mails tried again"),
    "data_exported": _("Own data taken along"),
    "account_closed": _("Account closed for good"),
    "people_exported": _("List of people exported"),
}


def name_verbs(verbs: dict[str, object]) -> None:
    """Add a room's verbs with their words (lazy translations).

    Raises ValueError when a verb already has other words.
    """
    for verb, words in verbs.items():
        if str(VERBS.setdefault(verb, words)) != str(words):
            raise ValueError(f"The verb {verb} of the activity log is already named.")


def verb_words(verb: str) -> str:
    """Return what the log calls a verb; the verb itself when nobody named it."""
    return str(VERBS.get(verb, verb.replace("_", " ")))


def verb_choices() -> list[tuple[str, str]]:
    """Return all verbs with their words, sorted by the words."""
    return sorted(
        ((verb, str(words)) for verb, words in VERBS.items()), key=lambda c: c[1]
    )


def record(
    actor,
    verb: str,
    subject=None,
    *,
    country: Country | None = None,
    address: str = "",
    **details,
) -> AuditEntry:
    """Write one line of the activity log and return it; see entry_about."""
    entry = entry_about(
        actor, verb, subject, country=country, address=address, **details
    )
    entry.save()
    return entry


def entry_about(
    actor,
    verb: str,
    subject=None,
    *,
    country: Country | None = None,
    address: str = "",
    **details,
) -> AuditEntry:
    """Return one line of the activity log, not saved: for many in one go.

    actor is a person, or None when nobody is signed in; subject a saved object
    or a text. Without a country the subject's own, then the actor's is taken.
    Details must be plain values (numbers, texts): no passwords, no answers.
    """
    person = actor if getattr(actor, "pk", None) else None
    if country is None:
        country = getattr(subject, "country", None)
        if not isinstance(country, Country):
            country = person.country if person else None
    saved = isinstance(subject, models.Model)
    return AuditEntry(
        actor_id=person.pk if person else None,
        actor_name=str(actor or "")[:254],
        verb=verb,
        subject_kind=subject._meta.label if saved else "",
        subject_id=str(subject.pk) if saved else "",
        subject_name=str("" if subject is None else subject)[:254],
        country=country,
        address=shortened(address),
        details=details,
    )


def shortened(address: str) -> str:
    """Return a network address without the part that names one machine.

    The last of four numbers of IPv4 and the last 80 bits of IPv6 become zero;
    text that is no address becomes empty.
    """
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    bits = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, bits), strict=False).network_address)
