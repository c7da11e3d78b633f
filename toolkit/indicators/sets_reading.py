"""A set as values: candidates, rows, and the whole of it as it stands or stood."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from lms.accounts.models import Country
from toolkit.indicators import choosing
from toolkit.indicators.models import (
    CandidateScore,
    CatalogueVersion,
    ChosenIndicator,
    Indicator,
    MinimumSet,
)


def candidate_of(
    indicator: Indicator, score: CandidateScore | None = None
) -> choosing.Candidate:
    """Return an indicator as choosing needs it."""
    return choosing.Candidate(
        code=indicator.code,
        position=indicator.position,
        kind=indicator.kind,
        topic=indicator.topic,
        by_sex=indicator.by_sex,
        packs=tuple(indicator.packs),
        scores={
            name: getattr(score, name) if score else None for name in choosing.CRITERIA
        },
    )


def candidates_of(
    minimum_set: MinimumSet,
) -> list[tuple[Indicator, choosing.Candidate]]:
    """Return all candidates with their scores, in the catalogue's order; two queries.

    Those that have left the catalogue are there as long as the set has them.
    """
    scores = {row.indicator_id: row for row in minimum_set.scores.all()}
    found = Indicator.objects.filter(
        Q(is_active=True) | Q(chosen__minimum_set=minimum_set)
    )
    found = found.distinct().order_by("position", "code")
    return [(one, candidate_of(one, scores.get(one.pk))) for one in found]


def missing_of(rows: Iterable[ChosenIndicator]) -> list[choosing.Missing]:
    """Return every reason why a set of these rows cannot be approved."""
    rows = list(rows)
    return choosing.missing_before_approval(
        [candidate_of(row.indicator) for row in rows], [row.state for row in rows]
    )


def texts(value) -> dict[str, str]:
    """Return a text by language code, also when it was written in one alone."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, dict):
        return {key: text for key, text in data.items() if text}
    return {"en": str(data or "")}


def snapshot(minimum_set: MinimumSet) -> dict:
    """Return a set with all its texts and names, as JSON keeps it.

    An approved set was frozen so; of a draft it is worked out now. Six queries.
    """
    if minimum_set.frozen is not None:
        return minimum_set.frozen
    scores = {row.indicator_id: row for row in minimum_set.scores.all()}
    catalogue = CatalogueVersion.objects.first()
    country: Country = minimum_set.country
    return {
        "format": 1,
        "country": {"iso3": country.iso3, "name": texts(country.name)},
        "number": minimum_set.number,
        "language": minimum_set.language,
        "profile": minimum_set.profile,
        "weights": minimum_set.weights,
        "approved_on": "",
        "approved_by": "",
        "approved_post": "",
        "as_of": timezone.localdate().isoformat(),
        "structure": catalogue.structure if catalogue else [],
        "rows": [
            row_data(row, scores.get(row.indicator_id), minimum_set.weights)
            for row in minimum_set.chosen.with_all()
        ],
    }


def row_data(
    row: ChosenIndicator, score: CandidateScore | None = None, weights=None
) -> dict:
    """Return one row as a snapshot keeps it; ``row`` from with_all()."""
    indicator, agreement = row.indicator, row.agreement
    candidate = candidate_of(indicator, score)
    return {
        "code": indicator.code,
        "name": texts(indicator.name),
        "kind": indicator.kind,
        "topic": indicator.topic,
        "by_sex": indicator.by_sex,
        "concepts": indicator.concepts,
        "owner": _owner(row.owner),
        "sources": [{"key": one.key, "name": one.name} for one in row.current_sources],
        "words": {name: getattr(row, name) for name in row.WORDS},
        "scores": dict(candidate.scores),
        "score": weights and choosing.score_of(candidate.scores, weights),
        "agreement": agreement
        and {
            "name": agreement.agreed_by_name,
            "on": agreement.agreed_on.isoformat(),
            "institution": texts(agreement.institution.name),
        },
    }


def _owner(owner) -> dict | None:
    return owner and {
        "key": owner.key,
        "kind": owner.kind,
        "name": texts(owner.name),
    }
