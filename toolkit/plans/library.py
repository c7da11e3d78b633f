"""An action library as plain values: what a country can do to rise from level to level.

Each action lifts questions of one framework to levels, needs others to be finished
first, and has somebody responsible. No database, no request.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Texts = Mapping[str, str]

#: Classes of effort: staff time only; some travel, expert or meeting cost;
#: equipment, fieldwork or legislation. The numbers compare them, nothing more.
SMALL, MEDIUM, LARGE = "S", "M", "L"
EFFORT_POINTS = {SMALL: 1, MEDIUM: 2, LARGE: 4}

#: How an action comes back after its first time.
REPEATS = ("quarterly", "half_yearly", "yearly", "three_yearly", "each_round")

#: The three pillars of the General Model, which have their chapter in every plan.
PILLARS = ("focal_points", "working_group", "minimum_set")

#: The level at which a thing is in place: an action whose questions have all come so
#: far has done its work, whoever did it.
IN_PLACE = 3

#: Stands in the texts of generic actions for the title of their question.
PLACEHOLDER = "{question}"


@dataclass(frozen=True)
class Lift:
    """The levels of one question that an action leads to, the lowest first."""

    question: str
    levels: tuple[int, ...]


@dataclass(frozen=True)
class Action:
    """One action of the library.

    ``needs``: must be finished before; ``after``: should have started before.
    ``quarters``: how long it usually takes, 1 or more. ``responsible`` and
    ``supporting``: keys of roles, the first responsible one leads. ``annex``: rows
    of the sample work plan that it generalises. ``first_year``: in the short plan
    for a country that starts from nothing.
    """

    id: str
    title: Texts
    area: str
    lifts: tuple[Lift, ...]
    quarters: int
    effort: str
    responsible: tuple[str, ...]
    criterion: Texts
    deliverable: Texts
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    repeat: str = ""
    modules: tuple[str, ...] = ()
    pillar: str = ""
    annex: tuple[int, ...] = ()
    first_year: bool = False

    @property
    def steps(self) -> tuple[tuple[str, int], ...]:
        """Every pair of question and level that it leads to."""
        return tuple(
            (lift.question, level) for lift in self.lifts for level in lift.levels
        )


@dataclass(frozen=True)
class Generic:
    """An action for any question that the library has none for at one step.

    Lifts from ``level`` - 1 to ``level``. ``validated``: whether the level before
    must have been validated in an assessment; otherwise the actions that led to it
    must be finished. Its texts hold :data:`PLACEHOLDER`.
    """

    id: str
    title: Texts
    level: int
    quarters: int
    effort: str
    responsible: tuple[str, ...]
    criterion: Texts
    deliverable: Texts
    validated: bool = False

    def for_question(self, question: str, title: Texts) -> "Action":
        """Return it filled in for one question; its id names the question."""
        return Action(
            id=f"{self.id}:{question}",
            title=_filled(self.title, title),
            area="",
            lifts=(Lift(question, (self.level,)),),
            quarters=self.quarters,
            effort=self.effort,
            responsible=self.responsible,
            criterion=_filled(self.criterion, title),
            deliverable=_filled(self.deliverable, title),
        )


@dataclass(frozen=True)
class Library:
    """One version of an action library, made for one framework.

    ``roles`` and ``areas``: names by key.
    """

    key: str
    version: str
    framework: str
    title: Texts
    actions: tuple[Action, ...]
    generic: tuple[Generic, ...] = ()
    summary: Texts = field(default_factory=dict)
    source: Texts = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    roles: Mapping[str, Texts] = field(default_factory=dict)
    areas: Mapping[str, Texts] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Action]:
        """All actions by their id; generic ones have none before they are filled in."""
        return {action.id: action for action in self.actions}

    @cached_property
    def by_step(self) -> Mapping[tuple[str, int], tuple[Action, ...]]:
        """The actions that lead to a level of a question."""
        found: dict[tuple[str, int], tuple[Action, ...]] = {}
        for action in self.actions:
            for step in action.steps:
                found[step] = (*found.get(step, ()), action)
        return found

    @cached_property
    def first_year(self) -> tuple[str, ...]:
        """The ids of the short plan for a country that starts from nothing."""
        return tuple(action.id for action in self.actions if action.first_year)


def cycle_of(needs: Mapping[str, Iterable[str]]) -> list[str]:
    """Return one circle of prerequisites, its first member again at the end, or []."""
    done: set[str] = set()
    for first in needs:
        path: list[str] = []
        walk = [(first, iter(needs[first]))] if first not in done else []
        path += [first] if walk else []
        while walk:
            here, rest = walk[-1]
            following = next((one for one in rest if one in needs), None)
            if following is None:
                done.add(here)
                walk.pop()
                path.pop()
            elif following in path:
                return [*path[path.index(following) :], following]
            elif following not in done:
                path.append(following)
                walk.append((following, iter(needs[following])))
    return []


def library_data(library: Library) -> dict[str, Any]:
    """The library as it stands in its file; the inverse of reading it."""
    head = {
        "id": library.key,
        "version": library.version,
        "framework": library.framework,
        "languages": list(library.languages),
        "title": dict(library.title),
        "summary": dict(library.summary),
        "source": dict(library.source),
    }
    data = {
        "library": _without_empty(head),
        "roles": [{"key": k, "name": dict(name)} for k, name in library.roles.items()],
        "areas": [{"key": k, "name": dict(name)} for k, name in library.areas.items()],
        "actions": [action_data(one) for one in library.actions],
        "generic": [_generic_data(one) for one in library.generic],
    }
    return _without_empty(data)


def action_data(action: Action) -> dict[str, Any]:
    """One action as it stands in the file."""
    data = {
        "id": action.id,
        "title": dict(action.title),
        "area": action.area,
        "pillar": action.pillar,
        "lifts": [
            {"question": one.question, "to": list(one.levels)} for one in action.lifts
        ],
        "needs": list(action.needs),
        "after": list(action.after),
        "responsible": list(action.responsible),
        "supporting": list(action.supporting),
        "quarters": action.quarters,
        "repeat": action.repeat,
        "effort": action.effort,
        "criterion": dict(action.criterion),
        "deliverable": dict(action.deliverable),
        "modules": list(action.modules),
        "annex": list(action.annex),
    }
    if action.first_year:
        data["first_year"] = True
    return _without_empty(data)


def _generic_data(generic: Generic) -> dict[str, Any]:
    data = {
        "id": generic.id,
        "title": dict(generic.title),
        "level": generic.level,
        "quarters": generic.quarters,
        "effort": generic.effort,
        "responsible": list(generic.responsible),
        "criterion": dict(generic.criterion),
        "deliverable": dict(generic.deliverable),
    }
    if generic.validated:
        data["validated"] = True
    return _without_empty(data)


def _filled(texts: Texts, title: Texts) -> Texts:
    return {
        language: text.replace(
            PLACEHOLDER, title.get(language) or next(iter(title.values()), "")
        )
        for language, text in texts.items()
    }


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in ({}, [], "")}
