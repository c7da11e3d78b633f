"""What moved since the last round: levels before and after, and what aimed at them.

Values in, values out; no database. Whether a level moved because of an action nobody
can tell from these figures: they stand side by side, and people judge.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.maturity.answers import Given, number_of
from assessments.maturity.changes import RoundChange
from assessments.maturity.instrument import Framework
from toolkit.plans.content import DONE, Line, PlanContent

ROSE, SAME, FELL, UNKNOWN = "rose", "same", "fell", "unknown"


@dataclass(frozen=True)
class Moved:
    """One question then and now. Levels as given, None where none was given.

    ``target``: what the plan aimed at, None without a target. ``lines``: those of the
    plan that aimed at it, dropped ones too. ``compared``: whether the question asks
    the same in both rounds.
    """

    question: str
    dimension: str
    essential: bool
    before: Given
    after: Given
    target: int | None
    lines: tuple[Line, ...]
    compared: bool = True

    @property
    def way(self) -> str:
        """Whether the level rose, fell or stayed; unknown where one is missing."""
        old, new = number_of(self.before), number_of(self.after)
        if not self.compared or old is None or new is None:
            return UNKNOWN
        return ROSE if new > old else FELL if new < old else SAME

    @property
    def reached(self) -> bool:
        """Whether the level of now is the target or above."""
        now = number_of(self.after)
        return self.target is not None and now is not None and now >= self.target

    @property
    def aimed(self) -> bool:
        """Whether the plan had a line for it that was kept."""
        return any(not one.dropped for one in self.lines)

    @property
    def done(self) -> tuple[Line, ...]:
        """The lines for it that are done and checked."""
        return tuple(one for one in self.lines if one.status == DONE)


@dataclass(frozen=True)
class Movement:
    """All questions of the new framework, in its order."""

    questions: tuple[Moved, ...]

    def count(self, way: str) -> int:
        """How many questions went this way."""
        return sum(one.way == way for one in self.questions)

    @property
    def targets_reached(self) -> int:
        """How many targets that lay above the level of then are reached now."""
        return sum(one.reached for one in self.aims)

    @property
    def aims(self) -> tuple[Moved, ...]:
        """Questions whose target lay above the level of then."""
        return tuple(
            one
            for one in self.questions
            if one.target is not None and one.target > (number_of(one.before) or 0)
        )

    @property
    def done_without_effect(self) -> tuple[Moved, ...]:
        """Questions with lines done whose level has not risen: to be talked about."""
        return tuple(
            one for one in self.questions if one.done and one.way in (SAME, FELL)
        )

    @property
    def without_action(self) -> tuple[Moved, ...]:
        """Questions that rose or fell though no line of the plan aimed at them."""
        return tuple(
            one for one in self.questions if one.way in (ROSE, FELL) and not one.aimed
        )


def movement(
    plan: PlanContent,
    framework: Framework,
    levels: Mapping[str, Given],
    *,
    change: RoundChange | None,
) -> Movement:
    """Put levels before and after beside the lines that aimed at them.

    framework, levels: of the new round. change: from the plan's round to it; None
    when they were measured by different frameworks, then nothing can be compared.
    """
    pairs = change.sources if change else {}
    aimed: dict[str, list[Line]] = {}
    for line in plan.lines:
        for reason in line.reasons:
            aimed.setdefault(reason.question, []).append(line)
    found = []
    for dimension in framework.dimensions:
        for question in dimension.questions:
            old = pairs.get(question.id)
            found.append(
                Moved(
                    question=question.id,
                    dimension=dimension.id,
                    essential=question.essential,
                    before=plan.levels.get(old) if old else None,
                    after=levels.get(question.id),
                    target=plan.targets.get(old) if old else None,
                    lines=tuple(aimed.get(old, ())) if old else (),
                    compared=old is not None,
                )
            )
    return Movement(tuple(found))
