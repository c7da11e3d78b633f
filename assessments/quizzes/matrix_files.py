"""Plain response matrices: rows learners, columns items, values 0 to 1.

A comma, a semicolon or a tab divides; the first line names the items. Where the
first column's values are not all numbers or empty, or its head is empty,
``learner`` or ``id``, it names the learners. An empty value: not reached.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_NAMES = {"", "learner", "id", "person", "student"}


class MatrixRefused(Exception):
    """The file is no matrix of answers; says where and what to do."""


def read_matrix(path: Path) -> pd.DataFrame:
    """Read a response matrix. Raises :class:`MatrixRefused` and ``OSError``."""
    import pandas as pd

    heads, lines = _cells(path)
    named = heads[0].strip().lower() in _NAMES or any(
        not _is_value(cells[0]) for _number, cells in lines
    )
    first = 1 if named else 0
    items = [head.strip() for head in heads[first:]]
    _judge_heads(items, first)
    rows = [
        [
            _value(cell, number, column, items[column - first - 1])
            for column, cell in enumerate(cells[first:], start=first + 1)
        ]
        for number, cells in lines
    ]
    index = [cells[0] if named else str(number - 1) for number, cells in lines]
    return pd.DataFrame(rows, index=index, columns=items, dtype=float)


def _cells(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise MatrixRefused(
            f"{path} is not text in UTF-8. Save it as CSV (UTF-8)."
        ) from error
    sign = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(text.splitlines(), delimiter=sign)
    lines = [(reader.line_num, cells) for cells in reader]
    heads = lines[0][1] if lines else []
    lines = [(number, cells) for number, cells in lines[1:] if any(cells)]
    if not heads or not lines:
        raise MatrixRefused(
            f"{path} holds no answers. "
            "Write a line of item names, then a line for each learner."
        )
    for number, cells in lines:
        if len(cells) != len(heads):
            raise MatrixRefused(
                f"Row {number} has {len(cells)} columns, the first row has "
                f"{len(heads)}. Give every row the same number of columns; leave "
                "a value empty where an item was not reached."
            )
    return heads, lines


def _judge_heads(items: list[str], first: int) -> None:
    if not items:
        raise MatrixRefused("There is no item. Add a column for each item.")
    for place, item in enumerate(items, start=first + 1):
        if not item:
            raise MatrixRefused(
                f"Row 1, column {place}: the item has no name. Write one."
            )
        if items.index(item) != place - first - 1:
            raise MatrixRefused(
                f"Row 1, column {place}: the item {item!r} stands twice. "
                "Give each item a name of its own."
            )


def _is_value(cell: str) -> bool:
    try:
        float(cell.strip() or "0")
    except ValueError:
        return False
    return True


def _value(cell: str, row: int, column: int, item: str) -> float:
    cell = cell.strip()
    if not cell:
        return math.nan
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    # NaN is no number between 0 and 1 either.
    if not 0 <= value <= 1:
        raise MatrixRefused(
            f"Row {row}, column {column} ({item}): {cell!r} is not a number from "
            "0 to 1. Write the share of the point, for example 0, 0.5 or 1, or "
            "leave it empty where the item was not reached."
        )
    return value
