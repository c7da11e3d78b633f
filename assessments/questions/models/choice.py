"""Questions answered by choosing: one, or several."""

from django.utils.translation import gettext_lazy as _

from assessments.questions import grading
from assessments.questions.controls import (
    ANSWER,
    KeysField,
    OnPaper,
    Option,
    WordField,
    mark_of,
)
from assessments.questions.languages import lazy, pick, texts_of
from assessments.questions.models.base import Fault, Question, without_empty
from assessments.questions.models.parts import Choice
from assessments.questions.models.repetition import repeated_keys, repeated_texts
from assessments.questions.registry import question_type


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
        found = super().faults(data) + repeated_keys("choices", choices)
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
    on_paper = OnPaper.ONE

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
    on_paper = OnPaper.SEVERAL
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
