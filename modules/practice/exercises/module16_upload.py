"""Module 16: a delivery with seven errors and two queries.

The entries and the asylum cases are those of the worked example in the lesson.
"""

from modules.practice.workbook import ANSWER_COLUMNS, Column, Practice, Sheet, Solve

_HEADER = (
    ("Country", "XBB"),
    ("Indicator codes", "ENT_FOR, ASY_START, ASY_APP, RSD_DEC, ASY_WDR, ASY_END"),
    ("Period", "2026-Q1"),
    ("Version", "1"),
    ("Contact", None),
)
# Country, indicator, period, sex, value as delivered.
LINES = (
    ("XBB", "ENT_FOR", "2026-01", "M", 2580),
    ("XBB", "ENT_FOR", "2026-01", "F", 2105),
    ("XBB", "ENT_FOR", "2026-01", "U", 15),
    ("XBB", "ENT_FOR", "2026-01", "T", 4700),
    ("XBB", "ENT_FOR", "2026-02", "M", 2430),
    ("XBB", "ENT_FOR", "2026-02", "F", 1975),
    ("XBB", "ENT_FOR", "2026-02", "U", None),
    ("XBB", "ENT_FOR", "2026-02", "T", 4420),
    ("XBE", "ENT_FOR", "2026-03", "M", 3130),
    ("XBB", "ENT_FOR", "2026-3", "F", 2550),
    ("XBB", "ENT_FOR", "2026-03", "U", 20),
    ("XBB", "ENT_FOR", "2026-03", "T", 5690),
    ("XBB", "ENT_FOR", "2026-03", "U", 20),
    ("XBB", "ENT_FOR", "2026-Q1", "M", 8140),
    ("XBB", "ENT_FOR", "2026-Q1", "W", 6630),
    ("XBB", "ENT_FOR", "2026-Q1", "U", 50),
    ("XBB", "ENT_FOR", "2026-Q1", "T", 14820),
    ("XBB", "ASY_START", "2026-Q1", "T", 420),
    ("XBB", "ASY_APP", "2026-Q1", "T", 180),
    ("XBB", "RSD_DEC", "2026-Q1", "T", 150),
    ("XBB", "ASY_WDR", "2026-Q1", "T", 20),
    ("XBB", "ASY_END", "2026-Q1", "T", 445),
)
# What is wrong, where, the correction.
ERRORS = (
    ("Header", "The contact is missing", "Role mailbox of the border service"),
    ("Data, line 8", "Empty value without a flag", "15, or flag M with a note"),
    ("Data, line 10", "Country code XBE is not in the list", "XBB"),
    ("Data, line 11", "Period written as 2026-3", "2026-03"),
    ("Data, line 13", "5 690 is not the sum of the three values", "5 700"),
    ("Data, line 14", "The same line stands there twice", "Delete this line"),
    ("Data, line 16", "Sex code W is not in the list", "F"),
)
_CODES = (
    ("Country", "XBB", "Belmora"),
    ("Indicator", "ENT_FOR", "Foreigners entering the country"),
    ("Indicator", "ASY_START", "Asylum cases pending at the start"),
    ("Indicator", "ASY_APP", "Asylum applications"),
    ("Indicator", "RSD_DEC", "Decisions"),
    ("Indicator", "ASY_WDR", "Withdrawn applications"),
    ("Indicator", "ASY_END", "Asylum cases pending at the end"),
    ("Period", "2026-01", "January 2026; 2026-02 and 2026-03 follow"),
    ("Period", "2026-Q1", "First quarter of 2026"),
    ("Sex", "M", "Men"),
    ("Sex", "F", "Women"),
    ("Sex", "U", "Unknown"),
    ("Sex", "T", "Total"),
    ("Flag", "B", "Break"),
    ("Flag", "P", "Provisional"),
    ("Flag", "E", "Estimated"),
    ("Flag", "M", "Missing"),
)
LAST_QUARTER = 4780


def value(indicator: str, period: str = "2026-Q1", sex: str = "T") -> int:
    """Return a value as delivered. Raises StopIteration if there is no such line."""
    return next(line[4] for line in LINES if line[1:4] == (indicator, period, sex))


def expected_pending() -> int:
    """Return the cases that should be pending at the end of the quarter."""
    came = value("ASY_START") + value("ASY_APP")
    return came - value("RSD_DEC") - value("ASY_WDR")


def exercises(_country=None) -> tuple[Practice, ...]:
    """Return the exercise; it needs no register of Arvania."""
    header = Sheet(
        "Header",
        (
            Column("Field", 18, "Field of the header."),
            Column("Value", 60, "What the contributor wrote."),
        ),
        _HEADER,
    )
    data = Sheet(
        "Data",
        (
            Column("COUNTRY", 11, "Code of the country."),
            Column("INDICATOR", 12, "Code of the indicator."),
            Column("PERIOD", 11, "Month or quarter."),
            Column("SEX", 6, "Code of sex."),
            Column("VALUE", 9, "The number.", "number"),
            Column("FLAG", 7, "Status flag; empty for a normal value."),
            Column("NOTE", 30, "Words for readers."),
        ),
        tuple((*line, None, None) for line in LINES),
    )
    codes = Sheet(
        "Codes",
        (
            Column("List", 12, "Which list."),
            Column("Code", 12, "Code to use."),
            Column("Meaning", 44, "What the code means."),
        ),
        _CODES,
    )
    report = Sheet(
        "Report",
        (
            Column("No.", 6, "Number of the error.", "code"),
            Column("Where", 16, "Header, or line of the sheet Data."),
            Column("What is wrong", 44, "One sentence."),
            Column("Correction", 36, "What should stand there."),
        ),
        tuple(
            (number, *(Solve("", text) for text in error))
            for number, error in enumerate(ERRORS, start=1)
        ),
    )
    return (
        Practice(
            key="16-upload-check",
            title="Check a delivery: seven errors, two queries",
            about=(
                "Belmora delivers entries of foreigners and its asylum account for "
                "the first quarter of 2026.",
                "The table has seven errors. Two more values are unusual and need a "
                "note.",
                "Lines are counted as the spreadsheet counts them. The first value "
                "stands in line 2.",
            ),
            tasks=(
                "Sheets Header, Data and Codes: find seven errors.",
                "Sheet Report: write where each error is, what is wrong, and the "
                "correction.",
                "Sheet Answers: calculate the ratio and the balance.",
                "Sheet Answers: write two notes, and say if you accept the table.",
            ),
            trainer=(
                "Error 5 and the sum by month are the same mistake: March was typed "
                "as 5 690. The source says 5 700.",
                "The pending cases close when 15 reopened cases are added: "
                "420 + 180 + 15 − 150 − 20 = 445.",
            ),
            sheets=(header, data, codes, report, _answers()),
        ),
    )


def _answers() -> Sheet:
    months = sum(value("ENT_FOR", f"2026-{month:02}") for month in (1, 2, 3))
    total = value("ENT_FOR")
    pending = expected_pending()
    rows = (
        (
            "Total of the quarter minus the sum of the three months",
            Solve("=Data!E18-Data!E5-Data!E9-Data!E13", total - months),
            "entries",
            "14 820 − 14 810.",
        ),
        (
            "Last quarter had 4 780 entries. Ratio of this quarter to the last",
            Solve(
                f"=ROUND(Data!E18/{LAST_QUARTER},2)",
                round(total / LAST_QUARTER, 2),
                "two",
            ),
            "ratio",
            "14 820 ÷ 4 780. Above 2.5: query.",
        ),
        (
            "Cases expected to be pending at the end",
            Solve("=Data!E19+Data!E20-Data!E21-Data!E22", pending),
            "cases",
            "420 + 180 − 150 − 20.",
        ),
        (
            "Reported minus expected pending cases",
            Solve("=Data!E23-C4", value("ASY_END") - pending),
            "cases",
            "445 − 430.",
        ),
        (
            "Your note on the ratio",
            Solve("", "A new airport opened; flag B.", "text"),
            "words",
            "What happened, since when, what it means.",
        ),
        (
            "Your note on the pending cases",
            Solve("", "15 closed cases were opened again.", "text"),
            "words",
            "Next time a line of its own: reopened.",
        ),
        (
            "Do you accept the table now?",
            Solve("", "No. First correct the seven errors.", "text"),
            "yes or no",
            "Errors must be corrected, queries explained.",
        ),
    )
    return Sheet(
        "Answers",
        ANSWER_COLUMNS,
        tuple((number, *row) for number, row in enumerate(rows, start=1)),
    )
