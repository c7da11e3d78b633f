"""Certificate codes: twelve symbols that a person can read, say and retype.

Eleven symbols are drawn by chance (55 bits: guessing one costs more requests
than the check page allows in a lifetime), the twelfth checks the others. The
alphabet has no I, L, O and U, so nothing looks like 1, 0 or V.

The check is a weighted sum over the field of 32 elements with a different
weight for each place. It therefore finds every change of one symbol and every
exchange of two different symbols, wherever they stand, and a mistyped code can
be told apart from one that was never issued.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from enum import Enum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4

_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
# Letters that look like a symbol of the alphabet: those that it leaves out,
# and the Cyrillic capitals on the keyboards of many readers.
_LOOK_ALIKE = str.maketrans("OILАВЕКМНОРСТХЅЈУ", "011ABEKMH0PCTXSJY")
_SEPARATORS = frozenset("-–—−‐‑./_· ")
_FIELD = 0b100101  # x^5 + x^2 + 1, which x generates


class Problem(Enum):
    """What is wrong with a typed code."""

    EMPTY = "empty"
    LENGTH = "length"
    SYMBOL = "symbol"
    CHECK = "check"


@dataclass(frozen=True)
class Reading:
    """A typed code as understood: ``code`` in its written form when it is whole.

    ``problem`` is None for a code that can exist; ``length`` counts the symbols
    that were typed and ``strangers`` names those that no code has.
    """

    code: str = ""
    problem: Problem | None = None
    length: int = 0
    strangers: str = ""


def make_code() -> str:
    """Return a new code by chance, for example ``7KQ2-M4XD-91TF``."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return written(body + check_symbol(body))


def written(symbols: str) -> str:
    """Return twelve symbols in groups of four with hyphens."""
    return "-".join(symbols[at : at + GROUP] for at in range(0, len(symbols), GROUP))


def check_symbol(body: str) -> str:
    """Return the twelfth symbol for eleven others.

    Raises ValueError for another length and KeyError for a strange symbol.
    """
    if len(body) != LENGTH - 1:
        raise ValueError(f"A code has {LENGTH - 1} symbols before its check symbol.")
    total, weight = 0, 1
    for symbol in body:
        weight = _times(weight, 2)
        total ^= _times(weight, _VALUE[symbol])
    return ALPHABET[total]


def read_code(text: str) -> Reading:
    """Read what a person typed: lower case, spaces, missing hyphens, O for 0.

    Never raises: what cannot be a code is described by the problem.
    """
    symbols = _symbols(text)
    strangers = "".join(dict.fromkeys(s for s in symbols if s not in _VALUE))
    if not symbols:
        return Reading(problem=Problem.EMPTY)
    if strangers:
        return Reading(
            problem=Problem.SYMBOL, length=len(symbols), strangers=strangers[:5]
        )
    if len(symbols) != LENGTH:
        return Reading(problem=Problem.LENGTH, length=len(symbols))
    problem = None if check_symbol(symbols[:-1]) == symbols[-1] else Problem.CHECK
    return Reading(written(symbols), problem, LENGTH)


def _symbols(text: str) -> str:
    kept = []
    for symbol in unicodedata.normalize("NFKC", text[:200]).upper():
        if symbol in _SEPARATORS or symbol.isspace():
            continue
        if unicodedata.category(symbol) in ("Cf", "Mn"):
            continue  # marks of direction that copying brings along
        digit = unicodedata.decimal(symbol, None)
        kept.append(symbol if digit is None else str(digit))
    return "".join(kept).translate(_LOOK_ALIKE)


def _times(one: int, other: int) -> int:
    """Multiply two elements (0..31) of the field."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & 32:
            one ^= _FIELD
        other >>= 1
    return product
