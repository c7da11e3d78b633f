"""Module 05: two recognition rates, and what rounding does to a sum."""

from modules.practice.exercises.module05 import percent, question
from modules.practice.workbook import ANSWER_COLUMNS, Column, Practice, Sheet, Solve

# Citizenship: refugee status, subsidiary protection, humanitarian stay, rejection.
DECISIONS = (
    ("Hestova", 62, 71, 4, 33),
    ("Jorvale", 47, 52, 9, 62),
    ("Lorvane", 32, 44, 12, 82),
    ("Corvia", 12, 22, 17, 121),
    ("Daltava", 7, 13, 11, 107),
    ("Kelmara", 7, 9, 3, 73),
    ("Estmark", 7, 7, 2, 49),
    ("Stateless", 6, 2, 2, 13),
)
OUTCOMES = (
    "Refugee status",
    "Subsidiary protection",
    "Humanitarian stay",
    "Rejection",
)


def to_five(value: int) -> int:
    """Return a count rounded to the nearest 5, as Eurostat publishes it."""
    return (value + 2) // 5 * 5


def totals() -> tuple[int, ...]:
    """Return the totals of the four outcomes."""
    return tuple(sum(row[place] for row in DECISIONS) for place in range(1, 5))


def exercises(_country=None) -> tuple[Practice, ...]:
    """Return the exercise; it needs no register of Arvania."""
    return (rate_exercise(),)


def rate_exercise() -> Practice:
    """Return first decisions by citizenship: two rates, then rounding to 5."""
    rows: list[tuple] = []
    for line, (name, *counts) in enumerate(DECISIONS, start=2):
        whole = sum(counts)
        rows.append((name, *counts, *_rates(line, counts, whole)))
    last = len(DECISIONS) + 1
    sums = totals()
    line = last + 1
    rows.append(
        (
            "All",
            *(
                Solve(f"=SUM({letter}2:{letter}{last})", value)
                for letter, value in zip("BCDE", sums, strict=True)
            ),
            *_rates(line, sums, sum(sums)),
        )
    )
    decisions = Sheet(
        "Decisions",
        (
            Column("Citizenship", 14, "Citizenship of the persons."),
            *(
                Column(name, 14, f"Persons: {name.lower()}.", "number")
                for name in OUTCOMES
            ),
            Column("All decisions", 13, "Sum of the four outcomes.", "number"),
            Column("Variant A, %", 13, "Refugee and subsidiary ÷ all.", "one"),
            Column("Variant B, %", 13, "With humanitarian stay ÷ all.", "one"),
        ),
        tuple(rows),
    )
    return Practice(
        key="05-rates-and-rounding",
        title="Two rates, and what rounding does to a sum",
        about=(
            "A quarter of first decisions in an invented country, by citizenship.",
            "Variant A counts refugee status and subsidiary protection. Variant B "
            "adds humanitarian stay.",
        ),
        tasks=(
            "Sheet Decisions: calculate all decisions and both rates for each "
            "citizenship and for all. Give one decimal.",
            "Sheet Rounded: round the column Refugee status to the nearest 5, the "
            "total too. The total is rounded from the true total.",
            "Sheet Answers: compare the sum of the rounded cells with the published "
            "total.",
        ),
        trainer=(
            "The rounded cells add up to less than the rounded total. Never correct "
            "the total.",
            "The last citizenship has few decisions. One person more changes its rate "
            "by several points. Ask what to publish.",
        ),
        sheets=(decisions, _rounded(decisions), _rate_answers()),
    )


def _rates(line: int, counts, whole: int) -> tuple[Solve, Solve, Solve]:
    refugee, subsidiary, humanitarian, _rejected = counts
    return (
        Solve(f"=SUM(B{line}:E{line})", whole),
        Solve(
            f"=ROUND((B{line}+C{line})/F{line}*100,1)",
            percent(refugee + subsidiary, whole),
        ),
        Solve(
            f"=ROUND((B{line}+C{line}+D{line})/F{line}*100,1)",
            percent(refugee + subsidiary + humanitarian, whole),
        ),
    )


def _rounded(decisions: Sheet) -> Sheet:
    """Return the refugee column, rounded cell by cell."""
    rows = []
    for line, row in enumerate(decisions.rows, start=2):
        true = row[1] if isinstance(row[1], int) else totals()[0]
        rows.append(
            (
                row[0],
                Solve(f"=Decisions!B{line}", true),
                Solve(f"=ROUND(B{line}/5,0)*5", to_five(true)),
            )
        )
    return Sheet(
        "Rounded",
        (
            Column("Citizenship", 14, "Citizenship of the persons."),
            Column("True", 10, "Refugee status, from the sheet Decisions.", "number"),
            Column("Published", 12, "Rounded to the nearest 5.", "number"),
        ),
        tuple(rows),
    )


def _rate_answers() -> Sheet:
    cells = [to_five(row[1]) for row in DECISIONS]
    last = len(cells) + 1
    total = totals()
    first = to_five(total[0])
    return Sheet(
        "Answers",
        ANSWER_COLUMNS,
        (
            question(
                1,
                "Recognition rate of all, variant A",
                Solve(
                    f"=Decisions!G{last + 1}",
                    percent(total[0] + total[1], sum(total)),
                    "one",
                ),
                "%",
                "(180 + 220) ÷ 1 000 × 100.",
            ),
            question(
                2,
                "Recognition rate of all, variant B",
                Solve(
                    f"=Decisions!H{last + 1}",
                    percent(sum(total[:3]), sum(total)),
                    "one",
                ),
                "%",
                "(180 + 220 + 60) ÷ 1 000 × 100.",
            ),
            question(
                3,
                "Sum of the published cells of refugee status",
                Solve(f"=SUM(Rounded!C2:C{last})", sum(cells)),
                "persons",
                "Add the rounded cells.",
            ),
            question(
                4,
                "Published total of refugee status",
                Solve(f"=Rounded!C{last + 1}", first),
                "persons",
                "Round the true total.",
            ),
            question(
                5,
                "Published total minus sum of the published cells",
                Solve("=C5-C4", first - sum(cells)),
                "persons",
                "Both are right. Take the published total.",
            ),
        ),
    )
