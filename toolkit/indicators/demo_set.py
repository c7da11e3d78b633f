"""The minimum set of Arvania, approved in its first version; a draft of Belmora.

Everything in it is invented; days are counted back from today. It stands on the
sources of demo_sources.py and on the focal points of the network's demonstration.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lms.accounts.models import Country, Institution, User

from .demo_set_rows import ROWS, SCORES
from .models import CandidateScore, ChosenIndicator, DataSource, Indicator, MinimumSet
from .services.agreeing import record_agreement
from .services.approving import approve
from .services.matrix import save_row
from .services.sets import choose, start_set

#: Days before today: when the last owner agreed, and when it was approved.
AGREED, APPROVED = 131, 124
BELMORA = ("FOR_STOCK", "ENT_FOR", "ASY_APP")


APPROVED_BY = "Almira Dosan"
POST = "Deputy head of the Government, chair of the working group"


def load(country: Country, by: User) -> MinimumSet | None:
    """Load the set of Arvania and the draft of Belmora; twice changes nothing.

    Without the catalogue, or without a source or an owner, there is nothing to load.
    """
    with transaction.atomic():
        _load_belmora()
        found = MinimumSet.objects.of_country(country).first()
        if found or not _is_there(country):
            return found
        return _load_arvania(country, by)


def _is_there(country) -> bool:
    codes = [row["code"] for row in ROWS]
    keys = {key for row in ROWS for key in row["sources"]}
    owners = {row["owner"] for row in ROWS}
    return (
        Indicator.objects.filter(code__in=codes).count() == len(codes)
        and DataSource.objects.filter(country=country, key__in=keys).count()
        == len(keys)
        and Institution.objects.filter(country=country, key__in=owners).count()
        == len(owners)
    )


def _load_arvania(country, by) -> MinimumSet:
    today = timezone.localdate()
    draft = start_set(
        country,
        by=by,
        profile=["transit", "destination"],
    )
    _score(draft)
    choose(draft, codes=[row["code"] for row in ROWS], by=by, edit_number=0)
    _order(draft)
    owners = {one.key: one for one in Institution.objects.filter(country=country)}
    for place, known in enumerate(reversed(ROWS)):
        row = draft.chosen.with_all().get(indicator__code=known["code"])
        saved = save_row(
            row,
            owner=owners[known["owner"]],
            sources=list(
                DataSource.objects.filter(country=country, key__in=known["sources"])
            ),
            words={name: known.get(name, "") for name in ChosenIndicator.WORDS},
            by=by,
            edit_number=row.edit_number,
        )
        record_agreement(
            saved,
            name=known["agreed_by"],
            on=today - timedelta(days=AGREED + 3 * place),
            by=by,
            edit_number=saved.edit_number,
        )
    begun = timezone.now() - timedelta(days=APPROVED + 60)
    MinimumSet.objects.filter(pk=draft.pk).update(created_at=begun)
    draft.chosen.update(changed_at=begun + timedelta(days=20))
    return approve(
        draft,
        name=APPROVED_BY,
        post=POST,
        on=today - timedelta(days=APPROVED),
        by=by,
    )


def _load_belmora() -> None:
    country = Country.objects.filter(iso2="XB").first()
    by = User.objects.filter(email="administrator@belmora.example").first()
    there = Indicator.objects.filter(code__in=BELMORA).count() == len(BELMORA)
    if country is None or by is None or not there:
        return
    if MinimumSet.objects.of_country(country).exists():
        return
    draft = start_set(country, by=by, profile=["destination"], language="fr")
    choose(draft, codes=BELMORA, by=by, edit_number=0, unfinished=True)
    owner = Institution.objects.filter(country=country, key="statistics-office").first()
    draft.chosen.filter(indicator__code="FOR_STOCK").update(
        owner=owner,
        unit="personnes",
        reference_period="31 décembre",
        frequency="chaque année",
        edit_number=1,
    )


def _score(draft) -> None:
    ids = dict(Indicator.objects.filter(code__in=SCORES).values_list("code", "pk"))
    names = ("relevance", "availability", "quality", "low_cost")
    CandidateScore.objects.bulk_create(
        CandidateScore(
            minimum_set=draft,
            indicator_id=ids[code],
            **dict(zip(names, scores, strict=True)),
        )
        for code, scores in SCORES.items()
        if code in ids
    )


def _order(draft) -> None:
    places = {row["code"]: place for place, row in enumerate(ROWS, start=1)}
    rows = list(draft.chosen.select_related("indicator"))
    for row in rows:
        row.position = places[row.indicator.code]
    ChosenIndicator.objects.bulk_update(rows, ["position"])
