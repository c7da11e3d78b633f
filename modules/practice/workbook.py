"""Write practice workbooks: one look, real tables, answers in the solution only.

A workbook is described once. The exercise leaves the cells to solve empty; the
solution fills them with formulas and keeps the results beside them, so that
readers without a spreadsheet program see them too.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from textwrap import wrap

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from modules.practice.headline import headline_figures

CONTENT = Path(__file__).resolve().parents[1] / "content"
# A workbook carries the time it was made. A fixed one keeps the bytes the
# same, so that a new run without changes leaves nothing to commit.
MADE = datetime(2026, 11, 20)
_FORMATS = {
    "text": {"text_wrap": True, "align": "left", "indent": 1},
    "number": {"num_format": "#,##0", "align": "right"},
    "code": {"num_format": "0", "align": "left", "indent": 1},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1},
    "one": {"num_format": "#,##0.0", "align": "right"},
    "two": {"num_format": "#,##0.00", "align": "right"},
    "three": {"num_format": "#,##0.000", "align": "right"},
}
_LEFT = ("text", "code", "date")
# Programs differ in whether they make rows high enough for wrapped text on their
# own; these heights, in points, hold in all of them.
_LINE_HEIGHT = 15
_SECTION_HEIGHT = 22
_READ_ME_WIDTHS = (26, 86)
_BY_DECIMALS = ("number", "one", "two", "three")
_PAPER_A4 = 9
#: What stands in a cell that is not published.
HIDDEN = ":"
_WIDE = 95


@dataclass(frozen=True)
class Column:
    """One column of a table.

    width: in characters. kind: key of the formats (text, number, code, date, one,
    two, three decimals). meaning: what "Read me" says about it. solution: whether
    only the solution has it.
    """

    heading: str
    width: int
    meaning: str
    kind: str = "text"
    solution: bool = False


@dataclass(frozen=True)
class Solve:
    """A cell to solve: empty in the exercise, formula and result in the solution.

    formula: begins with "="; empty for answers that no formula gives. kind: a format
    that differs from the column's.
    """

    formula: str
    value: int | float | str
    kind: str | None = None


@dataclass(frozen=True)
class Given:
    """A cell that is given, in a format that differs from the column's."""

    value: int | float | str
    kind: str


@dataclass(frozen=True)
class Sheet:
    """One sheet with one table. rows hold words, numbers, dates, Given, Solve or None."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple, ...]

    @property
    def last(self) -> int:
        """Number of the last row of the sheet, as formulas name it."""
        return len(self.rows) + 1


@dataclass(frozen=True)
class Practice:
    """One exercise: a workbook to fill in and its solution.

    key: begins with the module's key and names the files. about: what it is. tasks:
    what to do, in order. trainer: what only the solution tells.
    """

    key: str
    title: str
    about: tuple[str, ...]
    tasks: tuple[str, ...]
    trainer: tuple[str, ...]
    sheets: tuple[Sheet, ...]

    def path(self, *, solved: bool) -> Path:
        """Return where the exercise or the solution is kept."""
        folders = sorted(CONTENT.glob(f"{self.key[:2]}-*"))
        name = f"{self.key}-solution.xlsx" if solved else f"{self.key}.xlsx"
        return folders[0] / "files" / name

    def columns_of(self, sheet: Sheet, *, solved: bool) -> list[int]:
        """Return the places of the columns that a workbook shows."""
        return [
            place
            for place, column in enumerate(sheet.columns)
            if solved or not column.solution
        ]


ANSWER_COLUMNS = (
    Column("No.", 6, "Number of the question.", "code"),
    Column("Question", 62, "What to find. Round only the result, halves up."),
    Column("Answer", 14, "Write your answer here.", "number"),
    Column("Unit", 12, "Unit of the answer."),
    Column("How", 60, "How the answer is found.", solution=True),
)


def answers(*questions: tuple[str, str, str, str]) -> Sheet:
    """Return the sheet Answers.

    Each question is (text, name of the headline figure, formula without "=", how).
    The result is the figure; the formula is rounded to the figure's decimals.
    """
    rows = []
    for number, (text, name, formula, how) in enumerate(questions, start=1):
        figure = headline_figures()[name]
        rounded = f"=ROUND({formula},{figure.decimals})"
        kind = _BY_DECIMALS[figure.decimals]
        solve = Solve(rounded, float(figure.value), kind)
        rows.append((number, text, solve, figure.unit, how))
    return Sheet("Answers", ANSWER_COLUMNS, tuple(rows))


def number(name: str) -> int:
    """Return the quoted value of a whole headline figure."""
    value = headline_figures()[name].value
    if value != int(value):
        raise ValueError(f"Figure {name} is not a whole number.")
    return int(value)


def quoted(name: str) -> str:
    """Return a headline figure as lessons print it, for texts."""
    return headline_figures()[name].shown


def column_range(sheet: Sheet, heading: str) -> str:
    """Return the cells of a column as formulas name them: 'Log'!$B$2:$B$289."""
    headings = [column.heading for column in sheet.columns]
    letter = xl_col_to_name(headings.index(heading))
    return f"'{sheet.name}'!${letter}$2:${letter}${sheet.last}"


def write(practice: Practice, target, *, solved: bool) -> None:
    """Write the exercise or the solution to a path or a binary file."""
    with xlsxwriter.Workbook(target) as book:
        book.set_properties(
            {
                "title": practice.title + (" (solution)" if solved else ""),
                "subject": f"Module {practice.key[:2]}",
                "author": "Streetlight",
                "comments": "Invented data for practice",
                "created": MADE,
            }
        )
        styles = _styles(book)
        _write_read_me(book, styles, practice, solved=solved)
        for place, sheet in enumerate(practice.sheets, start=1):
            _write_sheet(book, styles, practice, sheet, place, solved=solved)


def _styles(book) -> dict:
    """Return the formats of cells, each also with the frame of an answer."""
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "section": book.add_format(
            {"bold": True, "font_size": 12, "top": 1, "valign": "vcenter"}
        ),
        "body": book.add_format({"text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
    }
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
    styles["head left"] = book.add_format({**head, "align": "left", "indent": 1})
    styles["head right"] = book.add_format({**head, "align": "right"})
    for kind, properties in _FORMATS.items():
        properties = {**properties, "valign": "top"}
        styles[kind] = book.add_format(properties)
        styles[f"{kind} answer"] = book.add_format(
            {**properties, "border": 1, "bg_color": "#FFF4D6"}
        )
    return styles


def _write_read_me(book, styles, practice: Practice, *, solved: bool) -> None:
    """Say what the workbook is, what to do, and what the columns mean."""
    sheet = book.add_worksheet("Read me")
    for place, width in enumerate(_READ_ME_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write(0, 0, practice.title, styles["title"])
    lines: list[tuple[str, str]] = [("", "What it is")]
    lines += [("", text) for text in practice.about]
    lines.append(
        ("", "Arvania and its neighbours are invented. Nobody in this file exists.")
    )
    lines.append(("", "What to do"))
    lines += [(f"{place}.", text) for place, text in enumerate(practice.tasks, start=1)]
    lines.append(("", "Write in the framed cells. They have a light yellow ground."))
    if solved:
        lines.append(("", "For trainers"))
        lines.append(("", "The framed cells hold formulas. Change a number and look."))
        lines += [("", text) for text in practice.trainer]
    lines.append(("", "Sheets and columns"))
    row = 2
    for mark, text in lines:
        if text in ("What it is", "What to do", "For trainers", "Sheets and columns"):
            row += 1
            sheet.set_row(row, _SECTION_HEIGHT)
            sheet.write(row, 0, text, styles["section"])
            sheet.write_blank(row, 1, None, styles["section"])
        else:
            _set_height(sheet, row, [(text, _READ_ME_WIDTHS[1])])
            sheet.write(row, 0, mark, styles["body"])
            sheet.write(row, 1, text, styles["body"])
        row += 1
    for part in practice.sheets:
        sheet.write(row, 0, f"Sheet: {part.name}", styles["bold"])
        row += 1
        for place in practice.columns_of(part, solved=solved):
            column = part.columns[place]
            texts = (column.heading, column.meaning)
            _set_height(sheet, row, zip(texts, _READ_ME_WIDTHS, strict=True))
            sheet.write_row(row, 0, texts, styles["body"])
            row += 1
    _print_settings(sheet, practice, landscape=False)


def _write_sheet(book, styles, practice, part: Sheet, place, *, solved) -> None:
    """Write one sheet as a table with a head that stays in sight."""
    sheet = book.add_worksheet(part.name)
    shown = practice.columns_of(part, solved=solved)
    headings = []
    for target, source in enumerate(shown):
        column = part.columns[source]
        sheet.set_column(target, target, column.width)
        side = "head left" if column.kind in _LEFT else "head right"
        headings.append({"header": column.heading, "header_format": styles[side]})
    columns = [part.columns[source] for source in shown]
    # The button of the filter takes some of the width of a heading.
    heads = [(column.heading, column.width - 3) for column in columns]
    _set_height(sheet, 0, heads)
    sheet.add_table(
        0,
        0,
        len(part.rows),
        len(shown) - 1,
        {
            "name": f"Table{place}",
            "columns": headings,
            "style": "Table Style Light 1",
            "banded_rows": False,
        },
    )
    for line, cells in enumerate(part.rows, start=1):
        texts = [(_text(cells[source]), part.columns[source].width) for source in shown]
        _set_height(sheet, line, texts)
        for target, source in enumerate(shown):
            _write_cell(
                sheet, styles, line, target, part.columns[source], cells[source], solved
            )
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    width = sum(part.columns[source].width for source in shown)
    _print_settings(sheet, practice, landscape=width > _WIDE)


def _text(cell) -> str:
    """Return the words of a cell, of a hidden answer too: its place must be there."""
    value = cell.value if isinstance(cell, Solve | Given) else cell
    return value if isinstance(value, str) else ""


def _set_height(sheet, row: int, texts) -> None:
    """Make a row high enough for the longest of its texts, each with its width."""
    lines = max(
        len(wrap(text, max(1, int(width) - 2), break_long_words=False))
        for text, width in texts
    )
    if lines > 1:
        sheet.set_row(row, lines * _LINE_HEIGHT)


def _write_cell(sheet, styles, line, target, column: Column, cell, solved) -> None:
    """Write one cell; a cell to solve stays empty in the exercise."""
    style = styles[column.kind]
    if isinstance(cell, Given):
        sheet.write(line, target, cell.value, styles[cell.kind])
    elif isinstance(cell, Solve):
        style = styles[f"{cell.kind or column.kind} answer"]
        if not solved:
            sheet.write_blank(line, target, None, style)
        elif cell.formula:
            sheet.write_formula(line, target, cell.formula, style, cell.value)
        else:
            sheet.write(line, target, cell.value, style)
    elif isinstance(cell, date):
        sheet.write_datetime(line, target, datetime(*cell.timetuple()[:3]), style)
    elif isinstance(cell, str) and column.kind != "number":
        sheet.write_string(line, target, cell, style)
    else:
        sheet.write(line, target, cell, style)


def _print_settings(sheet, practice: Practice, *, landscape: bool) -> None:
    """Print on A4, as wide as the page, with title and page number below."""
    sheet.set_paper(_PAPER_A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{practice.title}&RPage &P of &N")
