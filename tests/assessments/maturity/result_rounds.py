"""Rounds with answers, agreed levels and evidence, for pages of results."""

from datetime import date

from django.utils import timezone

from assessments.maturity.models import AgreedLevel, Answer, Dissent, Evidence, Round
from assessments.maturity.round_reading import framework_of
from assessments.maturity.services.results import frozen_scores
from tests.accounts.factories import CountryFactory, InstitutionFactory, UserFactory
from tests.assessments.maturity.factories import (
    RoundFactory,
    RoundInstitutionFactory,
    make_framework,
)


def make_round(
    country=None,
    *,
    state="validated",
    levels=None,
    institutions=2,
    framework=None,
    on=date(2027, 6, 30),
    in_benchmarks=False,
    **fields,
) -> Round:
    """Return a round whose institutions all gave the agreed levels.

    levels: question > level, "dk" or "na"; by default 2 for each question. The
    last institution gives one level less where it can, and says so for the first
    question. Every question has one accepted piece of evidence.
    """
    by = UserFactory()
    round = RoundFactory(
        country=country or CountryFactory(),
        framework=make_framework(framework),
        state="submitted",
        reference_date=on,
        opened_by=by,
        **fields,
    )
    asked = framework_of(round)
    levels = dict.fromkeys(asked.by_id, 2) | (levels or {})
    rows = [
        RoundInstitutionFactory(
            round=round,
            position=place,
            institution=InstitutionFactory(
                country=round.country, name={"en": f"Body {place}"}
            ),
        )
        for place in range(institutions)
    ]
    for place, row in enumerate(rows):
        last = len(rows) > 1 and place == len(rows) - 1
        Answer.objects.bulk_create(
            Answer(
                institution=row,
                question=key,
                given=str(_lower(asked, levels[key]) if last else levels[key]),
                justification=f"{row.institution} on {key}.",
                changed_by=by,
            )
            for key in asked.by_id
            if levels[key] is not None
        )
        Evidence.objects.bulk_create(
            Evidence(
                institution=row,
                question=key,
                kind="link",
                url=f"https://arvania.example/{key}",
                title=f"Decision on {key}",
                added_by=by,
                review="accepted",
                supports=asked.maximum,
            )
            for key in asked.by_id
            if place == 0
        )
    for key in asked.by_id:
        if levels[key] is None:
            continue
        agreed = AgreedLevel.objects.create(
            round=round,
            question=key,
            given=str(levels[key]),
            reason=f"Seen at the meeting: {key}.",
            set_by=by,
            na_accepted=True if levels[key] == "na" else None,
        )
        agreed.agreed_by.set(rows[:-1] or rows)
        if len(rows) > 1 and key == next(iter(asked.by_id)):
            Dissent.objects.create(
                agreed=agreed,
                institution=rows[-1],
                given=str(asked.minimum),
                text="We see less of it.",
                noted_by=by,
            )
    round.state = state
    if state in Round.FROZEN:
        round.scores, round.scored_at = frozen_scores(round), timezone.now()
        round.in_benchmarks = in_benchmarks
    round.save()
    return round


def _lower(framework, given):
    return max(framework.minimum, given - 1) if isinstance(given, int) else given
