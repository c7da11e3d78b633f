"""What stays of people who close their account; the network of the demonstration."""

import pytest
from django.core.management import CommandError, call_command

from lms.accounts.demo import load_demo_people
from lms.accounts.models import Country, Membership, Role, User
from lms.accounts.my_data import holdings
from lms.accounts.services import close_account
from tests.accounts.factories import InstitutionFactory, make_person
from tests.toolkit.network.factories import FocalPointFactory
from toolkit.network import demo
from toolkit.network.network_page import bodies_of, figures_of, sentence
from toolkit.network.services.designating import claim_posts

pytestmark = pytest.mark.django_db


def test_who_closes_the_account_leaves_the_list_without_name_and_numbers():
    person = make_person(full_name="Samir Haddad")
    row = FocalPointFactory(
        person=person, email=person.email, telephone="1", handover_note="Folder 7."
    )

    close_account(person)

    row.refresh_from_db()
    assert row.ended_on
    assert "Samir" not in row.full_name
    assert (row.telephone, row.title) == ("", "")
    # What the work needs stays with the institution.
    assert row.handover_note == "Folder 7."


def test_people_take_their_posts_along_also_those_named_by_address_only():
    person = make_person()
    FocalPointFactory(email=person.email, institution__name={"en": "Border Service"})
    FocalPointFactory()

    posts = next(one for one in holdings() if one.name == "focal_points")

    found = posts.export(person)
    assert [one["institution"] for one in found] == ["Border Service"]


def test_a_post_is_linked_only_where_the_person_has_the_role():
    person = make_person()
    body = InstitutionFactory()
    row = FocalPointFactory(institution=body, email=person.email)
    assert claim_posts(person) == 0

    Membership.objects.create(
        person=person,
        role=Role.FOCAL_POINT,
        country=body.country,
        institution=body,
    )

    assert claim_posts(person) == 1
    row.refresh_from_db()
    assert row.person == person


def test_the_demo_network_is_believable_and_loaded_once(settings):
    settings.DEMO_MODE = True
    load_demo_people()
    country = Country.objects.get(iso2="XA")
    by = User.objects.get(email="coordinator@arvania.example")

    first = demo.load(country, by)
    again = demo.load(country, by)

    assert {one.pk for one in first} == {one.pk for one in again}
    figures = figures_of(bodies_of(country))
    assert sentence(figures) == (
        "6 of 7 core institutions have a designated focal point, "
        "5 verified this quarter."
    )
    assert figures.overdue == 2
    assert any(one.ended_on and one.handover_note for one in first)


def test_the_record_of_the_demo_is_for_demonstrations_only(settings):
    settings.DEMO_MODE = False

    with pytest.raises(CommandError):
        call_command("load_demo_record")
