"""What the inventory and the minimum set say about questions of the assessment.

Sentences with figures, offered as evidence: never a level. Where nothing has been
recorded nothing is said.
"""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity.facts import Fact, register
from lms.accounts.models import Country, Institution
from toolkit.indicators.models import ChosenIndicator, DataSource, Indicator, MinimumSet
from toolkit.network.facts import core_institutions, page_of
from toolkit.network.models import PublicItem
from toolkit.network.publishing import is_public

Topic = Indicator.Topic
#: Days within which a source counts as looked at this year.
YEAR = timedelta(days=365)
#: Sources whose profile D2 asks for.
REGISTERS = (DataSource.Kind.REGISTER, DataSource.Kind.CASE_FILE)
#: Ways of sharing that do not wait for a request.
SHARED = (
    DataSource.Access.REGULAR,
    DataSource.Access.RECORDS,
    DataSource.Access.PUBLIC,
)
#: Who keeps the sector sources of D3, and what they are about.
SECTORS = (
    Institution.Kind.EDUCATION,
    Institution.Kind.LABOUR,
    Institution.Kind.TOURISM,
    Institution.Kind.TAX,
)


def register_all() -> None:
    """Say about which questions the inventory and the set speak."""
    register("indicators.inventory", ["D1"], inventory)
    register("indicators.coverage", ["D2", "D3", "D4", "D5"], coverage)
    register("indicators.law", ["C1", "C2"], law)
    register(
        "indicators.set",
        ["C1", "E1", "E2", "E3", "E4", "E5", "F1", "F5", "G4"],
        minimum_set,
    )
    register("indicators.public", ["J3"], public_set)


def inventory(country: Country, today: date) -> list[Fact]:
    """D1: for how many core institutions there are rows, and how fresh they are."""
    rows = _sources(country)
    core = {one.pk for one in core_institutions(country)}
    if not rows or not core:
        return []
    covered = {one.owner_id for one in rows} & core
    fresh = sum(_day(one.changed_at) > today - YEAR for one in rows)
    texts = [
        ngettext(
            "%(covered)s of %(count)s core institution has data sources in the "
            "inventory; sources in all: %(sources)s.",
            "%(covered)s of %(count)s core institutions have data sources in the "
            "inventory; sources in all: %(sources)s.",
            len(core),
        )
        % {"covered": len(covered), "count": len(core), "sources": len(rows)},
        ngettext(
            "%(fresh)s of %(count)s data source in the inventory was brought up to "
            "date in the last 12 months.",
            "%(fresh)s of %(count)s data sources in the inventory were brought up to "
            "date in the last 12 months.",
            len(rows),
        )
        % {"fresh": fresh, "count": len(rows)},
    ]
    return _of_sources(country, rows, ("D1",), texts)


def coverage(country: Country, today: date) -> list[Fact]:
    """D2 to D5: whom registers cover, which sectors, censuses, hidden groups."""
    rows = _sources(country)
    if not rows:
        return []
    registers = [one for one in rows if one.kind in REGISTERS]
    found = []
    if registers:
        described = sum(
            _filled(one, "coverage", "missed", "counted_twice") for one in registers
        )
        text = ngettext(
            "%(described)s of %(count)s register or permit database says whom it "
            "covers, whom it misses and whom it may count twice.",
            "%(described)s of %(count)s registers and permit databases say whom they "
            "cover, whom they miss and whom they may count twice.",
            len(registers),
        ) % {"described": described, "count": len(registers)}
        found += _of_sources(country, rows, ("D2",), [text])
    border = sum(
        one.kind == DataSource.Kind.BORDER or Topic.BORDER in one.topics for one in rows
    )
    sector = sum(
        one.owner.kind in SECTORS or bool({Topic.WORK, Topic.EDUCATION} & {*one.topics})
        for one in rows
    )
    text = ngettext(
        "Of %(count)s data source in the inventory, about border crossings: "
        "%(border)s; about work, education, tourism or taxes: %(sector)s.",
        "Of %(count)s data sources in the inventory, about border crossings: "
        "%(border)s; about work, education, tourism or taxes: %(sector)s.",
        len(rows),
    ) % {"count": len(rows), "border": border, "sector": sector}
    found += _of_sources(country, rows, ("D3",), [text])
    kinds = [one.kind for one in rows]
    text = ngettext(
        "Of %(count)s data source in the inventory, censuses: %(censuses)s; sample "
        "surveys: %(surveys)s.",
        "Of %(count)s data sources in the inventory, censuses: %(censuses)s; sample "
        "surveys: %(surveys)s.",
        len(rows),
    ) % {
        "count": len(rows),
        "censuses": kinds.count(DataSource.Kind.CENSUS),
        "surveys": kinds.count(DataSource.Kind.SURVEY),
    }
    found += _of_sources(country, rows, ("D4",), [text])
    text = ngettext(
        "Of %(count)s data source in the inventory, about people in an irregular "
        "situation and return: %(irregular)s; about nationals abroad: %(abroad)s; "
        "about protection: %(protection)s.",
        "Of %(count)s data sources in the inventory, about people in an irregular "
        "situation and return: %(irregular)s; about nationals abroad: %(abroad)s; "
        "about protection: %(protection)s.",
        len(rows),
    ) % {
        "count": len(rows),
        "irregular": _about(rows, Topic.IRREGULAR),
        "abroad": _about(rows, Topic.ABROAD),
        "protection": _about(rows, Topic.PROTECTION),
    }
    return found + _of_sources(country, rows, ("D5",), [text])


def law(country: Country, today: date) -> list[Fact]:
    """C1 and C2: legal bases that are written down, sharing that is agreed."""
    rows = _sources(country)
    if not rows:
        return []
    based = ngettext(
        "For %(based)s of %(count)s data source in the inventory the legal basis is "
        "written down.",
        "For %(based)s of %(count)s data sources in the inventory the legal basis is "
        "written down.",
        len(rows),
    ) % {
        "based": sum(_filled(one, "legal_basis") for one in rows),
        "count": len(rows),
    }
    shared = ngettext(
        "%(shared)s of %(count)s data source in the inventory is shared at agreed "
        "times, by agreement or in public; with whom and how is written for "
        "%(written)s.",
        "%(shared)s of %(count)s data sources in the inventory are shared at agreed "
        "times, by agreement or in public; with whom and how is written for "
        "%(written)s.",
        len(rows),
    ) % {
        "shared": sum(one.access in SHARED for one in rows),
        "count": len(rows),
        "written": sum(
            one.access in SHARED and _filled(one, "shared_with") for one in rows
        ),
    }
    return [
        *_of_sources(country, rows, ("C1",), [based]),
        *_of_sources(country, rows, ("C2",), [shared]),
    ]


def minimum_set(country: Country, today: date) -> list[Fact]:
    """C1, E1 to E5, F1, F5 and G4: the set in force, or else its draft."""
    sets = MinimumSet.objects.of_country(country).exclude(
        state=MinimumSet.State.REPLACED
    )
    # "approved" comes before "draft".
    found = sets.order_by("state", "-number").first()
    if found is None:
        return []
    rows = list(
        ChosenIndicator.objects.filter(minimum_set=found)
        .select_related("indicator", "owner")
        .prefetch_related("sources", "agreements")
    )
    if not rows:
        return []
    url = page_of(country, "indicators:set")
    last = max(_day(one.changed_at) for one in rows)
    as_of = found.approved_on or last
    return [
        Fact((question,), text, str(_("Minimum set")), url, as_of)
        for question, text in _of_set(found, rows)
    ]


def public_set(country: Country, today: date) -> list[Fact]:
    """J3: that the approved set and its matrix are public."""
    found = MinimumSet.objects.of_country(country).in_force()
    if not found.exists() or not is_public(country, PublicItem.Item.INDICATORS):
        return []
    text = _(
        "The minimum set and its definition matrix can be read and downloaded by "
        "everybody on the country page."
    )
    url = page_of(country, "network:country")
    return [Fact(("J3",), text, _("Country page"), url, today)]


def _of_set(found: MinimumSet, rows: list[ChosenIndicator]):
    """Yield question and sentence for each thing the set says."""
    count = len(rows)
    if found.state == MinimumSet.State.APPROVED:
        words = ngettext(
            "Version %(number)s of the minimum set, with %(count)s indicator, was "
            "approved on %(date)s.",
            "Version %(number)s of the minimum set, with %(count)s indicators, was "
            "approved on %(date)s.",
            count,
        )
        date_of = date_format(found.approved_on) if found.approved_on else ""
        yield "E1", words % {"number": found.number, "count": count, "date": date_of}
    else:
        words = ngettext(
            "A draft of the minimum set has %(count)s indicator; it is not approved.",
            "A draft of the minimum set has %(count)s indicators; it is not approved.",
            count,
        )
        yield "E1", words % {"count": count}
    for question, words, number in _shares(rows):
        yield question, words % {"number": number, "count": count}


def _shares(rows: list[ChosenIndicator]):
    """Yield question, words and number for what is true of so many indicators."""
    count = len(rows)
    agreed = [one for one in rows if _is_agreed(one)]
    yield (
        "E1",
        ngettext(
            "%(number)s of %(count)s indicator of the minimum set was agreed to by its "
            "owner, with name and date.",
            "%(number)s of %(count)s indicators of the minimum set were agreed to by "
            "their owners, with name and date.",
            count,
        ),
        len(agreed),
    )
    yield (
        "C1",
        ngettext(
            "For %(number)s of %(count)s indicator of the minimum set, every source "
            "has its legal basis written down.",
            "For %(number)s of %(count)s indicators of the minimum set, every source "
            "has its legal basis written down.",
            count,
        ),
        sum(_has_law(one) for one in rows),
    )
    yield (
        "E2",
        ngettext(
            "%(number)s of %(count)s indicator of the minimum set has a national "
            "definition that its owner has agreed to.",
            "%(number)s of %(count)s indicators of the minimum set have a national "
            "definition that their owners have agreed to.",
            count,
        ),
        sum(_filled(one, "definition") for one in agreed),
    )
    yield (
        "E3",
        ngettext(
            "The definition matrix is complete for %(number)s of %(count)s indicator "
            "of the minimum set.",
            "The definition matrix is complete for %(number)s of %(count)s indicators "
            "of the minimum set.",
            count,
        ),
        sum(_is_complete(one) for one in rows),
    )
    yield (
        "E4",
        ngettext(
            "%(number)s of %(count)s indicator of the minimum set is broken down by "
            "sex among others.",
            "%(number)s of %(count)s indicators of the minimum set are broken down by "
            "sex among others.",
            count,
        ),
        sum(one.indicator.by_sex and _filled(one, "breakdowns") for one in rows),
    )
    yield (
        "E5",
        ngettext(
            "%(number)s of %(count)s indicator of the minimum set has a named owner.",
            "%(number)s of %(count)s indicators of the minimum set have a named owner.",
            count,
        ),
        sum(one.owner_id is not None for one in rows),
    )
    yield (
        "F1",
        ngettext(
            "For %(number)s of %(count)s indicator of the minimum set it is written "
            "from which record it is taken, by which method and how often.",
            "For %(number)s of %(count)s indicators of the minimum set it is written "
            "from which record they are taken, by which method and how often.",
            count,
        ),
        sum(_filled(one, "source_note", "method", "frequency") for one in rows),
    )
    yield (
        "F5",
        ngettext(
            "%(number)s of %(count)s indicator of the minimum set has a release rule.",
            "%(number)s of %(count)s indicators of the minimum set have a release "
            "rule.",
            count,
        ),
        sum(_filled(one, "release_rule") for one in rows),
    )
    yield (
        "G4",
        ngettext(
            "The known limits are written for %(number)s of %(count)s indicator of "
            "the minimum set.",
            "The known limits are written for %(number)s of %(count)s indicators of "
            "the minimum set.",
            count,
        ),
        sum(_filled(one, "limits") for one in rows),
    )


def _sources(country: Country) -> list[DataSource]:
    rows = DataSource.objects.of_country(country).filter(is_active=True)
    return list(rows.select_related("owner"))


def _of_sources(country, rows, questions, texts) -> list[Fact]:
    url = page_of(country, "indicators:sources")
    as_of = max(_day(one.changed_at) for one in rows)
    source = _("Inventory of data sources")
    return [Fact(questions, text, source, url, as_of) for text in texts]


def _day(moment) -> date:
    return timezone.localdate(moment)


def _about(rows: list[DataSource], topic: str) -> int:
    return sum(topic in one.topics for one in rows)


def _filled(row, *fields: str) -> bool:
    return all(str(getattr(row, field)).strip() for field in fields)


def _is_agreed(one: ChosenIndicator) -> bool:
    """Return whether the present owner agreed to the row as it stands."""
    return any(
        agreement.institution_id == one.owner_id
        and agreement.edit_number == one.edit_number
        for agreement in one.agreements.all()
    )


def _is_complete(one: ChosenIndicator) -> bool:
    return (
        one.owner_id is not None
        and bool(one.sources.all())
        and _filled(one, *ChosenIndicator.MATRIX)
    )


def _has_law(one: ChosenIndicator) -> bool:
    sources = one.sources.all()
    return bool(sources) and all(_filled(source, "legal_basis") for source in sources)
