"""Reading a workbook of results: whole, and with every fault named by its place.

Columns are known by the hidden second row, learners by address and hidden number, so
that moving and sorting do no harm. Nothing is written here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter.utility import xl_col_to_name

from assessments.quizzes.models import Paper
from assessments.quizzes.paper_attempts import PaperAnswer
from assessments.quizzes.papers import (
    LettersNotRead,
    PaperCheck,
    PaperQuestion,
    answers_from_letters,
)
from lms.core.table_files import BLANK_ROWS, Fault, FileRefused, clean, open_book
from lms.learning.classroom.paper_forms import (
    EMAIL,
    HEADS_ROW,
    ID,
    KEYS_ROW,
    MARK,
    NAME,
    PAPER,
    columns_of,
)
from lms.learning.cohorts.addresses import clean_email

#: Most rows that are read.
MOST_ROWS = 5000
#: What a cell holds that was left empty on purpose.
_DASHES = frozenset("-–—−")


@dataclass(frozen=True)
class Known:
    """Whom the rows may be about, by address in small letters.

    former: left the cohort. nearby: work in the country or region of the cohort and
    learn elsewhere. Of anybody else nothing is said, not even that they exist.
    """

    members: Mapping[str, int]
    former: frozenset[str] = frozenset()
    nearby: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Entry:
    """What one learner wrote: an answer for each question, in the order printed."""

    person: int
    row: int
    answers: tuple[PaperAnswer, ...]


@dataclass
class Read:
    """What a workbook holds. With faults, nothing of it may be used."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_results(file: File, paper: Paper, cohort_pk: int, known: Known) -> Read:
    """Read a filled-in workbook whole. Rows without any answer are left out."""
    found = Read()
    try:
        name, rows = _sheet(file)
    except FileRefused as error:
        found.faults.append(Fault("", 0, "", str(error)))
        return found
    columns = _checked_heads(name, rows, paper, cohort_pk, found)
    if columns is None:
        return found
    check = PaperCheck.from_data(paper.content)
    first: dict[int, int] = {}
    for number, cells in rows[HEADS_ROW:]:
        values = {
            key: cells[place] if place < len(cells) else None
            for key, place in columns.items()
        }
        if not any(_is_filled(values[key]) for key in values if key[0] in "qm"):
            continue
        at = _Place(name, number, columns, found.faults)
        person = _person(values, at, known)
        _check_code(values, at, paper)
        answers = tuple(
            _answer(one, values, at, paper.language) for one in check.questions
        )
        if person in first:
            words = _("This learner is in row %(row)s already. Keep one of them.")
            at.fault(words % {"row": first[person]}, EMAIL)
        elif person is not None:
            first[person] = number
            found.entries.append(Entry(person, number, answers))
    if not found.entries and not found.faults:
        words = _("No row has an answer. Fill the sheet in and send it again.")
        found.faults.append(Fault(name, 0, "", words))
    return found


@dataclass(frozen=True)
class _Place:
    """A row, to say where something is wrong."""

    sheet: str
    row: int
    columns: Mapping[str, int]
    faults: list[Fault]

    def fault(self, text: str, key: str) -> None:
        letter = xl_col_to_name(self.columns[key])
        self.faults.append(Fault(self.sheet, self.row, letter, text))


class _Formula:
    """Stands for a cell whose value is worked out by the spreadsheet program."""


def _sheet(file: File) -> tuple[str, list[tuple[int, list[Any]]]]:
    """Return the name and the rows of the sheet to read. Raises FileRefused."""
    with open_book(file, values=False) as book:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = list(_rows(sheet))
            if rows and str(_at(rows[0][1], 0)).startswith(MARK):
                return sheet.title, rows
    raise FileRefused(
        _(
            "This is not the workbook for results, or its first row was deleted. "
            "Download it here, copy your answers into it and send it again."
        )
    )


def _rows(sheet) -> Iterator[tuple[int, list[Any]]]:
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        values = [_Formula if cell.data_type == "f" else cell.value for cell in cells]
        blank = 0 if any(map(_is_filled, values)) else blank + 1
        if blank > BLANK_ROWS or number > MOST_ROWS:
            return
        yield number, values


def _at(cells: list, place: int):
    return cells[place] if place < len(cells) else None


def _is_filled(value: Any) -> bool:
    return value is not None and str(value).strip() != ""


def _checked_heads(name, rows, paper, cohort_pk, found) -> dict[str, int] | None:
    """Return key > place of the column; None with a fault where one is missing."""
    mark = str(_at(rows[0][1], 0)).split()
    if mark[1:3] != [paper.content["quiz"], paper.code]:
        words = _(
            "This workbook is for paper %(other)s. Choose that paper, or download "
            "the workbook of paper %(code)s."
        )
        other = " ".join(reversed(mark[1:3])) or "?"
        words %= {"other": other, "code": paper.code}
        found.faults.append(Fault(name, 0, "", words))
        return None
    if mark[3:] != [str(cohort_pk)]:
        words = _(
            "This workbook was made for another cohort. Download the one of this."
        )
        found.faults.append(Fault(name, 0, "", words))
        return None
    keys = [str(one or "").strip() for one in (rows[1][1] if len(rows) > 1 else [])]
    columns: dict[str, int] = {}
    for place, key in enumerate(keys):
        if key and key in columns:
            letter = xl_col_to_name(place)
            words = _("This column is there twice. Delete one of them.")
            found.faults.append(Fault(name, KEYS_ROW, letter, words))
        elif key:
            columns[key] = place
    check = PaperCheck.from_data(paper.content)
    wanted = [ID, EMAIL, PAPER, *(c.key for c in columns_of(check, paper.language))]
    missing = [key for key in wanted if key not in columns]
    if missing:
        words = _(
            "Columns were deleted: %(columns)s. Download the workbook again and copy "
            "your answers into it."
        )
        words %= {"columns": ", ".join(missing)}
        found.faults.append(Fault(name, KEYS_ROW, "", words))
    if found.faults:
        return None
    return {key: columns[key] for key in (*wanted, NAME) if key in columns}


def _person(values: Mapping[str, Any], at: _Place, known: Known) -> int | None:
    """Return whom a row is about, or None with a fault."""
    email = clean_email(_text(values[EMAIL]))
    by_email = known.members.get(email)
    number = _whole(values[ID])
    by_number = number if number in known.members.values() else None
    if by_email and by_number and by_email != by_number:
        at.fault(
            _(
                "The address and the hidden number of this row belong to two people. "
                "Perhaps only some columns were sorted. Download the workbook again."
            ),
            EMAIL,
        )
        return None
    person = by_email or (by_number if not email else None)
    if person:
        return person
    names = {"email": email}
    if not email:
        words = _("The e-mail address is missing. Type it, or empty the row.")
    elif email in known.former:
        words = _(
            "%(email)s has left this cohort. Let this learner in again, or empty the row."
        )
    elif email in known.nearby:
        words = _(
            "%(email)s does not learn in this cohort. Add this learner first, or empty "
            "the row."
        )
    else:
        words = _(
            "There is no learner %(email)s in this cohort. Correct the address, or "
            "empty the row."
        )
    at.fault(words % names, EMAIL)
    return None


def _check_code(values: Mapping[str, Any], at: _Place, paper: Paper) -> None:
    code = _text(values[PAPER]).upper()
    if code != paper.code:
        words = _(
            "This row is for paper %(other)s. Type it into the workbook of that paper, "
            "or write %(code)s here."
        )
        at.fault(words % {"other": code or "?", "code": paper.code}, PAPER)


def _answer(
    one: PaperQuestion, values: Mapping[str, Any], at: _Place, language: str
) -> PaperAnswer:
    key = f"q{one.number}"
    answer = None
    if values[key] is _Formula:
        at.fault(_("The cell holds a formula. Type the answer itself."), key)
    else:
        try:
            answer = answers_from_letters(one, values[key], language)
        except LettersNotRead as problem:
            at.fault(str(problem), key)
    marks = _marks(one, values, at)
    if marks is not None and answer is None:
        with override(language):
            answer = _("Written on paper.")
    return PaperAnswer(answer, marks)


def _marks(one: PaperQuestion, values, at: _Place) -> dict[str, int] | None:
    """Return the points of a text by criterion; None where none were typed."""
    rubric = one.spec.get("rubric", ())
    given = {
        row["key"]: values[f"m{one.number}:{row['key']}"]
        for row in rubric
        if _is_mark(values[f"m{one.number}:{row['key']}"])
    }
    if not given:
        return None
    marks = {}
    for row in rubric:
        key = f"m{one.number}:{row['key']}"
        points = _whole(given.get(row["key"]))
        if row["key"] not in given:
            at.fault(_("Type the points of every criterion of this text."), key)
        elif points is None or not 0 <= points <= row["points"]:
            words = _("Type whole points from 0 to %(most)s.")
            at.fault(words % {"most": row["points"]}, key)
        else:
            marks[row["key"]] = points
    return marks if len(marks) == len(rubric) else None


def _is_mark(value: Any) -> bool:
    return _is_filled(value) and str(value).strip() not in _DASHES


def _whole(value: Any) -> int | None:
    """Return a cell as a whole number, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    text = str(value).strip()
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _text(value: Any) -> str:
    return "" if value is None or value is _Formula else clean(str(value))
