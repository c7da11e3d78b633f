"""New XLSX workbooks: the one place that says what a cell may become."""

from typing import BinaryIO

from xlsxwriter import Workbook


def new_workbook(file: BinaryIO) -> Workbook:
    """Return a workbook to be written into a file and closed with ``with``.

    Text stays text: what somebody typed never becomes a formula, a link or a number
    in the program that opens it.
    """
    return Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
