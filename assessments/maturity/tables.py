"""Rows of a CSV file or of a sheet, as texts with their places."""

import csv
import datetime as dt
import io
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

#: The largest file that is read, in bytes, and the most rows of one.
LARGEST = 10_000_000
MOST_ROWS = 100_000
#: The sheet that is read where a workbook has one of this name; otherwise the first.
ANSWERS = "answers"


class TableRefused(Exception):
    """The file is no table; says where and what to do."""


@dataclass(frozen=True)
class Row:
    """One row: its number in the file, counted from 1, and its cells as texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The first row that holds anything, and the rows below it.

    ``lettered``: columns are called A, B, C as in a spreadsheet program.
    """

    file: str
    heads: tuple[str, ...]
    head_row: int
    rows: tuple[Row, ...]
    lettered: bool = False


def read_table(path: Path) -> Table:
    """Read a CSV or XLSX file, told apart by content. Raises :class:`TableRefused`."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise TableRefused(
                f"{path} has {size:,} bytes. Divide it into files of at most "
                f"{LARGEST:,}."
            )
        content = path.read_bytes()
    except OSError as error:
        raise TableRefused(f"{path} cannot be read: {error.strerror}.") from error
    if not content.strip():
        raise TableRefused(f"{path} is empty. Write a row of column names first.")
    if content.startswith(b"PK"):
        rows, lettered = _sheet_rows(path, content), True
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableRefused(f"{path} is an old XLS file. Save it as XLSX or CSV.")
    else:
        rows, lettered = _csv_rows(path, content), False
    filled = [row for row in rows if any(row.cells)]
    if not filled:
        raise TableRefused(f"{path} is empty. Write a row of column names first.")
    if len(filled) > MOST_ROWS:
        raise TableRefused(f"{path} has more than {MOST_ROWS:,} rows. Divide it.")
    first = filled[0]
    return Table(str(path), first.cells, first.number, tuple(filled[1:]), lettered)


def open_workbook(path: Path | str, content: bytes):
    """Open a workbook for its values. Raises :class:`TableRefused`."""
    # Slow, and not needed by those who only read CSV.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > 20 * LARGEST:
            raise TableRefused(
                _("%(file)s is too large when unpacked. Divide it.") % {"file": path}
            )
        with warnings.catch_warnings():
            # Drop-downs and other extras of spreadsheets that are not needed here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), data_only=True)
            _refuse_open_formulas(path, book, load_workbook(io.BytesIO(content)))
            return book
    except TableRefused:
        raise
    except Exception as error:
        # Whatever is inside: it came from outside and is not a workbook.
        raise TableRefused(
            _(
                "%(file)s is not an XLSX workbook that can be read. Save it again as XLSX."
            )
            % {"file": path}
        ) from error


def _refuse_open_formulas(path: Path | str, values, formulas) -> None:
    # A program that only writes leaves no result: the cell would pass for empty.
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                if values[sheet.title][cell.coordinate].value is None:
                    raise TableRefused(
                        _(
                            "%(file)s, sheet %(sheet)s, row %(row)s, column "
                            "%(column)s: the formula has no result. Open the file in "
                            "a spreadsheet program and save it there."
                        )
                        % {
                            "file": path,
                            "sheet": sheet.title,
                            "row": cell.row,
                            "column": cell.column_letter,
                        }
                    )


def cell_text(value: Any) -> str:
    """What a cell shows to a person: whole numbers without a point, no ``None``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)


def column_name(number: int) -> str:
    """The letter of a column counted from 0: A, B, ... Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet_rows(path: Path, content: bytes) -> list[Row]:
    book = open_workbook(path, content)
    if not book.worksheets:
        raise TableRefused(f"{path} has no sheet.")
    named = [one for one in book.worksheets if one.title.strip().casefold() == ANSWERS]
    sheet = (named or book.worksheets)[0]
    if sheet.max_row > 10 * MOST_ROWS:
        raise TableRefused(f"{path} has more than {MOST_ROWS:,} rows. Divide it.")
    return [
        Row(number, _trimmed([cell_text(value) for value in values]))
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
    ]


def _csv_rows(path: Path, content: bytes) -> list[Row]:
    text = _decoded(path, content)
    lines = text.splitlines(keepends=True)
    skipped, sign = 0, ""
    # Excel writes its separator into the first line when asked to.
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        sign, skipped = lines[0].strip()[4], 1
    body = "".join(lines[skipped:])
    head = next((line for line in lines[skipped:] if line.strip()), "")
    sign = sign or max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=sign, strict=True)
    found, start = [], skipped + 1
    try:
        for cells in reader:
            found.append(Row(start, _trimmed(cells)))
            start = skipped + reader.line_num + 1
    except csv.Error as error:
        raise TableRefused(
            f"{path}, row {start}: this is not CSV: {error}. "
            "Check that quotes are closed."
        ) from error
    return found


def _decoded(path: Path, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TableRefused(f"{path} is text in UTF-16. Save it as CSV (UTF-8).")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise TableRefused(
            f"{path}, row {row}: there are letters that are not UTF-8. "
            "Save the file as CSV (UTF-8)."
        ) from error
    if "\0" in text:
        raise TableRefused(f"{path} is not a CSV or XLSX file.")
    return text


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    # Empty cells at the end say nothing; spreadsheets write any number of them.
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return tuple(cells)
