"""Tables that people send, as XLSX or CSV: found by their heads, read as texts.

Reading judges the form only: whether it is a file of the kind, with the columns.
What the rows say is judged by whoever asks. Every refusal says where and what to do.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from lms.core.table_heads import (
    Column,
    Heads,
    clean,
    nearest,
    plain_head,
    unread_heads,
)
from lms.core.uploads import check_upload
from lms.core.workbooks import plain_cell

#: Largest file, in bytes, as sent and unpacked.
FILE_LIMIT = 5 * 1024 * 1024
UNPACKED_LIMIT = 100 * 1024 * 1024
#: Empty rows in a row after which a sheet is taken to be over.
BLANK_ROWS = 1000
#: Rows with titles that may stand above the row that names the columns.
TITLE_ROWS = 5
#: What may divide the cells of a CSV file; the first wins when nothing tells.
_SIGNS = ";,\t"


class FileRefused(ValueError):
    """The file cannot be read as the table asked for; says where and what to do.

    ``where``: the sheet or the file in words, for whoever says it in other words.
    """

    def __init__(self, words: str, where: str = "") -> None:
        super().__init__(words)
        self.where = where


class NoRows(FileRefused):
    """The columns are there, and nothing below them."""


class TooManyRows(FileRefused):
    """There are more rows than are read at once."""


@dataclass(frozen=True)
class Row:
    """One row: its number in the file, from 1, and a text for every column asked for."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Fault:
    """What is wrong and what to do; row 0: the sheet or the file as a whole.

    column: its letter, or its letter and head as ``Table.column`` gives them.
    """

    sheet: str
    row: int
    column: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """Return place, fault and remedy in one line."""
        names = {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "text": " ".join(filter(None, (str(self.message), str(self.remedy)))),
        }
        match (bool(self.sheet), bool(self.row), bool(self.column)):
            case True, True, True:
                words = _("Sheet “%(sheet)s”, row %(row)s, column %(column)s: %(text)s")
            case True, True, False:
                words = _("Sheet “%(sheet)s”, row %(row)s: %(text)s")
            case True, False, _any:
                words = _("Sheet “%(sheet)s”: %(text)s")
            case False, True, True:
                words = _("Row %(row)s, column %(column)s: %(text)s")
            case False, True, False:
                words = _("Row %(row)s: %(text)s")
            case _else:
                words = "%(text)s"
        return words % names


@dataclass(frozen=True)
class Table:
    """What was read.

    sheet: its name; empty for CSV. ignored: heads that nobody asked for, and columns
    that hold something below no head. columns: letter and head of each column that is
    there, by key. other_sheets: names of sheets with such a table that were not read.
    """

    sheet: str
    rows: tuple[Row, ...]
    ignored: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    other_sheets: tuple[str, ...] = ()

    def fault(self, row: int, key: str, message: str, remedy: str = "") -> Fault:
        """Return a fault in a cell: the row's number and the column's key, or ""."""
        return Fault(self.sheet, row, self.columns.get(key, ""), message, remedy)


def read_table(
    file: File,
    columns: Sequence[Column],
    *,
    most_rows: int = 2000,
    sheet: str | None = None,
) -> Table:
    """Read a table out of an XLSX or CSV file. Raises FileRefused.

    Empty rows are left out. Texts come composed (NFC) with single spaces, days as
    2027-08-12, whole numbers without a point. sheet: the name of the sheet to read,
    in any language; otherwise the first that can be seen.
    """
    heads = Heads(columns)
    if Path(file.name).suffix.lower() == ".csv":
        return _table(_csv_rows(file, heads), "", heads, most_rows)
    with open_book(file, endings=("xlsx", "csv")) as book:
        page = _chosen(book, sheet)
        title, rows = page.title, list(_filled(page, most_rows))
        others = () if sheet else tuple(_others(book, page, heads))
    return replace(_table(iter(rows), title, heads, most_rows), other_sheets=others)


@contextmanager
def open_book(file: File, *, endings: tuple[str, ...] = ("xlsx",), values: bool = True):
    """Open a workbook that somebody sent, for reading only. Raises FileRefused.

    values: what formulas came to, instead of the formulas. What goes wrong while it
    is open counts as a workbook that cannot be read: openpyxl raises anything.
    """
    # Brings numpy along: 20 MB that only imports need.
    from openpyxl import load_workbook  # noqa: PLC0415

    _check(file, endings)
    try:
        packed = zipfile.ZipFile(file).infolist()
        if sum(part.file_size for part in packed) > UNPACKED_LIMIT:
            raise FileRefused(
                _("This workbook is too large. Copy the rows into an empty one.")
            )
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=values)
        try:
            yield book
        finally:
            book.close()
    except FileRefused:
        raise
    except Exception as error:
        raise FileRefused(
            _("This workbook cannot be read. Open it, save it again and add that file.")
        ) from error


def _check(file: File, endings: tuple[str, ...]) -> None:
    try:
        check_upload(file, endings=endings, limit=FILE_LIMIT)
    except ValidationError as error:
        raise FileRefused(" ".join(error.messages)) from error


def _csv_rows(file: File, heads: Heads) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of a CSV file, divided by whatever fits the heads best."""
    if file.size > FILE_LIMIT:
        _check(file, ("csv",))
    file.seek(0)
    text = _decoded(file)
    first = text.partition("\n")[0]

    def fit(sign: str) -> tuple:
        rows = (cells for _number, cells in _divided(text, sign) if any(cells))
        top = map(heads.fit, islice(rows, TITLE_ROWS + 1))
        return max(top, default=(False, 0)), first.count(sign)

    try:
        sign = max(_SIGNS, key=fit)
        yield from _divided(text, sign)
    except csv.Error as error:
        raise FileRefused(
            _("This CSV file cannot be read. Save it as an Excel workbook (XLSX).")
        ) from error


def _divided(text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    return enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=sign), 1)


def _decoded(file: File) -> str:
    content = file.read()
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content and not wide:
        # Something else that is called CSV.
        _check(file, ("csv",))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(
            _(
                "The letters of this CSV file are not written in UTF-8. In the "
                "spreadsheet program choose “CSV UTF-8” when saving, or save it as an "
                "Excel workbook (XLSX)."
            )
        ) from error


def _chosen(book, name: str | None):
    """Return the sheet of this name in any language, or the first that can be seen."""
    sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
    if name is None:
        return sheets[0]
    wanted = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            # Spreadsheet programs know 31 letters of a name.
            wanted.add(plain_head(str(name)[:31]))
    for one in sheets:
        if plain_head(one.title) in wanted:
            return one
    near = nearest(str(name), [one.title for one in sheets])
    if near:
        raise FileRefused(
            _(
                "There is no sheet “%(name)s”. Is “%(near)s” meant? Then give it that "
                "name."
            )
            % {"name": name, "near": near}
        )
    raise FileRefused(
        _("There is no sheet “%(name)s”. Download the form and fill it in.")
        % {"name": name}
    )


def _others(book, chosen, heads: Heads) -> Iterator[str]:
    """Yield the names of other sheets that hold a table with the same columns."""
    for one in book.worksheets:
        if one.title == chosen.title:
            continue
        one.reset_dimensions()
        top = islice(one.iter_rows(values_only=True), TITLE_ROWS + 1)
        if any(heads.fit([_text(cell) for cell in cells])[0] for cells in top):
            yield one.title


def _filled(sheet, most_rows: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, with their numbers in the sheet."""
    sheet.reset_dimensions()
    furthest = max(3 * most_rows, BLANK_ROWS)
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_text(cell) for cell in cells]
        blank = 0 if any(texts) else blank + 1
        if blank > BLANK_ROWS:
            return
        if blank:
            continue
        if number > furthest:
            raise _too_many(_where(sheet.title), most_rows)
        yield number, texts


def _text(cell) -> str:
    """Return a cell as it is read on the screen, near enough."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        if cell.time() == time():
            return cell.date().isoformat()
        return cell.isoformat(timespec="minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float):
        # As many digits as spreadsheet programs know: 0.3 and not 0.30000000000000004.
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    return str(cell).strip()


def _table(rows, sheet: str, heads: Heads, most_rows: int) -> Table:
    """Return the rows below the one that names the columns."""
    where = _where(sheet)
    filled = (row for row in rows if any(cell.strip() for cell in row[1]))
    top = list(islice(filled, TITLE_ROWS + 1))
    if not top:
        raise FileRefused(
            _("The file is empty. Download the form and fill it in."), where
        )
    best = max(top, key=lambda row: heads.fit(row[1]))
    number, names = best[0], [clean(cell) for cell in best[1]]
    places = _places(heads, names, where, number)
    found = []
    filled_places: set[int] = set()
    for row, cells in (*top[top.index(best) + 1 :], *filled):
        if len(found) == most_rows:
            raise _too_many(where, most_rows)
        found.append(Row(row, _cells(heads, cells, places)))
        filled_places |= {place for place, cell in enumerate(cells) if cell.strip()}
    if not found:
        raise NoRows(
            _("%(where)s has no rows below the names of its columns.")
            % {"where": where},
            where,
        )
    letters = {
        key: f"{xl_col_to_name(place)} ({names[place]})"
        for key, place in places.items()
    }
    ignored = unread_heads(names, filled_places, set(places.values()))
    return Table(sheet, tuple(found), ignored, letters)


def _places(heads: Heads, names: list[str], where: str, row: int) -> dict[str, int]:
    """Return key > place of its column. Raises FileRefused."""
    keys = heads.keys(names)
    if missing := heads.missing(keys):
        _refuse_without(missing, heads, names, where, row)
    places: dict[str, int] = {}
    for place, key in enumerate(keys):
        if key is None:
            continue
        if key in places:
            raise FileRefused(
                _(
                    "%(where)s, row %(row)s: two columns are called “%(name)s”. "
                    "Keep one of them."
                )
                % {"where": where, "row": row, "name": names[place]},
                where,
            )
        places[key] = place
    if not places:
        column = next(iter(heads.columns.values()))
        _refuse_without([column], heads, names, where, row)
    return places


def _refuse_without(missing, heads: Heads, names, where: str, row: int) -> None:
    """Raise FileRefused for the first column that is missing."""
    unknown = [
        name for name, key in zip(names, heads.keys(names), strict=True) if not key
    ]
    column = missing[0]
    about = {"where": where, "row": row, "name": column.title}
    if near := heads.near(column, unknown):
        raise FileRefused(
            _(
                "%(where)s, row %(row)s: no column is called “%(name)s”. Is “%(near)s” "
                "meant? Then give it that name."
            )
            % (about | {"near": near}),
            where,
        )
    raise FileRefused(
        _(
            "%(where)s, row %(row)s: no column is called “%(name)s”. The first row "
            "names the columns. Download the form and fill it in."
        )
        % about,
        where,
    )


def _cells(heads: Heads, cells: list[str], places: dict[str, int]) -> dict[str, str]:
    found = dict.fromkeys(heads.columns, "")
    for key, place in places.items():
        if place < len(cells):
            found[key] = _tidy(cells[place], lines=heads.columns[key].lines)
    return found


def _tidy(text: str, *, lines: bool) -> str:
    # Spreadsheet programs write line ends of their own into a cell.
    text = plain_cell(text.strip()).replace("_x000D_", "")
    if not lines:
        return clean(text)
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def _where(sheet: str) -> str:
    return _("Sheet “%(name)s”") % {"name": sheet} if sheet else _("The file")


def _too_many(where: str, most_rows: int) -> TooManyRows:
    words = _("%(where)s has more than %(count)s rows. Divide it in two.")
    return TooManyRows(words % {"where": where, "count": most_rows}, where)
