"""Files that leave this room: an item analysis as a workbook."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.questions.languages import pick
from assessments.questions.stem import stem_words
from assessments.quizzes.analysis import flag_words
from assessments.quizzes.reports import THIRDS
from lms.core.workbooks import new_workbook, safe_cell


def analysis_workbook(title: str, figures: dict[str, Any]) -> bytes:
    """Return an XLSX workbook: the check, its questions, their choices.

    Figures are numbers at full precision; one that does not exist is empty.
    """
    buffer = BytesIO()
    with new_workbook(buffer) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, rows in _sheets(figures).items():
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(rows[0]) - 1, 22)
            for line, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    _write(sheet, line, column, cell, bold if line == 0 else None)
        book.set_properties({"title": title})
    return buffer.getvalue()


def _write(sheet, line, column, cell, style) -> None:
    if isinstance(cell, str):
        sheet.write_string(line, column, safe_cell(cell), style)
    elif cell is not None:
        sheet.write_number(line, column, cell, style)


def _sheets(figures: dict[str, Any]) -> dict[str, list[list]]:
    language = get_language() or settings.LANGUAGE_CODE
    names = {
        "learners": _("Learners"),
        "items": _("Questions"),
        "mean": _("Mean points"),
        "sd": _("Standard deviation"),
        "alpha": _("Cronbach's alpha"),
        "sem": _("Standard error of measurement"),
    }
    questions = [
        [
            _("Key"),
            _("Question"),
            _("Reached"),
            _("Facility"),
            _("Discrimination"),
            _("Upper less lower 27%"),
            _("Alpha without it"),
            _("To look at"),
        ]
    ]
    choices = [
        [_("Key"), _("Choice"), _("Right"), _("Low"), _("Middle"), _("High third")]
    ]
    for item in figures["items"]:
        texts = {row["key"]: pick(row["text"], language) for row in item["choices"]}
        questions.append(
            [
                item["key"],
                stem_words(pick(item["stem"], language)),
                item["reached"],
                item["facility"],
                item["discrimination"],
                item["upper_lower"],
                item["alpha_if_deleted"],
                "; ".join(
                    flag_words(flag, texts.get(key, key)) for flag, key in item["flags"]
                ),
            ]
        )
        choices += [
            [
                item["key"],
                texts[row["key"]],
                _("right") if row["right"] else "",
                *(row[name] for name in THIRDS),
            ]
            for row in item["choices"]
        ]
    whole = [[_("Figure"), _("Value")]]
    whole += [[words, figures["test"][name]] for name, words in names.items()]
    return {_("Questions"): questions, _("Choices"): choices, _("Check"): whole}
