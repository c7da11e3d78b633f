"""Closing accounts and sending e-mails at the same moment."""

import pytest
from django.core import mail as django_mail
from django.db import connection

from lms.accounts import mail, outbox, services
from lms.accounts.models import AuditEntry, DataExport, OutgoingMail, User
from lms.accounts.roles import Role
from tests.accounts.factories import make_person
from tests.accounts.test_concurrency import AT_ONCE, all_at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs several connections"
    ),
]


def test_last_administrators_cannot_close_all_at_once(arvania):
    people = [make_person(Role.COUNTRY_ADMINISTRATOR, arvania) for _n in range(AT_ONCE)]

    answers = all_at_once(
        lambda number: services.close_account(User.objects.get(pk=people[number].pk))
    )

    assert answers.count(services.LastAdministrator) == 1
    assert User.objects.filter(closed_at=None).count() == 1


def test_closing_at_once_is_closing_once(learner):
    all_at_once(lambda number: services.close_account(User.objects.get(pk=learner.pk)))

    assert AuditEntry.objects.filter(verb="account_closed").count() == 1
    assert OutgoingMail.objects.filter(kind="account_closed").count() == 1


def test_asking_for_the_archive_at_once_makes_one(learner):
    all_at_once(
        lambda number: (
            services.ask_for_archive(User.objects.get(pk=learner.pk), language="en").pk
        )
    )

    assert DataExport.objects.count() == 1


def test_same_email_at_once_is_one(learner):
    written = all_at_once(
        lambda number: (
            mail.send(
                "accounts/email/account_closed",
                to=learner.email,
                language="en",
                context={},
                once_key="about the same",
            ).pk
        )
    )

    assert len(set(written)) == 1
    assert len(django_mail.outbox) == 1


def test_several_workers_send_an_email_once(learner):
    waiting = OutgoingMail.objects.create(
        recipient=learner.email,
        kind="test",
        language="en",
        subject="Once",
        sealed=outbox.seal("Once only."),
    )

    all_at_once(lambda number: outbox.attempt(waiting.pk))

    assert len(django_mail.outbox) == 1
