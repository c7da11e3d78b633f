"""Rows of a filled questionnaire, judged one by one, whatever file they came in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.maturity.answer_forms import given_of
from assessments.maturity.answers import NOT_APPLICABLE
from assessments.maturity.instrument import Framework
from assessments.maturity.models import RoundInstitution
from assessments.maturity.models.lengths import REASON_LENGTH, TEXT_LENGTH
from assessments.maturity.round_reading import framework_of
from assessments.maturity.sheet_files import OPEN
from lms.core.table_files import nearest

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


class RowJudge:
    """Judges rows for one institution; notes every fault and goes on.

    answers, confidence: codes by the words of the drop-downs, folded. columns: how a
    column is called in a fault, by its name for the machine.
    """

    def __init__(self, institution: RoundInstitution) -> None:
        self.institution = institution
        self.framework: Framework = framework_of(institution.round)
        self.faults: list[Fault] = []
        self.seen: dict[str, int] = {}
        self.sheet = ""
        self.answers: dict[str, str] = {}
        self.confidence: dict[str, str] = {}
        self.columns: dict[str, str] = {}

    def row(self, number: int, text: Mapping[str, str]) -> Entry | None:
        """Judge one row: its number in the file, and its texts by column."""
        before = len(self.faults)
        question = self._question(number, text)
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

    def _question(self, number: int, text: Mapping[str, str]) -> str:
        shown = bare_text(text["question"])
        key = bare_text(text["key"]) or shown
        asked = self.framework.by_id
        if key not in asked or shown not in asked:
            wrong = shown if shown not in asked else key
            near = nearest(wrong, asked)
            self.fault(
                _("There is no question “%(id)s” in this round.") % {"id": wrong},
                _("Did you mean %(id)s?") % {"id": near}
                if near
                else _("Remove this row."),
                row=number,
                column="question",
            )
            return ""
        if key != shown:
            self.fault(
                _("The row says %(shown)s but belongs to %(key)s.")
                % {"shown": shown, "key": key},
                _("Write %(key)s again, or download the questionnaire again.")
                % {"key": key},
                row=number,
                column="question",
            )
            return ""
        if key in self.seen:
            self.fault(
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
        bare = bare_text(text)
        if not bare:
            return ""
        code = self.answers.get(folded(bare))
        low, high = self.framework.minimum, self.framework.maximum
        remedy = _("Choose one of the answers of the list, or leave it empty.")
        if code == NOT_APPLICABLE and not self.framework.by_id[question].allow_na:
            self.fault(
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
        self.fault(message, remedy, row=number, column="answer")
        return ""

    def _sure(self, number: int, text: str) -> str:
        bare = bare_text(text)
        code = self.confidence.get(folded(bare), "")
        if bare and not code:
            self.fault(
                _("“%(text)s” is not one of the words for how sure you are.")
                % {"text": bare[:60]},
                _("Choose high, medium or low, or leave it empty."),
                row=number,
                column="confidence",
            )
        return code

    def _judge_texts(self, entry: Entry) -> None:
        if given_of(entry.given) == NOT_APPLICABLE and not entry.na_reason:
            self.fault(
                _("“Not applicable” needs a reason."),
                _("Write why this question does not apply."),
                row=entry.row,
                column="na_reason",
            )
        elif entry.na_reason and given_of(entry.given) != NOT_APPLICABLE:
            self.fault(
                _("There is a reason, but the answer is not “Not applicable”."),
                _("Choose “Not applicable” where it is allowed, or empty this cell."),
                row=entry.row,
                column="na_reason",
            )
        limits = {"justification": TEXT_LENGTH, "na_reason": REASON_LENGTH}
        for name, limit in limits.items():
            if len(getattr(entry, name)) > limit:
                self.fault(
                    _("This text is too long."),
                    _("The limit is %(limit)s characters.") % {"limit": limit},
                    row=entry.row,
                    column=name,
                )

    def fault(self, message: str, remedy: str = "", *, row: int = 0, column="") -> None:
        """Note a fault; column: its name for the machine."""
        where = (self.sheet, str(row) if row else "", self.columns.get(column, ""))
        self.faults.append(Fault(message, remedy, *where))


def bare_text(text: str) -> str:
    """Return a short text without signs that only a machine sees."""
    return " ".join(_UNSEEN.sub("", text).split())


def folded(text: str) -> str:
    """Return a word as it is compared: without case and unseen signs."""
    return bare_text(text).casefold().replace("\u2019", "'")
