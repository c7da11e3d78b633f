"""What can be found by comparing lists: links, unmatched exits, small cells."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from modules.practice.border import SAMPLE_DAYS, SAMPLE_STAY_DAYS, Crossing
from modules.practice.country import CITIZENSHIPS, LAST_DAY, REGIONS
from modules.practice.generator import Arvania

SMALL = 3
BASE = 5


@dataclass(frozen=True)
class TwoLists:
    """Work permits (list A) and social insurance (list B), in persons.

    by_number, by_name, by_spelling: links found in this order. gone: persons on
    list A who left, died or became citizens. truth: foreigners in work, refugees left out.
    """

    list_a: int
    list_b: int
    by_number: int
    by_name: int
    by_spelling: int
    gone: int
    truth: int


def two_lists(country: Arvania, region: str | None = None) -> TwoLists:
    """Return the comparison of both lists, for the country or one region."""
    holders = [row for row in country.permit_holders if region in (None, row.region)]
    hows = [row.how for row in country.insured if region in (None, row.region)]
    return TwoLists(
        list_a=len(holders),
        list_b=len(hows),
        by_number=hows.count("number"),
        by_name=hows.count("name"),
        by_spelling=hows.count("spelling"),
        gone=sum(not row.lives_here_on(LAST_DAY) for row in holders),
        truth=sum(
            row.employed
            for row in country.workers
            if region in (None, row.person.region)
        ),
    )


@dataclass(frozen=True)
class FerrySample:
    """Entries and exits at Sulm ferry, January to March 2025.

    documents: different document numbers among entries. travellers: the persons who
    truly entered. unmatched: entries without an exit of the same document. overdue:
    those of them that began more than 30 days before the last day. linked: overdue
    entries whose exit was typed otherwise. elsewhere: overdue entries of people who
    left at another point. overstayed: overdue entries of people who stayed on.
    """

    entries: int
    exits: int
    documents: int
    travellers: int
    unmatched: int
    overdue: int
    linked: int
    elsewhere: int
    overstayed: int


def ordered(crossings: tuple[Crossing, ...]) -> list[Crossing]:
    """Return crossings as the workbook shows them: by document, then by day."""
    return sorted(crossings, key=lambda row: (row.document, row.day, row.number))


def unmatched(crossings: tuple[Crossing, ...]) -> list[Crossing]:
    """Return entries that are not followed by an exit of the same document."""
    rows = [*ordered(crossings), None]
    return [
        row
        for row, following in pairwise(rows)
        if row.direction == "E"
        and not (
            following
            and following.document == row.document
            and following.direction == "X"
        )
    ]


def overdue(row: Crossing) -> bool:
    """Whether the days allowed since an entry are over on the last day."""
    return row.day + timedelta(days=SAMPLE_STAY_DAYS) < SAMPLE_DAYS[1]


def true_exit(row: Crossing, crossings: tuple[Crossing, ...]) -> Crossing | None:
    """Return the exit that truly ended a stay, if it was recorded at all."""
    later = sorted(
        (
            other
            for other in crossings
            if other.traveller == row.traveller and other.day > row.day
        ),
        key=lambda other: other.day,
    )
    return later[0] if later and later[0].direction == "X" else None


def ferry_sample(crossings: tuple[Crossing, ...]) -> FerrySample:
    """Return the counts of the sample."""
    entries = [row for row in crossings if row.direction == "E"]
    late = [row for row in unmatched(crossings) if overdue(row)]
    linked = [row for row in late if true_exit(row, crossings)]
    stayed = [row for row in late if row.stays_on]
    return FerrySample(
        entries=len(entries),
        exits=len(crossings) - len(entries),
        documents=len({row.document for row in entries}),
        travellers=len({row.traveller for row in entries}),
        unmatched=len(unmatched(crossings)),
        overdue=len(late),
        linked=len(linked),
        elsewhere=len(late) - len(linked) - len(stayed),
        overstayed=len(stayed),
    )


@dataclass(frozen=True)
class ProtectedCell:
    """One cell of a protected table.

    sign: "" shown, "primary" or "secondary" suppressed. rounded: to base 5.
    """

    row: str
    column: str
    value: int
    sign: str
    rounded: int


def refugees_table(country: Arvania) -> dict[tuple[str, str], int]:
    """Return persons recognised as refugees in 2025 by citizenship and sex."""
    table: dict[tuple[str, str], int] = {}
    for code, name in CITIZENSHIPS.items():
        for sex in "MF":
            table[name, sex] = sum(
                row.citizenship == code and row.sex == sex
                for row in country.cases
                if row.outcome == "refugee" and row.decided.year == 2025
            )
    seen = {row for (row, _sex), value in table.items() if value}
    return {key: value for key, value in table.items() if key[0] in seen}


def protect(table: dict[tuple[str, str], int]) -> list[ProtectedCell]:
    """Hide cells of 1 and 2, then the cells that would give them away.

    For a table of rows by men and women whose totals stay visible: the other cell
    of the row goes too, and one more row, the one with the fewest persons.
    """
    rows = list(dict.fromkeys(row for row, _sex in table))
    small = {key for key, value in table.items() if 0 < value < SMALL}
    hidden_rows = {row for row, _sex in small}
    if len(hidden_rows) == 1:
        others = [row for row in rows if row not in hidden_rows]
        hidden_rows.add(min(others, key=lambda row: table[row, "M"] + table[row, "F"]))
    return [
        ProtectedCell(
            row=key[0],
            column=key[1],
            value=value,
            sign=(
                "primary"
                if key in small
                else "secondary"
                if key[0] in hidden_rows
                else ""
            ),
            rounded=round_to_base(value),
        )
        for key, value in table.items()
    ]


def round_to_base(value: int, base: int = BASE) -> int:
    """Round to the nearest multiple of a base; the middle goes up."""
    return (2 * value + base) // (2 * base) * base


@dataclass(frozen=True)
class RegionCells:
    """Foreign citizens on 31 December 2025 by citizenship and region.

    cells: inner cells. small: cells of 1 or 2. zero: empty cells. persons: all of
    them. rounded_sum: sum of the inner cells, each rounded to 5.
    """

    cells: int
    small: int
    zero: int
    persons: int
    rounded_sum: int


def region_table(country: Arvania) -> dict[tuple[str, str], int]:
    """Return residents of the clean register by citizenship and region."""
    residents = [row for row in country.people if row.counted_on(LAST_DAY)]
    return {
        (name, place): sum(
            row.citizenship == code and row.region == region for row in residents
        )
        for code, name in CITIZENSHIPS.items()
        for region, place in REGIONS.items()
    }


def region_cells(country: Arvania) -> RegionCells:
    """Return counts of the table by citizenship and region."""
    values = list(region_table(country).values())
    return RegionCells(
        cells=len(values),
        small=sum(0 < value < SMALL for value in values),
        zero=values.count(0),
        persons=sum(values),
        rounded_sum=sum(round_to_base(value) for value in values),
    )
