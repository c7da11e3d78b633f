"""Two clicks, and two reminders at the same moment, send one e-mail each.

They need several connections and so PostgreSQL, as in test_concurrency.py.
"""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from lms.accounts.models import OutgoingMail, Role
from lms.learning.desk.messages import deliver_message, send_message
from lms.learning.desk.reminders import send_reminders
from lms.learning.models import Message, ReminderSent
from tests.accounts.factories import MembershipFactory, UserFactory
from tests.learning.factories import (
    AssignmentFactory,
    CohortFactory,
    CohortMemberFactory,
    make_module,
)
from tests.learning.test_concurrency import AT_ONCE, all_at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs several connections"
    ),
]


@pytest.fixture
def trainer():
    return MembershipFactory(role=Role.TRAINER).person


@pytest.fixture
def cohort(trainer):
    cohort = CohortFactory(country=trainer.country, trainers=[trainer])
    for _number in range(5):
        CohortMemberFactory(cohort=cohort, person=UserFactory())
    return cohort


def test_a_message_sent_by_several_clicks_at_once_is_one(cohort, trainer):
    key = uuid.uuid4()
    to = list(cohort.members.values_list("person", flat=True))

    def click():
        return send_message(
            cohort, to=to, subject="S", text="T", by=trainer, form_key=key
        ).pk

    assert len(set(all_at_once(*[click] * AT_ONCE))) == 1
    message = Message.objects.get()
    all_at_once(*[lambda: deliver_message.call(message.pk)] * AT_ONCE)
    assert message.recipients.filter(mail__isnull=False).count() == 5
    assert OutgoingMail.objects.filter(kind="cohort_message").count() == 5


def test_reminders_by_several_processes_at_once_go_out_once(cohort):
    make_module("01")
    AssignmentFactory(cohort=cohort, due_on=timezone.localdate() + timedelta(days=1))

    written = all_at_once(*[send_reminders] * AT_ONCE)

    assert sum(written) == 5
    assert ReminderSent.objects.count() == 5
    assert OutgoingMail.objects.filter(kind="reminder").count() == 5
