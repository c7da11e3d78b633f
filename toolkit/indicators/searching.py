"""Looking for words in texts of any language, where case and accents do not matter."""

import unicodedata
from collections.abc import Iterable

#: Words of a question that count.
MOST_WORDS = 10


def has_each_word(question: str, texts: Iterable[str]) -> bool:
    """Return whether each word of a question is somewhere in the texts."""
    where = folded(" ".join(texts))
    return all(word in where for word in folded(question).split()[:MOST_WORDS])


def folded(text: str) -> str:
    """Return a text in small letters, without accents and vowel signs."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
