"""Tables of people: indicators, register, census, permits, asylum."""

from datetime import date

from modules.practice.accounts import (
    asylum_account,
    month_of,
    population_account,
    quarter_of,
    work_account,
)
from modules.practice.border import QUARTERS, quarter
from modules.practice.census import COUNT_DAYS
from modules.practice.country import (
    AGE_GROUPS,
    ARVANIA,
    CITIZENSHIPS,
    REASONS,
    SEXES,
    YEARS,
)
from modules.practice.generator import Arvania
from modules.practice.table import Table

_GROUPS = tuple(AGE_GROUPS)


def six_indicators(country: Arvania) -> Table:
    """Return the six first indicators by quarter, as Arvania delivers them."""
    rows = []
    for period in QUARTERS:
        span = quarter_of(period)
        work = work_account(country, span)
        asylum = asylum_account(country, span)
        crossings = {
            direction: sum(
                row.total
                for row in country.border_months
                if row.direction == direction and quarter(row.month) == period
            )
            for direction in "EX"
        }
        rows.append(
            (
                period,
                sum(row.counted_on(span.last) for row in country.people),
                work.first,
                work.extension,
                work.granted,
                work.refused,
                crossings["E"],
                crossings["X"],
                asylum.applications,
                asylum.decisions,
            )
        )
    return Table(
        "six_indicators",
        "The six first indicators by quarter",
        (
            "Period",
            "FOR_STOCK, end of quarter",
            "WP_PROC first",
            "WP_PROC extension",
            "WP_PROC granted",
            "WP_PROC refused",
            "ENT_FOR",
            "EXT_FOR",
            "ASY_APP",
            "RSD_DEC",
        ),
        tuple(rows),
    )


def register_by_sex(country: Arvania) -> Table:
    """Return the balancing equation of each year, for both sexes together and apart."""
    rows = []
    for year in YEARS:
        for sex, word in ((None, "Both"), ("M", "Men"), ("F", "Women")):
            row = population_account(country.people, year, sex=sex)
            rows.append(
                (
                    year,
                    word,
                    row.start,
                    row.immigration,
                    row.births,
                    row.corrections_in,
                    row.emigration,
                    row.deaths,
                    row.citizenship,
                    row.corrections_out,
                    row.end,
                )
            )
    return Table(
        "register_account",
        "Foreign citizens in the population register: account of each year",
        (
            "Year",
            "Sex",
            "Start",
            "Immigration",
            "Births",
            "Late arrivals",
            "Emigration",
            "Deaths",
            "New citizens",
            "Late departures",
            "End",
        ),
        tuple(rows),
    )


def _census(country: Arvania, day: date, **wanted: str) -> int:
    """Return the persons of a census table in cells with the wanted traits."""
    return sum(
        cell.persons
        for cell in country.census
        if cell.day == day
        and all(getattr(cell, name) == value for name, value in wanted.items())
    )


def foreigners_by_citizenship(country: Arvania) -> Table:
    """Return foreign citizens in both census tables by citizenship and sex."""
    rows = []
    for code, name in CITIZENSHIPS.items():
        numbers = [
            _census(country, day, citizenship=code, sex=sex)
            for day in COUNT_DAYS
            for sex in SEXES
        ]
        rows.append((name, *numbers, numbers[2] + numbers[3]))
    rows.append(("Total", *(sum(row[i] for row in rows) for i in range(1, 6))))
    return Table(
        "foreigners_by_citizenship",
        "Foreign citizens by citizenship and sex, census 2024 and count 2025",
        (
            "Citizenship",
            "Men 2024",
            "Women 2024",
            "Men 2025",
            "Women 2025",
            "Total 2025",
        ),
        tuple(rows),
    )


def census_two_by_two(country: Arvania) -> Table:
    """Return usual residents by citizenship and place of birth."""
    rows = []
    for day in COUNT_DAYS:
        for birth, word in (("native", "Born in Arvania"), ("foreign", "Born abroad")):
            own = _census(country, day, citizenship=ARVANIA, birth=birth)
            total = _census(country, day, birth=birth)
            rows.append((day.year, word, own, total - own, total))
    return Table(
        "census_two_by_two",
        "Usual residents by place of birth and citizenship",
        ("Year", "Place of birth", "Citizens of Arvania", "Foreign citizens", "Total"),
        tuple(rows),
    )


def census_by_age(country: Arvania) -> Table:
    """Return usual residents by citizenship, sex and age group, 31 December 2025."""
    day = COUNT_DAYS[1]
    rows = []
    for sex, word in SEXES.items():
        for age in _GROUPS:
            own = _census(country, day, citizenship=ARVANIA, sex=sex, age=age)
            total = _census(country, day, sex=sex, age=age)
            rows.append((word, age, own, total - own, total))
    rows.append(("Total", "", *(sum(row[i] for row in rows) for i in (2, 3, 4))))
    return Table(
        "census_by_age",
        "Usual residents by sex and age group, 31 December 2025",
        ("Sex", "Age", "Citizens of Arvania", "Foreign citizens", "Total"),
        tuple(rows),
    )


def first_permits(country: Arvania) -> Table:
    """Return first residence permits by year and reason."""
    reasons = {**REASONS, "long_term": "Long-term"}
    rows = []
    for year in YEARS:
        found = [
            row.reason
            for row in country.permits
            if row.first and row.valid_from.year == year
        ]
        rows.append((year, *(found.count(key) for key in reasons), len(found)))
    return Table(
        "first_permits",
        "First residence permits by reason",
        ("Year", *reasons.values(), "Total"),
        tuple(rows),
    )


def asylum_months(country: Arvania) -> Table:
    """Return the balance of pending asylum cases for each month of 2025."""
    rows = []
    for month in range(1, 13):
        row = asylum_account(country, month_of(date(2025, month, 1)))
        rows.append(
            (
                f"2025-{month:02}",
                row.start,
                row.applications,
                row.reopened,
                row.decisions,
                row.withdrawn,
                row.end,
            )
        )
    return Table(
        "asylum_months",
        "Asylum cases at first instance, 2025 by month, persons",
        (
            "Month",
            "Pending at start",
            "Applications",
            "Reopened",
            "Decisions",
            "Closed without decision",
            "Pending at end",
        ),
        tuple(rows),
    )
