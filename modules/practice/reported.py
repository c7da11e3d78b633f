"""The raw layer: two monthly tables of 2025 as reported, with planted faults.

Entries: the total of March is typed 10 too low; the unknown sex of June is missing;
every number of October is typed with one zero too many. Asylum: the end of May is
typed 10 too high; the reopened case of August is left out.
"""

import itertools
from dataclasses import dataclass, replace
from datetime import date

from modules.practice.accounts import asylum_account, month_of
from modules.practice.generator import Arvania

YEAR = 2025
LOW, HIGH = 0.4, 2.5


@dataclass(frozen=True)
class ReportedEntries:
    """Entries of foreigners in one month as reported; unknown is None if missing."""

    month: date
    men: int
    women: int
    unknown: int | None
    total: int

    @property
    def adds_up(self) -> bool:
        """Whether men, women and unknown give the total; missing counts as 0."""
        return self.men + self.women + (self.unknown or 0) == self.total


@dataclass(frozen=True)
class ReportedAsylum:
    """Pending asylum cases of one month as reported, in persons."""

    month: date
    start: int
    applications: int
    reopened: int
    decisions: int
    withdrawn: int
    end: int

    @property
    def difference(self) -> int:
        """Reported end minus the end that the parts give."""
        came = self.applications + self.reopened
        return self.end - (self.start + came - self.decisions - self.withdrawn)


@dataclass(frozen=True)
class TableChecks:
    """How many months break each rule; reported: entries of the year, added up."""

    sum: int
    ratio: int
    empty: int
    balance: int
    chain: int
    reported: int


def reported_entries(country: Arvania) -> tuple[ReportedEntries, ...]:
    """Return the table of entries as reported."""
    rows = []
    for number in range(1, 13):
        month = date(YEAR, number, 1)
        cells = [
            row
            for row in country.border_months
            if row.month == month and row.direction == "E"
        ]
        men, women, unknown = (
            sum(getattr(row, sex) for row in cells)
            for sex in ("men", "women", "unknown")
        )
        row = ReportedEntries(month, men, women, unknown, men + women + unknown)
        if number == 3:
            row = replace(row, total=row.total - 10)
        if number == 6:
            row = replace(row, unknown=None)
        if number == 10:
            row = ReportedEntries(
                month, men * 10, women * 10, unknown * 10, row.total * 10
            )
        rows.append(row)
    return tuple(rows)


def reported_asylum(country: Arvania) -> tuple[ReportedAsylum, ...]:
    """Return the table of pending cases as reported."""
    rows = []
    for number in range(1, 13):
        account = asylum_account(country, month_of(date(YEAR, number, 1)))
        row = ReportedAsylum(
            month=date(YEAR, number, 1),
            start=account.start,
            applications=account.applications,
            reopened=account.reopened,
            decisions=account.decisions,
            withdrawn=account.withdrawn,
            end=account.end,
        )
        if number == 5:
            row = replace(row, end=row.end + 10)
        if number == 8:
            row = replace(row, reopened=0)
        rows.append(row)
    return tuple(rows)


def ratio_flags(rows: tuple[ReportedEntries, ...]) -> list[bool]:
    """Return for each month whether its ratio to the month before is suspicious.

    The first month has no month before it and is never flagged.
    """
    flags = [False]
    for before, row in itertools.pairwise(rows):
        flags.append(not LOW <= row.total / before.total <= HIGH)
    return flags


def chain_flags(rows: tuple[ReportedAsylum, ...]) -> list[bool]:
    """Return for each month whether its start differs from the end before it."""
    flags = [False]
    for before, row in itertools.pairwise(rows):
        flags.append(row.start != before.end)
    return flags


def table_checks(country: Arvania) -> TableChecks:
    """Return how many months break each rule."""
    entries, asylum = reported_entries(country), reported_asylum(country)
    return TableChecks(
        sum=sum(not row.adds_up for row in entries),
        ratio=sum(ratio_flags(entries)),
        empty=sum(row.unknown is None for row in entries),
        balance=sum(row.difference != 0 for row in asylum),
        chain=sum(chain_flags(asylum)),
        reported=sum(row.total for row in entries),
    )
