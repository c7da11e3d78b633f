"""Answers in a file: CSV or XLSX in, answers out, every fault with row and column.

Columns: institution, question, level, justification; optional confidence and
evidence_level. A level is a number, ``dk``, ``na`` or empty. Rows of the institution
``agreed`` are the country's agreed levels.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assessments.maturity.answers import DONT_KNOW, NOT_APPLICABLE, Answer, Given
from assessments.maturity.instrument import Framework
from assessments.maturity.tables import (
    Row,
    Table,
    TableRefused,
    column_name,
    read_table,
)

REQUIRED = ("institution", "question", "level", "justification")
OPTIONAL = ("confidence", "evidence_level")
CONFIDENCE = ("high", "medium", "low")
AGREED = "agreed"
#: More faults than these help nobody.
MOST_FAULTS = 50


class AnswersRefused(Exception):
    """The file cannot be scored; ``faults`` says why, one line each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        shown = faults[:MOST_FAULTS]
        if len(faults) > len(shown):
            shown.append(f"And {len(faults) - len(shown)} more.")
        super().__init__("\n".join(shown))


@dataclass
class AnswerFile:
    """What a file holds, ready for :func:`.scoring.score_round`.

    ``evidence``: None when the file names no accepted evidence at all. ``ignored``:
    columns that were left out.
    """

    answers: list[Answer] = field(default_factory=list)
    agreed: dict[str, Given] = field(default_factory=dict)
    evidence: dict[str, int | None] | None = None
    ignored: list[str] = field(default_factory=list)


def read_answers(path: str | Path, framework: Framework) -> AnswerFile:
    """Read and judge a file whole. Raises :class:`AnswersRefused`."""
    try:
        table = read_table(Path(path))
    except TableRefused as refused:
        raise AnswersRefused([str(refused)]) from refused
    return _Reader(table, framework).read()


class _Reader:
    """Reads one table; notes every fault and goes on."""

    def __init__(self, table: Table, framework: Framework) -> None:
        self.table = table
        self.framework = framework
        self.faults: list[str] = []
        self.columns: dict[str, int] = {}
        self.seen: dict[tuple[str, str], int] = {}

    def read(self) -> AnswerFile:
        found = AnswerFile()
        found.ignored = self._heads()
        if self.faults:
            raise AnswersRefused(self.faults)
        rows = [row for row in self.table.rows if any(row.cells)]
        if not rows:
            raise AnswersRefused(
                [
                    f"{self.table.file}: there is no answer in it. "
                    "Write one row for each institution and question."
                ]
            )
        read = [answer for row in rows if (answer := self._row(row))]
        if self.faults:
            raise AnswersRefused(self.faults)
        agreed = [one for one in read if is_agreed(one)]
        found.agreed = {one.question: one.level for one in agreed}
        found.answers = [one for one in read if not is_agreed(one)]
        found.evidence = evidence_of(found.answers, agreed)
        return found

    def _heads(self) -> list[str]:
        ignored = []
        known = REQUIRED + OPTIONAL
        for number, head in enumerate(self.table.heads):
            name = re.sub(r"[\s_-]+", "_", head.strip().casefold())
            if not name:
                continue
            if name in self.columns:
                self._fault(
                    self.table.head_row,
                    number,
                    f"the column `{name}` stands twice.",
                    "Remove one.",
                )
            elif name in known:
                self.columns[name] = number
            elif near := difflib.get_close_matches(name, known, n=1):
                self._fault(
                    self.table.head_row,
                    number,
                    f"the column `{head}` is not known.",
                    f"Did you mean `{near[0]}`?",
                )
            else:
                ignored.append(head)
        missing = [name for name in REQUIRED if name not in self.columns]
        if missing:
            self.faults.append(
                f"{self.table.file}, row {self.table.head_row}: "
                f"missing {'column' if len(missing) == 1 else 'columns'} "
                f"{', '.join(f'`{name}`' for name in missing)}. "
                f"The first row names the columns: {', '.join(REQUIRED)}."
            )
        return ignored

    def _row(self, row: Row) -> Answer | None:
        before = len(self.faults)
        extra = [
            number
            for number, cell in enumerate(row.cells)
            if cell and number >= len(self.table.heads)
        ]
        if extra:
            self._fault(
                row.number,
                extra[0],
                f"there is more in this row than the {len(self.table.heads)} columns.",
                "Put texts with a separator in them in quotes.",
            )
        institution = self._cell(row, "institution")
        if not institution:
            self._fault(
                row.number,
                self.columns["institution"],
                "the institution is missing.",
                f"Write its name, or `{AGREED}` for the agreed level.",
            )
        question = self._question(row)
        level = self._level(row, question) if question else None
        found = Answer(
            institution,
            question,
            level,
            self._cell(row, "justification"),
            self._confidence(row),
            self._evidence_level(row),
        )
        if institution and question:
            self._judge_once(row, institution, question)
        return found if len(self.faults) == before else None

    def _question(self, row: Row) -> str:
        given = self._cell(row, "question")
        ids = self.framework.by_id
        if given in ids:
            return given
        remedy = f"The questions of this framework are {_listed(list(ids))}."
        near = [one for one in ids if one.casefold() == given.casefold()]
        near = near or difflib.get_close_matches(given, ids, n=1)
        if near:
            remedy = f"Did you mean `{near[0]}`?"
        message = (
            f"there is no question `{given}`." if given else "the question is missing."
        )
        self._fault(row.number, self.columns["question"], message, remedy)
        return ""

    def _level(self, row: Row, question: str) -> Given:
        given = self._cell(row, "level")
        word = given.casefold()
        low, high = self.framework.minimum, self.framework.maximum
        if not given:
            return None
        if word == DONT_KNOW:
            return DONT_KNOW
        if word == NOT_APPLICABLE:
            if self.framework.by_id[question].allow_na:
                return NOT_APPLICABLE
            self._fault(
                row.number,
                self.columns["level"],
                f"`{question}` always applies: `na` is not allowed.",
                f"Write a level from {low} to {high}, `dk`, or leave it empty.",
            )
            return None
        level = _whole(given)
        if level is None or not low <= level <= high:
            message = (
                f"`{given}` is not a level."
                if level is None
                else f"level {level} is outside the scale from {low} to {high}."
            )
            words = "`dk`, `na`" if self.framework.by_id[question].allow_na else "`dk`"
            self._fault(
                row.number,
                self.columns["level"],
                message,
                f"Write a whole number from {low} to {high}, {words}, "
                "or leave it empty.",
            )
        return level

    def _confidence(self, row: Row) -> str:
        given = self._cell(row, "confidence").casefold()
        if given and given not in CONFIDENCE:
            self._fault(
                row.number,
                self.columns["confidence"],
                f"`{given}` is no confidence.",
                f"Write {', '.join(CONFIDENCE)}, or leave it empty.",
            )
        return given

    def _evidence_level(self, row: Row) -> int | None:
        given = self._cell(row, "evidence_level")
        level = _whole(given)
        low, high = self.framework.minimum, self.framework.maximum
        if given and (level is None or not low <= level <= high):
            self._fault(
                row.number,
                self.columns["evidence_level"],
                f"`{given}` is not a level from {low} to {high}.",
                "Write the highest level that accepted evidence supports, "
                "or leave it empty.",
            )
        return level

    def _judge_once(self, row: Row, institution: str, question: str) -> None:
        key = (institution.casefold(), question)
        if key in self.seen:
            self._fault(
                row.number,
                self.columns["question"],
                f"`{institution}` answers `{question}` a second time.",
                f"The first time is row {self.seen[key]}: keep one of them.",
            )
        self.seen.setdefault(key, row.number)

    def _cell(self, row: Row, name: str) -> str:
        number = self.columns.get(name)
        if number is None or number >= len(row.cells):
            return ""
        text = row.cells[number]
        if name in ("question", "level", "confidence", "evidence_level"):
            # Signs that only a machine sees; in names they may be spelling.
            text = re.sub(r"[\u200b-\u200f\u2060\ufeff]", "", text)
        return text.strip() if name == "justification" else " ".join(text.split())

    def _fault(self, row: int, column: int, message: str, remedy: str) -> None:
        place = column_name(column) if self.table.lettered else str(column + 1)
        head = self.table.heads[column] if column < len(self.table.heads) else ""
        named = f" ({head.strip()})" if head.strip() else ""
        self.faults.append(
            f"{self.table.file}, row {row}, column {place}{named}: {message} {remedy}"
        )


def is_agreed(answer: Answer) -> bool:
    """Whether a row is the country's agreed level and no institution's answer."""
    return answer.institution.casefold() == AGREED


def evidence_of(
    answers: list[Answer], agreed: list[Answer]
) -> Mapping[str, int | None] | None:
    """The highest level supported by accepted evidence, by question.

    What stands in the agreed row counts alone; otherwise the evidence of any
    institution shows it for the country. None when there is none in the whole file.
    """
    found: dict[str, int | None] = {}
    for answer in answers:
        if answer.evidence_level is not None:
            highest = found.get(answer.question)
            found[answer.question] = max(
                answer.evidence_level,
                answer.evidence_level if highest is None else highest,
            )
    for answer in agreed:
        if answer.evidence_level is not None:
            found[answer.question] = answer.evidence_level
    return found or None


def _whole(text: str) -> int | None:
    # 3, and what spreadsheets make of it: 3.0 or 3,0. Digits of every script.
    if not re.fullmatch(r"\d{1,4}([.,]0+)?", text):
        return None
    return int(re.split(r"[.,]", text)[0])


def _listed(ids: list[str]) -> str:
    return ", ".join(ids) if len(ids) <= 12 else f"{ids[0]} to {ids[-1]}"
