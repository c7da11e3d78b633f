"""What the templates of the question types draw, and the fields that take it back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any

from django import forms
from django.utils.translation import gettext as _

#: Name of the only field of a question with one field; rows append their key.
ANSWER = "answer"


class OnPaper(StrEnum):
    """How a question is answered with a pen, and so what somebody types in for it."""

    #: One of the options: "b".
    ONE = "one"
    #: Any of the options: "a c".
    SEVERAL = "several"
    #: A place on a scale, by its number: "4".
    SCALE = "scale"
    #: A lettered option for every numbered row: "1-c 2-a".
    PAIRS = "pairs"
    #: All lettered rows in an order, first to last: "c a b".
    ORDER = "order"
    #: The first few of the lettered options, most important first: "c a".
    FIRST_FEW = "first_few"
    #: A few words or a number on a line.
    LINE = "line"
    #: A text of several lines.
    TEXT = "text"


@dataclass(frozen=True)
class Option:
    """Something to choose.

    ``mark`` is ``yours``, ``right`` or ``both`` once there is a verdict.
    """

    value: str
    text: str
    checked: bool
    mark: str = ""

    @property
    def selected(self) -> bool:
        """The same in the words of a select."""
        return self.checked


@dataclass(frozen=True)
class Row:
    """One line with its own select: partners to choose from, or a place.

    With a verdict ``correct`` says whether the line is right, and ``right`` what
    would be, where that may be shown.
    """

    key: str
    name: str
    text: str
    options: tuple[Option, ...] = ()
    place: int | None = None
    right: str = ""
    correct: bool = False


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric as it is shown to those who write."""

    text: str
    points: int
    full: str
    partly: str = ""


class KeysField(forms.Field):
    """Several values of one name, without repetition, in the order sent.

    Whether the values belong to the question is not judged here but where answers
    are stored: a form cannot send others, so others are tampering, not mistakes.
    """

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Iterable[str] | None) -> list[str]:
        """Drop repetitions and empty values."""
        return list(dict.fromkeys(str(item) for item in value or () if item))


class WordField(forms.CharField):
    """One line of text; too long a one is told so without being shown back."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            required=False,
            max_length=limit,
            error_messages={
                "max_length": _(
                    "Write at most %(limit_value)d characters. "
                    "You wrote %(show_value)d."
                )
            },
        )


class TextField(forms.CharField):
    """Several paragraphs. Their length is judged where they become an answer."""

    widget = forms.Textarea

    def __init__(self) -> None:
        super().__init__(required=False, strip=False)


def row_name(key: str) -> str:
    """The field name of the row with this key."""
    return f"row-{key}"


def mark_of(*, chosen: bool, right: bool, show_right: bool) -> str:
    """The mark of an option once the answer is known."""
    if right and show_right:
        return "both" if chosen else "right"
    return "yours" if chosen else ""


def fixed_order(spec: Mapping[str, Any]) -> Random:
    """Chance that follows from the key alone: the same page for everybody."""
    return Random(spec["key"])  # noqa: S311 - no secret
