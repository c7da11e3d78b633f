"""The frame of the access table: roles, the world they live in, rows.

Each room says in tests/<room>/access.py who gets what on its addresses::

    from tests.access import LOGIN, Row

    ROWS = {
        "plans:plan": [
            Row(
                lambda world: [world.things["plan"].pk],
                expected={"country_administrator": 200, "coordinator": 200},
                otherwise=404,
            ),
        ],
    }

    def prepare(world):            # optional: rows that the addresses need
        world.things["plan"] = PlanFactory.create(country=world.arvania)

tests/test_access_table.py collects them. An address without a row fails it.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lms.accounts.models import Country, User
from lms.accounts.roles import Role
from tests.accounts.factories import CountryFactory, MembershipFactory, make_person

#: Expected answer: a redirect to the sign-in page.
LOGIN = "login"

#: Who asks. "_elsewhere": the same role in another country and region.
ROLES = (
    "anonymous",
    "no_role",
    "learner",
    "learner_elsewhere",
    "trainer",
    "respondent",
    "focal_point",
    "coordinator",
    "coordinator_elsewhere",
    "country_administrator",
    "country_administrator_elsewhere",
    "validator",
    "system_administrator",
    "editor",
    "translator",
)

#: Everybody who is signed in.
SIGNED_IN = tuple(role for role in ROLES if role != "anonymous")

#: Areas that other packages bring: not ours to list address by address.
#: test_access_table.py asks at their doors.
THIRD_PARTY_AREAS = ("cms/", "documents/", "rosetta/")
#: Names of single addresses of theirs: allauth's pages show one's own account
#: only; Wagtail's serve what is published.
THIRD_PARTY_NAMES = ("account_", "mfa_", "wagtail")


@dataclass
class World:
    """Two countries, one person per role; rooms add what their addresses need."""

    arvania: Country
    belmora: Country
    people: dict[str, User]
    things: dict = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """What everybody gets at one address.

    path: returns the address's arguments (a list or dict) for a world.
    expected: answers by role, a status or LOGIN; otherwise: all other roles;
    anonymous: visitors, unless expected names them.
    """

    path: Callable[[World], list | dict] = lambda world: []
    expected: dict[str, int | str] = field(default_factory=dict)
    otherwise: int | str = 403
    anonymous: int | str = LOGIN
    method: str = "get"
    data: dict | Callable[[World], dict] = field(default_factory=dict)
    query: str = ""

    def answer(self, role: str) -> int | str:
        """Return what this role must get."""
        default = self.anonymous if role == "anonymous" else self.otherwise
        return self.expected.get(role, default)

    def address(self, name: str, world: World) -> str:
        """Return the path and query for a world."""
        arguments = self.path(world)
        if isinstance(arguments, dict):
            return reverse(name, kwargs=arguments) + self.query
        return reverse(name, args=arguments) + self.query


def for_everybody(status: int = 200, **options) -> Row:
    """Return a row of an address that is open to all."""
    return Row(otherwise=status, anonymous=status, **options)


def for_signed_in(status: int = 200, **options) -> Row:
    """Return a row of an address that is open to whoever is signed in."""
    return Row(otherwise=status, **options)


def make_world() -> World:
    """Create the two countries and a person for each role."""
    arvania = CountryFactory.create(iso2="XA", iso3="XAA", name={"en": "Arvania"})
    belmora = CountryFactory.create(
        iso2="XB", iso3="XBB", name={"en": "Belmora"}, region__key="west"
    )
    people = {"no_role": make_person()}
    for name in ROLES[2:]:
        role = name.removesuffix("_elsewhere")
        country = belmora if name.endswith("_elsewhere") else arvania
        if role in (Role.SYSTEM_ADMINISTRATOR, Role.EDITOR, Role.TRANSLATOR):
            country = None
        if role == Role.VALIDATOR:
            people[name] = make_person()
            MembershipFactory.create(
                person=people[name], role=role, country=None, region=arvania.region
            )
        else:
            people[name] = make_person(role, country)
    return World(arvania, belmora, people)


def rooms() -> list[ModuleType]:
    """Return the access modules of all rooms."""
    here = Path(__file__).parent
    found = [here / "core" / "access.py", *here.glob("**/access.py")]
    names = {
        ".".join(("tests", *path.relative_to(here).with_suffix("").parts))
        for path in found
        if path.exists() and path != Path(__file__)
    }
    return [importlib.import_module(name) for name in sorted(names)]


def rows() -> dict[str, list[Row]]:
    """Return all rows by the name of the address."""
    table: dict[str, list[Row]] = {}
    for room in rooms():
        for name, entry in room.ROWS.items():
            table.setdefault(name, []).extend(
                [entry] if isinstance(entry, Row) else entry
            )
    return table


def names_of_addresses() -> set[str]:
    """Return the names of all addresses that are ours, with their namespaces."""
    found = set()

    def walk(patterns, namespace, route):
        for pattern in patterns:
            here = route + str(pattern.pattern)
            if here.startswith(THIRD_PARTY_AREAS):
                continue
            if isinstance(pattern, URLResolver):
                inner = [pattern.namespace] if pattern.namespace else []
                walk(pattern.url_patterns, namespace + inner, here)
            elif isinstance(pattern, URLPattern):
                name = ":".join([*namespace, pattern.name or here])
                if not name.startswith(THIRD_PARTY_NAMES):
                    found.add(name)

    walk(get_resolver().url_patterns, [], "")
    return found
