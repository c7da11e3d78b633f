"""A plan from its settings and from what people have done to its lines. Pure.

What is built around: lines that people dated, that run or are done, own lines, and what
was dropped or put off. Building again with the same input gives the same lines; what
people wrote in a line is never touched here.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from assessments.maturity.answers import Given
from assessments.maturity.instrument import Framework
from toolkit.plans.building import BEST, GREEDY, SHORTEST
from toolkit.plans.content import DONE, LIBRARY, OWN, PLANNED, Line
from toolkit.plans.library import Action, Library, Lift
from toolkit.plans.quarters import Quarter
from toolkit.plans.scheduling import (
    PREREQUISITE,
    YEAR,
    Capacity,
    Frame,
    Later,
    Schedule,
    arranged,
    rank,
    schedule,
)
from toolkit.plans.selection import Chosen, Selection, select
from toolkit.plans.solving import SECONDS, Solved, best, shortest

#: The short plan: what begins in the first year, at most a dozen actions.
FIRST_YEAR = "first_year"
DOZEN = 12
#: Why a person's line has no quarter: somebody put it off.
PERSON = "person"


@dataclass(frozen=True)
class Task:
    """Everything that a plan follows from.

    ``lines``: as they are now. ``owners``: role > the institution that takes it, as
    text. ``first``: the earliest quarter from ``start`` in which something new may
    begin. ``library``: already without actions when it was made for another framework.
    """

    framework: Framework
    library: Library
    levels: Mapping[str, Given]
    targets: Mapping[str, int]
    start: Quarter
    capacity: Capacity = field(default_factory=Capacity)
    validated: Mapping[str, int | None] | None = None
    done: tuple[str, ...] = ()
    years: int = 1
    way: str = GREEDY
    budget: int | None = None
    quarters: int | None = None
    owners: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    first: int = 0

    @cached_property
    def by_code(self) -> Mapping[str, Line]:
        """The lines by their id."""
        return {one.code: one for one in self.lines}

    @cached_property
    def kept(self) -> tuple[Line, ...]:
        """Lines that stay whatever is selected: people had a hand in them."""
        return tuple(one for one in self.lines if stays(one) and not one.dropped)

    @cached_property
    def fixed(self) -> Mapping[str, int]:
        """Lines whose quarter stays as it is."""
        return {
            one.code: one.start.since(self.start)
            for one in self.kept
            if one.start and (one.kind == OWN or is_fixed(one))
        }

    @cached_property
    def put_off(self) -> frozenset[str]:
        """Lines that a person has put off."""
        return frozenset(
            one.code
            for one in self.kept
            if one.start is None and (one.kind == OWN or "start" in one.edited)
        )

    @cached_property
    def selection(self) -> Selection:
        """The actions of the plan: needed ones, and lines that stay anyway."""
        return _selection(self)

    @cached_property
    def frame(self) -> Frame:
        """What the schedule keeps to."""
        return Frame(
            capacity=self.capacity,
            quarters=self.quarters if self.way == BEST else None,
            owners=_owners(self),
            not_before=dict.fromkeys(self.selection.by_id, self.first),
            fixed=self.fixed,
        )

    @cached_property
    def key(self) -> str:
        """A digest of what the answer of the solver follows from."""
        items = [
            [
                one.id,
                one.action.quarters,
                one.action.effort,
                sorted(one.needs),
                sorted(one.after),
                one.essentials,
                [[each.question, each.level, each.to] for each in one.reasons],
                self.frame.owner(one),
            ]
            for one in self.selection.items
        ]
        capacity = [*vars(self.capacity).values()]
        means = [self.way, self.first, sorted(self.fixed.items())]
        means += [sorted(self.put_off), self.framework.key, self.framework.version]
        if self.way == BEST:
            means += [self.budget, self.time]
        text = json.dumps([items, capacity, means], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def time(self) -> int:
        """The quarters in which the best plan for the means has to end."""
        return self.quarters or YEAR * self.years


def stays(line: Line) -> bool:
    """Whether building leaves a line in the plan though nothing asks for it."""
    return bool(line.kind == OWN or line.status != PLANNED or line.edited or line.heard)


def is_fixed(line: Line) -> bool:
    """Whether a line keeps its quarter: a person gave it, or it runs already."""
    return "start" in line.edited or line.status != PLANNED


def waivers_of(lines) -> dict[tuple[str, str], str]:
    """Return (action, the one before it) > the reason why it need not wait."""
    return {
        (one.code, before): reason
        for one in lines
        for before, reason in one.waivers.items()
        if reason.strip()
    }


def greedy(task: Task) -> Schedule:
    """Return the plan by the greedy rule."""
    return _with_put_off(task, lambda chosen: schedule(chosen, task.frame))


def first_year(task: Task) -> Schedule:
    """Return the short plan: at most a dozen actions that begin in the first year.

    Those that the library marks for it, then by the greedy rule; an action comes
    with what it needs.
    """
    whole = greedy(task)
    ranked = sorted(
        (name for name, start in whole.starts.items() if start < YEAR),
        key=lambda name: (
            name not in task.fixed,
            name not in task.library.first_year,
            whole.starts[name],
            rank(task.selection, task.selection.by_id[name]),
        ),
    )
    taken: list[str] = []
    for name in ranked:
        wanted = [one for one in _with_needs(task, name) if one not in taken]
        if len(taken) + len(wanted) <= DOZEN or name in task.fixed:
            taken += wanted
    names = {*taken, *task.fixed}
    short = _only(task.selection, names)
    plan = schedule(short, task.frame)
    later = [Later(one, FIRST_YEAR) for one in task.selection.by_id if one not in names]
    later = [
        Later(one.action, PERSON) if one.action in task.put_off else one
        for one in later
    ]
    return arranged(task.selection, plan.starts, [*later, *plan.later])


def solved(task: Task, *, seconds: float = SECONDS) -> Solved:
    """Return the exact plan that the task asks for: shortest, or best for the means.

    Raises :class:`~toolkit.plans.solving.MeansRefused`.
    """
    found: list[Solved] = []

    def solve(chosen: Selection) -> Schedule:
        if task.way == SHORTEST:
            answer = shortest(chosen, task.frame, seconds=seconds)
        else:
            answer = best(
                task.framework,
                chosen,
                budget=task.budget,
                quarters=task.time,
                frame=task.frame,
                seconds=seconds,
            )
        found.append(answer)
        return answer.schedule

    plan = _with_put_off(task, solve)
    return replace(found[0], schedule=plan)


def answer_data(answer: Solved) -> dict:
    """Return an exact plan as JSON takes it; :func:`answered` reads it."""
    plan = answer.schedule
    return {
        "starts": dict(plan.starts),
        "later": [[one.action, one.reason, [*one.because]] for one in plan.later],
        "value": answer.value,
        "bound": answer.bound,
    }


def answered(task: Task, data: Mapping) -> Solved:
    """Return the exact plan that was kept for this task."""
    later = [Later(name, why, tuple(because)) for name, why, because in data["later"]]
    plan = arranged(task.selection, data["starts"], later)
    return Solved(plan, data["value"], data["bound"])


def schedule_of(task: Task) -> Schedule:
    """Return the plan as its lines stand now, for warnings and for what moves.

    Only lines with a quarter are in it.
    """
    kept = tuple(one for one in task.lines if not one.dropped)
    base = _needed(task)
    selection = replace(base, items=_joined(task, base, kept, only=True))
    starts = {one.code: one.start.since(task.start) for one in kept if one.start}
    later = [Later(one.code, one.later_reason) for one in kept if not one.start]
    return arranged(selection, starts, later)


def _needed(task: Task) -> Selection:
    """What the targets ask for, without what people dropped."""
    waived = waivers_of(task.lines)
    return select(
        task.framework,
        task.library,
        task.levels,
        task.targets,
        done={*task.done, *(one.code for one in task.kept if one.status == DONE)},
        waived={pair: why for pair, why in waived.items() if ":" not in pair[0]},
        validated=task.validated,
        left_out={one.code for one in task.lines if one.dropped},
    )


def _selection(task: Task) -> Selection:
    base = _needed(task)
    return replace(base, items=_joined(task, base, task.kept))


def _joined(task: Task, base: Selection, lines, *, only: bool = False):
    """Return what is needed together with lines that stay, in their lengths.

    only: nothing but the lines.
    """
    ours = {one.code: one for one in lines}
    waived = waivers_of(task.lines)
    found: dict[str, Chosen] = {} if only else dict(base.by_id)
    for code, line in ours.items():
        one = base.by_id.get(code) or Chosen(
            _action(task, line), (), line.needs, line.after, (), 0
        )
        action = one.action
        if "length" in line.edited or line.status != PLANNED or line.kind == OWN:
            action = replace(action, quarters=line.length)
        if only:
            action = replace(action, quarters=line.length, effort=line.effort)
        found[code] = replace(one, action=action)
    joined = {
        code: replace(
            one,
            needs=_in_plan(code, {*one.action.needs, *one.needs}, found, waived),
            after=_in_plan(code, {*one.action.after, *one.after}, found, waived),
        )
        for code, one in found.items()
    }
    return tuple(
        replace(
            one,
            required_by=tuple(
                sorted(other.id for other in joined.values() if one.id in other.needs)
            ),
        )
        for _code, one in sorted(joined.items())
    )


def _in_plan(code, names, found, waived) -> tuple[str, ...]:
    return tuple(
        sorted(one for one in names if one in found and (code, one) not in waived)
    )


def _action(task: Task, line: Line) -> Action:
    """What stands for a line that no gap asks for."""
    if line.kind == LIBRARY and line.code in task.library.by_id:
        return task.library.by_id[line.code]
    lifts = tuple(Lift(one.question, (one.to,)) for one in line.reasons)
    return Action(
        id=line.code,
        title={},
        area=line.area,
        lifts=lifts or (Lift("", (0,)),),
        quarters=line.length,
        effort=line.effort,
        responsible=(line.role,),
        criterion={},
        deliverable={},
    )


def _owners(task: Task) -> dict[str, str]:
    """Action > the institution that is responsible for it; its own id without any."""
    found = {}
    for one in task.selection.items:
        line = task.by_code.get(one.id)
        if line and (line.kind == OWN or "responsible" in line.edited):
            found[one.id] = str(line.responsible_id or one.id)
        elif taken := owner_in(task.owners, one.action):
            found[one.id] = taken
    return found


def owner_in(owners: Mapping[str, str], action: Action) -> str:
    """The institution that leads an action: of its first role that somebody takes."""
    return next((owners[role] for role in action.responsible if role in owners), "")


def _with_put_off(task: Task, scheduled) -> Schedule:
    """Schedule without what a person has put off, and what needs that."""
    out = {name for name in task.put_off if name in task.selection.by_id}
    waiting: dict[str, tuple[str, ...]] = dict.fromkeys(out, ())
    queue = sorted(out)
    while queue:
        name = queue.pop(0)
        for other in task.selection.by_id[name].required_by:
            if other not in waiting and other not in task.fixed:
                waiting[other] = (name,)
                queue.append(other)
    names = set(task.selection.by_id) - set(waiting)
    plan = scheduled(_only(task.selection, names) if waiting else task.selection)
    later = [
        Later(name, PREREQUISITE if because else PERSON, because)
        for name, because in sorted(waiting.items())
    ]
    return arranged(task.selection, plan.starts, [*plan.later, *later])


def _with_needs(task: Task, name: str) -> list[str]:
    """An action after all that it needs."""
    found: list[str] = []
    for before in task.selection.by_id[name].needs:
        found += [one for one in _with_needs(task, before) if one not in found]
    return [*found, name]


def _only(selection: Selection, names) -> Selection:
    """A selection without the other actions; nothing waits for those."""
    return replace(
        selection,
        items=tuple(
            replace(
                one,
                needs=tuple(other for other in one.needs if other in names),
                after=tuple(other for other in one.after if other in names),
                required_by=tuple(other for other in one.required_by if other in names),
            )
            for one in selection.items
            if one.id in names
        ),
    )
