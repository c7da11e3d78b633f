"""Regions and countries from lms/accounts/content/countries.yaml.

Read, validate, sync: nothing is written before the whole file is right.
Countries are matched by their two-letter code, regions by key. What vanished
from the file stays: people and records hang on it; the report names it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from i18nfield.strings import LazyI18nString

from lms.accounts.models import Country, Region
from lms.accounts.services import ensure_groups
from lms.core.content_files import Part, Problems, read_yaml
from lms.core.page_files import SyncReport

CONTENT = Path(__file__).parent / "content" / "countries.yaml"
#: Codes that ISO 3166-1 leaves to users: nothing invented may take another.
USER_CODES = re.compile(r"(X[A-Z]|X[A-Z][A-Z])\Z")


@dataclass(frozen=True)
class RegionText:
    """One region of the file."""

    key: str
    name: dict[str, str]
    demo: bool


@dataclass(frozen=True)
class CountryText:
    """One country of the file."""

    iso2: str
    iso3: str
    region: str
    name: dict[str, str]
    working_languages: list[str]
    demo: bool


@dataclass(frozen=True)
class CountriesFile:
    """The whole file, valid."""

    regions: list[RegionText]
    countries: list[CountryText]


def load_countries(
    path: Path = CONTENT, *, overwrite: bool = False, dry_run: bool = False
) -> SyncReport:
    """Load regions and countries; raise ContentRefused when the file is wrong.

    Invented ones come only with settings.DEMO_MODE. Names are always taken
    from the file: nobody edits them on the site, so overwrite changes nothing.
    """
    file = read_countries(path)
    report = SyncReport()
    with transaction.atomic():
        ensure_groups()
        for region in file.regions:
            if settings.DEMO_MODE or not region.demo:
                _sync_region(region, report)
        for country in file.countries:
            if settings.DEMO_MODE or not country.demo:
                _sync_country(country, report)
        known = [country.iso2 for country in file.countries]
        gone = Country.objects.exclude(iso2__in=known).values_list("iso2", flat=True)
        report.retired.extend(f"{iso2} (kept, with its people)" for iso2 in gone)
        if dry_run:
            transaction.set_rollback(True)
    return report


def read_countries(path: Path) -> CountriesFile:
    """Read and validate the file; raise ContentRefused with every fault."""
    problems = Problems()
    whole = read_yaml(path, problems)
    regions = [_region(part) for part in whole.parts("regions")]
    keys = [region.key for region in regions]
    parts = whole.parts("countries")
    countries = [_country(part, keys) for part in parts]
    whole.finish()
    for name in ("iso2", "iso3"):
        _refuse_twice(name, countries, parts)
    problems.refuse()
    return CountriesFile(regions, countries)


def _region(part: Part) -> RegionText:
    region = RegionText(
        key=part.text("key", limit=40),
        name=part.texts("name"),
        demo=part.flag("demo", required=False),
    )
    part.finish()
    return region


def _country(part: Part, regions: list[str]) -> CountryText:
    country = CountryText(
        iso2=part.text("iso2"),
        iso3=part.text("iso3"),
        region=part.choice("region", regions),
        name=part.texts("name"),
        working_languages=[
            item.as_text(limit=10) for item in part.items("working_languages")
        ],
        demo=part.flag("demo", required=False),
    )
    for name, code, letters in (("iso2", country.iso2, 2), ("iso3", country.iso3, 3)):
        if code and not re.fullmatch(f"[A-Z]{{{letters}}}", code):
            part.problem(
                f"`{name}` is `{code}`.", f"Write {letters} capital letters.", name=name
            )
        elif code and country.demo and not USER_CODES.match(code):
            part.problem(
                f"`{code}` belongs, or may come to belong, to a real country.",
                "Invented countries take codes from XA to XZ and XAA to XZZ.",
                name=name,
            )
    part.finish()
    return country


def _refuse_twice(name: str, countries: list[CountryText], parts: list[Part]) -> None:
    seen: dict[str, int] = {}
    for country, part in zip(countries, parts, strict=True):
        code = getattr(country, name)
        if code and code in seen:
            part.problem(
                f"`{code}` is written twice.",
                f"It is also on line {seen[code]}.",
                name=name,
            )
        seen.setdefault(code, part.line)


def _sync_region(text: RegionText, report: SyncReport) -> None:
    region = Region.objects.filter(key=text.key).first() or Region(key=text.key)
    _write(region, {"name": text.name}, f"region {text.key}", report)


def _sync_country(text: CountryText, report: SyncReport) -> None:
    country = Country.objects.filter(iso2=text.iso2).first() or Country(iso2=text.iso2)
    values = {
        "iso3": text.iso3,
        "region_id": Region.objects.get(key=text.region).pk,
        "name": text.name,
        "working_languages": text.working_languages,
        "is_demo": text.demo,
    }
    _write(country, values, text.iso2, report)


def _write(row, values: dict, label: str, report: SyncReport) -> None:
    """Save the values that differ and note what was done."""
    changed = [name for name, value in values.items() if _plain(row, name) != value]
    if not changed and row.pk:
        report.unchanged.append(label)
        return
    (report.updated if row.pk else report.created).append(label)
    for name in changed:
        value = values[name]
        setattr(row, name, LazyI18nString(value) if name == "name" else value)
    row.save()


def _plain(row, name: str):
    """Return a field's value as the file would say it."""
    value = getattr(row, name, None)
    return value.data if isinstance(value, LazyI18nString) else value
