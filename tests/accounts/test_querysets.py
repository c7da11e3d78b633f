"""Walls between countries: which rows somebody sees."""

import pytest
from django.contrib.auth.models import AnonymousUser

from lms.accounts.audit import record
from lms.accounts.models import (
    AuditEntry,
    Country,
    Institution,
    Invitation,
    Membership,
    User,
)
from lms.accounts.roles import Capability, Role
from lms.accounts.services import invite_person
from tests.accounts.factories import InstitutionFactory, MembershipFactory, make_person

MODELS = [AuditEntry, Country, Institution, Invitation, Membership, User]


@pytest.fixture
def records(administrator, outsider, learner, arvania, belmora):
    """One row of each kind in both countries."""
    for country, by in ((arvania, administrator), (belmora, outsider)):
        InstitutionFactory.create(country=country, key=f"body-{country.iso2.lower()}")
        invite_person(
            f"new@{country.iso2}.org", role=Role.LEARNER, country=country, by=by
        )
    make_person(Role.LEARNER, belmora, full_name="Paul N’Diaye")


@pytest.mark.parametrize("model", MODELS)
def test_visible_to_visitor_is_nothing(model, records):
    assert list(model.objects.visible_to(AnonymousUser())) == []


@pytest.mark.parametrize("model", [AuditEntry, Country, Institution, Invitation])
def test_visible_to_learner_is_nothing(model, records, learner):
    assert list(model.objects.visible_to(learner)) == []


def test_visible_to_learner_is_the_own_person_and_membership(records, learner):
    assert list(User.objects.visible_to(learner)) == [learner]
    assert list(Membership.objects.visible_to(learner)) == list(
        learner.memberships.all()
    )


@pytest.mark.parametrize("model", [AuditEntry, Institution, Invitation, Membership])
def test_visible_to_administrator_is_the_own_country(
    model, records, administrator, arvania
):
    found = {row.country for row in model.objects.visible_to(administrator)}

    assert found == {arvania}


def test_people_of_other_countries_are_not_visible(
    records, administrator, outsider, learner
):
    assert set(User.objects.visible_to(administrator)) == {administrator, learner}
    assert learner not in User.objects.visible_to(outsider)


@pytest.mark.parametrize("model", MODELS)
def test_visible_to_system_administrator_is_everything(
    model, records, system_administrator
):
    visible = model.objects.visible_to(system_administrator)

    assert set(visible) == set(model.objects.all())


def test_visible_to_regional_administrator_is_the_region(
    records, arvania, outsider, learner
):
    person = make_person()
    validator = make_person()
    for one, role in ((person, Role.SYSTEM_ADMINISTRATOR), (validator, Role.VALIDATOR)):
        MembershipFactory.create(
            person=one, role=role, country=None, region=arvania.region
        )

    visible = set(User.objects.visible_to(person))

    assert {person, validator, learner} <= visible
    assert outsider not in visible


def test_person_who_left_stays_visible(administrator, learner):
    learner.memberships.update(ended_at="2099-01-01T00:00Z")

    assert learner in User.objects.visible_to(administrator)


def test_coordinator_sees_invitations_but_no_people(records, arvania):
    coordinator = make_person(Role.COORDINATOR, arvania)

    assert Invitation.objects.visible_to(coordinator).count() == 1
    assert list(User.objects.visible_to(coordinator)) == [coordinator]
    assert list(Country.objects.where_allowed(coordinator, Capability.INVITE)) == [
        arvania
    ]
    assert list(Country.objects.visible_to(coordinator)) == []


def test_entry_without_country_is_for_those_who_see_all(
    administrator, system_administrator
):
    entry = record(None, "sign_in_failed")

    assert entry not in AuditEntry.objects.visible_to(administrator)
    assert entry in AuditEntry.objects.visible_to(system_administrator)


@pytest.mark.parametrize("text", ["мира", "Мира", "ТАЛВИК", "talvik mira", "talv"])
def test_search_finds_both_scripts_in_any_case(text, db):
    person = make_person(full_name="Мира Талвик", latin_name="Mira Talvik")
    make_person(full_name="Daro Lenko")

    assert list(User.objects.search(text)) == [person]


def test_search_takes_percent_and_underscore_as_they_are(db):
    make_person(full_name="Daro Lenko")

    assert list(User.objects.search("%")) == []
    assert list(User.objects.search("_____")) == []
