"""What a choice of actions lifts, and what it costs, counted in points. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from assessments.maturity.instrument import Framework
from toolkit.plans.library import EFFORT_POINTS
from toolkit.plans.selection import Selection

#: A level of an essential question counts so many times.
ESSENTIAL = 2


@dataclass(frozen=True)
class Step:
    """A level that a question reaches when all ``actions`` for it are in the plan.

    ``points``: levels gained over the step before, times the question's weight.
    """

    question: str
    level: int
    actions: tuple[str, ...]
    points: int


@dataclass(frozen=True)
class Worth:
    """What a choice of actions lifts, counted in points."""

    steps: tuple[Step, ...]

    @cached_property
    def all_points(self) -> int:
        """What is lifted when everything is done."""
        return sum(step.points for step in self.steps)

    def points(self, chosen: Collection[str]) -> int:
        """The points of a choice; a level counts only after the levels below it."""
        found, broken = 0, set()
        for step in self.steps:
            if step.question not in broken and set(step.actions) <= set(chosen):
                found += step.points
            else:
                broken.add(step.question)
        return found


def worth_of(framework: Framework, selection: Selection) -> Worth:
    """Return what there is to gain: the steps of each question, the lowest first."""
    helpers: dict[tuple[str, int], list[str]] = {}
    now: dict[str, int] = {}
    for one in selection.items:
        for reason in one.reasons:
            now[reason.question] = reason.level
            for question, level in one.action.steps:
                if question == reason.question and reason.level < level <= reason.to:
                    helpers.setdefault((question, level), []).append(one.id)
    steps = []
    reached = dict(now)
    for (question, level), actions in sorted(helpers.items()):
        weight = ESSENTIAL if framework.by_id[question].essential else 1
        points = weight * (level - reached[question])
        reached[question] = level
        steps.append(Step(question, level, tuple(sorted(actions)), points))
    return Worth(tuple(steps))


def effort_of(selection: Selection, chosen: Collection[str]) -> int:
    """The effort points of a choice: S 1, M 2, L 4."""
    return sum(EFFORT_POINTS[selection.by_id[one].action.effort] for one in chosen)
