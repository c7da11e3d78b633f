"""How the lines of a plan get on: late, blocked, silent, done. Pure.

A line is late from the day after its last quarter until its owner has reported it done;
then it waits for a check, and only the check makes it done. A line waits when something
that it needs is not done; what was waived stands in nobody's way. Lines for later and
dropped lines are never late.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolkit.plans.advice import reminder_for
from toolkit.plans.library import SMALL, Action
from toolkit.plans.quarters import Quarter, quarter_of
from toolkit.plans.scheduling import Schedule, arranged
from toolkit.plans.selection import Chosen, Selection
from toolkit.plans.slipping import ripple

#: The states of a line, as PlanItem.Status.
PLANNED, RUNNING, REPORTED, DONE = "planned", "running", "reported", "done"
#: Days before the end of a line's last quarter on which its owner is reminded.
DAYS_BEFORE = 14


@dataclass(frozen=True)
class Line:
    """What is known of one line.

    ``needs`` and ``after``: hard and soft order, without what was waived. ``owner``:
    id of the responsible institution. ``last_word``: day of the last update.
    """

    code: str
    start: Quarter | None
    length: int = 1
    status: str = PLANNED
    percent: int = 0
    effort: str = SMALL
    pillar: str = ""
    owner: int | None = None
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    last_word: dt.date | None = None
    done_on: dt.date | None = None
    dropped: bool = False

    @property
    def end(self) -> Quarter | None:
        """Its last quarter; None when it is for later."""
        return self.start.plus(self.length - 1) if self.start else None

    @property
    def is_planned(self) -> bool:
        """Whether it is in the plan with a date."""
        return self.start is not None and not self.dropped

    @property
    def is_done(self) -> bool:
        """Whether it was done and checked."""
        return self.status == DONE

    @property
    def is_open(self) -> bool:
        """Whether it has a date and is not done."""
        return self.is_planned and not self.is_done

    @property
    def has_begun(self) -> bool:
        """Whether work on it was reported."""
        return self.status != PLANNED or self.percent > 0

    def done_by(self, day: dt.date) -> bool:
        """Whether it was done on a day, that day included."""
        return self.is_done and (self.done_on is None or self.done_on <= day)


@dataclass(frozen=True)
class Span:
    """From a quarter to another, both included."""

    start: Quarter
    end: Quarter


@dataclass(frozen=True)
class Shift:
    """A line that gets other quarters; ``because``: those that push it."""

    code: str
    start_before: Quarter
    end_before: Quarter
    start: Quarter
    end: Quarter
    because: tuple[str, ...] = ()

    @property
    def quarters(self) -> int:
        """By how many quarters it ends later."""
        return self.end.since(self.end_before)

    @property
    def before(self) -> "Span":
        """Its quarters until now."""
        return Span(self.start_before, self.end_before)


@dataclass(frozen=True)
class Blocking:
    """A line that is not done, and what waits for it.

    ``directly``: lines that need it and have not begun; ``altogether``: with those
    that wait for these in turn. Both sorted.
    """

    code: str
    directly: tuple[str, ...]
    altogether: tuple[str, ...]


def is_late(line: Line, day: dt.date) -> bool:
    """Whether a line is late on a day: its last quarter over, and not reported done."""
    if not line.is_planned or line.status == REPORTED or line.done_by(day):
        return False
    return day > line.end.last_day


def late(lines: Iterable[Line], day: dt.date) -> list[Line]:
    """The lines that are late on a day, the oldest first."""
    found = [one for one in lines if is_late(one, day)]
    return sorted(found, key=lambda one: (one.end, one.code))


def due_in(lines: Iterable[Line], quarter: Quarter) -> list[Line]:
    """The lines whose last quarter this is, done or not."""
    return [one for one in lines if one.is_planned and one.end == quarter]


def running_in(lines: Iterable[Line], quarter: Quarter) -> list[Line]:
    """The lines that have this quarter among theirs and are not done."""
    return [one for one in lines if one.is_open and one.start <= quarter <= one.end]


def due_next(lines: Iterable[Line], day: dt.date, *, most: int = 10) -> list[Line]:
    """The lines not done that end on this day or later, the next first."""
    found = [one for one in lines if one.is_open and one.end.last_day >= day]
    return sorted(found, key=lambda one: (one.end, one.code))[:most]


def blocked_by(lines: Sequence[Line]) -> dict[str, tuple[str, ...]]:
    """Line > what it waits for: lines that it needs and that are not done.

    Only lines that are open and have not begun. What is not in the plan, or was
    dropped by decision, blocks nothing; what is for later does.
    """
    unfinished = {one.code for one in lines if not one.dropped and not one.is_done}
    found = {
        one.code: tuple(sorted(set(one.needs) & unfinished - {one.code}))
        for one in lines
        if one.is_open and not one.has_begun
    }
    return {code: needed for code, needed in found.items() if needed}


def blocking(lines: Sequence[Line], codes: Iterable[str]) -> list[Blocking]:
    """What waits for these lines; those for which nothing waits are left out."""
    waits = blocked_by(lines)
    followers: dict[str, set[str]] = {}
    for code, needed in waits.items():
        for other in needed:
            followers.setdefault(other, set()).add(code)
    found = []
    for code in codes:
        directly = followers.get(code, set())
        if directly:
            everything = _all_after(code, followers)
            found.append(
                Blocking(code, tuple(sorted(directly)), tuple(sorted(everything)))
            )
    return found


def shifts(lines: Sequence[Line], slips: Mapping[str, int]) -> list[Shift]:
    """What gets other quarters when lines end so many quarters later.

    slips: line > quarters, from the plan's dates of now. Done lines stay. A line that
    has begun keeps its start and ends later. An order that the plan does not keep
    today is not restored: somebody wanted it so.
    """
    plan = _Present([one for one in lines if one.is_open])
    wanted = {code: by for code, by in slips.items() if code in plan.by_code and by}
    if not wanted:
        return []
    moved = ripple(plan.schedule, wanted, begun=plan.begun)
    return [
        Shift(
            one.action,
            plan.by_code[one.action].start,
            plan.by_code[one.action].end,
            plan.first.plus(one.start),
            plan.first.plus(one.end),
            one.because,
        )
        for one in moved
    ]


def drift(lines: Sequence[Line], day: dt.date) -> list[Shift]:
    """What moves when late lines are done in the quarter of the day at the earliest."""
    today = quarter_of(day)
    return shifts(lines, {one.code: today.since(one.end) for one in late(lines, day)})


def silent_quarters(line: Line, day: dt.date) -> int:
    """How many whole quarters a line should have run without a word about it.

    Counted from its first quarter, or from the one after the last word. What was
    reported done waits for somebody else.
    """
    if not line.is_open or line.status == REPORTED:
        return 0
    first = line.start
    if line.last_word:
        first = max(first, quarter_of(line.last_word).plus(1))
    return max(0, quarter_of(day).since(first))


def silent(lines: Iterable[Line], day: dt.date) -> list[tuple[Line, int, str]]:
    """The lines without a word: line, quarters, and who hears of it.

    Who: see toolkit.plans.advice.reminder_for. The longest silent first.
    """
    found = [(one, silent_quarters(one, day)) for one in lines]
    return [
        (one, quarters, reminder_for(quarters))
        for one, quarters in sorted(found, key=lambda row: (-row[1], row[0].code))
        if quarters
    ]


def _all_after(code: str, followers: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    queue = [code]
    while queue:
        for other in followers.get(queue.pop(), ()):
            if other not in found and other != code:
                found.add(other)
                queue.append(other)
    return found


class _Present:
    """Open lines as a schedule that ripples, counted from their first quarter."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.by_code = {one.code: one for one in lines}
        self.begun = [one.code for one in lines if one.has_begun]

    @cached_property
    def first(self) -> Quarter:
        """The quarter from which is counted."""
        return min(one.start for one in self.by_code.values())

    @cached_property
    def schedule(self) -> Schedule:
        """The lines by their dates of now."""
        selection = Selection(tuple(map(self._chosen, self.by_code.values())))
        starts = {
            code: one.start.since(self.first) for code, one in self.by_code.items()
        }
        return arranged(selection, starts)

    def _chosen(self, line: Line) -> Chosen:
        needs = tuple(
            code
            for code in line.needs
            if code in self.by_code and self.by_code[code].end < line.start
        )
        after = tuple(
            code
            for code in line.after
            if code in self.by_code and self._follows(line, self.by_code[code])
        )
        action = Action(
            id=line.code,
            title={},
            area="",
            lifts=(),
            quarters=line.length,
            effort=line.effort,
            responsible=("",),
            criterion={},
            deliverable={},
        )
        return Chosen(action, (), needs, after, (), 0)

    @staticmethod
    def _follows(line: Line, before: Line) -> bool:
        """Whether a soft order is kept now; of two in a circle the first code leads."""
        if line.start == before.start and line.code in before.after:
            return before.code < line.code
        return before.start <= line.start
