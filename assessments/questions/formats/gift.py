"""GIFT, the plain-text format of Moodle: writing.

https://docs.moodle.org/en/GIFT_format. A question is one block without empty lines;
``~ = # { } : \\`` are written with a stroke before them. Key and tags stand in a
comment above, ``// [id:01-q01] [tag:difficulty:easy]``, which Moodle reads as well.
The way back is :mod:`assessments.questions.formats.gift_reading`.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from assessments.questions.formats.carrying import (
    Ability,
    Loss,
    carry,
    shares,
    tags_of,
    text_of,
)
from assessments.questions.formats.html_text import reads_as_written
from assessments.questions.formats.stars import with_stars

ABILITY = Ability("GIFT", frozenset())

_SPECIAL = re.compile(r"([~=#{}:\\])")
#: How orders are graded, in the words of Moodle's ordering question.
ORDER_RULES = {
    "proportional": "RELATIVE_NEXT_EXCLUDE_LAST",
    "exact": "ALL_OR_NOTHING",
}


def render(
    specs: Iterable[Mapping[str, Any]], language: str = "en"
) -> tuple[str, list[Loss]]:
    """The questions as one file in one language, and what could not be carried."""
    blocks, losses = [], []
    for spec in specs:
        carried = carry(spec, language, ABILITY)
        losses += carried.losses
        if carried.data is not None:
            blocks.append(_block(carried.data))
    return "\n".join(blocks), losses


def _block(data: dict[str, Any]) -> str:
    tags = [re.sub(r"([\\\]])", r"\\\1", tag) for tag in tags_of(data)]
    tags = [f"[id:{data['key']}]", *(f"[tag:{tag}]" for tag in tags)]
    lines = _WRITERS[data["type"]](data)
    if "feedback" in data:
        lines.append(f"####{_plain(text_of(data['feedback']))}")
    body = "".join(f"\n\t{line}" for line in lines)
    stem = _escaped(text_of(data["stem"]))
    return (
        f"// {' '.join(tags)}\n"
        f"::{_escaped(data['key'])}::[markdown]{stem}{{{body.lstrip()}\n}}\n"
    )


def _choices(data):
    right = shares(sum(row["right"] for row in data["choices"]))
    wrong = "0" if data.get("credit") == "proportional" else f"-{right}"
    lines = []
    for row in data["choices"]:
        if data["type"] == "single":
            mark = "=" if row["right"] else "~%0%"
        else:
            mark = f"~%{right if row['right'] else wrong}%"
        lines.append(mark + _plain(text_of(row["text"])) + _said(row.get("feedback")))
    return lines


def _true_false(data):
    wrong, right = (
        text_of(data.get(f"feedback_{str(truth).lower()}"))
        for truth in (not data["right"], data["right"])
    )
    line = str(data["right"]).upper()
    if wrong or right:
        line += f"#{_plain(wrong)}"
    return [f"{line}#{_plain(right)}" if right else line]


def _numeric(data):
    rows = [f"=%100%{data['right']}:{data['tolerance']}"]
    rows += [
        f"=%0%{row['value']}:{data['tolerance']}{_said(row['feedback'])}"
        for row in data.get("near", ())
    ]
    return ["#", *rows]


def _matching(data):
    return [
        f"={_plain(text_of(row.get('left')))} -> {_plain(text_of(row['right']))}"
        for row in [*data["pairs"], *data.get("extra", ())]
    ]


def _ordering(data):
    rule = ORDER_RULES[data["credit"]]
    first = f">{len(data['items'])} ALL VERTICAL {rule} SHOW"
    return [first, *(_plain(text_of(row["text"])) for row in data["items"])]


def _short_text(data):
    def written(text):
        return _escaped(with_stars(text_of(text), data["match"]))

    lines = [
        f"=%{(Decimal(row['credit']) * 100).normalize():f}%{written(row['text'])}"
        for row in data["accepted"]
    ]
    lines += [
        f"=%0%{written(row['text'])}{_said(row['feedback'])}"
        for row in data.get("near", ())
    ]
    return lines


def _long_text(data):
    return []


_WRITERS = {
    "single": _choices,
    "multiple": _choices,
    "true_false": _true_false,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "short_text": _short_text,
    "long_text": _long_text,
}


def _said(texts):
    return f"#{_plain(text_of(texts))}" if texts else ""


def _plain(text: str) -> str:
    # The block is Markdown; a text that would read otherwise says it is not.
    if text and (text.startswith(("[", "//")) or not reads_as_written(text)):
        return f"[plain]{_escaped(text)}"
    return _escaped(text)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "\\n")
