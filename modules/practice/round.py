"""Module 01: the delivery log of one round, to be counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from modules.practice.country import COUNTRIES
from modules.practice.workbook import CONTENT, MADE

FOLDER = CONTENT / "01-introduction-to-the-data-sharing-mechanism" / "files"
NAMES = ("01-delivery-round.xlsx", "01-delivery-round-solution.xlsx")

INDICATORS = (
    ("FOR_STOCK", "Foreigners in the country"),
    ("WP_PROC", "Work permits: applications and decisions"),
    ("ENT_FOR", "Foreigners entering the country"),
    ("EXT_FOR", "Foreigners leaving the country"),
    ("ASY_APP", "Asylum applications"),
    ("RSD_DEC", "Refugee status determinations"),
)
# A figure is due 30 days after the end of its quarter.
DEADLINES = {
    "2025-Q1": date(2025, 4, 30),
    "2025-Q2": date(2025, 7, 30),
    "2025-Q3": date(2025, 10, 30),
    "2025-Q4": date(2026, 1, 30),
}
# By country: one group of four quarters for each indicator: T on time, L late,
# "-" not received.
DELIVERIES = {
    "XAA": "TTTT TTLT TTTT TLTT TTTT TT--",
    "XBB": "TTTT TTTT TTTT TTTT TTTT TTTT",
    "XCC": "TTTT LTLT TTTT TTTT TTT- TLL-",
    "XDD": "TTTT L-L- TTTT TTT- T-L- ----",
    "XEE": "L-L- ---- TTLT LTLT L--T ----",
    "XFF": "TTTT TTTT TTTT TTTT TTLT TTT-",
    "XGG": "TTTT LLTT TTTT TLTL TTL- T---",
    "XHH": "---- ---- ---- ---- ---- ----",
    "XII": "TTTT TL-- TTTT TTTT TLTL T---",
    "XJJ": "L-T- LL-- TTTT TLTL TT-L ----",
    "XKK": "TTTL -L-- TTTT TTTL TTL- TT--",
    "XLL": "L--- ---- TTTT LLTL T-L- ----",
}
PROPERTIES = {
    "title": "Delivery log of one round",
    "subject": "Module 01, lesson 6",
    "author": "Streetlight",
    "comments": "Invented data for practice",
    "created": MADE,
}
COLUMNS = (
    ("Country code", 13),
    ("Country", 13),
    ("Indicator code", 15),
    ("Indicator", 40),
    ("Period", 10),
    ("Deadline", 13),
    ("Received on", 13),
)
MEASURES = ("Completeness, %", "Punctuality, %", "On-time share, %")


@dataclass(frozen=True)
class Cell:
    """One expected value of a round: a country, an indicator, a period."""

    country_code: str
    country: str
    indicator_code: str
    indicator: str
    period: str
    deadline: date
    received: date | None

    @property
    def on_time(self) -> bool:
        """Whether the value arrived, and not later than the deadline."""
        return self.received is not None and self.received <= self.deadline


def delivery_log() -> list[Cell]:
    """Return the 288 cells of the round, by country, indicator and period."""
    cells = []
    for code, marks in DELIVERIES.items():
        for (indicator_code, indicator), group in zip(
            INDICATORS, marks.split(), strict=True
        ):
            for (period, deadline), mark in zip(DEADLINES.items(), group, strict=True):
                received = _received_on(mark, deadline, len(cells))
                cells.append(
                    Cell(
                        code,
                        COUNTRIES[code],
                        indicator_code,
                        indicator,
                        period,
                        deadline,
                        received,
                    )
                )
    return cells


def _received_on(mark: str, deadline: date, number: int) -> date | None:
    """Return a working day before or after the deadline, varied by number."""
    if mark == "-":
        return None
    if mark == "T":
        # Every twelfth cell or so arrives on the last day, which is on time.
        day = deadline - timedelta(days=number * 7 % 12)
        return day - timedelta(days=max(0, day.weekday() - 4))
    day = deadline + timedelta(days=1 + number * 5 % 23)
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def measures(cells: list[Cell]) -> tuple[int, int, int]:
    """Return how many cells were expected, received, and on time."""
    received = [cell for cell in cells if cell.received]
    return len(cells), len(received), len([cell for cell in received if cell.on_time])


def write_all(folder: Path = FOLDER) -> list[str]:
    """Write the exercise and the solution into a folder; return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, solved in zip(NAMES, (False, True), strict=True):
        write_workbook(folder / name, delivery_log(), solved=solved)
    return list(NAMES)


def write_workbook(path: Path, cells: list[Cell], *, solved: bool) -> None:
    """Write the delivery log with empty answers, or with formulas and values."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties(PROPERTIES)
        styles = {
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "share": book.add_format({"num_format": "0.0"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "answer": book.add_format({"border": 1, "num_format": "0.0"}),
            "count": book.add_format({"border": 1, "num_format": "0"}),
        }
        _write_instructions(book, styles)
        _write_log(book, styles, cells, solved=solved)
        _write_answers(book, styles, cells, solved=solved)
        if solved:
            _write_countries(book, styles, cells)


def _write_instructions(book, styles) -> None:
    """Say what the workbook is and what to do with it."""
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 90)
    sheet.write(0, 0, "Delivery log of one round", styles["title"])
    lines = (
        "12 countries deliver 6 indicators for 4 quarters. Each row of the sheet Log is one "
        "expected cell. All countries and dates are invented.",
        "An empty date in the column Received on means that the cell did not arrive. "
        "A cell that arrives on the day of the deadline is on time.",
        "1. Count the rows with a date of receipt.",
        "2. Count the rows in which the date of receipt is not later than the deadline.",
        "3. Write both counts on the sheet Answers, and calculate the three shares.",
        "Completeness = received ÷ expected. Punctuality = on time ÷ received. "
        "On-time share = on time ÷ expected. Multiply by 100, round to one decimal, "
        "round halves up.",
        "4. Do the same for Arvania.",
    )
    for row, line in enumerate(lines, start=2):
        sheet.write(row, 0, line, styles["text"])


def _write_log(book, styles, cells, *, solved) -> None:
    """Write one row for each cell; the solution adds two marking columns."""
    sheet = book.add_worksheet("Log")
    columns = COLUMNS + ((("Arrived", 9), ("On time", 9)) if solved else ())
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write(0, column, heading, styles["head"])
    for row, cell in enumerate(cells, start=1):
        words = (
            cell.country_code,
            cell.country,
            cell.indicator_code,
            cell.indicator,
            cell.period,
        )
        sheet.write_row(row, 0, words)
        sheet.write_datetime(row, 5, cell.deadline, styles["date"])
        if cell.received:
            sheet.write_datetime(row, 6, cell.received, styles["date"])
        if solved:
            line = row + 1
            sheet.write_formula(
                row, 7, f'=IF(G{line}="",0,1)', None, int(bool(cell.received))
            )
            sheet.write_formula(
                row,
                8,
                f"=IF(H{line}=1,IF(G{line}<=F{line},1,0),0)",
                None,
                int(cell.on_time),
            )
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(cells), len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_answers(book, styles, cells, *, solved) -> None:
    """Write the table to fill in: all countries, and Arvania alone."""
    sheet = book.add_worksheet("Answers")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 2, 18)
    sheet.write_row(0, 0, ("Measure", "All 12 countries", "Arvania"), styles["head"])
    for row, label in enumerate(
        ("Expected", "Received", "On time", *MEASURES), start=1
    ):
        sheet.write(row, 0, label)
    arvania = [cell for cell in cells if cell.country == "Arvania"]
    last = len(cells) + 1
    counts = (
        (
            "B",
            cells,
            (
                f"=COUNTA(Log!A2:A{last})",
                f"=SUM(Log!H2:H{last})",
                f"=SUM(Log!I2:I{last})",
            ),
        ),
        (
            "C",
            arvania,
            (
                f'=COUNTIF(Log!B2:B{last},"Arvania")',
                f'=SUMIF(Log!B2:B{last},"Arvania",Log!H2:H{last})',
                f'=SUMIF(Log!B2:B{last},"Arvania",Log!I2:I{last})',
            ),
        ),
    )
    for column, (letter, chosen, formulas) in enumerate(counts, start=1):
        for row, formula in enumerate(formulas, start=1):
            if solved:
                sheet.write_formula(
                    row, column, formula, styles["count"], measures(chosen)[row - 1]
                )
            else:
                sheet.write_blank(row, column, None, styles["count"])
        _write_shares(sheet, column, letter, chosen, styles["answer"], solved=solved)


def _write_shares(sheet, column, letter, cells, style, *, solved) -> None:
    """Write the three shares under their counts, or leave them to fill in."""
    formulas = (
        f"=ROUND({letter}3/{letter}2*100,1)",
        f"=ROUND({letter}4/{letter}3*100,1)",
        f"=ROUND({letter}4/{letter}2*100,1)",
    )
    for row, (formula, value) in enumerate(
        zip(formulas, shares(cells), strict=True), start=4
    ):
        if solved:
            sheet.write_formula(row, column, formula, style, value)
        else:
            sheet.write_blank(row, column, None, style)


def _write_countries(book, styles, cells) -> None:
    """Write the three shares of each country, for the debrief."""
    sheet = book.add_worksheet("Countries")
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 6, 13)
    headings = ("Country", "Expected", "Received", "On time", *MEASURES)
    sheet.write_row(0, 0, headings, styles["head"])
    last = len(cells) + 1
    for row, country in enumerate(map(COUNTRIES.get, DELIVERIES), start=1):
        chosen = [cell for cell in cells if cell.country == country]
        line = row + 1
        counts = (
            f"=COUNTIF(Log!B$2:B${last},A{line})",
            f"=SUMIF(Log!B$2:B${last},A{line},Log!H$2:H${last})",
            f"=SUMIF(Log!B$2:B${last},A{line},Log!I$2:I${last})",
        )
        rates = (
            f"=ROUND(C{line}/B{line}*100,1)",
            f'=IF(C{line}=0,"",ROUND(D{line}/C{line}*100,1))',
            f"=ROUND(D{line}/B{line}*100,1)",
        )
        sheet.write(row, 0, country)
        for column, (formula, value) in enumerate(
            zip(counts, measures(chosen), strict=True), 1
        ):
            sheet.write_formula(row, column, formula, None, value)
        for column, (formula, value) in enumerate(
            zip(rates, shares(chosen), strict=True), 4
        ):
            sheet.write_formula(row, column, formula, styles["share"], value)


def shares(cells: list[Cell]) -> tuple[float | str, float | str, float | str]:
    """Return completeness, punctuality and on-time share in percent.

    One decimal, halves rounded up; an empty text where nothing was received
    and punctuality therefore does not exist.
    """
    expected, received, on_time = measures(cells)
    return (
        _percent(received, expected),
        _percent(on_time, received) if received else "",
        _percent(on_time, expected),
    )


def _percent(part: int, whole: int) -> float:
    """Return a share in percent; whole numbers keep halves exact."""
    return (part * 2000 + whole) // (2 * whole) / 10
