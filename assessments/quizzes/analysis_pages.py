"""What the page of an item analysis shows. No queries."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.questions.languages import pick
from assessments.questions.stem import stem_words
from assessments.quizzes import charts
from assessments.quizzes.analysis import flag_words
from assessments.quizzes.reports import THIRDS

#: Stands where a figure does not exist.
NONE = "–"


@dataclass(frozen=True)
class ChoiceRow:
    """One choice: how many of each third took it, as number and as bar."""

    text: str
    right: bool
    cells: tuple[tuple[int, SafeString], ...]


@dataclass(frozen=True)
class ItemRow:
    """One question with its figures in words and strips."""

    number: int
    key: str
    stem: str
    reached: int
    facility: str
    facility_bar: SafeString
    discrimination: str
    discrimination_dot: SafeString
    upper_lower: str
    alpha_if_deleted: str
    flags: tuple[str, ...]
    choices: tuple[ChoiceRow, ...]


def item_rows(figures: dict[str, Any]) -> list[ItemRow]:
    """The questions of an analysis, in the active language."""
    return [_row(number, item) for number, item in enumerate(figures["items"], start=1)]


def _row(number: int, item: dict[str, Any]) -> ItemRow:
    language = get_language() or settings.LANGUAGE_CODE
    texts = {row["key"]: pick(row["text"], language) for row in item["choices"]}
    whole = {name: sum(row[name] for row in item["choices"]) for name in THIRDS}
    facility, discrimination = item["facility"], item["discrimination"]
    return ItemRow(
        number=number,
        key=item["key"],
        stem=stem_words(pick(item["stem"], language)),
        reached=int(item["reached"]),
        facility=percent(facility),
        facility_bar=charts.bar(facility) if facility is not None else SafeString(""),
        discrimination=decimal(discrimination),
        discrimination_dot=charts.dot(discrimination)
        if discrimination is not None
        else SafeString(""),
        upper_lower=decimal(item["upper_lower"]),
        alpha_if_deleted=decimal(item["alpha_if_deleted"]),
        flags=tuple(
            flag_words(flag, texts.get(choice, choice))
            for flag, choice in item["flags"]
        ),
        choices=tuple(
            ChoiceRow(
                text=texts[row["key"]],
                right=row["right"],
                cells=tuple(
                    (
                        row[name],
                        charts.bar(row[name] / whole[name] if whole[name] else 0),
                    )
                    for name in THIRDS
                ),
            )
            for row in item["choices"]
        ),
    )


def facts_of(figures: dict[str, Any]) -> list[dict]:
    """The strip over the questions: the check as a whole."""
    test = figures["test"]
    return [
        {"label": _("Learners"), "value": figures["learners"]},
        {
            "label": _("Mean points"),
            "value": decimal(test["mean"]),
            "text": _("standard deviation %(value)s") % {"value": decimal(test["sd"])},
        },
        {
            "label": _("Reliability (Cronbach's alpha)"),
            "value": decimal(test["alpha"]),
            "text": _("0 to 1; from 0.7 on, results can be relied on"),
        },
        {
            "label": _("Standard error of measurement"),
            "value": decimal(test["sem"]),
            "text": _("points by which a result may be off"),
        },
    ]


def percent(share: float | None) -> str:
    """A share of 0 to 1 in whole percent."""
    if share is None:
        return NONE
    return f"{number_format(round(share * 100))}\N{NO-BREAK SPACE}%"


def decimal(value: float | None) -> str:
    """A figure with two decimals and a true minus, which stays on the left."""
    if value is None:
        return NONE
    text = number_format(round(value, 2) + 0.0, 2)
    return text.replace("-", "\N{LEFT-TO-RIGHT MARK}\N{MINUS SIGN}")
