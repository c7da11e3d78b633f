"""Moodle XML, as Moodle's question bank writes and reads it: writing.

https://docs.moodle.org/en/Moodle_XML_format. The question is marked as Markdown
and everything else as plain text, so that both come back as they were. Key, version
and the other entries without a place of their own travel as ``idnumber`` and tags.
The way back is :mod:`assessments.questions.formats.moodle_reading`.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

from assessments.questions.formats.carrying import (
    Ability,
    Loss,
    carry,
    shares,
    tags_of,
    text_of,
)
from assessments.questions.formats.stars import with_stars

ABILITY = Ability("Moodle XML", frozenset({"hint", "unit", "shuffle"}))

_TYPE_NAMES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "true_false": "truefalse",
    "numeric": "numerical",
    "matching": "matching",
    "ordering": "ordering",
    "short_text": "shortanswer",
    "long_text": "essay",
}
PROPORTIONAL_ORDER = "RELATIVE_NEXT_EXCLUDE_LAST"
EXACT_ORDER = "ALL_OR_NOTHING"


def render(
    specs: Iterable[Mapping[str, Any]], language: str = "en"
) -> tuple[str, list[Loss]]:
    """The questions as one file in one language, and what could not be carried."""
    quiz, losses = ET.Element("quiz"), []
    for spec in specs:
        carried = carry(spec, language, ABILITY)
        losses += carried.losses
        if carried.data is not None:
            _write(quiz, carried.data, spec)
    ET.indent(quiz)
    text = ET.tostring(quiz, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', losses


def _write(quiz: ET.Element, data: dict[str, Any], spec: Mapping[str, Any]) -> None:
    question = ET.SubElement(quiz, "question", type=_TYPE_NAMES[data["type"]])
    _text(question, "name", data["key"])
    _text(question, "questiontext", text_of(data["stem"]), form="markdown")
    _text(question, "generalfeedback", text_of(data.get("feedback")), form="plain_text")
    _plain(question, defaultgrade="1", penalty="0", hidden="0", idnumber=data["key"])
    _WRITERS[data["type"]](question, data, spec)
    if "hint" in data:
        _text(question, "hint", text_of(data["hint"]), form="plain_text")
    tags = ET.SubElement(question, "tags")
    for tag in tags_of(data):
        _text(tags, "tag", tag)


def _write_choices(question, data, spec):
    _plain(
        question,
        single="true" if data["type"] == "single" else "false",
        shuffleanswers="true" if data.get("shuffle", True) else "false",
        answernumbering="none",
    )
    right = shares(sum(row["right"] for row in data["choices"]))
    minus = data.get("credit") not in (None, "proportional")
    for row in data["choices"]:
        wrong = f"-{right}" if minus else "0"
        answer = _answer(question, right if row["right"] else wrong, row["text"])
        _text(answer, "feedback", text_of(row.get("feedback")), form="plain_text")


def _write_true_false(question, data, spec):
    for truth in (True, False):
        word = str(truth).lower()
        share = "100" if truth is data["right"] else "0"
        answer = _answer(question, share, {"": word}, form="moodle_auto_format")
        feedback = text_of(data.get(f"feedback_{word}"))
        _text(answer, "feedback", feedback, form="plain_text")


def _write_numeric(question, data, spec):
    rows = [("100", data["right"], None)]
    rows += [("0", row["value"], row["feedback"]) for row in data.get("near", ())]
    for share, value, feedback in rows:
        answer = _answer(question, share, {"": value}, form="moodle_auto_format")
        _text(answer, "feedback", text_of(feedback), form="plain_text")
        _plain(answer, tolerance=data["tolerance"])
    if "unit" in data:
        units = ET.SubElement(question, "units")
        unit = ET.SubElement(units, "unit")
        _plain(unit, multiplier="1", unit_name=text_of(data["unit"]))
        _plain(question, unitgradingtype="0", unitpenalty="0", showunits="0")


def _write_matching(question, data, spec):
    _plain(question, shuffleanswers="true")
    for row in [*data["pairs"], *data.get("extra", ())]:
        sub = ET.SubElement(question, "subquestion", format="plain_text")
        _plain(sub, text=text_of(row.get("left")))
        _text(sub, "answer", text_of(row["right"]))


def _write_ordering(question, data, spec):
    exact = data["credit"] == "exact"
    _plain(
        question,
        layouttype="VERTICAL",
        selecttype="ALL",
        selectcount="0",
        gradingtype=EXACT_ORDER if exact else PROPORTIONAL_ORDER,
        showgrading="SHOW",
        numberingstyle="none",
    )
    for row in data["items"]:
        _answer(question, "1", row["text"])


def _write_short_text(question, data, spec):
    _plain(question, usecase="0")
    rows = [(row["credit"], row["text"], None) for row in data["accepted"]]
    rows += [("0", row["text"], row["feedback"]) for row in data.get("near", ())]
    for credit, text, feedback in rows:
        pattern = with_stars(text_of(text), data["match"])
        share = f"{(Decimal(credit) * 100).normalize():f}"
        answer = _answer(question, share, {"": pattern}, form="moodle_auto_format")
        _text(answer, "feedback", text_of(feedback), form="plain_text")


def _write_long_text(question, data, spec):
    _plain(question, responseformat="plain", responserequired="1", attachments="0")
    lines = [
        f"{text_of(row['text'])} ({row['points']}): {text_of(row['full'])}"
        for row in spec["rubric"]
    ]
    _text(question, "graderinfo", "\n".join(lines), form="plain_text")
    question.find("defaultgrade").text = str(
        sum(row["points"] for row in data["rubric"])
    )


_WRITERS = {
    "single": _write_choices,
    "multiple": _write_choices,
    "true_false": _write_true_false,
    "numeric": _write_numeric,
    "matching": _write_matching,
    "ordering": _write_ordering,
    "short_text": _write_short_text,
    "long_text": _write_long_text,
}


def _text(parent, name, text, form=""):
    element = ET.SubElement(parent, name, {"format": form} if form else {})
    ET.SubElement(element, "text").text = text
    return element


def _plain(parent, **texts):
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


def _answer(question, share, texts, form="plain_text"):
    answer = ET.SubElement(question, "answer", fraction=share, format=form)
    ET.SubElement(answer, "text").text = text_of(texts)
    return answer
