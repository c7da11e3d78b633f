"""Sending e-mails: plain text, in the reader's language, never lost.

Everybody calls send(). It writes a row into the outbox in the same transaction
as what causes the e-mail; after the commit the background work tries it, and
tries again while the mail server is down (see lms.accounts.outbox).
"""

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_tasks import default_task_backend, task

from lms.accounts import outbox
from lms.accounts.models import Country, Invitation, OutgoingMail, User
from lms.accounts.models.mail import SUBJECT_LENGTH
from lms.accounts.occasions import occasions_of
from lms.accounts.outbox import Attachment

__all__ = ["Attachment", "kind_words", "name_kinds", "send", "send_invitation"]

#: What administrators read instead of an e-mail's subject and text.
KINDS: dict[str, object] = {
    "invitation": _("Invitation"),
    "second_factor_reset": _("Second factor taken away"),
    "account_closed": _("Account closed"),
    "email_confirmation": _("Confirm an e-mail address"),
    "email_confirmation_signup": _("Confirm an e-mail address"),
    "password_reset_key": _("New password"),
    "unknown_account": _("New password"),
    "account_already_exists": _("Account exists already"),
}
#: E-mails tried in the request itself where there is no worker.
AT_ONCE = 5
#: E-mails tried in one go by a worker.
IN_ONE_GO = 100


def send(
    template: str,
    *,
    to: str,
    language: str,
    context: dict,
    person: User | None = None,
    country: Country | None = None,
    once_key: str = "",
    kind: str = "",
    invitation: Invitation | None = None,
    attachments: tuple[Attachment, ...] = (),
    reply_to: str = "",
) -> OutgoingMail:
    """Write an e-mail into the outbox; it leaves once all is committed.

    template is the path without its end: "<template>_subject.txt" and
    "<template>_message.txt" are rendered in the language.

    person: whose account the e-mail concerns, for "My data". country: whose
    administrators see it while it waits; the person's own by default.
    once_key: what it is about ("reminder:12:2027-03-01"); a second call with the
    same one returns the first e-mail and sends nothing. kind: see name_kinds();
    the last part of the template by default. reply_to: an address for answers.
    """
    if once_key:
        found = OutgoingMail.objects.filter(once_key=once_key).first()
        if found:
            return found
    context = context | {"site_name": settings.SITE_NAME, "base_url": settings.BASE_URL}
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
        text = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    if country is None and person is not None and person.pk:
        country = person.country
    fields = {
        "recipient": to,
        "person": person if person is not None and person.pk else None,
        "country": country,
        "invitation": invitation,
        "kind": kind or template.rsplit("/", 1)[-1],
        "language": language,
        "subject": subject[:SUBJECT_LENGTH],
        "sealed": outbox.seal(text, attachments=attachments, reply_to=reply_to),
        "once_key": once_key or None,
    }
    try:
        # Own savepoint: of two calls at once the second finds the key taken.
        with transaction.atomic():
            mail = OutgoingMail.objects.create(**fields)
    except IntegrityError:
        if not once_key:
            raise
        return OutgoingMail.objects.get(once_key=once_key)
    # Robust: the row is there, so a queue that fails delays and loses nothing.
    transaction.on_commit(lambda: deliver.enqueue(mail.pk), robust=True)
    return mail


def send_invitation(invitation: Invitation, token: str) -> OutgoingMail:
    """Send the link that accepts an invitation; links that still wait are dropped."""
    outbox.cancel(invitation.mails.all())
    with translation.override(invitation.language):
        path = reverse("accounts:invitation", args=[token])
        occasions = occasions_of(invitation)
    return send(
        "accounts/email/invitation",
        to=invitation.email,
        language=invitation.language,
        context={
            "invitation": invitation,
            "occasions": occasions,
            "link": f"{settings.BASE_URL}{path}",
        },
        country=invitation.country,
        invitation=invitation,
    )


def name_kinds(kinds: dict[str, object]) -> None:
    """Add a room's kinds of e-mail with their words (lazy translations).

    Raises ValueError when a kind already has other words.
    """
    for kind, words in kinds.items():
        if str(KINDS.setdefault(kind, words)) != str(words):
            raise ValueError(f"The kind of e-mail {kind} is already named.")


def kind_words(kind: str) -> str:
    """Return what administrators read for a kind of e-mail."""
    return str(KINDS.get(kind) or _("About the account"))


def try_now(mail_ids: list[int]) -> None:
    """Try these again after the commit; the first even if the server just failed."""
    first = mail_ids[0]

    def start():
        deliver.enqueue(first, patient=False)
        if len(mail_ids) > 1:
            deliver_waiting.enqueue()

    transaction.on_commit(start, robust=True)


@task()
def deliver(mail_id: int, patient: bool = True) -> None:
    """Try one e-mail; when it gets through, those held up with it go next.

    patient: leave it waiting while the mail server has just failed.
    """
    if patient and outbox.server_rests():
        return
    mail = outbox.attempt(mail_id)
    if mail is None:
        return
    if mail.state == OutgoingMail.State.SENT:
        if outbox.hurry():
            deliver_waiting.enqueue()
    elif mail.state == OutgoingMail.State.WAITING:
        _try_again_at(mail.next_try_at)


@task()
def deliver_waiting() -> None:
    """Try what is due, the longest due first, and plan the next round."""
    sent = outbox.send_waiting(limit=IN_ONE_GO if _has_worker() else AT_ONCE)
    if sent:
        outbox.hurry()
    following = OutgoingMail.objects.waiting().order_by("next_try_at").first()
    if following and _has_worker():
        if sent and following.next_try_at <= timezone.now():
            deliver_waiting.enqueue()
        else:
            _try_again_at(following.next_try_at)


def _has_worker() -> bool:
    """Return whether background work is done by a worker, at a time of our choice."""
    return default_task_backend.supports_defer


def _try_again_at(moment) -> None:
    """Plan a round where there is a worker, one for each minute at most.

    Elsewhere the next e-mail that gets through, or `manage.py send_mail`, takes
    what waits along.
    """
    if not _has_worker():
        return
    now = timezone.now()
    at = max(moment, now + outbox.REST)
    key = f"accounts.outbox.round.{int(at.timestamp() // 60)}"
    if cache.add(key, True, timeout=(at - now).total_seconds() + 60):
        deliver_waiting.using(run_after=at).enqueue()
