"""Counts behind the headline figures: people, census, permits, work, asylum."""

from dataclasses import fields
from statistics import median

from modules.practice.accounts import (
    asylum_account,
    permit_account,
    population_account,
    work_account,
    year_of,
)
from modules.practice.cards import card_counts
from modules.practice.census import COUNT_DAYS, bridge, citizens_account, new_citizens
from modules.practice.country import (
    ARVANIA,
    CITIZENSHIPS,
    LAST_DAY,
    REASONS,
    YEARS,
    age_on,
)
from modules.practice.generator import Arvania
from modules.practice.series import CITIZENS_LABOUR, OLD_RULE, REFUGEES_FROM_ARVANIA
from modules.practice.work import Worker

Counts = dict[str, int | float]


def people_counts(country: Arvania) -> Counts:
    """Return every count of this file by the name of its figure."""
    return {
        **_population(country),
        **_census(country),
        **_arrivals(country),
        **_permits(country),
        **_work(country),
        **_asylum(country),
        **_labour(country),
    }


def parts(row: object, name: str) -> Counts:
    """Return the fields of an account; name holds {part} where the field goes."""
    return {
        name.format(part=field.name): getattr(row, field.name) for field in fields(row)
    }


def _population(country: Arvania) -> Counts:
    """Count the register's account, by year, sex and citizenship."""
    counts: Counts = {"stock_2022": population_account(country.people, 2023).start}
    for year in YEARS:
        account = population_account(country.people, year)
        counts |= parts(account, f"{{part}}_{year}")
        counts[f"stock_{year}"] = account.end
    for sex, word in (("M", "men"), ("F", "women")):
        account = population_account(country.people, 2025, sex=sex)
        counts |= parts(account, f"{word}_{{part}}_2025")
    residents = [row for row in country.people if row.counted_on(LAST_DAY)]
    for code, name in CITIZENSHIPS.items():
        counts[f"stock_2025_{name.lower()}"] = sum(
            row.citizenship == code for row in residents
        )
    return counts


def _census(country: Arvania) -> Counts:
    """Count the two-by-two tables, the bridges and the citizens' account."""
    counts: Counts = {}
    for day in COUNT_DAYS:
        for who in ("citizens", "foreigners"):
            for birth in ("native", "foreign"):
                counts[f"census_{who}_{birth}_{day.year}"] = sum(
                    cell.persons
                    for cell in country.census
                    if cell.day == day
                    and (cell.citizenship == ARVANIA) == (who == "citizens")
                    and cell.birth == birth
                )
        row = bridge(day, country.people, country.cases, country.hidden)
        counts |= {
            name: value
            for name, value in parts(row, f"bridge_{{part}}_{day.year}").items()
            if not name.startswith("bridge_day")
        }
    counts |= parts(citizens_account(country.people), "own_{part}_2025")
    counts["new_citizens_2025"] = len(new_citizens(country.people, 2025))
    return counts


def _arrivals(country: Arvania) -> Counts:
    """Count arrivals by the 3-month and the 12-month rule, and fixed series."""
    counts: Counts = {f"old_rule_{year}": value for year, value in OLD_RULE.items()}
    for year in YEARS:
        arrived = [
            row
            for row in country.people
            if row.way_in == "immigration" and row.entered.year == year
        ]
        counts[f"stay_3_months_{year}"] = len(arrived)
        counts[f"stay_12_months_{year}"] = sum(row.long_term for row in arrived)
    counts["refugees_from_arvania"] = REFUGEES_FROM_ARVANIA
    return counts | parts(card_counts(country), "cards_{part}")


def _permits(country: Arvania) -> Counts:
    """Count residence permits: the account, first permits by reason, holders."""
    counts: Counts = {}
    for year in YEARS:
        counts |= parts(permit_account(country, year), f"permits_{{part}}_{year}")
        first = [
            row.reason
            for row in country.permits
            if row.first and row.valid_from.year == year
        ]
        for reason in (*REASONS, "long_term"):
            counts[f"first_{reason}_{year}"] = first.count(reason)
    holders = {row.person for row in country.permits if row.valid_on(LAST_DAY)}
    counts["permit_holders_2025"] = len(holders)
    return counts


def _work(country: Arvania) -> Counts:
    """Count work permit applications, decisions and valid permits."""
    counts: Counts = {}
    for year in YEARS:
        account = work_account(country, year_of(year))
        counts |= parts(account, f"work_{{part}}_{year}")
        counts[f"work_first_granted_{year}"] = sum(
            row.stage == "first" and row.outcome == "granted"
            for row in country.work_cases
            if row.closed and row.closed.year == year
        )
    counts["work_valid_2025"] = sum(
        row.valid_on(LAST_DAY) for row in country.work_cases
    )
    return counts


def _asylum(country: Arvania) -> Counts:
    """Count asylum applications, decisions, files and days to a decision."""
    counts: Counts = {}
    for year in YEARS:
        account = asylum_account(country, year_of(year))
        counts |= parts(account, f"asylum_{{part}}_{year}")
    rows = [row for row in country.cases if row.lodged.year == 2025]
    counts["asylum_files_2025"] = len({row.file for row in rows})
    counts["asylum_subsequent_2025"] = sum(row.kind == "subsequent" for row in rows)
    counts["asylum_unaccompanied_2025"] = sum(row.unaccompanied for row in rows)
    counts["asylum_median_days_2025"] = median(
        (row.decided - row.lodged).days
        for row in country.cases
        if row.decided and row.decided.year == 2025
    )
    return counts


def _labour(country: Arvania) -> Counts:
    """Count labour force and unemployed by age group, foreigners and citizens."""
    counts: Counts = {}
    for age, (labour, unemployed) in CITIZENS_LABOUR.items():
        key = age.replace("-", "_")
        group = [row for row in country.workers if _is_aged(row, age)]
        counts[f"labour_foreign_{key}"] = len(group)
        counts[f"jobless_foreign_{key}"] = sum(not row.employed for row in group)
        counts[f"labour_own_{key}"] = labour
        counts[f"jobless_own_{key}"] = unemployed
    return counts


def _is_aged(worker: Worker, group: str) -> bool:
    """Whether a worker belongs to an age group such as 18-34."""
    low, high = (int(part) for part in group.split("-"))
    return low <= age_on(worker.person.born, LAST_DAY) <= high
