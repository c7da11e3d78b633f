"""Where a country may want to stand: default targets for each question. Pure.

Section 4, rule 1 of the framework document: in one year the next level, but at
least the level that essential questions need; in three years the level below the
highest, or the highest where that one is reached already. People change them in
the plan.
"""

from collections.abc import Mapping
from fractions import Fraction

from assessments.maturity.answers import NOT_APPLICABLE, Given, number_of
from assessments.maturity.instrument import Dimension, Framework, Question
from assessments.maturity.scoring import weighted_mean

#: Horizons in years.
ONE_YEAR, THREE_YEARS = 1, 3


def default_targets(
    framework: Framework, levels: Mapping[str, Given], *, years: int = ONE_YEAR
) -> dict[str, int]:
    """Return question > target level, for the questions that apply.

    years: 1 or 3. "Don't know" and blank stand at the lowest level: nothing is
    shown to be there. A target is never below the level of today, nor above the
    highest of the scale.
    """
    rule = _in_three_years if years == THREE_YEARS else _next
    return {
        one.id: rule(framework, one, levels.get(one.id))
        for one in framework.questions
        if levels.get(one.id) != NOT_APPLICABLE
    }


def dimension_target(
    dimension: Dimension, targets: Mapping[str, int]
) -> Fraction | None:
    """Return the mean of a dimension if its targets were met; None without any."""
    return weighted_mean(
        [
            (one.weight, targets[one.id])
            for one in dimension.questions
            if one.id in targets
        ]
    )


def gaps(
    framework: Framework, levels: Mapping[str, Given], held_back_by: tuple[str, ...]
) -> list[Question]:
    """Return the questions to work on first, the lowest first.

    Those that hold the next stage back, and those below the level that essential
    questions need. Questions that do not apply are no gaps.
    """
    floor = min(framework.scoring.essential_floor, framework.maximum)
    found = [
        one
        for one in framework.questions
        if levels.get(one.id) != NOT_APPLICABLE
        and (one.id in held_back_by or _today(framework, levels.get(one.id)) < floor)
    ]
    return sorted(
        found, key=lambda one: (_today(framework, levels[one.id]), not one.essential)
    )


def _today(framework: Framework, given: Given) -> int:
    number = number_of(given)
    return framework.minimum if number is None else number


def _next(framework: Framework, question: Question, given: Given) -> int:
    target = _today(framework, given) + 1
    if question.essential:
        target = max(target, framework.scoring.essential_floor)
    return min(target, framework.maximum)


def _in_three_years(framework: Framework, question: Question, given: Given) -> int:
    nearly = max(framework.minimum, framework.maximum - 1)
    reached = _today(framework, given) >= nearly
    return framework.maximum if reached else nearly
