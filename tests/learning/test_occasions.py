"""Whoever is invited for a cohort reads its name in the e-mail."""

import pytest
from django.core import mail

from lms.accounts.models import Invitation, Role
from lms.accounts.services import invite_person, resend_invitation
from lms.learning.cohorts.addresses import Entry
from lms.learning.cohorts.imports import apply_import, prepare_import
from lms.learning.cohorts.occasions import cohorts_that_wait
from lms.learning.models import PendingMember
from tests.accounts.factories import CountryFactory, make_person
from tests.learning.factories import CohortFactory

pytestmark = pytest.mark.django_db
EMAIL = "mira@border.example"


@pytest.fixture
def arvania():
    return CountryFactory.create()


@pytest.fixture
def ana(arvania):
    return make_person(Role.TRAINER, arvania)


def invited(cohort, by):
    """Bring Mira into a cohort by a list, and return her invitation."""
    found = prepare_import(cohort, [Entry(1, EMAIL)], by=by, way="list", language="en")
    apply_import(found, by=by)
    return Invitation.objects.get(email=EMAIL)


def test_first_e_mail_and_a_repeated_one_name_the_cohort(
    arvania, ana, django_capture_on_commit_callbacks
):
    cohort = CohortFactory.create(country=arvania, trainers=[ana], name="Autumn")
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invited(cohort, ana)
    with django_capture_on_commit_callbacks(execute=True):
        resend_invitation(invitation, by=ana)

    assert len(mail.outbox) == 2
    for message in mail.outbox:
        assert "You will learn in the cohort “Autumn”." in message.body


def test_cohorts_of_country_and_region_are_named_and_no_others(arvania, ana):
    region = CohortFactory.create(
        country=None, region=arvania.region, trainers=[ana], name="Region"
    )
    invitation = invited(
        CohortFactory.create(country=arvania, trainers=[ana], name="Autumn"), ana
    )
    elsewhere = CohortFactory.create(country=CountryFactory.create(), name="Elsewhere")
    for cohort in (region, elsewhere):
        PendingMember.objects.create(
            cohort=cohort, email=EMAIL, way="list", invited_by=ana
        )

    assert cohorts_that_wait(invitation) == (
        "You will learn in the cohorts “Autumn” and “Region”."
    )


def test_other_invitations_name_none(arvania, ana, django_capture_on_commit_callbacks):
    by = make_person(Role.COUNTRY_ADMINISTRATOR, arvania)
    with django_capture_on_commit_callbacks(execute=True):
        invite_person(EMAIL, role=Role.TRAINER, by=by, country=arvania)

    assert "cohort" not in mail.outbox[0].body
