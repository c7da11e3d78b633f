"""Lists of learners as files: read from XLSX and CSV, and the empty one to fill in.

Reading judges the form only: whether it is a file of the kind, with the columns.
What the rows say is judged in verdicts.
"""

import io
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.table_files import (
    Column,
    FileRefused,
    NoRows,
    Row,
    TooManyRows,
    read_table,
)
from lms.core.workbooks import new_workbook, safe_cell

from .addresses import MOST_ROWS, Entry, clean_email

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


@dataclass(frozen=True)
class People:
    """What was read: entries in order, and columns nobody asked for."""

    entries: tuple[Entry, ...]
    ignored: tuple[str, ...] = ()


def read_file(file: File) -> People:
    """Read a list of people. Raises FileRefused with place and remedy."""
    columns = [
        Column(key, title, required=key == "email", aliases=ALIASES[key])
        for key, title in COLUMNS.items()
    ]
    try:
        table = read_table(file, columns, most_rows=MOST_ROWS)
    except NoRows as error:
        words = _("%(where)s has no people below its first row.")
        raise FileRefused(words % {"where": error.where}) from error
    except TooManyRows as error:
        words = _("%(where)s has more than %(count)s people. Divide it in two.")
        names = {"where": error.where, "count": MOST_ROWS}
        raise FileRefused(words % names) from error
    return People(tuple(map(_entry, table.rows)), table.ignored)


def _entry(row: Row) -> Entry:
    fields = dict(row.cells)
    return Entry(row.number, clean_email(fields.pop("email")), **fields)


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
