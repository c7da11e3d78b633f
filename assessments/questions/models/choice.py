"""Questions answered by choosing: one, several, or true and false."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from assessments.questions import grading
from assessments.questions.controls import (
    ANSWER,
    KeysField,
    Option,
    WordField,
    mark_of,
)
from assessments.questions.languages import lazy, pick, texts_of
from assessments.questions.models.base import Choice, Fault, Question, without_empty
from assessments.questions.registry import question_type

_VALUES = {"true": True, "false": False}


class ChoiceType(Question):
    """What single and multiple choice share: rows with a key, a text, right or not."""

    may_shuffle = True

    class Meta:
        abstract = True

    def own_data(self):
        """The choices in their stored order."""
        return {
            "choices": [
                without_empty(
                    {
                        "key": row.key,
                        "text": texts_of(row.text),
                        "right": row.right,
                        "feedback": texts_of(row.feedback),
                    }
                )
                for row in self.choices.all()
            ]
        }

    def child_rows(self, data):
        """A row per choice."""
        return [
            Choice(
                question=self,
                sort_order=order,
                key=row["key"],
                text=lazy(row["text"]),
                right=row["right"],
                feedback=lazy(row.get("feedback")),
            )
            for order, row in enumerate(data["choices"])
        ]

    @classmethod
    def read(cls, part):
        """The choices, and whether their order may change."""
        own = (
            {}
            if part.flag("shuffle", required=False, default=True)
            else {"shuffle": False}
        )
        own["choices"] = [cls._read_choice(row) for row in part.parts("choices")]
        return own

    @classmethod
    def _read_choice(cls, row):
        choice = without_empty(
            {
                "key": row.key(limit=20),
                "text": row.texts("text"),
                "right": row.flag("right", required=False),
                "feedback": row.texts("feedback", required=False),
            }
        )
        row.finish()
        return choice

    @classmethod
    def faults(cls, data):
        """Two choices at least, keys and texts told apart, one right at least."""
        choices = data["choices"]
        right = sum(1 for row in choices if row["right"])
        found = repeated_keys("choices", choices)
        if len(choices) < 2:
            found.append(
                Fault(
                    "choices",
                    _("There is nothing to choose from."),
                    _("Add a second choice."),
                )
            )
        if not right:
            found.append(
                Fault(
                    "choices",
                    _("No choice is right."),
                    _("Mark one with `right: true`."),
                )
            )
        return found + repeated_texts("choices", choices, "text")

    @classmethod
    def scored(cls, data):
        """Which keys there are and which are right."""
        return [
            data.get("credit"),
            sorted((row["key"], row["right"]) for row in data["choices"]),
        ]

    @classmethod
    def shown(cls, spec, random=None):
        """The keys of the choices, in another order where that is allowed."""
        keys = [row["key"] for row in spec["choices"]]
        if random is not None and spec.get("shuffle", True):
            random.shuffle(keys)
        return keys

    @classmethod
    def options(cls, spec, shown, taken, language, verdict):
        """The choices as the template draws them."""
        rows = {row["key"]: row for row in spec["choices"]}
        return [
            Option(
                value=key,
                text=pick(rows[key]["text"], language),
                checked=key in taken,
                mark=mark_of(
                    chosen=key in taken,
                    right=rows[key]["right"],
                    show_right=verdict.show_right,
                )
                if verdict
                else "",
            )
            for key in shown
            if key in rows
        ]


@question_type
class SingleChoiceQuestion(ChoiceType):
    """One right choice out of several. The stored answer is its key.

    ::

        type: single
        shuffle: false         # optional: show the choices in this order
        choices:
          - {key: a, text: {en: "..."}, right: true, feedback: {en: "..."}}
          - {key: b, text: {en: "..."}, right: false, feedback: {en: "..."}}
    """

    type_key = "single"
    template_name = "components/question_single.html"

    class Meta:
        verbose_name = _("single choice question")
        verbose_name_plural = _("single choice questions")

    @classmethod
    def faults(cls, data):
        """As for all choices, and no second right one."""
        found = super().faults(data)
        if sum(1 for row in data["choices"] if row["right"]) > 1:
            found.append(
                Fault(
                    "choices",
                    _("More than one choice is right."),
                    _("Leave one, or write `type: multiple`."),
                )
            )
        return found

    @classmethod
    def build_fields(cls, spec, shown, language):
        """One field with the key."""
        return {ANSWER: WordField(limit=60)}

    @classmethod
    def entry(cls, spec, answer):
        """The key."""
        return {ANSWER: answer or ""}

    @classmethod
    def to_answer(cls, spec, cleaned, language):
        """The key."""
        return cleaned[ANSWER] or None

    @classmethod
    def fits(cls, spec, answer):
        """A key of this question."""
        return isinstance(answer, str) and answer in cls.shown(spec)

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """The options."""
        taken = {entered.get(ANSWER)}
        return {"options": cls.options(spec, shown, taken, language, verdict)}

    @classmethod
    def grade(cls, spec, answer):
        """All or nothing."""
        return grading.grade_single(spec, answer)

    @classmethod
    def right_answer(cls, spec):
        """The right choice."""
        return next(row["key"] for row in spec["choices"] if row["right"])

    @classmethod
    def describe(cls, spec, answer, language):
        """The text of the choice."""
        return [
            pick(row["text"], language)
            for row in spec["choices"]
            if row["key"] == answer
        ]


@question_type
class MultipleChoiceQuestion(ChoiceType):
    """Several choices, one or more of them right. Stored: the list of keys taken.

    ::

        type: multiple
        credit: proportional_minus_wrong   # the default; or exact, proportional
        shuffle: false                     # optional
        choices:
          - {key: a, text: {en: "..."}, right: true, feedback: {en: "..."}}
          - {key: b, text: {en: "..."}, right: true}
          - {key: c, text: {en: "..."}, right: false}
    """

    type_key = "multiple"
    template_name = "components/question_multiple.html"
    credit_rules = (
        grading.PROPORTIONAL_MINUS_WRONG,
        grading.EXACT,
        grading.PROPORTIONAL,
    )

    class Meta:
        verbose_name = _("multiple choice question")
        verbose_name_plural = _("multiple choice questions")

    @classmethod
    def build_fields(cls, spec, shown, language):
        """One field with all keys."""
        return {ANSWER: KeysField(required=False)}

    @classmethod
    def entry(cls, spec, answer):
        """The keys."""
        return {ANSWER: list(answer or ())}

    @classmethod
    def to_answer(cls, spec, cleaned, language):
        """The keys in the order of the spec, so that equal answers look equal."""
        taken = cleaned[ANSWER]
        known = [row["key"] for row in spec["choices"] if row["key"] in taken]
        return known + [key for key in taken if key not in known] or None

    @classmethod
    def fits(cls, spec, answer):
        """Keys of this question, none twice, one at least."""
        return (
            isinstance(answer, list)
            and bool(answer)
            and all(isinstance(key, str) for key in answer)
            and len(set(answer)) == len(answer)
            and set(answer) <= set(cls.shown(spec))
        )

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """The options."""
        taken = set(entered.get(ANSWER) or ())
        return {"options": cls.options(spec, shown, taken, language, verdict)}

    @classmethod
    def grade(cls, spec, answer):
        """By the credit rule."""
        return grading.grade_multiple(spec, answer)

    @classmethod
    def right_answer(cls, spec):
        """All right choices."""
        return [row["key"] for row in spec["choices"] if row["right"]]

    @classmethod
    def describe(cls, spec, answer, language):
        """The texts of the choices taken."""
        return [
            pick(row["text"], language)
            for row in spec["choices"]
            if row["key"] in (answer or ())
        ]


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


def repeated_keys(entry, rows):
    """A fault for every key that stands twice among the rows."""
    keys = [row["key"] for row in rows if row.get("key")]
    return [
        Fault(
            entry,
            _("The key `%(key)s` stands twice.") % {"key": key},
            _("Give each its own key."),
        )
        for key in dict.fromkeys(keys)
        if keys.count(key) > 1
    ]


def repeated_texts(entry, rows, name):
    """A fault when two rows read the same in the main language."""
    texts = [pick(row.get(name), "en").casefold() for row in rows]
    return [
        Fault(
            entry,
            _("The text “%(text)s” stands twice.") % {"text": text},
            _("Word the two differently."),
        )
        for text in dict.fromkeys(texts)
        if text and texts.count(text) > 1
    ]
