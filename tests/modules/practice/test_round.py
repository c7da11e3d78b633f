"""The practice workbooks give exactly the numbers that the lessons print."""

from io import BytesIO

import openpyxl
import pytest

from modules.practice.round import (
    FOLDER,
    delivery_log,
    measures,
    shares,
    write_workbook,
)


def read_log(name):
    """Return the rows of the sheet Log without its heading."""
    book = openpyxl.load_workbook(FOLDER / name, data_only=True)
    return list(book["Log"].iter_rows(min_row=2, values_only=True))


def test_delivery_log_whole_round():
    """The numbers of the worked example: 288, 201, 162."""
    assert measures(delivery_log()) == (288, 201, 162)
    assert shares(delivery_log()) == (69.8, 80.6, 56.3)


def test_delivery_log_has_a_cell_on_the_last_day():
    """The text says that the day of the deadline is on time: it must occur."""
    cells = [cell for cell in delivery_log() if cell.received == cell.deadline]
    assert cells
    assert all(cell.on_time for cell in cells)


def test_delivery_log_dates_are_working_days():
    """No office receives a table on a Saturday or a Sunday."""
    received = [cell.received for cell in delivery_log() if cell.received]
    assert [day for day in received if day.weekday() > 4] == []


@pytest.mark.parametrize(
    "name", ["01-delivery-round.xlsx", "01-delivery-round-solution.xlsx"]
)
def test_workbook_counted_from_its_rows(name):
    """Whoever counts the rows of the file itself finds the same numbers."""
    rows = read_log(name)
    received = [row for row in rows if row[6] is not None]
    on_time = [row for row in received if row[6] <= row[5]]
    assert (len(rows), len(received), len(on_time)) == (288, 201, 162)


def test_solution_keeps_values_beside_formulas():
    """Readers without a spreadsheet program see the results too."""
    path = FOLDER / "01-delivery-round-solution.xlsx"
    values = openpyxl.load_workbook(path, data_only=True)["Answers"]
    formulas = openpyxl.load_workbook(path)["Answers"]
    assert [values[f"B{row}"].value for row in range(2, 8)] == [
        288,
        201,
        162,
        69.8,
        80.6,
        56.3,
    ]
    assert [values[f"C{row}"].value for row in range(2, 8)] == [
        24,
        22,
        20,
        91.7,
        90.9,
        83.3,
    ]
    assert formulas["B5"].value == "=ROUND(B3/B2*100,1)"


def test_exercise_does_not_give_the_answers():
    """The learner's copy has empty answers and no marking columns."""
    book = openpyxl.load_workbook(FOLDER / "01-delivery-round.xlsx")
    assert book.sheetnames == ["Read me", "Log", "Answers"]
    assert [book["Answers"][f"B{row}"].value for row in range(2, 8)] == [None] * 6


@pytest.mark.parametrize("solved", [False, True])
def test_workbook_written_twice_has_the_same_bytes(solved):
    """A new run without changes leaves nothing to commit."""
    first, second = BytesIO(), BytesIO()
    for target in (first, second):
        write_workbook(target, delivery_log(), solved=solved)
    assert first.getvalue() == second.getvalue()
