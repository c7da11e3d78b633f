"""A whole plan as plain values: what pages, documents, reviews and versions read.

:func:`toolkit.plans.plan_reading.content_of` makes them from the rows, every text in
the active language. What was approved is kept as :meth:`PlanContent.data`;
:func:`from_data` reads it again. Grouping and sums are functions of these values.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toolkit.plans.library import EFFORT_POINTS, PILLARS
from toolkit.plans.quarters import Quarter, read_quarter

#: Raised when the structure of :meth:`PlanContent.data` changes.
DATA_VERSION = 1

#: Statuses, as in PlanItem.Status.
PLANNED, RUNNING, REPORTED, DONE = "planned", "running", "reported", "done"
#: Kinds, as in PlanItem.Kind.
LIBRARY, GENERIC, OWN = "library", "generic", "own"

#: The three pillars of the General Model, as in models.Action.Pillar.
PILLAR_NAMES = {
    "focal_points": gettext_lazy("Focal points"),
    "working_group": gettext_lazy("Inter-ministerial working group"),
    "minimum_set": gettext_lazy("Minimum set of indicators"),
}


@dataclass(frozen=True)
class Lifted:
    """Why a line is in the plan: a question, its level of today and the one aimed at."""

    question: str
    title: str
    level: int
    to: int


@dataclass(frozen=True)
class Learned:
    """A module to take before a line begins: key "01" and title."""

    key: str
    title: str


@dataclass(frozen=True)
class Line:
    """One line of a plan, every text in one language.

    ``start``: None when it is for later, ``later_reason`` says why. ``length``: in
    quarters. ``cost``: in the currency of the plan. ``late``: its last day has passed
    and nobody has reported it done. ``supporting``: names, ``supporting_ids`` in the
    same order. ``needs`` and ``after``: codes as in the library; ``waivers``: code >
    reason. ``active``: whether the responsible institution is in the network.
    ``edited``: what people changed in it; ``heard``: whether anything was reported,
    brought or decided about it.
    """

    pk: int
    code: str
    kind: str
    title: str
    start: Quarter | None
    length: int
    position: int = 0
    pillar: str = ""
    area: str = ""
    area_name: str = ""
    responsible: str = ""
    responsible_id: int | None = None
    active: bool = True
    role: str = ""
    role_name: str = ""
    focal_points: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    supporting_ids: tuple[int, ...] = ()
    reasons: tuple[Lifted, ...] = ()
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    required_by: tuple[str, ...] = ()
    waivers: dict[str, str] = field(default_factory=dict)
    later_reason: str = ""
    repeat: str = ""
    deliverable: str = ""
    criterion: str = ""
    effort: str = "S"
    cost: Decimal | None = None
    funding: str = ""
    modules: tuple[Learned, ...] = ()
    status: str = PLANNED
    percent: int = 0
    done_on: dt.date | None = None
    late: bool = False
    dropped: bool = False
    dropped_reason: str = ""
    edited: tuple[str, ...] = ()
    heard: bool = False

    @property
    def end(self) -> Quarter | None:
        """The quarter in which it ends; None when it is for later."""
        return self.start.plus(self.length - 1) if self.start else None

    @property
    def anchor(self) -> str:
        """Its id in a page: letters, digits and hyphens."""
        return f"line-{self.code.replace(':', '-')}"

    @property
    def has_owner(self) -> bool:
        """Whether an institution of the network is responsible."""
        return self.responsible_id is not None and self.active

    @property
    def is_funded(self) -> bool:
        """Whether it has both a cost estimate and a source of money."""
        return self.cost is not None and bool(self.funding)

    def runs_in(self, quarter: Quarter) -> bool:
        """Whether it runs in a quarter."""
        return self.start is not None and self.start <= quarter <= self.end


@dataclass(frozen=True)
class PlanContent:
    """A plan with all its lines, dropped ones too, by start and position.

    ``levels``: question > level of today, or "na", "dk", None; ``targets``: question
    > level. ``questions``: question > title, in the order of the framework.
    """

    pk: int
    title: str
    country: str
    iso3: str
    round: str
    reference_date: dt.date
    framework: str
    library: str
    state: str
    start: Quarter
    years: int
    currency: str
    introduction: str
    language: str
    levels: dict[str, Any]
    targets: dict[str, int]
    questions: dict[str, str]
    essentials: tuple[str, ...]
    lines: tuple[Line, ...]
    at_once: int | None = None
    per_institution: int | None = None
    new_a_year: int | None = None
    edit_number: int = 0

    @property
    def kept(self) -> tuple[Line, ...]:
        """The lines that are in the plan."""
        return tuple(one for one in self.lines if not one.dropped)

    @property
    def scheduled(self) -> tuple[Line, ...]:
        """The lines with quarters."""
        return tuple(one for one in self.kept if one.start)

    @property
    def later(self) -> tuple[Line, ...]:
        """The lines that are for later."""
        return tuple(one for one in self.kept if not one.start)

    @property
    def dropped(self) -> tuple[Line, ...]:
        """The lines that were dropped, with their reasons."""
        return tuple(one for one in self.lines if one.dropped)

    @property
    def by_code(self) -> dict[str, Line]:
        """All lines by their code."""
        return {one.code: one for one in self.lines}

    @property
    def first(self) -> Quarter:
        """The quarter in which it begins: the plan's, or that of a line before it."""
        return min([self.start, *(one.start for one in self.scheduled)])

    @property
    def last(self) -> Quarter:
        """The quarter in which its last line ends."""
        return max([self.start, *(one.end for one in self.scheduled)])

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """Every quarter from the first to the last."""
        first = self.first
        return tuple(first.plus(n) for n in range(self.last.since(first) + 1))

    def data(self) -> dict[str, Any]:
        """The whole plan as JSON takes it; :func:`from_data` reads it."""
        return {"data_version": DATA_VERSION} | _plain(asdict(self))


class UnknownContent(ValueError):
    """A plan was kept in a form that this version of the program cannot read."""


def from_data(data: dict[str, Any]) -> PlanContent:
    """Return the plan that :meth:`PlanContent.data` wrote. Raises UnknownContent."""
    if data.get("data_version") != DATA_VERSION:
        raise UnknownContent(data.get("data_version"))
    # Versions keep more beside it (toolkit.plans.approving).
    given = {
        one.name: data[one.name] for one in fields(PlanContent) if one.name in data
    }
    given["lines"] = tuple(_line(one) for one in data["lines"])
    given["start"] = read_quarter(data["start"])
    given["reference_date"] = dt.date.fromisoformat(data["reference_date"])
    given["essentials"] = tuple(data["essentials"])
    return PlanContent(**given)


# Groups


@dataclass(frozen=True)
class Group:
    """Lines that belong together: ``key`` of a pillar, quarter or institution."""

    key: str
    name: str
    lines: tuple[Line, ...]

    @property
    def cost(self) -> Decimal:
        """What they cost together, as far as it was estimated."""
        return total_cost(self.lines)


def by_pillar(lines) -> list[Group]:
    """Return the three pillars, each there even when empty, then the other lines.

    The last group has the key ""; it is left out when it is empty. Names are of
    the active language.
    """
    groups = [
        Group(
            key,
            str(PILLAR_NAMES[key]),
            tuple(one for one in lines if one.pillar == key),
        )
        for key in PILLARS
    ]
    rest = tuple(one for one in lines if one.pillar not in PILLARS)
    return [*groups, Group("", _("Other actions"), rest)] if rest else groups


def by_quarter(lines) -> list[tuple[Quarter, tuple[Line, ...]]]:
    """Return each quarter in which a line begins, with what begins."""
    found: dict[Quarter, list[Line]] = defaultdict(list)
    for one in lines:
        if one.start:
            found[one.start].append(one)
    return [(quarter, tuple(found[quarter])) for quarter in sorted(found)]


def by_institution(lines) -> list[Group]:
    """Return the responsible institutions by name; lines without one come last."""
    found: dict[int | None, list[Line]] = defaultdict(list)
    for one in lines:
        found[one.responsible_id].append(one)
    order = sorted(found, key=lambda pk: (pk is None, found[pk][0].responsible, pk))
    return [
        Group(str(pk or ""), found[pk][0].responsible, tuple(found[pk])) for pk in order
    ]


# Sums


def total_cost(lines) -> Decimal:
    """What lines cost together, as far as it was estimated."""
    return sum((one.cost for one in lines if one.cost is not None), Decimal(0))


def effort_points(lines) -> int:
    """The effort points of lines: S 1, M 2, L 4."""
    return sum(EFFORT_POINTS[one.effort] for one in lines)


def cost_by_quarter(lines) -> dict[Quarter, Decimal]:
    """Return what begins in each quarter costs: a line counts where it begins."""
    return {quarter: total_cost(found) for quarter, found in by_quarter(lines)}


def cost_by_funding(lines) -> dict[str, Decimal]:
    """Return source of money > cost, by name; "" where no source is named."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for one in lines:
        if one.cost is not None:
            found[one.funding] += one.cost
    return dict(sorted(found.items(), key=lambda pair: (not pair[0], pair[0])))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"year", "number"}:
            return str(Quarter(**value))
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _line(data: dict[str, Any]) -> Line:
    given = {one.name: data[one.name] for one in fields(Line) if one.name in data}
    for name, value in given.items():
        if isinstance(value, list):
            given[name] = tuple(value)
    given["reasons"] = tuple(Lifted(**one) for one in data["reasons"])
    given["modules"] = tuple(Learned(**one) for one in data["modules"])
    if data["start"]:
        given["start"] = read_quarter(data["start"])
    if data["cost"] is not None:
        given["cost"] = Decimal(data["cost"])
    if data["done_on"]:
        given["done_on"] = dt.date.fromisoformat(data["done_on"])
    return Line(**given)
