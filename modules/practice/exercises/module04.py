"""Module 04: a new law in the permit series of Corvia, and a quota."""

from decimal import ROUND_HALF_UP, Decimal

from modules.practice.workbook import Column, Practice, Sheet, Solve

QUOTA = 8000
# The law of 1 July 2025 frees seasonal work of up to 90 days. Twelve months each: first permits, extensions, seasonal workers in the insurance.
MONTHS = {
    2024: (
        (430, 450, 480, 500, 520, 520, 600, 590, 560, 540, 520, 490),
        (110, 110, 115, 115, 120, 120, 120, 120, 120, 115, 115, 120),
        (20, 25, 45, 70, 90, 100, 110, 105, 85, 55, 30, 15),
    ),
    2025: (
        (440, 460, 490, 510, 530, 520, 330, 330, 320, 310, 310, 300),
        (115, 115, 120, 120, 125, 125, 120, 120, 125, 125, 120, 120),
        (20, 25, 45, 75, 95, 100, 460, 440, 370, 250, 150, 80),
    ),
}
SERIES = ("First permits", "Extensions", "Seasonal workers")
CAUTION = (
    "First work permits without extensions. Source: permit register of the labour "
    "ministry, as of 15 January 2026. Since 1 July 2025, seasonal work of up to 90 days "
    "needs no permit. The lower figures after this date do not mean that fewer workers "
    "came. Seasonal workers are counted in the social insurance."
)
_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_QUESTIONS = (
    "Which month is the first one after the break?",
    "First permits, second half: change from 2024 to 2025, permits",
    "The same change, %",
    "Seasonal workers, second half: change from 2024 to 2025, persons",
    "Both series together: change",
    "Both series together: change, %",
    "Quota of 2024 used by first permits, %",
    "Naive figure: all permits of 2024 by the quota, %",
    "Places of the quota that were free in 2024",
)


def half(year: int, number: int, series: int) -> int:
    """Return the sum of a half-year (1 or 2) of one series (place in SERIES)."""
    start = (number - 1) * 6
    return sum(MONTHS[year][series][start : start + 6])


def percent(part: int, whole: int) -> float:
    """Return a signed share in percent, one decimal, halves away from zero."""
    exact = Decimal(part * 100) / whole
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def exercises(_country=None) -> tuple[Practice, ...]:
    """Return the exercise of the module; it plays in Corvia, not in Arvania."""
    return (
        Practice(
            key="04-law-and-series",
            title="Find the break and say what it means",
            about=(
                "The labour ministry of Corvia publishes first work permits and "
                "extensions by month. The social insurance publishes seasonal workers "
                "who begin in the month.",
                "A law of 2025 changed the rules for seasonal work of up to 90 days. "
                "The yearly quota is 8\u00a0000 first permits.",
            ),
            tasks=(
                "Sheet Months: draw a line chart of the three series. In which month "
                "does something happen?",
                "Sheet Half-years: add up the months and calculate the changes from "
                "the same half of the year before, in percent with one decimal.",
                "Sheet Answers: answer the questions. Round halves away from zero.",
                "Sheet Caution: write a caution for a chart of first permits in at "
                "most 60 words. It has five parts.",
            ),
            trainer=(
                "The break is July 2025. Permits fall by 1\u00a0400, and seasonal "
                "workers rise by 1\u00a0350. Together it is 50 fewer.",
                "Ask which series a minister should see. The answer is both, with a "
                "line at the law and one sentence under the chart.",
                f"The model caution has {len(CAUTION.split())} words. Accept others "
                "that name source, date, coverage, break and a wrong conclusion.",
            ),
            sheets=(_months(), _halves(), _answers(), _caution()),
        ),
    )


def _months() -> Sheet:
    """Return 24 months of three series."""
    columns = (
        Column("Year", 8, "Year.", "code"),
        Column("Month", 13, "Month."),
        Column("First permits", 14, "Permits issued for the first time.", "number"),
        Column("Extensions", 13, "Permits extended.", "number"),
        Column(
            "Seasonal workers",
            17,
            "Seasonal workers who begin, social insurance.",
            "number",
        ),
    )
    rows = tuple(
        (year, name, *values)
        for year, series in MONTHS.items()
        for name, *values in zip(_NAMES, *series, strict=True)
    )
    return Sheet("Months", columns, rows)


def _halves() -> Sheet:
    """Return the half-years to add up and to compare."""
    rows = []
    for place, (year, number) in enumerate(
        ((2024, 1), (2024, 2), (2025, 1), (2025, 2))
    ):
        first, last = 2 + place * 6, 7 + place * 6
        sums = [
            Solve(f"=SUM(Months!{letter}{first}:{letter}{last})", half(year, number, s))
            for s, letter in enumerate("CDE")
        ]
        both = half(year, number, 0) + half(year, number, 2)
        line = place + 2
        cells: list = [*sums, Solve(f"=C{line}+E{line}", both)]
        for letter, value, before in (
            ("C", half(year, number, 0), half(2024, number, 0)),
            (
                "F",
                both,
                half(2024, number, 0) + half(2024, number, 2),
            ),
        ):
            if year == 2024:
                cells.append(None)
            else:
                formula = (
                    f"=ROUND(({letter}{line}-{letter}{line - 2})/{letter}{line - 2}"
                    "*100,1)"
                )
                cells.append(Solve(formula, percent(value - before, before), "one"))
        rows.append((year, "First" if number == 1 else "Second", *cells))
    columns = (
        Column("Year", 8, "Year.", "code"),
        Column("Half", 9, "First: January to June. Second: July to December."),
        Column("First permits", 14, "Sum of six months.", "number"),
        Column("Extensions", 13, "Sum of six months.", "number"),
        Column("Seasonal workers", 17, "Sum of six months.", "number"),
        Column("Together", 12, "First permits and seasonal workers.", "number"),
        Column("First permits, change, %", 16, "From the same half before.", "one"),
        Column("Together, change, %", 16, "From the same half before.", "one"),
    )
    return Sheet("Half-years", columns, tuple(rows))


def _answers() -> Sheet:
    """Return the questions about the break and the quota."""
    before, after = half(2024, 2, 0), half(2025, 2, 0)
    seasonal = half(2025, 2, 2) - half(2024, 2, 2)
    base = before + half(2024, 2, 2)
    first = half(2024, 1, 0) + half(2024, 2, 0)
    extended = half(2024, 1, 1) + half(2024, 2, 1)
    results = (
        ("", "July 2025", "text"),
        ("='Half-years'!C5-'Half-years'!C3", after - before, None),
        (
            "=ROUND(C3/'Half-years'!C3*100,1)",
            percent(after - before, before),
            "one",
        ),
        ("='Half-years'!E5-'Half-years'!E3", seasonal, None),
        ("=C3+C5", after - before + seasonal, None),
        (
            "=ROUND(C6/'Half-years'!F3*100,1)",
            percent(after - before + seasonal, base),
            "one",
        ),
        (
            f"=ROUND(('Half-years'!C2+'Half-years'!C3)/{QUOTA}*100,1)",
            percent(first, QUOTA),
            "one",
        ),
        (
            "=ROUND(SUM('Half-years'!C2:D3)/" + f"{QUOTA}*100,1)",
            percent(first + extended, QUOTA),
            "one",
        ),
        (f"={QUOTA}-'Half-years'!C2-'Half-years'!C3", QUOTA - first, None),
    )
    columns = (
        Column("No.", 6, "Number of the question.", "code"),
        Column("Question", 62, "What to find."),
        Column("Answer", 14, "Write your answer here.", "number"),
    )
    rows = tuple(
        (number, text, Solve(formula, value, kind))
        for number, (text, (formula, value, kind)) in enumerate(
            zip(_QUESTIONS, results, strict=True), start=1
        )
    )
    return Sheet("Answers", columns, rows)


def _caution() -> Sheet:
    """Return the place for the caution, with its five parts."""
    parts = (
        ("1. Source", "Permit register of the labour ministry"),
        ("2. Date", "As of 15 January 2026"),
        ("3. Coverage", "First permits, without extensions"),
        (
            "4. Break",
            "Since 1 July 2025, seasonal work of up to 90 days needs no permit",
        ),
        ("5. What not to conclude", "The fall does not mean that fewer workers came"),
        ("The whole caution", CAUTION),
    )
    columns = (
        Column("Part", 26, "Part of the caution."),
        Column("Your text", 90, "At most 60 words for the whole caution."),
    )
    return Sheet(
        "Caution", columns, tuple((part, Solve("", text)) for part, text in parts)
    )
