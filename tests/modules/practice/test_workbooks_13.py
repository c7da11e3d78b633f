"""Module 13: the workbooks give the numbers that the lessons print."""

from io import BytesIO

import openpyxl
import pytest

from modules.practice import workbooks_13 as workbooks


def written(write, **options):
    """Return the bytes that a writer gives."""
    target = BytesIO()
    write(target, **options)
    return target.getvalue()


def test_clean_table_has_the_rows_and_the_sum_of_the_lesson():
    rows = workbooks.clean_rows()

    assert (len(rows), workbooks.known_sum()) == (12, 3802)
    assert [row.status for row in rows].count("missing") == 1


def test_printed_totals_of_the_sheet_as_received_are_right():
    book = openpyxl.load_workbook(workbooks.FOLDER / "13-exchange-file.xlsx")
    sheet = book["As received"]
    values = workbooks.APPLICATIONS.values()

    by_row = [sum(value or 0 for value in row) for row in values]
    by_month = [
        sum(value or 0 for value in month) for month in zip(*values, strict=True)
    ]

    assert [sheet[f"E{row}"].value for row in range(7, 12)] == [*by_row, sum(by_row)]
    assert [sheet[f"{letter}11"].value for letter in "BCD"] == by_month


def test_exercise_does_not_give_the_answers():
    book = openpyxl.load_workbook(workbooks.FOLDER / "13-exchange-file.xlsx")

    assert {cell.value for row in book["Clean"]["A2:G13"] for cell in row} == {None}
    assert {cell.value for row in book["Faults"]["A2:C13"] for cell in row} == {None}


def test_calculator_keeps_the_results_of_the_worked_examples():
    path = workbooks.FOLDER / "13-readiness-sheet.xlsx"
    sheet = openpyxl.load_workbook(path, data_only=True)["Calculator"]
    size, speed = sheet["B3"].value, sheet["B4"].value
    share, days = sheet["B7"].value, sheet["B8"].value
    full, weekly, monthly, daily, kept = (
        sheet[f"B{row}"].value for row in range(11, 16)
    )

    assert sheet["B5"].value == size * 1024 * 8 / speed == 64
    assert sheet["B9"].value == days * 24 * (100 - share) / 100 == 3.6
    assert sheet["B16"].value == full * (weekly + monthly) + daily * kept
    assert sheet["B21"].value == 9 / 600 * 100
    assert sheet["B22"].value == round(5 / 600 * 100, 2)


@pytest.mark.parametrize("solved", [False, True])
def test_exercise_written_twice_has_the_same_bytes(solved):
    first, second = (written(workbooks.write_exchange, solved=solved) for _ in range(2))

    assert first == second
