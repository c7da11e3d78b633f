"""Exact plans beside the greedy one: the shortest, and the best for given means.

Both are put to CP-SAT, the solver of OR-tools, with one worker, a fixed seed and a
limit that counts its work: the same input gives the same plan. docs/planning.md says
in plain words what each objective is. Quarters are counted from 0.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from math import isfinite

from assessments.maturity.instrument import Framework
from toolkit.plans.library import EFFORT_POINTS
from toolkit.plans.scheduling import (
    YEAR,
    Frame,
    Later,
    Schedule,
    arranged,
    drawn_forward,
    earliest_starts,
    schedule,
)
from toolkit.plans.selection import Selection
from toolkit.plans.worth import Worth, effort_of, worth_of

#: Seconds after which the best plan found so far is taken.
SECONDS = 10.0
#: Why the best plan leaves an action out.
MEANS = "means"
#: Units of the solver's own clock for each second of the limit. One unit is a little
#: less than a second of work, so that even on a busy machine this limit, which is the
#: same everywhere, comes before the one by the clock.
_WORK = 0.3


class MeansRefused(ValueError):
    """Means with which no plan can be made."""


@dataclass(frozen=True)
class Solved:
    """A plan, what it reaches (quarters or points), and what could still be possible.

    ``bound``: no plan has fewer quarters (or more points) than this. ``gap``: the
    distance between the two, 0 when the plan is proven to be the best.
    """

    schedule: Schedule
    value: int
    bound: int

    @property
    def gap(self) -> int:
        """How far the plan may be from the best one; 0: proven."""
        return abs(self.bound - self.value)

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.gap == 0


def shortest(
    selection: Selection, frame: Frame | None = None, *, seconds: float = SECONDS
) -> Solved:
    """Return the plan of all actions that ends first, never after the greedy one.

    Every action then begins as early as the others let it. The frame's ``quarters``
    does not count: everything is in the plan.
    """
    frame = _endless(frame)
    greedy = _shortest_greedy(selection, frame)
    if not greedy.starts:
        return Solved(greedy, 0, 0)
    model = _Model(selection, frame, greedy.quarters)
    end = model.length(min(least_quarters(selection, frame), greedy.quarters))
    model.hint(greedy.starts)
    model.cp.minimize(end)
    found = model.solve(seconds)
    starts = found.starts if found else dict(greedy.starts)
    plan = arranged(selection, starts)
    bound = max(model.bound() or 0, model.least)
    if plan.quarters > greedy.quarters:
        plan = greedy
    plan = drawn_forward(plan, frame)
    return Solved(plan, plan.quarters, min(bound, plan.quarters))


def best(
    framework: Framework,
    selection: Selection,
    *,
    budget: int | None,
    quarters: int,
    frame: Frame | None = None,
    seconds: float = SECONDS,
) -> Solved:
    """Return the choice of actions that lifts most within the means.

    budget: effort points to spend (S 1, M 2, L 4); None: no limit. quarters: all
    that is chosen ends within them. Among choices that lift the same, the one of
    least effort; actions begin as early as they can. Raises :class:`MeansRefused`.
    """
    if quarters < 1 or (budget is not None and budget < 0):
        raise MeansRefused(
            "Write a budget of 0 effort points or more, and 1 quarter or more."
        )
    frame = _endless(frame)
    worth = worth_of(framework, selection)
    if not selection.items:
        return Solved(arranged(selection, {}), 0, 0)
    model = _Model(selection, frame, quarters, optional=True)
    model.keep_budget(budget)
    points = model.points(worth)
    # Effort decides only between choices of the same points.
    scale = effort_of(selection, selection.by_id) + 1
    model.cp.maximize(scale * points - model.effort())
    found = model.solve(seconds)
    # What people have fixed stays even where it breaks the rules.
    starts = found.starts if found else dict(frame.fixed)
    plan = arranged(selection, starts)
    value = worth.points(starts)
    bound, proven = worth.all_points, model.bound()
    if proven is not None:
        bound = min(bound, (proven + scale - 1) // scale)
    plan = drawn_forward(plan, frame)
    later = [Later(name, MEANS) for name in sorted(set(selection.by_id) - set(starts))]
    return Solved(arranged(selection, plan.starts, later), value, max(bound, value))


def _shortest_greedy(selection: Selection, frame: Frame) -> Schedule:
    """The greedy plan to begin from; with less at once it is now and then shorter."""
    limit = frame.capacity.at_once
    most = min(limit or len(selection.items), len(selection.items))
    plans = [schedule(selection, frame)]
    for at_once in range(most, 0, -1):
        capacity = replace(frame.capacity, at_once=at_once)
        plans.append(schedule(selection, replace(frame, capacity=capacity)))
    return min(plans, key=lambda plan: plan.quarters)


def _endless(frame: Frame | None) -> Frame:
    frame = frame or Frame()
    return replace(frame, quarters=None)


def least_quarters(selection: Selection, frame: Frame) -> int:
    """Fewer quarters than these no plan of the whole selection has.

    What cannot begin before some quarter, and is followed by so many others, has to
    find room between the two: its work, divided by the capacity, is what is needed.
    """
    heads = earliest_starts(selection, frame)
    tails = _tails(selection)
    groups = [(selection.items, frame.capacity.at_once)]
    if (limit := frame.capacity.per_institution) is not None:
        owners = {frame.owner(one) for one in selection.items}
        groups += [
            ([one for one in selection.items if frame.owner(one) == owner], limit)
            for owner in sorted(owners)
        ]
    least = max(
        heads[one.id] + one.action.quarters + tails[one.id] for one in selection.items
    )
    for items, limit in groups:
        if limit is None:
            continue
        for head in {heads[one.id] for one in items}:
            for tail in {tails[one.id] for one in items}:
                work = sum(
                    one.action.quarters
                    for one in items
                    if heads[one.id] >= head and tails[one.id] >= tail
                )
                if work:
                    least = max(least, head + tail + (work + limit - 1) // limit)
    return least


def _tails(selection: Selection) -> dict[str, int]:
    """Action > the quarters that must still follow once it has ended."""
    found: dict[str, int] = {}

    def tail(name: str) -> int:
        if name not in found:
            found[name] = max(
                (
                    selection.by_id[one].action.quarters + tail(one)
                    for one in selection.by_id[name].required_by
                ),
                default=0,
            )
        return found[name]

    for name in selection.by_id:
        tail(name)
    return found


@dataclass(frozen=True)
class _Found:
    starts: Mapping[str, int]


class _Model:
    """The rules of a schedule, told to the solver.

    ``quarters``: everything ends within them. ``optional``: actions may be left out.
    """

    def __init__(
        self,
        selection: Selection,
        frame: Frame,
        quarters: int,
        *,
        optional: bool = False,
    ) -> None:
        # Half a second to import, and only needed here.
        from ortools.sat.python import cp_model

        self.solver_module = cp_model
        self.cp = cp_model.CpModel()
        self.selection, self.quarters = selection, quarters
        self.solver = None
        self.least = 0
        self.items = selection.items
        self.starts, self.chosen, self.spans = {}, {}, {}
        earliest = earliest_starts(selection, frame)
        for one in self.items:
            fixed = frame.fixed.get(one.id)
            self.add(one, optional and fixed is None, earliest[one.id], fixed)
        for one in self.items:
            self.keep_order(one, frame.fixed)
        self.keep_capacity(frame)

    def add(self, one, optional: bool, first: int, fixed: int | None) -> None:
        last = self.quarters - one.action.quarters if fixed is None else fixed
        chosen = self.cp.new_bool_var(f"in {one.id}")
        if not optional:
            self.cp.add(chosen == 1)
        elif first > last:
            self.cp.add(chosen == 0)
        start = self.cp.new_int_var(min(first, max(last, 0)), max(last, 0), one.id)
        self.starts[one.id], self.chosen[one.id] = start, chosen
        self.spans[one.id] = self.cp.new_optional_fixed_size_interval_var(
            start, one.action.quarters, chosen, f"span {one.id}"
        )

    def keep_order(self, one, fixed: Collection[str]) -> None:
        mine = self.chosen[one.id]
        for name in one.needs:
            if name in self.starts and not {name, one.id} <= {*fixed}:
                end = self.starts[name] + self.selection.by_id[name].action.quarters
                self.cp.add_implication(mine, self.chosen[name])
                self.cp.add(self.starts[one.id] >= end).only_enforce_if(mine)
        for name in one.after:
            if name in self.starts and not {name, one.id} <= {*fixed}:
                both = [mine, self.chosen[name]]
                order = self.cp.add(self.starts[one.id] >= self.starts[name])
                order.only_enforce_if(both)

    def keep_capacity(self, frame: Frame) -> None:
        capacity = frame.capacity
        if capacity.at_once is not None:
            spans = list(self.spans.values())
            self.cp.add_cumulative(spans, [1] * len(spans), capacity.at_once)
        if capacity.per_institution is not None:
            groups: dict[str, list] = {}
            for one in self.items:
                groups.setdefault(frame.owner(one), []).append(self.spans[one.id])
            for spans in groups.values():
                limit = capacity.per_institution
                self.cp.add_cumulative(spans, [1] * len(spans), limit)
        if capacity.new_a_year is not None:
            self.keep_years(capacity.new_a_year)

    def keep_years(self, limit: int) -> None:
        years = (self.quarters + YEAR - 1) // YEAR
        begun: dict[int, list] = {year: [] for year in range(years)}
        for name, start in self.starts.items():
            marks = [self.cp.new_bool_var(f"{name} in {year}") for year in begun]
            self.cp.add(sum(marks) == self.chosen[name])
            for year, mark in enumerate(marks):
                self.cp.add(start >= YEAR * year).only_enforce_if(mark)
                self.cp.add(start < YEAR * (year + 1)).only_enforce_if(mark)
                begun[year].append(mark)
        for marks in begun.values():
            self.cp.add(sum(marks) <= limit)

    def length(self, least: int):
        """The number of quarters up to the last end, to be made small."""
        self.least = least
        end = self.cp.new_int_var(least, self.quarters, "end")
        for one in self.items:
            self.cp.add(end >= self.starts[one.id] + one.action.quarters)
        return end

    def points(self, worth: Worth):
        """What the chosen actions lift, to be made large."""
        reached: dict[str, object] = {}
        terms = []
        for step in worth.steps:
            mark = self.cp.new_bool_var(f"{step.question} at {step.level}")
            for name in step.actions:
                self.cp.add_implication(mark, self.chosen[name])
            if step.question in reached:
                self.cp.add_implication(mark, reached[step.question])
            reached[step.question] = mark
            terms.append(step.points * mark)
        return sum(terms)

    def effort(self):
        """The effort points of what is chosen."""
        return sum(
            EFFORT_POINTS[one.action.effort] * self.chosen[one.id] for one in self.items
        )

    def keep_budget(self, budget: int | None) -> None:
        """Spend no more than this."""
        if budget is not None:
            self.cp.add(self.effort() <= budget)

    def hint(self, starts: Mapping[str, int]) -> None:
        """Tell the solver a plan to begin with."""
        for name, start in starts.items():
            self.cp.add_hint(self.starts[name], start)

    def solve(self, seconds: float) -> _Found | None:
        """Look for the best; None when nothing was found in time."""
        solver = self.solver_module.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = _WORK * seconds
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self.cp)
        self.solver = solver
        if status not in (self.solver_module.OPTIMAL, self.solver_module.FEASIBLE):
            return None
        return _Found(
            {
                name: solver.value(start)
                for name, start in self.starts.items()
                if solver.value(self.chosen[name])
            }
        )

    def bound(self) -> int | None:
        """What the objective cannot pass, as the solver has proven it; None: nothing."""
        bound = self.solver.best_objective_bound
        # Infinite when not even a first plan was found.
        return round(bound) if isfinite(bound) else None
