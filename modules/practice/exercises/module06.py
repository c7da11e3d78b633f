"""Module 06: the population account with its residual; the release log."""

from modules.practice.accounts import population_account
from modules.practice.country import YEARS
from modules.practice.generator import Arvania
from modules.practice.releases import PERIOD_END, release_log
from modules.practice.workbook import (
    Column,
    Practice,
    Sheet,
    Solve,
    answers,
    column_range,
    number,
    quoted,
)

_PARTS = (
    ("Residents on 1 January", "", "start"),
    ("Immigrants", "+", "immigration"),
    ("Births", "+", "births"),
    ("Arrivals of earlier years, known only now", "+", "corrections_in"),
    ("Emigrants", "−", "emigration"),
    ("Deaths", "−", "deaths"),
    ("New citizens of Arvania", "−", "citizenship"),
    ("Departures of earlier years, known only now", "−", "corrections_out"),
)
_CAUSES = {
    "departed": "Left the country, not deregistered",
    "naturalised": "Became citizens of Arvania, not removed",
    "dead": "Died, not removed",
    "duplicate": "Second line of the same person",
    "test": "Test line, no person",
    "not_yet_in": "Newborn residents not yet in the extract (subtract)",
}
_RECORD = (
    ("Indicator and code", "Foreign citizens resident, FOR_STOCK"),
    ("Definition", "Foreign citizens registered for a stay of three months or more"),
    ("Unit and population", "Persons of all ages; diplomats are left out"),
    ("Reference date and frequency", "31 December, once a year"),
    ("Legal basis", "Law on foreigners, article 12"),
    ("Source system and owner", "Population register, interior ministry"),
    ("Breakdowns", "Citizenship, sex, age group, region"),
    ("Processing", "Remove second lines, departures found by signs of life, tests"),
    ("Known bias", "Departures are reported late or never"),
    ("Coverage", "Asylum-seekers are left out until they are recognised"),
    ("Confidentiality", "Cells of 1 and 2 are not published"),
    ("Revision and contact", "Revised once a year; role mailbox of the register unit"),
)


def exercises(country: Arvania) -> tuple[Practice, ...]:
    """Return both exercises of the module."""
    return population_exercise(country), release_exercise(country)


def population_exercise(country: Arvania) -> Practice:
    """Return the account: close it, deduce a hidden figure, explain the residual."""
    return Practice(
        key="06-population-account",
        title="Closing the account of foreign citizens",
        about=(
            "The statistics office of Arvania counts foreign citizens who stay three "
            "months or more, with every way in and every way out.",
            "The interior ministry sends a register extract of 31 December 2025. "
            "It holds more lines than the account expects.",
        ),
        tasks=(
            "Sheet Account: calculate the expected number on 31 December 2025, for "
            "both sexes, men and women.",
            "Sheet Account: the emigrants of 2024 are missing. The number on "
            "31 December 2024 is given. Find the emigrants.",
            "Sheet Residual: subtract the expected number from the lines of the "
            "extract. Add up the causes that were found. What is left to explain?",
            "Sheet Answers: answer the questions. Then write one sentence for the "
            "release: how do you show the residual?",
        ),
        trainer=(
            f"The residual is {quoted('residual_2025')} lines, "
            f"{quoted('residual_share_2025')} of the expected number. "
            "All of it is explained.",
            "Do not spread a residual over the parts. Publish it as a statistical "
            "adjustment and name the causes.",
        ),
        sheets=(_account(country), _residual(), _account_answers()),
    )


def _account(country: Arvania) -> Sheet:
    """Return the account of three years, and of 2025 by sex."""
    accounts = [population_account(country.people, year) for year in YEARS]
    accounts += [population_account(country.people, 2025, sex=sex) for sex in "MF"]
    rows = []
    for label, sign, part in _PARTS:
        values: list = [getattr(account, part) for account in accounts]
        if part == "emigration":
            values[1] = Solve("=D2+D3+D4+D5-D7-D8-D9-D10", values[1])
        rows.append((label, sign, *values))
    ends: list = [account.end for account in accounts]
    for place, letter in ((2, "E"), (3, "F"), (4, "G")):
        came = "+".join(f"{letter}{line}" for line in range(2, 6))
        went = "-".join(f"{letter}{line}" for line in range(6, 10))
        ends[place] = Solve(f"={came}-{went}", accounts[place].expected)
    rows.append(("Expected on 31 December", "=", *ends))
    headings = ("2023", "2024", "2025", "2025 men", "2025 women")
    columns = (
        Column("Part of the account", 42, "Every way in and every way out."),
        Column("Sign", 7, "Added (+) or subtracted (−)."),
        *(Column(head, 13, f"Persons, {head}.", "number") for head in headings),
    )
    return Sheet("Account", columns, tuple(rows))


def _residual() -> Sheet:
    """Return the residual and its causes, with the sums to find."""
    rows = [
        ("Lines in the register extract", number("raw_raw")),
        (
            "Expected on 31 December 2025",
            Solve("=Account!E10", number("expected_2025")),
        ),
        ("Residual", Solve("=B2-B3", number("residual_2025"))),
    ]
    rows += [(label, number(f"raw_{key}")) for key, label in _CAUSES.items()]
    rows += [
        (
            "Explained by these causes",
            Solve("=SUM(B5:B9)-B10", number("residual_explained_2025")),
        ),
        ("Left to explain", Solve("=B4-B11", 0)),
    ]
    columns = (
        Column("What", 54, "Lines, and the causes found by comparing lists."),
        Column("Number", 13, "Lines or persons.", "number"),
    )
    return Sheet("Residual", columns, tuple(rows))


def _account_answers() -> Sheet:
    """Return the questions on account and residual."""
    return answers(
        (
            "Foreign citizens expected on 31 December 2025",
            "expected_2025",
            "Account!E10",
            "Start, plus every way in, minus every way out.",
        ),
        (
            "Emigrants of 2024",
            "emigration_2024",
            "Account!D6",
            "Turn the equation round: what must leave so that the end is reached?",
        ),
        (
            "Residual of the register extract",
            "residual_2025",
            "Residual!B4",
            "Lines of the extract minus the expected number.",
        ),
        (
            "Residual as a share of the expected number, one decimal",
            "residual_share_2025",
            "Residual!B4/Residual!B3*100",
            "Divide by the expected number, not by the extract.",
        ),
        (
            "Share of unreported departures in the residual, one decimal",
            "residual_departed_share",
            "Residual!B5/Residual!B4*100",
            "The first suspect, but not the only one.",
        ),
        (
            "Number on 31 December 2024 after the revisions of 2025",
            "stock_revised_2024",
            "Account!E2+Account!E5-Account!E9",
            "Late arrivals were already here; late departures had already left.",
        ),
        (
            "Size of this revision, two decimals",
            "revision_2024",
            "(Account!E5-Account!E9)/Account!E2*100",
            "Relative to the first published value.",
        ),
    )


def release_exercise(country: Arvania) -> Practice:
    """Return the release log and one metadata record."""
    log = _log(country)
    days = column_range(log, "Days to release")
    delay = column_range(log, "Days late")
    change = column_range(log, "Revision, %")
    questions = answers(
        (
            "How many tables came out on the announced day or before?",
            "releases_on_time",
            f"COUNTIF({delay},0)",
            "Early counts as on time: the delay is 0.",
        ),
        (
            "Share on time, one decimal",
            "releases_on_time_share",
            f"COUNTIF({delay},0)/COUNT({delay})*100",
            "Divide by all tables.",
        ),
        (
            "Median days from the end of the period to the release, one decimal",
            "releases_median_days",
            f"MEDIAN({days})",
            "Eight tables: the mean of the fourth and the fifth.",
        ),
        (
            "Longest delay after the announced day",
            "releases_longest_delay",
            f"MAX({delay})",
            "New citizens.",
        ),
        (
            "How many tables were revised afterwards?",
            "releases_revised",
            f'COUNTIF({change},"<>0")',
            "First and final value differ.",
        ),
    )
    return Practice(
        key="06-release-log",
        title="Release log and metadata record",
        about=(
            "Eight tables about 2025 were announced and released. All of them describe "
            "a period or a date that ends on 31 December 2025.",
            "Timeliness is the distance from the end of the period to the release. "
            "Punctuality is the distance from the announced day to the release.",
        ),
        tasks=(
            "Sheet Log: calculate the days to the release and the days late for each "
            "table. A table that comes early is 0 days late.",
            "Sheet Log: calculate the revision in percent of the first value, two "
            "decimals.",
            "Sheet Answers: answer the five questions.",
            "Sheet Record: fill in the metadata record of one indicator of your own "
            "office. The solution shows one for Arvania.",
        ),
        trainer=(
            "The record on the sheet Record is one good answer. Accept others that "
            "leave no field empty.",
        ),
        sheets=(log, questions, _record()),
    )


def _log(country: Arvania) -> Sheet:
    """Return the release log with the calculations to make."""
    rows = []
    for line, row in enumerate(release_log(country), start=2):
        change = (row.final - row.first) / row.first * 100
        rows.append(
            (
                row.table,
                PERIOD_END,
                row.announced,
                row.released,
                Solve(f"=D{line}-B{line}", row.timeliness),
                Solve(f"=MAX(0,D{line}-C{line})", row.delay),
                row.first,
                row.final,
                Solve(f"=ROUND((H{line}-G{line})/G{line}*100,2)", round(change, 2)),
            )
        )
    columns = (
        Column("Table", 44, "Name of the published table."),
        Column("Period ends", 13, "Last day of the period, or the date.", "date"),
        Column("Announced", 13, "Day in the release calendar.", "date"),
        Column("Released", 13, "Day of the release.", "date"),
        Column("Days to release", 11, "Released minus period ends.", "number"),
        Column("Days late", 9, "Released minus announced, at least 0.", "number"),
        Column("First value", 11, "Value at the release.", "number"),
        Column("Final value", 11, "Value after the last revision.", "number"),
        Column("Revision, %", 11, "(Final − first) ÷ first × 100.", "two"),
    )
    return Sheet("Log", columns, tuple(rows))


def _record() -> Sheet:
    """Return a metadata record of twelve fields."""
    columns = (
        Column("Field", 32, "Field of the metadata record."),
        Column("Your text", 70, "One short line for each field."),
    )
    rows = tuple((field, Solve("", text)) for field, text in _RECORD)
    return Sheet("Record", columns, rows)
