"""Targets on the profile of a result: what would be reached when they are met. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.maturity.answers import NOT_APPLICABLE, Given, number_of
from assessments.maturity.instrument import Framework
from assessments.maturity.results import RoundResult
from assessments.maturity.scoring import score_round


@dataclass(frozen=True)
class Outlook:
    """A result today, and what it would be with all targets met.

    ``raised``: how many questions have a target above today's level.
    """

    today: RoundResult
    then: RoundResult
    raised: int


def outlook(
    framework: Framework, levels: Mapping[str, Given], targets: Mapping[str, int]
) -> Outlook:
    """Return the result of today's levels and of the targets.

    A target below today's level changes nothing: no plan lowers a level.
    """
    after = {
        question: _after(framework, given, targets.get(question))
        for question, given in levels.items()
    }
    return Outlook(
        today=score_round(framework, [], agreed=levels),
        then=score_round(framework, [], agreed=after),
        raised=sum(
            _number(framework, levels[one]) < (number_of(after[one]) or 0)
            for one in levels
            if levels[one] != NOT_APPLICABLE
        ),
    )


def _after(framework: Framework, given: Given, target: int | None) -> Given:
    if given == NOT_APPLICABLE or target is None:
        return given
    number = number_of(given)
    return target if number is None or target > number else number


def _number(framework: Framework, given: Given) -> int:
    number = number_of(given)
    return framework.minimum if number is None else number
