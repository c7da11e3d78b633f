"""What somebody types from a paper check, letter by letter. Pure.

What may be typed for a question, by how it is answered (:class:`OnPaper`):

========= ==================================================================
one       ``b``, or the whole text of an option
several   ``a c``, ``ac``, ``a, c``
scale     ``4``
pairs     ``1-c 2-a``; or a letter for every row in their order: ``c a b``
order     ``c a b``: the letters in the right order; or ``1-c 2-a 3-b``
first_few ``c a``: most important first; or ``1-c 2-a``
line      the number or the words
text      the text
========= ==================================================================

Capital letters, spaces, stops, commas, brackets and hyphens between the letters do
not matter. Cyrillic and Greek letters that look like Latin ones count as these. An
empty cell or a dash is no answer.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.questions.controls import ANSWER, OnPaper
from assessments.questions.forms import AnswerForm
from assessments.questions.languages import spoken
from assessments.questions.registry import type_of

if TYPE_CHECKING:
    from assessments.quizzes.papers import PaperQuestion

_DASHES = "-\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}"
_BLANK = frozenset({"", "/", *_DASHES})
#: Letters of other scripts that nobody can tell from Latin ones on paper.
_LOOKALIKES = str.maketrans(
    "АВСЕНІЈКМОРЅТХасеіјорѕхΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABCEHIJKMOPSTXaceijopsxABEZHIKMNOPTYXo",
)
_SEPARATORS = re.compile(rf"[\s{re.escape(_DASHES)}.,;:/()\[\]|+&=>→'\"،؛]*")
_TOKEN = re.compile(r"[a-z]|[0-9]{1,4}")
_EXAMPLES = {
    OnPaper.ONE: "b",
    OnPaper.SEVERAL: "a c",
    OnPaper.SCALE: "3",
    OnPaper.PAIRS: "1-c 2-a",
    OnPaper.ORDER: "c a b",
    OnPaper.FIRST_FEW: "c a",
}


class LettersNotRead(ValueError):
    """What was typed is no answer to the question; ``str()`` says what to type."""


def letters_of(question: "PaperQuestion", answer: Any, language: str) -> str:
    """A stored answer as somebody would type it; empty without one."""
    if answer is None:
        return ""
    question_class = type_of(question.spec)
    entered = question_class.entry(question.spec, answer)
    labels = {one.value: one.label for one in question.lettered(language)}
    match question.layout:
        case OnPaper.ONE | OnPaper.SCALE:
            return labels.get(entered[ANSWER], "")
        case OnPaper.SEVERAL:
            return " ".join(sorted(labels[key] for key in entered[ANSWER]))
        case OnPaper.PAIRS:
            return " ".join(
                f"{row.number}-{labels[entered[row.name]]}"
                for row in question.numbered(language)
                if entered.get(row.name) in labels
            )
        case OnPaper.FIRST_FEW:
            rows = question.numbered(language)
            return " ".join(labels[entered[r.name]] for r in rows if r.name in entered)
        case OnPaper.ORDER:
            return " ".join(
                labels[name]
                for name, _place in sorted(entered.items(), key=lambda e: int(e[1]))
            )
    words = question_class.describe(
        question.spec, answer, spoken(question.spec["stem"], language)
    )
    return words[0] if question.layout is OnPaper.LINE else str(answer)


def answers_from_letters(question: "PaperQuestion", typed: Any, language: str) -> Any:
    """What was typed for a question, as the answer that is stored and graded.

    typed: the value of a cell (text, number, truth value or None). language: the
    one in which numbers are read; it decides about ``1,234`` only.
    Returns None for no answer. Raises :class:`LettersNotRead`.
    """
    text = _text_of(typed)
    if text.strip() in _BLANK:
        return None
    with override(language):
        if question.layout in (OnPaper.LINE, OnPaper.TEXT):
            entered = {ANSWER: text}
        else:
            entered = _entered(question, typed, text, language)
        form = AnswerForm(
            question.spec, question.shown, language=language, data=entered
        )
        if not form.is_valid():
            raise LettersNotRead(" ".join(m for _id, m in form.problems))
    if form.answer is not None and not type_of(question.spec).fits(
        question.spec, form.answer
    ):
        raise _not_read(question, text)
    return form.answer


def _text_of(typed: Any) -> str:
    """The text of a cell, as somebody typed it."""
    if typed is None:
        return ""
    if isinstance(typed, dt.date | dt.time):
        raise LettersNotRead(
            _("The cell holds a date. Format the column as text and type it again.")
        )
    if isinstance(typed, float) and typed.is_integer():
        return str(int(typed))
    if isinstance(typed, float | Decimal):
        number = Decimal(str(typed))
        return format(number, "f") if number.is_finite() else str(typed)
    return str(typed)


def _entered(
    question: "PaperQuestion", typed: Any, text: str, language: str
) -> dict[str, Any]:
    """What the form of the question would have sent."""
    lettered = question.lettered(language)
    values = {one.label: one.value for one in lettered}
    if question.layout is OnPaper.ONE and (
        chosen := _whole_option(lettered, typed, text)
    ):
        return {ANSWER: chosen}
    tokens = _tokens(question, text)
    if not tokens:
        raise _not_one_of(text, values)
    if question.layout is OnPaper.SCALE:
        if len(tokens) != 1 or tokens[0] not in values:
            raise _not_one_of(tokens[0] if len(tokens) == 1 else text, values)
        return {ANSWER: tokens[0]}
    numbers = _numbers_and_letters(question, tokens, values, text, language)
    if question.layout is OnPaper.ONE:
        if len(set(numbers.values())) > 1:
            raise LettersNotRead(
                _("Only one answer is possible. Write one of: %(letters)s.")
                % {"letters": ", ".join(values)}
            )
        return {ANSWER: values[next(iter(numbers.values()))]}
    if question.layout is OnPaper.SEVERAL:
        return {ANSWER: [values[letter] for letter in numbers.values()]}
    if question.layout is OnPaper.ORDER:
        if sorted(numbers.values()) != sorted(values):
            raise LettersNotRead(
                _("Write each of these letters once, in order: %(letters)s.")
                % {"letters": ", ".join(values)}
            )
        return {values[letter]: str(place) for place, letter in numbers.items()}
    names = {row.number: row.name for row in question.numbered(language)}
    return {names[number]: values[letter] for number, letter in numbers.items()}


def _whole_option(lettered, typed: Any, text: str) -> str | None:
    """The value of the option that was typed in full, or as a truth value."""
    for one in lettered:
        if isinstance(typed, bool):
            if one.value == str(typed).lower():
                return one.value
        elif len(one.text) > 1 and one.text.casefold() == text.strip().casefold():
            return one.value
    return None


def _tokens(question: "PaperQuestion", text: str) -> list[str]:
    """The letters and numbers of a cell, in order."""
    plain = "".join(
        str(unicodedata.decimal(character, character))
        for character in unicodedata.normalize("NFKC", text.translate(_LOOKALIKES))
        if unicodedata.category(character) != "Cf"
    ).lower()
    if _SEPARATORS.sub("", _TOKEN.sub("", plain)):
        raise _not_read(question, text)
    # "01" is row 1 as well.
    return [
        str(int(token)) if token.isdigit() else token for token in _TOKEN.findall(plain)
    ]


def _numbers_and_letters(
    question: "PaperQuestion",
    tokens: list[str],
    values: Mapping[str, str],
    text: str,
    language: str,
) -> dict[int, str]:
    """Number of the row or place -> letter. Letters alone are counted from 1."""
    pairs_with_numbers = any(token.isdigit() for token in tokens)
    if pairs_with_numbers:
        if question.layout in (OnPaper.ONE, OnPaper.SEVERAL) or len(tokens) % 2:
            raise _not_read(question, text)
        # The number or the letter first: "1-c" and "c-1" say the same.
        pairs = [sorted(pair) for pair in zip(tokens[::2], tokens[1::2], strict=True)]
        if not all(n.isdigit() and not x.isdigit() for n, x in pairs):
            raise _not_read(question, text)
    else:
        pairs = [(str(n), letter) for n, letter in enumerate(tokens, start=1)]
    for _number, letter in pairs:
        if letter not in values:
            raise _not_one_of(letter, values)
    rows = len(question.numbered(language)) or len(values)
    if question.layout in (OnPaper.ONE, OnPaper.SEVERAL):
        rows = len(pairs)
    found: dict[int, str] = {}
    for number, letter in pairs:
        if not 1 <= int(number) <= rows:
            raise LettersNotRead(
                _("There is no number %(number)s. Write 1 to %(most)s.")
                % {"number": number, "most": rows}
            )
        if found.setdefault(int(number), letter) != letter:
            raise LettersNotRead(
                _("Number %(number)s has two letters. Write one.") % {"number": number}
            )
    if (
        question.layout is OnPaper.PAIRS
        and not pairs_with_numbers
        and len(found) < rows
    ):
        raise LettersNotRead(
            _(
                "There are %(rows)s rows and fewer letters. Write which row each "
                "belongs to: %(example)s."
            )
            % {"rows": rows, "example": _EXAMPLES[OnPaper.PAIRS]}
        )
    return found


def _not_read(question: "PaperQuestion", text: str) -> LettersNotRead:
    return LettersNotRead(
        _("“%(text)s” cannot be read. Write it like this: %(example)s.")
        % {
            "text": text.strip()[:40],
            "example": _EXAMPLES.get(question.layout, "12.5"),
        }
    )


def _not_one_of(text: str, values: Mapping[str, str]) -> LettersNotRead:
    return LettersNotRead(
        _("“%(text)s” is not printed there. Write one of: %(letters)s.")
        % {"text": text.strip()[:40], "letters": ", ".join(values)}
    )
