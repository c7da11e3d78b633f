"""What scoring a round gives: frozen values, and the same as plain data.

Means and shares are exact fractions here, so that a change of exactly 0.6 is not
taken for less. :meth:`RoundResult.data` gives floats; pages, PDF and XLSX are made
from it, and it is what is frozen with a validated round.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.maturity.answers import Given, number_of, state_of
from assessments.maturity.instrument import Framework, scoring_data

#: Raised when the structure of :meth:`RoundResult.data` changes.
DATA_VERSION = 1


@dataclass(frozen=True)
class QuestionResult:
    """One question: the level that counts, and where it comes from.

    ``level`` is the agreed level where there is one, otherwise the proposal.
    ``validated``: None when nothing has been validated. ``low`` and ``high``: the
    ends of the band. ``levels``: what institutions gave, sorted; ``deciding``: those
    of them that the proposal was made from.
    """

    id: str
    level: Given
    proposed: Given
    agreed: Given
    validated: int | None
    discuss: bool
    discuss_first: bool
    why: str
    low: int
    high: int
    levels: tuple[int, ...]
    deciding: tuple[int, ...]

    @property
    def number(self) -> int | None:
        """The level as a number; None for don't know, not applicable and blank."""
        return number_of(self.level)

    def data(self) -> dict[str, Any]:
        """As in the output of ``score_answers``."""
        return {
            "level": self.number,
            "proposed": number_of(self.proposed),
            "agreed": number_of(self.agreed),
            "validated": self.validated,
            "discuss": self.discuss,
            "why": self.why,
            "state": state_of(self.level),
            "proposed_state": state_of(self.proposed),
            "agreed_state": state_of(self.agreed),
            "discuss_first": self.discuss_first,
            "low": self.low,
            "high": self.high,
            "levels": list(self.levels),
            "deciding": list(self.deciding),
        }


@dataclass(frozen=True)
class DimensionResult:
    """One dimension. Figures that do not exist are None.

    ``mean``, ``low``, ``high``: on the scale of levels. ``coverage``: 0 to 1.
    ``lowest``: ids of the questions with the lowest level. ``counts``: how many
    questions stand at each level.
    """

    id: str
    mean: Fraction | None
    low: Fraction | None
    high: Fraction | None
    stage: int | None
    coverage: Fraction | None
    lowest: tuple[str, ...]
    counts: Mapping[int, int]
    answered: int
    applicable: int

    def data(self) -> dict[str, Any]:
        """As in the output of ``score_answers``."""
        return {
            "mean": as_float(self.mean),
            "low": as_float(self.low),
            "high": as_float(self.high),
            "stage": self.stage,
            "coverage": as_float(self.coverage),
            "lowest": list(self.lowest),
            "counts": {str(level): count for level, count in self.counts.items()},
            "answered": self.answered,
            "applicable": self.applicable,
        }


@dataclass(frozen=True)
class HoldBack:
    """Why the next national stage is not reached: one rule that is not met.

    ``rule``: ``essential`` (an essential question is too low), ``lagging`` (a
    dimension is more than one stage behind) or ``too_few`` (too few dimensions have
    reached the stage). ``needed``: the level or stage asked for.
    """

    rule: str
    dimension: str
    needed: int
    questions: tuple[str, ...]

    def data(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "rule": self.rule,
            "dimension": self.dimension,
            "needed": self.needed,
            "questions": list(self.questions),
        }


@dataclass(frozen=True)
class Scores:
    """All figures that follow from one level for each question."""

    dimensions: Mapping[str, DimensionResult]
    mean: Fraction | None
    index: Fraction | None
    index_low: Fraction | None
    index_high: Fraction | None
    coverage: Fraction | None
    national_stage: int | None
    held_back: tuple[HoldBack, ...]


@dataclass(frozen=True)
class RoundResult:
    """Everything section 3 of the framework document asks of one round.

    ``validated``: the same figures from validated levels, None when nothing has been
    validated.
    """

    framework: Framework
    questions: Mapping[str, QuestionResult]
    scores: Scores
    validated: Scores | None
    institutions: tuple[str, ...]

    @property
    def dimensions(self) -> Mapping[str, DimensionResult]:
        """The dimensions by id."""
        return self.scores.dimensions

    @property
    def index(self) -> Fraction | None:
        """0 to 100; None when no dimension has a mean."""
        return self.scores.index

    @property
    def national_stage(self) -> int | None:
        """The stage of the country; None when nothing is applicable."""
        return self.scores.national_stage

    @property
    def held_back_by(self) -> tuple[str, ...]:
        """Ids of the questions that hold the next national stage back, in order."""
        found = {one for hold in self.scores.held_back for one in hold.questions}
        return tuple(one for one in self.framework.by_id if one in found)

    @property
    def levels(self) -> dict[str, Given]:
        """The level that counts, by question."""
        return {one.id: one.level for one in self.questions.values()}

    def data(self) -> dict[str, Any]:
        """Plain data in full precision, ``None`` where there is no figure."""
        scores = self.scores
        return {
            "framework": self.framework.key,
            "version": self.framework.version,
            "index": as_float(scores.index),
            "index_low": as_float(scores.index_low),
            "index_high": as_float(scores.index_high),
            "coverage": as_float(scores.coverage),
            "national_stage": scores.national_stage,
            "held_back_by": list(self.held_back_by),
            "dimensions": {key: one.data() for key, one in self.dimensions.items()},
            "questions": {key: one.data() for key, one in self.questions.items()},
            "mean": as_float(scores.mean),
            "held_back": [one.data() for one in scores.held_back],
            "validated": _validated_data(self.validated),
            "institutions": list(self.institutions),
            "scoring": scoring_data(self.framework.scoring),
            "data_version": DATA_VERSION,
        }


def as_float(number: Fraction | None) -> float | None:
    """The nearest float, None where there is no figure."""
    return None if number is None else float(number)


def _validated_data(scores: Scores | None) -> dict[str, Any] | None:
    if scores is None:
        return None
    return {
        "index": as_float(scores.index),
        "mean": as_float(scores.mean),
        "coverage": as_float(scores.coverage),
        "national_stage": scores.national_stage,
        "held_back": [one.data() for one in scores.held_back],
        "dimensions": {key: one.data() for key, one in scores.dimensions.items()},
    }
