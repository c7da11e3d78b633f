"""An instrument as a workbook, to be read, changed and loaded again."""

from io import BytesIO
from typing import Any

from django.conf import settings
from xlsxwriter import Workbook

from assessments.maturity import sheets
from assessments.maturity.instrument import Framework, framework_data
from lms.core.workbooks import new_workbook, safe_cell

_DROPDOWN_ROWS = 1000


def framework_workbook(framework: Framework) -> bytes:
    """Return an XLSX workbook that :func:`.workbook_reading.read_workbook` reads."""
    data = framework_data(framework)
    buffer = BytesIO()
    with new_workbook(buffer) as book:
        writer = _Writer(book, languages_of(data))
        for name, columns in sheets.SHEETS.items():
            writer.sheet(name, columns, _rows(name, data))
        book.set_properties({"title": f"{framework.key} {framework.version}"})
    return buffer.getvalue()


def languages_of(data: Any) -> tuple[str, ...]:
    """The languages that any text speaks, the main one first."""
    known = [code for code, _name in settings.LANGUAGES]
    found = {settings.LANGUAGE_CODE, *data["framework"].get("languages", ())}

    def look(value: Any) -> None:
        if isinstance(value, dict):
            found.update(key for key in value if key in known)
            for one in value.values():
                look(one)
        elif isinstance(value, list):
            for one in value:
                look(one)

    look(data)
    return tuple(code for code in known if code in found)


def _rows(sheet: str, data: dict) -> list[dict[str, Any]]:
    """What stands in the rows of a sheet, by the names of its columns."""
    if sheet == sheets.ENTRIES:
        return [_entry(column, data["framework"]) for column in sheets.HEAD_ROWS]
    if sheet == sheets.SETTINGS:
        return [
            {"setting": column.heading, "value": data["scoring"].get(column.name)}
            for column in sheets.SETTING_ROWS
        ]
    if sheet == sheets.QUESTIONS:
        return [
            {**question, "of_dimension": dimension["id"]}
            for dimension in data["dimensions"]
            for question in dimension["questions"]
        ]
    if sheet == sheets.DESCRIPTORS:
        return [
            {"of_question": question["id"], "of_level": level, "text": texts}
            for dimension in data["dimensions"]
            for question in dimension["questions"]
            for level, texts in question["descriptors"].items()
        ]
    return data.get(sheet.lower(), [])


def _entry(column: sheets.Column, head: dict) -> dict[str, Any]:
    value = head.get(column.name)
    if column.kind == sheets.TEXTS:
        return {"entry": column.heading, "text": value}
    if column.kind == sheets.WORDS:
        value = sheets.COMMA.join(value or ())
    return {"entry": column.heading, "value": value}


class _Writer:
    """Writes sheets in the formats of one workbook."""

    def __init__(self, book: Workbook, languages: tuple[str, ...]) -> None:
        self.book = book
        self.languages = languages
        self.bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.text = book.add_format(
            {"text_wrap": True, "valign": "top", "num_format": "@"}
        )
        self.number = book.add_format({"valign": "top"})

    def sheet(self, name: str, columns: tuple[sheets.Column, ...], rows) -> None:
        """Write one sheet: headings, then the rows."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        places = [
            (column, heading, language)
            for column in columns
            for heading, language in column.headings(self.languages)
        ]
        for number, (column, heading, _language) in enumerate(places):
            sheet.write_string(0, number, heading, self.bold)
            sheet.set_column(number, number, column.width)
            options = (sheets.YES, sheets.NO) if column.kind == sheets.FLAG else ()
            if options := column.options or options:
                sheet.data_validation(
                    1,
                    number,
                    _DROPDOWN_ROWS,
                    number,
                    {"validate": "list", "source": list(options)},
                )
        for row, values in enumerate(rows, start=1):
            for number, (column, _heading, language) in enumerate(places):
                self._cell(
                    sheet,
                    row,
                    number,
                    _shown(column, values.get(column.name), language),
                )

    def _cell(self, sheet, row: int, number: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, int | float):
            sheet.write_number(row, number, value, self.number)
        else:
            sheet.write_string(row, number, safe_cell(value), self.text)


def _shown(column: sheets.Column, value: Any, language: str) -> Any:
    if column.kind == sheets.TEXTS:
        return (value or {}).get(language)
    if column.kind == sheets.FLAG:
        return sheets.YES if value else sheets.NO
    if column.kind == sheets.WORDS:
        return sheets.COMMA.join(value or ())
    return value
