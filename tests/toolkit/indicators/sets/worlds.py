"""A country with candidates, sources and owners, and sets at every stage."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from lms.accounts.models import Country, Institution, User
from lms.accounts.roles import Role
from tests.accounts.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    make_person,
)
from tests.toolkit.indicators.factories import DataSourceFactory, IndicatorFactory
from toolkit.indicators.models import ChosenIndicator, DataSource, MinimumSet
from toolkit.indicators.services.agreeing import record_agreement
from toolkit.indicators.services.approving import approve
from toolkit.indicators.services.matrix import save_row
from toolkit.indicators.services.sets import choose, start_set

#: Code, kind, topic, by sex, packs.
CANDIDATES = (
    ("FOR_STOCK", "stock", "population", True, ["dsm-six", "destination"]),
    ("WP_PROC", "flow", "work", True, ["dsm-six", "destination"]),
    ("ENT_FOR", "events", "border", True, ["dsm-six", "transit"]),
    ("EXT_FOR", "events", "border", True, ["dsm-six", "transit"]),
    ("ASY_APP", "flow", "protection", True, ["dsm-six", "protection"]),
    ("RSD_DEC", "flow", "protection", True, ["dsm-six", "protection"]),
    ("RES_VALID", "stock", "permits", True, ["destination"]),
    ("REFUSED_ENTRY", "events", "border", False, ["transit"]),
    ("REMIT_VOL", "flow", "money", False, ["origin"]),
    ("NAT_ABROAD", "stock", "abroad", True, ["origin"]),
    ("META_COMP", "derived", "governance", False, []),
)
FIVE = ("FOR_STOCK", "WP_PROC", "ENT_FOR", "ASY_APP", "RES_VALID")
DAY = date(2026, 3, 4)


@dataclass
class Place:
    """A country and what its set is made of."""

    country: Country
    keeper: User
    owner: Institution
    focal_point: User
    source: DataSource

    @property
    def code(self) -> str:
        return self.country.iso3.lower()


def make_place(country: Country | None = None) -> Place:
    """Return a country with eleven candidates, a keeper, an owner and a source."""
    country = country or CountryFactory.create()
    for position, (code, kind, topic, by_sex, packs) in enumerate(CANDIDATES, start=1):
        IndicatorFactory.create(
            code=code,
            position=position,
            kind=kind,
            topic=topic,
            by_sex=by_sex,
            packs=packs,
        )
    owner = InstitutionFactory.create(
        country=country, kind=Institution.Kind.STATISTICS, key="statistics-office"
    )
    focal_point = make_person()
    MembershipFactory.create(
        person=focal_point, role=Role.FOCAL_POINT, country=country, institution=owner
    )
    return Place(
        country=country,
        keeper=make_person(Role.COORDINATOR, country),
        owner=owner,
        focal_point=focal_point,
        source=DataSourceFactory.create(country=country, owner=owner),
    )


def make_draft(place: Place, codes=FIVE) -> MinimumSet:
    """Return a draft with these indicators; their rows are empty."""
    draft = start_set(place.country, by=place.keeper)
    return choose(
        draft,
        codes=codes,
        by=place.keeper,
        edit_number=draft.edit_number,
        unfinished=True,
    )


def row_of(minimum_set: MinimumSet, code: str) -> ChosenIndicator:
    """Return a row with all that hangs on it."""
    return minimum_set.chosen.with_all().get(indicator__code=code)


WORDS = {name: f"The {name} in words." for name in ChosenIndicator.WORDS}


def fill(place: Place, row: ChosenIndicator, **words) -> ChosenIndicator:
    """Return a row that is complete."""
    return save_row(
        row,
        owner=place.owner,
        sources=[place.source],
        words=WORDS | words,
        by=place.keeper,
        edit_number=row.edit_number,
    )


def agree_on_paper(place: Place, row: ChosenIndicator, on: date = DAY):
    """Let the owner agree to a row."""
    return record_agreement(
        row,
        name="Irina Sol",
        on=on,
        by=place.keeper,
        edit_number=row.edit_number,
    )


def make_ready(place: Place, codes=FIVE) -> MinimumSet:
    """Return a draft that can be approved."""
    draft = make_draft(place, codes)
    for row in draft.chosen.with_all():
        agree_on_paper(place, fill(place, row))
    return draft


def make_approved(place: Place, codes=FIVE) -> MinimumSet:
    """Return a set in force."""
    return approve(
        make_ready(place, codes),
        name="Dana Rook",
        post="Deputy minister",
        on=DAY,
        by=place.keeper,
    )


def url(name: str, place: Place, *more) -> str:
    """Return the address of a page of the set."""
    return reverse(f"indicators:set{name}", args=[place.code, *more])


def text(response) -> str:
    """Return a page without needless space."""
    return " ".join(response.content.decode().split())


def draft_of(place: Place) -> MinimumSet:
    """Return the draft of a country as it is now."""
    return MinimumSet.objects.of_country(place.country).drafts().get()
