"""A round beside an earlier one of the same country: only questions that ask the same."""

from dataclasses import dataclass

from assessments.maturity.changes import RoundChange, change_between
from assessments.maturity.mapping import chained
from assessments.maturity.models import FrameworkVersion, Round
from assessments.maturity.results import RoundResult
from assessments.maturity.services.results import result_of


@dataclass(frozen=True)
class Compared:
    """An earlier round with what changed since; ``change`` is None where the two
    were measured by different frameworks.
    """

    round: Round
    result: RoundResult
    change: RoundChange | None


def earlier_rounds(user, round: Round) -> list[Round]:
    """Return the validated rounds of this country before this one, newest first."""
    rounds = Round.objects.visible_to(user).frozen()
    return list(
        rounds.filter(
            country=round.country_id, reference_date__lt=round.reference_date
        ).select_related("country", "framework")
    )


def chosen(earlier: list[Round], round: Round, wanted: str) -> Round | None:
    """Return the round to compare with: the wanted one (a number as text), otherwise
    the newest that was measured by the same framework.
    """
    for one in earlier:
        if wanted == str(one.pk):
            return one
    same = (one for one in earlier if one.framework.key == round.framework.key)
    return next(same, None)


def compared_with(old: Round, round: Round, result: RoundResult) -> Compared:
    """Return what changed since an earlier round.

    Between versions, the maps of all versions that came in between are followed.
    """
    before = result_of(old)
    if old.framework.key != round.framework.key:
        return Compared(old, before, None)
    entries = None
    if old.framework_id != round.framework_id:
        between = FrameworkVersion.objects.filter(
            key=round.framework.key,
            version_sort__gt=old.framework.version_sort,
            version_sort__lte=round.framework.version_sort,
        ).published()
        maps = [one.instrument().map for one in between.order_by("version_sort")]
        entries = chained(maps)
    change = change_between(
        before.levels,
        result.levels,
        old_framework=before.framework,
        framework=result.framework,
        map=entries,
    )
    return Compared(old, before, change)
