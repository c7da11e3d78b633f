"""Module 05: the 12-month rule and a calendar of deadlines."""

from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from modules.practice.workbook import (
    ANSWER_COLUMNS,
    Column,
    Practice,
    Sheet,
    Solve,
    column_range,
)

# Direction, who, lived where before, daily rest afterwards, months; then the
# answer and the question that fails: 1 lived elsewhere (here), 2 rest, 3 months.
CASES = (
    ("in", "Student from Belmora", "Belmora", "Arvania", 14, "I", None),
    ("in", "Seasonal worker from Corvia", "Corvia", "Arvania", 7, "N", 3),
    (
        "in",
        "Citizen of Arvania after 3 years abroad",
        "Fennova",
        "Arvania",
        24,
        "I",
        None,
    ),
    ("in", "Worker who sleeps at home in Belmora", "Belmora", "Belmora", 36, "N", 2),
    (
        "in",
        "Nurse with a contract, arrived last week",
        "Galdia",
        "Arvania",
        24,
        "I",
        None,
    ),
    (
        "in",
        "Resident of Arvania, back from a holiday",
        "Arvania",
        "Arvania",
        60,
        "N",
        1,
    ),
    ("in", "Family member of a resident", "Daltava", "Arvania", 48, "I", None),
    (
        "in",
        "Researcher with a stay of exactly a year",
        "Kelmara",
        "Arvania",
        12,
        "I",
        None,
    ),
    ("in", "Tourist", "Belmora", "Belmora", 1, "N", 2),
    ("in", "Exchange student for one school year", "Fennova", "Arvania", 10, "N", 3),
    ("in", "Recognised refugee, resettled", "Hestova", "Arvania", 60, "I", None),
    ("in", "Engineer for an assembly", "Galdia", "Arvania", 11, "N", 3),
    ("out", "Citizen of Arvania, job abroad", "Arvania", "Belmora", 24, "E", None),
    ("out", "Student of Arvania, one term abroad", "Arvania", "Galdia", 5, "N", 3),
    ("out", "Foreign worker, goes home for good", "Arvania", "Corvia", 60, "E", None),
    ("out", "Resident in a hospital abroad", "Arvania", "Arvania", 2, "N", 2),
    ("out", "Pensioner who moves to the sea", "Arvania", "Istrona", 36, "E", None),
    ("out", "Seasonal worker from Corvia, season over", "Corvia", "Corvia", 60, "N", 1),
    ("out", "Family who emigrates, one of four", "Arvania", "Fennova", 60, "E", None),
    ("out", "Volunteer for exactly a year", "Arvania", "Daltava", 12, "E", None),
)
# Table, last day of the period, months allowed, sent on.
TABLES = (
    ("Applicants, December 2025", date(2025, 12, 31), 2, date(2026, 2, 26)),
    (
        "First decisions, October to December 2025",
        date(2025, 12, 31),
        2,
        date(2026, 2, 28),
    ),
    ("Returns, October to December 2025", date(2025, 12, 31), 2, date(2026, 3, 9)),
    ("Applicants, January 2026", date(2026, 1, 31), 2, date(2026, 3, 31)),
    ("Final decisions, 2025", date(2025, 12, 31), 3, date(2026, 4, 7)),
    ("Requests and transfers, 2025", date(2025, 12, 31), 3, date(2026, 4, 13)),
    ("Refused entry, 2025", date(2025, 12, 31), 3, date(2026, 3, 31)),
    ("Applicants, March 2026", date(2026, 3, 31), 2, date(2026, 5, 29)),
    ("First decisions, January to March 2026", date(2026, 3, 31), 2, date(2026, 6, 2)),
    ("Residence permits, 2025", date(2025, 12, 31), 6, date(2026, 6, 30)),
    ("Reception benefits, 2025", date(2025, 12, 31), 6, date(2026, 6, 24)),
    ("Returns, July to September 2026", date(2026, 9, 30), 2, date(2026, 11, 30)),
)
#: A spreadsheet keeps a day as the number of days after this one.
DAY_ZERO = date(1899, 12, 30)


def due(period_end: date, months: int) -> date:
    """Return the last day of the month in which the time runs out."""
    month = period_end.month - 1 + months
    year, month = period_end.year + month // 12, month % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def percent(part: int, whole: int) -> float:
    """Return a share in percent, one decimal, halves rounded up."""
    share = Decimal(part) * 100 / Decimal(whole)
    return float(share.quantize(Decimal("0.1"), ROUND_HALF_UP))


def exercises(_country=None) -> tuple[Practice, ...]:
    """Return both exercises; they need no register of Arvania."""
    return rule_exercise(), deadline_exercise()


def question(number: int, text: str, solve: Solve, unit: str, how: str) -> tuple:
    """Return one row of the sheet Answers."""
    return (number, text, solve, unit, how)


def rule_exercise() -> Practice:
    """Return twenty border crossings to classify by the 12-month rule."""
    cases = Sheet(
        "Cases",
        (
            Column("No.", 6, "Number of the case.", "code"),
            Column("Direction", 10, "In: to Arvania. Out: from Arvania."),
            Column("Person", 42, "Who crosses the border."),
            Column("Lived before in", 16, "Usual residence before the move."),
            Column("Daily rest then in", 17, "Where the person sleeps afterwards."),
            Column("Months", 9, "Months, actual or expected.", "code"),
            Column("Your answer", 13, "I immigrant, E emigrant, N neither."),
            Column("Question that fails", 18, "1, 2 or 3 for each N.", "code"),
        ),
        tuple(
            (number, *case[:5], Solve("", case[5]), Solve("", case[6] or ""))
            for number, case in enumerate(CASES, start=1)
        ),
    )
    found = column_range(cases, "Your answer")
    letters = [case[5] for case in CASES]
    rows = [
        question(
            place,
            f"How many {word}?",
            Solve(f'=COUNTIF({found},"{letter}")', letters.count(letter)),
            "persons",
            f"Count the letter {letter}.",
        )
        for place, (letter, word) in enumerate(
            (("I", "immigrants"), ("E", "emigrants"), ("N", "of neither kind")), start=1
        )
    ]
    rows.append(
        question(
            4,
            "Net migration of these cases",
            Solve("=C2-C3", letters.count("I") - letters.count("E")),
            "persons",
            "Immigrants minus emigrants.",
        )
    )
    return Practice(
        key="05-twelve-month-rule",
        title="Immigrant, emigrant or neither?",
        about=(
            "Twenty people cross the border of Arvania. Assume that Arvania applies "
            "Article 2 of Regulation (EC) No 862/2007.",
            "Question 1: Did the person live elsewhere before (or here, for out)? "
            "Question 2: Does the daily rest move here (or away)? "
            "Question 3: For 12 months or more, actual or expected?",
        ),
        tasks=(
            "Sheet Cases: write I, E or N for each person.",
            "Sheet Cases: for each N, write the number of the first question that "
            "fails.",
            "Sheet Answers: count the letters and calculate the net migration.",
        ),
        trainer=(
            "Case 8 and case 20 last exactly 12 months and are counted. Case 5 is "
            "counted at once, because the contract shows what is expected.",
            "Case 16 keeps the usual residence at home. Case 18 never had it in "
            "Arvania, so this person cannot emigrate.",
        ),
        sheets=(cases, Sheet("Answers", ANSWER_COLUMNS, tuple(rows))),
    )


def deadline_exercise() -> Practice:
    """Return twelve tables with the log of their delivery."""
    rows = []
    late = []
    for line, (table, end, months, sent) in enumerate(TABLES, start=2):
        day = due(end, months)
        late.append(max(0, (sent - day).days))
        rows.append(
            (
                table,
                end,
                months,
                Solve(f"=EOMONTH(B{line},C{line})", (day - DAY_ZERO).days, "date"),
                sent,
                Solve(f"=MAX(0,E{line}-D{line})", late[-1]),
            )
        )
    tables = Sheet(
        "Tables",
        (
            Column("Table", 44, "What is delivered, for which period."),
            Column("Period ends", 13, "Last day of the period.", "date"),
            Column("Months allowed", 15, "Months from the law.", "code"),
            Column("Due", 13, "Last day on which the table is on time.", "date"),
            Column("Sent on", 13, "Day on which the table was sent.", "date"),
            Column("Days late", 11, "0 if the table is on time.", "number"),
        ),
        tuple(rows),
    )
    days = column_range(tables, "Days late")
    on_time = late.count(0)
    answers = (
        question(
            1,
            "How many tables were on time?",
            Solve(f"=COUNTIF({days},0)", on_time),
            "tables",
            "A table sent on the day of the deadline is on time.",
        ),
        question(
            2,
            "Share of the tables on time",
            Solve(
                f"=ROUND(C2/{len(TABLES)}*100,1)", percent(on_time, len(TABLES)), "one"
            ),
            "%",
            "Tables on time ÷ 12 × 100.",
        ),
        question(
            3,
            "Longest delay",
            Solve(f"=MAX({days})", max(late)),
            "days",
            "The largest number in the column Days late.",
        ),
        question(
            4,
            "In which month were most of the late tables due?",
            Solve("", "March", "text"),
            "month",
            "Two of the four late tables were due on 31 March.",
        ),
    )
    return Practice(
        key="05-deadlines",
        title="A calendar of deadlines",
        about=(
            "An office delivers twelve tables under Regulation (EC) No 862/2007. "
            "The days of sending are invented.",
            "Count to the last day of the month in which the time runs out.",
        ),
        tasks=(
            "Sheet Tables: calculate the day on which each table is due. The function "
            "EOMONTH gives the last day of a month.",
            "Sheet Tables: calculate the days late. On the day of the deadline is on "
            "time.",
            "Sheet Answers: answer the questions, and look for a pattern.",
        ),
        trainer=(
            "Yearly tables with three months fall together on 31 March. Ask who in "
            "the office prepares them in January.",
        ),
        sheets=(tables, Sheet("Answers", ANSWER_COLUMNS, answers)),
    )
