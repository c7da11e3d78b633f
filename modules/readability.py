"""How long and how hard a lesson is: words, reading grade, minutes."""

import re
from collections.abc import Iterable

from pyphen import Pyphen

from lms.core.markdown import plain_text

_SYLLABLES = Pyphen(lang="en_GB")
_SENTENCE_END = re.compile(r"[.!?:]+(?:\s|$)")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_COUNTED = re.compile(r"\S*\w\S*")
#: Fields of boxes that hold running text.
_TEXT_FIELDS = ("text", "then_text", "now_text", "prompt")
#: Words a minute of somebody who learns from a text in a second language.
WORDS_A_MINUTE = 120
#: Minutes for what is done beside reading: working out an example, looking at a
#: drawing or table, answering one question.
_EXAMPLE, _LOOK, _QUESTION = 1.0, 0.5, 0.5


def running_text(body: Iterable[dict]) -> str:
    """Return the words of a lesson that are read one after another.

    body: raw data of its StreamField. Paragraphs, boxes, instructions and worked
    examples with title, steps and result. Tables, drawings with all their words,
    the check and the sources are left out: they are looked at or worked on.
    """
    texts = []
    for block in body:
        value = block["value"]
        if block["type"] == "prose":
            texts.append(value)
        elif block["type"] == "worked_example":
            texts += [value["title"], *value["steps"], value["answer"]]
        elif isinstance(value, dict):
            texts += [value[name] for name in _TEXT_FIELDS if name in value]
    return " ".join(plain_text(text) for text in texts)


def word_count(text: str) -> int:
    """Return the number of words; signs that stand alone, such as ×, are none."""
    return len(_COUNTED.findall(text))


def lesson_minutes(body: list[dict], questions: int) -> int:
    """Return how long a lesson takes: reading, looking, exercises and its check.

    body: raw data of its StreamField; questions: how many its check asks.
    """
    kinds = [block["type"] for block in body]
    minutes = word_count(running_text(body)) / WORDS_A_MINUTE
    minutes += kinds.count("worked_example") * _EXAMPLE
    minutes += (kinds.count("figure") + kinds.count("table")) * _LOOK
    minutes += questions * _QUESTION
    minutes += sum(
        block["value"]["minutes"] or 0 for block in body if block["type"] == "exercise"
    )
    return round(minutes)


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
