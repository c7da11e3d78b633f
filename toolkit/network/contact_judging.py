"""What a contact list would do to a country's network: row by row, nothing written.

A row is new, changes somebody, leaves everything as it is, lets somebody take over
from another, or moves somebody between the two posts.
"""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from lms.accounts.models import Country, Institution
from lms.core.table_files import Fault, nearest
from toolkit.network.contact_list import contact_of
from toolkit.network.contact_reading import Given
from toolkit.network.models import FocalPoint, InstitutionProfile, Unit
from toolkit.network.network_page import profile_of
from toolkit.network.services.institutions import names_of, same_name

Post = FocalPoint.Post
NEW, CHANGED, REPLACED, MOVED, SAME = "new", "changed", "replaced", "moved", "same"
#: How alike two names are that share an e-mail address: one person, spelt better.
ALIKE = 0.8
#: Fields of a person that a row may change, beside the name.
_PERSON = ("title", "telephone", "fax", "email", "languages")
#: Fields of an institution that a row without a person may change.
_OFFICE = ("address", "telephone", "fax", "email", "website")


@dataclass(frozen=True)
class Judged:
    """What one row would do.

    institution: its id, None for a new one. post: the person's, "" without a person.
    person: id of the focal point that the row is about. holder: name of who has the
    post until now. changes: field > (before, after). unit_new: the unit is not known.
    """

    given: Given
    institution: int | None
    verdict: str
    post: str = ""
    person: int | None = None
    holder: str = ""
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    unit_new: bool = False

    def plain(self) -> dict:
        """Return it as values that a JSON column keeps."""
        found = asdict(self)
        return found | {"changes": {k: list(v) for k, v in self.changes.items()}}

    @classmethod
    def from_plain(cls, values: Mapping) -> "Judged":
        """Return what plain gave."""
        return cls(**{**values, "given": Given(**values["given"])})


class Known:
    """The network of a country as it is: institutions, units, people. Four queries."""

    def __init__(self, country: Country) -> None:
        rows = Institution.objects.filter(country=country).select_related("profile")
        self.institutions = {one.pk: one for one in rows.order_by("-is_active", "pk")}
        self._called: dict[str, Institution] = {}
        for one in self.institutions.values():
            for name in (*names_of(one.name).values(), one.key):
                self._called.setdefault(_folded(name), one)
        self.units: dict[int, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.filter(institution__in=self.institutions):
            self.units[unit.institution_id].append(unit)
        self.people: dict[int, dict[str, FocalPoint]] = defaultdict(dict)
        current = FocalPoint.objects.filter(ended_on=None)
        for row in current.filter(institution__in=self.institutions).select_related(
            "unit"
        ):
            self.people[row.institution_id][row.post] = row

    def called(self, name: str) -> Institution | None:
        """Return the institution with this name, in any language, or key."""
        return self._called.get(_folded(name))

    def is_known(self, name: str) -> bool:
        """Return whether an institution is called so."""
        return self.called(name) is not None

    def suggest(self, name: str) -> Institution | None:
        """Return the institution whose name is nearest, or None."""
        active = {k: one for k, one in self._called.items() if one.is_active}
        near = nearest(_folded(name), active)
        return active[near] if near else None

    def unit(self, institution: int, name: str) -> Unit | None:
        """Return the unit of an institution with this name, in any language."""
        for unit in self.units.get(institution, ()):
            if any(same_name(known, name) for known in names_of(unit.name).values()):
                return unit
        return None

    def profile(self, institution: int) -> InstitutionProfile:
        """Return the contact data of an institution."""
        return profile_of(self.institutions[institution])


def judge(
    rows: Sequence[Given], known: Known, meant: Mapping[str, int]
) -> tuple[list[Judged], list[Fault]]:
    """Return what each row would do, and what is wrong with the whole of them.

    meant: unknown name > id of the institution that is meant by it. Rows of names
    that are neither known nor meant stand for a new institution.
    """
    faults: list[Fault] = []
    groups: dict[object, list[Given]] = defaultdict(list)
    for row in rows:
        groups[_place(row, known, meant)].append(row)
    found: list[Judged] = []
    for place, group in groups.items():
        there = known.institutions.get(place) if isinstance(place, int) else None
        if there and not there.is_active:
            faults += [_closed(row, there) for row in group]
            continue
        found += _judged_group(group, place, known, faults)
    found.sort(key=lambda one: one.given.row)
    return found, faults


def unknown_names(rows: Iterable[Given], known: Known) -> dict[str, list[int]]:
    """Return name > numbers of its rows, for institutions the network lacks."""
    found: dict[str, list[int]] = {}
    spelt: dict[str, str] = {}
    for row in rows:
        if row.institution and not known.is_known(row.institution):
            name = spelt.setdefault(_folded(row.institution), row.institution)
            found.setdefault(name, []).append(row.row)
    return found


def settled_name(name: str, meant: Mapping[str, object]) -> str | None:
    """Return how a name is spelt among those decided on, or None."""
    return next((one for one in meant if _folded(one) == _folded(name)), None)


def _place(row: Given, known: Known, meant: Mapping[str, int]):
    """Return the id of a row's institution, or the name of a new one."""
    one = known.called(row.institution)
    if one:
        return one.pk
    spelt = settled_name(row.institution, meant)
    return meant[spelt] if spelt else _folded(row.institution)


def _judged_group(group, place, known: Known, faults: list[Fault]) -> list[Judged]:
    """Return what the rows of one institution would do."""
    pk = place if isinstance(place, int) else None
    people = known.people.get(pk, {}) if pk else {}
    named = [row for row in group if row.name]
    persons = _matched(named, people, faults)
    posts = _posts(named, persons, people, faults)
    leaving = {
        person.pk
        for row, person in persons.items()
        if posts.get(row, person.post) != person.post
    }
    people = {post: one for post, one in people.items() if one.pk not in leaving}
    found = []
    for row in group:
        if not row.name:
            found.append(_office(row, pk, known))
        elif row.row in posts:
            found.append(
                _person(row, pk, posts[row.row], persons.get(row.row), people, known)
            )
    return found


def _matched(named, people, faults) -> dict[int, FocalPoint]:
    """Return row > who is meant, of those in a post now; one row for each person."""
    found: dict[int, FocalPoint] = {}
    seen: set[str] = set()
    for row in named:
        if _folded(row.name) in seen:
            faults.append(
                _fault(
                    row,
                    _("%(name)s stands in the list twice.") % {"name": row.name},
                    _("Keep one of the rows."),
                )
            )
            continue
        seen.add(_folded(row.name))
    # The same name first: an address may be shared by two.
    for same in (_same_name, _same_address):
        for row in named:
            if row.row in found:
                continue
            for one in people.values():
                if one not in found.values() and same(row, one):
                    found[row.row] = one
                    break
    return found


def _posts(named, persons, people, faults) -> dict[int, str]:
    """Return row > post: the one written, the one held, or the next that is free."""
    found: dict[int, str] = {}
    taken: dict[str, Given] = {}

    def give(row: Given, post: str) -> None:
        if post in taken:
            faults.append(_second(row, post, taken[post]))
            return
        taken[post] = row
        found[row.row] = post

    for row in named:
        if row.post:
            give(row, row.post)
    rest = [row for row in named if not row.post]
    for row in rest:
        if row.row in persons and persons[row.row].post not in taken:
            give(row, persons[row.row].post)
    for row in rest:
        if row.row not in found:
            free = next((post for post in Post.values if post not in taken), None)
            if free is None:
                faults.append(_third(row))
            else:
                give(row, free)
    return found


def _person(row, pk, post, person, people, known) -> Judged:
    holder = people.get(post)
    unit = known.unit(pk, row.unit) if pk and row.unit else None
    unit_new = bool(row.unit) and unit is None
    common = {"given": row, "institution": pk, "post": post, "unit_new": unit_new}
    if person is None:
        verdict = REPLACED if holder else NEW
        return Judged(verdict=verdict, holder=str(holder or ""), **common)
    changes = _changes(row, person, known.profile(pk))
    if person.post != post:
        return Judged(
            verdict=MOVED,
            person=person.pk,
            holder=str(holder or ""),
            changes=changes,
            **common,
        )
    verdict = CHANGED if changes else SAME
    return Judged(verdict=verdict, person=person.pk, changes=changes, **common)


def _changes(row: Given, person: FocalPoint, profile) -> dict[str, tuple[str, str]]:
    """Return what a row would change of somebody; empty cells change nothing."""
    found = {}
    pairs = [("full_name", person.full_name, row.name)]
    pairs += [(name, getattr(person, name), getattr(row, name)) for name in _PERSON]
    pairs += [
        (name, contact_of(person, profile, name), getattr(row, name))
        for name in ("address", "website")
    ]
    for name, before, after in pairs:
        if after and _tidy(before) != _tidy(after):
            found[name] = (before, after)
    if row.unit:
        unit = person.unit
        if unit is None or not any(
            same_name(one, row.unit) for one in names_of(unit.name).values()
        ):
            found["unit"] = (str(unit or ""), row.unit)
    return found


def _office(row: Given, pk: int | None, known: Known) -> Judged:
    """Judge a row that names no person: it is about the institution itself."""
    unit_new = bool(row.unit) and not (pk and known.unit(pk, row.unit))
    if pk is None:
        return Judged(row, None, NEW, unit_new=unit_new)
    profile = known.profile(pk)
    changes = {
        name: (getattr(profile, name), getattr(row, name))
        for name in _OFFICE
        if getattr(row, name)
        and _tidy(getattr(profile, name)) != _tidy(getattr(row, name))
    }
    verdict = CHANGED if changes or unit_new else SAME
    return Judged(row, pk, verdict, changes=changes, unit_new=unit_new)


def _same_name(row: Given, one: FocalPoint) -> bool:
    return same_name(row.name, one.full_name)


def _same_address(row: Given, one: FocalPoint) -> bool:
    """Return whether it is the same person, spelt otherwise."""
    alike = difflib.SequenceMatcher(None, _folded(row.name), _folded(one.full_name))
    return bool(row.email) and row.email == one.email and alike.ratio() >= ALIKE


def _second(row: Given, post: str, first: Given) -> Fault:
    words = (
        _("%(institution)s has two focal points in this list: %(one)s and %(other)s.")
        if post == Post.FOCAL_POINT
        else _("%(institution)s has two deputies in this list: %(one)s and %(other)s.")
    )
    about = {"institution": row.institution, "one": first.name, "other": row.name}
    return _fault(
        row,
        words % about,
        _("An institution has one focal point and one deputy. Change the post of one."),
    )


def _third(row: Given) -> Fault:
    words = _("%(institution)s has a focal point and a deputy in this list already.")
    return _fault(
        row,
        words % {"institution": row.institution},
        _("Take %(name)s out of the list, or one of the other two.")
        % {"name": row.name},
    )


def _closed(row: Given, there: Institution) -> Fault:
    return _fault(
        row,
        _("%(institution)s was taken off the network.") % {"institution": there},
        _("Open it again first, or take the row out."),
    )


def _fault(row: Given, message: str, remedy: str) -> Fault:
    return Fault("", row.row, "", message, remedy)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    return _tidy(text).casefold()
