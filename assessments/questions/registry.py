"""From the name of a question type to its class, so that nobody asks for types."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessments.questions.models.base import Question

_TYPES: dict[str, type["Question"]] = {}


class UnknownQuestionType(LookupError):
    """A spec or content file names a type that no class answers for."""


def question_type(cls: type["Question"]) -> type["Question"]:
    """Class decorator: make the type known under its ``type_key``."""
    if cls.type_key in _TYPES:
        raise ValueError(f"Two question types are called {cls.type_key}.")
    _TYPES[cls.type_key] = cls
    return cls


def type_of(spec) -> type["Question"]:
    """The class that answers for a spec. Raises :class:`UnknownQuestionType`."""
    return type_called(spec["type"])


def type_called(type_key: str) -> type["Question"]:
    """The class called ``type_key``. Raises :class:`UnknownQuestionType`."""
    try:
        return _TYPES[type_key]
    except KeyError:
        raise UnknownQuestionType(type_key) from None


def all_types() -> list[type["Question"]]:
    """Every type, in the order of definition."""
    return list(_TYPES.values())
