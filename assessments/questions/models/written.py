"""Questions answered by writing: a number, or a few words."""

from decimal import Decimal, InvalidOperation

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from assessments.questions import grading, numbers, text
from assessments.questions.controls import ANSWER, WordField
from assessments.questions.languages import lazy, pick, texts_of
from assessments.questions.models.base import (
    AcceptedAnswer,
    AnswerProblem,
    Fault,
    NearMiss,
    Question,
    without_empty,
)
from assessments.questions.registry import question_type

#: Longest entry the form of a number takes before it is even read, in characters.
_NUMBER_ENTRY = 100

_LARGEST = Decimal(10) ** 9
_SMALLEST_STEP = Decimal("0.000001")


@question_type
class NumericQuestion(Question):
    """A number, within a tolerance. Stored: ``{"text": "69,8", "number": "69.8"}``,
    what was written and how it was read.

    Numbers stand in quotes, so that they stay exactly as written::

        type: numeric
        right: "69.8"
        tolerance: "0.05"            # the default is "0"
        tolerance_kind: absolute     # in the unit; or relative: "0.01" is one per cent
        unit: {en: "%"}              # optional; a learner may write it or not
        near:                        # optional: wrong numbers people often give
          - {value: "80.6", feedback: {en: "..."}}
    """

    class ToleranceKind(models.TextChoices):
        """What the tolerance is a share of."""

        ABSOLUTE = "absolute", _("in the unit of the answer")
        RELATIVE = "relative", _("as a share of the right number")

    type_key = "numeric"
    template_name = "components/question_numeric.html"

    right = models.DecimalField(_("right number"), max_digits=15, decimal_places=6)
    tolerance = models.DecimalField(
        _("tolerance"),
        max_digits=15,
        decimal_places=6,
        default=0,
        validators=[MinValueValidator(0)],
    )
    tolerance_kind = models.CharField(
        _("tolerance is meant"),
        max_length=10,
        choices=ToleranceKind.choices,
        default=ToleranceKind.ABSOLUTE,
    )
    unit = I18nCharField(_("unit"), blank=True, default="")

    class Meta:
        verbose_name = _("numeric question")
        verbose_name_plural = _("numeric questions")

    def own_data(self):
        """The number, how near is near enough, and the near misses."""
        return {
            "right": numbers.plain(Decimal(self.right)),
            "tolerance": numbers.plain(Decimal(self.tolerance)),
            "tolerance_kind": str(self.tolerance_kind),
            "unit": texts_of(self.unit),
            "near": [
                {
                    "value": numbers.plain(Decimal(row.value or 0)),
                    "feedback": texts_of(row.feedback),
                }
                for row in self.near.all()
            ],
        }

    def fill(self, data):
        """Own fields too."""
        super().fill(data)
        self.right = Decimal(data["right"])
        self.tolerance = Decimal(data["tolerance"])
        self.tolerance_kind = data["tolerance_kind"]
        self.unit = lazy(data.get("unit"))

    def child_rows(self, data):
        """A row per near miss."""
        return [
            NearMiss(
                question=self,
                sort_order=order,
                value=Decimal(row["value"]),
                feedback=lazy(row["feedback"]),
            )
            for order, row in enumerate(data.get("near", ()))
        ]

    @classmethod
    def read(cls, part):
        """The number, the tolerance, the unit and the near misses."""
        return without_empty(
            {
                "right": _read_number(part, "right"),
                "tolerance": _read_number(
                    part, "tolerance", default="0", minimum=Decimal(0)
                ),
                "tolerance_kind": part.choice(
                    "tolerance_kind",
                    cls.ToleranceKind.values,
                    required=False,
                    default=cls.ToleranceKind.ABSOLUTE.value,
                ),
                "unit": part.texts("unit", required=False),
                "near": [
                    cls._read_near(row) for row in part.parts("near", required=False)
                ],
            }
        )

    @classmethod
    def _read_near(cls, row):
        near = {
            "value": _read_number(row, "value"),
            "feedback": row.texts("feedback"),
        }
        row.finish()
        return near

    @classmethod
    def faults(cls, data):
        """A near value within the tolerance would never be reached."""
        return [
            Fault(
                "near",
                _("The near value %(value)s is within the tolerance of the right one.")
                % {"value": row["value"]},
                _("Remove it or make the tolerance smaller."),
            )
            for row in data.get("near", ())
            if grading.within(Decimal(row["value"]), Decimal(data["right"]), data)
        ]

    @classmethod
    def scored(cls, data):
        """The number and the tolerance."""
        return [data["right"], data["tolerance"], data["tolerance_kind"]]

    @classmethod
    def build_fields(cls, spec, shown, language):
        """One line of text."""
        return {ANSWER: WordField(limit=_NUMBER_ENTRY)}

    @classmethod
    def entry(cls, spec, answer):
        """What was written."""
        return {ANSWER: answer["text"] if answer else ""}

    @classmethod
    def to_answer(cls, spec, cleaned, language):
        """What was written and how it is read."""
        written = cleaned[ANSWER].strip()
        if not written:
            return None
        bare = numbers.strip_unit(written, list(spec.get("unit", {}).values()))
        try:
            number = numbers.parse_number(bare, language)
        except numbers.NumberNotRead as problem:
            raise AnswerProblem({ANSWER: str(problem)}) from problem
        return {"text": written, "number": numbers.plain(number)}

    @classmethod
    def fits(cls, spec, answer):
        """A written and a read number."""
        if not isinstance(answer, dict) or set(answer) != {"text", "number"}:
            return False
        if not all(isinstance(value, str) for value in answer.values()):
            return False
        try:
            return Decimal(answer["number"]).is_finite()
        except InvalidOperation:
            return False

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """What was written, the unit, and how a number was understood."""
        return {
            "value": entered.get(ANSWER, ""),
            "unit": pick(spec.get("unit"), language),
            "read_as": _read_as(spec, entered.get(ANSWER, ""), language),
            "right": numbers.format_number(Decimal(spec["right"]), language)
            if hidden_right(verdict)
            else "",
        }

    @classmethod
    def grade(cls, spec, answer):
        """Within the tolerance or not."""
        return grading.grade_numeric(spec, answer)

    @classmethod
    def right_answer(cls, spec):
        """The right number."""
        return {"text": spec["right"], "number": spec["right"]}

    @classmethod
    def describe(cls, spec, answer, language):
        """The number as the language writes it, with its unit."""
        if not answer:
            return []
        number = numbers.format_number(Decimal(answer["number"]), language)
        unit = pick(spec.get("unit"), language)
        return [f"{number}\u00a0{unit}" if unit else number]


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
            "credit": _read_number(row, "credit", default="1"),
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
        found = []
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
        return isinstance(answer, str) and 0 < len(answer) <= text.MAX_CHARACTERS

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """What was written."""
        right = cls.describe(spec, cls.right_answer(spec), language)[0]
        return {
            "value": entered.get(ANSWER, ""),
            "right": right if hidden_right(verdict) else "",
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
    def describe(cls, spec, answer, language):
        """What was written; the right text in the language asked for."""
        if not answer:
            return []
        if answer == cls.right_answer(spec):
            full = next(row for row in spec["accepted"] if Decimal(row["credit"]) == 1)
            return [pick(full["text"], language)]
        return [answer]


def _read_number(part, name, *, default=None, minimum=None):
    number = part.decimal(name, required=default is None, minimum=minimum)
    if number is None:
        return default if default is not None else "0"
    if abs(number) >= _LARGEST or number != number.quantize(_SMALLEST_STEP):
        part.problem(
            f"`{name}` has too many digits.",
            "Keep to nine digits before the point and six behind it.",
            name=name,
        )
        return "0"
    return numbers.plain(number)


def hidden_right(verdict):
    """Whether the right answer has to be written under a field left without it."""
    return bool(verdict) and verdict.show_right and not verdict.grade.right


def _read_as(spec, written, language):
    bare = numbers.strip_unit(written or "", list(spec.get("unit", {}).values()))
    try:
        number = numbers.parse_number(bare, language)
    except numbers.NumberNotRead:
        return ""
    shown = numbers.format_number(number, language)
    return "" if shown == bare else gettext("Read as %(number)s.") % {"number": shown}
