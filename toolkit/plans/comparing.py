"""Ways to plan side by side: everything, a first year, the shortest, the best. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toolkit.plans.building import BEST, GREEDY, SHORTEST
from toolkit.plans.library import IN_PLACE
from toolkit.plans.making import FIRST_YEAR, Task
from toolkit.plans.scheduling import Schedule
from toolkit.plans.solving import Solved
from toolkit.plans.worth import effort_of, worth_of

#: In the order in which they stand on the page.
WAYS = (GREEDY, FIRST_YEAR, SHORTEST, BEST)


@dataclass(frozen=True)
class Reached:
    """What a plan comes to.

    ``essentials``: essential questions that come to "in place", of how many below
    it. ``points`` and ``effort`` as in docs/planning.md. ``levels``: question > level
    when everything is done. ``bound`` and ``gap``: None when nothing was solved.
    """

    way: str
    quarters: int
    actions: int
    essentials: int
    all_essentials: int
    points: int
    all_points: int
    effort: int
    levels: dict[str, int]
    bound: int | None = None
    gap: int | None = None


def reached(
    task: Task, plan: Schedule, *, way: str, solved: Solved | None = None
) -> Reached:
    """Return what a plan of a task comes to."""
    worth = worth_of(task.framework, task.selection)
    levels = levels_after(task, plan.starts)
    gaps = [
        one.id
        for one in task.framework.essentials
        if one.id in levels and _today(task, one.id) < IN_PLACE
    ]
    return Reached(
        way=way,
        quarters=plan.quarters,
        actions=len(plan.starts),
        essentials=sum(levels[one] >= IN_PLACE for one in gaps),
        all_essentials=len(gaps),
        points=worth.points(plan.starts),
        all_points=worth.all_points,
        effort=effort_of(task.selection, plan.starts),
        levels=levels,
        bound=solved.bound if solved else None,
        gap=solved.gap if solved else None,
    )


def levels_after(task: Task, chosen) -> dict[str, int]:
    """Return question > level when these actions are done; a level counts only after
    those below it, and when all actions of the plan for it are there.
    """
    levels = {
        one.id: _today(task, one.id)
        for one in task.framework.questions
        if task.levels.get(one.id) != "na"
    }
    broken: set[str] = set()
    names = {*chosen}
    for step in worth_of(task.framework, task.selection).steps:
        if step.question in broken or not {*step.actions} <= names:
            broken.add(step.question)
        elif step.question in levels:
            levels[step.question] = max(levels[step.question], step.level)
    return levels


def certainty(way: str, value: int, bound: int) -> str:
    """Say how good an exact plan is, from what it reaches and its bound."""
    gap = abs(bound - value)
    if not gap:
        if way == SHORTEST:
            return _("Proven: no plan of these actions is shorter.")
        return _("Proven: no choice within these means lifts more.")
    values = {"bound": bound, "gap": gap}
    if way == SHORTEST:
        return (
            ngettext(
                "Not proven. No plan is shorter than %(bound)s quarters; this one may be "
                "%(gap)s quarter too long.",
                "Not proven. No plan is shorter than %(bound)s quarters; this one may be "
                "%(gap)s quarters too long.",
                gap,
            )
            % values
        )
    return (
        _(
            "Not proven. No choice lifts more than %(bound)s points; this one may miss "
            "%(gap)s of them."
        )
        % values
    )


def _today(task: Task, question: str) -> int:
    given = task.levels.get(question)
    return given if isinstance(given, int) else task.framework.minimum
