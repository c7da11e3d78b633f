"""Questions that ask for the first few of many."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.questions.controls import OnPaper, Option, Row, WordField, row_name
from assessments.questions.languages import lazy, pick, texts_of
from assessments.questions.models.base import AnswerProblem, Fault
from assessments.questions.models.parts import OrderItem
from assessments.questions.models.repetition import repeated_keys, repeated_texts
from assessments.questions.models.survey import SurveyType
from assessments.questions.registry import question_type

_MOST_PLACES = 10


@question_type
class RankQuestion(SurveyType):
    """The first ``top`` out of a list. Stored: the keys, the most important first.

    Ungraded; there is no right answer, and later places may stay empty::

        type: rank
        top: 3                       # at most 10, and no more than there are items
        items:
          - {key: a, text: {en: "Agree on definitions"}}
          - {key: b, text: {en: "Map the sources"}}
          - {key: c, text: {en: "Train the staff"}}
          - {key: d, text: {en: "Buy computers"}}
    """

    type_key = "rank"
    template_name = "components/question_rank.html"
    on_paper = OnPaper.FIRST_FEW

    top = models.PositiveSmallIntegerField(
        _("places to fill"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(_MOST_PLACES)],
    )

    class Meta:
        verbose_name = _("ranking question")
        verbose_name_plural = _("ranking questions")

    def own_data(self):
        """The number of places and what to choose from."""
        return {
            "top": self.top,
            "items": [
                {"key": row.key, "text": texts_of(row.text)}
                for row in self.order_items.all()
            ],
        }

    def fill(self, data):
        """Own fields too."""
        super().fill(data)
        self.top = data["top"]

    def child_rows(self, data):
        """A line per item."""
        return [
            OrderItem(
                question=self, sort_order=order, key=row["key"], text=lazy(row["text"])
            )
            for order, row in enumerate(data["items"])
        ]

    @classmethod
    def read(cls, part):
        """The number of places and what to choose from."""
        own = {
            "top": part.integer("top", minimum=1, maximum=_MOST_PLACES),
            "items": [],
        }
        for row in part.parts("items"):
            own["items"].append({"key": row.key(limit=20), "text": row.texts("text")})
            row.finish()
        return own

    @classmethod
    def faults(cls, data):
        """Two items at least, told apart, and no more places than items."""
        found = super().faults(data) + repeated_keys("items", data["items"])
        found += repeated_texts("items", data["items"], "text")
        if len(data["items"]) < max(2, data["top"]):
            found.append(
                Fault(
                    "items",
                    _("There are too few to choose from."),
                    _("Add some, or make `top` smaller."),
                )
            )
        return found

    @classmethod
    def scored(cls, data):
        """The number of places and what there is to choose from."""
        return [data["top"], sorted(row["key"] for row in data["items"])]

    @classmethod
    def build_fields(cls, spec, shown, language):
        """A field per place."""
        return {row_name(place): WordField(limit=60) for place in _places(spec)}

    @classmethod
    def entry(cls, spec, answer):
        """What stands in every place."""
        return {
            row_name(place): key
            for place, key in zip(_places(spec), answer or (), strict=False)
        }

    @classmethod
    def to_answer(cls, spec, cleaned, language):
        """The keys by place; no gap before a place that is filled, none twice."""
        places = [cleaned[row_name(place)] for place in _places(spec)]
        while places and not places[-1]:
            places.pop()
        texts = {row["key"]: pick(row["text"], language) for row in spec["items"]}
        problems = {}
        for place, key in enumerate(places, start=1):
            name = row_name(str(place))
            if not key:
                problems[name] = gettext(
                    "Choose something for place %(place)d, or empty the later places."
                ) % {"place": place}
            elif key in places[: place - 1]:
                problems[name] = gettext(
                    "“%(text)s” stands in place %(first)d and place %(second)d. "
                    "Choose another for one of them."
                ) % {
                    "text": texts.get(key, key),
                    "first": places.index(key) + 1,
                    "second": place,
                }
        if problems:
            raise AnswerProblem(problems)
        return places or None

    @classmethod
    def fits(cls, spec, answer):
        """Items of this question, none twice, no more than there are places."""
        return (
            isinstance(answer, list)
            and 0 < len(answer) <= spec["top"]
            and all(isinstance(key, str) for key in answer)
            and len(set(answer)) == len(answer)
            and set(answer) <= {row["key"] for row in spec["items"]}
        )

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """A row per place with everything to choose from."""
        items = [(row["key"], pick(row["text"], language)) for row in spec["items"]]
        rows = []
        for place in _places(spec):
            chosen = entered.get(row_name(place)) or ""
            rows.append(
                Row(
                    key=place,
                    name=row_name(place),
                    text=gettext("Place %(place)s") % {"place": place},
                    options=tuple(
                        Option(key, text, checked=key == chosen) for key, text in items
                    ),
                )
            )
        return {"rows": rows}

    @classmethod
    def example_answer(cls, spec):
        """The first items in the order of the file."""
        return [row["key"] for row in spec["items"][: spec["top"]]]

    @classmethod
    def describe(cls, spec, answer, language):
        """The items chosen, numbered."""
        texts = {row["key"]: row["text"] for row in spec["items"]}
        return [
            f"{place}. {pick(texts.get(key), language)}"
            for place, key in enumerate(answer or (), start=1)
        ]


def _places(spec):
    return [str(place) for place in range(1, spec["top"] + 1)]
