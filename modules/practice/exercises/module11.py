"""Module 11: reconcile lists and totals; complete and prioritise a mapping."""

from modules.practice.border import DIPLOMATS
from modules.practice.country import CITIZENSHIPS, LAST_DAY
from modules.practice.counts_quality import STAY_REGION
from modules.practice.generator import Arvania
from modules.practice.metadata import FIELDS, IDEAS, INDICATORS, matrix
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

_REFERENCE = "DATE(2025,12,31)"
_MARKS = (
    ("Expired", "1 if the last day is before 31 December 2025."),
    ("Diplomat", "1 if the holder is on the sheet Diplomats."),
    ("Second", "1 if a valid permit of the same holder stands above."),
    ("Person", "1 for the one line by which a person counts."),
)


def exercises(country: Arvania) -> tuple[Practice, ...]:
    """Return the three exercises of the module."""
    return right_to_stay_exercise(country), five_totals(), metadata_exercise()


def right_to_stay_exercise(country: Arvania) -> Practice:
    """Return three institutions' lists of Brenna, to be reconciled."""
    documents = _documents(country)
    permits = _permits(country)
    diplomats = Sheet(
        "Diplomats",
        (Column("Holder", 11, "Identity number given by the foreign ministry."),),
        tuple((f"D{index:05}",) for index in range(DIPLOMATS)),
    )
    sums = {head: f"SUM({column_range(permits, head)})" for head, _meaning in _MARKS}
    lines = f"ROWS({column_range(permits, 'Permit')})"
    papers = f"ROWS({column_range(documents, 'Personal number')})"
    both = f"SUM({column_range(documents, 'Also a permit')})"
    persons = f"({sums['Person']}+{papers}-{both})"
    questions = answers(
        (
            "Lines in the list of permits",
            "brenna_stay_listed",
            lines,
            "Count the lines.",
        ),
        (
            "Expired, not removed",
            "brenna_stay_expired",
            sums["Expired"],
            "Last day before 31 December 2025.",
        ),
        (
            "Diplomats wrongly included",
            "brenna_stay_diplomats",
            sums["Diplomat"],
            "Look up the holder in Diplomats.",
        ),
        (
            "Second permits of the same person",
            "brenna_stay_second",
            sums["Second"],
            "Among valid permits only: remove expired ones first.",
        ),
        (
            "Persons with documents of the asylum authority",
            "brenna_stay_refugees",
            papers,
            "Count the lines of Documents.",
        ),
        (
            "Of these also with a residence permit",
            "brenna_stay_both",
            both,
            "They would be counted twice.",
        ),
        (
            "Different persons with a right to stay in Brenna",
            "brenna_stay_persons",
            persons,
            "Permit persons plus documents minus both.",
        ),
        (
            "Overstatement if both lists are simply added, one decimal",
            "brenna_stay_overstatement",
            f"({lines}+{papers}-{persons})/{persons}*100",
            "Divide by the right number, not by the wrong one.",
        ),
    )
    return Practice(
        key="11-right-to-stay",
        title="How many foreigners have a right to stay in Brenna?",
        about=(
            "Three institutions hold lists for the region of Brenna, 31 December 2025: "
            "permits (interior ministry), documents of refugees (asylum authority), "
            "diplomats (foreign ministry; the list is for the whole country).",
            "Each list is right for its own purpose. Together they count some people "
            "twice.",
        ),
        tasks=(
            "Sheet Permits: find lines that expired, lines of diplomats, and second "
            "permits of the same holder. Remove expired lines before you look for "
            "second permits.",
            "Sheet Documents: find persons who also hold a residence permit.",
            "Sheet Answers: how many different persons have a right to stay?",
            "Write the definition in one sentence, so that three institutions can sign "
            "it.",
        ),
        trainer=(
            "The same steps for the whole country: "
            f"{quoted('stay_listed')} lines, {quoted('stay_expired')} expired, "
            f"{quoted('stay_second')} second permits, {quoted('stay_diplomats')} "
            f"diplomats, {quoted('stay_refugees')} documents, {quoted('stay_both')} "
            f"in both lists: {quoted('stay_persons')} persons.",
        ),
        sheets=(permits, documents, diplomats, questions),
    )


def _documents(country: Arvania) -> Sheet:
    """Return the asylum authority's documents in the region."""
    rows = sorted(
        (row for row in country.protected if row.region == STAY_REGION),
        key=lambda row: row.number,
    )
    listed = [row for row in country.listed if row.region == STAY_REGION]
    holders = {row.holder for row in listed if row.status == "person"}
    last = len(listed) + 1
    lines = tuple(
        (
            row.number,
            CITIZENSHIPS[row.citizenship],
            row.entered,
            Solve(
                f"=COUNTIFS(Permits!$B$2:$B${last},A{line},Permits!$I$2:$I${last},1)",
                int(row.number in holders),
            ),
        )
        for line, row in enumerate(rows, start=2)
    )
    columns = (
        Column("Personal number", 12, "Six digits."),
        Column("Citizenship", 14, "Citizenship of the person."),
        Column("Valid from", 13, "First day of the document.", "date"),
        Column("Also a permit", 10, "1 if the person holds a valid permit.", "number"),
    )
    return Sheet("Documents", columns, lines)


def _permits(country: Arvania) -> Sheet:
    """Return the interior ministry's list with the marks of the solution."""
    rows, seen = [], set()
    listed = [row for row in country.listed if row.region == STAY_REGION]
    for line, row in enumerate(listed, start=2):
        expired = row.valid_to < LAST_DAY
        diplomat = row.status == "diplomat"
        second = not expired and not diplomat and row.holder in seen
        if not expired:
            seen.add(row.holder)
        values = (expired, diplomat, second, not (expired or diplomat or second))
        formulas = (
            f"=IF(E{line}<{_REFERENCE},1,0)",
            f"=COUNTIF(Diplomats!$A$2:$A${DIPLOMATS + 1},B{line})",
            f"=IF(AND(F{line}=0,G{line}=0,COUNTIFS(B$2:B{line},B{line},"
            f'E$2:E{line},">="&{_REFERENCE})>1),1,0)',
            f"=IF(SUM(F{line}:H{line})=0,1,0)",
        )
        rows.append(
            (
                row.number,
                row.holder,
                CITIZENSHIPS[row.citizenship],
                row.valid_from,
                row.valid_to,
                *(
                    Solve(formula, int(value))
                    for formula, value in zip(formulas, values, strict=True)
                ),
            )
        )
    columns = (
        Column("Permit", 11, "Number of the permit."),
        Column("Holder", 11, "Personal number or identity number."),
        Column("Citizenship", 14, "Citizenship of the holder."),
        Column("Valid from", 13, "First day.", "date"),
        Column("Valid to", 13, "Last day.", "date"),
        *(Column(head, 9, meaning, "number") for head, meaning in _MARKS),
    )
    return Sheet("Permits", columns, tuple(rows))


_TOTALS = (
    ("Border guard service", "border_present", "Entries minus exits since 2015"),
    ("Interior and asylum", "stay_added_up", "Lines of both lists, added up"),
    ("Interior ministry", "raw_raw", "Lines of the register extract"),
    ("Statistics office", "raw_clean", "Clean register, three months or more"),
    ("Statistics office", "foreigners_2025", "Population count, twelve months or more"),
)
_BRIDGES = (
    (
        ("Lines of the register extract", "", "raw_raw"),
        ("Left, not deregistered", "−", "raw_departed"),
        ("Became citizens", "−", "raw_naturalised"),
        ("Died", "−", "raw_dead"),
        ("Second lines", "−", "raw_duplicate"),
        ("Test lines", "−", "raw_test"),
        ("Newborn, not yet in the extract", "+", "raw_not_yet_in"),
        ("Clean register", "=", "raw_clean_expected"),
        ("Stays under twelve months", "−", "bridge_short_2025"),
        ("Missed by the count", "−", "bridge_missed_2025"),
        ("Asylum-seekers waiting a year or more", "+", "bridge_asylum_2025"),
        ("Without a right to stay, counted", "+", "bridge_hidden_2025"),
        ("Population count", "=", "bridge_census_2025"),
    ),
    (
        ("Lines of both lists", "", "stay_added_up"),
        ("Expired permits", "−", "stay_expired"),
        ("Second permits", "−", "stay_second"),
        ("Diplomats", "−", "stay_diplomats"),
        ("In both lists", "−", "stay_both"),
        ("Persons with a right to stay", "=", "stay_persons"),
        ("Left, died or naturalised, permit still stands", "−", "stay_bridge_gone"),
        ("Not yet arrived", "−", "stay_bridge_not_here"),
        ("Between two permits", "+", "stay_bridge_waiting"),
        ("Newborn without a permit", "+", "stay_bridge_newborn"),
        ("Clean register", "=", "stay_bridge_expected"),
    ),
    (
        ("Present by the border system", "", "border_present"),
        ("Exits not recorded, 2015 to 2025", "−", "missed_exits_all"),
        ("Births − deaths − new citizens, 2015 to 2025", "+", "natural_all"),
        ("Foreigners present", "=", "present_expected"),
        ("Visitors", "−", "visitors_2025"),
        ("Diplomats and families", "−", "diplomats_2025"),
        ("Asylum-seekers", "−", "asylum_end_2025"),
        ("Without a right to stay", "−", "hidden_2025"),
        ("Clean register", "=", "raw_clean"),
    ),
)


def five_totals() -> Practice:
    """Return five totals of one country and the three bridges between them."""
    columns = (
        Column("Institution", 24, "Who publishes the number."),
        Column("Total", 12, "Foreigners in Arvania, 31 December 2025.", "number"),
        Column("What it counts", 44, "In the institution's own words."),
    )
    totals = Sheet(
        "Totals",
        columns,
        tuple((who, number(name), what) for who, name, what in _TOTALS),
    )
    names = ("Register to count", "Permits to register", "Border to register")
    bridges = [
        _bridge(name, steps) for name, steps in zip(names, _BRIDGES, strict=True)
    ]
    questions = answers(
        (
            "Clean register, from the extract",
            "raw_clean_expected",
            "'Register to count'!$C$9",
            "Take away what is too much, add who is missing.",
        ),
        (
            "Population count, from the clean register",
            "bridge_census_2025",
            "'Register to count'!$C$14",
            "Two definitions: three months and twelve months.",
        ),
        (
            "Persons with a right to stay",
            "stay_persons",
            "'Permits to register'!$C$7",
            "Persons, not permits.",
        ),
        (
            "Overstatement of both lists added up, one decimal",
            "stay_overstatement",
            "('Permits to register'!$C$2-'Permits to register'!$C$7)"
            "/'Permits to register'!$C$7*100",
            "Divide by the persons.",
        ),
        (
            "Foreigners truly present",
            "present_expected",
            "'Border to register'!$C$5",
            "Ghost records are taken away.",
        ),
        (
            "Ghost records among those present by the border system, one decimal",
            "border_ghosts_share",
            "'Border to register'!$C$3/'Border to register'!$C$2*100",
            "Exits not recorded accumulate year by year.",
        ),
        (
            "Register extract as a share of the population count, one decimal",
            "raw_to_census_2025",
            "'Register to count'!$C$2/'Register to count'!$C$14*100",
            "Overstatement of the extract.",
        ),
    )
    return Practice(
        key="11-five-totals",
        title="Five totals for one question",
        about=(
            "Five numbers answer the question how many foreigners are in Arvania on "
            "31 December 2025. All five are correct counts of something.",
            "The three other sheets are bridges: they lead from one number to another "
            "person by person.",
        ),
        tasks=(
            "Sheet Totals: read what each number counts. Which definition do you need "
            "for a school plan, a permit fee, a border post?",
            "Complete the three bridges. Each must end at a number that you know.",
            "Sheet Answers: answer the questions.",
            "Write one sentence for each producer: a fact on which you agree, without "
            "blame.",
        ),
        trainer=(
            "Contradictory totals are resolved by definitions, not by averages.",
            "All three bridges pass the clean register: "
            f"{quoted('raw_clean')} persons.",
        ),
        sheets=(totals, *bridges, questions),
    )


def _bridge(name: str, steps) -> Sheet:
    """Return a bridge whose sums are to be found."""
    rows = []
    terms: list[str] = []
    for line, (label, sign, figure) in enumerate(steps, start=2):
        value = number(figure)
        if sign == "=":
            rows.append((label, sign, Solve("=" + "".join(terms), value)))
            terms = [f"C{line}"]
            continue
        terms.append(f"{'-' if sign == '−' else '+' if sign else ''}C{line}")
        rows.append((label, sign, value))
    columns = (
        Column("Step", 46, "What is added or taken away."),
        Column("Sign", 7, "+ add, − take away, = result."),
        Column("Number", 12, "Persons, lines or crossings.", "number"),
    )
    return Sheet(name, columns, tuple(rows))


def metadata_exercise() -> Practice:
    """Return the metadata matrix and ten ideas to rank."""
    table, ideas = _matrix(), _ideas()
    filled = f"SUM({column_range(table, 'Filled')})"
    cells = f"(ROWS({column_range(table, 'Indicator')})*{len(FIELDS)})"
    questions = answers(
        ("Fields in the matrix", "matrix_cells", cells, "Fields × indicators."),
        ("Fields that are filled", "matrix_filled", filled, "Count cells with a text."),
        (
            "Completeness of the matrix, one decimal",
            "matrix_completeness",
            f"{filled}/{cells}*100",
            "Filled ÷ all.",
        ),
        (
            "Quick wins (value 4 or 5, effort 1 or 2)",
            "quick_wins",
            f"SUM({column_range(ideas, 'Quick win')})",
            "Worth much, costs little.",
        ),
    )
    return Practice(
        key="11-metadata-matrix",
        title="Metadata matrix and quick wins",
        about=(
            "The sheet Matrix is the result of a mapping: ten fields for six "
            "indicators of Arvania. Empty cells are fields that nobody could fill.",
            "The sheet Ideas lists ten improvements that the working group proposed.",
        ),
        tasks=(
            "Sheet Matrix: count the filled fields of each indicator.",
            "Sheet Ideas: calculate value ÷ effort (two decimals) and mark quick wins "
            "with 1.",
            "Sheet Answers: answer the questions. Choose three ideas with an owner and "
            "a date.",
        ),
        trainer=(
            "The rows with the most gaps belong to the border guard service: ask what "
            "it needs, do not name and shame.",
        ),
        sheets=(table, ideas, questions),
    )


def _matrix() -> Sheet:
    """Return the matrix with a count to fill in."""
    texts = {(cell.indicator, cell.field): cell.text for cell in matrix()}
    rows = []
    for line, (code, name) in enumerate(INDICATORS.items(), start=2):
        cells = [texts[code, field] or None for field in FIELDS]
        filled = sum(cell is not None for cell in cells)
        rows.append((name, *cells, Solve(f"=COUNTA(B{line}:K{line})", filled)))
    columns = (
        Column("Indicator", 20, "One of the six first indicators."),
        *(Column(field, 18, "Text, or empty.") for field in FIELDS),
        Column("Filled", 8, "Number of filled fields.", "number"),
    )
    return Sheet("Matrix", columns, tuple(rows))


def _ideas() -> Sheet:
    """Return the ideas with ratio and mark to fill in."""
    rows = []
    for line, idea in enumerate(IDEAS, start=2):
        ratio = (idea.value * 200 + idea.effort) // (2 * idea.effort) / 100
        rows.append(
            (
                idea.text,
                idea.value,
                idea.effort,
                Solve(f"=ROUND(B{line}/C{line},2)", ratio),
                Solve(f"=IF(AND(B{line}>=4,C{line}<=2),1,0)", int(idea.quick_win)),
            )
        )
    columns = (
        Column("Idea", 58, "Proposed improvement."),
        Column("Value", 8, "1 little to 5 much.", "number"),
        Column("Effort", 8, "1 little to 5 much.", "number"),
        Column("Value ÷ effort", 10, "Two decimals.", "two"),
        Column("Quick win", 9, "1 if value is 4 or 5 and effort 1 or 2.", "number"),
    )
    return Sheet("Ideas", columns, tuple(rows))
