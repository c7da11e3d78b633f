"""Module 09: mirror statistics, small cells, and the structure of a dataset."""

from modules.practice.accounts import quarter_of
from modules.practice.border import QUARTERS
from modules.practice.country import COUNTRIES
from modules.practice.generator import Arvania
from modules.practice.linking import protect, refugees_table, round_to_base
from modules.practice.mirror import CORVIA_STAY_A_YEAR, mirror_table
from modules.practice.workbook import (
    HIDDEN,
    Column,
    Practice,
    Sheet,
    Solve,
    answers,
    quoted,
)


def exercises(country: Arvania) -> tuple[Practice, ...]:
    """Return the three exercises of the module."""
    return mirror(country), small_cells(country), dataset_structure(country)


def mirror(country: Arvania) -> Practice:
    """Return the mirror table of 2025."""
    table = _mirror_sheet(country)
    questions = answers(
        (
            "Emigrants to the four partners, reported by Arvania",
            "mirror_reported",
            "Mirror!B6",
            "Sum of the column.",
        ),
        (
            "Corvia's figure by the 12-month rule",
            "mirror_adjusted_xcc",
            "Mirror!G3",
            "40 of 100 stay a year.",
        ),
        (
            "Adjusted mirror total",
            "mirror_adjusted",
            "Mirror!G6",
            "Every partner by the 12-month rule, all citizenships.",
        ),
        (
            "Coverage of Arvania's emigration, one decimal",
            "mirror_coverage",
            "Mirror!B6/Mirror!G6*100",
            "Reported ÷ adjusted mirror total.",
        ),
        (
            "Coverage, if the partner figures are not adjusted (wrong), one decimal",
            "mirror_coverage_wrong",
            "Mirror!B6/Mirror!C6*100",
            "Different rules are added up.",
        ),
        (
            "Asymmetry with Belmora, one decimal",
            "mirror_asymmetry_xbb",
            "(Mirror!G2-Mirror!B2)/Mirror!G2*100",
            "(Adjusted − reported) ÷ adjusted.",
        ),
    )
    return Practice(
        key="09-mirror-table",
        title="Mirror table of emigration 2025",
        about=(
            "Arvania counted those who told the register that they left. Four "
            "partners counted those who arrived from Arvania.",
            "The partners use different rules. The target is one rule: everybody who "
            "stays twelve months or more, of all citizenships.",
        ),
        tasks=(
            "Sheet Mirror: bring each partner's figure to the target rule (column "
            "Adjusted). Multiply by the share who stay a year; add own citizens.",
            "Calculate coverage (reported ÷ adjusted) and asymmetry "
            "((adjusted − reported) ÷ adjusted) for each partner and in total.",
            "Sheet Answers: answer the questions.",
            "Which question do you ask Corvia before you publish?",
        ),
        trainer=(
            f"Coverage is {quoted('mirror_coverage')}: Arvania knows little more than "
            "half of those who leave.",
            "Over all destinations, Arvania deregistered "
            f"{quoted('departures_coverage')} of those who left in 2025.",
        ),
        sheets=(table, questions),
    )


def _mirror_sheet(country: Arvania) -> Sheet:
    """Return the table of four partners with a total."""
    partners = mirror_table(country.people)
    rows = []
    for line, row in enumerate(partners, start=2):
        share = CORVIA_STAY_A_YEAR if row.country == "XCC" else 100
        rows.append(
            (
                COUNTRIES[row.country],
                row.reported,
                row.partner,
                row.rule,
                share,
                row.returning,
                Solve(f"=C{line}*E{line}/100+F{line}", row.adjusted),
                *_measures(line, row.reported, row.adjusted),
            )
        )
    reported = sum(row.reported for row in partners)
    adjusted = sum(row.adjusted for row in partners)
    rows.append(
        (
            "Total",
            Solve("=SUM(B2:B5)", reported),
            Solve("=SUM(C2:C5)", sum(row.partner for row in partners)),
            "",
            None,
            None,
            Solve("=SUM(G2:G5)", adjusted),
            *_measures(6, reported, adjusted),
        )
    )
    columns = (
        Column("Partner", 12, "Country of destination."),
        Column("Reported by Arvania", 11, "Departures told to the register.", "number"),
        Column("Counted by partner", 11, "Immigrants from Arvania.", "number"),
        Column("Partner's rule", 30, "Whom the partner counts."),
        Column(
            "Stay a year, of 100", 10, "Of those counted, who stay a year.", "number"
        ),
        Column(
            "Own citizens", 10, "Returned citizens whom the partner left out.", "number"
        ),
        Column("Adjusted", 10, "Partner's figure by the target rule.", "number"),
        Column("Coverage, %", 10, "Reported ÷ adjusted × 100.", "one"),
        Column("Asymmetry, %", 11, "(Adjusted − reported) ÷ adjusted × 100.", "one"),
    )
    return Sheet("Mirror", columns, tuple(rows))


def _measures(line: int, reported: int, adjusted: int) -> tuple[Solve, Solve]:
    """Return coverage and asymmetry of a line, rounded to one decimal."""
    coverage = _percent(reported, adjusted)
    asymmetry = _percent(adjusted - reported, adjusted)
    return (
        Solve(f"=ROUND(B{line}/G{line}*100,1)", coverage),
        Solve(f"=ROUND((G{line}-B{line})/G{line}*100,1)", asymmetry),
    )


def _percent(part: int, whole: int) -> float:
    """Return a share in percent with one decimal, halves up."""
    return (part * 2000 + whole) // (2 * whole) / 10


def small_cells(country: Arvania) -> Practice:
    """Return the table of refugees, to be protected twice."""
    table = _refugees(country)
    questions = answers(
        (
            "Inner cells that are small (1 or 2)",
            "cells_primary",
            'COUNTIFS(Refugees!B2:C5,">0",Refugees!B2:C5,"<3")',
            "Primary suppression. Zero says nothing about a person here.",
        ),
        (
            "Inner cells hidden to protect them",
            "cells_secondary",
            'COUNTIF(Refugees!E2:F5,":")-COUNTIFS(Refugees!B2:C5,">0",Refugees!B2:C5,"<3")',
            "Secondary suppression: the other cell of the row, and one more row.",
        ),
        (
            "Share of persons in hidden cells, one decimal",
            "cells_hidden_share",
            'SUMPRODUCT((Refugees!E2:F5=":")*Refugees!B2:C5)/SUM(Refugees!B2:C5)*100',
            "What the reader loses.",
        ),
        (
            "Most that a reader can conclude for women from Lorvane",
            "cells_reader_most",
            'MIN(Refugees!D4,SUMPRODUCT((Refugees!F2:F5=":")*Refugees!C2:C5))',
            "Row total, or what is left of the column of women. The least is 0.",
        ),
        (
            "Sum of the inner cells, each rounded to 5",
            "cells_rounded_sum",
            "SUM(Refugees!G2:H5)",
            "Do not correct it.",
        ),
        (
            "This sum minus the true total",
            "cells_rounded_gap",
            "SUM(Refugees!G2:H5)-SUM(Refugees!B2:C5)",
            "Rounded cells need not add up.",
        ),
    )
    return Practice(
        key="09-small-cells",
        title="Protect a small table: refugees recognised in 2025",
        about=(
            "The table shows persons recognised as refugees in 2025 by citizenship and "
            "sex. Arvania does not publish cells of 1 and 2 (threshold 3).",
            "Row and column totals stay visible.",
        ),
        tasks=(
            "Columns Published: write a colon (:) in the cell that is too small. Then "
            "hide further cells until nobody can calculate it. Copy the other numbers.",
            "Columns Rounded: round every number to the nearest multiple of 5, the "
            "totals on their own.",
            "Sheet Answers: answer the questions.",
            "Which version would you publish? Give one reason.",
        ),
        trainer=(
            "The solution hides the row Lorvane and the row Stateless: the second row "
            "with the fewest persons. Another complete second row is right too.",
            "A reader can only place women from Lorvane between 0 and "
            f"{quoted('cells_reader_most')}.",
        ),
        sheets=(table, questions),
    )


def _refugees(country: Arvania) -> Sheet:
    """Return the table with columns for suppression and rounding."""
    cells = protect(refugees_table(country))
    places = list(dict.fromkeys(cell.row for cell in cells))
    rows = []
    for line, place in enumerate(places, start=2):
        men, women = (cell for cell in cells if cell.row == place)
        total = men.value + women.value
        published = [
            Solve("", HIDDEN) if cell.sign else Solve(f"={letter}{line}", cell.value)
            for cell, letter in ((men, "B"), (women, "C"))
        ]
        rounded = _rounded(line, (men.value, women.value, total))
        rows.append((place, men.value, women.value, total, *published, *rounded))
    sums = [sum(row[column] for row in rows) for column in (1, 2, 3)]
    shown = [Solve("=B6", sums[0]), Solve("=C6", sums[1])]
    rows.append(("Total", *sums, *shown, *_rounded(6, sums)))
    columns = (
        Column("Citizenship", 14, "Citizenship of the persons."),
        Column("Men", 9, "Persons.", "number"),
        Column("Women", 9, "Persons.", "number"),
        Column("Total", 9, "Persons.", "number"),
        Column("Men, published", 11, "Number, or : where hidden.", "number"),
        Column("Women, published", 11, "Number, or : where hidden.", "number"),
        Column("Men, rounded", 10, "Nearest multiple of 5.", "number"),
        Column("Women, rounded", 10, "Nearest multiple of 5.", "number"),
        Column("Total, rounded", 10, "Nearest multiple of 5.", "number"),
    )
    return Sheet("Refugees", columns, tuple(rows))


def _rounded(line: int, values) -> list[Solve]:
    """Return the numbers of a line rounded to 5."""
    return [
        Solve(f"=ROUND({letter}{line}/5,0)*5", round_to_base(value))
        for letter, value in zip("BCD", values, strict=True)
    ]


_ROLES = (
    ("FREQ", "dimension", "Frequency: without it, a year and a quarter look alike."),
    ("REF_AREA", "dimension", "The country that reports."),
    ("INDICATOR", "dimension", "What is measured."),
    ("SEX", "dimension", "Breakdown: M, F, _T total."),
    ("TIME_PERIOD", "dimension", "The period of the value."),
    ("OBS_VALUE", "measure", "The number itself."),
    ("UNIT_MEASURE", "attribute", "PS: persons. It describes the number."),
    ("OBS_STATUS", "attribute", "A normal, P provisional. It describes the number."),
    ("CONF_STATUS", "attribute", "F free. It describes the number."),
)


def dataset_structure(country: Arvania) -> Practice:
    """Return a wide table of asylum applicants, to be turned into long lines."""
    wide, long = _wide_and_long(country)
    roles = Sheet(
        "Roles",
        (
            Column("Column", 16, "Heading of the sheet Long."),
            Column("Role", 14, "Write dimension, measure or attribute."),
            Column("Why", 60, "Reason.", solution=True),
        ),
        tuple((name, Solve("", role), why) for name, role, why in _ROLES),
    )
    return Practice(
        key="09-dataset-structure",
        title="From a table for eyes to a dataset for programs",
        about=(
            "The sheet Wide is a table as people print it: asylum applicants of 2025 "
            "by quarter and sex. The last quarter is provisional.",
            "The sheet Long has one line for each value. Its codes come from shared "
            "lists. The first line is filled in.",
        ),
        tasks=(
            "Sheet Roles: say for each column whether it is a dimension, the measure "
            "or an attribute.",
            "Sheet Long: fill in the other eleven lines.",
            "Check: do men and women give the total in every quarter?",
        ),
        trainer=(
            "Dimensions identify a value. If two lines agree in all dimensions, one "
            "of them is wrong.",
        ),
        sheets=(wide, roles, long),
    )


def _wide_and_long(country: Arvania) -> tuple[Sheet, Sheet]:
    """Return the table for eyes and the dataset with one value on a line."""
    wide, lines = [], []
    for place, period in enumerate(QUARTERS[-4:], start=2):
        lodged = [row for row in country.cases if row.lodged in quarter_of(period)]
        men = sum(row.sex == "M" for row in lodged)
        values = {"M": men, "F": len(lodged) - men, "_T": len(lodged)}
        wide.append((period, *values.values()))
        status = "P" if period == QUARTERS[-1] else "A"
        for letter, (sex, value) in zip("BCD", values.items(), strict=True):
            codes = ("Q", "XAA", "ASY_APP", sex, period, value, "PS", status, "F")
            formula = f"=Wide!{letter}{place}"
            first = not lines
            lines.append(
                tuple(
                    code if first else Solve(formula if code is value else "", code)
                    for code in codes
                )
            )
    wide_columns = (
        Column("Quarter", 12, "Year and quarter; 2025-Q4 is provisional."),
        *(
            Column(head, 10, f"Asylum applicants: {head.lower()}.", "number")
            for head in ("Men", "Women", "Total")
        ),
    )
    long_columns = tuple(
        Column(
            name,
            14,
            "See the sheet Roles.",
            "number" if name == "OBS_VALUE" else "text",
        )
        for name, _role, _why in _ROLES
    )
    return (
        Sheet("Wide", wide_columns, tuple(wide)),
        Sheet("Long", long_columns, tuple(lines)),
    )
