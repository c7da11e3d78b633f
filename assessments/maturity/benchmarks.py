"""Comparisons of a region: how many countries stand at each level. Pure.

Countries join by their own decision. Nothing is shown of fewer than
:data:`FEWEST` countries; there are no names and no ranks. There is nothing to
choose on the page either: from two counts of different groups somebody could work
out the one country in which they differ.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.maturity.answers import Given, number_of, state_of

#: Fewer countries than these are not shown: one of them could be recognised.
FEWEST = 5


@dataclass(frozen=True)
class Counted:
    """How many countries stand at each level of a question or stage of a dimension.

    ``levels``: level > number of countries, all levels of the scale. ``others``:
    number of countries without a level (don't know, not applicable, blank).
    """

    levels: Mapping[int, int]
    others: int


@dataclass(frozen=True)
class Benchmarks:
    """Counts of one region and one version of a framework."""

    countries: int
    questions: Mapping[str, Counted]
    dimensions: Mapping[str, Counted]


def benchmarks_of(
    scores: Sequence[Mapping], scale: Sequence[int], *, fewest: int = FEWEST
) -> Benchmarks | None:
    """Return the counts over the frozen scores of each country's latest round.

    scores: one for each country that takes part, as in RoundResult.data(). None
    when there are fewer than ``fewest``; ``fewest`` itself is never below FEWEST.
    """
    if len(scores) < max(fewest, FEWEST):
        return None
    questions = {key for one in scores for key in one["questions"]}
    dimensions = {key for one in scores for key in one["dimensions"]}
    return Benchmarks(
        countries=len(scores),
        questions={
            key: _counted([_level(one, key) for one in scores], scale)
            for key in sorted(questions)
        },
        dimensions={
            key: _counted(
                [one["dimensions"].get(key, {}).get("stage") for one in scores], scale
            )
            for key in sorted(dimensions)
        },
    )


def _level(scores: Mapping, question: str) -> Given:
    found = scores["questions"].get(question)
    return found["level"] if found and found["state"] == state_of(1) else None


def _counted(given: Sequence[Given], scale: Sequence[int]) -> Counted:
    numbers = Counter(number for one in given if (number := number_of(one)) is not None)
    return Counted(
        levels={level: numbers[level] for level in scale},
        others=len(given) - sum(numbers[level] for level in scale),
    )
