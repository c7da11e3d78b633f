"""Cells of a workbook as lines of a content file that know where they came from."""

import json
import re
from dataclasses import dataclass
from typing import Any

from assessments.maturity.tables import column_name


@dataclass(frozen=True)
class Place:
    """A cell. ``column`` None: the row as a whole; ``row`` None: the sheet."""

    sheet: str
    row: int | None = None
    column: int | None = None
    heading: str = ""

    def __str__(self) -> str:
        words = [f"sheet {self.sheet}"]
        if self.row is not None:
            words.append(f"row {self.row}")
        if self.column is not None:
            named = f" ({self.heading})" if self.heading else ""
            words.append(f"column {column_name(self.column)}{named}")
        return ", ".join(words)


@dataclass(frozen=True)
class Cell:
    """What a cell holds, as a plain value, and where it stands."""

    value: Any
    place: Place


class Number(str):
    """A number exactly as it stood in the cell."""

    __slots__ = ()


def number_or_text(text: str) -> str:
    """A number with point or comma as one; anything else as the text it is."""
    text = text.replace(",", ".")
    return Number(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def laid_out(tree: dict) -> tuple[str, list[Place | None]]:
    """The tree as text of a content file, and the place of each of its lines."""
    lines: list[str] = []
    places: list[Place | None] = []

    def write(prefix: str, cell: Cell) -> None:
        lines.append(f"{prefix} {_scalar(cell.value)}")
        places.append(cell.place)

    def put(indent: str, name: str, value: Any) -> None:
        head = f"{indent}{_scalar(name)}:"
        if isinstance(value, Cell):
            write(head, value)
            return
        lines.append(head)
        places.append(_place(value))
        if isinstance(value, dict):
            group(indent + "  ", value)
            return
        for one in value:
            if isinstance(one, Cell):
                write(f"{indent}-", one)
            else:
                lines.append(f"{indent}-")
                places.append(_place(one))
                group(indent + "  ", one)

    def group(indent: str, values: dict) -> None:
        for name, value in values.items():
            if name:
                put(indent, name, value)

    group("", tree)
    return "\n".join(lines) + "\n", places


def _place(value: Any) -> Place | None:
    if isinstance(value, Cell):
        return value.place
    if isinstance(value, dict):
        return value[""].place if "" in value else None
    return _place(value[0]) if value else None


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return str.__str__(value)
    text = json.dumps(str(value), ensure_ascii=False)
    # Signs that would end the line, or that YAML does not let stand as they are.
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]",
        lambda match: f"\\u{ord(match[0]):04x}",
        text,
    )


def by_place(remedy: str, places: list[Place | None]) -> str:
    """A remedy that names another line, with that line's cell in its place."""
    return re.sub(
        r"on line (\d+)", lambda match: f"in {places[int(match[1]) - 1]}", remedy
    )
