"""Questions answered on a scale between two ends."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from assessments.questions.controls import ANSWER, OnPaper, Option, WordField
from assessments.questions.languages import lazy, pick, texts_of
from assessments.questions.models.survey import SurveyType
from assessments.questions.registry import question_type

_FEWEST, _MOST = 2, 11


@question_type
class ScaleQuestion(SurveyType):
    """A place on a scale; only its ends have words. Stored: the number, from 1.

    Ungraded; there is no right answer::

        type: scale
        points: 5                    # 2 to 11
        low: {en: "Not at all sure"}
        high: {en: "Quite sure"}
    """

    type_key = "scale"
    template_name = "components/question_scale.html"
    on_paper = OnPaper.SCALE

    points = models.PositiveSmallIntegerField(
        _("number of places"),
        default=5,
        validators=[MinValueValidator(_FEWEST), MaxValueValidator(_MOST)],
    )
    low = I18nCharField(_("words at the lowest place"))
    high = I18nCharField(_("words at the highest place"))

    class Meta:
        verbose_name = _("scale question")
        verbose_name_plural = _("scale questions")

    def own_data(self):
        """The number of places and the words at the ends."""
        return {
            "points": self.points,
            "low": texts_of(self.low),
            "high": texts_of(self.high),
        }

    def fill(self, data):
        """Own fields too."""
        super().fill(data)
        self.points = data["points"]
        self.low, self.high = lazy(data["low"]), lazy(data["high"])

    @classmethod
    def read(cls, part):
        """The number of places and the words at the ends."""
        return {
            "points": part.integer("points", minimum=_FEWEST, maximum=_MOST),
            "low": part.texts("low"),
            "high": part.texts("high"),
        }

    @classmethod
    def scored(cls, data):
        """The number of places: answers on another scale cannot be compared."""
        return data["points"]

    @classmethod
    def build_fields(cls, spec, shown, language):
        """One field with the number."""
        return {ANSWER: WordField(limit=60)}

    @classmethod
    def entry(cls, spec, answer):
        """The number."""
        return {ANSWER: "" if answer is None else str(answer)}

    @classmethod
    def to_answer(cls, spec, cleaned, language):
        """The number; anything else is passed on for the check of tampering."""
        value = cleaned[ANSWER]
        return int(value) if value in _places(spec) else value or None

    @classmethod
    def fits(cls, spec, answer):
        """A place of this scale."""
        return type(answer) is int and 1 <= answer <= spec["points"]

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """An option per place, and the words at the ends."""
        chosen = entered.get(ANSWER)
        return {
            "options": [
                Option(place, place, checked=place == chosen) for place in _places(spec)
            ],
            "low": pick(spec["low"], language),
            "high": pick(spec["high"], language),
        }

    @classmethod
    def example_answer(cls, spec):
        """The place in the middle."""
        return (spec["points"] + 1) // 2

    @classmethod
    def describe(cls, spec, answer, language):
        """The number and how many places there are, with the words of an end."""
        if answer is None:
            return []
        ends = {1: spec["low"], spec["points"]: spec["high"]}
        line = gettext("%(place)d of %(places)d") % {
            "place": answer,
            "places": spec["points"],
        }
        end = pick(ends.get(answer), language)
        return [f"{line} ({end})" if end else line]


def _places(spec):
    return [str(place) for place in range(1, spec["points"] + 1)]
