"""A question as the templates draw it, in one language.

No database, except for the file of an image that somebody uploaded.

The same value serves the lesson page, the question page of a module check, the
review, and the editor's preview.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.questions.controls import ANSWER, Criterion, Option, Row
from assessments.questions.forms import AnswerForm
from assessments.questions.grading import Grade, Spec, feedback_texts
from assessments.questions.languages import pick, spoken
from assessments.questions.models import Verdict
from assessments.questions.numbers import NumberNotRead, parse_number
from assessments.questions.pictures import image_called
from assessments.questions.registry import type_of
from assessments.questions.stem import (
    drawing_folder,
    stem_html,
    stem_words,
    table_cells,
)
from lms.core.blocks.media import picture_html
from lms.core.drawings import drawing_svg


@dataclass(frozen=True)
class ShownFeedback:
    """What is said under an answered question.

    ``verdict`` is ``right``, ``partly``, ``not-right`` or ``none`` (not answered,
    waiting to be marked, or nothing to be right about);
    ``words`` the first line, ``why`` the reasons as safe HTML, most particular
    first. ``lesson`` is the key of the lesson to read again, empty when right.
    ``without_grade``: answered, and neither right nor wrong (yet).
    """

    verdict: str
    words: str
    why: SafeString
    lesson: str = ""
    without_grade: bool = False


@dataclass(frozen=True)
class ShownTable:
    """A table beside a question: ``columns`` and ``rows`` as components take them."""

    caption: str
    columns: tuple[dict[str, Any], ...]
    rows: tuple[tuple[dict[str, Any], ...], ...]


@dataclass(frozen=True)
class ShownPicture:
    """A picture beside a question: its markup, and its words."""

    markup: SafeString
    alt: str
    description: str = ""


@dataclass(frozen=True)
class ShownQuestion:
    """One question with everything its template asks for (``q`` of the components).

    ``stem`` is the first paragraph as safe HTML, ``body`` what follows it;
    ``no_right`` says that no answer is right or wrong. ``id`` is the anchor on the
    page, its controls are ``id``-0, -1, ...; ``lang``
    are the attributes of text in another language than the page's; ``problems``
    are pairs of control id and message. ``html`` is the whole frame where it was
    drawn ahead.
    """

    id: str
    key: str
    control: str
    stem: str
    hint: str
    lesson: str
    lang: SafeString
    name: str = ANSWER
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    places: tuple[int, ...] = ()
    value: str = ""
    unit: str = ""
    read_as: str = ""
    right: str = ""
    low: str = ""
    high: str = ""
    heads: tuple[str, ...] = ()
    words: int = 0
    advised: int | None = None
    rubric: tuple[Criterion, ...] = ()
    body: str = ""
    table: ShownTable | None = None
    picture: ShownPicture | None = None
    no_right: bool = False
    problems: tuple[tuple[str, str], ...] = ()
    feedback: ShownFeedback | None = None
    read_only: bool = False
    html: str = ""

    @property
    def invalid(self) -> bool:
        """Whether something is to be put right."""
        return bool(self.problems)

    @property
    def error(self) -> str:
        """Everything to be put right, as one text."""
        return " ".join(message for _id, message in self.problems)


def show_question(
    form: AnswerForm, *, verdict: Verdict | None = None, read_only: bool = False
) -> ShownQuestion:
    """The question of ``form`` with what was entered, errors, and any verdict.

    Texts are in the language the question can be read in, interface words in the
    active one.
    """
    spec = form.spec
    language = spoken(spec["stem"], form.language)
    question_class = type_of(spec)
    controls = question_class.controls(
        spec, form.shown, form.entered, language, verdict
    )
    first, rest = stem_html(pick(spec["stem"], language))
    return ShownQuestion(
        id=form.frame_id,
        key=spec["key"],
        control=question_class.template_name,
        stem=mark_safe(first),  # noqa: S308 - cleaned where Markdown is read
        body=mark_safe(rest),  # noqa: S308
        table=_table(spec, language),
        picture=_picture(spec, language),
        hint=pick(spec.get("hint"), language),
        lesson=spec.get("lesson", ""),
        lang=_language_attributes(language),
        no_right=not question_class.counts,
        problems=tuple(form.problems),
        feedback=_feedback(spec, verdict, language) if verdict else None,
        read_only=read_only,
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in controls.items()
        },
    )


def grade_title(grade: Grade) -> str:
    """The first line said to an answer."""
    if grade.pending:
        return _("Waiting to be marked.")
    if not grade.counts:
        return _("Thank you. There is no right answer.")
    if grade.right:
        return _("Right.")
    if grade.partly and grade.parts > 1:
        return ngettext(
            "Partly right: %(right)d of %(parts)d.",
            "Partly right: %(right)d of %(parts)d.",
            grade.parts,
        ) % {"right": grade.parts_right, "parts": grade.parts}
    if grade.partly:
        return _("Partly right.")
    return _("Not right.")


def grade_kind(grade: Grade) -> str:
    """``right``, ``partly``, ``not-right``; ``none`` without a grade."""
    if grade.fraction is None:
        return "none"
    if grade.right:
        return "right"
    return "partly" if grade.partly else "not-right"


def describe(spec: Spec, answer: Any, language: str) -> list[str]:
    """The answer in words, in the language the question can be read in."""
    return type_of(spec).describe(spec, answer, spoken(spec["stem"], language))


def question_words(spec: Spec, language: str) -> str:
    """The whole question on one line, in a language it can be read in."""
    return stem_words(pick(spec["stem"], language))


def preview(spec: Spec) -> dict[str, ShownQuestion]:
    """The question as asked and as reviewed with its right answer, for editors."""
    language = get_language() or settings.LANGUAGE_CODE
    question_class = type_of(spec)
    shown = question_class.shown(spec)
    right = question_class.example_answer(spec)
    verdict = Verdict(right, question_class.grade(spec, right), show_right=True)
    return {
        "asked": show_question(AnswerForm(spec, shown, language=language)),
        "reviewed": show_question(
            AnswerForm(spec, shown, language=language, answer=right),
            verdict=verdict,
            read_only=True,
        ),
    }


def _feedback(spec: Spec, verdict: Verdict, language: str) -> ShownFeedback:
    grade, answered = verdict.grade, verdict.answer is not None
    texts = [pick(texts, language) for texts in feedback_texts(spec, grade)]
    if verdict.show_right:
        texts.append(pick(spec.get("feedback"), language))
    why = format_html_join(
        "",
        "<p{}>{}</p>",
        (
            (_language_attributes(language), text)
            for text in dict.fromkeys(texts)
            if text
        ),
    )
    return ShownFeedback(
        verdict=grade_kind(grade) if answered else "none",
        words=grade_title(grade) if answered else _("Not answered."),
        why=why,
        lesson=spec.get("lesson", "") if grade.right is False else "",
        without_grade=grade.fraction is None,
    )


def _language_attributes(language: str) -> SafeString:
    if language == get_language():
        return SafeString("")
    direction = "rtl" if language in settings.LANGUAGES_BIDI else "ltr"
    return format_html(' lang="{}" dir="{}"', language, direction)


def _table(spec: Spec, language: str) -> ShownTable | None:
    if "table" not in spec:
        return None
    heads, *lines = table_cells(pick(spec["table"]["rows"], language))
    # A column is one of numbers when all that stands in it are numbers.
    numeric = [all(map(_is_number, column)) for column in zip(*lines, strict=False)]
    return ShownTable(
        caption=pick(spec["table"]["caption"], language),
        columns=tuple(
            {"title": head, "number": number}
            for head, number in zip(heads, numeric, strict=False)
        ),
        rows=tuple(
            tuple(
                {"text": text, "number": number}
                for text, number in zip(line, numeric, strict=False)
            )
            for line in lines
        ),
    )


def _is_number(text: str) -> bool:
    try:
        parse_number(text.rstrip("%\u00a0 "))
    except NumberNotRead:
        return False
    return True


def _picture(spec: Spec, language: str) -> ShownPicture | None:
    picture = spec.get("picture")
    if not picture:
        return None
    if picture.get("drawing"):
        markup = drawing_svg(picture["drawing"], drawing_folder(spec))
    else:
        image = image_called(picture["image"])
        markup = mark_safe(picture_html(image) if image else "")  # noqa: S308
    return ShownPicture(
        markup=markup,
        alt=pick(picture["alt"], language),
        description=pick(picture.get("description"), language),
    )
