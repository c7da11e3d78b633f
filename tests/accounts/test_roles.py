"""The one table of what each role allows."""

import pytest
from django.contrib.auth.models import AnonymousUser

from lms.accounts import permissions
from lms.accounts.roles import CAPABILITIES, GRANTS, Capability, Role, allows, grants
from tests.accounts.factories import (
    CountryFactory,
    MembershipFactory,
    RegionFactory,
    make_person,
)

COUNTRY_PEOPLE = {"learner", "trainer", "respondent", "focal_point"}
#: What those who keep a country's record may do with it.
RECORD = {"read_record", "keep_record", "run_plans"}


def test_every_role_is_in_the_table():
    assert set(CAPABILITIES) == set(Role)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("learner", set()),
        ("trainer", {"analyse_questions", "mark_texts", "run_cohorts"}),
        ("respondent", {"read_record"}),
        ("focal_point", {"read_record"}),
        ("validator", {"validate_rounds"}),
        ("coordinator", {"invite", "run_rounds"} | RECORD),
        (
            "country_administrator",
            {
                "manage_people",
                "export_people",
                "invite",
                "view_activity_log",
                "withdraw_certificates",
                "analyse_questions",
                "run_cohorts",
                "oversee_cohorts",
                "run_rounds",
            }
            | RECORD,
        ),
        (
            "system_administrator",
            set(Capability.values)
            - {"run_rounds", "validate_rounds", "keep_record", "run_plans"},
        ),
        ("editor", {"edit_content", "analyse_questions"}),
        ("translator", {"translate"}),
    ],
)
def test_role_allows_exactly(role, allowed):
    assert {name for name in Capability.values if allows(role, name)} == allowed


def test_unknown_role_allows_nothing():
    assert allows("minister", Capability.INVITE) is False
    assert grants("minister", Role.LEARNER) is False


@pytest.mark.parametrize(
    ("role", "granted"),
    [
        ("trainer", {"learner"}),
        ("coordinator", COUNTRY_PEOPLE),
        (
            "country_administrator",
            COUNTRY_PEOPLE | {"coordinator", "country_administrator"},
        ),
        ("system_administrator", set(Role.values)),
    ],
)
def test_role_grants_exactly(role, granted):
    assert {name for name in Role.values if grants(role, name)} == granted


def test_only_four_roles_grant_anything():
    assert set(GRANTS) == {
        Role.TRAINER,
        Role.COORDINATOR,
        Role.COUNTRY_ADMINISTRATOR,
        Role.SYSTEM_ADMINISTRATOR,
    }


@pytest.mark.parametrize("role", Role.values)
def test_country_administrator_grants_nothing_elsewhere(role, administrator, belmora):
    may = permissions.can_grant(administrator, role, country=belmora)

    assert may is False


@pytest.mark.parametrize(
    "role", ["validator", "system_administrator", "editor", "translator"]
)
def test_country_administrator_grants_no_power_beyond_the_country(
    role, administrator, arvania
):
    assert permissions.can_grant(administrator, role, country=arvania) is False
    assert permissions.can_grant(administrator, role) is False
    assert permissions.can_grant(administrator, role, region=arvania.region) is False


def test_regional_administrator_grants_inside_the_region_only(arvania, belmora):
    person = make_person()
    MembershipFactory.create(
        person=person,
        role=Role.SYSTEM_ADMINISTRATOR,
        country=None,
        region=arvania.region,
    )

    assert permissions.can_grant(person, Role.COUNTRY_ADMINISTRATOR, country=arvania)
    assert permissions.can_grant(person, Role.VALIDATOR, region=arvania.region)
    assert not permissions.can_grant(
        person, Role.COUNTRY_ADMINISTRATOR, country=belmora
    )
    assert not permissions.can_grant(person, Role.VALIDATOR, region=belmora.region)
    assert not permissions.can_grant(person, Role.SYSTEM_ADMINISTRATOR)
    assert not permissions.can_grant(person, Role.EDITOR)


def test_deactivated_administrator_grants_nothing(administrator, arvania):
    administrator.is_active = False

    assert permissions.can_grant(administrator, Role.LEARNER, country=arvania) is False
    assert permissions.can_manage_people(administrator) is False


def test_ended_role_allows_nothing(arvania):
    person = make_person()
    membership = MembershipFactory.create(
        person=person, role=Role.COUNTRY_ADMINISTRATOR, country=arvania
    )
    membership.ended_at = membership.started_at
    membership.save()

    assert permissions.can_manage_people(person) is False


def test_unknown_role_cannot_be_granted(system_administrator):
    assert permissions.can_grant(system_administrator, "minister") is False


def test_visitor_may_do_nothing():
    visitor = AnonymousUser()

    assert not permissions.can_manage_people(visitor)
    assert not permissions.can_invite(visitor)
    assert not permissions.can_grant(visitor, Role.LEARNER)
    assert not permissions.can_view_activity_log(visitor)


def test_administrator_of_two_countries_manages_both(arvania, belmora):
    person = make_person(Role.COUNTRY_ADMINISTRATOR, arvania)
    MembershipFactory.create(
        person=person, role=Role.COUNTRY_ADMINISTRATOR, country=belmora
    )
    third = CountryFactory.create()

    assert permissions.can_manage_people(person, arvania)
    assert permissions.can_manage_people(person, belmora)
    assert not permissions.can_manage_people(person, third)


def test_person_with_work_elsewhere_cannot_be_deactivated_here(
    administrator, arvania, belmora
):
    person = make_person(Role.TRAINER, arvania)
    assert permissions.can_deactivate(administrator, person) is True

    MembershipFactory.create(person=person, role=Role.TRAINER, country=belmora)
    person.forget_memberships()

    assert permissions.can_deactivate(administrator, person) is False


def test_validator_cannot_be_deactivated_by_a_country(administrator, arvania):
    person = make_person(Role.LEARNER, arvania)
    MembershipFactory.create(
        person=person,
        role=Role.VALIDATOR,
        country=None,
        region=RegionFactory.create(key="west"),
    )

    assert permissions.can_deactivate(administrator, person) is False


def test_nobody_deactivates_the_own_account(administrator):
    assert permissions.can_deactivate(administrator, administrator) is False
