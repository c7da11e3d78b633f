"""How much of a plan is done: the burn-up, and how its parts stand. Pure."""

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from toolkit.plans.library import EFFORT_POINTS
from toolkit.plans.quarters import Quarter, quarter_of
from toolkit.plans.status import REPORTED, Line, late


@dataclass(frozen=True)
class Burned:
    """A quarter of the burn-up: how many lines, and how much effort, by its end.

    ``approved``: to be done by the plan as it was approved; ``due``: by the dates of
    now; ``done``: done and checked; None in quarters to come. Effort in points (S 1,
    M 2, L 4).
    """

    quarter: Quarter
    approved: int
    due: int
    done: int | None
    approved_effort: int
    due_effort: int
    done_effort: int | None


@dataclass(frozen=True)
class Share:
    """How the lines of a pillar or an institution stand on a day."""

    key: Hashable
    lines: int
    due: int
    done: int
    late: int
    waiting: int

    @property
    def percent(self) -> int:
        """How many of its lines are done, in percent, rounded down."""
        return 100 * self.done // self.lines if self.lines else 0


def burn_up(
    lines: Sequence[Line],
    *,
    day: dt.date,
    approved: Mapping[str, Quarter] | None = None,
) -> list[Burned]:
    """Quarter by quarter what is to be done and what is, counted up.

    approved: line > last quarter of the plan as approved; the dates of now where
    nothing was approved yet. From the first quarter in which anything begins or ends
    to the last one, or to today's.
    """
    planned = [one for one in lines if one.is_planned]
    ends = {one.code: one.end for one in planned}
    approved = ends if approved is None else approved
    effort = {one.code: EFFORT_POINTS.get(one.effort, 1) for one in lines}
    done = {
        one.code: quarter_of(one.done_on) if one.done_on else one.end
        for one in planned
        if one.done_by(day)
    }
    moments = [*ends.values(), *approved.values(), *done.values()]
    moments += [one.start for one in planned]
    if not moments:
        return []
    today = quarter_of(day)
    first, last = min(moments), max(moments)
    if first <= today:
        last = max(last, today)

    def counted(of: Mapping[str, Quarter], quarter: Quarter) -> tuple[int, int]:
        codes = [code for code, moment in of.items() if moment <= quarter]
        return len(codes), sum(effort.get(code, 1) for code in codes)

    found = []
    for place in range(last.since(first) + 1):
        quarter = first.plus(place)
        by_plan, by_now = counted(approved, quarter), counted(ends, quarter)
        so_far = counted(done, quarter) if quarter <= today else (None, None)
        found.append(
            Burned(
                quarter,
                by_plan[0],
                by_now[0],
                so_far[0],
                by_plan[1],
                by_now[1],
                so_far[1],
            )
        )
    return found


def shares(
    lines: Sequence[Line], key: Callable[[Line], Hashable], *, day: dt.date
) -> list[Share]:
    """How groups of lines stand, in the order in which they first appear.

    due: to be done by the end of the quarter of the day; waiting: reported done and
    not checked yet.
    """
    today = quarter_of(day)
    groups: dict[Hashable, list[Line]] = {}
    for one in lines:
        if one.is_planned:
            groups.setdefault(key(one), []).append(one)
    return [
        Share(
            name,
            lines=len(group),
            due=sum(one.end <= today for one in group),
            done=sum(one.done_by(day) for one in group),
            late=len(late(group, day)),
            waiting=sum(one.status == REPORTED for one in group),
        )
        for name, group in groups.items()
    ]
