"""An instrument out of a workbook, judged by the same rules as its file.

The sheets are laid out as the text of a content file in which every line knows the
cell it came from. The reader of files judges that, and its faults are told with
sheet, row and column.
"""

import difflib
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.conf import settings

from assessments.maturity import sheets
from assessments.maturity.instrument import Framework
from assessments.maturity.laying_out import (
    Cell,
    Place,
    by_place,
    laid_out,
    number_or_text,
)
from assessments.maturity.reading import read_framework
from assessments.maturity.tables import (
    TableRefused,
    cell_text,
    open_workbook,
)
from lms.core.content_files import Problems, parse_yaml
from lms.core.workbooks import plain_cell

_MOST_ROWS = 20_000
_HEADING = re.compile(r"(.+?)\s*\(([a-z]{2}(?:-[a-z]+)?)\)")


def read_workbook_file(
    path: Path, problems: Problems, *, modules: Collection[str] | None = None
) -> Framework | None:
    """Read one XLSX file; ``None`` when anything is noted in ``problems``."""
    try:
        content = path.read_bytes()
    except OSError as error:
        problems.add(path, None, f"The file cannot be read: {error.strerror}.")
        return None
    return read_workbook(content, name=str(path), problems=problems, modules=modules)


def read_workbook(
    content: bytes,
    *,
    name: str,
    problems: Problems,
    modules: Collection[str] | None = None,
) -> Framework | None:
    """Read the bytes of a workbook; ``name`` is how its faults call it."""
    try:
        book = open_workbook(name, content)
    except TableRefused as refused:
        problems.add(name, None, str(refused).removeprefix(f"{name} "))
        return None
    reader = _Reader(book, name, problems)
    tree = reader.tree()
    if tree is None:
        return None
    text, places = laid_out(tree)
    own = Problems()
    part = parse_yaml(text, file=name, problems=own)
    framework = read_framework(part, modules=modules)
    for fault in own.errors:
        place = places[fault.line - 1] if fault.line else None
        where = f"{name}, {place}" if place else name
        remedy = by_place(fault.remedy, places)
        problems.add(where, None, fault.message, remedy)
    return framework if not own else None


class _Reader:
    """Turns sheets into the tree of a content file; notes what does not fit."""

    def __init__(self, book, name: str, problems: Problems) -> None:
        self.book = book
        self.name = name
        self.problems = problems
        self.before = len(problems.errors)

    def tree(self) -> dict | None:
        """The whole tree with its places, or None when anything was noted."""
        by_name = {sheet.title.strip().casefold(): sheet for sheet in self.book}
        rows: dict[str, list[dict]] = {}
        for name, columns in sheets.SHEETS.items():
            sheet = by_name.get(name.casefold())
            if sheet is None and name not in sheets.OPTIONAL:
                near = difflib.get_close_matches(name, self.book.sheetnames, n=1)
                remedy = f"Rename `{near[0]}`." if near else f"Add a sheet `{name}`."
                self.problems.add(
                    self.name, None, f"The sheet `{name}` is missing.", remedy
                )
            rows[name] = [] if sheet is None else self.rows(sheet, name, columns)
        if len(self.problems.errors) > self.before:
            return None
        tree = {
            "framework": self.named(rows[sheets.ENTRIES], sheets.HEAD_ROWS, "entry"),
            "levels": rows[sheets.LEVELS],
            "scoring": self.named(
                rows[sheets.SETTINGS], sheets.SETTING_ROWS, "setting"
            ),
            "respondents": rows[sheets.RESPONDENTS],
            "dimensions": self.dimensions(rows),
            "map": rows[sheets.MAP],
        }
        if len(self.problems.errors) > self.before:
            return None
        return {name: value for name, value in tree.items() if value}

    def rows(self, sheet, name: str, columns) -> list[dict]:
        """The rows of a sheet by the names of columns; empty rows are left out."""
        if sheet.max_row > _MOST_ROWS:
            self.fault(Place(name), "There are too many rows.", "Remove empty ones.")
            return []
        lines = list(sheet.iter_rows(values_only=True))
        if not lines:
            self.fault(Place(name), "The sheet is empty.", "Write its headings.")
            return []
        places = self.heads(name, columns, lines[0])
        if len(self.problems.errors) > self.before:
            return []
        found = []
        for number, line in enumerate(lines[1:], start=2):
            if all(cell_text(value).strip() == "" for value in line):
                continue
            row: dict[str, Any] = {"": Cell(None, Place(name, number))}
            for index, (column, language) in places.items():
                value = line[index] if index < len(line) else None
                heading = cell_text(lines[0][index]).strip()
                self.cell(
                    row, column, language, value, Place(name, number, index, heading)
                )
            found.append(row)
        return found

    def heads(self, name: str, columns, line) -> dict[int, tuple]:
        """Which column of the sheet is which: index -> (column, language)."""
        by_heading = {column.heading.casefold(): column for column in columns}
        known = [code for code, _name in settings.LANGUAGES]
        found: dict[int, tuple] = {}
        for index, value in enumerate(line):
            heading = cell_text(value).strip()
            if not heading:
                continue
            place = Place(name, 1, index)
            match = _HEADING.fullmatch(heading)
            column = by_heading.get((match[1] if match else heading).casefold())
            language = match[2] if match else ""
            if column is None or (column.kind == sheets.TEXTS) != bool(language):
                words = [one for c in columns for one, _l in c.headings(tuple(known))]
                near = difflib.get_close_matches(heading, words, n=1)
                remedy = f"Did you mean `{near[0]}`?" if near else "Remove the column."
                self.fault(place, f"The column `{heading}` is not known here.", remedy)
            elif language and language not in known:
                self.fault(
                    place,
                    f"`{language}` is not a language of this site.",
                    f"Use one of: {', '.join(known)}.",
                )
            elif (column, language) in found.values():
                self.fault(
                    place, f"The column `{heading}` stands twice.", "Remove one."
                )
            else:
                found[index] = (column, language)
        present = set(found.values())
        for column in columns:
            language = settings.LANGUAGE_CODE if column.kind == sheets.TEXTS else ""
            if column.required and (column, language) not in present:
                heading = column.headings((settings.LANGUAGE_CODE,))[0][0]
                self.fault(
                    Place(name, 1),
                    f"The column `{heading}` is missing.",
                    "Add it to the first row.",
                )
        return found

    def cell(self, row: dict, column, language: str, value, place: Place) -> None:
        """Put one cell into its row; note an empty one that must not be."""
        text = plain_cell(cell_text(value).replace("\r\n", "\n").replace("_x000D_", ""))
        text = text.strip()
        if not text:
            main = language in ("", settings.LANGUAGE_CODE)
            if column.required and main:
                self.fault(place, "The cell is empty.", "Fill it in.")
            return
        if column.kind == sheets.TEXTS:
            texts = row.setdefault(column.name, {"": Cell(None, place)})
            texts[language] = Cell(text, place)
        else:
            row[column.name] = self.value(column, value, text, place)

    def value(self, column, value, text: str, place: Place) -> Any:
        """The value of a cell as its column means it."""
        if column.kind == sheets.FLAG:
            word = text.casefold()
            if word not in (sheets.YES, sheets.NO, "true", "false"):
                self.fault(
                    place, f"`{text}` is neither yes nor no.", "Write yes or no."
                )
            return Cell(word in (sheets.YES, "true"), place)
        if column.kind == sheets.WORDS:
            if isinstance(value, int | float):
                # A spreadsheet has taken the key 06 for the number 6.
                text = text.zfill(2)
            words = [word.strip() for word in re.split(r"[,;\n]", text)]
            return [Cell(word, place) for word in words if word]
        if column.kind == sheets.NUMBER:
            return Cell(number_or_text(text), place)
        return Cell(text, place)

    def named(self, rows: list[dict], known, heading: str) -> dict:
        """A sheet of entries and values as one group, by the names of entries."""
        by_heading = {column.heading.casefold(): column for column in known}
        found: dict[str, Any] = {}
        for row in rows:
            cell = row[heading]
            column = by_heading.get(cell.value.casefold())
            if column is None:
                words = [one.heading for one in known]
                near = difflib.get_close_matches(cell.value, words, n=1)
                remedy = (
                    f"Did you mean `{near[0]}`?"
                    if near
                    else f"Known here: {', '.join(words)}."
                )
                self.fault(cell.place, f"`{cell.value}` is not known here.", remedy)
                continue
            if column.name in found:
                self.fault(cell.place, f"`{cell.value}` stands twice.", "Keep one.")
                continue
            value = row.get("text" if column.kind == sheets.TEXTS else "value")
            if value is None:
                if column.required:
                    self.fault(cell.place, "The value is empty.", "Fill it in.")
                continue
            if column.kind != sheets.TEXTS:
                value = self.value(column, None, str(value.value), value.place)
            found[column.name] = value
            found.setdefault("", row[""])
        return found

    def dimensions(self, rows: dict[str, list[dict]]) -> list[dict]:
        """The dimensions with their questions, and these with their descriptors."""
        self.once(rows[sheets.DIMENSIONS], "dimension")
        self.once(rows[sheets.QUESTIONS], "question")
        dimensions = {str(row["id"].value): row for row in rows[sheets.DIMENSIONS]}
        questions: dict[str, dict] = {}
        for row in rows[sheets.QUESTIONS]:
            cell = row.pop("of_dimension")
            parent = dimensions.get(str(cell.value))
            if parent is None:
                self.fault(
                    cell.place,
                    f"There is no dimension `{cell.value}`.",
                    f"Known on the sheet {sheets.DIMENSIONS}: {', '.join(dimensions)}.",
                )
                continue
            parent.setdefault("questions", []).append(row)
            questions[str(row["id"].value)] = row
        for row in rows[sheets.DESCRIPTORS]:
            cell, level = row["of_question"], row["of_level"]
            parent = questions.get(str(cell.value))
            if parent is None:
                self.fault(
                    cell.place,
                    f"There is no question `{cell.value}`.",
                    f"Write one of the sheet {sheets.QUESTIONS}.",
                )
                continue
            texts = parent.setdefault("descriptors", {"": cell})
            if str(level.value) in texts:
                self.fault(
                    level.place,
                    f"Level {level.value} of `{cell.value}` stands twice.",
                    "Keep one.",
                )
            texts[str(level.value)] = row["text"]
        self.complete(rows, questions)
        return rows[sheets.DIMENSIONS]

    def once(self, rows: list[dict], kind: str) -> None:
        """Note an id that stands in two rows of a sheet."""
        seen: dict[str, int | None] = {}
        for row in rows:
            cell = row["id"]
            if cell.value in seen:
                self.fault(
                    cell.place,
                    f"The {kind} `{cell.value}` stands twice.",
                    f"The first one is in row {seen[cell.value]}: "
                    "give this one its own.",
                )
            seen.setdefault(cell.value, cell.place.row)

    def complete(self, rows: dict[str, list[dict]], questions: dict) -> None:
        """Note levels without a descriptor where somebody would look for them."""
        levels = [str(row["value"].value) for row in rows[sheets.LEVELS]]
        for one, row in questions.items():
            missing = [
                level for level in levels if level not in row.get("descriptors", {})
            ]
            if missing:
                self.fault(
                    Place(sheets.DESCRIPTORS),
                    f"`{one}` has no descriptor for level {', '.join(missing)}.",
                    "Add a row for each.",
                )

    def fault(self, place: Place, message: str, remedy: str) -> None:
        """Note one fault at its place."""
        self.problems.add(f"{self.name}, {place}", None, message, remedy)
