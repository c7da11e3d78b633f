"""What building again would change, before it is carried out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from toolkit.plans.content import GENERIC, LIBRARY, OWN, PLANNED, Line
from toolkit.plans.library import Action
from toolkit.plans.making import PERSON, Task, is_fixed, stays
from toolkit.plans.quarters import Quarter
from toolkit.plans.roles import who
from toolkit.plans.scheduling import Schedule


@dataclass(frozen=True)
class Wanted:
    """A line as building makes it; texts stay the library's until people edit them."""

    action: Action
    kind: str
    start: Quarter | None
    length: int
    later_reason: str
    reasons: tuple[dict[str, Any], ...]
    needs: tuple[str, ...]
    after: tuple[str, ...]
    required_by: tuple[str, ...]
    responsible: int | None
    supporting: tuple[int, ...]

    @property
    def code(self) -> str:
        """The id of the line."""
        return self.action.id


@dataclass(frozen=True)
class Changes:
    """What is new, what gets another quarter (line, and as it will be), what goes."""

    wanted: tuple[Wanted, ...]
    added: tuple[Wanted, ...]
    moved: tuple[tuple[Line, Wanted], ...]
    gone: tuple[Line, ...]
    other: tuple[tuple[Line, Wanted], ...]

    @cached_property
    def is_empty(self) -> bool:
        """Whether the plan is as it would be built."""
        return not (self.added or self.moved or self.gone or self.other)


def changes(task: Task, plan: Schedule, roles: Mapping[str, list[int]]) -> Changes:
    """Return what would change if the lines of the task became this plan.

    What people did stays: their quarters and lengths, institutions they chose, lines
    of their own, what they dropped or put off, and everything that runs already.
    """
    wanted = tuple(_wanted(task, plan, roles))
    now = task.by_code
    named = {one.code for one in wanted}
    pairs = [(now[one.code], one) for one in wanted if one.code in now]
    moved = [pair for pair in pairs if _place(pair[0]) != _place(pair[1])]
    return Changes(
        wanted=wanted,
        added=tuple(one for one in wanted if one.code not in now),
        moved=tuple(moved),
        gone=tuple(
            one
            for one in task.lines
            if one.code not in named and not one.dropped and not stays(one)
        ),
        other=tuple(
            pair for pair in pairs if pair not in moved and _differs(*pair, task)
        ),
    )


def _wanted(task: Task, plan: Schedule, roles):
    """Every line of the library that the plan holds, in the order of the plan."""
    later = {one.action: one.reason for one in plan.later}
    base = {one.id: one for one in task.selection.items}
    waiting = {one.action.id: one for one in task.selection.waiting}
    starts = plan.starts
    for code in [*starts, *sorted({*later, *waiting} - {*starts})]:
        line = task.by_code.get(code)
        if line and (line.dropped or line.kind == OWN or line.status != PLANNED):
            continue
        one = base.get(code) or waiting[code]
        start = task.start.plus(starts[code]) if code in starts else None
        reason = later.get(code, "level")
        if line and is_fixed(line):
            start, reason = line.start, PERSON
        leader, others = who(one.action, roles)
        if line and "responsible" in line.edited:
            leader = line.responsible_id
        if line and "supporting" in line.edited:
            others = line.supporting_ids
        yield Wanted(
            action=one.action,
            kind=GENERIC if ":" in code else LIBRARY,
            start=start,
            length=one.action.quarters,
            later_reason="" if start else reason,
            reasons=_reasons(one, line),
            needs=one.action.needs or getattr(one, "needs", ()),
            after=one.action.after or getattr(one, "after", ()),
            required_by=getattr(one, "required_by", ()),
            responsible=leader,
            supporting=tuple(pk for pk in others if pk != leader),
        )


def _reasons(one, line: Line | None) -> tuple[dict[str, Any], ...]:
    found = tuple(
        {"question": each.question, "from": each.level, "to": each.to}
        for each in one.reasons
    )
    if found or line is None:
        return found
    # Nothing asks for it any more, but somebody keeps it.
    if stays(line):
        return tuple(
            {"question": each.question, "from": each.level, "to": each.to}
            for each in line.reasons
        )
    return ()


def _place(one: Line | Wanted):
    return one.start, one.length, "" if one.start else one.later_reason


def _differs(line: Line, wanted: Wanted, task: Task) -> bool:
    reasons = [(one.question, one.level, one.to) for one in line.reasons]
    new = [(one["question"], one["from"], one["to"]) for one in wanted.reasons]
    return (
        reasons != new
        or line.responsible_id != wanted.responsible
        or {*line.supporting_ids} != {*wanted.supporting}
        or {*line.needs} != {*wanted.needs}
        or {*line.after} != {*wanted.after}
        or {*line.required_by} != {*wanted.required_by}
    )
