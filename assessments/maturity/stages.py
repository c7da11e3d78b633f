"""Stages of dimensions and of the country, and what holds the next one back.

The rules are those of section 3 of the framework document; their numbers are
settings of the instrument. Don't know and blank count as not attained. Pure.
"""

from collections.abc import Iterable, Mapping

from assessments.maturity.answers import NOT_APPLICABLE, Given
from assessments.maturity.instrument import Dimension, Framework, Question
from assessments.maturity.results import HoldBack

Levels = Mapping[str, Given]


def applicable(questions: Iterable[Question], levels: Levels) -> list[Question]:
    """The questions that count: all but those that are not applicable."""
    return [one for one in questions if levels.get(one.id) != NOT_APPLICABLE]


def attained(given: Given, level: int) -> bool:
    """Whether an answer reaches a level; only a number can."""
    return isinstance(given, int) and given >= level


def dimension_stage(
    framework: Framework, dimension: Dimension, levels: Levels
) -> int | None:
    """The highest stage of which nothing is missing; at least the lowest level.

    Enough questions and every essential one have to be there. None when no question
    is applicable.
    """
    if not applicable(dimension.questions, levels):
        return None
    for stage in reversed(framework.levels[1:]):
        if not missing(framework, dimension, levels, stage.value):
            return stage.value
    return framework.minimum


def missing(
    framework: Framework, dimension: Dimension, levels: Levels, stage: int
) -> tuple[str, ...]:
    """The questions that keep a dimension from a stage; empty when it is reached.

    Where enough questions are there, only essential ones can be in the way.
    """
    counted = applicable(dimension.questions, levels)
    below = [one for one in counted if not attained(levels.get(one.id), stage)]
    enough = len(counted) - len(below) >= framework.required_questions(len(counted))
    return tuple(one.id for one in below if one.essential or not enough)


def national_stage(
    framework: Framework, stages: Mapping[str, int | None], levels: Levels
) -> int | None:
    """The highest stage the country has reached; at least the lowest level.

    ``stages``: of the dimensions. None when nothing is applicable at all.
    """
    if all(stage is None for stage in stages.values()):
        return None
    for level in reversed(framework.levels[1:]):
        if not holding_back(framework, stages, levels, level.value):
            return level.value
    return framework.minimum


def holding_back(
    framework: Framework, stages: Mapping[str, int | None], levels: Levels, stage: int
) -> tuple[HoldBack, ...]:
    """The rules that a national stage breaks; empty when it is reached."""
    found = []
    needed = framework.essential_level(stage)
    counted = [one for one in framework.dimensions if stages[one.id] is not None]
    for dimension in counted:
        low = tuple(
            question.id
            for question in applicable(dimension.questions, levels)
            if question.essential and not attained(levels.get(question.id), needed)
        )
        if low:
            found.append(HoldBack("essential", dimension.id, needed, low))
    for dimension in counted:
        if stages[dimension.id] < stage - 1:
            ids = missing(framework, dimension, levels, stage - 1)
            found.append(HoldBack("lagging", dimension.id, stage - 1, ids))
    behind = [one for one in counted if stages[one.id] < stage]
    if len(counted) - len(behind) < framework.required_dimensions(len(counted)):
        found += [
            HoldBack("too_few", one.id, stage, missing(framework, one, levels, stage))
            for one in behind
        ]
    return tuple(found)
