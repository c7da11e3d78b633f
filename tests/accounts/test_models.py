"""Constraints that the database keeps, and what a person answers."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from lms.accounts.models import User
from lms.accounts.roles import Role
from tests.accounts.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    RegionFactory,
    UserFactory,
    make_person,
)

ARABIC = "ليلى " + "عبد الرحمن " * 17


def test_email_is_unique_in_any_case(db):
    UserFactory.create(email="mira@example.org")

    with pytest.raises(IntegrityError):
        UserFactory.create(email="MIRA@example.org")


def test_email_is_found_in_any_case(db):
    person = UserFactory.create(email="Mira@Example.org")

    assert User.objects.get(email="MIRA@EXAMPLE.ORG") == person
    assert User.objects.get_by_natural_key("mira@EXAMPLE.org") == person
    person.refresh_from_db()
    assert person.email == "mira@example.org"


def test_person_without_email_is_refused(db):
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


@pytest.mark.parametrize(
    "name", ["N" * 200, ARABIC[:200], "Paul N’Diaye", "O'Brien", "李"]
)
def test_name_of_any_script_is_kept(name, db):
    person = UserFactory.create(full_name=name)

    person.refresh_from_db()

    assert person.full_name == name
    assert person.display_name == name


def test_display_name_falls_back(db):
    assert User(email="a@example.org").display_name == "a@example.org"
    assert User(email="a@example.org", latin_name="Ana").display_name == "Ana"


def test_certificate_names_say_nothing_twice():
    both = User(full_name="Мира Талвик", latin_name="Mira Talvik")
    same = User(full_name="Ana Rivas", latin_name="Ana Rivas")

    assert both.certificate_names() == ("Мира Талвик", "Mira Talvik")
    assert same.certificate_names() == ("Ana Rivas", "")


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ("own_first", ("Мира Талвик", "Mira Talvik")),
        ("latin_first", ("Mira Talvik", "Мира Талвик")),
        ("own_only", ("Мира Талвик", "")),
        ("latin_only", ("Mira Talvik", "")),
    ],
)
def test_certificate_names_are_as_the_person_chose(choice, names):
    person = User(
        full_name="Мира Талвик", latin_name="Mira Talvik", certificate_name=choice
    )

    assert person.certificate_names() == names


@pytest.mark.parametrize("choice", ["own_first", "latin_first", "latin_only"])
def test_certificate_names_never_choose_a_spelling_that_is_missing(choice):
    person = User(full_name="Мира Талвик", certificate_name=choice)

    assert person.certificate_names() == ("Мира Талвик", "")


def test_certificate_names_never_show_the_address():
    assert User(email="mira@example.org").certificate_names() == ("Name not given", "")


def test_unknown_time_zone_is_refused(db):
    person = UserFactory.build(time_zone="Mars/Olympus", password="x")

    with pytest.raises(ValidationError, match="time zone"):
        person.full_clean()


@pytest.mark.parametrize("place", ["country", "region", "general"])
def test_current_membership_is_unique(place, db):
    scope = {
        "country": {"role": Role.TRAINER, "country": CountryFactory.create()},
        "region": {
            "role": Role.VALIDATOR,
            "country": None,
            "region": RegionFactory.create(),
        },
        "general": {"role": Role.EDITOR, "country": None},
    }[place]
    first = MembershipFactory.create(**scope)

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory.create(person=first.person, **scope)

    first.ended_at = first.started_at
    first.save()
    MembershipFactory.create(person=first.person, **scope)
    assert first.person.memberships.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": Role.TRAINER, "country": None},
        {"role": Role.COUNTRY_ADMINISTRATOR, "country": None},
        {"role": "minister"},
        {"role": Role.SYSTEM_ADMINISTRATOR},
        {"role": Role.LEARNER, "country": None, "region": "central"},
        {"role": Role.VALIDATOR, "region": "central"},
        {"role": Role.EDITOR, "country": None, "institution": True},
    ],
)
def test_impossible_scope_is_refused_by_the_database(wrong, db):
    if wrong.get("region"):
        wrong = wrong | {"region": RegionFactory.create()}
    if wrong.get("institution"):
        wrong = wrong | {"institution": InstitutionFactory.create()}

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory.create(**wrong)


def test_institution_of_another_country_is_refused(db):
    body = InstitutionFactory.create()
    membership = MembershipFactory.build(
        person=UserFactory.create(), country=CountryFactory.create(), institution=body
    )

    with pytest.raises(ValidationError, match="another country"):
        membership.full_clean()


def test_roles_cost_one_query(arvania, django_assert_num_queries):
    person = User.objects.get(pk=make_person(Role.COUNTRY_ADMINISTRATOR, arvania).pk)

    with django_assert_num_queries(1):
        assert person.roles == {"country_administrator"}
        assert person.country == arvania
        assert person.has_role(Role.COUNTRY_ADMINISTRATOR, arvania)
        assert person.may("invite", arvania)
        assert not person.manages_everything
        assert [str(one) for one in person.current_memberships] == [
            "Country administrator, Arvania"
        ]


def test_has_role_is_bound_to_the_country(learner, arvania, belmora):
    assert learner.has_role(Role.LEARNER)
    assert learner.has_role(Role.LEARNER, arvania)
    assert not learner.has_role(Role.LEARNER, belmora)


def test_regional_role_covers_the_countries_of_the_region(arvania, belmora):
    person = make_person()
    MembershipFactory.create(
        person=person, role=Role.VALIDATOR, country=None, region=arvania.region
    )

    assert person.has_role(Role.VALIDATOR, arvania)
    assert not person.has_role(Role.VALIDATOR, belmora)
    assert person.country is None
    assert person.region == arvania.region


def test_main_country_is_that_of_the_oldest_membership(arvania, belmora):
    person = make_person(Role.LEARNER, belmora)
    MembershipFactory.create(person=person, role=Role.TRAINER, country=arvania)

    assert person.country == belmora


def test_person_with_memberships_cannot_be_deleted(learner):
    with pytest.raises(ProtectedError):
        learner.delete()
