"""What the templates of the question types draw, and the fields that take it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

#: Name of the only field of a question with one field; rows append their key.
ANSWER = "answer"


@dataclass(frozen=True)
class Option:
    """Something to choose. ``words`` stand beside it once there is a verdict."""

    value: str
    text: str
    chosen: bool
    words: tuple[str, ...] = ()
    right: bool | None = None


@dataclass(frozen=True)
class Row:
    """One line with its own select. ``right`` is the verdict on this line."""

    key: str
    name: str
    text: str
    options: tuple[Option, ...]
    chosen: str = ""
    right: bool | None = None
    right_text: str = ""


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


def row_name(key: str) -> str:
    """The field name of the row with this key."""
    return f"{ANSWER}-{key}"


def words_for(*, chosen: bool, right: bool, show_right: bool) -> tuple[str, ...]:
    """The words beside an option once the answer is known."""
    words = []
    if chosen:
        words.append(_("Your answer"))
    if right and show_right:
        words.append(_("Right answer"))
    return tuple(words)


def row_options(choices: Sequence[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    """Options of a select from pairs of value and text."""
    return tuple(
        Option(value=value, text=text, chosen=value == chosen)
        for value, text in choices
    )
