"""A whole plan from levels and targets, and the same as plain data. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assessments.maturity.answers import Given
from assessments.maturity.instrument import Framework
from assessments.maturity.targets import default_targets
from toolkit.plans.advice import Advice, warnings_of
from toolkit.plans.library import Library
from toolkit.plans.quarters import Quarter
from toolkit.plans.scheduling import YEAR, Frame, Schedule, schedule
from toolkit.plans.selection import Selection, Waivers, select
from toolkit.plans.solving import Solved, best, shortest
from toolkit.plans.worth import effort_of, worth_of

GREEDY, SHORTEST, BEST = "greedy", "shortest", "best"
WAYS = (GREEDY, SHORTEST, BEST)


class TargetRefused(ValueError):
    """A target that is no level of the framework."""


@dataclass(frozen=True)
class Built:
    """A plan with its first quarter and what to think about.

    ``solved``: how good it is, when it was solved exactly.
    """

    framework: Framework
    schedule: Schedule
    start: Quarter
    warnings: tuple[Advice, ...]
    solved: Solved | None = None

    @property
    def selection(self) -> Selection:
        """What the country needs."""
        return self.schedule.selection

    def data(self) -> dict[str, Any]:
        """The plan as ``build_plan --json`` prints it."""
        plan = self.schedule
        worth = worth_of(self.framework, self.selection)
        found = {
            "quarters": plan.quarters,
            "selected": [self._line(name) for name in plan.starts],
            "later": [
                {"action": one.action, "reason": one.reason, "because": [*one.because]}
                for one in plan.later
            ]
            + [
                {"action": one.action.id, "reason": one.reason, "because": []}
                for one in self.selection.waiting
            ],
            "warnings": [str(one) for one in self.warnings],
            "points": worth.points(plan.starts),
            "all_points": worth.all_points,
            "effort": effort_of(self.selection, plan.starts),
        }
        if self.solved:
            found |= {"bound": self.solved.bound, "gap": self.solved.gap}
        return found

    def _line(self, name: str) -> dict[str, Any]:
        chosen = self.selection.by_id[name]
        return {
            "action": name,
            "start": str(self.start.plus(self.schedule.starts[name])),
            "end": str(self.start.plus(self.schedule.ends[name])),
            "reasons": [
                {"question": one.question, "from": one.level, "to": one.to}
                for one in chosen.reasons
            ],
            "required_by": list(chosen.required_by),
        }


def targets_for(
    framework: Framework,
    levels: Mapping[str, Given],
    *,
    years: int,
    target: int | None = None,
) -> dict[str, int]:
    """Return question > target: the default ones, or one level for all.

    Raises :class:`TargetRefused`.
    """
    found = default_targets(framework, levels, years=years)
    if target is None:
        return found
    if not framework.minimum <= target <= framework.maximum:
        raise TargetRefused(
            f"The target {target} is no level of {framework.key}. "
            f"Write {framework.minimum} to {framework.maximum}."
        )
    return dict.fromkeys(found, target)


def build(
    framework: Framework,
    library: Library,
    levels: Mapping[str, Given],
    targets: Mapping[str, int],
    *,
    start: Quarter,
    frame: Frame | None = None,
    years: int | None = None,
    today: Quarter | None = None,
    done: Collection[str] = (),
    waived: Waivers | None = None,
    validated: Mapping[str, int | None] | None = None,
    funded: Collection[str] = (),
    way: str = GREEDY,
    budget: int | None = None,
    made_for: Framework | None = None,
) -> Built:
    """Choose, put in order and judge.

    years: what the plan was made for; a longer one is warned of. today: to warn of a
    beginning in the past. way: one of WAYS; ``best`` fits into the frame's quarters,
    by default all quarters of ``years``. made_for: the framework of the library, to
    tell whether another one asks the same.
    """
    frame = frame or Frame()
    fits = library.framework == framework.key or (
        made_for is not None and asks_the_same(framework, made_for)
    )
    if not fits:
        library = replace(library, actions=())
    selection = select(
        framework,
        library,
        levels,
        targets,
        done=done,
        waived=waived,
        validated=validated,
    )
    solved = None
    if way == SHORTEST:
        solved = shortest(selection, frame)
    elif way == BEST:
        quarters = frame.quarters or YEAR * (years or 1)
        solved = best(
            framework, selection, budget=budget, quarters=quarters, frame=frame
        )
    plan = solved.schedule if solved else schedule(selection, frame)
    warnings = []
    if today and start < today:
        warnings.append(Advice("past_start", {"quarter": str(start)}))
    if not fits:
        warnings.append(Advice("other_framework", {"framework": library.framework}))
    warnings += warnings_of(framework, plan, start=start, frame=frame, funded=funded)
    if years and plan.quarters > YEAR * years:
        values = {"number": plan.quarters, "years": years}
        warnings.append(Advice("longer", values))
    return Built(framework, plan, start, tuple(warnings), solved)


def asks_the_same(framework: Framework, other: Framework) -> bool:
    """Whether every question stands in another framework too, with its id and title.

    So a country's own shorter version of a framework keeps its actions.
    """
    return all(
        question.id in other.by_id
        and bool(question.title.items() & other.by_id[question.id].title.items())
        for question in framework.questions
    )
