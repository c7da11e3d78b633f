"""How long and how hard a lesson is to read."""

import re
from collections.abc import Iterable

from pyphen import Pyphen

from lms.core.markdown import plain_text

_SYLLABLES = Pyphen(lang="en_GB")
_SENTENCE_END = re.compile(r"[.!?:]+(?:\s|$)")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
#: Fields of boxes that hold running text.
_TEXT_FIELDS = ("text", "then_text", "now_text", "prompt")


def running_text(body: Iterable[dict]) -> str:
    """Return the words of a lesson: paragraphs and boxes.

    body: raw data of its StreamField. Tables, steps of worked examples, and
    descriptions of figures are left out: they are looked at, not read through.
    """
    texts = []
    for block in body:
        value = block["value"]
        if block["type"] == "prose":
            texts.append(value)
        elif isinstance(value, dict):
            texts += [value[name] for name in _TEXT_FIELDS if name in value]
    return " ".join(plain_text(text) for text in texts)


def reading_grade(text: str) -> float:
    """Return the US school grade of an English text; plain official prose is 8 to 10.

    Kincaid, Fishburne, Rogers and Chissom, Derivation of New Readability Formulas,
    1975: 0.39 × words per sentence + 11.8 × syllables per word − 15.59. Syllables
    are counted by the places where a word may be divided, which finds about one in
    six too few, so a grade here is two to three below that of other counters.
    Raises ValueError for a text without words.
    """
    sentences = [part for part in _SENTENCE_END.split(text) if part.strip()]
    words = _WORD.findall(text)
    if not words:
        raise ValueError("A text without words has no reading grade.")
    syllables = sum(len(_SYLLABLES.positions(word)) + 1 for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
