"""Module 10: who is a migrant, and two ways to count a stock."""

from modules.practice.cards import VISITS, arrival_cards
from modules.practice.census import COUNT_DAYS
from modules.practice.country import AGE_GROUPS, ARVANIA, CITIZENSHIPS, SEXES
from modules.practice.generator import Arvania
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

# Biography, the 1998 text, the framework of 2021, and why.
_CASES = (
    (
        "A nurse moves to a hospital abroad for 14 months.",
        "long-term migrant",
        "international migration",
        "She changes her country of usual residence for 12 months or more.",
    ),
    (
        "A tourist stays 100 days at the sea.",
        "neither",
        "temporary mobility",
        "Holiday is excluded in spite of three months; usual residence stays.",
    ),
    (
        "A builder works abroad for 8 months and then goes home.",
        "short-term migrant",
        "temporary mobility",
        "Between 3 and 12 months, for work.",
    ),
    (
        "A woman lives in Belmora and crosses the bridge to work in Arvania each day.",
        "neither",
        "temporary mobility",
        "A frontier worker: residence does not change.",
    ),
    (
        "A family flees from a flood to another town of the same country.",
        "neither",
        "neither",
        "Internally displaced: no border is crossed.",
    ),
    (
        "A girl is born in Arvania to parents with citizenship of Daltava.",
        "neither",
        "neither",
        "She never moved. She may be a foreign citizen.",
    ),
    (
        "A citizen of Arvania comes home after three years abroad and stays.",
        "long-term migrant",
        "international migration",
        "A return migrant: citizenship plays no part.",
    ),
    (
        "A student begins a programme of three years abroad.",
        "long-term migrant",
        "international migration",
        "Expected stay of 12 months or more.",
    ),
    (
        "An engineer comes for 30 days to repair a machine.",
        "neither",
        "temporary mobility",
        "Business; less than three months.",
    ),
    (
        "A man recognised as a refugee has lived in the country for two years.",
        "long-term migrant",
        "international migration",
        "He changed his country of usual residence; the reason plays no part.",
    ),
)


def exercises(country: Arvania) -> tuple[Practice, ...]:
    """Return both exercises of the module."""
    return who_counts(country), two_stocks(country)


def who_counts(country: Arvania) -> Practice:
    """Return ten cases to classify and forty arrivals to count by three rules."""
    cases, arrivals = _cases(), _arrivals(country)
    three, short, twelve = (
        f"SUM({column_range(arrivals, head)})"
        for head in ("3 months", "1998 text", "12 months")
    )
    questions = answers(
        (
            "Cards with a stay of three months or more",
            "cards_three",
            three,
            "Add three months to the day of arrival and compare.",
        ),
        (
            "Of these counted by the 1998 text (long-term or short-term)",
            "cards_short_or_long",
            short,
            "Leave out holiday, visit, business, treatment, pilgrimage.",
        ),
        (
            "Cards with a stay of twelve months or more",
            "cards_twelve",
            twelve,
            "Long-term migrants.",
        ),
        (
            "Share of long-term migrants among those counted by the 1998 text, one "
            "decimal",
            "cards_twelve_share",
            f"{twelve}/{short}*100",
            "Two offices that use different rules differ by this share.",
        ),
    )
    return Practice(
        key="10-who-counts",
        title="Who counts as a migrant?",
        about=(
            "The sheet Cases holds ten short biographies. The sheet Arrivals holds "
            "forty arrival cards of 2024.",
            "The 1998 text: long-term from 12 months; short-term from 3 to under 12 "
            "months, but not for holiday, visits, business, treatment or pilgrimage.",
        ),
        tasks=(
            "Sheet Cases, column 1998 text: write long-term migrant, short-term "
            "migrant or neither.",
            "Sheet Cases, column 2021 framework: write international migration, "
            "temporary mobility or neither.",
            "Sheet Arrivals: write 1 or 0 for each card and each rule.",
            "Sheet Answers: count. Which rule does your own office use?",
        ),
        trainer=(
            "Discuss only the cases on which the group disagrees.",
            "A card that ends in the future shows the expected end.",
        ),
        sheets=(cases, arrivals, questions),
    )


def _cases() -> Sheet:
    """Return the ten biographies."""
    columns = (
        Column("No.", 6, "Number of the case.", "code"),
        Column("Case", 60, "A person and a move."),
        Column("1998 text", 20, "long-term migrant, short-term migrant or neither."),
        Column(
            "2021 framework",
            24,
            "international migration, temporary mobility, neither.",
        ),
        Column("Why", 50, "Reason.", solution=True),
    )
    rows = tuple(
        (place, text, Solve("", first), Solve("", second), why)
        for place, (text, first, second, why) in enumerate(_CASES, start=1)
    )
    return Sheet("Cases", columns, rows)


def _arrivals(country: Arvania) -> Sheet:
    """Return the forty cards with three rules to apply."""
    visits = ",".join(f'"{word}"' for word in VISITS)
    rows = []
    for line, card in enumerate(arrival_cards(country), start=2):
        visit = f"SUM(COUNTIF(E{line},{{{visits}}}))"
        formulas = (
            f"=IF(EDATE(C{line},3)<=D{line},1,0)",
            f"=IF(AND(F{line}=1,{visit}=0),1,0)",
            f"=IF(EDATE(C{line},12)<=D{line},1,0)",
        )
        values = (card.stays(3), card.short_or_long, card.stays(12))
        rows.append(
            (
                line - 1,
                card.citizenship,
                card.arrived,
                card.ends,
                card.purpose,
                *(
                    Solve(formula, int(value))
                    for formula, value in zip(formulas, values, strict=True)
                ),
            )
        )
    columns = (
        Column("Card", 7, "Number of the card.", "code"),
        Column("Citizenship", 14, "Citizenship of the person."),
        Column("Arrived", 13, "Day of arrival.", "date"),
        Column("Stay ends", 13, "Day of departure or expected end.", "date"),
        Column("Purpose", 16, "As stated on the card."),
        Column("3 months", 9, "1 if the stay lasts three months or more.", "number"),
        Column("1998 text", 9, "1 if so and not a visit.", "number"),
        Column("12 months", 9, "1 if the stay lasts twelve months or more.", "number"),
    )
    return Sheet("Arrivals", columns, tuple(rows))


def two_stocks(country: Arvania) -> Practice:
    """Return the population count of 2025: foreign-born and foreign citizens."""
    census = _census(country)
    table = _two_by_two(census)
    total = "'Two by two'!$D$4"
    questions = answers(
        (
            "Foreign-born",
            "foreign_born_2025",
            "'Two by two'!$D$3",
            "Born abroad, whatever the citizenship.",
        ),
        (
            "Foreign citizens",
            "foreigners_2025",
            "'Two by two'!$C$4",
            "Whatever the place of birth.",
        ),
        (
            "Foreign-born share, one decimal",
            "foreign_born_share_2025",
            f"'Two by two'!$D$3/{total}*100",
            "Foreign-born ÷ usual residents.",
        ),
        (
            "Foreign-citizen share, one decimal",
            "foreigners_share_2025",
            f"'Two by two'!$C$4/{total}*100",
            "Foreign citizens ÷ usual residents.",
        ),
        (
            "Share of either, one decimal",
            "either_share_2025",
            f"('Two by two'!$D$3+'Two by two'!$C$2)/{total}*100",
            "Foreign-born plus foreign citizens born in Arvania.",
        ),
        (
            "Citizens of Arvania among the foreign-born, one decimal",
            "citizens_among_foreign_born_2025",
            "'Two by two'!$B$3/'Two by two'!$D$3*100",
            "Naturalised, returned, or children of citizens.",
        ),
        (
            "Foreign-citizen share if 200 foreign-born foreign citizens naturalise, "
            "one decimal",
            "what_if_foreigners_share",
            f"('Two by two'!$C$4-200)/{total}*100",
            "Nobody moves. The foreign-born share stays the same.",
        ),
    )
    return Practice(
        key="10-foreign-born-and-citizens",
        title="Foreign-born and foreign citizens: two stocks",
        about=(
            "The population count of 31 December 2025 by citizenship, place of birth, "
            "sex and age group. Combinations without a person are left out.",
        ),
        tasks=(
            "Sheet Two by two: fill in the six cells and the totals. Use a filter, "
            "SUMIFS or a pivot table on the sheet Census.",
            "Sheet Answers: calculate the shares.",
            "Explain to a minister in two sentences why both shares are right.",
        ),
        trainer=(
            f"Foreign-born {quoted('foreign_born_share_2025')}, foreign citizens "
            f"{quoted('foreigners_share_2025')}, either "
            f"{quoted('either_share_2025')} of "
            f"{quoted('population_2025')} usual residents.",
        ),
        sheets=(census, table, questions),
    )


def _census(country: Arvania) -> Sheet:
    """Return the cells of the count that hold persons."""
    names = {ARVANIA: "Arvania", **CITIZENSHIPS}
    births = {"native": "Arvania", "foreign": "abroad"}
    order = list(AGE_GROUPS)
    cells = [
        cell for cell in country.census if cell.day == COUNT_DAYS[1] and cell.persons
    ]
    cells.sort(
        key=lambda cell: (
            list(names).index(cell.citizenship),
            list(births).index(cell.birth),
            list(SEXES).index(cell.sex),
            order.index(cell.age),
        )
    )
    rows = tuple(
        (names[cell.citizenship], births[cell.birth], cell.sex, cell.age, cell.persons)
        for cell in cells
    )
    columns = (
        Column("Citizenship", 14, "Arvania, another country, or stateless."),
        Column("Born in", 11, "Arvania or abroad."),
        Column("Sex", 7, "M men, F women."),
        Column("Age", 9, "Age group in completed years."),
        Column("Persons", 11, "Usual residents.", "number"),
    )
    return Sheet("Census", columns, rows)


def _two_by_two(census: Sheet) -> Sheet:
    """Return the table of place of birth by citizenship."""
    persons, citizenship, birth = (
        column_range(census, head) for head in ("Persons", "Citizenship", "Born in")
    )
    rows = []
    for line, (label, place, key) in enumerate(
        (
            ("Born in Arvania", "Arvania", "native"),
            ("Born abroad", "abroad", "foreign"),
        ),
        start=2,
    ):
        own, foreign = (
            f'=SUMIFS({persons},{birth},"{place}",{citizenship},"{sign}Arvania")'
            for sign in ("", "<>")
        )
        values = (
            number(f"census_citizens_{key}_2025"),
            number(f"census_foreigners_{key}_2025"),
        )
        rows.append(
            (
                label,
                Solve(own, values[0]),
                Solve(foreign, values[1]),
                Solve(f"=B{line}+C{line}", sum(values)),
            )
        )
    sums = [rows[0][column].value + rows[1][column].value for column in (1, 2, 3)]
    totals = [
        Solve(f"={letter}2+{letter}3", value)
        for letter, value in zip("BCD", sums, strict=True)
    ]
    rows.append(("Total", *totals))
    columns = (
        Column("Place of birth", 18, "Where the person was born."),
        Column("Citizens of Arvania", 13, "Persons.", "number"),
        Column("Foreign citizens", 13, "Persons.", "number"),
        Column("Total", 13, "Persons.", "number"),
    )
    return Sheet("Two by two", columns, tuple(rows))
