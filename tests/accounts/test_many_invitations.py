"""Inviting many learners at once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from lms.accounts.models import AuditEntry, Invitation, OutgoingMail, Role
from lms.accounts.services import (
    Guest,
    NotAllowed,
    invite_learners,
    invite_person,
    withdraw_invitation,
)
from lms.accounts.services.many_invitations import write_invitations
from tests.accounts.factories import CountryFactory, InstitutionFactory, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    return CountryFactory.create()


@pytest.fixture
def trainer(country):
    return make_person(Role.TRAINER, country)


def test_each_guest_gets_an_invitation_and_one_e_mail(
    country, trainer, django_capture_on_commit_callbacks
):
    body = InstitutionFactory.create(country=country)
    guests = [
        Guest("Mira@Border.example ", "Mira Talvik", "ru", body),
        Guest("daro@border.example"),
    ]

    with django_capture_on_commit_callbacks(execute=True):
        sent = invite_learners(guests, country=country, by=trainer)

    assert [one.email for one in sent] == ["mira@border.example", "daro@border.example"]
    mira = Invitation.objects.get(email="mira@border.example")
    assert (mira.role, mira.country, mira.institution) == ("learner", country, body)
    assert (mira.full_name, mira.language) == ("Mira Talvik", "ru")
    assert sorted(one.to[0] for one in mail.outbox) == [
        "daro@border.example",
        "mira@border.example",
    ]
    assert AuditEntry.objects.filter(verb="invited", actor=trainer).count() == 2


def test_link_in_the_e_mail_opens_the_invitation(
    client, country, trainer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invite_learners([Guest("mira@border.example")], country=country, by=trainer)

    text = mail.outbox[0].body
    path = next(word for word in text.split() if "/invitation/" in word)
    page = client.get("/" + path.split("/", 3)[3])
    assert page.status_code == 200


def test_twice_sends_nothing_more(country, trainer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite_learners([Guest("mira@border.example")], country=country, by=trainer)
        again = invite_learners(
            [Guest("MIRA@border.example")], country=country, by=trainer
        )

    assert again == []
    assert len(mail.outbox) == 1


def test_invitation_that_ran_out_is_made_valid_again(
    country, trainer, django_capture_on_commit_callbacks
):
    long_ago = timezone.now() - timedelta(days=40)
    old = invite_person(
        "mira@border.example", role="learner", by=trainer, country=country, at=long_ago
    )
    OutgoingMail.objects.all().delete()
    Invitation.objects.filter(pk=old.pk).update(sent_at=long_ago)

    with django_capture_on_commit_callbacks(execute=True):
        sent = invite_learners(
            [Guest("mira@border.example")], country=country, by=trainer
        )

    assert [one.pk for one in sent] == [old.pk]
    assert Invitation.objects.get().state() == "open"
    assert [one.to for one in mail.outbox] == [["mira@border.example"]]


def test_background_work_that_starts_again_writes_no_second_e_mail(
    country, trainer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sent = invite_learners(
            [Guest("mira@border.example")], country=country, by=trainer
        )
        write_invitations.call([one.pk for one in sent])

    assert OutgoingMail.objects.count() == 1


def test_withdrawn_before_the_e_mail_was_written_goes_nowhere(country, trainer):
    sent = invite_learners([Guest("mira@border.example")], country=country, by=trainer)
    withdraw_invitation(sent[0], by=trainer)

    write_invitations.call([sent[0].pk])

    assert not OutgoingMail.objects.exists()


def test_trainer_of_another_country_invites_nobody_here(country):
    stranger = make_person(Role.TRAINER, CountryFactory.create())

    with pytest.raises(NotAllowed):
        invite_learners([Guest("mira@border.example")], country=country, by=stranger)


def test_statements_do_not_grow_with_the_number_of_guests(
    country, trainer, django_assert_max_num_queries
):
    guests = [Guest(f"guest{number}@border.example") for number in range(300)]

    with django_assert_max_num_queries(20):
        invite_learners(guests, country=country, by=trainer)
