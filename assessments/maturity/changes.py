"""What changed between two rounds, over questions that ask the same. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.maturity.answers import Given, number_of
from assessments.maturity.instrument import Framework, MapEntry
from assessments.maturity.mapping import equal_questions
from assessments.maturity.results import as_float
from assessments.maturity.scoring import (
    dimension_result,
    index_of,
    score_round,
    weighted_mean,
)


@dataclass(frozen=True)
class Change:
    """A figure then and now. ``noise``: too small to speak of; None without a change.

    ``old``, ``new``, ``difference``: None where there is no figure.
    """

    old: Fraction | int | None
    new: Fraction | int | None
    noise: bool | None

    @property
    def difference(self) -> Fraction | None:
        """New less old."""
        if self.old is None or self.new is None:
            return None
        return Fraction(self.new) - Fraction(self.old)

    def data(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "old": None if self.old is None else float(self.old),
            "new": None if self.new is None else float(self.new),
            "difference": as_float(self.difference),
            "within_noise": self.noise,
        }


@dataclass(frozen=True)
class RoundChange:
    """The changes of dimensions, questions and of the whole.

    ``compared``: ids of the questions that could be compared, as in the new round;
    ``left_out``: the others. ``sources``: each question that was compared > the one
    of the old round. ``overall``: the mean of the dimension means, on the scale of
    levels.
    """

    dimensions: Mapping[str, Change]
    questions: Mapping[str, Change]
    overall: Change
    index: Change
    compared: tuple[str, ...]
    left_out: tuple[str, ...]
    sources: Mapping[str, str]

    def data(self) -> dict[str, Any]:
        """As plain data, in full precision."""
        return {
            "overall": self.overall.data(),
            "index": self.index.data(),
            "dimensions": {key: one.data() for key, one in self.dimensions.items()},
            "questions": {key: one.data() for key, one in self.questions.items()},
            "compared": list(self.compared),
            "left_out": list(self.left_out),
        }


def change_between(
    old: Mapping[str, Given],
    new: Mapping[str, Given],
    *,
    old_framework: Framework,
    framework: Framework,
    map: tuple[MapEntry, ...] | None = None,
) -> RoundChange:
    """Compare the levels of two rounds, by question.

    ``map``: from the old framework to the new one, when it is not the new one's own
    (see :func:`.mapping.chained`). Dimensions are those of the new framework; only
    questions that are ``equal`` count, on both sides by the same rules and weights.
    A change of a dimension under ``noise_dimension``, or of the whole under
    ``noise_overall``, is within noise; one of exactly that is not.
    """
    if map is not None:
        framework = replace(framework, map=map)
    pairs = equal_questions(framework, old_framework)
    narrowed = _only(framework, pairs)
    before = _means(narrowed, {one: old.get(source) for one, source in pairs.items()})
    after = _means(narrowed, {one: new.get(one) for one in pairs})
    scoring = framework.scoring
    dimensions = {
        one.id: _change(
            before[one.id],
            after[one.id],
            Fraction(scoring.noise_dimension),
        )
        for one in narrowed.dimensions
    }
    # Both sides over the same dimensions, those that have a mean then and now.
    both = [one for one in narrowed.dimensions if dimensions[one.id].noise is not None]
    overall = _change(
        weighted_mean([(one.weight, dimensions[one.id].old) for one in both]),
        weighted_mean([(one.weight, dimensions[one.id].new) for one in both]),
        Fraction(scoring.noise_overall),
    )
    return RoundChange(
        dimensions=dimensions,
        questions={
            one.id: _change(
                number_of(old.get(pairs[one.id])), number_of(new.get(one.id)), None
            )
            for one in narrowed.questions
        },
        overall=overall,
        index=Change(
            index_of(framework, overall.old),
            index_of(framework, overall.new),
            overall.noise,
        ),
        compared=tuple(one.id for one in narrowed.questions),
        left_out=tuple(one for one in framework.by_id if one not in pairs),
        sources=pairs,
    )


def _only(framework: Framework, pairs: Mapping[str, str]) -> Framework:
    dimensions = tuple(
        replace(
            one,
            questions=tuple(asked for asked in one.questions if asked.id in pairs),
        )
        for one in framework.dimensions
    )
    # Only means are worked out; a number of dimensions would not fit any more.
    scoring = replace(framework.scoring, national_dims=None, national_share=Decimal(1))
    return replace(
        framework,
        dimensions=tuple(one for one in dimensions if one.questions),
        scoring=scoring,
    )


def _means(
    framework: Framework, levels: Mapping[str, Given]
) -> dict[str, Fraction | None]:
    blank = score_round(framework, ()).questions if framework.dimensions else {}
    return {
        one.id: dimension_result(framework, one, levels, blank).mean
        for one in framework.dimensions
    }


def _change(old, new, noise: Fraction | None) -> Change:
    if old is None or new is None:
        return Change(old, new, None)
    small = noise is not None and abs(Fraction(new) - Fraction(old)) < noise
    return Change(old, new, small)
