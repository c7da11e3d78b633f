"""The scores of a round: values in, values out, the same for everybody who asks.

Section 3 of the framework document, with the settings of the instrument. Nothing
is rounded on the way.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from assessments.maturity import proposals, stages
from assessments.maturity.answers import (
    DONT_KNOW,
    NOT_APPLICABLE,
    Answer,
    Given,
    given_from,
    number_of,
)
from assessments.maturity.instrument import (
    OF_MAXIMUM,
    Dimension,
    Framework,
    Question,
)
from assessments.maturity.results import (
    DimensionResult,
    QuestionResult,
    RoundResult,
    Scores,
)


class AnswerRefused(ValueError):
    """An answer that the instrument does not know: question, level or N/A."""


def score_round(
    framework: Framework,
    answers: Iterable[Answer],
    *,
    agreed: Mapping[str, Given] | None = None,
    evidence: Mapping[str, int | None] | None = None,
) -> RoundResult:
    """Everything that follows from the answers of one round.

    ``answers``: of the institutions, in any order. ``agreed``: the country's levels;
    where one is missing or None, the proposal stands. ``evidence``: for each
    question the highest level that accepted evidence supports; None when nothing
    has been validated. Raises :class:`AnswerRefused`.
    """
    agreed = agreed or {}
    by_question: dict[str, list[Answer]] = defaultdict(list)
    institutions = {}
    for answer in answers:
        judge(framework, answer.question, answer.level)
        by_question[answer.question].append(answer)
        institutions[answer.institution] = None
    for question, given in agreed.items():
        judge(framework, question, given)
    results = {
        question.id: _question_result(
            framework,
            question,
            by_question.get(question.id, ()),
            agreed.get(question.id),
            evidence,
        )
        for question in framework.questions
    }
    return _round_result(
        framework, results, sorted(institutions), validated=evidence is not None
    )


def thawed(framework: Framework, data: Mapping[str, Any]) -> RoundResult:
    """The result that was frozen as ``data``, with exact means and words of today.

    ``framework``: the version that was scored, in its short form where the round was
    short. Gives the same figures again: it never changes, and its rules with it.
    """
    results = {}
    for question in framework.questions:
        kept = data["questions"][question.id]
        deciding = tuple(kept["deciding"])
        results[question.id] = QuestionResult(
            id=question.id,
            level=given_from(kept["state"], kept["level"]),
            proposed=given_from(kept["proposed_state"], kept["proposed"]),
            agreed=given_from(kept["agreed_state"], kept["agreed"]),
            validated=kept["validated"],
            discuss=kept["discuss"],
            discuss_first=kept["discuss_first"],
            why=proposals.why_of(question.combine, deciding, kept["proposed_state"]),
            low=kept["low"],
            high=kept["high"],
            levels=tuple(kept["levels"]),
            deciding=deciding,
        )
    return _round_result(
        framework,
        results,
        data["institutions"],
        validated=data["validated"] is not None,
    )


def judge(framework: Framework, question: str, given: Given) -> None:
    """Refuse what the instrument does not know. Raises :class:`AnswerRefused`."""
    asked = framework.by_id.get(question)
    if asked is None:
        raise AnswerRefused(f"There is no question `{question}`.")
    if given is None or given == DONT_KNOW:
        return
    if given == NOT_APPLICABLE:
        if not asked.allow_na:
            raise AnswerRefused(f"`{question}` always applies: `na` is not allowed.")
    elif not (
        isinstance(given, int)
        and not isinstance(given, bool)
        and framework.minimum <= given <= framework.maximum
    ):
        raise AnswerRefused(
            f"{given!r} is not a level from {framework.minimum} to {framework.maximum}."
        )


def scores_of(
    framework: Framework,
    levels: Mapping[str, Given],
    results: Mapping[str, QuestionResult],
) -> Scores:
    """All figures that follow from one level for each question.

    ``results`` give the ends of the band.
    """
    dimensions = {
        one.id: dimension_result(framework, one, levels, results)
        for one in framework.dimensions
    }
    with_mean = [
        one for one in framework.dimensions if dimensions[one.id].mean is not None
    ]
    mean, low, high = (
        weighted_mean(
            [(one.weight, getattr(dimensions[one.id], name)) for one in with_mean]
        )
        for name in ("mean", "low", "high")
    )
    answered = sum(one.answered for one in dimensions.values())
    counted = sum(one.applicable for one in dimensions.values())
    reached = {one.id: one.stage for one in dimensions.values()}
    stage = stages.national_stage(framework, reached, levels)
    held_back = ()
    if stage is not None and stage < framework.maximum:
        held_back = stages.holding_back(framework, reached, levels, stage + 1)
    return Scores(
        dimensions=dimensions,
        mean=mean,
        index=index_of(framework, mean),
        index_low=index_of(framework, low),
        index_high=index_of(framework, high),
        coverage=Fraction(answered, counted) if counted else None,
        national_stage=stage,
        held_back=held_back,
    )


def dimension_result(
    framework: Framework,
    dimension: Dimension,
    levels: Mapping[str, Given],
    results: Mapping[str, QuestionResult],
) -> DimensionResult:
    """The figures of one dimension from the levels of its questions."""
    counted = stages.applicable(dimension.questions, levels)
    numbers = {
        one.id: number
        for one in counted
        if (number := number_of(levels.get(one.id))) is not None
    }
    coverage = Fraction(len(numbers), len(counted)) if counted else None
    enough = numbers and coverage >= Fraction(framework.scoring.min_coverage)
    lowest = min(numbers.values(), default=None)
    return DimensionResult(
        id=dimension.id,
        mean=weighted_mean(
            [(one.weight, numbers[one.id]) for one in counted if one.id in numbers]
        )
        if enough
        else None,
        low=weighted_mean([(one.weight, results[one.id].low) for one in counted]),
        high=weighted_mean([(one.weight, results[one.id].high) for one in counted]),
        stage=stages.dimension_stage(framework, dimension, levels),
        coverage=coverage,
        lowest=tuple(one for one, number in numbers.items() if number == lowest),
        counts=dict(sorted(Counter(numbers.values()).items())),
        answered=len(numbers),
        applicable=len(counted),
    )


def index_of(framework: Framework, mean: Fraction | None) -> Fraction | None:
    """The mean of the dimension means as 0 to 100.

    ``index: range``: (mean - lowest) / (highest - lowest). ``index: share``: mean /
    highest, as WHO's SPAR reports its capacities.
    """
    if mean is None:
        return None
    if framework.scoring.index == OF_MAXIMUM:
        return 100 * mean / framework.maximum
    return 100 * (mean - framework.minimum) / (framework.maximum - framework.minimum)


def weighted_mean(pairs: Sequence[tuple]) -> Fraction | None:
    """The mean of (weight, number) pairs; None when there are none."""
    if not pairs:
        return None
    # Whole numbers are much faster than fractions, and nearly all weights are 1.
    if all(weight == 1 for weight, _number in pairs):
        return Fraction(sum(number for _weight, number in pairs)) / len(pairs)
    weights = [Fraction(weight) for weight, _number in pairs]
    total = sum(
        weight * number for weight, (_, number) in zip(weights, pairs, strict=True)
    )
    return Fraction(total) / sum(weights)


def _round_result(
    framework: Framework,
    results: Mapping[str, QuestionResult],
    institutions: Iterable[str],
    *,
    validated: bool,
) -> RoundResult:
    levels = {one.id: one.level for one in results.values()}
    supported = {
        one.id: one.level if one.validated is None else one.validated
        for one in results.values()
    }
    return RoundResult(
        framework=framework,
        questions=results,
        scores=scores_of(framework, levels, results),
        validated=scores_of(framework, supported, results) if validated else None,
        institutions=tuple(institutions),
    )


def _question_result(
    framework: Framework,
    question: Question,
    answers: Sequence[Answer],
    agreed: Given,
    evidence: Mapping[str, int | None] | None,
) -> QuestionResult:
    levels = proposals.levels_of(answers)
    proposed = proposals.proposal(question, answers)
    level = proposed if agreed is None else agreed
    if levels:
        low, high = levels[0], levels[-1]
    elif isinstance(level, int):
        low = high = level
    else:
        low, high = framework.minimum, framework.maximum
    validated = None
    if evidence is not None:
        validated = proposals.validated_level(
            framework, level, evidence.get(question.id)
        )
    return QuestionResult(
        id=question.id,
        level=level,
        proposed=proposed,
        agreed=agreed,
        validated=validated,
        discuss=proposals.must_discuss(framework, question, answers),
        discuss_first=proposals.discuss_first(question, answers),
        why=proposals.why(question, answers),
        low=low,
        high=high,
        levels=levels,
        deciding=proposals.levels_of(proposals.deciding(question, answers)),
    )
