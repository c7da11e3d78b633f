"""Module 15: stations with spreadsheets, from growth to disclosure."""

from modules.practice.country import YEARS
from modules.practice.figures import round_half_up
from modules.practice.generator import Arvania
from modules.practice.headline import headline_figures
from modules.practice.linking import SMALL, region_table, round_to_base
from modules.practice.series import OLD_RULE
from modules.practice.workbook import (
    Column,
    Given,
    Practice,
    Sheet,
    Solve,
    answers,
    number,
    quoted,
)

_WHAT = Column("What", 62, "Number given or to find.")
_VALUE = Column("Value", 14, "Given, or to calculate.", "number")
_MISSING = (
    ("The border post at Sulm was closed in February: there were no entries.", "0"),
    ("The airport did not send its table for March.", "O"),
    ("Arvania does not ask the sex of travellers at Karsk road.", "L"),
    ("The number of seaports in a country without a sea.", "M"),
    ("A cell of 2 refugees is hidden.", "Q"),
)


def exercises(country: Arvania) -> tuple[Practice, ...]:
    """Return the exercise of the module."""
    return (stations(country),)


def stations(country: Arvania) -> Practice:
    """Return eight stations on one country."""
    regions = _regions(country)
    return Practice(
        key="15-technical-stations",
        title="Technical stations: one country, eight tools",
        about=(
            "Each numbered sheet is a station with figures of Arvania. Work alone or "
            "rotate in groups.",
            "Calculate with full precision and round only the result, halves up.",
        ),
        tasks=(
            "Sheet 1 Growth: index, growth of each year, average annual growth.",
            "Sheet 2 Break: factor of the overlap year, back-cast, flag.",
            "Sheet 3 Rates: rates with the right denominator.",
            "Sheet 4 Residual: people without a right to stay, as a range.",
            "Sheet 5 Standardised: unemployment with common weights.",
            "Sheet 6 Unknown: distribute unknown sex in proportion.",
            "Sheet 7 Disclosure: find the small cell, round to 5. "
            "Sheet 8 Missing: write zero or the right code.",
            "Sheet Answers: answer the questions. Write a note of 60 words to a "
            "minister on one station.",
        ),
        trainer=(
            "Residual: because Arvania is invented, the truth is known: "
            f"{quoted('residual_truth')} people. The range holds "
            f"{quoted('residual_low')} to {quoted('residual_high')}: even a careful "
            "range may miss.",
            "Census minus raw register would give "
            f"{quoted('residual_naive')}: registers with departed people hide the "
            "group.",
        ),
        sheets=(
            _growth(),
            _break(),
            _rates(),
            _residual(),
            _standardised(),
            _unknown(),
            regions,
            _missing(),
            _answers(regions),
        ),
    )


def _rounded(name: str, decimals: int) -> float:
    """Return a figure with more decimals than its quoted value."""
    return float(round_half_up(headline_figures()[name].exact, decimals))


def _growth() -> Sheet:
    """Return the stocks with index and growth to find."""
    rows: list[tuple] = [(2022, number("stock_2022"), Given(100.0, "one"), None)]
    for line, year in enumerate(YEARS, start=3):
        rows.append(
            (
                year,
                number(f"stock_{year}"),
                Solve(f"=ROUND(B{line}/B$2*100,1)", _rounded(f"index_{year}", 1)),
                Solve(
                    f"=ROUND((B{line}-B{line - 1})/B{line - 1}*100,1)",
                    _rounded(f"growth_{year}", 1),
                ),
            )
        )
    columns = (
        Column("Year", 9, "31 December of the year.", "code"),
        Column("Foreign citizens", 14, "Residents, as published.", "number"),
        Column("Index", 11, "2022 = 100, one decimal.", "one"),
        Column("Growth, %", 11, "From the year before, one decimal.", "one"),
    )
    return Sheet("1 Growth", columns, tuple(rows))


def _break() -> Sheet:
    """Return immigration by two rules, to be back-cast."""
    rows: list[tuple] = []
    for line, (year, value) in enumerate(OLD_RULE.items(), start=2):
        backcast = Solve(f"=ROUND(B{line}*C$6/B$6,0)", number(f"backcast_{year}"))
        rows.append((year, value, None, backcast, Solve("", "E")))
    for line, year in enumerate(YEARS, start=6):
        new = number(f"stay_12_months_{year}")
        old = number("stay_3_months_2023") if year == YEARS[0] else None
        flag = "B" if year == YEARS[0] else "A"
        rows.append((year, old, new, Solve(f"=C{line}", new), Solve("", flag)))
    columns = (
        Column("Year", 9, "Year of arrival.", "code"),
        Column("Old rule", 12, "Immigrants who stay three months or more.", "number"),
        Column("New rule", 12, "Immigrants who stay twelve months or more.", "number"),
        Column("Series", 12, "New rule; before 2023 back-cast.", "number"),
        Column("Flag", 8, "A normal, B break, E estimated."),
    )
    return Sheet("2 Break", columns, tuple(rows))


def _rates() -> Sheet:
    """Return the numbers for rates with the rates to find."""
    given = (
        ("Usual residents, 31 December 2024", "population_2024"),
        ("Usual residents, 31 December 2025", "population_2025"),
        ("Immigrants of all citizenships, 2025", "immigration_all_2025"),
        ("Emigrants of all citizenships, 2025", "emigration_all_2025"),
        ("Asylum applicants, 2025", "asylum_applications_2025"),
        ("Refugees from Arvania abroad, end of 2025", "refugees_from_arvania"),
    )
    solve = (
        ("Mid-year population 2025", "population_mid_2025", "(B2+B3)/2"),
        ("Immigration per 1 000, one decimal", "immigration_rate_2025", "B4/B8*1000"),
        (
            "Net migration per 1 000, one decimal",
            "net_migration_rate_2025",
            "(B4-B5)/B8*1000",
        ),
        (
            "Asylum applicants per 100 000, one decimal",
            "asylum_rate_2025",
            "B6/B8*100000",
        ),
        (
            "Refugees from Arvania per 100 000 (10.7.4), one decimal",
            "indicator_10_7_4",
            "B7/(B3+B7)*100000",
        ),
    )
    rows: list[tuple] = [(label, number(name)) for label, name in given]
    rows += [_solved(label, name, formula) for label, name, formula in solve]
    fee, margin = (_rounded(f"remittance_{part}", 2) for part in ("fee", "margin"))
    rows += [
        ("Sending 200 dollars from Belmora: fee, dollars", Given(fee, "two")),
        ("Sending 200 dollars: exchange-rate loss, dollars", Given(margin, "two")),
        _solved(
            "Cost of sending, %, one decimal", "remittance_cost", "(B13+B14)/200*100"
        ),
    ]
    return Sheet("3 Rates", (_WHAT, _VALUE), tuple(rows))


def _solved(label: str, name: str, formula: str) -> tuple:
    """Return a line whose value is a headline figure, to be found by a formula."""
    figure = headline_figures()[name]
    kind = ("number", "one", "two", "three")[figure.decimals]
    solve = Solve(f"=ROUND({formula},{figure.decimals})", float(figure.value), kind)
    return (label, solve)


def _residual() -> Sheet:
    """Return the residual method with its three scenarios."""
    rows = (
        (
            "Foreign-born foreign citizens in the census of 31 December 2024",
            number("census_foreigners_foreign_2024"),
        ),
        (
            "Of the registers, with a right to be here, 12 months or more",
            number("residual_regular"),
        ),
        (
            "Of these missed by the census (post-enumeration survey)",
            number("residual_missed"),
        ),
        ("Departed people still in the raw register", number("residual_departed")),
        _solved("Counted without a right to stay", "residual_counted", "B2-(B3-B4)"),
        _solved("If the census missed none of them", "residual_low", "B6"),
        _solved("If it missed 10 %", "residual_middle", "B6/0.9"),
        _solved("If it missed 20 %", "residual_high", "B6/0.8"),
        _solved("Census minus raw register (wrong)", "residual_naive", "B2-(B3+B5)"),
    )
    return Sheet("4 Residual", (_WHAT, _VALUE), rows)


def _standardised() -> Sheet:
    """Return unemployment by age for two groups with rates to find."""
    rows: list[tuple] = []
    for line, (key, age) in enumerate(
        (("18_34", "18-34"), ("35_64", "35-64")), start=2
    ):
        rows.append(
            (
                age,
                number(f"labour_foreign_{key}"),
                number(f"jobless_foreign_{key}"),
                number(f"labour_own_{key}"),
                number(f"jobless_own_{key}"),
                Solve(
                    f"=ROUND(C{line}/B{line}*100,1)", _rounded(f"rate_foreign_{key}", 1)
                ),
                Solve(f"=ROUND(E{line}/D{line}*100,1)", _rounded(f"rate_own_{key}", 1)),
            )
        )
    sums = [rows[0][column] + rows[1][column] for column in range(1, 5)]
    rows.append(
        (
            "All",
            *sums,
            Solve("=ROUND(C4/B4*100,1)", _rounded("rate_foreign", 1)),
            Solve("=ROUND(E4/D4*100,1)", _rounded("rate_own", 1)),
        )
    )
    columns = (
        Column("Age", 9, "Completed years."),
        Column(
            "Foreign, labour force",
            12,
            "Foreign citizens, refugees left out.",
            "number",
        ),
        Column("Foreign, unemployed", 12, "Of these unemployed.", "number"),
        Column("Citizens, labour force", 12, "Citizens of Arvania.", "number"),
        Column("Citizens, unemployed", 12, "Of these unemployed.", "number"),
        Column("Foreign, rate %", 11, "One decimal.", "one"),
        Column("Citizens, rate %", 11, "One decimal.", "one"),
    )
    return Sheet("5 Standardised", columns, tuple(rows))


def _unknown() -> Sheet:
    """Return entries by sex with unknown sex to distribute."""
    men, women, unknown = (
        number(f"entries_{sex}_2025_q4") for sex in ("men", "women", "unknown")
    )
    filled = [number(f"entries_{sex}_filled_2025_q4") for sex in ("men", "women")]
    rows = (
        ("Men", men, Solve("=ROUND(B2+B4*B2/(B2+B3),0)", filled[0])),
        ("Women", women, Solve("=ROUND(B3+B4*B3/(B2+B3),0)", filled[1])),
        ("Unknown", unknown, Solve("=0", 0)),
        ("Total", men + women + unknown, Solve("=SUM(C2:C4)", sum(filled))),
    )
    columns = (
        Column("Sex", 12, "As recorded at the border."),
        Column("Entries", 12, "Entries of foreigners, quarter 4 of 2025.", "number"),
        Column(
            "Distributed",
            12,
            "Unknown distributed in proportion; total stays.",
            "number",
        ),
    )
    return Sheet("6 Unknown", columns, rows)


def _missing() -> Sheet:
    """Return five cells that look empty, each with its right code."""
    columns = (
        Column("Situation", 66, "Why a cell has no number, or has one."),
        Column(
            "Write",
            10,
            "0, or a code: M cannot exist, L not collected, Q hidden, O no reason "
            "given (list version 2.2; check the current one).",
        ),
    )
    return Sheet("8 Missing", columns, tuple((t, Solve("", c)) for t, c in _MISSING))


def _regions(country: Arvania) -> Sheet:
    """Return foreign citizens by citizenship and region with roundings to find."""
    table = region_table(country)
    places = list(dict.fromkeys(place for _name, place in table))
    rows: list[tuple] = []
    for line, name in enumerate(dict.fromkeys(name for name, _place in table), start=2):
        values = [table[name, place] for place in places]
        rounded = [
            Solve(f"=ROUND({letter}{line}/5,0)*5", round_to_base(value))
            for letter, value in zip("BCDE", values, strict=True)
        ]
        rows.append((name, *values, sum(values), *rounded))
    columns = (
        Column("Citizenship", 14, "Foreign citizens, 31 December 2025."),
        *(Column(place, 10, f"Residents of {place}.", "number") for place in places),
        Column("Total", 9, "Arvania.", "number"),
        *(
            Column(f"{place}, rounded", 10, "Nearest multiple of 5.", "number")
            for place in places
        ),
    )
    return Sheet("7 Disclosure", columns, tuple(rows))


def _answers(regions: Sheet) -> Sheet:
    """Return the questions over all stations."""
    inner = f"'7 Disclosure'!$B$2:$E${regions.last}"
    rounded = f"'7 Disclosure'!$G$2:$J${regions.last}"
    age = "'5 Standardised'"
    standard = f"({age}!C2/{age}!B2*{age}!D2+{age}!C3/{age}!B3*{age}!D3)/{age}!D4*100"
    own = f"{age}!E4/{age}!D4*100"
    return answers(
        (
            "1 Average annual growth, 2022 to 2025, %, one decimal",
            "annual_growth",
            "(('1 Growth'!B5/'1 Growth'!B2)^(1/3)-1)*100",
            "Third root of the ratio, minus 1.",
        ),
        (
            "2 Factor of the overlap year, three decimals",
            "break_factor",
            "'2 Break'!C6/'2 Break'!B6",
            "New rule ÷ old rule in 2023.",
        ),
        (
            "2 Immigrants of 2022 by the new rule",
            "backcast_2022",
            "'2 Break'!B5*'2 Break'!C6/'2 Break'!B6",
            "Old value × factor; do not round the factor.",
        ),
        (
            "3 Net migration per 1 000, one decimal",
            "net_migration_rate_2025",
            "('3 Rates'!B4-'3 Rates'!B5)/'3 Rates'!B8*1000",
            "Mid-year population below the line.",
        ),
        (
            "3 Refugees from Arvania per 100 000, one decimal",
            "indicator_10_7_4",
            "'3 Rates'!B7/('3 Rates'!B3+'3 Rates'!B7)*100000",
            "Population plus refugees below the line.",
        ),
        (
            "4 Lowest estimate",
            "residual_low",
            "'4 Residual'!B7",
            "The census missed none.",
        ),
        (
            "4 Highest estimate",
            "residual_high",
            "'4 Residual'!B6/0.8",
            "The census missed 20 %.",
        ),
        (
            "5 Standardised rate of foreign citizens, %, one decimal",
            "rate_foreign_standardised",
            standard,
            "Their rates by age, the ages of the citizens.",
        ),
        (
            "5 Difference of the crude rates, points, one decimal",
            "rate_gap",
            f"{age}!C4/{age}!B4*100-{own}",
            "Foreign citizens minus citizens, not rounded on the way.",
        ),
        (
            "5 Difference after standardisation, points, one decimal",
            "rate_gap_standardised",
            f"{standard}-{own}",
            "Part of the crude difference was age.",
        ),
        (
            "6 Men after unknown sex is distributed",
            "entries_men_filled_2025_q4",
            "'6 Unknown'!C2",
            "Unknown × share of men among the known.",
        ),
        (
            "7 Cells of 1 or 2",
            "regions_small",
            f'COUNTIFS({inner},">0",{inner},"<{SMALL}")',
            "Zero is not a small cell here.",
        ),
        (
            "7 Sum of rounded cells minus the true total",
            "regions_gap",
            f"SUM({rounded})-SUM({inner})",
            "Say in a note that rounded cells need not add up.",
        ),
    )
