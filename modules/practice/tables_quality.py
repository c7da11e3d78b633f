"""Tables of the border, employers, mirror statistics, small cells and releases."""

from modules.practice.border import CROSSING_POINTS, QUARTERS, quarter
from modules.practice.country import COUNTRIES
from modules.practice.employers import SIZES
from modules.practice.generator import Arvania
from modules.practice.linking import protect, refugees_table
from modules.practice.mirror import mirror_table
from modules.practice.releases import release_log
from modules.practice.table import Table


def border_by_year(country: Arvania) -> Table:
    """Return crossings and foreigners present for each year of the system."""
    return Table(
        "border_by_year",
        "Crossings of foreigners and foreigners present",
        (
            "Year",
            "Entries",
            "Exits recorded",
            "Entries minus exits",
            "Exits not recorded",
            "Births − deaths − new citizens",
            "Present at the end",
        ),
        tuple(
            (
                row.year,
                row.entries,
                row.exits,
                row.net,
                row.missed_exits,
                row.natural,
                row.present,
            )
            for row in country.border_years
        ),
    )


def border_quarters(country: Arvania) -> Table:
    """Return entries of 2025 by crossing point and quarter."""
    rows = []
    for point, (name, kind) in CROSSING_POINTS.items():
        numbers = [
            sum(
                row.total
                for row in country.border_months
                if row.point == point
                and row.direction == "E"
                and quarter(row.month) == period
            )
            for period in QUARTERS[-4:]
        ]
        rows.append((name, kind, *numbers, sum(numbers)))
    rows.append(("Total", "", *(sum(row[i] for row in rows) for i in range(2, 7))))
    return Table(
        "border_quarters",
        "Entries of foreigners in 2025 by crossing point",
        (
            "Crossing point",
            "Type",
            *(f"Quarter {part}" for part in range(1, 5)),
            "Total",
        ),
        tuple(rows),
    )


def employers_by_size(country: Arvania) -> Table:
    """Return frame and survey of employers by size."""
    rows = []
    for size, (low, high) in SIZES.items():
        frame = [row for row in country.frame if row.size == size]
        asked = [row for row in country.survey if row.employer.size == size]
        answered = [row for row in asked if row.answered]
        rows.append(
            (
                f"{size} ({low}-{high} employees)",
                len(frame),
                len(asked),
                len(answered),
                answered[0].weight,
                sum(row.foreign for row in answered),
                sum(row.foreign for row in frame),
            )
        )
    return Table(
        "employers",
        "Employers: frame and survey, 31 December 2025",
        (
            "Size",
            "Frame",
            "Selected",
            "Answered",
            "Weight",
            "Foreign workers in the answers",
            "Foreign workers in truth",
        ),
        tuple(rows),
    )


def mirror(country: Arvania) -> Table:
    """Return the mirror table of 2025."""
    rows = mirror_table(country.people)
    lines = [
        (COUNTRIES[row.country], row.reported, row.partner, row.rule, row.adjusted)
        for row in rows
    ]
    total = ("Total", *(sum(line[i] for line in lines) for i in (1, 2)), "", 0)
    total = (*total[:4], sum(row.adjusted for row in rows))
    return Table(
        "mirror",
        "Emigrants from Arvania in 2025 and their mirror",
        ("Partner", "Reported by Arvania", "Counted by partner", "Rule", "Adjusted"),
        (*lines, total),
    )


def refugees(country: Arvania) -> Table:
    """Return refugees of 2025 before and after protection."""
    cells = protect(refugees_table(country))
    rows = []
    for place in dict.fromkeys(cell.row for cell in cells):
        men, women = (cell for cell in cells if cell.row == place)
        rows.append(
            (
                place,
                men.value,
                women.value,
                men.value + women.value,
                ":" if men.sign else men.value,
                ":" if women.sign else women.value,
                men.rounded,
                women.rounded,
            )
        )
    return Table(
        "refugees",
        "Persons recognised as refugees in 2025: true, suppressed (:), rounded to 5",
        (
            "Citizenship",
            "Men",
            "Women",
            "Total",
            "Men, suppressed",
            "Women, suppressed",
            "Men, rounded",
            "Women, rounded",
        ),
        tuple(rows),
    )


def release_table(country: Arvania) -> Table:
    """Return the release log."""
    return Table(
        "releases",
        "Release log of 2025",
        ("Table", "Announced", "Released", "Days", "Delay", "First value", "Final"),
        tuple(
            (
                row.table,
                row.announced.isoformat(),
                row.released.isoformat(),
                row.timeliness,
                row.delay,
                row.first,
                row.final,
            )
            for row in release_log(country)
        ),
    )
