"""Inviting many learners at once: the rows now, the e-mails in the background."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from lms.accounts import mail, permissions
from lms.accounts.audit import entry_about
from lms.accounts.models import (
    AuditEntry,
    Country,
    Institution,
    Invitation,
    OutgoingMail,
    User,
)
from lms.accounts.roles import Role

from .errors import NotAllowed
from .invitations import VALID_FOR, digest

#: Invitations whose e-mails one piece of background work writes.
IN_ONE_GO = 100
#: Rows asked for or written in one statement.
CHUNK = 500


@dataclass(frozen=True)
class Guest:
    """Somebody to invite. institution: one of the country's, or None."""

    email: str
    full_name: str = ""
    language: str = "en"
    institution: Institution | None = None


@transaction.atomic
def invite_learners(
    guests: Iterable[Guest],
    *,
    country: Country,
    by: User,
    at: datetime | None = None,
) -> list[Invitation]:
    """Invite people as learners of a country; return the invitations that go out.

    Who has an invitation that still works gets no second e-mail; one that has
    run out is made valid again. Twice with the same people sends nothing more.
    The e-mails are written by background work once all is committed.

    Raises NotAllowed when by may not make learners there.
    """
    if not permissions.can_grant(by, Role.LEARNER, country=country):
        raise NotAllowed(_("You cannot invite learners of this country."))
    at = at or timezone.now()
    guests = {guest.email.strip().lower(): guest for guest in guests}
    pending = _pending(guests, country)
    renewed = [one for one in pending.values() if one.state(at) == "expired"]
    for one in renewed:
        one.expires_at, one.sent_at, one.invited_by = at + VALID_FOR, None, by
    Invitation.objects.bulk_update(
        renewed, ["expires_at", "sent_at", "invited_by"], batch_size=CHUNK
    )
    made = _make(
        [(email, one) for email, one in guests.items() if email not in pending],
        country=country,
        by=by,
        at=at,
    )
    _log(by, "invited", made, country)
    _log(by, "invitation_resent", renewed, country)
    _send([one.pk for one in (*made, *renewed)])
    return [*made, *renewed]


def _pending(emails: Iterable[str], country: Country) -> dict[str, Invitation]:
    emails, found = list(emails), {}
    for start in range(0, len(emails), CHUNK):
        rows = Invitation.objects.pending().filter(
            email__in=emails[start : start + CHUNK],
            role=Role.LEARNER,
            country=country,
        )
        found |= {row.email: row for row in rows}
    return found


def _make(guests, *, country: Country, by: User, at: datetime) -> list[Invitation]:
    """Write the rows; whoever is invited by somebody else right now is left out."""
    rows = [
        Invitation(
            email=email,
            full_name=guest.full_name.strip(),
            language=guest.language,
            role=Role.LEARNER,
            country=country,
            institution=guest.institution,
            invited_by=by,
            # The token itself is made when the e-mail is written: kept nowhere.
            token_digest=digest(secrets.token_urlsafe(32)),
            created_at=at,
            expires_at=at + VALID_FOR,
        )
        for email, guest in guests
    ]
    Invitation.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    digests, found = [row.token_digest for row in rows], []
    for start in range(0, len(digests), CHUNK):
        found += Invitation.objects.filter(
            token_digest__in=digests[start : start + CHUNK]
        ).order_by("pk")
    return found


def _log(by: User, verb: str, invitations, country: Country) -> None:
    AuditEntry.objects.bulk_create(
        [
            entry_about(by, verb, one, country=country, role=str(one.role))
            for one in invitations
        ],
        batch_size=CHUNK,
    )


def _send(ids: list[int]) -> None:
    """Let background work write the e-mails, some in one go."""
    for start in range(0, len(ids), IN_ONE_GO):
        part = ids[start : start + IN_ONE_GO]
        transaction.on_commit(
            lambda part=part: write_invitations.enqueue(part), robust=True
        )


@task()
def write_invitations(invitation_ids: list[int]) -> None:
    """Write the e-mails of these invitations; those written already are left.

    Can be stopped and started again: each is written in its own transaction.
    """
    open_ones = Invitation.objects.open().filter(pk__in=invitation_ids, sent_at=None)
    waiting = OutgoingMail.objects.filter(
        invitation__in=invitation_ids, state=OutgoingMail.State.WAITING
    ).values_list("invitation", flat=True)
    rows = open_ones.exclude(pk__in=list(waiting)).select_related(
        "country", "institution", "invited_by"
    )
    for invitation in rows.order_by("pk"):
        _write(invitation)


@transaction.atomic
def _write(invitation: Invitation) -> None:
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest(token)
    invitation.save(update_fields=["token_digest"])
    mail.send_invitation(invitation, token)
