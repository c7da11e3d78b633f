"""GIFT: reading. What is read, and how it is written, see :mod:`.gift`."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from assessments.questions import numbers
from assessments.questions.formats.carrying import (
    Carried,
    Entry,
    Loss,
    credit_of_shares,
    entry_of,
    key_for,
    letters,
    read_tags,
    whole_rubric,
)
from assessments.questions.formats.gift import ORDER_RULES
from assessments.questions.formats.html_text import (
    html_to_markdown,
    reads_as_written,
    words_to_markdown,
)
from assessments.questions.formats.stars import without_stars
from lms.core.content_files import Problems
from lms.core.markdown import plain_text, to_html

# Escaped characters become code points that are no characters, so that what
# divides and what is meant are told apart; see `_meant`.
_ESCAPABLE = "~=#{}:\\n"
_MARKS = {mark: chr(0xFDD0 + place) for place, mark in enumerate(_ESCAPABLE)}
_MEANT = str.maketrans(
    {hidden: "\n" if mark == "n" else mark for mark, hidden in _MARKS.items()}
)
_COMMENT = re.compile(r"\[(id|tag):((?:[^\]\\]|\\.)*)\]")
_FORMAT = re.compile(r"\A\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"\A%(-?[0-9]{1,3}(?:\.[0-9]*)?)%")
_TRUTH = re.compile(r"\A(T|TRUE|F|FALSE)\Z", re.IGNORECASE)


@dataclass
class _Block:
    """The lines of one question, its comments apart; ``line`` is the first."""

    line: int
    text: str
    key: str = ""
    tags: tuple[str, ...] = ()


class _NotRead(ValueError):
    """The block is not GIFT. ``args``: message and remedy."""


def parse(
    text: str,
    problems: Problems,
    *,
    file: str = "questions.gift",
    language: str = "en",
    prefix: str = "",
) -> tuple[list[Entry], list[Loss]]:
    """The questions of a file as entries of our own, and what was left behind.

    ``prefix`` begins the keys of questions that bring none. Blocks that are not
    GIFT are noted in ``problems``.
    """
    entries, losses, taken = [], [], set()
    for block in _blocks(text):
        if block.text.startswith("$CATEGORY"):
            name = block.text.partition(":")[2].strip()
            why = _("Questions here have no categories.")
            losses.append(Loss("", _("the category %(name)s") % {"name": name}, why))
            continue
        try:
            found = _read(block, language, prefix, taken)
        except _NotRead as error:
            problems.add(file, block.line, *error.args)
            continue
        losses += found.losses
        if found.data is not None:
            entries.append(Entry(entry_of(found), block.line))
    return entries, losses


def _blocks(text):
    block, key, tags = None, "", []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        if line.lstrip().startswith("//"):
            for name, value in _COMMENT.findall(line):
                value = re.sub(r"\\(.)", r"\1", value)
                key, tags = (value, tags) if name == "id" else (key, [*tags, value])
        elif line.strip():
            if block is None:
                block = _Block(number, "")
            block.text += f"{line}\n"
            if line.startswith("$CATEGORY"):
                yield block
                block = None
        elif block is not None:
            block.key, block.tags = key, tuple(tags)
            block.text = block.text.strip()
            yield block
            block, key, tags = None, "", []


def _read(block: _Block, language: str, prefix: str, taken: set[str]) -> Carried:
    text = re.sub(r"\\([~=#{}:\\n])", lambda match: _MARKS[match[1]], block.text)
    name = ""
    if text.startswith("::"):
        name, colons, text = text[2:].partition("::")
        if not colons:
            raise _NotRead("The name of the question has no end.", "Write `::name::`.")
    before, brace, rest = text.partition("{")
    inside, closing, after = rest.rpartition("}")
    found = Carried({"key": _meant(name) or before[:40].strip(), "type": ""})
    if not brace:
        found.lose(_("the whole text"), _("It asks nothing: there are no braces."))
        return Carried(None, found.losses)
    if not closing or "{" in inside:
        raise _NotRead(
            "The braces do not match.",
            "Write the answers in one pair of braces, others as \\{ and \\}.",
        )
    form = _FORMAT.match(before.strip())
    found.data["key"] = key_for(block.key, _meant(name or before), prefix, taken)
    if after.strip():
        before = f"{before.rstrip()} _____ {after.strip()}"
    read_tags(block.tags, found)
    found.data["stem"] = {language: _stem(before.strip())}
    answers, _hashes, general = inside.strip().partition("####")
    if general.strip():
        found.data["feedback"] = {language: _words(general, form, found)}
    _answers(answers.strip(), form, found, language)
    return found


def _answers(answers: str, form, found: Carried, language: str) -> None:
    if not answers:
        found.data |= {"type": "long_text", "rubric": whole_rubric(language, 1)}
        found.lose(_("a rubric"), _("GIFT has none; write the criteria."))
    elif answers.startswith(">"):
        _read_ordering(answers, form, found, language)
    elif answers.startswith("#"):
        _read_numeric(answers[1:].strip(), form, found, language)
    elif _TRUTH.match(answers.partition("#")[0].strip()):
        _read_true_false(answers, form, found, language)
    elif answers[0] not in "=~":
        raise _NotRead(
            "The answers begin with neither = nor ~.",
            "Write = before what is right and ~ before what is wrong.",
        )
    else:
        rows = [row for row in re.split(r"(?=[=~])", answers) if row.strip()]
        if all(row[0] == "=" for row in rows):
            if all("->" in row for row in rows):
                _read_matching(rows, form, found, language)
            else:
                _read_short_text(rows, form, found, language)
        else:
            _read_choices(rows, form, found, language)


def _read_ordering(answers, form, found, language):
    first, _break, rest = answers.partition("\n")
    rule = next((word for word in first.split() if "_" in word), "")
    items = [line.strip() for line in rest.split("\n") if line.strip()]
    if not items:
        raise _NotRead(
            "The order is not written as Moodle does.",
            "Write > and the number of lines, then one line below another.",
        )
    found.data |= {
        "type": "ordering",
        "credit": "exact" if rule == ORDER_RULES["exact"] else "proportional",
        "items": [
            {"key": letters(place), "text": {language: _words(line, form, found)}}
            for place, line in enumerate(items)
        ],
    }
    if rule and rule not in ORDER_RULES.values():
        found.lose(
            _("its way of grading"), _("Neighbours that follow each other count.")
        )


def _read_numeric(answers, form, found, language):
    rows = re.split(r"(?==)", answers) if answers.startswith("=") else [f"={answers}"]
    found.data["type"] = "numeric"
    near = []
    for row in (row for row in rows if row.strip()):
        share, body = _share(row[1:].strip(), Decimal(100))
        value, said = _said(body, form, found)
        right, tolerance = _span(value)
        if share == 100 and "right" not in found.data:
            found.data |= {
                "right": right,
                "tolerance": tolerance,
                "tolerance_kind": "absolute",
            }
            if said:
                found.lose(_("what is said to the right number"), _no_place())
        elif share <= 0 and said:
            near.append({"value": right, "feedback": {language: said}})
        else:
            found.lose(_("the answer %(text)s") % {"text": value}, _no_place())
    if near:
        found.data["near"] = near


def _read_true_false(answers, form, found, language):
    word, *said = answers.split("#")
    truth = word.strip().upper().startswith("T")
    found.data |= {"type": "true_false", "right": truth}
    # The first text is for those who were wrong.
    for answer, text in zip((not truth, truth), said, strict=False):
        if text.strip():
            words = {language: _words(text, form, found)}
            found.data[f"feedback_{str(answer).lower()}"] = words


def _read_matching(rows, form, found, language):
    pairs, extra = [], []
    for place, row in enumerate(rows):
        left, _arrow, right = row[1:].partition("->")
        entry = {"key": letters(place)}
        if left.strip():
            entry["left"] = {language: _words(left, form, found)}
        entry["right"] = {language: _words(right, form, found)}
        (pairs if left.strip() else extra).append(entry)
    found.data |= {"type": "matching", "pairs": pairs}
    found.data.setdefault("credit", "proportional")
    if extra:
        found.data["extra"] = extra


def _read_short_text(rows, form, found, language):
    accepted, near, matches = [], [], set()
    for row in rows:
        share, body = _share(row[1:].strip(), Decimal(100))
        pattern, said = _said(body, form, found)
        text, match = without_stars(_meant(pattern))
        if share > 0 and text:
            credit = numbers.plain(min(share, Decimal(100)) / 100)
            accepted.append({"text": {language: text}, "credit": credit})
            matches.add(match)
            if said:
                found.lose(_("what is said to an accepted answer"), _no_place())
        elif text and text != "*" and said:
            near.append({"text": {language: text}, "feedback": {language: said}})
        else:
            found.lose(_("the answer %(text)s") % {"text": text or "*"}, _no_place())
    if len(matches) > 1:
        found.lose(_("stars in some answers"), _("All are looked for in the same way."))
    match = matches.pop() if len(matches) == 1 else "whole"
    found.data |= {"type": "short_text", "match": match, "accepted": accepted}
    if near:
        found.data["near"] = near


def _read_choices(rows, form, found, language):
    single = any(row[0] == "=" for row in rows)
    found.data["type"] = "single" if single else "multiple"
    choices, fractions = [], []
    for place, row in enumerate(rows):
        share, body = Decimal(100), row[1:].strip()
        if row[0] == "~":
            share, body = _share(body, Decimal(0))
        text, said = _said(body, form, found)
        choice = {"key": letters(place), "text": {language: _words(text, form, found)}}
        choice["right"] = row[0] == "="
        if said:
            choice["feedback"] = {language: said}
        choices.append(choice)
        fractions.append(share)
    if single:
        if any(
            share for row, share in zip(rows, fractions, strict=True) if row[0] == "~"
        ):
            found.lose(_("part of a point"), _("A single choice is right or wrong."))
    else:
        rights = credit_of_shares(fractions, found)
        for choice, right in zip(choices, rights, strict=True):
            choice["right"] = right
    found.data["choices"] = choices


def _no_place() -> str:
    return _("Questions here have no place for it.")


def _share(body, default):
    weight = _WEIGHT.match(body)
    if weight is None:
        return default, body
    return Decimal(weight[1]), body[weight.end() :].strip()


def _said(body, form, found):
    text, _hash, said = body.partition("#")
    return text.strip(), _words(said, form, found)


def _span(value):
    # `_meant` only for what is no number: the loader then names it.
    try:
        if ".." in value:
            low, high = (Decimal(part) for part in value.split(".."))
            return numbers.plain((low + high) / 2), numbers.plain((high - low) / 2)
        number, _colon, tolerance = value.partition(":")
        plain = [Decimal(number.strip()), Decimal(tolerance.strip() or 0)]
    except (InvalidOperation, ValueError):
        return _meant(value), "0"
    if not all(one.is_finite() and abs(one.adjusted()) < 40 for one in plain):
        return _meant(value), "0"
    return numbers.plain(plain[0]), numbers.plain(plain[1])


def _stem(text):
    form = _FORMAT.match(text)
    text = _meant(text[form.end() :] if form else text)
    if form and form[1] == "markdown":
        return text
    if form and form[1] == "html":
        return html_to_markdown(text)
    # Moodle's own format is text with a little HTML.
    if (not form or form[1] == "moodle") and re.search(r"</?[a-z]+[ />]", text):
        return html_to_markdown(text)
    return words_to_markdown(text)


def _words(text, outer, found):
    text = text.strip()
    form = _FORMAT.match(text)
    text = _meant(text[form.end() :] if form else text)
    kind = (form or outer or ["", "moodle"])[1]
    if kind == "html" and "<" in text:
        words = plain_text(text)
    elif kind == "markdown" and not reads_as_written(text):
        words = plain_text(to_html(text))
    else:
        return text
    if words != text:
        found.lose(
            _("the formatting of “%(text)s”") % {"text": words[:40]}, _no_place()
        )
    return words


def _meant(text):
    return text.translate(_MEANT).strip()
