"""Groups of Wagtail and Rosetta follow the roles."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Page

from lms.accounts import services
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.accounts.services.groups import ADMINISTRATORS, EDITORS
from tests.accounts.factories import CountryFactory, MembershipFactory, make_person


def groups_of(person) -> set[str]:
    """Return the names of a person's groups."""
    return set(person.groups.values_list("name", flat=True))


def test_ensure_groups_twice_changes_nothing(db):
    services.ensure_groups()
    rights = GroupPagePermission.objects.count()

    services.ensure_groups()

    assert GroupPagePermission.objects.count() == rights
    assert rights > 0


def test_editor_gets_into_the_content_area(system_administrator, client):
    person = make_person()
    services.give_role(person, role=Role.EDITOR, by=system_administrator)
    person = User.objects.get(pk=person.pk)

    assert groups_of(person) == {EDITORS}
    assert person.has_perm("wagtailadmin.access_admin")
    root = Page.get_first_root_node()
    assert root.permissions_for_user(person).can_add_subpage()
    client.force_login(person)
    assert client.get("/cms/").status_code == 200


def test_learner_does_not_get_into_the_content_area(learner, client):
    client.force_login(learner)

    assert client.get("/cms/", follow=True).status_code == 403


def test_end_of_the_role_ends_the_group(system_administrator):
    person = make_person()
    membership = services.give_role(person, role=Role.EDITOR, by=system_administrator)

    services.end_role(membership, by=system_administrator)

    assert groups_of(person) == set()


def test_other_groups_are_left_alone(system_administrator):
    person = make_person()
    person.groups.add(Group.objects.create(name="Choir"))

    membership = services.give_role(person, role=Role.EDITOR, by=system_administrator)
    services.end_role(membership, by=system_administrator)

    assert groups_of(person) == {"Choir"}


def test_editors_get_no_rights_on_records(db):
    editors = services.ensure_groups()[EDITORS]

    codes = set(editors.permissions.values_list("content_type__app_label", "codename"))

    assert ("wagtailadmin", "access_admin") in codes
    assert not {code for app, code in codes if app in ("accounts", "auth", "learning")}
    assert not {code for app, code in codes if "attempt" in code}


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (["ky", "ru"], {"translators", "translators-en", "translators-ru"}),
        (["fr"], {"translators", "translators-en", "translators-fr"}),
    ],
)
def test_translator_of_a_country_gets_its_languages(languages, expected, db):
    country = CountryFactory.create(working_languages=languages)
    person = make_person()

    services.grant_role(person, role=Role.TRANSLATOR, country=country)

    assert groups_of(person) == expected


def test_translator_without_country_gets_all_languages(db):
    person = make_person()

    services.grant_role(person, role=Role.TRANSLATOR)

    assert {
        f"translators-{code}" for code in ("en", "ru", "fr", "es", "ar")
    } < groups_of(person)


def test_system_administrator_works_everywhere(db):
    person = make_person()

    services.grant_role(person, role=Role.SYSTEM_ADMINISTRATOR)

    assert ADMINISTRATORS in groups_of(person)
    assert "translators" in groups_of(person)


def test_role_without_a_group_asks_nothing_more(
    learner, arvania, django_assert_max_num_queries
):
    membership = MembershipFactory.build(
        person=learner, role=Role.TRAINER, country=arvania
    )

    with django_assert_max_num_queries(3):
        services.place_in_groups(membership.person)
