"""The comparison of a region as a page: counts per level, no names, no ranks."""

from assessments.maturity.benchmarks import FEWEST, Benchmarks, Counted, benchmarks_of
from assessments.maturity.explaining import text_in
from assessments.maturity.models import Round
from assessments.maturity.national_result import Reader, frame
from assessments.maturity.result_pages import level_shown


def benchmarks_for(round: Round) -> Benchmarks | None:
    """Return the counts of a round's region and version of the framework.

    Each country that takes part counts once, with its newest round of all
    questions; a country whose newest round was not lent does not count.
    """
    rounds = Round.objects.frozen().filter(
        country__region=round.country.region_id,
        framework=round.framework_id,
        scope=Round.Scope.FULL,
    )
    newest: dict[int, Round] = {}
    for one in rounds.order_by("-reference_date", "-pk"):
        newest.setdefault(one.country_id, one)
    scores = [one.scores for one in newest.values() if one.in_benchmarks]
    levels = round.framework.instrument().levels
    return benchmarks_of(scores, [level.value for level in levels])


def benchmarks_context(round: Round, reader: Reader) -> dict:
    """Return what the page shows; without enough countries, only why."""
    found = benchmarks_for(round)
    framework = round.framework.instrument()
    return {
        **frame(round),
        "reader": reader,
        "fewest": FEWEST,
        "found": found,
        "levels": [level_shown(framework, level.value) for level in framework.levels],
        "dimensions": [
            {
                "id": dimension.id,
                "title": text_in(dimension.title),
                "counts": _row(found.dimensions[dimension.id]),
                "questions": [
                    {
                        "id": one.id,
                        "title": text_in(one.title),
                        "counts": _row(found.questions[one.id]),
                    }
                    for one in dimension.questions
                ],
            }
            for dimension in framework.dimensions
        ]
        if found
        else [],
    }


def _row(counted: Counted) -> list[int]:
    return [*counted.levels.values(), counted.others]
