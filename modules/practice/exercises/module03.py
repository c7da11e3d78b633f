"""Module 03: a contact list to repair, fields to protect, a hand-over note."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from modules.practice.workbook import Column, Practice, Sheet, Solve

AS_OF = date(2026, 10, 1)
#: Rows confirmed before this day are out of date.
OLDEST = date(2025, 10, 1)
INDICATORS = ("FOR_STOCK", "WP_PROC", "ENT_FOR", "EXT_FOR", "ASY_APP", "RSD_DEC")
#: Focal points of the year before: all, replaced, replaced with a note.
CHANGES = (14, 4, 3)
_INTERIOR = "Interior ministry"
_FOREIGN = "Foreign ministry"
_LABOUR = "Labour ministry"
_JOBS = "Employment centre"
_BORDER = "Border guard service"
_COMMITTEE = "Committee for migration"
_STATISTICS = "Statistics office"
# Institution, unit, mailbox, name, deputy, indicators, valid until, last confirmed.
CONTACTS = (
    (
        _INTERIOR,
        "Residence permits",
        "permits-data@interior.example",
        "Alina Dravova",
        "Marek Noran",
        "FOR_STOCK",
        date(2027, 3, 31),
        date(2026, 9, 14),
    ),
    (
        _INTERIOR,
        "Population register",
        "register-data@interior.example",
        "Petru Helmek",
        "Salma Vaskin",
        "FOR_STOCK",
        date(2027, 3, 31),
        date(2026, 9, 14),
    ),
    (
        _FOREIGN,
        "Consular service",
        "visa-data@foreign.example",
        "Renata Jorost",
        None,
        "none",
        date(2027, 6, 30),
        date(2026, 8, 3),
    ),
    (
        _FOREIGN,
        "Migration unit",
        "data@foreign.example",
        "Timur Lomari",
        "Vesna Ulmova",
        "none",
        date(2026, 12, 31),
        date(2026, 9, 2),
    ),
    (
        _LABOUR,
        "Work permits",
        "migration-data@labour.example",
        "Kamila Sandek",
        "Davor Tolvin",
        "WP_PROC",
        date(2027, 1, 31),
        date(2026, 9, 21),
    ),
    (
        _LABOUR,
        "Labour agreements",
        "goran.pavic@private.example",
        "Goran Pavic",
        "Kamila Sandek",
        None,
        date(2026, 6, 30),
        date(2025, 6, 12),
    ),
    (
        _JOBS,
        "Jobs abroad",
        "jobs-data@employment.example",
        "Delia Korsell",
        "Ilmo Wendund",
        "none",
        date(2027, 2, 28),
        date(2026, 2, 16),
    ),
    (
        _JOBS,
        "Statistics",
        "statistics@employment.example",
        "Yorin Belan",
        None,
        "none",
        date(2026, 12, 31),
        date(2025, 12, 9),
    ),
    (
        _BORDER,
        "Entries",
        "border-data@border.example",
        "Zarina Mirost",
        "Nevin Ostrin",
        "ENT_FOR",
        date(2027, 4, 30),
        date(2026, 7, 27),
    ),
    (
        _BORDER,
        "Exits",
        "levan.tark@private.example",
        "Levan Tarkin",
        "Nevin Ostrin",
        "EXT_FOR",
        date(2025, 12, 31),
        date(2025, 1, 20),
    ),
    (
        _COMMITTEE,
        "Asylum procedure",
        "asylum-data@migration.example",
        "Farida Zelmund",
        "Radan Calek",
        "ASY_APP",
        date(2027, 3, 31),
        date(2026, 6, 18),
    ),
    (
        _COMMITTEE,
        "Appeals",
        "appeals@migration.example",
        "Oskan Roselin",
        "Farida Zelmund",
        None,
        date(2026, 8, 31),
        date(2025, 8, 25),
    ),
    (
        _STATISTICS,
        "Population",
        "population@statistics.example",
        "Elvira Gorova",
        "Samir Brenic",
        "FOR_STOCK",
        date(2027, 5, 31),
        date(2026, 9, 28),
    ),
    (
        _STATISTICS,
        "Labour",
        "labour@statistics.example",
        "Anselm Fendost",
        None,
        "none",
        date(2026, 9, 15),
        date(2025, 9, 8),
    ),
)
_FIELDS = (
    ("Institution and unit", "Public", "Says where the figure comes from."),
    ("Role mailbox", "Public", "Belongs to the task and stays when people change."),
    ("Indicators covered", "Public", "Shows which figure has a focal point."),
    ("Name and title", "Network", "Personal data; needed to know whom to ask."),
    ("Deputy", "Network", "Personal data; needed when the focal point is away."),
    ("Telephone", "Network", "Personal data; for urgent questions only."),
    ("Languages", "Network", "Personal data; helps to write in the right language."),
    ("Nominated by, document and date", "Coordinator", "Proof of the mandate."),
    ("Valid until", "Coordinator", "Shows when to ask again."),
    ("Last confirmed", "Coordinator", "Shows how fresh the row is."),
    ("Private address", "Nobody", "Not needed for the purpose, so it is not kept."),
)
_NOTE = (
    ("1. Next delivery", "Work permits, quarter 3 of 2026, due 30 October 2026"),
    ("2. Source", "Permit register, report 14, run on the 5th of the next month"),
    ("3. Steps", "Run the report, remove test cases, check sums, fill template 2"),
    ("4. Check", "Total differs by more than 10\u00a0% from last year: call regions"),
    ("5. Release", "Head of permits, standing permission of 3 March 2025"),
    ("6. People", "Deputy Davor Tolvin; register unit 3; statistics office"),
    ("7. Known problems", "Region 4 reports late in August; double cases June 2025"),
    ("8. Open questions", "New form from 1 January 2027: new codes of occupation?"),
)
_PRIVATE = "private.example"
_NO_INDICATOR = "none"


def share(part: int, whole: int) -> float:
    """Return a share in percent, one decimal, halves rounded up."""
    exact = Decimal(part * 100) / whole
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def list_counts() -> dict[str, int]:
    """Return how many rows lack a deputy, an indicator, a role mailbox, a date.

    An indicator is lacking where the field is empty; "none" is an answer.
    """
    return {
        "rows": len(CONTACTS),
        "no_deputy": sum(row[4] is None for row in CONTACTS),
        "no_indicator": sum(row[5] is None for row in CONTACTS),
        "private": sum(row[2].endswith(_PRIVATE) for row in CONTACTS),
        "old": sum(row[7] < OLDEST for row in CONTACTS),
        "expired": sum(row[6] < AS_OF for row in CONTACTS),
    }


def uncovered() -> list[str]:
    """Return the indicators that no row covers."""
    covered = {row[5] for row in CONTACTS}
    return [code for code in INDICATORS if code not in covered]


def exercises(_country=None) -> tuple[Practice, ...]:
    """Return the exercise of the module; it needs no register of Arvania."""
    return (
        Practice(
            key="03-contact-list",
            title="Repair a contact list",
            about=(
                "The sheet Contact list holds the 14 focal points of Arvania for six "
                "indicators. The date of the exercise is 1 October 2026.",
                'The word "none" means that the institution delivers none of the six '
                "indicators. An empty field means that nobody has asked.",
            ),
            tasks=(
                "Sheet Contact list: mark with 1 each row without a deputy, without "
                "an answer on indicators, with a private mailbox, not confirmed since "
                "1 October 2025, or with an end date before 1 October 2026.",
                "Sheet Fields: decide who may read each field: Public, Network, "
                "Coordinator or Nobody.",
                "Sheet Hand-over: write a note for the row of work permits.",
                "Sheet Answers: answer the questions. Give shares with one decimal.",
            ),
            trainer=(
                "Exits have a focal point, but the end date has passed and the mailbox "
                "is private. Refugee status determinations have nobody: the row of "
                "Appeals is empty, so that is where to ask first.",
                "The sentences of the note are examples. The test is whether the "
                "deputy could deliver with it.",
            ),
            sheets=(_contacts(), _fields(), _note(), _answers()),
        ),
    )


def _contacts() -> Sheet:
    """Return the list with five columns to mark."""
    rows = []
    for line, row in enumerate(CONTACTS, start=2):
        marks = (
            Solve(f'=IF(F{line}="",1,0)', int(row[4] is None)),
            Solve(f'=IF(G{line}="",1,0)', int(row[5] is None)),
            Solve(
                f'=IF(RIGHT(D{line},{len(_PRIVATE)})="{_PRIVATE}",1,0)',
                int(row[2].endswith(_PRIVATE)),
            ),
            Solve(f"=IF(I{line}<DATE(2025,10,1),1,0)", int(row[7] < OLDEST)),
            Solve(f"=IF(H{line}<DATE(2026,10,1),1,0)", int(row[6] < AS_OF)),
        )
        rows.append((line - 1, *row, *marks))
    columns = (
        Column("No.", 6, "Number of the row.", "code"),
        Column("Institution", 24, "Institution of the focal point."),
        Column("Unit", 20, "Unit that compiles the figure."),
        Column("Mailbox", 32, "Address for questions; ends in .example, never real."),
        Column("Name", 18, "Focal point. Invented."),
        Column("Deputy", 16, "Who replaces the focal point."),
        Column("Indicators", 13, "Code of the indicator, or none."),
        Column("Valid until", 12, "End of the nomination.", "date"),
        Column("Last confirmed", 12, "Day of the last answer.", "date"),
        Column("No deputy", 10, "1 if the field is empty.", "number"),
        Column("No answer on indicators", 13, "1 if the field is empty.", "number"),
        Column("Private mailbox", 10, "1 if not a role mailbox.", "number"),
        Column("Not confirmed", 11, "1 if before 1 October 2025.", "number"),
        Column("Expired", 10, "1 if before 1 October 2026.", "number"),
    )
    return Sheet("Contact list", columns, tuple(rows))


def _fields() -> Sheet:
    """Return the fields and who may read them."""
    columns = (
        Column("Field", 32, "Field of a contact list."),
        Column("Readers", 16, "Public, Network, Coordinator or Nobody."),
        Column("Reason", 54, "Why.", solution=True),
    )
    rows = tuple((field, Solve("", who), why) for field, who, why in _FIELDS)
    return Sheet("Fields", columns, rows)


def _note() -> Sheet:
    """Return the eight lines of a hand-over note."""
    columns = (
        Column("Line", 22, "Line of the note."),
        Column("Your text", 76, "What a successor must know on the first Monday."),
    )
    rows = tuple((line, Solve("", text)) for line, text in _NOTE)
    return Sheet("Hand-over", columns, rows)


def _answers() -> Sheet:
    """Return the questions with their results."""
    counts = list_counts()
    rows_, everyone = counts["rows"], "'Contact list'!{0}$2:{0}$15"
    people, replaced, noted = CHANGES
    questions = (
        ("Rows in the list", f"=COUNTA({everyone.format('E')})", rows_, None),
        (
            "Rows without a deputy",
            f"=SUM({everyone.format('J')})",
            counts["no_deputy"],
            None,
        ),
        (
            "Share with a deputy, %",
            "=ROUND((C2-C3)/C2*100,1)",
            share(rows_ - counts["no_deputy"], rows_),
            "one",
        ),
        (
            "Rows not confirmed since 1 October 2025",
            f"=SUM({everyone.format('M')})",
            counts["old"],
            None,
        ),
        (
            "Share confirmed, %",
            "=ROUND((C2-C5)/C2*100,1)",
            share(rows_ - counts["old"], rows_),
            "one",
        ),
        (
            "Rows with a private mailbox",
            f"=SUM({everyone.format('L')})",
            counts["private"],
            None,
        ),
        (
            "Rows with an end date that has passed",
            f"=SUM({everyone.format('N')})",
            counts["expired"],
            None,
        ),
        ("Indicator without a focal point", "", ", ".join(uncovered()), "text"),
        (
            f"Turnover in %: {replaced} of {people} focal points were replaced",
            f"=ROUND({replaced}/{people}*100,1)",
            share(replaced, people),
            "one",
        ),
        (
            f"Covered hand-overs in %: {noted} of {replaced} left a note",
            f"=ROUND({noted}/{replaced}*100,1)",
            share(noted, replaced),
            "one",
        ),
    )
    columns = (
        Column("No.", 6, "Number of the question.", "code"),
        Column("Question", 58, "What to find. Round halves up."),
        Column("Answer", 14, "Write your answer here.", "number"),
    )
    rows = tuple(
        (number, text, Solve(formula, value, kind))
        for number, (text, formula, value, kind) in enumerate(questions, start=1)
    )
    return Sheet("Answers", columns, rows)
