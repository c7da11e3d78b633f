"""Statements that are true or false."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from assessments.questions import grading
from assessments.questions.controls import ANSWER, OnPaper, Option, WordField, mark_of
from assessments.questions.languages import lazy, texts_of
from assessments.questions.models.base import Question, without_empty
from assessments.questions.registry import question_type

_VALUES = {"true": True, "false": False}


@question_type
class TrueFalseQuestion(Question):
    """A statement that is true or false. Stored: ``true`` or ``false``.

    ::

        type: true_false
        right: false
        feedback_true: {en: "Said to those who chose true."}     # optional
        feedback_false: {en: "Said to those who chose false."}   # optional
    """

    type_key = "true_false"
    template_name = "components/question_true_false.html"
    on_paper = OnPaper.ONE

    right = models.BooleanField(_("the statement is true"), default=False)
    feedback_true = I18nTextField(_("feedback to “true”"), blank=True, default="")
    feedback_false = I18nTextField(_("feedback to “false”"), blank=True, default="")

    class Meta:
        verbose_name = _("true or false question")
        verbose_name_plural = _("true or false questions")

    def own_data(self):
        """What is right and what is said."""
        return {
            "right": self.right,
            "feedback_true": texts_of(self.feedback_true),
            "feedback_false": texts_of(self.feedback_false),
        }

    def fill(self, data):
        """Own fields too."""
        super().fill(data)
        self.right = data["right"]
        self.feedback_true = lazy(data.get("feedback_true"))
        self.feedback_false = lazy(data.get("feedback_false"))

    @classmethod
    def read(cls, part):
        """What is right and what is said."""
        return without_empty(
            {
                "right": part.flag("right"),
                "feedback_true": part.texts("feedback_true", required=False),
                "feedback_false": part.texts("feedback_false", required=False),
            }
        )

    @classmethod
    def scored(cls, data):
        """What is right."""
        return data["right"]

    @classmethod
    def build_fields(cls, spec, shown, language):
        """One field with the word."""
        return {ANSWER: WordField(limit=60)}

    @classmethod
    def entry(cls, spec, answer):
        """The word."""
        return {ANSWER: "" if answer is None else str(answer).lower()}

    @classmethod
    def to_answer(cls, spec, cleaned, language):
        """True or false; any other word is passed on for the check of tampering."""
        return _VALUES.get(cleaned[ANSWER], cleaned[ANSWER] or None)

    @classmethod
    def fits(cls, spec, answer):
        """A truth value."""
        return isinstance(answer, bool)

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """Two options, true first."""
        options = []
        for value, truth in _VALUES.items():
            chosen, mark = entered.get(ANSWER) == value, ""
            if verdict:
                mark = mark_of(
                    chosen=chosen,
                    right=truth is spec["right"],
                    show_right=verdict.show_right,
                )
            options.append(Option(value, truth_word(truth), checked=chosen, mark=mark))
        return {"options": options}

    @classmethod
    def grade(cls, spec, answer):
        """All or nothing."""
        return grading.grade_true_false(spec, answer)

    @classmethod
    def right_answer(cls, spec):
        """What is right."""
        return spec["right"]

    @classmethod
    def describe(cls, spec, answer, language):
        """The word."""
        return [] if answer is None else [truth_word(answer)]


def truth_word(truth):
    """The word for a truth value in the active language."""
    # Translators: the two answers to a statement in a knowledge check
    return gettext("True") if truth else gettext("False")
