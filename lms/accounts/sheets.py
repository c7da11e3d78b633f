"""Workbooks of any room: typed cells, frozen heads, no text that runs as a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from django.utils import timezone

from lms.core.workbooks import new_workbook, safe_cell

#: What a workbook may not have in the name of a sheet.
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'"))


@dataclass(frozen=True)
class Sheet:
    """One sheet: heads, rows of values, and how many columns stay in view.

    Values: text, whole and other numbers, days, moments (shown in the active time
    zone), True and False, None for nothing.
    """

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence]
    frozen: int = 1
    width: int = 18


def workbook(title: str, sheets: Iterable[Sheet]) -> bytes:
    """Return an XLSX file of these sheets."""
    buffer = BytesIO()
    with new_workbook(buffer) as book:
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        taken: set[str] = set()
        for number, sheet in enumerate(sheets, start=1):
            name = sheet.title.translate(_FORBIDDEN)[:31].strip() or str(number)
            if name.casefold() in taken:
                name = f"{name[:28]} {number}"
            taken.add(name.casefold())
            page = book.add_worksheet(name)
            page.freeze_panes(1, sheet.frozen)
            page.set_column(0, max(0, len(sheet.heads) - 1), sheet.width)
            for place, head in enumerate(sheet.heads):
                page.write_string(0, place, safe_cell(head), styles["head"])
            for line, row in enumerate(sheet.rows, start=1):
                for place, value in enumerate(row):
                    _write(page, line, place, value, styles)
        book.set_properties({"title": title})
    return buffer.getvalue()


def _write(page, line: int, place: int, value, styles: dict) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(line, place, value)
    elif isinstance(value, int | float):
        page.write_number(line, place, value)
    elif isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None)
        page.write_datetime(line, place, local, styles["moment"])
    elif isinstance(value, date):
        page.write_datetime(line, place, value, styles["day"])
    else:
        page.write_string(line, place, safe_cell(str(value)))
