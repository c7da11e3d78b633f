"""Questions answered by a few words."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.questions import grading, numbers, text
from assessments.questions.controls import ANSWER, OnPaper, WordField
from assessments.questions.languages import lazy, pick, texts_of
from assessments.questions.models.base import Fault, Question, without_empty
from assessments.questions.models.numeric import read_number
from assessments.questions.models.parts import AcceptedAnswer, NearMiss
from assessments.questions.registry import question_type


@question_type
class ShortTextQuestion(Question):
    """A few words. Stored: the text as written.

    Capital letters, accents, spaces, punctuation and one slip of the pen are
    forgiven (:mod:`assessments.questions.text`); every language of the file counts,
    whichever the learner reads::

        type: short_text
        match: whole                 # the default; or contains: anywhere in the answer
        accepted:                    # at least one with credit "1"
          - {text: {en: "focal point"}}
          - {text: {en: "contact person"}, credit: "0.5"}
        near:                        # optional: wrong texts people often give
          - {text: {en: "..."}, feedback: {en: "..."}}
    """

    class Match(models.TextChoices):
        """How an accepted text is looked for."""

        WHOLE = "whole", _("the whole answer")
        CONTAINS = "contains", _("anywhere in the answer")

    type_key = "short_text"
    template_name = "components/question_short_text.html"
    on_paper = OnPaper.LINE

    match = models.CharField(
        _("accepted text is"), max_length=10, choices=Match.choices, default=Match.WHOLE
    )

    class Meta:
        verbose_name = _("short text question")
        verbose_name_plural = _("short text questions")

    def own_data(self):
        """What is accepted, what is nearly it."""
        return {
            "match": str(self.match),
            "accepted": [
                {
                    "text": texts_of(row.text),
                    "credit": numbers.plain(Decimal(row.credit)),
                }
                for row in self.accepted.all()
            ],
            "near": [
                {"text": texts_of(row.text), "feedback": texts_of(row.feedback)}
                for row in self.near.all()
            ],
        }

    def fill(self, data):
        """Own fields too."""
        super().fill(data)
        self.match = data["match"]

    def child_rows(self, data):
        """Rows of accepted texts, then of near misses."""
        accepted = [
            AcceptedAnswer(
                question=self,
                sort_order=order,
                text=lazy(row["text"]),
                credit=Decimal(row["credit"]),
            )
            for order, row in enumerate(data["accepted"])
        ]
        near = [
            NearMiss(
                question=self,
                sort_order=order,
                text=lazy(row["text"]),
                feedback=lazy(row["feedback"]),
            )
            for order, row in enumerate(data.get("near", ()))
        ]
        return [*accepted, *near]

    @classmethod
    def read(cls, part):
        """What is accepted, what is nearly it."""
        return without_empty(
            {
                "match": part.choice(
                    "match",
                    cls.Match.values,
                    required=False,
                    default=cls.Match.WHOLE.value,
                ),
                "accepted": [cls._read_accepted(row) for row in part.parts("accepted")],
                "near": [
                    cls._read_near(row) for row in part.parts("near", required=False)
                ],
            }
        )

    @classmethod
    def _read_accepted(cls, row):
        accepted = {
            "text": row.texts("text"),
            "credit": read_number(row, "credit", default="1"),
        }
        row.finish()
        return accepted

    @classmethod
    def _read_near(cls, row):
        near = {"text": row.texts("text"), "feedback": row.texts("feedback")}
        row.finish()
        return near

    @classmethod
    def faults(cls, data):
        """Credits in range, a full one among them, texts that compare to something."""
        found = super().faults(data)
        credits_given = [Decimal(row["credit"]) for row in data["accepted"]]
        if any(not 0 < credit <= 1 for credit in credits_given):
            found.append(
                Fault(
                    "accepted",
                    _("A credit is not between 0 and 1."),
                    _("Write more than 0 and at most 1."),
                )
            )
        if Decimal(1) not in credits_given:
            found.append(
                Fault(
                    "accepted",
                    _("No text earns the full point."),
                    _("Give one the credit 1."),
                )
            )
        rows = [*data["accepted"], *data.get("near", ())]
        for written in (value for row in rows for value in row["text"].values()):
            if not text.normalise(written):
                found.append(
                    Fault(
                        "accepted",
                        _("“%(text)s” holds no letter or digit.") % {"text": written},
                        _("Write a word."),
                    )
                )
            if len(written) > text.MAX_CHARACTERS:
                found.append(
                    Fault(
                        "accepted",
                        _("A text is longer than an answer may be."),
                        _("Shorten it to 200 characters."),
                    )
                )
        return found

    @classmethod
    def scored(cls, data):
        """The accepted texts and how they are looked for."""
        return [data["match"], data["accepted"]]

    @classmethod
    def build_fields(cls, spec, shown, language):
        """One line of text."""
        return {ANSWER: WordField(limit=text.MAX_CHARACTERS)}

    @classmethod
    def entry(cls, spec, answer):
        """What was written."""
        return {ANSWER: answer or ""}

    @classmethod
    def to_answer(cls, spec, cleaned, language):
        """What was written."""
        return cleaned[ANSWER].strip() or None

    @classmethod
    def fits(cls, spec, answer):
        """A text that is not too long."""
        return (
            isinstance(answer, str)
            and 0 < len(answer) <= text.MAX_CHARACTERS
            and text.can_be_kept(answer)
        )

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """What was written."""
        right = cls.describe(spec, cls.right_answer(spec), language)[0]
        return {
            "value": entered.get(ANSWER, ""),
            "right": right if verdict and verdict.tells_right else "",
        }

    @classmethod
    def grade(cls, spec, answer):
        """The credit of the accepted text it matches."""
        return grading.grade_short_text(spec, answer)

    @classmethod
    def right_answer(cls, spec):
        """The first text that earns the full point, in the main language."""
        full = next(row for row in spec["accepted"] if Decimal(row["credit"]) == 1)
        return pick(full["text"], "en")

    @classmethod
    def marking_notes(cls, spec, language):
        """What else earns the point or a part of it."""
        right = cls.describe(spec, cls.right_answer(spec), language)
        notes = []
        for row in spec["accepted"]:
            words, credit = pick(row["text"], language), Decimal(row["credit"])
            if credit == 1 and words not in right:
                notes.append(gettext("Also right: %(text)s") % {"text": words})
            elif credit < 1:
                notes.append(
                    gettext("%(text)s: %(credit)s points")
                    % {
                        "text": words,
                        "credit": numbers.format_number(credit, language),
                    }
                )
        if spec["match"] == cls.Match.CONTAINS:
            notes.append(gettext("It may stand anywhere in the answer."))
        return notes

    @classmethod
    def describe(cls, spec, answer, language):
        """What was written; the right text in the language asked for."""
        if not answer:
            return []
        if answer == cls.right_answer(spec):
            full = next(row for row in spec["accepted"] if Decimal(row["credit"]) == 1)
            return [pick(full["text"], language)]
        return [answer]
