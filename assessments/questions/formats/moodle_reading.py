"""Moodle XML: reading. How it is written, see :mod:`.moodle_xml`."""

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
from assessments.questions.formats.html_text import (
    html_to_markdown,
    words_to_markdown,
)
from assessments.questions.formats.moodle_xml import EXACT_ORDER, PROPORTIONAL_ORDER
from assessments.questions.formats.stars import without_stars
from assessments.questions.formats.xml_tree import Element, XmlRefused, read_xml
from lms.core.content_files import Problems
from lms.core.markdown import plain_text


def parse(
    text: str,
    problems: Problems,
    *,
    file: str = "moodle.xml",
    language: str = "en",
    prefix: str = "",
) -> tuple[list[Entry], list[Loss]]:
    """The questions of a file as entries of our own, and what was left behind.

    ``prefix`` begins the keys of questions that bring none. What makes the file
    unreadable is noted in ``problems``.
    """
    try:
        quiz = read_xml(text)
    except XmlRefused as error:
        problems.add(
            file,
            error.line,
            f"This is not XML that can be read: {error}.",
            "Export it from Moodle again as Moodle XML.",
        )
        return [], []
    if quiz.name != "quiz":
        problems.add(
            file,
            quiz.line,
            f"The file begins with <{quiz.name}>, not with <quiz>.",
            "Export the questions from Moodle as Moodle XML.",
        )
        return [], []
    entries, losses, taken = [], [], set()
    for question in quiz.all("question"):
        found = _read(question, language, prefix, taken)
        losses += found.losses
        if found.data is not None:
            entries.append(Entry(entry_of(found), question.line))
    return entries, losses


def _read(question: Element, language: str, prefix: str, taken: set[str]) -> Carried:
    kind, name = question.attributes.get("type", ""), question.text_of("name", "text")
    if kind not in _READERS:
        found = Carried({"key": name or kind})
        found.lose(
            _("the whole question"),
            _("There is no type here for “%(type)s”.") % {"type": kind},
        )
        return Carried(None, found.losses)
    key = key_for(question.text_of("idnumber"), name, prefix, taken)
    found = Carried({"key": key, "type": ""})
    read_tags((tag.text_of("text") for tag in _below(question, "tags", "tag")), found)
    found.data["stem"] = {language: _stem(question.find("questiontext"), found)}
    for ours, theirs in (("feedback", "generalfeedback"), ("hint", "hint")):
        said = _words(question.find(theirs), found)
        if said:
            found.data[ours] = {language: said}
    if len(question.all("hint")) > 1:
        found.lose(_("all hints but the first"), _("A question has one."))
    for theirs in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        # What Moodle writes by itself is no loss.
        said = _words(question.find(theirs), found)
        if said and not said.startswith("Your answer is "):
            found.lose(f"`{theirs}`", _("Here the answers and the question have it."))
    _READERS[kind](question, found, language)
    if kind != "essay" and question.text_of("defaultgrade") not in (
        *("", "1", "1.0", "1.0000000"),
    ):
        found.lose(_("its points"), _("Every question is worth one point."))
    return found


def _read_choices(question, found, language):
    single = question.text_of("single") in ("true", "1")
    found.data["type"] = "single" if single else "multiple"
    if question.text_of("shuffleanswers") in ("false", "0"):
        found.data["shuffle"] = False
    answers = question.all("answer")
    fractions = [_share(answer, found) for answer in answers]
    if single:
        rights = [share >= 100 for share in fractions]
        if any(0 < share < 100 or share < 0 for share in fractions):
            found.lose(_("part of a point"), _("A single choice is right or wrong."))
    else:
        rights = credit_of_shares(fractions, found)
    found.data["choices"] = [
        _with_feedback(
            {
                "key": letters(place),
                "text": {language: _words(answer, found)},
                "right": right,
            },
            answer,
            found,
            language,
        )
        for place, (answer, right) in enumerate(zip(answers, rights, strict=True))
    ]


def _read_true_false(question, found, language):
    found.data |= {"type": "true_false", "right": False}
    for answer in question.all("answer"):
        word = answer.text_of("text").lower()
        if _share(answer, found) > 0:
            found.data["right"] = word == "true"
        said = _words(answer.find("feedback"), found)
        if said and word in ("true", "false"):
            found.data[f"feedback_{word}"] = {language: said}


def _read_numeric(question, found, language):
    data = found.data
    data["type"] = "numeric"
    near = []
    for answer in question.all("answer"):
        value, said = answer.text_of("text"), _words(answer.find("feedback"), found)
        if _share(answer, found) >= 100 and "right" not in data:
            data |= {
                "right": _number(value),
                "tolerance": _number(answer.text_of("tolerance") or "0"),
                "tolerance_kind": "absolute",
            }
            if said:
                found.lose(_("what is said to the right number"), _no_place())
        elif value != "*" and said and _share(answer, found) <= 0:
            near.append({"value": _number(value), "feedback": {language: said}})
        else:
            found.lose(_("the answer %(text)s") % {"text": value}, _no_place())
    units = _below(question, "units", "unit")
    if units:
        data["unit"] = {language: units[0].text_of("unit_name")}
    if len(units) > 1:
        found.lose(_("all units but the first"), _("A question has one."))
    if near:
        data["near"] = near


def _read_matching(question, found, language):
    pairs, extra = [], []
    for place, sub in enumerate(question.all("subquestion")):
        row = {"key": letters(place)}
        left = _words(sub, found)
        if left:
            row["left"] = {language: left}
        row["right"] = {language: sub.text_of("answer", "text")}
        (pairs if left else extra).append(row)
    found.data |= {"type": "matching", "pairs": pairs}
    found.data.setdefault("credit", "proportional")
    if extra:
        found.data["extra"] = extra


def _read_ordering(question, found, language):
    grading = question.text_of("gradingtype")
    found.data |= {
        "type": "ordering",
        "credit": "exact" if grading in (EXACT_ORDER, "-1") else "proportional",
        "items": [
            {"key": letters(place), "text": {language: _words(answer, found)}}
            for place, answer in enumerate(question.all("answer"))
        ],
    }
    if grading not in ("", EXACT_ORDER, PROPORTIONAL_ORDER, "-1", "1"):
        found.lose(
            _("its way of grading"), _("Neighbours that follow each other count.")
        )


def _read_short_text(question, found, language):
    accepted, near, matches = [], [], set()
    for answer in question.all("answer"):
        text, match = without_stars(answer.text_of("text"))
        said, share = _words(answer.find("feedback"), found), _share(answer, found)
        if share > 0 and text:
            credit = numbers.plain(min(share, Decimal(100)) / 100)
            accepted.append({"text": {language: text}, "credit": credit})
            matches.add(match)
            if said:
                found.lose(_("what is said to an accepted answer"), _no_place())
        elif text and said and text != "*":
            near.append({"text": {language: text}, "feedback": {language: said}})
        else:
            found.lose(_("the answer %(text)s") % {"text": text or "*"}, _no_place())
    if len(matches) > 1:
        found.lose(_("stars in some answers"), _("All are looked for in the same way."))
    found.data |= {
        "type": "short_text",
        "match": matches.pop() if len(matches) == 1 else "whole",
        "accepted": accepted,
    }
    if near:
        found.data["near"] = near
    if question.text_of("usecase") == "1":
        found.lose(_("the difference of capital letters"), _("They are forgiven."))


def _read_long_text(question, found, language):
    points = _share_of(question.text_of("defaultgrade")) or Decimal(1)
    rubric = whole_rubric(language, max(1, min(20, int(points))))
    found.data |= {"type": "long_text", "rubric": rubric}
    found.lose(
        _("a rubric"), _("Moodle's essay has none; write the criteria for the markers.")
    )


_READERS = {
    "multichoice": _read_choices,
    "truefalse": _read_true_false,
    "numerical": _read_numeric,
    "matching": _read_matching,
    "ordering": _read_ordering,
    "shortanswer": _read_short_text,
    "essay": _read_long_text,
}


def _no_place() -> str:
    return _("Questions here have no place for it.")


def _below(question, name, child):
    parent = question.find(name)
    return parent.all(child) if parent else []


def _with_feedback(row, answer, found, language):
    said = _words(answer.find("feedback"), found)
    return row | ({"feedback": {language: said}} if said else {})


def _stem(element: Element | None, found: Carried) -> str:
    if element is None:
        return ""
    text, form = element.text_of("text"), element.attributes.get("format", "html")
    _note_files(element, text, found)
    if form == "markdown":
        return text
    if form == "plain_text":
        return words_to_markdown(text)
    return html_to_markdown(text)


def _words(element: Element | None, found: Carried) -> str:
    """The plain words of a text that can hold no formatting here."""
    if element is None:
        return ""
    text, form = element.text_of("text"), element.attributes.get("format", "")
    if form in ("plain_text", "") or "<" not in text:
        return text
    _note_files(element, text, found)
    words = plain_text(text)
    if any(mark in text for mark in ("<b", "<i", "<em", "<strong", "<a ", "<su")):
        found.lose(
            _("the formatting of “%(text)s”") % {"text": words[:40]}, _no_place()
        )
    return words


def _note_files(element: Element, text: str, found: Carried) -> None:
    if element.all("file") or "<img" in text or "@@PLUGINFILE@@" in text:
        found.lose(_("pictures and files"), _("Add them to the question by hand."))
    if "<table" in text:
        found.lose(_("the shape of a table"), _("Write it again under `table`."))


def _share(answer: Element, found: Carried) -> Decimal:
    share = _share_of(answer.attributes.get("fraction", "0"))
    if share is None:
        found.lose(_("the share of an answer"), _("It is not a number; taken as 0."))
    return share or Decimal(0)


def _share_of(text: str) -> Decimal | None:
    try:
        share = Decimal(text)
    except InvalidOperation:
        return None
    return share if share.is_finite() and abs(share) <= 100 else None


def _number(text: str) -> str:
    # What is no number is refused where entries are judged, with its line.
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > numbers.MAX_CHARACTERS:
        return text
    return numbers.plain(number)
