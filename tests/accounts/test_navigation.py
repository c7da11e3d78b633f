"""The areas of the header and the account menu, by role."""

import pytest
from django.contrib.auth.models import AnonymousUser

from lms.accounts.context import navigation
from lms.accounts.models import User
from lms.accounts.roles import Role
from tests.accounts.factories import MembershipFactory, make_person


@pytest.fixture
def menus(rf, db):
    """Return what a page shows somebody: titles of areas, of the account menu."""

    def shown(person, path="/en/"):
        request = rf.get(path)
        request.user = person
        found = navigation(request)
        areas = [str(link.title) for link in found["nav_areas"]]
        if not person.is_authenticated:
            return areas, []
        return areas, [str(link.title) for link in found["account_links"]]

    return shown


PERSONAL = ["My cohorts", "My notes", "Messages", "Certificates", "Profile"]


def test_visitor(menus, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert menus(AnonymousUser()) == (["Modules", "Glossary", "About"], [])


@pytest.mark.parametrize(
    ("role", "areas", "more"),
    [
        (Role.LEARNER, ["Learn"], []),
        (
            Role.TRAINER,
            ["Learn", "Cohorts", "Our country"],
            ["Knowledge checks"],
        ),
        (
            Role.RESPONDENT,
            ["Learn", "Assess", "Plan", "Our country"],
            ["Network and data"],
        ),
        (
            Role.FOCAL_POINT,
            ["Learn", "Assess", "Plan", "Our country"],
            ["Network and data"],
        ),
        (
            Role.COORDINATOR,
            ["Learn", "Assess", "Plan", "Our country"],
            ["Network and data", "Invitations"],
        ),
        (
            Role.COUNTRY_ADMINISTRATOR,
            ["Learn", "Cohorts", "Assess", "Plan", "Our country"],
            [
                "Network and data",
                "People",
                "Invitations",
                "Certificates issued",
                "Knowledge checks",
                "E-mails",
                "Activity log",
            ],
        ),
        (
            Role.SYSTEM_ADMINISTRATOR,
            ["Learn", "Cohorts", "Assess", "Plan", "Region"],
            [
                "Network and data",
                "People",
                "Invitations",
                "Certificates issued",
                "Knowledge checks",
                "E-mails",
                "Activity log",
                "Content",
                "Rules of completion",
                "Translation",
            ],
        ),
        (Role.EDITOR, ["Learn"], ["Knowledge checks", "Content"]),
        (Role.TRANSLATOR, ["Learn"], ["Translation"]),
    ],
)
def test_role(role, areas, more, menus, arvania, django_assert_num_queries):
    country = None if role in (Role.SYSTEM_ADMINISTRATOR, Role.EDITOR) else arvania
    person = User.objects.get(pk=make_person(role, country).pk)

    with django_assert_num_queries(1):
        assert menus(person) == (areas, [*PERSONAL, *more])


def test_several_roles_give_the_union(menus, administrator):
    MembershipFactory.create(person=administrator, role=Role.EDITOR, country=None)
    administrator.forget_memberships()

    areas, links = menus(administrator)

    assert areas == ["Learn", "Cohorts", "Assess", "Plan", "Our country"]
    assert links[-2:] == ["Activity log", "Content"]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/en/countries/xaa/sources/", ["Our country", "Network and data"]),
        ("/en/country/people/7/", ["Our country", "People"]),
        ("/ru/country/activity/", ["Our country", "Activity log"]),
        ("/en/profile/", ["Profile"]),
        ("/en/modules/01/", ["Learn"]),
        ("/en/learn/notes/", ["Learn", "My notes"]),
        ("/en/assess/7/result/", ["Assess"]),
        ("/cms/", []),
    ],
)
def test_current_entries(path, current, rf, administrator):
    request = rf.get(path)
    request.user = administrator

    found = navigation(request)
    links = [*found["nav_areas"], *found["account_links"]]

    assert [str(link.title) for link in links if link.current] == current


def test_links_of_the_menu_exist(client, system_administrator):
    client.force_login(system_administrator)
    request = client.get("/en/profile/").wsgi_request
    found = navigation(request)

    for link in [*found["account_links"], *found["nav_areas"]]:
        assert client.get(link.url).status_code in (200, 302), link
