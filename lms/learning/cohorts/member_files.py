"""Lists of learners as files: read from XLSX and CSV, and the empty one to fill in.

Reading judges the form only: whether it is a file of the kind, with the columns.
What the rows say is judged in verdicts.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.documents import safe_cell
from lms.core.uploads import check_upload
from lms.core.workbooks import new_workbook

from .addresses import MOST_ROWS, Entry, clean, clean_email

#: Largest file, in bytes, as sent and unpacked.
FILE_LIMIT = 5 * 1024 * 1024
UNPACKED_LIMIT = 100 * 1024 * 1024
#: Empty rows in a row after which a sheet is taken to be over.
BLANK_ROWS = 1000

#: Rows that may stand above the names of the columns, and those themselves.
TITLE_ROWS = 5

#: Field of an entry > the words above its column.
COLUMNS = {
    "email": gettext_lazy("E-mail address"),
    "full_name": gettext_lazy("Full name"),
    "latin_name": gettext_lazy("Full name in Latin letters"),
    "language": gettext_lazy("Language"),
    "institution": gettext_lazy("Institution"),
    "country": gettext_lazy("Country"),
}
#: Other words that people write there.
ALIASES = {
    "email": (
        "email",
        "e-mail",
        "mail",
        "email address",
        "почта",
        "courriel",
        "correo",
    ),
    "full_name": ("name", "fio", "фио", "имя", "nom", "nombre"),
    "latin_name": ("latin name", "name in latin letters"),
    "language": ("lang",),
    "institution": ("organisation", "organization", "ministry", "institution key"),
    "country": ("country code",),
}


class FileRefused(ValueError):
    """The file cannot be read as a list of people; says where and what to do."""


@dataclass(frozen=True)
class People:
    """What was read: entries in order, and columns nobody asked for."""

    entries: tuple[Entry, ...]
    ignored: tuple[str, ...] = ()


def read_file(file: File) -> People:
    """Read a list of people. Raises FileRefused with place and remedy."""
    if Path(file.name).suffix.lower() == ".csv":
        return _people(_csv_rows(file), _("The file"))
    try:
        check_upload(file, endings=("xlsx", "csv"), limit=FILE_LIMIT)
    except ValidationError as error:
        raise FileRefused(" ".join(error.messages)) from error
    return _people(*_xlsx_rows(file))


def _csv_rows(file: File) -> Iterator[tuple[int, list[str]]]:
    if file.size > FILE_LIMIT:
        try:
            check_upload(file, endings=("csv",), limit=FILE_LIMIT)
        except ValidationError as error:
            raise FileRefused(" ".join(error.messages)) from error
    text = _decoded(file.read())
    first = text.partition("\n")[0]
    sign = max(";,\t", key=first.count)
    try:
        yield from enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=sign), 1
        )
    except csv.Error as error:
        raise FileRefused(
            _("This CSV file cannot be read. Save it as an Excel workbook (XLSX).")
        ) from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(
            _(
                "The letters of this CSV file are not written in UTF-8. In the "
                "spreadsheet program choose “CSV UTF-8” when saving, or save it as an "
                "Excel workbook (XLSX)."
            )
        ) from error


def _xlsx_rows(file: File) -> tuple[Iterator[tuple[int, list[str]]], str]:
    """Return the rows of the first sheet and the words that name the sheet."""
    # Brings numpy along: 20 MB that only imports need.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        packed = zipfile.ZipFile(file).infolist()
        if sum(part.file_size for part in packed) > UNPACKED_LIMIT:
            raise FileRefused(
                _("This workbook is too large. Copy the rows into an empty one.")
            )
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
        sheet = sheets[0]
        sheet.reset_dimensions()
        rows = list(_filled(sheet.iter_rows(values_only=True)))
        name = sheet.title
        book.close()
    except FileRefused:
        raise
    except Exception as error:  # whatever is inside, openpyxl raises anything
        raise FileRefused(
            _("This workbook cannot be read. Open it, save it again and add that file.")
        ) from error
    return iter(rows), _("Sheet “%(name)s”") % {"name": name}


def _filled(rows: Iterable[tuple]) -> Iterator[tuple[int, list[str]]]:
    blank = 0
    for number, cells in enumerate(rows, start=1):
        texts = [_text(cell) for cell in cells]
        blank = 0 if any(texts) else blank + 1
        if blank > BLANK_ROWS or number > 3 * MOST_ROWS:
            return
        if not blank:
            yield number, texts


def _text(cell) -> str:
    """Return a cell as it is read on the screen, near enough."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean(str(cell))


def _people(rows: Iterator[tuple[int, list[str]]], where: str) -> People:
    """Return the people below the row that names the columns."""
    heads, fields = [], {}
    first, passed = 0, 0
    entries: list[Entry] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if not fields:
            heads = [clean(cell) for cell in cells]
            fields = _fields(heads, where, number)
            # A title may stand above the names of the columns.
            first, passed = first or number, passed + 1
            if passed == TITLE_ROWS and not fields:
                break
            continue
        if len(entries) == MOST_ROWS:
            raise FileRefused(
                _("%(where)s has more than %(count)s people. Divide it in two.")
                % {"where": where, "count": MOST_ROWS}
            )
        entries.append(_entry(number, cells, fields))
    _refuse_without(fields, entries, where, first)
    ignored = [
        head
        for place, head in enumerate(heads)
        if head and place not in fields.values()
    ]
    return People(tuple(entries), tuple(ignored))


def _refuse_without(fields: dict, entries: list, where: str, first: int) -> None:
    """Raise FileRefused when there are no columns, or no people below them."""
    if not first:
        raise FileRefused(_("The file is empty. Download the form and fill it in."))
    if not fields:
        raise FileRefused(
            _(
                "%(where)s, row %(row)s: no column is called “%(name)s”. The first row "
                "names the columns. Download the form and fill it in."
            )
            % {"where": where, "row": first, "name": COLUMNS["email"]}
        )
    if not entries:
        raise FileRefused(
            _("%(where)s has no people below its first row.") % {"where": where}
        )


def _entry(number: int, cells: list[str], fields: dict[str, int]) -> Entry:
    found = {
        field: clean(cells[place]) if place < len(cells) else ""
        for field, place in fields.items()
    }
    return Entry(number, clean_email(found.pop("email")), **found)


def _fields(heads: list[str], where: str, row: int) -> dict[str, int]:
    """Return field > place of its column; nothing for a row that names no address.

    Raises FileRefused when a column is there twice.
    """
    known, fields = _known_heads(), {}
    for place, head in enumerate(heads):
        field = known.get(_plain(head))
        if field is None:
            continue
        if field in fields:
            raise FileRefused(
                _(
                    "%(where)s, row %(row)s: two columns are called “%(name)s”. "
                    "Keep one of them."
                )
                % {"where": where, "row": row, "name": head}
            )
        fields[field] = place
    return fields if "email" in fields else {}


def _known_heads() -> dict[str, str]:
    """Return plain head > field, in all languages of the platform."""
    known = {_plain(alias): field for field, all_ in ALIASES.items() for alias in all_}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            known |= {_plain(str(words)): field for field, words in COLUMNS.items()}
    return known


def _plain(text: str) -> str:
    """Return a head without case, signs and spaces."""
    return re.sub(r"[\W_]+", "", text.casefold())


def empty_form(institutions, countries=()) -> bytes:
    """Return the XLSX workbook to fill in.

    institutions: those that may be chosen, listed on a second sheet. countries:
    for a cohort of a region, which then has a column for the country.
    """
    fields = [field for field in COLUMNS if countries or field != "country"]
    buffer = io.BytesIO()
    with new_workbook(buffer) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_("Learners")[:31])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(fields) - 1, 30)
        for place, field in enumerate(fields):
            sheet.write_string(0, place, str(COLUMNS[field]), bold)
        lists = book.add_worksheet(_("What to write")[:31])
        lists.set_column(0, 2, 40)
        columns = {
            "language": [code for code, _name in settings.LANGUAGES],
            "institution": [str(one) for one in institutions],
            "country": [str(one) for one in countries],
        }
        for place, (field, words) in enumerate(columns.items()):
            if field not in fields:
                continue
            lists.write_string(0, place, str(COLUMNS[field]), bold)
            for row, text in enumerate(words, start=1):
                lists.write_string(row, place, safe_cell(text))
            if words:
                source = _range(lists.name, place, len(words))
                sheet.data_validation(
                    1,
                    fields.index(field),
                    MOST_ROWS,
                    fields.index(field),
                    {
                        "validate": "list",
                        "source": source,
                        # What is misspelt is said with a suggestion afterwards.
                        "error_type": "warning",
                    },
                )
    return buffer.getvalue()


def _range(sheet: str, column: int, rows: int) -> str:
    name, letter = sheet.replace("'", "''"), "ABC"[column]
    return f"='{name}'!${letter}$2:${letter}${rows + 1}"
