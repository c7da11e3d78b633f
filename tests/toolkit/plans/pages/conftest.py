"""A country with a validated round and a draft built from it."""

import pytest
from django.utils import timezone

from lms.accounts.roles import Role
from tests.accounts.factories import CountryFactory, InstitutionFactory, make_person
from tests.assessments.maturity.result_rounds import make_round
from tests.toolkit.plans.factories import make_library
from toolkit.plans.models import Plan
from toolkit.plans.quarters import quarter_of
from toolkit.plans.services.building import make_plan

LEVELS = dict.fromkeys(("A1", "A2", "B1", "B2"), 1)


@pytest.fixture
def today_quarter():
    """The quarter of today."""
    return quarter_of(timezone.localdate())


@pytest.fixture
def country(db):
    """A country with four kinds of institutions, and a loaded library."""
    make_library()
    country = CountryFactory.create()
    for kind in ("border", "statistics", "interior"):
        InstitutionFactory(country=country, kind=kind, key=kind)
    return country


@pytest.fixture
def coordinator(country):
    """Who makes the plan."""
    return make_person(Role.COORDINATOR, country)


@pytest.fixture
def validated(country):
    """A validated round with level 1 everywhere."""
    return make_round(country, institutions=1, levels=LEVELS)


@pytest.fixture
def plan(validated, coordinator, today_quarter):
    """A draft from next quarter on."""
    made = make_plan(validated, by=coordinator, start=today_quarter.plus(1), years=3)
    return Plan.objects.with_places().get(pk=made.pk)


@pytest.fixture
def signed_in(client, coordinator):
    """A browser of the coordinator."""
    client.force_login(coordinator)
    return client
