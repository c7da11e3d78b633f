"""The workbook into which results of a printed check are typed.

Column A is hidden and holds the number of each learner; the first row says which
paper and cohort it is, the hidden second row what each column is. So columns may be
moved and rows sorted.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.questions.controls import OnPaper
from assessments.questions.languages import pick, spoken
from assessments.quizzes.models import Paper
from assessments.quizzes.papers import PaperCheck, PaperQuestion
from lms.core.workbooks import new_workbook, safe_cell

MARK = "streetlight-paper-results"
#: Rows above the learners: title, hidden keys, heads.
KEYS_ROW, HEADS_ROW = 2, 3
ID, NAME, EMAIL, PAPER = "id", "name", "email", "paper"


@dataclass(frozen=True)
class Learner:
    """Somebody for whom a row is made."""

    pk: int
    name: str
    email: str


def mark_of(paper: Paper, cohort_pk: int) -> str:
    """Return what the first cell says: which paper, which cohort."""
    return f"{MARK} {paper.content['quiz']} {paper.code} {cohort_pk}"


def results_form(paper: Paper, cohort, learners: Iterable[Learner]) -> bytes:
    """Return the workbook to fill in, its words in the active language."""
    check = PaperCheck.from_data(paper.content)
    buffer = io.BytesIO()
    with new_workbook(buffer) as book:
        _write_results(book, paper, check, cohort, list(learners))
        _write_instructions(book, paper, check)
    return buffer.getvalue()


def _write_results(book, paper, check, cohort, learners) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    title = book.add_format({"bold": True, "font_size": 13})
    # As text: a spreadsheet program would take "1-2" for a date.
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(_("Results")[:31])
    columns = columns_of(check, paper.language)
    last = HEADS_ROW + max(len(learners), 1) - 1
    sheet.set_column(0, 0, 8, None, {"hidden": True})
    sheet.set_column(1, 2, 28)
    sheet.set_column(3, 3, 7)
    sheet.set_column(4, 3 + len(columns), 14, text)
    sheet.set_row(KEYS_ROW - 1, None, None, {"hidden": True})
    sheet.freeze_panes(HEADS_ROW, 3)
    sheet.write_string(0, 0, mark_of(paper, cohort.pk))
    words = _("Paper %(code)s: %(title)s. %(cohort)s")
    names = {
        "code": paper.code,
        "title": pick(check.title, paper.language),
        "cohort": cohort.name,
    }
    sheet.write_string(0, 1, safe_cell(words % names), title)
    fixed = [
        (ID, _("Number")),
        (NAME, _("Full name")),
        (EMAIL, _("E-mail address")),
        (PAPER, _("Paper")),
    ]
    for place, (key, head) in enumerate([*fixed, *((c.key, c.head) for c in columns)]):
        sheet.write_string(KEYS_ROW - 1, place, key)
        sheet.write_string(HEADS_ROW - 1, place, safe_cell(str(head)), bold)
    for line, one in enumerate(learners, start=HEADS_ROW):
        sheet.write_number(line, 0, one.pk)
        sheet.write_string(line, 1, safe_cell(one.name))
        sheet.write_string(line, 2, safe_cell(one.email))
        sheet.write_string(line, 3, paper.code)
    for place, column in enumerate(columns, start=4):
        if column.rule:
            sheet.data_validation(HEADS_ROW, place, last, place, column.rule)


@dataclass(frozen=True)
class Column:
    """A column to fill in: key, words above it, what the program lets in."""

    key: str
    head: str
    rule: dict | None = None


def columns_of(check: PaperCheck, language: str) -> list[Column]:
    """Return the columns to fill in: a question's own, then those of its rubric."""
    columns = []
    for one in check.questions:
        columns.append(_answer_column(one, language))
        for row in one.spec.get("rubric", ()):
            names = {
                "number": one.number,
                "text": pick(row["text"], spoken(one.spec["stem"], language)),
                "most": row["points"],
            }
            head = _("%(number)s, points 0 to %(most)s: %(text)s") % names
            rule = {
                "validate": "integer",
                "criteria": "between",
                "minimum": 0,
                "maximum": row["points"],
                "error_type": "warning",
            }
            columns.append(Column(f"m{one.number}:{row['key']}", head, rule))
    return columns


def _answer_column(one: PaperQuestion, language: str) -> Column:
    key = f"q{one.number}"
    labels = [option.label for option in one.lettered(language)]
    names = {"number": one.number}
    match one.layout:
        case OnPaper.ONE | OnPaper.SCALE:
            head = _("%(number)s: one of %(letters)s") % (
                names | {"letters": " ".join(labels)}
            )
            rule = {
                "validate": "list",
                "source": [*labels, "-"],
                # What is typed in full is understood as well.
                "error_type": "warning",
            }
            return Column(key, head, rule)
        case OnPaper.SEVERAL:
            head = _("%(number)s: letters, like “a c”") % names
        case OnPaper.PAIRS:
            head = _("%(number)s: pairs, like “1-c 2-a”") % names
        case OnPaper.ORDER | OnPaper.FIRST_FEW:
            head = _("%(number)s: letters in order, like “c a b”") % names
        case OnPaper.TEXT:
            head = _("%(number)s: the text, or points only") % names
        case _:
            head = _("%(number)s: the number or the words") % names
    return Column(key, head)


def _write_instructions(book, paper: Paper, check: PaperCheck) -> None:
    sheet = book.add_worksheet(_("How to fill it in")[:31])
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100, wrapped)
    lines = [
        _("This workbook is for paper %(code)s only. Each paper has its own.")
        % {"code": paper.code},
        _("One row is one learner. Leave the row empty for somebody who did not take it."),
        _("Type what is on the paper: letters as printed, small or capital."),
        _("Leave a cell empty, or type a dash, where nothing was answered."),
        _("Somebody who handed in an empty sheet: type a dash in one cell of the row."),
        _("You may sort rows. Do not delete the columns or the first rows."),
        _("Then send the workbook on the page you have it from. You see every result "
          "before anything is recorded."),
    ]  # fmt: skip
    if any(one.layout is OnPaper.TEXT for one in check.questions):
        lines.append(
            _(
                "Texts: type the points of every criterion. The text itself may stay "
                "on paper. A text without points waits to be marked on the site."
            )
        )
    for place, words in enumerate(lines):
        sheet.write_string(place, 0, words)
