"""Questions answered by arranging: matching terms, putting lines in order."""

from random import Random

from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.questions import grading
from assessments.questions.controls import Option, Row, WordField, row_name
from assessments.questions.languages import lazy, pick, texts_of
from assessments.questions.models.base import (
    AnswerProblem,
    Fault,
    MatchPair,
    OrderItem,
    Question,
    without_empty,
)
from assessments.questions.models.choice import repeated_keys, repeated_texts
from assessments.questions.registry import question_type


@question_type
class MatchingQuestion(Question):
    """Terms, each with its partner. Stored: ``{key of term: key of partner}``.

    A partner may be used more than once; partners that read the same count as the
    same. ``extra`` are partners that belong to no term::

        type: matching
        credit: proportional         # the default; or exact
        pairs:
          - {key: a, left: {en: "focal point"}, right: {en: "enters the figures"}}
          - {key: b, left: {en: "user"}, right: {en: "reads the public part"}}
        extra:                       # optional
          - {key: x, right: {en: "collects the taxes"}}
    """

    type_key = "matching"
    template_name = "components/question_matching.html"
    credit_rules = (grading.PROPORTIONAL, grading.EXACT)

    class Meta:
        verbose_name = _("matching question")
        verbose_name_plural = _("matching questions")

    def own_data(self):
        """The pairs, then the partners too many."""
        rows = list(self.pairs.all())
        return {
            "pairs": [
                {
                    "key": row.key,
                    "left": texts_of(row.left),
                    "right": texts_of(row.right),
                }
                for row in rows
                if texts_of(row.left)
            ],
            "extra": [
                {"key": row.key, "right": texts_of(row.right)}
                for row in rows
                if not texts_of(row.left)
            ],
        }

    def child_rows(self, data):
        """A row per pair and per partner too many."""
        return [
            MatchPair(
                question=self,
                sort_order=order,
                key=row["key"],
                left=lazy(row.get("left")),
                right=lazy(row["right"]),
            )
            for order, row in enumerate(grading.partners_of(data))
        ]

    @classmethod
    def read(cls, part):
        """The pairs, then the partners too many."""
        own = {"pairs": [], "extra": []}
        for name, rows in (
            ("pairs", part.parts("pairs")),
            ("extra", part.parts("extra", required=False)),
        ):
            for row in rows:
                entry = {"key": row.key(limit=20)}
                if name == "pairs":
                    entry["left"] = row.texts("left")
                entry["right"] = row.texts("right")
                row.finish()
                own[name].append(entry)
        return without_empty(own)

    @classmethod
    def faults(cls, data):
        """Two terms at least, told apart, and two partners to choose from."""
        found = repeated_keys("pairs", grading.partners_of(data))
        found += repeated_texts("pairs", data["pairs"], "left")
        if len(data["pairs"]) < 2:
            found.append(
                Fault("pairs", _("There is only one term."), _("Add a second one."))
            )
        elif len({pick(row["right"], "en") for row in grading.partners_of(data)}) < 2:
            found.append(
                Fault(
                    "pairs",
                    _("All partners are the same."),
                    _("Give them other partners."),
                )
            )
        return found

    @classmethod
    def scored(cls, data):
        """Which term belongs to which partner."""
        # Partners that read the same are the same, so their wording decides.
        wordings = [row["right"] for row in grading.partners_of(data)]
        return [
            data.get("credit"),
            sorted((row["key"], wordings.index(row["right"])) for row in data["pairs"]),
        ]

    @classmethod
    def shown(cls, spec, random=None):
        """The keys of the partners to choose from, each wording once."""
        wordings, keys = [], []
        for row in grading.partners_of(spec):
            if row["right"] not in wordings:
                wordings.append(row["right"])
                keys.append(row["key"])
        (random or _fixed_order(spec)).shuffle(keys)
        return keys

    @classmethod
    def build_fields(cls, spec, shown, language):
        """A field per term."""
        return {row_name(row["key"]): WordField(limit=60) for row in spec["pairs"]}

    @classmethod
    def entry(cls, spec, answer):
        """The partner of every term that has one."""
        return {row_name(key): partner for key, partner in (answer or {}).items()}

    @classmethod
    def to_answer(cls, spec, cleaned, language):
        """The terms that were given a partner."""
        found = {row["key"]: cleaned[row_name(row["key"])] for row in spec["pairs"]}
        return {key: partner for key, partner in found.items() if partner} or None

    @classmethod
    def fits(cls, spec, answer):
        """Terms and partners of this question."""
        terms = {row["key"] for row in spec["pairs"]}
        partners = {row["key"] for row in grading.partners_of(spec)}
        return (
            isinstance(answer, dict)
            and bool(answer)
            and set(answer) <= terms
            and all(
                isinstance(value, str) and value in partners
                for value in answer.values()
            )
        )

    @classmethod
    def controls(cls, spec, shown, entered, language, verdict=None):
        """A row per term with the partners to choose from."""
        texts = {row["key"]: row["right"] for row in grading.partners_of(spec)}
        choices = [(key, pick(texts[key], language)) for key in shown if key in texts]
        rows = []
        for pair in spec["pairs"]:
            name = row_name(pair["key"])
            chosen = entered.get(name) or ""
            correct = bool(verdict) and texts.get(chosen) == pair["right"]
            right = pick(pair["right"], language)
            rows.append(
                Row(
                    key=pair["key"],
                    name=name,
                    text=pick(pair["left"], language),
                    options=tuple(
                        Option(key, text, checked=key == chosen)
                        for key, text in choices
                    ),
                    right=right if _to_be_told(verdict, correct) else "",
                    correct=correct,
                )
            )
        return {"rows": rows}

    @classmethod
    def grade(cls, spec, answer):
        """By the credit rule."""
        return grading.grade_matching(spec, answer)

    @classmethod
    def right_answer(cls, spec):
        """Every term with its own partner, by the key under which it is shown."""
        shown = {}
        for row in grading.partners_of(spec):
            shown.setdefault(_wording(row["right"]), row["key"])
        return {row["key"]: shown[_wording(row["right"])] for row in spec["pairs"]}

    @classmethod
    def describe(cls, spec, answer, language):
        """A line per term that was given a partner."""
        partners = {row["key"]: row["right"] for row in grading.partners_of(spec)}
        return [
            # Translators: a term and the partner somebody matched with it
            gettext("%(term)s: %(partner)s")
            % {
                "term": pick(row["left"], language),
                "partner": pick(partners.get(answer[row["key"]]), language),
            }
            for row in spec["pairs"]
            if row["key"] in (answer or {})
        ]


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
        found = repeated_keys("items", data["items"])
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
        random, keys = random or _fixed_order(spec), list(right)
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
                    if _to_be_told(verdict, correct)
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


def _to_be_told(verdict, correct):
    return bool(verdict) and verdict.show_right and not correct


def _fixed_order(spec):
    # The same page for everybody: its order follows from the key alone.
    return Random(spec["key"])  # noqa: S311 - no secret


def _wording(texts):
    return tuple(sorted(texts.items()))
