"""Module 08: clean a register, link two lists, match entries and exits."""

from datetime import date

from modules.practice.border import SAMPLE_DAYS
from modules.practice.country import CITIZENSHIPS
from modules.practice.counts_quality import REGISTER_REGION, WORK_REGION
from modules.practice.faults import RawRecord
from modules.practice.generator import Arvania
from modules.practice.linking import ordered, overdue, unmatched
from modules.practice.workbook import (
    Column,
    Practice,
    Sheet,
    Solve,
    answers,
    column_range,
    quoted,
)

_OLDEST = 1905


def exercises(country: Arvania) -> tuple[Practice, ...]:
    """Return the three exercises of this file."""
    return (
        clean_register(country),
        two_lists_exercise(country),
        border_crossings(country),
    )


def clean_register(country: Arvania) -> Practice:
    """Return the raw register of Sulm, to be cleaned with other lists."""
    raw = [row for row in country.raw if row.region == REGISTER_REGION]
    people = [row for row in country.people if row.region == REGISTER_REGION]
    left = [row for row in people if row.way_out == "emigration"]
    citizens = [row for row in people if row.way_out == "citizenship"]
    deaths = [row for row in people if row.way_out == "death"]
    births = [
        row
        for row in people
        if row.way_in == "birth" and row.entered >= date(2025, 1, 1)
    ]
    lists = (
        _numbers(
            "Departures", left, "Departures 2023 to 2025, found by signs of life."
        ),
        _numbers("New citizens", citizens, "Acquired Arvania's citizenship."),
        _numbers("Deaths", deaths, "Deaths in the civil registry."),
        _births(births, raw),
    )
    register = _register(raw, lists)
    return Practice(
        key="08-clean-register",
        title="Clean the register of Sulm",
        about=(
            "The sheet Register is the interior ministry's extract for the region of "
            "Sulm, 31 December 2025, as it was typed. All values are text.",
            "The other sheets come from other offices: departures, new citizens, "
            "deaths, births in 2025, and the code list of "
            "citizenships.",
        ),
        tasks=(
            "Keep the sheet Register as it is. Work in a copy or in new columns.",
            "Find the lines that must go: departures, new citizens, deaths, second "
            "lines of the same person, test lines.",
            "Find the lines that stay but need a correction: citizenship not in the "
            "code list, sex not M or F, impossible date of birth.",
            "Find the newborn residents who are missing in the extract.",
            "Answer the questions. How many persons does the clean register hold?",
        ),
        trainer=(
            "Second lines sometimes have a new personal number and another spelling "
            "of the family name. Given name and date of birth together find them.",
            f"The clean register of Sulm holds {quoted('sulm_clean')} persons.",
            "An empty sex stays empty until somebody looks it up: do not guess it "
            "from the given name.",
        ),
        sheets=(register, *lists, _codes(), _register_answers(register)),
    )


def _numbers(name: str, people, meaning: str) -> Sheet:
    """Return a list of personal numbers with a day, from another office."""
    rows = sorted((row.number, row.left) for row in people)
    columns = (
        Column("Personal number", 16, meaning),
        Column("Day", 13, "Day of the event.", "date"),
    )
    return Sheet(name, columns, tuple(rows))


def _births(births, raw) -> Sheet:
    """Return births of foreign citizens in 2025."""
    known = {row.number for row in raw}
    rows = []
    for line, row in enumerate(sorted(births, key=lambda row: row.number), start=2):
        formula = f"=COUNTIF(Register!$B$2:$B${len(raw) + 1},A{line})"
        found = Solve(formula, int(row.number in known))
        rows.append((row.number, row.born, found))
    columns = (
        Column("Personal number", 16, "Given at birth."),
        Column("Born on", 13, "Day of birth.", "date"),
        Column(
            "In the extract", 12, "1 if the number is in the register.", "number", True
        ),
    )
    return Sheet("Births", columns, tuple(rows))


def _codes() -> Sheet:
    """Return the code list of citizenships."""
    columns = (
        Column("Code", 9, "Three letters."),
        Column("Citizenship", 16, "The only right spelling."),
    )
    return Sheet("Codes", columns, tuple(CITIZENSHIPS.items()))


_MARKS = (
    ("Left", "1 if the number is among the departures."),
    ("Citizen", "1 if the number is among the new citizens."),
    ("Died", "1 if the number is among the deaths."),
    ("Second", "1 if given name and date of birth stand in a line above."),
    ("Test", "1 if the family name is TEST."),
    ("Keep", "1 if the line stays."),
    ("Country fault", "1 if the citizenship is not spelt as in the code list."),
    ("Sex fault", "1 if the sex is not M or F."),
    ("Birth fault", "1 if the date of birth is impossible; test lines left out."),
)


def _register(raw: list[RawRecord], lists: tuple[Sheet, ...]) -> Sheet:
    """Return the extract, and in the solution one mark for each kind of fault."""
    ranges = [column_range(sheet, "Personal number") for sheet in lists[:3]]
    numbers = [{row[0] for row in sheet.rows} for sheet in lists[:3]]
    codes = f"Codes!$B$2:$B${len(CITIZENSHIPS) + 1}"
    rows, seen = [], set()
    for line, row in enumerate(raw, start=2):
        key = (row.given_name, row.born)
        second = int(key in seen)
        seen.add(key)
        found = [int(row.number in group) for group in numbers]
        test = int(row.family_name == "TEST")
        values = [*found, second, test]
        early = int(row.born[:4]) < _OLDEST
        bad = row.born[5:] == "02-30" or early or row.born > row.registered.isoformat()
        formulas = [f"=MIN(1,COUNTIF({cells},B{line}))" for cells in ranges]
        formulas += [
            f"=IF(COUNTIFS(D$2:D{line},D{line},F$2:F{line},F{line})>1,1,0)",
            f'=IF(EXACT(C{line},"TEST"),1,0)',
            f"=IF(SUM(I{line}:M{line})=0,1,0)",
            f"=IF(SUMPRODUCT(--EXACT({codes},G{line}))=0,1,0)",
            f'=IF(OR(EXACT(E{line},"M"),EXACT(E{line},"F")),0,1)',
            f'=IF(M{line}=1,0,IF(OR(MID(F{line},6,5)="02-30",'
            f"VALUE(LEFT(F{line},4))<{_OLDEST},F{line}>H{line}),1,0))",
        ]
        values += [
            int(not any(values)),
            int("country" in row.faults),
            int("sex" in row.faults),
            int(bad and not test),
        ]
        rows.append(
            (
                row.line,
                row.number,
                row.family_name,
                row.given_name,
                row.sex,
                row.born,
                row.citizenship,
                row.registered.isoformat(),
                *(Solve(*pair) for pair in zip(formulas, values, strict=True)),
            )
        )
    columns = (
        Column("Line", 7, "Line number in the extract of the whole country.", "code"),
        Column("Personal number", 12, "Six digits."),
        Column("Family name", 14, "As typed."),
        Column("Given name", 12, "As typed."),
        Column("Sex", 6, "As typed; M and F are right."),
        Column("Date of birth", 12, "As typed: year-month-day."),
        Column("Citizenship", 16, "As typed; the sheet Codes has the right names."),
        Column("Registered on", 12, "First day in the register, year-month-day."),
        *(Column(head, 8, meaning, "number", True) for head, meaning in _MARKS),
    )
    return Sheet("Register", columns, tuple(rows))


def _register_answers(register: Sheet) -> Sheet:
    """Return the questions on the register of Sulm."""
    marks = {head: column_range(register, head) for head, _meaning in _MARKS}
    sums = {head: f"SUM({cells})" for head, cells in marks.items()}
    lines = column_range(register, "Line")
    births = "COUNTIF(Births!$C$2:$C$99,0)"
    return answers(
        ("Lines in the extract", "sulm_raw", f"COUNT({lines})", "Count the lines."),
        (
            "Lines of people who left",
            "sulm_departed",
            sums["Left"],
            "Look up the personal number in Departures.",
        ),
        (
            "Lines of people who became citizens",
            "sulm_naturalised",
            sums["Citizen"],
            "Look up the personal number in New citizens.",
        ),
        (
            "Lines of people who died",
            "sulm_dead",
            sums["Died"],
            "Look up the personal number in Deaths.",
        ),
        (
            "Second lines of the same person",
            "sulm_duplicate",
            sums["Second"],
            "Same given name and date of birth as a line above.",
        ),
        ("Test lines", "sulm_test", sums["Test"], "Family name TEST."),
        (
            "Share of lines that must go, one decimal",
            "sulm_extra_share",
            f"(COUNT({lines})-{sums['Keep']})/COUNT({lines})*100",
            "All lines that must go, divided by all lines.",
        ),
        (
            "Newborn residents who are missing",
            "sulm_not_yet_in",
            births,
            "In Births, but not in Register.",
        ),
        (
            "Persons in the clean register",
            "sulm_clean",
            f"{sums['Keep']}+{births}",
            "Lines to keep plus missing newborn residents.",
        ),
        (
            "Lines with a citizenship not in the code list",
            "sulm_fault_country",
            sums["Country fault"],
            "Capital letters and spaces count as faults.",
        ),
        (
            "Lines with a sex that is not M or F",
            "sulm_fault_sex",
            sums["Sex fault"],
            "1, 2, small letters and empty cells.",
        ),
        (
            "Lines with an impossible date of birth, test lines left out",
            "sulm_fault_birth_date",
            sums["Birth fault"],
            "30 February, before 1905, or after the registration.",
        ),
    )


def two_lists_exercise(country: Arvania) -> Practice:
    """Return work permits and social insurance of Norhaven, to be linked."""
    holders = sorted(
        (row for row in country.permit_holders if row.region == WORK_REGION),
        key=lambda row: (row.family_name, row.given_name),
    )
    list_a = Sheet(
        "List A",
        _person_columns("Personal number", "Six digits."),
        tuple(
            (row.number, row.family_name, row.given_name, row.born.isoformat())
            for row in holders
        ),
    )
    list_b = _insured(country, list_a)
    ended = [row for row in country.people if row.region == WORK_REGION and row.left]
    departures = _numbers("Gone", ended, "Left, died or became citizens since 2023.")
    a, b = list_a.last, list_b.last
    links = {
        head: f"SUM('List B'!${x}$2:${x}${b})"
        for head, x in zip("123", "FGH", strict=True)
    }
    matched = f"({links['1']}+{links['2']}+{links['3']})"
    size_a, size_b = f"ROWS('List A'!$A$2:$A${a})", f"ROWS('List B'!$A$2:$A${b})"
    gone = f"SUMPRODUCT(COUNTIF(Gone!$A$2:$A${departures.last},'List A'!$A$2:$A${a}))"
    questions = answers(
        ("Persons on list A", "norhaven_lists_list_a", size_a, "Work permits."),
        ("Persons on list B", "norhaven_lists_list_b", size_b, "Social insurance."),
        (
            "Links by personal number",
            "norhaven_lists_by_number",
            links["1"],
            "Deterministic: the number is on both lists.",
        ),
        (
            "Further links by both names and date of birth",
            "norhaven_lists_by_name",
            links["2"],
            "Only lines not linked before.",
        ),
        (
            "Further links by given name and date of birth (other spelling)",
            "norhaven_lists_by_spelling",
            links["3"],
            "Look at both family names before you accept a link.",
        ),
        (
            "Persons on both lists",
            "norhaven_lists_matched",
            matched,
            "All three kinds of links.",
        ),
        (
            "Estimate of foreign workers from two lists",
            "norhaven_lists_estimate",
            f"{size_a}*{size_b}/{matched}",
            "A × B ÷ both.",
        ),
        (
            "Estimate if only personal numbers are linked",
            "norhaven_lists_estimate_numbers_only",
            f"{size_a}*{size_b}/{links['1']}",
            "Missed links make the estimate too high.",
        ),
        (
            "Persons on list A who left, died or became citizens",
            "norhaven_lists_gone",
            gone,
            "Look up the personal number in Gone.",
        ),
        (
            "Estimate without them",
            "norhaven_lists_estimate_cleaned",
            f"({size_a}-{gone})*{size_b}/{matched}",
            "Nobody on a list may be gone.",
        ),
        (
            "Undercoverage of list A, one decimal",
            "norhaven_lists_under_a",
            f"(1-{matched}/{size_b})*100",
            "Share of list B that list A does not know.",
        ),
        (
            "Undercoverage of list B, one decimal",
            "norhaven_lists_under_b",
            f"(1-{matched}/({size_a}-{gone}))*100",
            "Share of list A, without those who are gone, that list B does not know.",
        ),
    )
    return Practice(
        key="08-two-lists",
        title="Two lists of foreign workers in Norhaven",
        about=(
            "List A: work permits valid on 31 December 2025 (labour ministry). "
            "List B: foreign workers insured on that day (social insurance).",
            "Some lines of list B lack the personal number, and some names are spelt "
            "otherwise. Dates of birth and given names are reliable on both lists.",
        ),
        tasks=(
            "Sheet List B: write 1 in Link 1 if the personal number is on list A, "
            "otherwise 0.",
            "Write 1 in Link 2 if the line has no link yet, but both names and the "
            "date of birth are on list A.",
            "Write 1 in Link 3 if the line has no link yet, but given name and date "
            "of birth are on list A and the family name could be the same.",
            "Sheet Answers: estimate how many foreigners work in Norhaven. Which "
            "assumptions do you make?",
        ),
        trainer=(
            "Because Arvania is invented, the truth is known: "
            f"{quoted('norhaven_lists_truth')} foreigners work in Norhaven "
            "(refugees left out, who need no permit).",
            "Debrief: what would false links do? They make the estimate too low.",
        ),
        sheets=(list_a, list_b, departures, questions),
    )


def _person_columns(heading: str, meaning: str) -> tuple[Column, ...]:
    """Return the columns that identify a person on a list."""
    return (
        Column(heading, 12, meaning),
        Column("Family name", 16, "As typed."),
        Column("Given name", 14, "As typed."),
        Column("Date of birth", 13, "Year-month-day."),
    )


def _insured(country: Arvania, list_a: Sheet) -> Sheet:
    """Return list B with three columns for links."""
    last = list_a.last
    a = {letter: f"'List A'!${letter}$2:${letter}${last}" for letter in "ABCD"}
    rows = []
    insured = [row for row in country.insured if row.region == WORK_REGION]
    for line, row in enumerate(insured, start=2):
        hows = [int(row.how == how) for how in ("number", "name", "spelling")]
        formulas = (
            f'=IF(B{line}="",0,COUNTIF({a["A"]},B{line}))',
            f"=IF(F{line}=1,0,COUNTIFS({a['B']},C{line},{a['C']},D{line},"
            f"{a['D']},E{line}))",
            f"=IF(F{line}+G{line}>0,0,COUNTIFS({a['C']},D{line},{a['D']},E{line}))",
        )
        rows.append(
            (
                line - 1,
                row.number,
                row.family_name,
                row.given_name,
                row.born.isoformat(),
                *(Solve(*pair) for pair in zip(formulas, hows, strict=True)),
            )
        )
    columns = (
        Column("Line", 7, "Line of the list.", "code"),
        *_person_columns("Personal number", "Six digits, empty where not known."),
        Column("Link 1", 8, "Same personal number: 1 or 0.", "number"),
        Column("Link 2", 8, "Same names and date of birth: 1 or 0.", "number"),
        Column("Link 3", 8, "Same given name and date of birth: 1 or 0.", "number"),
    )
    return Sheet("List B", columns, tuple(rows))


def border_crossings(country: Arvania) -> Practice:
    """Return the crossings at Sulm ferry, to count persons and match exits."""
    crossings = _crossings(country)
    ranges = {
        head: column_range(crossings, head)
        for head in ("Direction", "New document", "Followed", "Overdue", "Typed anew")
    }
    entries = f'COUNTIF({ranges["Direction"]},"E")'
    overdue_sum, typed = f"SUM({ranges['Overdue']})", f"SUM({ranges['Typed anew']})"
    questions = answers(
        ("Entries", "ferry_entries", entries, "Direction E."),
        ("Exits", "ferry_exits", f'COUNTIF({ranges["Direction"]},"X")', "Direction X."),
        (
            "Different documents among the entries",
            "ferry_documents",
            f"SUM({ranges['New document']})",
            "Each document once.",
        ),
        (
            "Entries per person, two decimals",
            "ferry_entries_per_person",
            f"{entries}/SUM({ranges['New document']})",
            "Take one document for one person.",
        ),
        (
            "Entries whose next crossing with the same document is no exit",
            "ferry_unmatched",
            f"{entries}-SUM({ranges['Followed']})",
            "The next line of this document is an entry, or there is none.",
        ),
        (
            "Of these overdue on 31 March 2025 (more than 30 days)",
            "ferry_overdue",
            overdue_sum,
            "Entries before 1 March whose next crossing is no exit.",
        ),
        (
            "Of these with an exit under a mistyped document",
            "ferry_linked",
            typed,
            "Same date of birth and citizenship, later exit, other document.",
        ),
        (
            "Apparent overstayers after this check",
            "ferry_overdue_after_linking",
            f"{overdue_sum}-{typed}",
            "Overdue entries minus mistyped exits.",
        ),
    )
    return Practice(
        key="08-border-crossings",
        title="Crossings are not people: the ferry at Sulm",
        about=(
            "All crossings of foreigners at Sulm ferry from January to March 2025, "
            "ordered by document and day. A landing permit allows 30 days.",
            "The officers typed documents and names by hand.",
        ),
        tasks=(
            "Count entries, exits and different documents. How many entries does one "
            "person make?",
            "Find the entries whose next crossing with the same document is no exit. "
            "Which of them are overdue on 31 March 2025?",
            "Look for mistyped exits: same date of birth and citizenship, another "
            "document number. How many overdue entries remain?",
            "Why is even this number too high?",
        ),
        trainer=(
            f"Of the {quoted('ferry_overdue_after_linking')} overdue entries that "
            f"remain, {quoted('ferry_elsewhere')} belong to travellers who left at "
            f"another crossing point, and {quoted('ferry_overstayed')} to travellers "
            "who stayed on.",
            "Missed links overstate overstayers.",
        ),
        sheets=(crossings, questions),
    )


def _crossings(country: Arvania) -> Sheet:
    """Return the sample with the marks of the solution."""
    rows = []
    sample = ordered(country.crossings)
    open_ends = {row.number for row in unmatched(country.crossings)}
    seen = set()
    last = len(sample) + 1
    for line, row in enumerate(sample, start=2):
        entry = row.direction == "E"
        new = entry and row.document not in seen
        seen |= {row.document} if entry else set()
        late = row.number in open_ends and overdue(row)
        typed = late and any(
            other.direction == "X"
            and other.born == row.born
            and other.citizenship == row.citizenship
            and other.day > row.day
            and other.document != row.document
            for other in sample
        )
        formulas = (
            f'=IF(C{line}="E",IF(COUNTIFS(D$2:D{line},D{line},C$2:C{line},"E")=1,1,0),0)',
            f'=IF(C{line}="E",IF(AND(D{line + 1}=D{line},C{line + 1}="X"),1,0),0)',
            f'=IF(AND(C{line}="E",J{line}=0,B{line}+30<DATE(2025,3,31)),1,0)',
            f"=IF(K{line}=1,IF(COUNTIFS(F$2:F${last},F{line},G$2:G${last},G{line},"
            f'C$2:C${last},"X",B$2:B${last},">"&B{line},D$2:D${last},"<>"&D{line})>0'
            ",1,0),0)",
        )
        values = (new, entry and row.number not in open_ends, late, typed)
        rows.append(
            (
                row.number,
                row.day,
                row.direction,
                row.document,
                row.name,
                row.born.isoformat(),
                CITIZENSHIPS[row.citizenship],
                row.sex,
                *(
                    Solve(formula, int(value))
                    for formula, value in zip(formulas, values, strict=True)
                ),
            )
        )
    days = f"{SAMPLE_DAYS[0].isoformat()} to {SAMPLE_DAYS[1].isoformat()}"
    columns = (
        Column("Number", 8, "Order of typing.", "code"),
        Column("Day", 12, f"Day of the crossing, {days}.", "date"),
        Column("Direction", 10, "E entry, X exit."),
        Column("Document", 12, "As typed."),
        Column("Name", 22, "Family name and given name, as typed."),
        Column("Date of birth", 13, "Read by machine, reliable."),
        Column("Citizenship", 13, "Read by machine, reliable."),
        Column("Sex", 6, "M or F."),
        Column(
            "New document", 10, "1 for the first entry of a document.", "number", True
        ),
        Column("Followed", 10, "1 if an exit of the document follows.", "number", True),
        Column("Overdue", 9, "1 if not followed and overdue.", "number", True),
        Column("Typed anew", 9, "1 if a mistyped exit was found.", "number", True),
    )
    return Sheet("Crossings", columns, tuple(rows))
