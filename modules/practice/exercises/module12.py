"""Module 12: a course evaluated with its list of participants."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from modules.practice.generator import Arvania
from modules.practice.workbook import (
    ANSWER_COLUMNS,
    Column,
    Practice,
    Sheet,
    Solve,
    column_range,
)

COURSE_COST = 36_000
TRAINERS_COST = 30_000
TRAINERS_STAY = 7
COLLEAGUES_EACH = 10
COST_EACH = 300
#: Institution, whether its head of unit took part, and per participant the points
#: before and after and whether he or she works on migration data a year later.
GROUPS = (
    (
        "Statistics office",
        True,
        ((73, 85, True), (48, 80, True), (46, 75, True), (40, 67, True)),
    ),
    (
        "Border service",
        True,
        ((44, 69, True), (48, 64, True), (60, 77, False), (54, 79, True)),
    ),
    (
        "Labour ministry",
        False,
        ((70, 98, True), (39, 66, False), (46, 59, True), (64, 86, False)),
    ),
    ("Interior ministry", True, ((72, 80, True), (59, 81, True), (57, 76, False))),
    ("Asylum authority", True, ((30, 41, False), (62, 89, True), (40, 57, True))),
    ("Foreign ministry", False, ((31, 42, True), (70, 66, False), (42, 55, False))),
    ("Education ministry", False, ((39, 55, False), (45, 59, False), (69, 98, True))),
)


@dataclass(frozen=True)
class Participant:
    """One line of the list: points of 100 in both tests, and the state a year later."""

    number: int
    institution: str
    head: bool
    before: int
    after: int
    stays: bool


def participants() -> list[Participant]:
    """Return the 24 participants in the order of the list."""
    rows = [
        (institution, head, *person)
        for institution, head, people in GROUPS
        for person in people
    ]
    return [Participant(place, *row) for place, row in enumerate(rows, start=1)]


def results() -> dict[str, Fraction]:
    """Return the exact values of all answers, by name."""
    people = participants()
    before = Fraction(sum(person.before for person in people), len(people))
    after = Fraction(sum(person.after for person in people), len(people))
    stay = sum(person.stays for person in people)
    trained = TRAINERS_STAY * COLLEAGUES_EACH
    total = TRAINERS_COST + trained * COST_EACH
    return {
        "before": before,
        "after": after,
        "gain": (after - before) / (100 - before) * 100,
        "stay": Fraction(stay),
        "retention": Fraction(stay, len(people)) * 100,
        "per_trained": Fraction(COURSE_COST, len(people)),
        "per_stay": Fraction(COURSE_COST, stay),
        "total": Fraction(total),
        "trainers_per_stay": Fraction(total, trained // 2),
    }


def exercises(country: Arvania) -> tuple[Practice, ...]:
    """Return the exercise of lesson 6."""
    return (course_exercise(),)


def course_exercise() -> Practice:
    """Return the list of participants with gain, retention and cost to find."""
    people = _participants_sheet()
    return Practice(
        key="12-course-results",
        title="Evaluating a course with its list of participants",
        about=(
            "24 officials of seven institutions of Arvania took part in a course on "
            "migration data. They did the same test before and after it.",
            "Twelve months later, somebody asked who still works on migration data.",
            f"The course cost {COURSE_COST:,} in all.".replace(",", "\u00a0"),
        ),
        tasks=(
            "Sheet Answers: calculate both means, the normalised gain, the retention "
            "and both costs.",
            "Sheet Institutions: count who was trained and who stayed. Calculate the "
            "retention of each institution.",
            "Compare the institutions whose head of unit took part with the others.",
            "Find the participant with the lower second result. What would you ask?",
            "Sheet Answers: calculate the way with own trainers.",
        ),
        trainer=(
            "Foreign ministry and education ministry lost two of three people each.",
            "With the head of unit, 11 of 14 stayed, 78.6 %. Without, 4 of 10. So few "
            "people prove nothing, but they give a good question.".replace(
                "6 %", "6\u00a0%"
            ),
            "Participant 20 fell from 70 to 66. Perhaps the day was bad, or the "
            "questions were read more quickly. Four points are not a judgement.",
            "The normalised gain of the means is not the mean of the normalised gains "
            "of the persons. The lesson uses the first.",
        ),
        sheets=(people, _institutions_sheet(people), _answers_sheet(people)),
    )


def _participants_sheet() -> Sheet:
    """Return the list of participants by number, without names."""
    columns = (
        Column("No.", 6, "Number of the participant; the list has no names.", "code"),
        Column("Institution", 22, "Institution at the time of the course."),
        Column("Before", 10, "Points of 100 in the test before.", "number"),
        Column("After", 10, "Points of 100 in the same test after.", "number"),
        Column("Stays", 10, "Works on migration data after twelve months: yes, no."),
    )
    rows = tuple(
        (
            person.number,
            person.institution,
            person.before,
            person.after,
            "yes" if person.stays else "no",
        )
        for person in participants()
    )
    return Sheet("Participants", columns, rows)


def _institutions_sheet(people: Sheet) -> Sheet:
    """Return one line for each institution, with counts and retention to find."""
    names = column_range(people, "Institution")
    stays = column_range(people, "Stays")
    columns = (
        Column("Institution", 22, "The seven institutions."),
        Column("Head of unit", 14, "Whether the head of unit took part: yes, no."),
        Column("Trained", 10, "People trained.", "number"),
        Column("Stayed", 10, "Of these on migration data a year later.", "number"),
        Column("Retention, %", 14, "Stayed ÷ trained × 100, one decimal.", "one"),
    )
    rows = []
    for line, (name, head, group) in enumerate(GROUPS, start=2):
        stayed = sum(stay for _before, _after, stay in group)
        rows.append(
            (
                name,
                "yes" if head else "no",
                Solve(f"=COUNTIF({names},A{line})", len(group)),
                Solve(f'=COUNTIFS({names},A{line},{stays},"yes")', stayed),
                Solve(
                    f"=ROUND(D{line}/C{line}*100,1)",
                    rounded(Fraction(stayed, len(group)) * 100, 1),
                ),
            )
        )
    return Sheet("Institutions", columns, tuple(rows))


def _answers_sheet(people: Sheet) -> Sheet:
    """Return the questions in the order of the lesson."""
    before = column_range(people, "Before")
    after = column_range(people, "After")
    stays = column_range(people, "Stays")
    stay = f'COUNTIF({stays},"yes")'
    total = f"{TRAINERS_COST}+{TRAINERS_STAY}*{COLLEAGUES_EACH}*{COST_EACH}"
    half = f"({TRAINERS_STAY}*{COLLEAGUES_EACH}/2)"
    questions = (
        (
            "Mean before the course",
            "before",
            f"AVERAGE({before})",
            "points",
            1,
            "Sum of the points divided by 24.",
        ),
        (
            "Mean after the course",
            "after",
            f"AVERAGE({after})",
            "points",
            1,
            "Sum of the points divided by 24.",
        ),
        (
            "Normalised gain, one decimal",
            "gain",
            "(C3-C2)/(100-C2)*100",
            "%",
            1,
            "Gain divided by the gain that was possible.",
        ),
        ("People who stayed", "stay", stay, "persons", 0, "Count yes."),
        (
            "Retention, one decimal",
            "retention",
            f"C5/COUNT({before})*100",
            "%",
            1,
            "Stayed divided by trained.",
        ),
        (
            "Cost for each trained person",
            "per_trained",
            f"{COURSE_COST}/COUNT({before})",
            "",
            0,
            "Cost divided by 24.",
        ),
        (
            "Cost for each specialist who stayed",
            "per_stay",
            f"{COURSE_COST}/C5",
            "",
            0,
            "Cost divided by those who stayed.",
        ),
        (
            "A course for trainers costs 30 000, 7 trainers stay and teach 10 colleagues each for 300. Total cost",
            "total",
            total,
            "",
            0,
            "Course for trainers plus 70 colleagues.",
        ),
        (
            "Cost of one who stays, if half of the 70 stay",
            "trainers_per_stay",
            f"C9/{half}",
            "",
            0,
            "Total cost divided by 35.",
        ),
    )
    exact = results()
    rows = tuple(
        (
            place,
            text,
            Solve(
                f"=ROUND({formula},{decimals})",
                rounded(exact[name], decimals),
                ("number", "one")[decimals],
            ),
            unit,
            how,
        )
        for place, (text, name, formula, unit, decimals, how) in enumerate(questions, 1)
    )
    return Sheet("Answers", ANSWER_COLUMNS, rows)


def rounded(value: Fraction, decimals: int) -> float:
    """Return a value rounded half up to so many decimals."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
