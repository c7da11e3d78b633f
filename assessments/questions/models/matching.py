"""Questions answered by matching terms with partners."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.questions import grading
from assessments.questions.controls import (
    OnPaper,
    Option,
    Row,
    WordField,
    fixed_order,
    row_name,
)
from assessments.questions.languages import lazy, pick, texts_of
from assessments.questions.models.base import Fault, Question, without_empty
from assessments.questions.models.parts import MatchPair
from assessments.questions.models.repetition import repeated_keys, repeated_texts
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
    on_paper = OnPaper.PAIRS
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
        found = super().faults(data)
        found += repeated_keys("pairs", grading.partners_of(data))
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
        (random or fixed_order(spec)).shuffle(keys)
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
                    right=right
                    if verdict and verdict.show_right and not correct
                    else "",
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


def _wording(texts):
    return tuple(sorted(texts.items()))
