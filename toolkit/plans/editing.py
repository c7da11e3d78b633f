"""What an edit of one line means for the others. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from toolkit.plans.content import PLANNED, Line
from toolkit.plans.making import Task, schedule_of
from toolkit.plans.quarters import Quarter
from toolkit.plans.slipping import ripple


@dataclass(frozen=True)
class Broken:
    """An order that lines do not keep: ``line`` begins before ``before`` allows.

    ``hard``: it needs the other one finished; otherwise begun.
    """

    line: str
    before: str
    hard: bool


@dataclass(frozen=True)
class Pushed:
    """A line that moves with another one, to begin in ``start``."""

    line: Line
    start: Quarter


@dataclass(frozen=True)
class Effect:
    """What follows from an edit: orders broken by the line itself, lines that it
    would push, and lines that it leaves without what they need.
    """

    broken: tuple[Broken, ...]
    pushed: tuple[Pushed, ...]
    left: tuple[Broken, ...]


def effect(task: Task, changed: Line) -> Effect:
    """Return what follows when one line becomes like this.

    What it needs or follows does not move for it; what needs or follows it does.
    """
    lines = tuple(changed if one.code == changed.code else one for one in task.lines)
    after = replace(task, lines=lines)
    broken = broken_orders(after)
    mine = tuple(one for one in broken if one.line == changed.code)
    hers = [one for one in broken if one.before == changed.code]
    if changed.start is None or changed.dropped:
        return Effect(mine, (), tuple(one for one in hers if one.hard))
    before = {(one.line, one.before) for one in broken_orders(task)}
    new = [one for one in hers if (one.line, one.before) not in before]
    return Effect(mine, _pushed(task, after, changed.code) if new else (), ())


def broken_orders(task: Task) -> list[Broken]:
    """Return every order that lines do not keep and nobody has waived."""
    plan = schedule_of(task)
    there = {one.code for one in task.lines if not one.dropped}
    found = []
    for name, start in plan.starts.items():
        one = plan.selection.by_id[name]
        found += [
            Broken(name, before, True)
            for before in one.needs
            if before in there and plan.ends.get(before, start) >= start
        ]
        found += [
            Broken(name, before, False)
            for before in one.after
            if before in plan.starts and plan.starts[before] > start
        ]
    return found


def _pushed(before: Task, after: Task, code: str) -> tuple[Pushed, ...]:
    """Return what has to move because of one line; what runs already stays."""
    moved = {(one.action, one.start) for one in _slipping(before, code)}
    return tuple(
        Pushed(after.by_code[one.action], after.start.plus(one.start))
        for one in _slipping(after, code)
        if (one.action, one.start) not in moved
    )


def _slipping(task: Task, code: str):
    """Return what moves until every order is kept, but for this line."""
    begun = {one.code for one in task.lines if one.status != PLANNED}
    return ripple(schedule_of(task), {}, begun={*begun, code})


def needed_by(lines, code: str) -> tuple[Line, ...]:
    """Return the lines that need a line, if nobody waived that."""
    return tuple(
        one
        for one in lines
        if code in one.needs and code not in one.waivers and not one.dropped
    )


def next_code(codes) -> str:
    """Return the id of the next line of the country's own: OWN-3."""
    numbers = [
        int(one.removeprefix("OWN-"))
        for one in codes
        if one.startswith("OWN-") and one.removeprefix("OWN-").isdecimal()
    ]
    return f"OWN-{max(numbers, default=0) + 1}"


def differing(before: Mapping, after: Mapping) -> list[str]:
    """Return the names of the values that differ."""
    return [name for name, value in after.items() if before.get(name) != value]
