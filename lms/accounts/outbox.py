"""Getting waiting e-mails to the mail server: tries, pauses, giving up.

An e-mail is a row (OutgoingMail) before it is anything else, so a mail server
that is down delays it and never loses it. A try first claims the row: two
workers never send the same e-mail at the same moment. If a worker is stopped in
the middle of a try, the row is due again after LEASE, and in the rare case that
the mail server already had it, the e-mail goes out twice rather than never.
"""

import json
import smtplib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from lms.accounts.models import Invitation, OutgoingMail
from lms.accounts.sealing import cipher

#: How long to wait after the first, second, ... failed try. After the last, about
#: three days after the first, the e-mail is given up.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
)
#: How long one try may take before another worker takes over.
LEASE = timedelta(minutes=10)
#: How long no new e-mail is tried after the mail server did not work.
REST = timedelta(minutes=1)
#: How long a row is kept after the e-mail has left (once_key holds that long).
KEPT_FOR = timedelta(days=400)
#: How long the text of an e-mail that was given up is kept.
TEXT_KEPT_FOR = timedelta(days=30)

_PURPOSE = "lms.accounts.outbox"
Problem = OutgoingMail.Problem
State = OutgoingMail.State
#: Problems that every other e-mail has as well.
OF_THE_SERVER = (Problem.SERVER, Problem.LOGIN)
#: Problems that no later try mends.
FOR_GOOD = (Problem.ADDRESS, Problem.REFUSED, Problem.UNREADABLE)
#: Whose address is forgotten with the text: the account is closed.
FORGOTTEN_KINDS = ("account_closed",)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with an e-mail."""

    name: str
    content: bytes
    type: str


def seal(text: str, *, attachments=(), reply_to: str = "") -> str:
    """Return what an e-mail says, encrypted, as it is stored while it waits."""
    inside = {
        "text": text,
        "reply_to": reply_to,
        "attachments": [
            [file.name, b64encode(file.content).decode(), file.type]
            for file in attachments
        ],
    }
    return cipher(_PURPOSE).encrypt(json.dumps(inside).encode()).decode()


def message(mail: OutgoingMail) -> EmailMessage:
    """Return the e-mail as it goes to the mail server.

    Raises InvalidToken when the secret key it was sealed with is gone.
    """
    inside = json.loads(cipher(_PURPOSE).decrypt(mail.sealed.encode()))
    found = EmailMessage(
        mail.subject,
        inside["text"],
        settings.DEFAULT_FROM_EMAIL,
        [mail.recipient],
        reply_to=[inside["reply_to"]] if inside["reply_to"] else None,
    )
    for name, content, kind in inside["attachments"]:
        found.attach(name, b64decode(content), kind)
    return found


def attempt(mail_id: int, *, at: datetime | None = None) -> OutgoingMail | None:
    """Try to send one e-mail if it is due; return it as it is then.

    None when it is not due, or somebody else is at it. A failure of delivery
    is noted on the row and raises nothing.
    """
    at = at or timezone.now()
    claimed = OutgoingMail.objects.due(at).filter(pk=mail_id)
    if not claimed.order_by().update(
        tries=F("tries") + 1, tried_at=at, next_try_at=at + LEASE
    ):
        return None
    mail = OutgoingMail.objects.get(pk=mail_id)
    try:
        message(mail).send()
    except Exception as error:  # whatever a mail server does, the e-mail is kept
        _note_failure(mail, error, at)
    else:
        _note_sent(mail)
    return mail


def send_waiting(*, limit: int | None, at: datetime | None = None) -> int:
    """Try the e-mails that are due, the longest due first; return how many left.

    Stops at the first sign that the mail server itself does not work, so that
    a thousand e-mails do not wait for a thousand timeouts.
    """
    sent = 0
    for mail_id in OutgoingMail.objects.due(at).values_list("pk", flat=True)[:limit]:
        mail = attempt(mail_id, at=at)
        if mail is None:
            continue
        if mail.problem in OF_THE_SERVER:
            break
        if mail.state == State.SENT:
            sent += 1
    return sent


def server_rests(*, at: datetime | None = None) -> bool:
    """Return whether the mail server failed so lately that one should not ask."""
    since = (at or timezone.now()) - REST
    held = OutgoingMail.objects.held_up_by_server().filter(tried_at__gt=since)
    return held.exists()


def hurry(*, at: datetime | None = None) -> int:
    """Make due now what waits only because the mail server did not work.

    Called when an e-mail has got through. Returns how many there are.
    """
    at = at or timezone.now()
    held = OutgoingMail.objects.held_up_by_server()
    # Not those that somebody is at this moment.
    mine = held.filter(Q(tried_at__isnull=True) | Q(tried_at__lte=at - REST))
    return mine.update(next_try_at=at, problem="")


def cancel(mails, *, at: datetime | None = None) -> int:
    """Do not send these any more (their link is worth nothing); return how many."""
    return mails.open().update(state=State.CANCELLED, sealed="", problem="")


@transaction.atomic
def forget_old(*, at: datetime | None = None) -> int:
    """Delete the rows of e-mails long gone, and texts that were given up.

    Returns how many rows were deleted.
    """
    at = at or timezone.now()
    done = OutgoingMail.objects.exclude(state=State.WAITING)
    old = done.filter(created_at__lt=at - TEXT_KEPT_FOR)
    old.exclude(sealed="").update(sealed="")
    old.filter(kind__in=FORGOTTEN_KINDS).update(recipient="")
    return done.filter(created_at__lt=at - KEPT_FOR).delete()[0]


@transaction.atomic
def _note_sent(mail: OutgoingMail) -> None:
    changed = {
        "state": State.SENT,
        "sent_at": timezone.now(),
        "sealed": "",
        "problem": "",
        "last_error": "",
    }
    if mail.kind in FORGOTTEN_KINDS:
        changed["recipient"] = ""
    _note(mail, changed)
    if mail.invitation_id and mail.sent_at:
        Invitation.objects.filter(pk=mail.invitation_id).update(sent_at=mail.sent_at)


def _note_failure(mail: OutgoingMail, error: Exception, at: datetime) -> None:
    problem = problem_of(error)
    changed = {
        "problem": problem,
        "last_error": f"{type(error).__name__}: {error}"[:300],
    }
    if problem in FOR_GOOD or mail.tries > len(PAUSES):
        changed["state"] = State.GIVEN_UP
    else:
        changed["next_try_at"] = at + PAUSES[mail.tries - 1]
    _note(mail, changed)


def _note(mail: OutgoingMail, changed: dict) -> None:
    """Write what a try came to, unless the e-mail was cancelled meanwhile."""
    if OutgoingMail.objects.waiting().filter(pk=mail.pk).update(**changed):
        for name, value in changed.items():
            setattr(mail, name, value)
    else:
        mail.refresh_from_db()


def problem_of(error: Exception) -> str:
    """Return what kind of problem a failed try shows.

    An answer of 400 to 499 is passing, of 500 to 599 for good (RFC 5321,
    section 4.2.1); all that is no answer at all is a server out of reach.
    """
    if isinstance(error, InvalidToken):
        return Problem.UNREADABLE
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Problem.LOGIN
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
        return Problem.ADDRESS if min(codes, default=0) >= 500 else Problem.BUSY
    if isinstance(error, smtplib.SMTPConnectError):
        return Problem.SERVER
    if isinstance(error, smtplib.SMTPResponseException):
        return Problem.REFUSED if error.smtp_code >= 500 else Problem.BUSY
    if isinstance(error, OSError):  # SMTPException is one
        return Problem.SERVER
    # A subject or an address that makes no valid e-mail.
    return Problem.REFUSED
