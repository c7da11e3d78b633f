"""What of a question goes into another format, and what stays behind."""

import re
import string
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.questions import grading, numbers
from assessments.questions.languages import pick

#: Entries of a question that other systems know as tags, ``difficulty:easy``.
TAGGED = ("difficulty", "objective", "lesson", "source", "version", "credit")
_LISTS = ("choices", "pairs", "items", "extra")
_STEP = Decimal("0.000001")
#: Code points that are no characters; GIFT's reader marks escapes with them.
_NO_CHARACTERS = range(0xFDD0, 0xFDF0)


@dataclass(frozen=True)
class Loss:
    """Something that could not be carried over: of which question, what, and why."""

    key: str
    what: str
    why: str

    def __str__(self) -> str:
        return _("%(key)s: %(what)s. %(why)s") % vars(self)


@dataclass(frozen=True)
class Entry:
    """A question read from a file: the entries of our own files, and its line."""

    data: dict[str, Any]
    line: int


@dataclass
class Carried:
    """A question as a format can hold it; ``data`` is ``None`` when it cannot."""

    data: dict[str, Any] | None
    losses: list[Loss] = field(default_factory=list)

    def lose(self, what: str, why: str) -> None:
        """Note that something stays behind."""
        self.losses.append(Loss(self.data["key"], what, why))

    def drop(self, names: Iterable[str], why: str) -> None:
        """Leave out these entries where the question has them."""
        for name in names:
            if name in self.data:
                del self.data[name]
                self.lose(f"`{name}`", why)


@dataclass(frozen=True)
class Ability:
    """What a format has a place for beyond the question and its answers."""

    name: str
    holds: frozenset[str]


def carry(spec: Mapping[str, Any], language: str, ability: Ability) -> Carried:
    """What comes back when ``spec`` is written in a format and read again."""
    carried = Carried({"key": spec["key"]})
    if spec["type"] in ("scale", "matrix", "rank"):
        carried.lose(
            _("the whole question"),
            _("%(format)s knows no questions without a right answer.")
            % {"format": ability.name},
        )
        return Carried(None, carried.losses)
    left_behind: set[str] = set()
    carried.data = _in_one_language(spec, language, left_behind)
    if left_behind:
        carried.lose(
            _("the texts in %(languages)s")
            % {"languages": ", ".join(sorted(left_behind))},
            _("A file holds one language; write another file for each."),
        )
    _clean_characters(carried)
    _number_keys(carried)
    for name in ("table", "picture", "hint", "unit", "shuffle"):
        if name not in ability.holds:
            carried.drop(
                [name],
                _("%(format)s has no place for it.") % {"format": ability.name},
            )
    _TYPES.get(spec["type"], _as_it_is)(carried, ability)
    return carried


def clean_characters(value: Any) -> Any:
    """Plain data without the characters that XML and YAML cannot hold."""
    if isinstance(value, dict):
        return {name: clean_characters(one) for name, one in value.items()}
    if isinstance(value, list):
        return [clean_characters(one) for one in value]
    if not isinstance(value, str):
        return value
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        character
        for character in lines
        if character in "\n\t"
        or (
            unicodedata.category(character) not in ("Cc", "Cs")
            and ord(character) not in _NO_CHARACTERS
            and ord(character) & 0xFFFE != 0xFFFE
        )
    )
    return kept.strip() or "?"


def characters_lost(key: str) -> Loss:
    """What is said when :func:`clean_characters` has changed something."""
    return Loss(
        key,
        _("characters that cannot be written"),
        _("They are left out of texts."),
    )


def text_of(texts: Mapping[str, str] | None) -> str:
    """The only text of an entry that was carried."""
    return next(iter((texts or {}).values()), "")


def tags_of(data: Mapping[str, Any]) -> list[str]:
    """The entries that travel as tags; a version of 1 goes without saying."""
    return [
        f"{name}:{data[name]}"
        for name in TAGGED
        if name in data and (name, data[name]) != ("version", 1)
    ]


def read_tags(tags: Iterable[str], found: Carried) -> None:
    """Take the entries out of tags; the other tags are noted as lost."""
    for tag in tags:
        name, colon, value = tag.partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon or name not in TAGGED or not value:
            found.lose(
                _("the tag “%(tag)s”") % {"tag": tag}, _("Questions here have none.")
            )
        elif name in ("objective", "version"):
            found.data[name] = int(value) if value.isdecimal() else value
        else:
            found.data[name] = value


def shares(number: int) -> str:
    """One of so many equal parts of a hundred, as Moodle writes it: 33.33333."""
    return f"{(Decimal(100) / number).quantize(Decimal('0.00001')).normalize():f}"


def credit_of_shares(fractions: list[Decimal], found: Carried) -> list[bool]:
    """Which of several choices are right, by their shares in per cent.

    Notes the credit rule the shares amount to, unless a tag has told it, and shares
    that no rule of ours gives.
    """
    rights = [share > 0 for share in fractions]
    part = Decimal(100) / max(1, sum(rights))
    negative = [share for share in fractions if share < 0]

    def near(share: Decimal, target: Decimal) -> bool:
        return abs(share - target) < Decimal("0.01")

    wrong = [share for share in fractions if share <= 0]
    even = all(near(share, part) for share in fractions if share > 0)
    if even and not negative and wrong:
        rule = grading.PROPORTIONAL
    else:
        rule = grading.PROPORTIONAL_MINUS_WRONG
        even = even and all(near(share, -part) for share in wrong)
    if not even:
        found.lose(
            _("the shares of the choices"),
            _("Every right choice brings the same; a wrong one takes as much away."),
        )
    found.data.setdefault("credit", rule)
    return rights


def letters(number: int) -> str:
    """The key of the answer at this place, from 0: a, b, ... z, aa, ab, ..."""
    letter = string.ascii_lowercase[number % 26]
    return letter if number < 26 else letters(number // 26 - 1) + letter


def key_for(wanted: str, name: str, prefix: str, taken: set[str]) -> str:
    """A key for a question that was read: its own if it can be one, else a new one."""
    key = wanted
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) or len(key) > 60:
        words = slugify(wanted or name).replace("_", "-").strip("-")
        words = re.sub(r"-+", "-", words)[:40].strip("-") or "question"
        key = f"{prefix}-{words}" if prefix else words
    found, number = key, 2
    while found in taken:
        found, number = f"{key}-{number}", number + 1
    taken.add(found)
    return found


def entry_of(found: Carried) -> dict[str, Any]:
    """The entries in the order of our files, with those every question has."""
    data = {"version": 1, "difficulty": "medium"} | found.data
    order = ("key", "version", "type", *TAGGED, "stem", "hint", "feedback")
    known = {name: data[name] for name in dict.fromkeys(order) if name in data}
    return known | {name: data[name] for name in data if name not in known}


def _in_one_language(value: Any, language: str, left_behind: set[str]) -> Any:
    if isinstance(value, Mapping):
        if value and all(_is_language(name) for name in value):
            left_behind |= {name for name in value if name != language}
            return {language: pick(value, language)}
        return {
            name: _in_one_language(one, language, left_behind)
            for name, one in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_in_one_language(one, language, left_behind) for one in value]
    return value


def _is_language(name: str) -> bool:
    return bool(re.fullmatch(r"[a-z]{2}(-[a-z]+)?", name))


def _clean_characters(carried: Carried) -> None:
    before = carried.data
    carried.data = clean_characters(before)
    if carried.data != before:
        carried.losses.append(characters_lost(before["key"]))


def _number_keys(carried: Carried) -> None:
    number, changed = 0, False
    for name in _LISTS:
        for row in carried.data.get(name, ()):
            key = letters(number)
            changed = changed or row["key"] != key
            row["key"] = key
            number += 1
    if changed:
        carried.lose(
            _("the keys of the answers"), _("Read again they are a, b, c and so on.")
        )


def _as_it_is(carried: Carried, ability: Ability) -> None:
    pass


def _multiple(carried: Carried, ability: Ability) -> None:
    if carried.data["credit"] == grading.EXACT:
        carried.lose(
            _("the credit rule"),
            _("All or nothing travels as a tag only: Moodle gives shares."),
        )


def _numeric(carried: Carried, ability: Ability) -> None:
    data = carried.data
    if data["tolerance_kind"] == "relative":
        tolerance = Decimal(data["tolerance"]) * abs(Decimal(data["right"]))
        tolerance = tolerance.quantize(_STEP, ROUND_HALF_UP)
        data |= {"tolerance": numbers.plain(tolerance), "tolerance_kind": "absolute"}
        carried.lose(
            _("that the tolerance is relative"),
            _("It is written as %(tolerance)s in the unit of the answer.")
            % {"tolerance": data["tolerance"]},
        )


def _matching(carried: Carried, ability: Ability) -> None:
    if carried.data["credit"] == grading.EXACT:
        carried.lose(
            _("the credit rule"),
            _("All or nothing travels as a tag only: Moodle gives shares."),
        )
    if ability.name == "GIFT":
        for row in carried.data["pairs"]:
            left = text_of(row["left"])
            if "->" in left:
                row["left"] = _without_arrow(row["left"], carried)


def _without_arrow(texts: Mapping[str, str], carried: Carried) -> dict[str, str]:
    carried.lose(_("the arrow ->"), _("In GIFT it divides terms from partners."))
    return {name: text.replace("->", "→") for name, text in texts.items()}


def _ordering(carried: Carried, ability: Ability) -> None:
    if ability.name == "GIFT":
        carried.drop(["feedback"], _("GIFT has no feedback to questions about order."))
        for row in carried.data["items"]:
            if re.search(r"[~=#{}:\\\n]", text_of(row["text"])):
                carried.lose(
                    _("how signs like # and : look in Moodle"),
                    _("Its ordering question shows the strokes before them."),
                )


def _short_text(carried: Carried, ability: Ability) -> None:
    rows = [*carried.data["accepted"], *carried.data.get("near", ())]
    if ability.name == "GIFT":
        for row in rows:
            for name in ("text", "feedback"):
                if "->" in text_of(row.get(name)):
                    row[name] = _without_arrow(row[name], carried)
    if carried.data["match"] != "contains":
        return
    for row in rows:
        text = text_of(row["text"])
        if text.endswith("\\"):
            row["text"] = {next(iter(row["text"])): text.rstrip("\\ ")}
            carried.lose(
                _("a stroke \\ at the end of an answer"),
                _("It would undo the star that stands for any text."),
            )
    # An answer of strokes alone has nothing left to look for.
    for name in ("accepted", "near"):
        if name in carried.data:
            carried.data[name] = [
                row for row in carried.data[name] if text_of(row["text"])
            ]
    if not carried.data.get("near", True):
        del carried.data["near"]


def _long_text(carried: Carried, ability: Ability) -> None:
    language = next(iter(carried.data["stem"]))
    points = sum(row["points"] for row in carried.data["rubric"])
    carried.data.pop("words", None)
    carried.data["rubric"] = whole_rubric(language, min(points, 20))
    carried.lose(
        _("the rubric"),
        _("It is written as a note to the marker; read again it is one criterion."),
    )


def whole_rubric(language: str, points: int) -> list[dict[str, Any]]:
    """The rubric of a text that comes without one: marked as a whole."""
    return [
        {
            "key": "a",
            "text": {language: _("The answer as a whole")},
            "points": points,
            "full": {language: _("Answers the question in full.")},
        }
    ]


_TYPES = {
    "multiple": _multiple,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "short_text": _short_text,
    "long_text": _long_text,
}
