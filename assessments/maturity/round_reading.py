"""A round's rows as the plain values that scoring takes, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping

from assessments.maturity import models
from assessments.maturity.answers import NOT_APPLICABLE, Answer, Given
from assessments.maturity.instrument import Framework
from assessments.maturity.results import RoundResult
from assessments.maturity.scoring import score_round


def framework_of(round: "models.Round") -> Framework:
    """Return the instrument of a round; the short form has its essential questions."""
    framework = round.framework.instrument()
    if round.scope == models.Round.Scope.SHORT:
        return framework.short_form()
    return framework


def answers_of(round: "models.Round") -> list[Answer]:
    """Return the answers of a round's institutions, blank ones left out.

    In the order of the round's list; institutions are named by the key of their
    row, as text.
    """
    rows = models.Answer.objects.filter(institution__round=round).exclude(given="")
    supported = _supported(round)
    asked = framework_of(round).by_id
    return [
        Answer(
            institution=str(row.institution_id),
            question=row.question,
            level=row.level,
            justification=row.justification,
            confidence=row.confidence,
            evidence_level=supported.get((row.institution_id, row.question)),
            core=row.institution.is_core,
        )
        for row in rows.select_related("institution").order_by(
            "institution__position", "institution_id", "question"
        )
        if row.question in asked
    ]


def agreed_of(round: "models.Round") -> dict[str, Given]:
    """Return question > agreed level, for those that have one.

    "Not applicable" that a validator refused counts as "don't know".
    """
    rows = models.AgreedLevel.objects.filter(round=round).exclude(given="")
    return {
        row.question: "dk"
        if row.level == NOT_APPLICABLE and row.na_accepted is False
        else row.level
        for row in rows
    }


def evidence_levels_of(round: "models.Round") -> Mapping[str, int | None] | None:
    """Return question > highest level that accepted evidence supports.

    None before anything can have been validated.
    """
    if round.state not in ("submitted", *models.Round.FROZEN):
        return None
    best: dict[str, int] = defaultdict(int)
    for (_institution, question), level in _supported(round).items():
        best[question] = max(best[question], level)
    return {one: best.get(one) for one in framework_of(round).by_id}


def round_result(round: "models.Round") -> RoundResult:
    """Return everything that follows from a round's answers as they are now."""
    return score_round(
        framework_of(round),
        answers_of(round),
        agreed=agreed_of(round),
        evidence=evidence_levels_of(round),
    )


def _supported(round) -> dict[tuple[int, str], int]:
    """Return (institution, question) > highest level with accepted evidence."""
    rows = models.Evidence.objects.present().filter(
        institution__round=round, review=models.Evidence.Review.ACCEPTED
    )
    best: dict[tuple[int, str], int] = {}
    for institution, question, level in rows.values_list(
        "institution", "question", "supports"
    ):
        place = (institution, question)
        best[place] = max(best.get(place, level), level)
    return best
