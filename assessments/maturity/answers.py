"""Answers to an instrument, as plain values.

Four answers that are never mixed up: a level (a whole number), ``DONT_KNOW``,
``NOT_APPLICABLE``, and ``None`` for a question that was left blank.
"""

from dataclasses import dataclass

DONT_KNOW = "dk"
NOT_APPLICABLE = "na"

#: A level of the scale, one of the words above, or None: left blank.
Given = int | str | None

#: States of a question, beside a level: what stands there instead of a number.
LEVEL, BLANK = "level", "blank"


@dataclass(frozen=True)
class Answer:
    """What one institution says about one question.

    ``evidence_level``: the highest level that accepted evidence supports; ``None``
    when there is none. ``core``: whether it is one of the core institutions, whose
    answers alone decide questions of type ``weakest``.
    """

    institution: str
    question: str
    level: Given
    justification: str = ""
    confidence: str = ""
    evidence_level: int | None = None
    core: bool = True


def state_of(given: Given) -> str:
    """One of ``LEVEL``, ``DONT_KNOW``, ``NOT_APPLICABLE``, ``BLANK``."""
    if given is None:
        return BLANK
    return given if isinstance(given, str) else LEVEL


def number_of(given: Given) -> int | None:
    """The level as a number, or None when the answer is none."""
    return given if isinstance(given, int) else None


def given_from(state: str, number: int | None) -> Given:
    """The inverse of :func:`state_of` and :func:`number_of` together."""
    if state == LEVEL:
        return number
    return None if state == BLANK else state
