"""Module 13: a table to repair before it is sent, and the readiness sheet.

Both look unlike the other exercises: the first begins with a sheet that breaks
every rule, the second is a sheet of paper for an office with live formulas.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter

from modules.practice.workbook import CONTENT, MADE

FOLDER = CONTENT / "13-basic-it-prerequisites" / "files"
EXCHANGE = "13-exchange-file"
READINESS = "13-readiness-sheet"

#: Codes of invented countries, from the range that ISO 3166 leaves to users.
COUNTRIES = {
    "XBB": "Belmora",
    "XCC": "Corvia",
    "XDD": "Daltava",
    "XEE": "Estmark",
    "XGG": "Galdia",
}
INDICATOR = "ASY_APP"
MONTHS = ("2026-01", "2026-02", "2026-03")
DELIVERED = datetime(2026, 4, 3)
FILE_NAME = "DSM_XBB_ASY_2026Q1_v1.csv"
#: Applications by citizenship and month; None: the report has not arrived.
APPLICATIONS = {
    "XCC": (41, 38, 45),
    "XDD": (1204, 1187, 1150),
    "XEE": (0, 7, 9),
    "XGG": (63, None, 58),
}
PROVISIONAL = ("XCC", "2026-03")
FAULTS = (
    ("A1:F3", "Title and date stand above the heading", "1"),
    ("A5:F6", "Merged cells make two rows of headings", "2"),
    ("B6:D6", "The months are written in three ways", "4"),
    ("B3", "The date 03/04/26 can be read in two ways", "4"),
    ("A8, A9", "Names differ in spelling, and codes are missing", "5"),
    ("B8:D8", "Three signs for thousands make text out of numbers", "6"),
    ("D7", "A star stands beside the number", "3"),
    ("D7", "A yellow ground carries a meaning", "8"),
    ("B9", "A dash stands for zero", "7"),
    ("C10", "An empty cell has no reason in a column of its own", "7"),
    ("E7:E11, A11:F11", "Totals stand among the data", "8"),
    ("A13:C18", "A second table stands on the same sheet", "1"),
)
HEADINGS = (
    "COUNTRY",
    "INDICATOR",
    "PERIOD",
    "CITIZENSHIP",
    "VALUE",
    "STATUS",
    "DELIVERED",
)


@dataclass(frozen=True)
class Row:
    """One value of the repaired table; value is None where the report is missing."""

    citizenship: str
    period: str
    value: int | None

    @property
    def status(self) -> str:
        """The reason beside the value: final, provisional or missing."""
        if self.value is None:
            return "missing"
        return (
            "provisional" if (self.citizenship, self.period) == PROVISIONAL else "final"
        )


def clean_rows() -> list[Row]:
    """Return the 12 values of the table, by citizenship and month."""
    return [
        Row(citizenship, period, value)
        for citizenship, values in APPLICATIONS.items()
        for period, value in zip(MONTHS, values, strict=True)
    ]


def known_sum() -> int:
    """Return the sum of all values that have arrived."""
    return sum(row.value for row in clean_rows() if row.value is not None)


def write_all(folder: Path = FOLDER) -> list[str]:
    """Write the three workbooks of the module and return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, solved in ((EXCHANGE, False), (f"{EXCHANGE}-solution", True)):
        write_exchange(folder / f"{name}.xlsx", solved=solved)
    write_readiness(folder / f"{READINESS}.xlsx")
    names = (EXCHANGE, f"{EXCHANGE}-solution", READINESS)
    return [f"{name}.xlsx" for name in names]


def write_exchange(target, *, solved: bool) -> None:
    """Write the exercise or its solution to a path or a binary file."""
    with xlsxwriter.Workbook(target) as book:
        title = "A table made ready for exchange"
        _properties(book, title + (" (solution)" if solved else ""))
        styles = _styles(book)
        _write_read_me(book, styles, title, _exchange_lines(solved=solved))
        _write_received(book, styles)
        _write_codes(book, styles)
        _write_faults(book, styles, solved=solved)
        _write_clean(book, styles, solved=solved)
        _write_check(book, styles, solved=solved)


def _properties(book, title: str) -> None:
    book.set_properties(
        {
            "title": title,
            "subject": "Module 13",
            "author": "Streetlight",
            "comments": "Invented data for practice",
            "created": MADE,
        }
    )


def _styles(book) -> dict:
    """Return the formats of both workbooks by name."""
    answer = {"border": 1, "bg_color": "#FFF4D6", "valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "section": book.add_format({"bold": True, "font_size": 12}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        ),
        "merged": book.add_format({"bold": True, "align": "center", "border": 1}),
        "yellow": book.add_format({"bg_color": "#FFFF00", "align": "right"}),
        "right": book.add_format({"align": "right"}),
        "answer": book.add_format({**answer, "text_wrap": True}),
        "number": book.add_format({**answer, "num_format": "0"}),
        "one": book.add_format({**answer, "num_format": "0.0"}),
        "two": book.add_format({**answer, "num_format": "0.00"}),
        "date": book.add_format({**answer, "num_format": "yyyy-mm-dd"}),
        "result": book.add_format({"num_format": "0.0##", "bold": True}),
    }


def _exchange_lines(*, solved: bool) -> list[str]:
    lines = [
        "A colleague in Belmora sent this workbook under the name "
        '"asylum final NEW 2.xlsx". Belmora and its neighbours are invented.',
        "The sheet As received breaks the rules of lesson 3 in many places. The first "
        "table belongs in the exchange. The second one becomes another file.",
        "You asked the colleague. The date of delivery is 3 April 2026. The yellow "
        "number is provisional. A dash means zero.",
        "1. Find at least eight faults. Write cell, fault and rule on the sheet Faults.",
        "2. Write the 12 values as 12 rows on the sheet Clean. Use the sheet Codes.",
        "3. Look at the sheet Check. It must show 12 rows, "
        f"a sum of {known_sum()} and one missing value.",
        "4. Write the name that the CSV file should have on the sheet Check.",
        "Write in the framed cells. They have a light yellow ground.",
    ]
    if solved:
        lines += [
            "For trainers: there are 12 faults. Accept others if the rule is named.",
            "The value of Galdia for February stays empty. "
            "Who writes 0 there turns a late report into a fact.",
            "The printed totals are right for the values that arrived. "
            "They still do not belong among the rows.",
        ]
    return lines


def _write_read_me(book, styles, title: str, lines: list[str]) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 95)
    sheet.write(0, 0, title, styles["title"])
    for row, line in enumerate(lines, start=2):
        # Not every program makes a row higher by itself when its text wraps.
        sheet.set_row(row, 16 * (1 + len(line) // 90))
        sheet.write(row, 0, line, styles["text"])
    _print_settings(sheet)


def _write_received(book, styles) -> None:
    """Write the sheet that breaks the rules; its faults are listed in FAULTS."""
    sheet = book.add_worksheet("As received")
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 4, 13)
    sheet.set_column(5, 5, 46)
    sheet.merge_range("A1:F1", "ASYLUM APPLICATIONS", styles["merged"])
    sheet.merge_range("A2:F2", "Belmora, first quarter", styles["merged"])
    sheet.write_row("A3", ("Date of delivery:", "03/04/26"))
    sheet.merge_range("A5:A6", "Citizenship", styles["merged"])
    sheet.merge_range("B5:D5", "Month", styles["merged"])
    sheet.merge_range("E5:E6", "Total", styles["merged"])
    sheet.merge_range("F5:F6", "Remarks", styles["merged"])
    sheet.write_row("B6", ("January 2026", "feb.26", "03/2026"), styles["merged"])
    sheet.write_row("A7", ("Corvia", 41, 38))
    sheet.write("D7", "45*", styles["yellow"])
    sheet.write("E7", 124)
    sheet.write("A8", "DALTAVA")
    sheet.write_row("B8", ("1 204", "1,187", "1.150"), styles["right"])
    sheet.write("E8", 3541)
    sheet.write("A9", "Rep. of Estmark")
    sheet.write("B9", "-", styles["right"])
    sheet.write_row("C9", (7, 9, 16))
    sheet.write_row("A10", ("Galdia", 63, None, 58, 121))
    sheet.write("F10", "Feb.: report of the southern office not yet received")
    sheet.write_row("A11", ("TOTAL", 1308, 1232, 1262, 3802))
    sheet.merge_range("A13:C13", "DECISIONS IN THE SAME QUARTER", styles["merged"])
    sheet.write_row("A14", ("Citizenship", "Positive", "Negative"), styles["head"])
    decisions = (
        ("Corvia", 30, 61),
        ("DALTAVA", 410, 2950),
        ("Rep. of Estmark", 2, 11),
        ("Galdia", 40, 66),
    )
    for row, values in enumerate(decisions, start=14):
        sheet.write_row(row, 0, values)
    _print_settings(sheet)


def _write_codes(book, styles) -> None:
    sheet = book.add_worksheet("Codes")
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 30)
    sheet.write_row(0, 0, ("Code", "Meaning"), styles["head"])
    codes = [*COUNTRIES.items(), (INDICATOR, "Asylum applications, persons")]
    for row, pair in enumerate(codes, start=1):
        sheet.write_row(row, 0, pair)
    _print_settings(sheet)


def _write_faults(book, styles, *, solved: bool) -> None:
    sheet = book.add_worksheet("Faults")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 58)
    sheet.set_column(2, 2, 14)
    sheet.write_row(0, 0, ("Cell", "Fault", "Rule broken"), styles["head"])
    for row, fault in enumerate(FAULTS, start=1):
        for column, text in enumerate(fault):
            sheet.write(row, column, text if solved else None, styles["answer"])
    _print_settings(sheet)


def _write_clean(book, styles, *, solved: bool) -> None:
    """Write the table to fill in; periods are text, so that no program turns them."""
    sheet = book.add_worksheet("Clean")
    sheet.set_column(0, len(HEADINGS) - 1, 14)
    sheet.write_row(0, 0, HEADINGS, styles["head"])
    for line, row in enumerate(clean_rows(), start=1):
        words = ("XBB", INDICATOR, row.period, row.citizenship)
        for column, word in enumerate(words):
            sheet.write(line, column, word if solved else None, styles["answer"])
        sheet.write(line, 4, row.value if solved else None, styles["number"])
        sheet.write(line, 5, row.status if solved else None, styles["answer"])
        if solved:
            sheet.write_datetime(line, 6, DELIVERED, styles["date"])
        else:
            sheet.write_blank(line, 6, None, styles["date"])
    sheet.freeze_panes(1, 0)
    _print_settings(sheet)


def _write_check(book, styles, *, solved: bool) -> None:
    """Write live counts, so that learners see by themselves when they are done."""
    sheet = book.add_worksheet("Check")
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 2, 28)
    sheet.write_row(0, 0, ("What", "Your table", "It must be"), styles["head"])
    last = len(clean_rows()) + 1
    checks = (
        ("Rows with a period", f"=COUNTA(Clean!C2:C{last})", len(clean_rows())),
        ("Sum of the values", f"=SUM(Clean!E2:E{last})", known_sum()),
        ("Values marked as missing", f'=COUNTIF(Clean!F2:F{last},"missing")', 1),
        (
            "Different citizenships",
            f'=SUMPRODUCT((Clean!D2:D{last}<>"")'
            f'/COUNTIF(Clean!D2:D{last},Clean!D2:D{last}&""))',
            len(APPLICATIONS),
        ),
    )
    for row, (label, formula, value) in enumerate(checks, start=1):
        sheet.write(row, 0, label)
        sheet.write_formula(row, 1, formula, None, value if solved else 0)
        sheet.write(row, 2, value)
    row = len(checks) + 1
    sheet.write(row, 0, "Name of the CSV file")
    sheet.write(row, 1, FILE_NAME if solved else None, styles["answer"])
    _print_settings(sheet)


# The readiness sheet

OFFICE = (
    ("User", "The maker of the device still sends updates"),
    ("User", "The browser says that it is up to date"),
    ("User", "A file of 2 MB arrives in about a minute"),
    ("User", "PDF reports show all letters of our language"),
    ("User", "The table program keeps codes such as 007"),
    ("User", "Clock, time zone and language are right"),
    ("Host", "A responsible person and a deputy are named"),
    ("Host", "The promised downtime is known in hours a month"),
    ("Format", "We send CSV in UTF-8 or XLSX without macros"),
    ("Format", "Dates follow ISO 8601, countries ISO 3166"),
    ("Format", "File names show country, subject, period and version"),
    ("Security", "Every person has an account of their own"),
    ("Security", "Administrators use a second factor"),
    ("Security", "Accounts of leavers are closed on the last day"),
    ("Security", "Everybody knows whom to call about a strange e-mail"),
    ("Back-up", "Recovery point and recovery time are agreed"),
    ("Back-up", "Three copies, two media, one at another place"),
    ("Back-up", "A restore was tested in the last six months"),
    ("Line", "Every office has a way that needs no line"),
    ("Line", "Paper is typed by two persons and compared"),
)
SUPPLIER = (
    "Who owns the data and the keys?",
    "Can we export everything in an open format?",
    "Does a table of totals come out without names?",
    "What happens if your firm closes?",
    "How do we move to another system?",
    "Does a log show who did what?",
    "Can people with disabilities use it?",
    "Which languages and letters does it know?",
    "Where is it hosted, and under which law?",
    "What does each year cost after year three?",
)
#: Label, unit, and a number to change or a formula with its result.
CALCULATOR = (
    ("Transfer", None, None),
    ("Size of the file", "MB", 2),
    ("Speed of the line", "kbit/s", 256),
    ("Time on the line", "seconds", ("=B3*1024*8/B4", 64)),
    ("Downtime", None, None),
    ("Promised share of time", "%", 99.5),
    ("Days of the month", "days", 30),
    ("Downtime allowed", "hours", ("=B8*24*(100-B7)/100", 3.6)),
    ("Space for copies", None, None),
    ("Size of a full copy", "GB", 12),
    ("Weekly copies kept", "copies", 4),
    ("Monthly copies kept", "copies", 12),
    ("Size of the changes of a day", "GB", 0.4),
    ("Daily copies kept", "copies", 6),
    ("Space needed", "GB", ("=B11*(B12+B13)+B14*B15", 194.4)),
    ("Double keying", None, None),
    ("Cells typed twice", "cells", 600),
    ("Differences", "cells", 9),
    ("Errors of the first person", "cells", 5),
    ("Share of differences", "%", ("=B19/B18*100", 1.5)),
    ("Error rate of the first person", "%", ("=ROUND(B20/B18*100,2)", 0.83)),
)


def write_readiness(target) -> None:
    """Write the readiness sheet of an office to a path or a binary file."""
    with xlsxwriter.Workbook(target) as book:
        title = "Readiness sheet of an office"
        _properties(book, title)
        styles = _styles(book)
        lines = [
            "Use this workbook for your own office. It belongs to all lessons of "
            "module 13.",
            "Office: 20 statements. Answer yes, no or not known. Name a person and a "
            "date for each no.",
            "Calculator: change the framed numbers. The bold results follow. The "
            "numbers at the beginning are those of the lessons.",
            "Supplier: ten questions to the seller of a system. Write down the answers.",
        ]
        _write_read_me(book, styles, title, lines)
        _write_office(book, styles)
        _write_calculator(book, styles)
        _write_supplier(book, styles)


def _write_office(book, styles) -> None:
    sheet = book.add_worksheet("Office")
    for column, width in enumerate((11, 54, 12, 20, 14)):
        sheet.set_column(column, column, width)
    headings = ("Part", "Statement", "Answer", "Person", "By (date)")
    sheet.write_row(0, 0, headings, styles["head"])
    for row, statement in enumerate(OFFICE, start=1):
        sheet.write_row(row, 0, statement)
        for column in (2, 3):
            sheet.write_blank(row, column, None, styles["answer"])
        sheet.write_blank(row, 4, None, styles["date"])
    last = len(OFFICE) + 1
    sheet.data_validation(
        1, 2, len(OFFICE), 2, {"validate": "list", "source": ["yes", "no", "not known"]}
    )
    sheet.write(last, 1, "Statements answered with yes", styles["section"])
    formula = f'=COUNTIF(C2:C{last},"yes")'
    sheet.write_formula(last, 2, formula, styles["section"], 0)
    sheet.freeze_panes(1, 0)
    _print_settings(sheet)


def _write_calculator(book, styles) -> None:
    sheet = book.add_worksheet("Calculator")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 2, 12)
    sheet.write_row(0, 0, ("What", "Number", "Unit"), styles["head"])
    for row, (label, unit, entry) in enumerate(CALCULATOR, start=1):
        if unit is None:
            sheet.write(row, 0, label, styles["section"])
            continue
        sheet.write(row, 0, label)
        if isinstance(entry, tuple):
            sheet.write_formula(row, 1, entry[0], styles["result"], entry[1])
        else:
            whole = isinstance(entry, int)
            sheet.write(row, 1, entry, styles["number" if whole else "one"])
        sheet.write(row, 2, unit)
    _print_settings(sheet)


def _write_supplier(book, styles) -> None:
    sheet = book.add_worksheet("Supplier")
    for column, width in enumerate((5, 48, 50, 22)):
        sheet.set_column(column, column, width)
    headings = ("No.", "Question", "Answer of the supplier", "Proof (document)")
    sheet.write_row(0, 0, headings, styles["head"])
    for row, question in enumerate(SUPPLIER, start=1):
        sheet.write_row(row, 0, (row, question))
        for column in (2, 3):
            sheet.write_blank(row, column, None, styles["answer"])
        sheet.set_row(row, 30)
    _print_settings(sheet)


def _print_settings(sheet) -> None:
    """Print on A4, as wide as the page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
