"""Module 07: one flow counted by three rules of duration.

Country X repeats the shares of the worked example in the lesson, with 100
people for 10 000. Y and Z show that the factor of X does not fit other flows.
"""

import random

from modules.practice.workbook import (
    ANSWER_COLUMNS,
    Column,
    Practice,
    Sheet,
    Solve,
    column_range,
)

#: People by completed months of stay: under 3, 3 to 8, 9 to 11, 12 and more.
FLOWS = {"X": (30, 25, 10, 35), "Y": (3, 9, 12, 36), "Z": (4, 28, 6, 2)}
_MONTHS = ((0, 2), (3, 8), (9, 11), (12, 12))
RULES = (3, 9, 12)


def arrivals() -> tuple[tuple[int, str, str, int], ...]:
    """Return 200 arrivals: number, country, month of arrival, months of stay."""
    chance = random.Random("Module 07")  # noqa: S311 - practice data, no secret
    people = [
        (country, chance.randint(*span))
        for country, counts in FLOWS.items()
        for count, span in zip(counts, _MONTHS, strict=True)
        for _person in range(count)
    ]
    chance.shuffle(people)
    months = sorted(chance.randint(1, 12) for _person in people)
    return tuple(
        (number, country, f"2024-{month:02}", stay)
        for number, ((country, stay), month) in enumerate(
            zip(people, months, strict=True), start=1
        )
    )


def counted(country: str | None, rule: int) -> int:
    """Return how many people of a country (None: all) stay ``rule`` months or more."""
    return sum(
        stay >= rule
        for _number, origin, _month, stay in arrivals()
        if country in (None, origin)
    )


def factor(country: str | None) -> float:
    """Return the factor from the 3-month to the 12-month rule, two decimals."""
    return round(counted(country, 12) / counted(country, 3), 2)


def exercises(_country=None) -> tuple[Practice, ...]:
    """Return the exercise of the module; it needs no register of Arvania."""
    people = Sheet(
        "Arrivals",
        (
            Column("Person", 9, "Number of the line.", "code"),
            Column("From", 8, "Country of origin: X, Y or Z."),
            Column("Arrived in", 12, "Year and month of arrival."),
            Column(
                "Months of stay",
                16,
                "Completed months of stay. 12 means 12 months or more.",
                "code",
            ),
        ),
        arrivals(),
    )
    return (
        Practice(
            key="07-one-flow-three-rules",
            title="One flow, three rules",
            about=(
                "In 2024, 200 people arrived in one country. They came from three "
                "countries, X, Y and Z. One year after the last arrival the office "
                "knows how long each of them stayed.",
                "X has the same shares as the worked example of lesson 4.",
            ),
            tasks=(
                "Sheet Counts: count the people from X, Y and Z by the rules of 3, 9 "
                "and 12 months. A filter or the function COUNTIFS helps.",
                "Sheet Counts: calculate the factor from the 3-month rule to the "
                "12-month rule. Divide the count by 12 months by the count by "
                "3 months. Give two decimals.",
                "Sheet Answers: estimate Y and Z with the factor of X, and compare.",
                "Sheet Answers: write one sentence. When would you use the factor of "
                "X, and when not?",
            ),
            trainer=(
                f"The factors are {factor('X'):.2f} for X, {factor('Y'):.2f} for Y and "
                f"{factor('Z'):.2f} for Z. The factor of all together, "
                f"{factor(None):.2f}, fits none of them.",
                "Ask who the people of Y and Z may be. Students stay long, seasonal "
                "workers leave after some months.",
            ),
            sheets=(people, _counts(people), _answers()),
        ),
    )


def _counts(people: Sheet) -> Sheet:
    """Return the counts by three rules, with the factor, for each country."""
    origin, stay = column_range(people, "From"), column_range(people, "Months of stay")
    rows = []
    for line, country in enumerate((*FLOWS, None), start=2):
        where = f"{origin},$A{line}," if country else ""
        rows.append(
            (
                country or "All",
                *(
                    Solve(
                        f'=COUNTIFS({where}{stay},">={rule}")', counted(country, rule)
                    )
                    for rule in RULES
                ),
                Solve(f"=ROUND(D{line}/B{line},2)", factor(country)),
            )
        )
    return Sheet(
        "Counts",
        (
            Column("From", 8, "Country of origin."),
            *(
                Column(
                    f"{rule} months or more",
                    18,
                    f"People who stayed {rule} months or more.",
                    "number",
                )
                for rule in RULES
            ),
            Column("Factor 3 to 12", 16, "Count by 12 months ÷ count by 3.", "two"),
        ),
        tuple(rows),
    )


def _answers() -> Sheet:
    """Return the questions on the estimates with the wrong factor."""
    rows: list[tuple] = []
    for country, line in (("Y", 3), ("Z", 4)):
        estimate, truth = counted(country, 3) * factor("X"), counted(country, 12)
        first = len(rows) + 2
        parts = (
            (
                "estimate by 12 months with the factor of X",
                f"=Counts!B{line}*Counts!E2",
                estimate,
                "Count by 3 months × 0.50.",
            ),
            ("count by 12 months", f"=Counts!D{line}", truth, "From sheet Counts."),
            (
                "error of the estimate",
                f"=C{first}-C{first + 1}",
                estimate - truth,
                "Estimate − count. Negative: too low.",
            ),
        )
        rows += [
            (
                len(rows) + place,
                f"{country}: {text}",
                Solve(formula, value, "one"),
                "people",
                how,
            )
            for place, (text, formula, value, how) in enumerate(parts, start=1)
        ]
    rows.append(
        (
            len(rows) + 1,
            "Your sentence: when would you use the factor of X, and when not?",
            Solve(
                "",
                "For people from X who arrived in 2024, and for nobody else.",
                "text",
            ),
            "words",
            "The factor holds for one flow and one period.",
        )
    )
    return Sheet("Answers", ANSWER_COLUMNS, tuple(rows))
