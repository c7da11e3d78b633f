"""Questions answered by putting lines in order."""

from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.questions import grading
from assessments.questions.controls import (
    OnPaper,
    Row,
    WordField,
    fixed_order,
    row_name,
)
from assessments.questions.languages import lazy, pick, texts_of
from assessments.questions.models.base import AnswerProblem, Fault, Question
from assessments.questions.models.parts import OrderItem
from assessments.questions.models.repetition import repeated_keys, repeated_texts
from assessments.questions.registry import question_type


@question_type
class OrderingQuestion(Question):
    """Lines to be put in order. Stored: the list of their keys, first to last.

    The file lists them in the right order; they are never shown in it::

        type: ordering
        credit: proportional         # the default; or exact
        items:
          - {key: a, text: {en: "Map the sources"}}
          - {key: b, text: {en: "Agree on the concepts"}}
          - {key: c, text: {en: "Sign the protocol"}}
    """

    type_key = "ordering"
    template_name = "components/question_ordering.html"
    on_paper = OnPaper.ORDER
    credit_rules = (grading.PROPORTIONAL, grading.EXACT)

    class Meta:
        verbose_name = _("ordering question")
        verbose_name_plural = _("ordering questions")

    def own_data(self):
        """The lines in the right order."""
        return {
            "items": [
                {"key": row.key, "text": texts_of(row.text)}
                for row in self.order_items.all()
            ]
        }

    def child_rows(self, data):
        """A row per line."""
        return [
            OrderItem(
                question=self, sort_order=order, key=row["key"], text=lazy(row["text"])
            )
            for order, row in enumerate(data["items"])
        ]

    @classmethod
    def read(cls, part):
        """The lines in the right order."""
        items = []
        for row in part.parts("items"):
            items.append({"key": row.key(limit=20), "text": row.texts("text")})
            row.finish()
        return {"items": items}

    @classmethod
    def faults(cls, data):
        """Two lines at least, told apart."""
        found = super().faults(data) + repeated_keys("items", data["items"])
        found += repeated_texts("items", data["items"], "text")
        if len(data["items"]) < 2:
            found.append(
                Fault(
                    "items",
                    _("There is nothing to put in order."),
                    _("Add a second line."),
                )
            )
        return found

    @classmethod
    def scored(cls, data):
        """The order."""
        return [data.get("credit"), [row["key"] for row in data["items"]]]

    @classmethod
    def shown(cls, spec, random=None):
        """The keys in an order that is not the right one."""
        right = [row["key"] for row in spec["items"]]
        random, keys = random or fixed_order(spec), list(right)
        while keys == right and len(set(right)) > 1:
            random.shuffle(keys)
        return keys

    @classmethod
    def build_fields(cls, spec, shown, language):
        """A field per line for its place."""
        return {row_name(row["key"]): WordField(limit=60) for row in spec["items"]}

    @classmethod
    def entry(cls, spec, answer):
        """The place of every line."""
        return {
            row_name(key): str(place) for place, key in enumerate(answer or (), start=1)
        }

    @classmethod
    def to_answer(cls, spec, cleaned, language):
        """The keys by their places; every place is to be taken once."""
        places = {row["key"]: cleaned[row_name(row["key"])] for row in spec["items"]}
        if not any(places.values()):
            return None
        allowed = [str(place) for place in range(1, len(places) + 1)]
        texts = {row["key"]: pick(row["text"], language) for row in spec["items"]}
        problems = {}
        for key, place in places.items():
            same = [texts[other] for other, taken in places.items() if taken == place]
            if place not in allowed:
                problems[row_name(key)] = gettext("Choose a place for “%(text)s”.") % {
                    "text": texts[key]
                }
            elif len(same) > 1 and texts[key] == same[0]:
                problems[row_name(key)] = gettext(
                    "%(texts)s have the same place %(place)s. Give each its own place."
                ) % {
                    "texts": get_text_list(
                        [f"“{text}”" for text in same], gettext("and")
                    ),
                    "place": place,
                }
        if problems:
            raise AnswerProblem(problems)
        return sorted(places, key=lambda key: int(places[key]))

    @classmethod
    def fits(cls, spec, answer):
        """Every line of this question once."""
        return (
            isinstance(answer, list)
            and all(isinstance(key, str) for key in answer)
            and sorted(answer) == sorted(row["key"] for row in spec["items"])
        )

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """A row per line with the places to choose from."""
        texts = {row["key"]: row["text"] for row in spec["items"]}
        right_places = {row["key"]: place for place, row in enumerate(spec["items"], 1)}
        rows = []
        for key in (key for key in shown if key in texts):
            chosen = str(entered.get(row_name(key)) or "")
            correct = bool(verdict) and chosen == str(right_places[key])
            rows.append(
                Row(
                    key=key,
                    name=row_name(key),
                    text=pick(texts[key], language),
                    place=int(chosen) if chosen.isdecimal() else None,
                    right=str(right_places[key])
                    if verdict and verdict.show_right and not correct
                    else "",
                    correct=correct,
                )
            )
        return {"rows": rows, "places": list(range(1, len(texts) + 1))}

    @classmethod
    def grade(cls, spec, answer):
        """By the credit rule."""
        return grading.grade_ordering(spec, answer)

    @classmethod
    def right_answer(cls, spec):
        """The right order."""
        return [row["key"] for row in spec["items"]]

    @classmethod
    def describe(cls, spec, answer, language):
        """The lines in the order given, numbered."""
        texts = {row["key"]: row["text"] for row in spec["items"]}
        return [
            f"{place}. {pick(texts.get(key), language)}"
            for place, key in enumerate(answer or (), start=1)
        ]
