"""Module 14: an idea with its sixteen cells; a budget to finish and to check."""

from fractions import Fraction

from modules.practice.exercises.module12 import rounded
from modules.practice.generator import Arvania
from modules.practice.workbook import (
    ANSWER_COLUMNS,
    Column,
    Practice,
    Sheet,
    Solve,
    column_range,
    number,
    quoted,
)

STAFF, SERVICES, TRAVEL, IT = "Staff", "Surveys and services", "Travel", "IT"
#: Group, line, unit, quantity, rate.
LINES = (
    (STAFF, "Project manager", "month", 24, 1800),
    (STAFF, "Data analyst", "month", 24, 1500),
    (STAFF, "Assistant, part-time", "month", 24, 700),
    (SERVICES, "Exit survey", "round", 2, 21000),
    (SERVICES, "Expert for record linkage", "day", 40, 350),
    (SERVICES, "Translation", "page", 300, 20),
    (SERVICES, "Legal review of the linkage", "day", 12, 250),
    (SERVICES, "Final evaluation", "report", 1, 6000),
    (SERVICES, "Audit", "report", 1, 3000),
    (TRAVEL, "Meetings with partner offices", "trip", 8, 900),
    (TRAVEL, "Steering committee, travel in the country", "trip", 24, 150),
    (TRAVEL, "Training in the regions", "trip", 12, 600),
    (IT, "Share of a server", "month", 24, 500),
    (IT, "Workstations", "piece", 8, 1500),
    (IT, "Software for record linkage", "licence", 1, 5000),
    (IT, "Secure line", "month", 24, 125),
)
INDIRECT = Fraction(7, 100)
DONOR = Fraction(85, 100)
IT_CEILING = Fraction(12, 100)
STATISTICIANS, MONTHS, MONTH_COST = 2, 6, 2100
RULES = (
    ("1", "The lead applicant is a public authority.", "Kept"),
    ("2", "Indirect costs are at most 7 % of the direct costs.", "Kept: 7.0 %"),
    ("3", "IT and equipment are at most 12 % of the direct costs.", "Broken: 14.5 %"),
    ("4", "The donor pays at most 85 % of the total costs.", "Kept: 85.0 %"),
    ("5", "An audit and a final evaluation have lines of their own.", "Kept"),
)


def sums() -> dict[str, Fraction]:
    """Return the exact sums of the budget, by name; shares in percent."""
    groups = {
        group: Fraction(sum(line[3] * line[4] for line in LINES if line[0] == group))
        for group in (STAFF, SERVICES, TRAVEL, IT)
    }
    direct = Fraction(sum(groups.values()))
    indirect = direct * INDIRECT
    total = direct + indirect
    own = total * (1 - DONOR)
    in_kind = Fraction(STATISTICIANS * MONTHS * MONTH_COST)
    return {
        "staff": groups[STAFF],
        "services": groups[SERVICES],
        "travel": groups[TRAVEL],
        "it": groups[IT],
        "direct": direct,
        "indirect": indirect,
        "total": total,
        "grant": total * DONOR,
        "own": own,
        "in_kind": in_kind,
        "cash": own - in_kind,
        "it_share": groups[IT] / direct * 100,
        "staff_share": groups[STAFF] / total * 100,
    }


def exercises(country: Arvania) -> tuple[Practice, ...]:
    """Return the exercises of lessons 2 and 3."""
    return logframe_exercise(), budget_exercise()


def logframe_exercise() -> Practice:
    """Return the page with six answers and the sixteen cells, to fill in."""
    return Practice(
        key="14-idea-and-logframe",
        title="An idea on one page and its sixteen cells",
        about=(
            "Use this workbook for a gap of your own. The solution shows the project "
            "of Arvania from the lessons.",
        ),
        tasks=(
            "Sheet Idea: answer the six questions, one or two sentences each.",
            "Sheet Logframe: begin with the outcome row. Then write outputs, "
            "activities and impact.",
            "Read the sheet Logframe upwards with if and then. Mend what sounds false.",
        ),
        trainer=(
            "The words are one possible answer. Judge three things: does each "
            "indicator have baseline, target and date, does each source exist, and "
            "is each assumption outside the control of the project?",
        ),
        sheets=(_idea_sheet(), _logframe_sheet()),
    )


def _idea_sheet() -> Sheet:
    """Return the six questions with Arvania's answers."""
    columns = (
        Column("Question", 16, "The six questions of lesson 1."),
        Column("What it asks", 40, "What belongs in the answer."),
        Column("Your answer", 70, "One or two sentences."),
    )
    rows = (
        (
            "Why?",
            "The core problem, with one figure and its source",
            f"In 2025 Arvania recorded {number('mirror_reported')} of "
            f"{number('mirror_adjusted')} departures to four neighbours, "
            f"{quoted('mirror_coverage')} (mirror table of the statistics office).",
        ),
        (
            "What?",
            "The change that you want",
            "For the year 2028 Arvania records 75\u00a0% of these departures.",
        ),
        (
            "For whom?",
            "The users, by office",
            "The ministries of the interior and of labour, and the statistics office.",
        ),
        (
            "How?",
            "Three or four steps",
            "Agree on the definition, link exit records and register each quarter, "
            "compare with the neighbours each year, train own trainers.",
        ),
        (
            "How much?",
            "A rough sum and your own share",
            "235\u00a0400 in 24 months. Our own share is 15\u00a0%.",
        ),
        (
            "What remains?",
            "Who continues, and with which money",
            "Two posts name the task. The ministry has a yearly line for it.",
        ),
    )
    return Sheet(
        "Idea",
        columns,
        tuple((name, asks, Solve("", answer)) for name, asks, answer in rows),
    )


def _logframe_sheet() -> Sheet:
    """Return four rows and four columns with Arvania's entries."""
    columns = (
        Column("Level", 12, "Read from the last row upwards."),
        Column("Description", 34, "What is meant, in one sentence."),
        Column("Indicator", 40, "What is counted, with baseline, target and date."),
        Column("Source of verification", 28, "Document or table with the value."),
        Column("Assumption", 30, "A condition that you cannot control."),
    )
    rows = (
        (
            "Impact",
            "Policy on emigration rests on true numbers",
            "Policy papers that quote departures: from 0 to 4 in 2029",
            "Papers of two ministries",
            "The topic stays on the agenda",
        ),
        (
            "Outcome",
            "Departures of Arvania are measured",
            "Coverage against four neighbours: from 56\u00a0% for 2025 "
            "to 75\u00a0% for 2028",
            "Mirror table of the statistics office",
            "Partners publish every year",
        ),
        (
            "Outputs",
            "Exit records and register are linked each quarter",
            "Exit records linked: from 0\u00a0% to 90\u00a0% by month 18",
            "Report on the linkage",
            "The law on linkage stays in force",
        ),
        (
            "Activities",
            "Agree, link, check, train, publish",
            "8 linkages and 4 courses done by month 24",
            "Minutes and lists",
            "Trained staff stay in their posts",
        ),
    )
    return Sheet(
        "Logframe",
        columns,
        tuple((level, *(Solve("", cell) for cell in cells)) for level, *cells in rows),
    )


def budget_exercise() -> Practice:
    """Return the budget of 24 months, with sums to find and one broken rule."""
    lines = _lines_sheet()
    return Practice(
        key="14-project-budget",
        title="Finishing a budget and finding its fault",
        about=(
            "The project of Arvania on departures takes 24 months. The amounts are in "
            "one invented currency.",
            "The call of an invented donor has five rules. Two statisticians work six "
            "months each on the project, and one month costs 2\u00a0100. The donor "
            "accepts this work as own contribution.",
        ),
        tasks=(
            "Sheet Lines: calculate the amount of each line, quantity × rate.",
            "Sheet Answers: add the groups and calculate the sums in their order.",
            "Sheet Call: say for each rule whether it is kept.",
            "Change one line of the sheet Lines so that the broken rule is kept. "
            "What does the project lose by it?",
        ),
        trainer=(
            "Rule 3 is broken: 32\u00a0000 of 220\u00a0000 is 14.5\u00a0%.",
            "Three workstations instead of eight are enough: 24\u00a0500 of "
            "212\u00a0500 is 11.5\u00a0%. Four are not: 26\u00a0000 of 214\u00a0000 is "
            "12.1\u00a0%, because the direct costs fall too.",
            "Other ways are right as well, for example a server of the ministry. Then "
            "ask who pays for it, and whether it may count as own contribution.",
            "187\u00a0000 is 85\u00a0% of the direct costs. It gives away 13\u00a0090.",
        ),
        sheets=(lines, _answers_sheet(lines), _call_sheet()),
    )


def _lines_sheet() -> Sheet:
    """Return the lines with their amounts to calculate."""
    columns = (
        Column("Group", 22, "Staff, surveys and services, travel, or IT."),
        Column("Line", 42, "What is paid."),
        Column("Unit", 10, "What is counted."),
        Column("Quantity", 10, "How many units.", "number"),
        Column("Rate", 10, "Price of one unit.", "number"),
        Column("Amount", 12, "Quantity × rate.", "number"),
    )
    rows = tuple(
        (*line, Solve(f"=D{place}*E{place}", line[3] * line[4]))
        for place, line in enumerate(LINES, start=2)
    )
    return Sheet("Lines", columns, rows)


def _answers_sheet(lines: Sheet) -> Sheet:
    """Return the sums in the order of the lesson."""
    groups, amounts = column_range(lines, "Group"), column_range(lines, "Amount")

    def group(name: str) -> str:
        return f'SUMIF({groups},"{name}",{amounts})'

    in_kind = f"{STATISTICIANS}*{MONTHS}*{MONTH_COST}"
    questions = (
        ("Staff", "staff", group(STAFF), "", "Add the amounts of the group."),
        ("Surveys and services", "services", group(SERVICES), "", "Add the group."),
        ("Travel", "travel", group(TRAVEL), "", "Add the group."),
        ("IT", "it", group(IT), "", "Add the group."),
        ("Direct costs", "direct", "SUM(C2:C5)", "", "Add the four groups."),
        (
            "Indirect costs, 7\u00a0% of the direct costs",
            "indirect",
            "C6*0.07",
            "",
            "Take the percentage from the direct costs.",
        ),
        ("Total costs", "total", "C6+C7", "", "Direct plus indirect costs."),
        (
            "Grant, 85\u00a0% of the total costs",
            "grant",
            "C8*0.85",
            "",
            "From the total, not from the direct costs.",
        ),
        ("Own contribution", "own", "C8-C9", "", "Total minus grant."),
        ("Work of the statisticians", "in_kind", in_kind, "", "2 × 6 × 2\u00a0100."),
        ("Cash still needed", "cash", "C10-C11", "", "Own contribution minus work."),
        (
            "IT as a share of the direct costs, one decimal",
            "it_share",
            "C5/C6*100",
            "%",
            "Rule 3 of the call names this sum.",
        ),
        (
            "Staff as a share of the total, one decimal",
            "staff_share",
            "C2/C8*100",
            "%",
            "Lesson 5 needs this share.",
        ),
    )
    exact = sums()
    rows = []
    for place, (text, name, formula, unit, how) in enumerate(questions, start=1):
        decimals = 1 if unit == "%" else 0
        solve = Solve(
            f"=ROUND({formula},{decimals})",
            rounded(exact[name], decimals),
            ("number", "one")[decimals],
        )
        rows.append((place, text, solve, unit, how))
    return Sheet("Answers", ANSWER_COLUMNS, tuple(rows))


def _call_sheet() -> Sheet:
    """Return the rules of the invented donor with the judgement to write."""
    columns = (
        Column("Rule", 7, "Number of the rule."),
        Column("Text of the call", 62, "What the donor asks."),
        Column("Kept or broken", 24, "Your judgement, with the share if there is one."),
    )
    rows = tuple(
        (key, text.replace(" %", "\u00a0%"), Solve("", answer.replace(" %", "\u00a0%")))
        for key, text, answer in RULES
    )
    return Sheet("Call", columns, rows)
