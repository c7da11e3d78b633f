"""When each action runs: the greedy rule of the action library. Pure.

Each quarter, as long as there is room, the ready action is taken that lifts most
essential questions to "in place"; then the one that most others need; then the one
of least effort; then the one with the lowest id. Ready: what it needs is finished,
and what it follows has started. Quarters are counted from 0.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from toolkit.plans.library import EFFORT_POINTS
from toolkit.plans.selection import Chosen, Selection

#: Why an action is for later: no room, what it needs is later, or not enough time.
CAPACITY, PREREQUISITE, TIME = "capacity", "prerequisite", "time"
YEAR = 4


class CapacityRefused(ValueError):
    """A capacity with which nothing could ever start."""


@dataclass(frozen=True)
class Capacity:
    """How much a country carries: whole numbers of 1 or more; None: no limit.

    ``at_once``: actions that run in the same quarter, in the country;
    ``per_institution``: of one responsible institution; ``new_a_year``: actions that
    start in the same year of the plan. Raises :class:`CapacityRefused`.
    """

    at_once: int | None = None
    per_institution: int | None = None
    new_a_year: int | None = None

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if value is not None and value < 1:
                raise CapacityRefused(
                    f"{name.replace('_', ' ').capitalize()}: {value}. With less than "
                    "one action nothing could ever start; write 1 or more."
                )


@dataclass(frozen=True)
class Frame:
    """What a schedule must keep to.

    ``quarters``: the last number of quarters in which something may start; None: as
    many as it takes. ``owners``: action > institution; where one is missing, the
    role that leads stands for it. ``not_before``: action > first quarter, from 0.
    ``fixed``: action > the quarter that people gave it. It begins there whatever the
    order and the capacity say; the others find their place around it.
    """

    capacity: Capacity = Capacity()
    quarters: int | None = None
    owners: Mapping[str, str] = field(default_factory=dict)
    not_before: Mapping[str, int] = field(default_factory=dict)
    fixed: Mapping[str, int] = field(default_factory=dict)

    def owner(self, chosen: Chosen) -> str:
        """The institution, or role, that is responsible."""
        return self.owners.get(chosen.id) or chosen.leader


@dataclass(frozen=True)
class Later:
    """An action that does not fit; ``because``: those that it waits for."""

    action: str
    reason: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """Action > quarter of its start, by start and id; and what is for later."""

    selection: Selection
    starts: Mapping[str, int]
    later: tuple[Later, ...] = ()

    @cached_property
    def ends(self) -> Mapping[str, int]:
        """Action > its last quarter."""
        return {
            name: start + self.selection.by_id[name].action.quarters - 1
            for name, start in self.starts.items()
        }

    @property
    def quarters(self) -> int:
        """How many quarters from the beginning to the last end; 0 when empty."""
        return max(self.ends.values(), default=-1) + 1

    def running(self, quarter: int) -> list[str]:
        """The actions that run in a quarter."""
        return [
            name
            for name, start in self.starts.items()
            if start <= quarter <= self.ends[name]
        ]

    def beginning(self) -> Iterator[tuple[int, list[str]]]:
        """Each quarter in which something starts, with what starts."""
        for quarter in sorted(set(self.starts.values())):
            yield (
                quarter,
                [one for one, start in self.starts.items() if start == quarter],
            )


def schedule(selection: Selection, frame: Frame = Frame()) -> Schedule:
    """Return the greedy schedule of a selection. The same input gives the same."""
    return _Scheduler(selection, frame).run()


def arranged(selection: Selection, starts: Mapping[str, int], later=()) -> Schedule:
    """Return a schedule with its actions by start and id."""
    order = sorted(starts.items(), key=lambda one: (one[1], one[0]))
    return Schedule(selection, dict(order), tuple(later))


def rank(selection: Selection, chosen: Chosen) -> tuple:
    """The place of an action in the queue of the greedy rule: lowest first."""
    return (
        -chosen.essentials,
        -len(selection.followers[chosen.id]),
        EFFORT_POINTS[chosen.action.effort],
        chosen.id,
    )


def earliest_starts(selection: Selection, frame: Frame) -> dict[str, int]:
    """Action > the first quarter it could start in, were there room for all."""
    found: dict[str, int] = {}

    def earliest(name: str) -> int:
        if name in frame.fixed:
            found[name] = frame.fixed[name]
        if name not in found:
            one = selection.by_id[name]
            found[name] = max(
                [
                    frame.not_before.get(name, 0),
                    *(
                        earliest(before) + selection.by_id[before].action.quarters
                        for before in one.needs
                    ),
                    *(earliest(before) for before in one.after),
                ]
            )
        return found[name]

    for name in selection.by_id:
        earliest(name)
    return found


def drawn_forward(plan: Schedule, frame: Frame) -> Schedule:
    """Return the plan with every action as early as the others let it begin.

    One after another by start and rank, again and again until nothing moves. Nothing
    ends later than before.
    """
    selection, starts = plan.selection, dict(plan.starts)
    moved = True
    while moved:
        moved = False
        queue = sorted(
            starts,
            key=lambda name: (starts[name], rank(selection, selection.by_id[name])),
        )
        for name in queue:
            if name in frame.fixed:
                continue
            for quarter in range(starts[name]):
                if _has_room(selection, frame, starts, name, quarter):
                    starts[name], moved = quarter, True
                    break
    return arranged(selection, starts, plan.later)


def _has_room(
    selection: Selection,
    frame: Frame,
    starts: Mapping[str, int],
    name: str,
    quarter: int,
) -> bool:
    """Whether an action of a plan could begin in another quarter."""
    one, capacity = selection.by_id[name], frame.capacity
    if quarter < frame.not_before.get(name, 0):
        return False
    if any(
        starts[before] + selection.by_id[before].action.quarters > quarter
        for before in one.needs
        if before in starts
    ) or any(starts[before] > quarter for before in one.after if before in starts):
        return False
    others = [other for other in starts if other != name]
    year = [one for one in others if starts[one] // YEAR == quarter // YEAR]
    if _full(len(year), capacity.new_a_year):
        return False
    for busy in range(quarter, quarter + one.action.quarters):
        running = [
            selection.by_id[other]
            for other in others
            if starts[other]
            <= busy
            < starts[other] + selection.by_id[other].action.quarters
        ]
        mine = [other for other in running if frame.owner(other) == frame.owner(one)]
        if _full(len(running), capacity.at_once) or _full(
            len(mine), capacity.per_institution
        ):
            return False
    return True


class _Scheduler:
    """The state of a plan while its quarters are filled one after another.

    What people have fixed stands in the plan from the beginning.
    """

    def __init__(self, selection: Selection, frame: Frame) -> None:
        self.selection = selection
        self.frame = frame
        self.starts: dict[str, int] = {}
        self.free_from: dict[str, int] = {}
        #: Quarter > actions that run in it, and of which institution.
        self.at_once: Counter[int] = Counter()
        self.busy: Counter[tuple[int, str]] = Counter()
        #: Year > actions that begin in it.
        self.new: Counter[int] = Counter()
        self.queue = sorted(selection.items, key=lambda one: rank(selection, one))
        for one in [one for one in self.queue if one.id in frame.fixed]:
            self.take(one, frame.fixed[one.id])

    def run(self) -> Schedule:
        quarter = 0
        while self.queue and quarter != self.frame.quarters:
            self.fill(quarter)
            quarter += 1
        return arranged(self.selection, self.starts, self.left_over())

    def fill(self, quarter: int) -> None:
        while True:
            chosen = next(
                (
                    one
                    for one in self.queue
                    if self.ready(one, quarter) and self.has_room(one, quarter)
                ),
                None,
            )
            if chosen is None:
                return
            self.take(chosen, quarter)

    def take(self, chosen: Chosen, quarter: int) -> None:
        """Let an action begin in a quarter."""
        self.queue.remove(chosen)
        self.starts[chosen.id] = quarter
        self.free_from[chosen.id] = quarter + chosen.action.quarters
        self.new[quarter // YEAR] += 1
        for busy in range(quarter, self.free_from[chosen.id]):
            self.at_once[busy] += 1
            self.busy[busy, self.frame.owner(chosen)] += 1

    def has_room(self, chosen: Chosen, quarter: int) -> bool:
        """Whether there is room in all quarters in which it would run."""
        capacity, owner = self.frame.capacity, self.frame.owner(chosen)
        if _full(self.new[quarter // YEAR], capacity.new_a_year):
            return False
        return not any(
            _full(self.at_once[busy], capacity.at_once)
            or _full(self.busy[busy, owner], capacity.per_institution)
            for busy in range(quarter, quarter + chosen.action.quarters)
        )

    def ready(self, chosen: Chosen, quarter: int) -> bool:
        return (
            quarter >= self.frame.not_before.get(chosen.id, 0)
            and all(
                name in self.starts and self.free_from[name] <= quarter
                for name in chosen.needs
            )
            and all(
                name in self.starts and self.starts[name] <= quarter
                for name in chosen.after
            )
        )

    def left_over(self) -> list[Later]:
        if not self.queue:
            return []
        left = {one.id for one in self.queue}
        earliest = earliest_starts(self.selection, self.frame)
        found = []
        for one in sorted(self.queue, key=lambda one: one.id):
            because = tuple(name for name in (*one.needs, *one.after) if name in left)
            if earliest[one.id] >= self.frame.quarters:
                found.append(Later(one.id, TIME, because))
            elif because:
                found.append(Later(one.id, PREREQUISITE, because))
            else:
                found.append(Later(one.id, CAPACITY))
        return found


def _full(number: int, limit: int | None) -> bool:
    return limit is not None and number >= limit
