"""The inventory as a workbook that comes back: the sources, how to fill in, topics."""

from collections.abc import Sequence
from io import BytesIO

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from lms.accounts.models import Country, Institution
from lms.core.workbooks import new_workbook, safe_cell

from .inventory import LINES, NEEDED, label_of, said_of
from .inventory_topics import Picture
from .models import DataSource, Indicator
from .sources_reading import CODED, MOST_ROWS, ORDER

#: What the name of a sheet may not have.
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'"))
#: Width of columns, in characters.
_WIDTHS = {"name": 34, "owner": 30, "topics": 34, "key": 20, "since_year": 10}
#: What may stay open to people in a protected sheet.
_OPEN = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}


def sources_workbook(
    country: Country,
    sources: Sequence[DataSource],
    owners: Sequence[Institution],
    picture: Picture | None = None,
) -> bytes:
    """Return an XLSX workbook in the reader's language that can be brought in again.

    Without sources it is the empty form. ``owners``: those to choose from.
    """
    buffer = BytesIO()
    with new_workbook(buffer) as book:
        writer = _Writer(book)
        writer.sources(sources, owners)
        writer.help(country)
        if picture and picture.groups:
            writer.topics(picture)
        title = _("Data sources of %(country)s") % {"country": country}
        book.set_properties({"title": title})
    return buffer.getvalue()


def sheet_name(words: str) -> str:
    """Return words as the name of a sheet: 31 letters without certain signs."""
    return words.translate(_FORBIDDEN)[:31].strip()


class _Writer:
    """Writes the sheets in the formats of one workbook."""

    def __init__(self, book) -> None:
        self.book = book
        plain = {"text_wrap": True, "valign": "top"}
        self.head = book.add_format(plain | {"bold": True, "bottom": 1, "locked": True})
        self.cell = book.add_format(plain | {"locked": False, "num_format": "@"})
        self.number = book.add_format({"valign": "top", "locked": False})
        self.text = book.add_format(plain)
        self.bold = book.add_format(plain | {"bold": True})

    def _page(self, title: str):
        page = self.book.add_worksheet(sheet_name(title))
        if get_language_bidi():
            page.right_to_left()
        return page

    def sources(self, sources, owners) -> None:
        """Write the table, with lists in the coded columns and locked heads."""
        page = self._page(_("Data sources"))
        page.freeze_panes(1, 2)
        page.protect("", _OPEN)
        for place, name in enumerate(ORDER):
            open_cell = self.number if name == "since_year" else self.cell
            width = _WIDTHS.get(name, 28 if name in LINES else 20)
            page.set_column(place, place, width, open_cell)
            page.write_string(0, place, safe_cell(label_of(name)), self.head)
        for line, source in enumerate(sources, start=1):
            for place, name in enumerate(ORDER):
                self._value(page, line, place, name, source)
        self._lists(page, owners)

    def _value(self, page, line: int, place: int, name: str, source) -> None:
        value = getattr(source, name)
        if name == "since_year":
            if value is not None:
                page.write_number(line, place, value, self.number)
            return
        if text := said_of(name, value):
            page.write_string(line, place, safe_cell(text), self.cell)

    def _lists(self, page, owners) -> None:
        """Offer the allowed words in a hidden sheet: cells hold 255 characters."""
        lists = self.book.add_worksheet(sheet_name(_("Lists")))
        lists.hide()
        offered = {"owner": [str(owner) for owner in owners]}
        for name in CODED:
            if name != "topics":
                choices = DataSource._meta.get_field(name).choices
                offered[name] = [str(label) for _value, label in choices]
        for column, (name, words) in enumerate(offered.items()):
            for line, word in enumerate(words):
                lists.write_string(line, column, safe_cell(word))
            if not words:
                continue
            letter = xl_col_to_name(column)
            page.data_validation(
                1,
                ORDER.index(name),
                MOST_ROWS,
                ORDER.index(name),
                {
                    "validate": "list",
                    "source": f"='{lists.get_name()}'!${letter}$1:${letter}${len(words)}",
                    "error_title": label_of(name)[:32],
                    "error_message": _("Choose a word from the list in the cell."),
                },
            )

    def help(self, country: Country) -> None:
        """Write what each column asks and which words are allowed."""
        page = self._page(_("How to fill in"))
        page.set_column(0, 0, 30)
        page.set_column(1, 1, 90)
        lines = [
            (_("Data sources of %(country)s") % {"country": country}, ""),
            (
                _("One row, one source"),
                _(
                    "A register, a case file, a survey or a census. Name, owner and "
                    "kind are needed; what you do not know yet stays empty."
                ),
            ),
            (
                label_of("key"),
                _(
                    "Do not change it: it tells which source a row is about. Leave it "
                    "empty for a new source."
                ),
            ),
            (
                _("Bringing it in"),
                _(
                    "The whole file is checked and shown before anything is saved. A "
                    "source that is not in the file stays as it is. An empty cell "
                    "empties the fact."
                ),
            ),
            (
                _("Topics"),
                _("Several topics are separated by semicolons. Allowed: %(words)s.")
                % {"words": "; ".join(str(one.label) for one in Indicator.Topic)},
            ),
        ]
        for name in ("kind", "frequency", "access"):
            choices = DataSource._meta.get_field(name).choices
            words = "; ".join(str(label) for _value, label in choices)
            lines.append((label_of(name), words))
        for name in ORDER:
            hint = str(DataSource._meta.get_field(name).help_text)
            if hint:
                lines.append((label_of(name), hint))
        needed = ", ".join(label_of(name) for name in NEEDED)
        lines.append((_("Needed in every row"), needed))
        for line, (title, text) in enumerate(lines):
            page.write_string(line, 0, safe_cell(title), self.bold)
            page.write_string(line, 1, safe_cell(text), self.text)

    def topics(self, picture: Picture) -> None:
        """Write the picture: sources by topics."""
        page = self._page(_("Topics"))
        page.freeze_panes(1, 2)
        page.set_column(0, 1, 34)
        page.set_column(2, len(picture.columns) + 1, 14)
        heads = [label_of("owner"), label_of("name")]
        heads += [column.title for column in picture.columns]
        for place, head in enumerate(heads):
            page.write_string(0, place, safe_cell(head), self.head)
        line = 1
        for group in picture.groups:
            for row in group.rows:
                words = [str(group.owner), row.source.name]
                words += [cell.word for cell in row.cells]
                for place, word in enumerate(words):
                    if word:
                        page.write_string(line, place, safe_cell(word), self.text)
                line += 1
        page.write_string(line, 1, _("All"), self.bold)
        for place, column in enumerate(picture.columns, start=2):
            page.write_string(line, place, column.words, self.bold)
        page.write_string(line + 2, 0, safe_cell(picture.finding), self.bold)
        if picture.silent_words:
            page.write_string(line + 3, 0, safe_cell(picture.silent_words), self.bold)
