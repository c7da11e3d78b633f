"""Every address, every role, own and other country: one table.

The rows stand in tests/<room>/access.py; tests/access.py says how to write them.
"""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from lms.accounts.services import place_in_groups
from tests import access

TABLE = access.rows()


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Two countries with people, and what the rooms need beside them.

    Made once for all rows, because it takes longer than asking: whatever a row
    changes is taken back, and so is this world in the end.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        world = access.make_world()
        for room in access.rooms():
            if hasattr(room, "prepare"):
                room.prepare(world)
        for role, person in world.people.items():
            world.sessions[role] = session_of(person)
        yield world
        transaction.set_rollback(True)


def session_of(person) -> str:
    """Return the key of a session somebody is signed in with."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def browser_of(role, world) -> Client:
    """Return a new browser, with a role's session."""
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
    return client


@pytest.fixture(autouse=True)
def _no_counted_tries():
    """Forget what limits counted for the row before."""
    cache.clear()


def test_every_address_is_in_the_table():
    missing = access.names_of_addresses() - set(TABLE)

    assert sorted(missing) == []


def test_every_row_has_its_address():
    gone = set(TABLE) - access.names_of_addresses()

    assert sorted(gone) == []


def test_every_role_of_a_row_is_known():
    for name, entries in TABLE.items():
        for row in entries:
            assert set(row.expected) <= set(access.ROLES), name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "row"),
    [
        pytest.param(name, row, id=f"{name}-{row.method}-{number}")
        for name, entries in sorted(TABLE.items())
        for number, row in enumerate(entries)
    ],
)
def test_address_answers_each_role(name, row, world):
    found = {role: asked(name, row, world, role) for role in access.ROLES}

    assert found == {role: row.answer(role) for role in access.ROLES}


def asked(name, row, world, role):
    """Return what one role gets; whatever it changed is taken back."""
    client = browser_of(role, world)
    with transaction.atomic():
        data = row.data(world) if callable(row.data) else row.data
        response = getattr(client, row.method)(row.address(name, world), data)
        transaction.set_rollback(True)
    if response.status_code == 302 and "/account/login/" in response.url:
        return access.LOGIN
    return response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("/cms/", {"editor", "system_administrator"}),
        ("/cms/pages/", {"editor", "system_administrator"}),
        ("/rosetta/files/project/", {"translator", "system_administrator"}),
    ],
)
def test_areas_of_other_packages_open_for_their_roles_only(path, roles, world):
    for person in world.people.values():
        place_in_groups(person)

    found = {role for role in access.ROLES if status_at(path, world, role) == 200}

    assert found == roles


def status_at(path, world, role):
    """Return the status one role gets at a path."""
    return browser_of(role, world).get(path).status_code
