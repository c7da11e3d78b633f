"""A question as the templates draw it, in one language. No database.

The same value serves the lesson page, the question page of a module check, the
review, and the editor's preview.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.questions.controls import ANSWER, Option, Row
from assessments.questions.forms import AnswerForm
from assessments.questions.grading import Grade, Spec, feedback_texts
from assessments.questions.languages import pick, spoken
from assessments.questions.models import Verdict
from assessments.questions.registry import type_of


@dataclass(frozen=True)
class ShownFeedback:
    """What is said under an answered question.

    ``verdict`` is ``right``, ``partly``, ``not-right`` or ``none`` (not answered);
    ``words`` the first line, ``why`` the reasons as safe HTML, most particular
    first. ``lesson`` is the key of the lesson to read again, empty when right.
    """

    verdict: str
    words: str
    why: SafeString
    lesson: str = ""


@dataclass(frozen=True)
class ShownQuestion:
    """One question with everything its template asks for (``q`` of the components).

    ``id`` is the anchor on the page, its controls are ``id``-0, -1, ...; ``lang``
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
    controls = type_of(spec).controls(spec, form.shown, form.entered, language, verdict)
    return ShownQuestion(
        id=form.frame_id,
        key=spec["key"],
        control=type_of(spec).template_name,
        stem=pick(spec["stem"], language),
        hint=pick(spec.get("hint"), language),
        lesson=spec.get("lesson", ""),
        lang=_language_attributes(language),
        options=tuple(controls.get("options", ())),
        rows=tuple(controls.get("rows", ())),
        places=tuple(controls.get("places", ())),
        value=controls.get("value", ""),
        unit=controls.get("unit", ""),
        read_as=controls.get("read_as", ""),
        right=controls.get("right", ""),
        problems=tuple(form.problems),
        feedback=_feedback(spec, verdict, language) if verdict else None,
        read_only=read_only,
    )


def grade_title(grade: Grade) -> str:
    """The first line said to an answer."""
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
    """``right``, ``partly`` or ``not-right``."""
    if grade.right:
        return "right"
    return "partly" if grade.partly else "not-right"


def describe(spec: Spec, answer: Any, language: str) -> list[str]:
    """The answer in words, in the language the question can be read in."""
    return type_of(spec).describe(spec, answer, spoken(spec["stem"], language))


def preview(spec: Spec) -> dict[str, ShownQuestion]:
    """The question as asked and as reviewed with its right answer, for editors."""
    language = get_language() or settings.LANGUAGE_CODE
    question_class = type_of(spec)
    shown = question_class.shown(spec)
    right = question_class.right_answer(spec)
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
        lesson="" if grade.right else spec.get("lesson", ""),
    )


def _language_attributes(language: str) -> SafeString:
    if language == get_language():
        return SafeString("")
    direction = "rtl" if language in settings.LANGUAGES_BIDI else "ltr"
    return format_html(' lang="{}" dir="{}"', language, direction)
