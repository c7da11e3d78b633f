"""An instrument through a spreadsheet: what comes out goes in again."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessments.maturity.workbook import framework_workbook
from assessments.maturity.workbook_reading import read_workbook
from lms.core.content_files import Problems
from lms.core.workbooks import plain_cell, safe_cell
from tests.assessments.maturity.instruments import NAMES, SHIPPED, framework

SHORT = framework("open-data")
SIGNS = "=1+1\n'quoted'\n“ё” \u2028 😀 [x] {y}: #"


def read(content):
    """The instrument of a workbook, and its faults as lines."""
    problems = Problems()
    found = read_workbook(
        content, name="i.xlsx", problems=problems, modules=("03", "08")
    )
    return found, [str(error) for error in problems.errors]


def changed(change, instrument=SHORT):
    """The workbook of an instrument after somebody has worked in it."""
    book = load_workbook(BytesIO(framework_workbook(instrument)))
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_out_goes_in_again(name):
    assert read(framework_workbook(framework(name))) == (framework(name), [])


def test_shipped_framework_goes_through_a_spreadsheet():
    content = framework_workbook(framework(SHIPPED))
    problems = Problems()

    found = read_workbook(content, name="i.xlsx", problems=problems)

    assert problems.errors == []
    assert found == framework(SHIPPED)


def test_workbook_saved_by_another_program_is_the_same():
    assert read(changed(lambda book: None)) == (SHORT, [])


def test_text_that_looks_like_a_formula_or_a_file_comes_back_as_it_was():
    odd = replace(SHORT, title={"en": SIGNS.strip(), "ru": "-1", "ar": "'=x"})

    content = framework_workbook(odd)

    assert read(content) == (odd, [])
    sheet = load_workbook(BytesIO(content))["Framework"]
    assert sheet["C6"].value.startswith("'=1+1")
    assert sheet["C6"].data_type == "s"


@pytest.mark.parametrize("text", ["=a", "'a", "'=a", "''=a", "a", "", "'", "-", "@'"])
def test_signs_against_formulas_are_taken_off_again(text):
    assert plain_cell(safe_cell(text)) == text


def test_sheets_have_headings_for_people():
    book = load_workbook(BytesIO(framework_workbook(framework("statistics-office"))))

    assert book.sheetnames == [
        "Framework",
        "Scoring",
        "Levels",
        "Respondents",
        "Dimensions",
        "Questions",
        "Descriptors",
        "Map",
    ]
    heads = [cell.value for cell in book["Descriptors"][1]]
    assert heads == ["Question", "Level", "Descriptor (en)", "Descriptor (fr)"]


def test_empty_rows_other_order_and_other_letters_do_not_matter():
    def change(book):
        book["Questions"].insert_rows(3)
        book["Questions"]["A1"] = "QUESTION"
        book["Levels"]["A2"] = "1"
        cell_under(book["Questions"], "Essential", 2).value = "Yes"
        sheet = book["Descriptors"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column, value)

    found, faults = read(changed(change))

    assert faults == []
    assert found == SHORT


def cell_under(sheet, heading, row):
    """The cell of a row in the column with this heading."""
    (column,) = [cell.column for cell in sheet[1] if cell.value == heading]
    return sheet.cell(row, column)


def put(sheet, heading, row, value):
    """A change of one cell; without a row, of the heading."""

    def change(book):
        cell_under(book[sheet], heading, row).value = value

    return change


def without_column(fault):
    """A fault without the letter of its column: languages move columns."""
    return re.sub(r"column [A-Z]+", "column", fault)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            put("Questions", "Combine", 2, "weekest"),
            "i.xlsx, sheet Questions, row 2, column (Combine): `combine` is `weekest`,"
            " which is not known. Did you mean `weakest`?",
        ),
        (
            put("Questions", "Title (en)", 2, None),
            "i.xlsx, sheet Questions, row 2, column (Title (en)): The cell is empty."
            " Fill it in.",
        ),
        (
            put("Questions", "Essential", 2, "maybe"),
            "i.xlsx, sheet Questions, row 2, column (Essential): `maybe` is neither"
            " yes nor no. Write yes or no.",
        ),
        (
            put("Questions", "Dimension", 2, "Z"),
            "i.xlsx, sheet Questions, row 2, column (Dimension): There is no dimension"
            " `Z`. Known on the sheet Dimensions: A, B.",
        ),
        (
            put("Questions", "Question", 3, "A1"),
            "i.xlsx, sheet Questions, row 3, column (Question): The question `A1`"
            " stands twice. The first one is in row 2: give this one its own.",
        ),
        (
            put("Questions", "Modules", 2, "03, 99"),
            "i.xlsx, sheet Questions, row 2, column (Modules): There is no module"
            " `99`. Known here: 03, 08.",
        ),
        (
            put("Questions", "Weight", 2, "heavy"),
            "i.xlsx, sheet Questions, row 2, column (Weight): `weight` is not a number."
            ' Write it like "69.8".',
        ),
        (
            put("Questions", "Combine", 1, "Combined"),
            "i.xlsx, sheet Questions, row 1, column: The column `Combined` is not"
            " known here. Did you mean `Combine`?",
        ),
        (
            put("Descriptors", "Question", 2, "Q9"),
            "i.xlsx, sheet Descriptors, row 2, column (Question): There is no question"
            " `Q9`. Write one of the sheet Questions.",
        ),
        (
            put("Descriptors", "Level", 3, 1),
            "i.xlsx, sheet Descriptors, row 3, column (Level): Level 1 of `A1` stands"
            " twice. Keep one.",
        ),
        (
            put("Descriptors", "Level", 2, 7),
            "i.xlsx, sheet Descriptors: `A1` has no descriptor for level 1. Add a row for"
            " each.",
        ),
        (
            put("Framework", "Value", 3, 1.5),
            None,
        ),
        (
            put("Framework", "Entry", 3, "Versoin"),
            "i.xlsx, sheet Framework, row 3, column (Entry): `Versoin` is not known"
            " here. Did you mean `Version`?",
        ),
        (
            put("Framework", "Value", 2, None),
            "i.xlsx, sheet Framework, row 2, column (Entry): The value is empty. Fill"
            " it in.",
        ),
        (
            put("Scoring", "Value", 4, 80),
            "i.xlsx, sheet Scoring, row 4, column (Value): `stage_share` is 80. Write a"
            " share from 0 to 1: 0.8 is 80 %.",
        ),
    ],
)
def test_fault_is_named_with_sheet_row_column_and_remedy(change, fault):
    found, faults = read(changed(change))

    if fault is None:
        assert (found.version, faults) == ("1.5", [])
    else:
        assert found is None
        assert fault in map(without_column, faults)


def test_missing_sheet_is_named():
    def change(book):
        book["Levels"].title = "Level"

    assert read(changed(change))[1] == [
        "i.xlsx: The sheet `Levels` is missing. Rename `Level`."
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"id;version"])
def test_file_that_is_no_workbook_is_refused(content):
    assert read(content)[1] == [
        "i.xlsx: is not an XLSX workbook that can be read. Save it again as XLSX."
    ]
