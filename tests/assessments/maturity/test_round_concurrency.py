"""Two coordinators at the same moment: opening, moving on, asking, reminding.

SQLite lets one writer in after the other and shares its test database with no
second connection, so these tests need PostgreSQL.
"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from assessments.maturity.models import Respondent, Round, RoundInstitution, RoundMove
from assessments.maturity.services.errors import (
    NotNow,
    RoundExists,
    SomebodyWasFirst,
)
from assessments.maturity.services.reminding import remind_due, remind_respondent
from assessments.maturity.services.rounds import (
    invite_respondent,
    move_round,
    open_round,
)
from assessments.maturity.services.setting_up import add_institution
from lms.accounts.models import Institution, OutgoingMail, Role
from tests.accounts.factories import CountryFactory, make_person
from tests.assessments.maturity.factories import (
    RespondentFactory,
    RoundFactory,
    RoundInstitutionFactory,
    make_framework,
)
from tests.learning.test_concurrency import AT_ONCE, all_at_once, fresh

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs several connections"
    ),
]
State = Round.State


@pytest.fixture
def country():
    return CountryFactory.create()


@pytest.fixture
def coordinators(country):
    return [make_person(Role.COORDINATOR, country) for _number in range(AT_ONCE)]


def tried(act):
    """Return what came of it; a refusal is an answer too."""
    try:
        return act()
    except (NotNow, RoundExists, SomebodyWasFirst) as refusal:
        return refusal


def at_once(coordinators, act):
    """Let all of them do the same at the same moment."""
    return all_at_once(
        *[lambda one=one: tried(lambda: act(fresh(one))) for one in coordinators]
    )


def test_of_those_who_close_a_round_one_wins_and_the_others_are_told(
    country, coordinators
):
    round = RoundFactory(country=country, state=State.COLLECTING)
    RespondentFactory(institution=RoundInstitutionFactory(round=round))
    found = at_once(
        coordinators,
        lambda one: move_round(
            round, to=State.AGREEING, by=one, move_number=0, reason="Enough."
        ),
    )

    assert sum(isinstance(one, Round) for one in found) == 1
    assert sum(isinstance(one, SomebodyWasFirst) for one in found) == AT_ONCE - 1
    assert RoundMove.objects.count() == 1


def test_of_those_who_open_a_round_one_wins(country, coordinators):
    framework = make_framework()
    found = at_once(
        coordinators,
        lambda one: open_round(
            country, framework=framework, reference_date=date(2027, 6, 30), by=one
        ),
    )

    assert sum(isinstance(one, Round) for one in found) == 1
    assert Round.objects.count() == RoundMove.objects.count() == 1


def test_somebody_is_asked_once(country, coordinators):
    row = RoundInstitutionFactory(round=RoundFactory(country=country))
    asked = make_person(Role.FOCAL_POINT, country)
    at_once(coordinators, lambda one: invite_respondent(row, email=asked.email, by=one))

    assert Respondent.objects.count() == 1


def test_an_institution_is_added_once(country, coordinators):
    round = RoundFactory(country=country)
    at_once(
        coordinators,
        lambda one: add_institution(
            round, name="Coast Guard", kind="border", is_core=True, by=one
        ),
    )

    assert Institution.objects.count() == RoundInstitution.objects.count() == 1


def test_a_reminder_goes_out_once(country, coordinators):
    round = RoundFactory(
        country=country,
        state=State.COLLECTING,
        due_on=timezone.localdate() + timedelta(days=2),
    )
    one = RespondentFactory(
        institution=RoundInstitutionFactory(round=round),
        invited_at=timezone.now() - timedelta(days=9),
    )
    at_once(coordinators, lambda by: remind_respondent(one, by=by))
    assert OutgoingMail.objects.count() == 1

    all_at_once(*[remind_due for _number in range(AT_ONCE)])
    assert OutgoingMail.objects.count() == 2
