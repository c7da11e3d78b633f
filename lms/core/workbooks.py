"""New XLSX workbooks: the one place that says what a cell may become."""

import re
from typing import BinaryIO

from xlsxwriter import Workbook

#: Beginnings that a spreadsheet program may take for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: A telephone number in the international form: nothing in it to be worked out.
_TELEPHONE = re.compile(r"\+[0-9][0-9 ]*")


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


def safe_cell(text: str) -> str:
    """Return the text so that no spreadsheet program runs it as a formula.

    Escaped also in XLSX, because such files are saved on as CSV. The inverse is
    plain_cell.
    """
    return f"'{text}" if _needs_sign(text) else text


def plain_cell(text: str) -> str:
    """Return the text that safe_cell was given."""
    return text[1:] if text.startswith("'") and _needs_sign(text[1:]) else text


def _needs_sign(text: str) -> bool:
    # What already looks escaped is escaped once more, so that it comes back.
    if _TELEPHONE.fullmatch(text):
        return False
    return text.startswith(FORMULA_SIGNS) or (
        text.startswith("'") and _needs_sign(text[1:])
    )
