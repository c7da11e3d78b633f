"""How each type answers and is scored in QTI 3: declarations, interaction, rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from assessments.questions import grading
from assessments.questions.languages import pick

RESPONSE, SCORE, GENERAL = "RESPONSE", "SCORE", "GENERAL"
CHOSEN = "CHOSEN"
_STEP = Decimal("0.000001")


@dataclass
class Written:
    """The rule that scores, and pairs of what is lost and why."""

    processing: ET.Element | None
    losses: list[tuple[str, str]] = field(default_factory=list)


def identifier(key: str) -> str:
    """A key as QTI allows it: never beginning with a digit."""
    return f"k-{key}"


def write(
    spec: Mapping[str, Any], language: str, item: ET.Element, body: ET.Element
) -> Written:
    """Add declarations to ``item`` and the interaction to ``body``."""
    return _Writer(spec, language, item, body).write()


class _Writer:
    """Writes one question; a method per type."""

    def __init__(self, spec, language, item, body) -> None:
        self.spec, self.language = spec, language
        self.item, self.body = item, body
        self.losses: list[tuple[str, str]] = []
        self.score: ET.Element | None = None
        self.people = False
        self.chosen = False

    def write(self) -> Written:
        getattr(self, f"_{self.spec['type']}")()
        if self.score is not None or self.people:
            most = sum(row["points"] for row in self.spec.get("rubric", ())) or 1
            declared = self._outcome(SCORE, "float", **{"normal-maximum": str(most)})
            if self.people:
                declared.set("external-scored", "human")
            default = ET.SubElement(declared, "qti-default-value")
            ET.SubElement(default, "qti-value").text = "0"
        if "feedback" in self.spec:
            self._outcome(GENERAL, "identifier")
        return Written(self._processing(), self.losses)

    # The types

    def _single(self) -> None:
        rows = self.spec["choices"]
        right = [identifier(row["key"]) for row in rows if row["right"]]
        self._declare("single", "identifier", right)
        self._choice_interaction(rows, most=1)
        self.score = _match_correct()

    def _multiple(self) -> None:
        rows, rule = self.spec["choices"], self.spec["credit"]
        right = [identifier(row["key"]) for row in rows if row["right"]]
        declared = self._declare("multiple", "identifier", right)
        if rule == grading.EXACT:
            self.score = _match_correct()
        else:
            part = _share(len(right))
            minus = rule == grading.PROPORTIONAL_MINUS_WRONG
            wrong = f"-{part}" if minus else "0"
            self._mapping(
                declared,
                {
                    identifier(row["key"]): part if row["right"] else wrong
                    for row in rows
                },
            )
        self._choice_interaction(rows, most=0)

    def _true_false(self) -> None:
        rows = [
            {
                "key": word,
                "text": {self.language: text},
                "feedback": self.spec.get(f"feedback_{word}"),
            }
            for word, text in (("true", _("True")), ("false", _("False")))
        ]
        right = str(self.spec["right"]).lower()
        self._declare("single", "identifier", [identifier(right)])
        self._choice_interaction(rows, most=1, shuffle=False)
        self.score = _match_correct()

    def _numeric(self) -> None:
        self._declare("single", "float", [self.spec["right"]])
        relative = self.spec["tolerance_kind"] == "relative"
        tolerance = Decimal(self.spec["tolerance"]) * (100 if relative else 1)
        self.score = _when(
            ET.Element(
                "qti-equal",
                {
                    "tolerance-mode": "relative" if relative else "absolute",
                    "tolerance": f"{tolerance.normalize():f} {tolerance.normalize():f}",
                    "include-lower-bound": "true",
                    "include-upper-bound": "true",
                },
            )
        )
        line = ET.SubElement(self.body, "p")
        entry = ET.SubElement(
            line,
            "qti-text-entry-interaction",
            {"response-identifier": RESPONSE, "expected-length": "12"},
        )
        entry.tail = " " + pick(self.spec.get("unit"), self.language)
        self._lose_near()

    def _matching(self) -> None:
        rows = grading.partners_of(self.spec)
        pairs = {
            f"{identifier(row['key'])} r-{row['key']}": _share(len(self.spec["pairs"]))
            for row in self.spec["pairs"]
        }
        declared = self._declare("multiple", "directedPair", list(pairs))
        if self.spec["credit"] == grading.EXACT:
            self.score = _match_correct()
        else:
            self._mapping(declared, pairs)
        self._match_interaction(
            self.spec["pairs"], [(f"r-{row['key']}", row["right"]) for row in rows]
        )

    def _ordering(self) -> None:
        rows = self.spec["items"]
        self._declare("ordered", "identifier", [identifier(row["key"]) for row in rows])
        self._order_interaction(rows)
        self.score = _match_correct()
        if self.spec["credit"] != grading.EXACT:
            self.losses.append(
                (
                    _("the credit rule"),
                    _("QTI 3 scores an order as a whole: all or nothing."),
                )
            )

    def _short_text(self) -> None:
        declared = self._declare(
            "single", "string", [pick(self.spec["accepted"][0]["text"], self.language)]
        )
        self._mapping(
            declared,
            {
                pick(row["text"], self.language): row["credit"]
                for row in self.spec["accepted"]
            },
            **{"case-sensitive": "false"},
        )
        ET.SubElement(
            ET.SubElement(self.body, "p"),
            "qti-text-entry-interaction",
            {"response-identifier": RESPONSE, "expected-length": "40"},
        )
        self.losses.append(
            (
                _("the forgiving of accents and slips"),
                _("QTI 3 forgives capital letters only."),
            )
        )
        if self.spec["match"] == "contains":
            self.losses.append(
                (
                    _("that the text may stand anywhere in the answer"),
                    _("QTI 3 maps whole answers."),
                )
            )
        self._lose_near()

    def _long_text(self) -> None:
        self.people = True
        self._declare("single", "string", [])
        block = ET.SubElement(
            self.body,
            "qti-rubric-block",
            {"use": "scoring", "view": "candidate scorer"},
        )
        content = ET.SubElement(block, "qti-content-body")
        lines = ET.SubElement(content, "ul")
        for row in self.spec["rubric"]:
            texts = [row["full"], row.get("partly")]
            said = " / ".join(pick(text, self.language) for text in texts if text)
            line = f"{pick(row['text'], self.language)} ({row['points']}): {said}"
            ET.SubElement(lines, "li").text = line
        ET.SubElement(
            self.body,
            "qti-extended-text-interaction",
            {"response-identifier": RESPONSE},
        )

    def _scale(self) -> None:
        ends = {1: self.spec["low"], self.spec["points"]: self.spec["high"]}
        rows = []
        for place in range(1, self.spec["points"] + 1):
            words = pick(ends.get(place), self.language)
            text = f"{place} ({words})" if words else str(place)
            rows.append({"key": str(place), "text": {self.language: text}})
        self._declare("single", "identifier", [])
        self._choice_interaction(rows, most=1, shuffle=False)

    def _matrix(self) -> None:
        self._declare("multiple", "directedPair", [])
        columns = [(f"r-{row['key']}", row["text"]) for row in self.spec["columns"]]
        self._match_interaction(self.spec["rows"], columns, tabular=True)

    def _rank(self) -> None:
        self._declare("ordered", "identifier", [])
        self._order_interaction(self.spec["items"], most=self.spec["top"])

    # What they are made of

    def _declare(self, cardinality: str, base: str, right: list[str]) -> ET.Element:
        declared = ET.SubElement(
            self.item,
            "qti-response-declaration",
            {"identifier": RESPONSE, "cardinality": cardinality, "base-type": base},
        )
        if right:
            correct = ET.SubElement(declared, "qti-correct-response")
            for value in right:
                ET.SubElement(correct, "qti-value").text = value
        return declared

    def _outcome(self, name: str, base: str, **more: str) -> ET.Element:
        attributes = {"identifier": name, "cardinality": "single", "base-type": base}
        return ET.SubElement(self.item, "qti-outcome-declaration", attributes | more)

    def _mapping(
        self, declared: ET.Element, values: dict[str, str], **entry: str
    ) -> None:
        mapping = ET.SubElement(
            declared,
            "qti-mapping",
            {"default-value": "0", "lower-bound": "0", "upper-bound": "1"},
        )
        for key, value in values.items():
            ET.SubElement(
                mapping,
                "qti-map-entry",
                {"map-key": key, "mapped-value": value} | entry,
            )
        rule = ET.Element("qti-set-outcome-value", identifier=SCORE)
        ET.SubElement(rule, "qti-map-response", identifier=RESPONSE)
        self.score = rule

    def _choice_interaction(self, rows, most: int, shuffle: bool | None = None) -> None:
        if shuffle is None:
            shuffle = self.spec.get("shuffle", True)
        interaction = ET.SubElement(
            self.body,
            "qti-choice-interaction",
            {
                "response-identifier": RESPONSE,
                "max-choices": str(most),
                "shuffle": str(shuffle).lower(),
            },
        )
        for row in rows:
            choice = ET.SubElement(
                interaction, "qti-simple-choice", identifier=identifier(row["key"])
            )
            choice.text = pick(row["text"], self.language)
            if row.get("feedback"):
                self.chosen = True
                said = ET.SubElement(
                    choice,
                    "qti-feedback-inline",
                    {
                        "outcome-identifier": CHOSEN,
                        "identifier": identifier(row["key"]),
                        "show-hide": "show",
                    },
                )
                said.text = pick(row["feedback"], self.language)
        if self.chosen:
            cardinality = "multiple" if most != 1 else "single"
            self._outcome(CHOSEN, "identifier").set("cardinality", cardinality)

    def _match_interaction(self, terms, partners, *, tabular: bool = False) -> None:
        interaction = ET.SubElement(
            self.body,
            "qti-match-interaction",
            {"response-identifier": RESPONSE, "max-associations": str(len(terms))},
        )
        if tabular:
            interaction.set("class", "qti-match-tabular")
        for rows, most in (
            ([(identifier(r["key"]), r.get("left", r.get("text"))) for r in terms], 1),
            (partners, 0),
        ):
            group = ET.SubElement(interaction, "qti-simple-match-set")
            for key, texts in rows:
                ET.SubElement(
                    group,
                    "qti-simple-associable-choice",
                    {"identifier": key, "match-max": str(most)},
                ).text = pick(texts, self.language)

    def _order_interaction(self, rows, most: int | None = None) -> None:
        attributes = {"response-identifier": RESPONSE, "shuffle": "true"}
        if most is not None:
            attributes |= {"min-choices": "1", "max-choices": str(most)}
        interaction = ET.SubElement(self.body, "qti-order-interaction", attributes)
        for row in rows:
            ET.SubElement(
                interaction, "qti-simple-choice", identifier=identifier(row["key"])
            ).text = pick(row["text"], self.language)

    def _lose_near(self) -> None:
        if self.spec.get("near"):
            self.losses.append(
                (
                    _("what is said to wrong answers people often give"),
                    _("%(format)s has no place for it.") % {"format": "QTI 3"},
                )
            )

    def _processing(self) -> ET.Element | None:
        rules = [] if self.score is None else [self.score]
        if self.chosen:
            chosen = ET.Element("qti-set-outcome-value", identifier=CHOSEN)
            ET.SubElement(chosen, "qti-variable", identifier=RESPONSE)
            rules.append(chosen)
        if "feedback" in self.spec:
            given = ET.Element("qti-set-outcome-value", identifier=GENERAL)
            value = ET.SubElement(given, "qti-base-value", {"base-type": "identifier"})
            value.text = "given"
            rules.append(given)
        if not rules:
            return None
        processing = ET.Element("qti-response-processing")
        processing.extend(rules)
        return processing


def _match_correct() -> ET.Element:
    return _when(ET.Element("qti-match"))


def _when(comparison: ET.Element) -> ET.Element:
    ET.SubElement(comparison, "qti-variable", identifier=RESPONSE)
    ET.SubElement(comparison, "qti-correct", identifier=RESPONSE)
    condition = ET.Element("qti-response-condition")
    for name, score in (("qti-response-if", "1"), ("qti-response-else", "0")):
        branch = ET.SubElement(condition, name)
        if score == "1":
            branch.append(comparison)
        rule = ET.SubElement(branch, "qti-set-outcome-value", identifier=SCORE)
        ET.SubElement(rule, "qti-base-value", {"base-type": "float"}).text = score
    return condition


def _share(parts: int) -> str:
    share = (Decimal(1) / parts).quantize(_STEP, ROUND_HALF_UP)
    return f"{share.normalize():f}"
