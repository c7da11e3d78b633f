"""A filled questionnaire out of a workbook, checked whole before anything is done.

Every fault says sheet, row and column, and what to do. What is right is given back
only when nothing is wrong.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessments.maturity.answer_forms import given_of
from assessments.maturity.answers import NOT_APPLICABLE
from assessments.maturity.instrument import Framework
from assessments.maturity.models import RoundInstitution
from assessments.maturity.models.lengths import REASON_LENGTH, TEXT_LENGTH
from assessments.maturity.round_reading import framework_of
from assessments.maturity.sheet_files import (
    ABOUT,
    COLUMNS,
    HIDDEN,
    KIND,
    OPEN,
    headings,
    words_of,
)
from assessments.maturity.tables import (
    TableRefused,
    cell_text,
    column_name,
    open_workbook,
)
from lms.core.table_files import nearest
from lms.core.workbooks import plain_cell

#: Largest file that is read, in bytes, and the most rows of one.
FILE_LIMIT = 5 * 1024 * 1024
MOST_ROWS = 5000
_LEVEL = re.compile(r"\s*(\d{1,4})(?:[.,]0+)?\s*(?:·.*)?", re.DOTALL)
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Fault:
    """One fault; ``sheet``, ``row`` and ``column`` are empty where there is none."""

    message: str
    remedy: str = ""
    sheet: str = ""
    row: str = ""
    column: str = ""


@dataclass(frozen=True)
class Entry:
    """One row that says something. ``version``: of the answer the file came with."""

    row: int
    question: str
    given: str
    justification: str = ""
    confidence: str = ""
    na_reason: str = ""
    version: int = 0


@dataclass
class Sheet:
    """What was read: ``entries`` only when there is no fault."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_questionnaire(
    content: bytes, *, name: str, institution: RoundInstitution
) -> Sheet:
    """Read a filled questionnaire for one institution; never raises for its content."""
    try:
        book = open_workbook(name, content)
    except TableRefused as refused:
        remedy = _("Open it in a spreadsheet program and save it again as XLSX.")
        return Sheet(faults=[Fault(str(refused), remedy)])
    reader = _Reader(book, institution)
    entries = reader.read()
    return Sheet([] if reader.faults else entries, reader.faults)


class _Reader:
    """Reads one workbook; notes every fault and goes on."""

    def __init__(self, book, institution: RoundInstitution) -> None:
        self.book = book
        self.institution = institution
        self.framework: Framework = framework_of(institution.round)
        self.faults: list[Fault] = []
        self.seen: dict[str, int] = {}
        self.sheet = ""

    def read(self) -> list[Entry]:
        about = self._about()
        if self.faults:
            return []
        self.sheet = about["answers"]
        rows = list(self.book[self.sheet].iter_rows(values_only=True))
        self.places = self._columns(rows[0] if rows else ())
        if self.faults:
            return []
        if len(rows) > MOST_ROWS:
            self._fault(_("There are too many rows."), _("Remove the empty ones."))
            return []
        read = [
            self._row(number, cells)
            for number, cells in enumerate(rows[2:], start=3)
            if any(cell_text(value).strip() for value in cells)
        ]
        return [one for one in read if one]

    def _about(self) -> dict[str, str]:
        """Judge of what the file is; return its facts."""
        again = _("Download the questionnaire again and fill that in.")
        if ABOUT not in self.book.sheetnames:
            self._fault(_("This is not a questionnaire of Streetlight."), again)
            return {}
        rows = list(
            self.book[ABOUT].iter_rows(values_only=True, max_col=7, max_row=200)
        )
        texts = [[cell_text(value) for value in (*row, *[None] * 7)] for row in rows]
        facts = {row[0]: row[1] for row in texts if row[0]}
        if facts.get("kind") != KIND:
            self._fault(_("This questionnaire is of another version."), again)
            return facts
        self._judge_round(facts, again)
        own = {facts.get("answers"), facts.get("instructions"), ABOUT}
        for title in self.book.sheetnames:
            if title not in own:
                self._fault(
                    _("The sheet “%(sheet)s” does not belong to the questionnaire.")
                    % {"sheet": title},
                    _("Remove this sheet and bring the file in again."),
                )
        if facts.get("answers") not in self.book.sheetnames:
            self._fault(
                _("The sheet “%(sheet)s” is missing.")
                % {"sheet": facts.get("answers", "")},
                _("Give it this name again, or download the questionnaire again."),
            )
        self.answers = self._words(texts, 3, words_of(self.framework).answers)
        self.confidence = self._words(texts, 5, words_of(self.framework).confidence)
        return facts

    def _judge_round(self, facts: dict[str, str], again: str) -> None:
        round = self.institution.round
        framework = (facts.get("framework"), facts.get("framework_version"))
        if framework != (self.framework.key, self.framework.version):
            self._fault(
                _(
                    "The file is of version %(theirs)s of the questions; this round uses %(ours)s."
                )
                % {
                    "theirs": " ".join(map(str, framework)),
                    "ours": f"{self.framework.key} {self.framework.version}",
                },
                again,
            )
        elif facts.get("round") != str(round.pk):
            self._fault(
                _("The file is of another round than %(round)s.") % {"round": round},
                again,
            )
        elif facts.get("institution") not in ("", None, str(self.institution.pk)):
            self._fault(
                _("The file is of another institution than %(name)s.")
                % {"name": self.institution},
                _("Bring it in for the institution it was downloaded for."),
            )

    def _words(self, texts, column: int, known: dict[str, str]) -> dict[str, str]:
        """Return the words of the drop-downs, of the file and of this language."""
        written = {row[column + 1]: row[column] for row in texts if row[column]}
        words = {word: code for code, word in known.items()} | written
        codes = {code: code for code in known}
        return {
            _folded(word): code
            for word, code in (words | codes).items()
            if code in known
        }

    def _columns(self, heads) -> dict[str, int]:
        """Return the columns by their names for the machine."""
        found = {cell_text(value).strip(): number for number, value in enumerate(heads)}
        missing = [name for name in ("question", *OPEN) if name not in found]
        if missing:
            self._fault(
                _("The hidden first row does not name these columns: %(names)s.")
                % {"names": ", ".join(missing)},
                _("Download the questionnaire again and copy the answers into it."),
                row=1,
            )
        return {name: found[name] for name in COLUMNS if name in found}

    def _row(self, number: int, cells) -> Entry | None:
        before = len(self.faults)
        text = {name: self._text(cells, name) for name in (*OPEN, *HIDDEN)}
        question = self._question(number, cells)
        if not any(text[name] for name in OPEN):
            # An empty row of a sheet takes nothing away.
            return None
        if not question:
            return None
        entry = Entry(
            row=number,
            question=question,
            given=self._given(number, question, text["answer"]),
            justification=text["justification"],
            confidence=self._sure(number, text["confidence"]),
            na_reason=text["na_reason"],
            version=int(text["version"]) if text["version"].isdecimal() else 0,
        )
        self._judge_texts(entry)
        return entry if len(self.faults) == before else None

    def _question(self, number: int, cells) -> str:
        shown = _bare(self._text(cells, "question"))
        key = _bare(self._text(cells, "key")) or shown
        asked = self.framework.by_id
        if key not in asked or shown not in asked:
            wrong = shown if shown not in asked else key
            near = nearest(wrong, asked)
            self._fault(
                _("There is no question “%(id)s” in this round.") % {"id": wrong},
                _("Did you mean %(id)s?") % {"id": near}
                if near
                else _("Remove this row."),
                row=number,
                column="question",
            )
            return ""
        if key != shown:
            self._fault(
                _("The row says %(shown)s but belongs to %(key)s.")
                % {"shown": shown, "key": key},
                _("Write %(key)s again, or download the questionnaire again.")
                % {"key": key},
                row=number,
                column="question",
            )
            return ""
        if key in self.seen:
            self._fault(
                _("%(id)s stands here a second time.") % {"id": key},
                _("The first time is row %(row)s: keep one of them.")
                % {"row": self.seen[key]},
                row=number,
                column="question",
            )
            return ""
        self.seen[key] = number
        return key

    def _given(self, number: int, question: str, text: str) -> str:
        bare = _bare(text)
        if not bare:
            return ""
        code = self.answers.get(_folded(bare))
        low, high = self.framework.minimum, self.framework.maximum
        remedy = _("Choose one of the answers of the list, or leave it empty.")
        if code == NOT_APPLICABLE and not self.framework.by_id[question].allow_na:
            self._fault(
                _("%(id)s always applies.") % {"id": question},
                _("Choose a level or “I don't know”."),
                row=number,
                column="answer",
            )
            return ""
        if code:
            return code
        if level := _LEVEL.fullmatch(bare):
            value = int(level[1])
            if low <= value <= high:
                return str(value)
            message = _(
                "Level %(level)s is outside the scale from %(low)s to %(high)s."
            )
            message %= {"level": value, "low": low, "high": high}
        else:
            message = _("“%(text)s” is not an answer.") % {"text": bare[:60]}
        self._fault(message, remedy, row=number, column="answer")
        return ""

    def _sure(self, number: int, text: str) -> str:
        bare = _bare(text)
        code = self.confidence.get(_folded(bare), "")
        if bare and not code:
            self._fault(
                _("“%(text)s” is not one of the words for how sure you are.")
                % {"text": bare[:60]},
                _("Choose high, medium or low, or leave it empty."),
                row=number,
                column="confidence",
            )
        return code

    def _judge_texts(self, entry: Entry) -> None:
        if given_of(entry.given) == NOT_APPLICABLE and not entry.na_reason:
            self._fault(
                _("“Not applicable” needs a reason."),
                _("Write why this question does not apply."),
                row=entry.row,
                column="na_reason",
            )
        elif entry.na_reason and given_of(entry.given) != NOT_APPLICABLE:
            self._fault(
                _("There is a reason, but the answer is not “Not applicable”."),
                _("Choose “Not applicable” where it is allowed, or empty this cell."),
                row=entry.row,
                column="na_reason",
            )
        limits = {"justification": TEXT_LENGTH, "na_reason": REASON_LENGTH}
        for name, limit in limits.items():
            if len(getattr(entry, name)) > limit:
                self._fault(
                    _("This text is too long."),
                    _("The limit is %(limit)s characters.") % {"limit": limit},
                    row=entry.row,
                    column=name,
                )

    def _text(self, cells, name: str) -> str:
        place = self.places.get(name)
        if place is None or place >= len(cells):
            return ""
        text = plain_cell(cell_text(cells[place]))
        # Spreadsheet programs write line ends of their own into a cell.
        text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
        return text.replace("\0", "").strip()

    def _fault(
        self, message: str, remedy: str = "", *, row: int = 0, column=""
    ) -> None:
        words = ""
        if column:
            letter = column_name(self.places[column])
            words = f"{letter} ({headings()[column]})"
        self.faults.append(
            Fault(message, remedy, self.sheet, str(row) if row else "", words)
        )


def _bare(text: str) -> str:
    """Return a short text without signs that only a machine sees."""
    return " ".join(_UNSEEN.sub("", text).split())


def _folded(text: str) -> str:
    return _bare(text).casefold().replace("\u2019", "'")
