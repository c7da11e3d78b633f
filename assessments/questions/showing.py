"""A question as the templates draw it, in one language. No database.

The same value serves the lesson page, the question page of a module check, the
review, and the editor's preview.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.questions.controls import Option, Row
from assessments.questions.forms import AnswerForm
from assessments.questions.grading import Grade, Spec, feedback_texts
from assessments.questions.languages import pick, spoken
from assessments.questions.models import Verdict
from assessments.questions.registry import type_of


@dataclass(frozen=True)
class ShownFeedback:
    """What is said under an answered question.

    ``kind`` is ``right``, ``partly`` or ``not-right``; ``texts`` say why, the most
    particular first; ``right_lines`` are the right answer in words where the
    question itself cannot point at it.
    """

    kind: str
    title: str
    texts: tuple[str, ...]
    right_lines: tuple[str, ...] = ()
    lesson: str = ""


@dataclass(frozen=True)
class ShownQuestion:
    """One question with everything its template asks for.

    ``problems`` are pairs of field id and message; ``number`` of ``total`` count
    the questions of the check.
    """

    key: str
    template_name: str
    language: str
    stem: str
    hint: str
    lesson: str
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    value: str = ""
    unit: str = ""
    read_as: str = ""
    problems: tuple[tuple[str, str], ...] = ()
    feedback: ShownFeedback | None = None
    read_only: bool = False
    number: int = 0
    total: int = 0

    @property
    def anchor(self) -> str:
        """The id of the question on its page."""
        return f"q-{self.key}"

    @property
    def field_id(self) -> str:
        """The id of the first (or only) field."""
        return f"{self.anchor}-{self.rows[0].name if self.rows else 'answer'}"

    @property
    def lang(self) -> SafeString:
        """Attributes for text in another language than the page's; else empty."""
        if self.language == get_language():
            return SafeString("")
        direction = "rtl" if self.language in settings.LANGUAGES_BIDI else "ltr"
        return format_html('lang="{}" dir="{}"', self.language, direction)


def show_question(
    form: AnswerForm,
    *,
    verdict: Verdict | None = None,
    read_only: bool = False,
    number: int = 0,
    total: int = 0,
) -> ShownQuestion:
    """The question of ``form`` with what was entered, errors, and any verdict.

    Texts are in the language the question can be read in, interface words in the
    active one.
    """
    spec = form.spec
    language = spoken(spec["stem"], form.language)
    controls = type_of(spec).controls(spec, form.shown, form.entered, language, verdict)
    return ShownQuestion(
        key=spec["key"],
        template_name=type_of(spec).template_name,
        language=language,
        stem=pick(spec["stem"], language),
        hint=pick(spec.get("hint"), language),
        lesson=spec.get("lesson", ""),
        options=tuple(controls.get("options", ())),
        rows=tuple(controls.get("rows", ())),
        value=controls.get("value", ""),
        unit=controls.get("unit", ""),
        read_as=controls.get("read_as", ""),
        problems=tuple(
            (form[name].id_for_label, str(message))
            for name, messages in form.errors.items()
            for message in messages
        ),
        feedback=_feedback(spec, verdict, language) if verdict else None,
        read_only=read_only,
        number=number,
        total=total,
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
    grade = verdict.grade
    texts = [pick(texts, language) for texts in feedback_texts(spec, grade)]
    right_lines: Sequence[str] = ()
    if verdict.show_right:
        texts.append(pick(spec.get("feedback"), language))
        if not grade.right:
            question_class = type_of(spec)
            right = question_class.right_answer(spec)
            right_lines = question_class.describe(spec, right, language)
    return ShownFeedback(
        kind=grade_kind(grade),
        title=grade_title(grade),
        texts=tuple(dict.fromkeys(text for text in texts if text)),
        right_lines=tuple(right_lines),
        lesson="" if grade.right else spec.get("lesson", ""),
    )
