"""Inviting people and what becomes of an invitation."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.accounts import mail, outbox, permissions
from lms.accounts.audit import record
from lms.accounts.models import (
    Country,
    Institution,
    Invitation,
    Membership,
    Region,
    User,
)
from lms.accounts.models.memberships import scope_error

from .errors import (
    AccountInactive,
    AlreadyHere,
    InvitationClosed,
    NotAllowed,
    RoleImpossible,
    WrongPerson,
)
from .roles import grant_role

#: How long an invitation can be accepted.
VALID_FOR = timedelta(days=14)


@transaction.atomic
def invite_person(
    email: str,
    *,
    role: str,
    by: User,
    country: Country | None = None,
    region: Region | None = None,
    institution: Institution | None = None,
    full_name: str = "",
    language: str = "en",
    at: datetime | None = None,
) -> Invitation:
    """Offer a role to an e-mail address and send the link there.

    Raises NotAllowed when by may not grant the role there, RoleImpossible when
    it cannot be held there, AlreadyHere when the person holds it or is invited
    to it already.
    """
    if not permissions.can_grant(by, role, country=country, region=region):
        raise NotAllowed(_("You cannot give this role here."))
    error = scope_error(role, country=country, region=region, institution=institution)
    if error:
        raise RoleImpossible(error)
    email = email.strip().lower()
    place = {"role": role, "country": country, "region": region}
    if Membership.objects.current().filter(person__email=email, **place).exists():
        raise AlreadyHere(_("This person already has this role here."))
    at = at or timezone.now()
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email,
                full_name=full_name.strip(),
                language=language,
                institution=institution,
                invited_by=by,
                token_digest=digest(token),
                created_at=at,
                expires_at=at + VALID_FOR,
                **place,
            )
    except IntegrityError:
        raise AlreadyHere(
            _(
                "This person is already invited to this role. Send that invitation again."
            )
        ) from None
    record(by, "invited", invitation, country=country, role=str(role))
    mail.send_invitation(invitation, token)
    return invitation


@transaction.atomic
def resend_invitation(
    invitation: Invitation, *, by: User, at: datetime | None = None
) -> Invitation:
    """Send a fresh link, valid from now; links sent before stop working.

    Raises NotAllowed, and InvitationClosed when it was accepted or withdrawn.
    """
    invitation = _locked(invitation)
    if not permissions.can_handle_invitation(by, invitation):
        raise NotAllowed
    at = at or timezone.now()
    if invitation.state(at) in ("accepted", "withdrawn"):
        raise InvitationClosed(closed_because(invitation, at))
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest(token)
    invitation.expires_at = at + VALID_FOR
    invitation.sent_at = None
    # Who sends it again answers for it: the first inviter may have left.
    invitation.invited_by = by
    invitation.save(
        update_fields=["token_digest", "expires_at", "sent_at", "invited_by"]
    )
    record(by, "invitation_resent", invitation)
    mail.send_invitation(invitation, token)
    return invitation


@transaction.atomic
def withdraw_invitation(
    invitation: Invitation, *, by: User, at: datetime | None = None
) -> Invitation:
    """Make an invitation worthless. Withdrawing twice leaves the first time.

    Raises NotAllowed, and InvitationClosed when it was accepted before.
    """
    invitation = _locked(invitation)
    if not permissions.can_handle_invitation(by, invitation):
        raise NotAllowed
    at = at or timezone.now()
    if invitation.state(at) == "accepted":
        raise InvitationClosed(closed_because(invitation, at))
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        outbox.cancel(invitation.mails.all())
        record(by, "invitation_withdrawn", invitation)
    return invitation


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation that a link belongs to, in whatever state, or None."""
    return (
        Invitation.objects.select_related(
            "country", "region", "institution", "invited_by"
        )
        .filter(token_digest=digest(token))
        .first()
    )


@transaction.atomic
def accept_invitation(
    invitation: Invitation,
    *,
    person: User | None = None,
    password: str = "",
    full_name: str = "",
    latin_name: str = "",
    at: datetime | None = None,
) -> Membership:
    """Give the invited person the role; return the membership.

    With person: that account gets the role; the invitation's address must be
    one of its confirmed addresses. Without: an account is opened for the
    address with the given password and names. Accepting twice gives the same
    membership.

    Raises InvitationClosed, WrongPerson, AccountInactive, AlreadyHere (there
    is an account for the address: sign in first), NotAllowed (who invited may
    no longer give the role).
    """
    invitation = _locked(invitation)
    at = at or timezone.now()
    if person is not None and not is_for(invitation, person):
        raise WrongPerson(_("This invitation is for somebody else."))
    if invitation.state(at) == "accepted" and invitation.accepted_by == person:
        return _membership_of(invitation, person, at)
    if invitation.state(at) != "open":
        raise InvitationClosed(closed_because(invitation, at))
    if not permissions.can_handle_invitation(invitation.invited_by, invitation):
        raise NotAllowed(
            _(
                "The person who invited you may no longer give this role. "
                "Ask for a new invitation."
            )
        )
    if person is None:
        person = _open_account(invitation, password, full_name, latin_name)
    if not person.is_active:
        raise AccountInactive
    invitation.accepted_at = at
    invitation.accepted_by = person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record(person, "invitation_accepted", invitation, country=invitation.country)
    return _membership_of(invitation, person, at)


def is_for(invitation: Invitation, person: User) -> bool:
    """Return whether the invitation's address is a confirmed one of the person."""
    return (
        person.email.lower() == invitation.email
        or EmailAddress.objects.filter(
            user=person, email__iexact=invitation.email, verified=True
        ).exists()
    )


def account_of(invitation: Invitation) -> User | None:
    """Return the account that the invitation's address signs in to, or None."""
    return (
        User.objects.filter(email=invitation.email).first()
        or User.objects.filter(
            emailaddress__email__iexact=invitation.email, emailaddress__verified=True
        ).first()
    )


def closed_because(invitation: Invitation, at: datetime | None = None) -> str:
    """Return in words why an invitation can no longer be accepted."""
    state = invitation.state(at)
    if state == "accepted":
        return _("This invitation was accepted on %(date)s.") % {
            "date": date_format(invitation.accepted_at, "DATE_FORMAT")
        }
    if state == "withdrawn":
        return _("This invitation was withdrawn. Ask for a new one.")
    return _("This invitation was valid until %(date)s. Ask for a new one.") % {
        "date": date_format(invitation.expires_at, "DATE_FORMAT")
    }


def digest(token: str) -> str:
    """Return what is kept of a token: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def _locked(invitation: Invitation) -> Invitation:
    """Return the row as it is now, held until the transaction ends."""
    return (
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("country", "region", "institution", "invited_by")
        .get(pk=invitation.pk)
    )


def _membership_of(invitation: Invitation, person: User, at: datetime) -> Membership:
    """Return the membership that the invitation gives."""
    membership, _created = grant_role(
        person,
        role=invitation.role,
        country=invitation.country,
        region=invitation.region,
        institution=invitation.institution,
        by=invitation.invited_by,
        at=at,
    )
    return membership


def _open_account(
    invitation: Invitation, password: str, full_name: str, latin_name: str
) -> User:
    """Create the account of an invited person; the link has proved the address."""
    if account_of(invitation):
        raise AlreadyHere(
            _("There is an account with this e-mail address. Sign in to accept.")
        )
    person = User.objects.create_user(
        invitation.email,
        password,
        full_name=full_name.strip() or invitation.full_name,
        latin_name=latin_name.strip(),
        language=invitation.language,
    )
    EmailAddress.objects.create(
        user=person, email=person.email, verified=True, primary=True
    )
    return person
