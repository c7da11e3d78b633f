"""Which institution takes which role."""

import pytest

from lms.accounts.models import Institution
from tests.accounts.factories import CountryFactory, InstitutionFactory
from tests.toolkit.network.factories import GroupMemberFactory, WorkingGroupFactory
from toolkit.plans.catalogue import shipped_library
from toolkit.plans.roles import proposed_roles, who

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    country = CountryFactory.create()
    return {
        kind: InstitutionFactory(country=country, kind=kind, key=kind)
        for kind in ("interior", "border", "statistics", "migration", "labour")
    } | {"country": country}


def proposed(network, core=()):
    return proposed_roles(shipped_library(), network["country"], core)


def test_kinds_take_their_roles(network):
    roles = proposed(network)

    assert roles["statistics_office"] == [network["statistics"].pk]
    assert roles["border_service"] == [network["border"].pk]
    assert roles["labour"] == [network["labour"].pk]
    assert roles["coordinating_institution"] == [network["migration"].pk]
    assert roles["lead_ministry"] == [network["interior"].pk]


def test_roles_nobody_could_take_are_left_out(network):
    roles = proposed(network)

    assert "it_body" not in roles
    assert "tax" not in roles


def test_the_secretariat_coordinates_and_the_chair_leads(network):
    group = WorkingGroupFactory(
        country=network["country"], secretariat=network["statistics"]
    )
    GroupMemberFactory(group=group, institution=network["labour"], seat="chair")

    roles = proposed(network)

    assert roles["coordinating_institution"] == [network["statistics"].pk]
    assert roles["working_group"] == [network["statistics"].pk]
    assert roles["lead_ministry"] == [network["labour"].pk]


def test_every_core_institution_takes_part_in_roles_of_all(network):
    core = [network["border"].pk, network["labour"].pk]

    roles = proposed(network, core)

    assert roles["core_institution"] == [network["migration"].pk, *core]
    assert roles["data_owner"] == [network["migration"].pk, *core]


def test_closed_institutions_take_no_role(network):
    Institution.objects.filter(pk=network["statistics"].pk).update(is_active=False)

    assert "statistics_office" not in proposed(network)


def test_the_first_role_that_somebody_takes_leads(network):
    action = shipped_library().by_id["ACT-01"]  # deputy prime minister or lead

    assert who(action, {"lead_ministry": [7, 8]}) == (7, [8])
    assert who(action, {"deputy_prime_minister": [5], "lead_ministry": [7]}) == (5, [7])
    assert who(action, {}) == (None, [])
