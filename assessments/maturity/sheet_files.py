"""The questionnaire as a workbook: drop-downs to fill in, places to bring it back.

The first row of the answers names the columns for the machine and is hidden; so is
the last sheet, which says of which round the file is and what its words mean.
"""

from dataclasses import dataclass
from io import BytesIO

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from assessments.maturity.answer_pages import plain_words
from assessments.maturity.answers import DONT_KNOW, NOT_APPLICABLE
from assessments.maturity.instrument import Dimension, Framework, Question
from assessments.maturity.models import Answer, Round, RoundInstitution
from assessments.maturity.models.lengths import REASON_LENGTH, TEXT_LENGTH
from assessments.maturity.round_reading import framework_of
from assessments.maturity.showing import language_of_page
from assessments.questions.languages import pick
from lms.core.workbooks import new_workbook, safe_cell

#: The hidden sheet, and the kind of file that it says it is.
ABOUT, KIND = "Streetlight", "questionnaire 1"
#: Columns of the answers by their names for the machine, with their widths.
COLUMNS = {
    "question": 10,
    "title": 34,
    "levels": 70,
    "answer": 20,
    "justification": 50,
    "confidence": 12,
    "na_reason": 34,
    "evidence": 34,
    "key": 10,
    "version": 10,
}
#: What people fill in.
OPEN = ("answer", "justification", "confidence", "na_reason")
HIDDEN = ("key", "version")
#: Rows before the first answer: names for the machine, names for people.
HEAD_ROWS = 2
#: Height of a line and of the highest row, in points.
LINE, HIGHEST = 15, 400


@dataclass(frozen=True)
class Words:
    """What the drop-downs offer: codes of answers and of sureness with their words."""

    answers: dict[str, str]
    confidence: dict[str, str]


def words_of(framework: Framework) -> Words:
    """Return the drop-downs in the active language; "not applicable" comes last."""
    given = [*(level.value for level in framework.levels), DONT_KNOW, NOT_APPLICABLE]
    answers = {str(one): plain_words(framework, one) for one in given}
    confidence = {code: str(name) for code, name in Answer.Confidence.choices}
    return Words(answers, confidence)


def questionnaire_workbook(
    round: Round, institution: RoundInstitution | None = None
) -> bytes:
    """Return the questionnaire as XLSX; with what an institution answered so far."""
    framework = framework_of(round)
    answers = {}
    if institution is not None:
        answers = {
            one.question: one for one in Answer.objects.filter(institution=institution)
        }
    buffer = BytesIO()
    with new_workbook(buffer) as book:
        writer = _Writer(book, framework)
        writer.instructions(round, institution)
        writer.answers(answers)
        writer.about(round, institution)
        book.set_properties({"title": str(round)})
    return buffer.getvalue()


def headings() -> dict[str, str]:
    """Return the columns of the answers as people read them."""
    return {
        "question": _("Question"),
        "title": _("What is asked"),
        "levels": _("Levels: choose the highest that is fully true today"),
        "answer": _("Answer"),
        "justification": _("Why this level?"),
        "confidence": _("How sure are you?"),
        "na_reason": _("Only if not applicable: why?"),
        "evidence": _("Evidence usually shown"),
        "key": "key",
        "version": "version",
    }


def _lines(text: str, width: int) -> int:
    """Return about how many lines a text takes in a column of so many letters."""
    return sum(len(part) // width + 1 for part in text.split("\n"))


class _Writer:
    """Writes the three sheets in the formats of one workbook."""

    def __init__(self, book: Workbook, framework: Framework) -> None:
        self.book = book
        self.framework = framework
        self.language = language_of_page()
        self.words = words_of(framework)
        self.titles = (_("Instructions")[:31], _("Answers")[:31])
        base = {"text_wrap": True, "valign": "top", "num_format": "@"}
        self.text = book.add_format(base)
        self.bold = book.add_format(base | {"bold": True})
        self.head = book.add_format(base | {"bold": True, "bottom": 1})
        self.large = book.add_format(base | {"bold": True, "font_size": 14})
        self.field = book.add_format(
            base | {"locked": False, "border": 1, "bg_color": "#FFFBF0"}
        )

    def instructions(self, round: Round, institution) -> None:
        """Write what this is, how to fill it in and where to bring it."""
        sheet = self.book.add_worksheet(self.titles[0])
        sheet.set_column(0, 0, 100)
        whose = str(institution) if institution else _("(any institution)")
        due = date_format(round.due_on) if round.due_on else ""
        lines = [
            (pick(self.framework.title, self.language), self.large),
            (
                _("%(round)s, answers of: %(name)s") % {"round": round, "name": whose},
                self.bold,
            ),
            (_("Answers due by %(date)s") % {"date": due} if due else "", self.text),
            ("", self.text),
            (_("How to fill it in"), self.bold),
            (
                _(
                    "Go to the sheet “%(sheet)s”. There is one row for each question. "
                    "Fill in the coloured cells only."
                )
                % {"sheet": self.titles[1]},
                self.text,
            ),
            (
                _(
                    "Choose the highest level that is fully true today; every level "
                    "from the second up to it must be true as well. If you are between "
                    "two, take the lower one."
                ),
                self.text,
            ),
            (
                _(
                    "If nobody knows, choose “I don't know”. Where a question may not "
                    "apply, the list offers “Not applicable”: write the reason too."
                ),
                self.text,
            ),
            (
                _(
                    "A row without an answer and without a text changes nothing when "
                    "the file is brought in."
                ),
                self.text,
            ),
            (
                _(
                    "Bring the file in on the page of your institution's answers. You "
                    "see what would change before anything is saved. Evidence is added "
                    "there as well."
                ),
                self.text,
            ),
        ]
        for row, (text, style) in enumerate(lines):
            sheet.write_string(row, 0, safe_cell(text), style)
        self._protect(sheet)
        self._turn(sheet)

    def answers(self, answers: dict[str, Answer]) -> None:
        """Write one row for each question, with what was answered so far."""
        sheet = self.book.add_worksheet(self.titles[1])
        for number, (name, width) in enumerate(COLUMNS.items()):
            hidden = {"hidden": True} if name in HIDDEN else {}
            sheet.set_column(number, number, width, None, hidden)
            sheet.write_string(0, number, name)
            sheet.write_string(1, number, headings()[name], self.head)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_row(1, 3 * LINE)
        sheet.freeze_panes(HEAD_ROWS, 2)
        row = HEAD_ROWS
        for dimension in self.framework.dimensions:
            for question in dimension.questions:
                self._row(sheet, row, dimension, question, answers.get(question.id))
                row += 1
        self._protect(sheet)
        self._turn(sheet)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        sheet.activate()

    def about(self, round: Round, institution) -> None:
        """Write the hidden sheet: of what the file is, and what its words mean."""
        sheet = self.book.add_worksheet(ABOUT)
        facts = [
            ("kind", KIND),
            ("round", str(round.pk)),
            ("institution", str(institution.pk) if institution else ""),
            ("framework", self.framework.key),
            ("framework_version", self.framework.version),
            ("instructions", self.titles[0]),
            ("answers", self.titles[1]),
        ]
        for row, (name, value) in enumerate(facts):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, value)
        for start, words in ((3, self.words.answers), (5, self.words.confidence)):
            for row, (code, word) in enumerate(words.items()):
                sheet.write_string(row, start, code)
                sheet.write_string(row, start + 1, word)
        sheet.protect()
        sheet.hide()

    def _row(self, sheet, row: int, dimension: Dimension, question: Question, saved):
        title = pick(question.title, self.language)
        guidance = pick(question.guidance, self.language)
        levels = "\n".join(
            f"{self.words.answers[str(value)]}: {pick(texts, self.language)}"
            for value, texts in question.descriptors.items()
        )
        essential = _("Essential") if question.essential else ""
        cells = {
            "question": question.id,
            "title": "\n".join(filter(None, (title, essential, guidance))),
            "levels": levels,
            "evidence": pick(question.evidence, self.language),
            "key": question.id,
            "version": str(saved.version if saved else 0),
        }
        if saved:
            cells |= {
                "answer": self.words.answers.get(saved.given, ""),
                "justification": saved.justification,
                "confidence": self.words.confidence.get(saved.confidence, ""),
                "na_reason": saved.na_reason,
            }
        if not question.allow_na:
            cells.setdefault("na_reason", "")
        # Not every program fits the rows to their texts by itself.
        lines = max(_lines(text, COLUMNS[name]) for name, text in cells.items())
        sheet.set_row(row, min(LINE * lines, HIGHEST))
        for number, name in enumerate(COLUMNS):
            style = self.field if name in OPEN else self.text
            if name == "na_reason" and not question.allow_na:
                style = self.text
            text = safe_cell(cells.get(name, ""))
            if text:
                sheet.write_string(row, number, text, style)
            else:
                sheet.write_blank(row, number, None, style)
        self._lists(sheet, row, question)

    def _lists(self, sheet, row: int, question: Question) -> None:
        places = list(COLUMNS)
        last = len(self.words.answers) - (0 if question.allow_na else 1)
        lists = {
            "answer": f"={ABOUT}!$E$1:$E${last}",
            "confidence": f"={ABOUT}!$G$1:$G${len(self.words.confidence)}",
        }
        for name, source in lists.items():
            sheet.data_validation(
                row,
                places.index(name),
                row,
                places.index(name),
                {
                    "validate": "list",
                    "source": source,
                    "error_title": _("Choose from the list")[:32],
                    "error_message": _("Choose one of the answers of the list."),
                },
            )
        for name, limit in (
            ("justification", TEXT_LENGTH),
            ("na_reason", REASON_LENGTH),
        ):
            sheet.data_validation(
                row,
                places.index(name),
                row,
                places.index(name),
                {"validate": "length", "criteria": "<=", "value": limit},
            )

    def _protect(self, sheet) -> None:
        # No password: it keeps people from slips, not from what they want.
        sheet.protect(
            "", {"format_columns": True, "format_rows": True, "format_cells": True}
        )

    def _turn(self, sheet) -> None:
        if get_language_bidi():
            sheet.right_to_left()
