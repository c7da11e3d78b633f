"""Questions answered by a number."""

import re
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from assessments.questions import grading, numbers
from assessments.questions.controls import ANSWER, OnPaper, WordField
from assessments.questions.languages import lazy, pick, texts_of
from assessments.questions.models.base import (
    AnswerProblem,
    Fault,
    Question,
    without_empty,
)
from assessments.questions.models.parts import NearMiss
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
    on_paper = OnPaper.LINE

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
                "right": read_number(part, "right"),
                "tolerance": read_number(
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
            "value": read_number(row, "value"),
            "feedback": row.texts("feedback"),
        }
        row.finish()
        return near

    @classmethod
    def faults(cls, data):
        """A near value within the tolerance would never be reached."""
        return super().faults(data) + [
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
        return len(answer["number"]) <= _NUMBER_ENTRY and bool(
            re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", answer["number"])
        )

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """What was written, the unit, and how a number was understood."""
        return {
            "value": entered.get(ANSWER, ""),
            "unit": pick(spec.get("unit"), language),
            "read_as": _read_as(spec, entered.get(ANSWER, ""), language),
            "right": numbers.format_number(Decimal(spec["right"]), language)
            if verdict and verdict.tells_right
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
    def marking_notes(cls, spec, language):
        """From where to where a number is right."""
        right, tolerance = Decimal(spec["right"]), Decimal(spec.get("tolerance", "0"))
        if spec.get("tolerance_kind") == cls.ToleranceKind.RELATIVE:
            tolerance *= abs(right)
        if not tolerance:
            return []
        low, high = (
            numbers.format_number(number, language)
            for number in (right - tolerance, right + tolerance)
        )
        return [gettext("Right from %(low)s to %(high)s.") % {"low": low, "high": high}]

    @classmethod
    def describe(cls, spec, answer, language):
        """The number as the language writes it, with its unit."""
        if not answer:
            return []
        number = numbers.format_number(Decimal(answer["number"]), language)
        unit = pick(spec.get("unit"), language)
        return [f"{number}\u00a0{unit}" if unit else number]


def read_number(part, name, *, default=None, minimum=None):
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


def _read_as(spec, written, language):
    bare = numbers.strip_unit(written or "", list(spec.get("unit", {}).values()))
    try:
        number = numbers.parse_number(bare, language)
    except numbers.NumberNotRead:
        return ""
    shown = numbers.format_number(number, language)
    return "" if shown == bare else gettext("Read as %(number)s.") % {"number": shown}
