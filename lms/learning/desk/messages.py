"""Messages of trainers to a selection of learners: written once, sent once.

The message and whom it is for are written at once; the e-mails follow as
background work and take up where it stopped.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from lms.accounts import mail
from lms.accounts.audit import record
from lms.accounts.models import OutgoingMail, User
from lms.learning.cohorts.errors import CohortError
from lms.learning.cohorts.services import refuse_others
from lms.learning.desk.matrix import members_of
from lms.learning.models import Cohort, Message, MessageRecipient

#: Messages one person may send to learners of one cohort in a day; the refusal
#: says the number.
DAILY_LIMIT = 20
#: People whose e-mails are written in one transaction.
CHUNK = 100


class NobodyToWriteTo(CohortError):
    """Nobody was chosen, or nobody of them is in the cohort now."""

    message = _("Choose at least one learner of this cohort.")


class TooManyMessages(CohortError):
    """More messages in a day than learners would read."""

    message = _(
        "You have written to this cohort 20 times since yesterday. Write again tomorrow."
    )


def learners_chosen(cohort: Cohort, chosen: Iterable[int]) -> QuerySet:
    """Return those of the people who are in the cohort now and have an open account."""
    return User.objects.filter(pk__in=list(chosen), is_active=True).filter(
        pk__in=members_of(cohort)
    )


@transaction.atomic
def send_message(
    cohort: Cohort,
    *,
    to: Iterable[int],
    subject: str,
    text: str,
    by: User,
    form_key: uuid.UUID,
    at: datetime | None = None,
) -> Message:
    """Write a message to learners and have its e-mails sent.

    to: ids of people; who is not in the cohort is left out. The same form sent
    again returns the first message.

    Raises NotYours, CohortArchived, NobodyToWriteTo, TooManyMessages.
    """
    at = at or timezone.now()
    refuse_others(cohort, by)
    found = Message.objects.filter(form_key=form_key, sender=by).first()
    if found:
        return found
    people = list(learners_chosen(cohort, to).values_list("pk", flat=True))
    if not people:
        raise NobodyToWriteTo
    lately = Message.objects.filter(sender=by, cohort=cohort)
    if lately.filter(sent_at__gt=at - timedelta(days=1)).count() >= DAILY_LIMIT:
        raise TooManyMessages
    try:
        with transaction.atomic():
            message = Message.objects.create(
                cohort=cohort,
                sender=by,
                subject=" ".join(subject.split()),
                text=text.replace("\r\n", "\n").strip(),
                sent_at=at,
                form_key=form_key,
            )
    except IntegrityError:
        return Message.objects.get(form_key=form_key, sender=by)
    MessageRecipient.objects.bulk_create(
        MessageRecipient(message=message, person_id=pk) for pk in people
    )
    record(by, "message_sent", cohort, country=cohort.country, people=len(people))
    transaction.on_commit(lambda: deliver_message.enqueue(message.pk), robust=True)
    return message


@task()
def deliver_message(message_id: int) -> None:
    """Write the e-mails of a message that are not written yet. May run twice."""
    message = (
        Message.objects.select_related("cohort__country", "sender")
        .filter(pk=message_id)
        .first()
    )
    while message is not None and _deliver_some(message):
        pass


def deliver_unfinished(*, at: datetime | None = None) -> int:
    """Take up messages whose e-mails were interrupted; return how many there were.

    Those of the last ten minutes are left to their own background work.
    """
    at = at or timezone.now()
    waiting = MessageRecipient.objects.filter(
        mail__isnull=True,
        person__is_active=True,
        message__sent_at__gt=at - timedelta(days=2),
        message__sent_at__lt=at - timedelta(minutes=10),
    )
    found = list(waiting.order_by().values_list("message", flat=True).distinct())
    for pk in found:
        deliver_message.enqueue(pk)
    return len(found)


@transaction.atomic
def _deliver_some(message: Message) -> int:
    waiting = (
        MessageRecipient.objects.select_for_update(of=("self",))
        .filter(message=message, mail__isnull=True, person__is_active=True)
        .select_related("person")[:CHUNK]
    )
    rows = list(waiting)
    for row in rows:
        row.mail = _send(message, row.person)
    MessageRecipient.objects.bulk_update(rows, ["mail"])
    return len(rows)


def _send(message: Message, person: User) -> OutgoingMail:
    with translation.override(person.language):
        path = reverse("learning:messages")
    return mail.send(
        "learning/email/cohort_message",
        to=person.email,
        language=person.language,
        context={
            "message": message,
            "person": person,
            "link": f"{settings.BASE_URL}{path}",
        },
        person=person,
        country=message.cohort.country,
        once_key=f"message:{message.pk}:{person.pk}",
        reply_to=message.sender.email,
    )


def message_history(cohort: Cohort) -> QuerySet:
    """Return the messages of a cohort, the latest first, with how far they are.

    people: to how many; sent, failed, waiting: e-mails that left, were given up, or
    are tried again. Of old messages nothing is known any more.
    """
    states = OutgoingMail.State
    return (
        Message.objects.filter(cohort=cohort)
        .select_related("sender")
        .annotate(
            people=Count("recipients"),
            sent=Count("recipients", filter=Q(recipients__mail__state=states.SENT)),
            failed=Count(
                "recipients",
                filter=Q(
                    recipients__mail__state__in=[states.GIVEN_UP, states.CANCELLED]
                ),
            ),
            waiting=Count(
                "recipients", filter=Q(recipients__mail__state=states.WAITING)
            ),
        )
        .order_by("-sent_at", "-pk")
    )


def recipients_of(message: Message) -> QuerySet:
    """Return to whom a message went, by name, each with the e-mail."""
    rows = MessageRecipient.objects.filter(message=message)
    return rows.select_related("person", "mail").order_by(
        "person__full_name", "person__email"
    )


def messages_to(person: User) -> QuerySet:
    """Return what was written to somebody, the latest first."""
    return (
        MessageRecipient.objects.visible_to(person)
        .select_related("message__sender", "message__cohort")
        .order_by("-message__sent_at", "-pk")
    )
