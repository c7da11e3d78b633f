"""The list of what is held about people."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class Wishes:
    """What somebody wants who closes the account.

    keep_certificates: they stay valid and verifiable under the name.
    """

    keep_certificates: bool = True


def _nothing(*_args) -> tuple:
    return ()


@dataclass(frozen=True)
class Holding:
    """One kind of record about people.

    name: of its file in the archive. title, about: in words; about says what it
    is and who sees it. kept: how long, and what becomes of it when the account
    is closed. labels: field > words. rows: a query set of the person's rows, to
    count. export: the rows as dicts of plain values. anonymise(person, wishes):
    what happens at closing, called in its transaction while the person's name
    and address are still there. files: (name, content) that go into the archive.
    relations: the foreign keys to the user that it covers ("learning.Note.person").
    """

    name: str
    title: Any
    about: Any
    kept: Any
    relations: tuple[str, ...]
    labels: Mapping[str, Any]
    rows: Callable[[Any], QuerySet]
    export: Callable[[Any], list[dict]]
    anonymise: Callable[[Any, Wishes], Any] = _nothing
    files: Callable[[Any], Iterable[tuple[str, bytes]]] = field(default=_nothing)


_holdings: dict[str, Holding] = {}
_exempt: dict[str, str] = {}


def register(
    name: str,
    *,
    title,
    about,
    kept,
    relations: Iterable[str],
    labels: Mapping[str, Any],
    rows: Callable[[Any], QuerySet],
    export: Callable[[Any], list[dict]] | None = None,
    anonymise: Callable[[Any, Wishes], Any] = _nothing,
    files: Callable[[Any], Iterable[tuple[str, bytes]]] = _nothing,
) -> None:
    """Say that something is held about people; see Holding for the arguments.

    Without export the fields named in labels are taken from the rows.
    Raises ValueError for a name that exists.
    """
    if name in _holdings:
        raise ValueError(f"'{name}' is already registered as held about people.")
    _holdings[name] = Holding(
        name=name,
        title=title,
        about=about,
        kept=kept,
        relations=tuple(relations),
        labels=labels,
        rows=rows,
        export=export or (lambda person: rows_of(rows(person), labels)),
        anonymise=anonymise,
        files=files,
    )


def exempt(reason: str, *relations: str) -> None:
    """Say why foreign keys to the user are no record about the person.

    Usually: the row names who did a piece of work for others. It then names a
    closed account, and the activity log shows the work to the person.
    """
    _exempt.update(dict.fromkeys(relations, reason))


def holdings() -> list[Holding]:
    """Return all kinds of record, in the order they are shown."""
    return sorted(_holdings.values(), key=lambda one: one.name != "profile")


def exemptions() -> dict[str, str]:
    """Return relation > why it is no record about the person."""
    return dict(_exempt)


class Coded(str):
    """A value as it is stored, with the words that people read for it."""

    words: str

    def __new__(cls, value: str, words: str):
        """Return the value; words are in the active language."""
        made = super().__new__(cls, value)
        made.words = words
        return made


def rows_of(rows: QuerySet, names: Iterable[str]) -> list[dict]:
    """Return the named fields of each row as plain values.

    "cohort" gives the text of what a foreign key leads to, a field with choices
    its value as stored (with its words, see Coded), "cohort__name" a field beyond.
    """
    return [{name: _value(row, name) for name in names} for row in rows]


def _value(row, name: str):
    for part in name.split("__"):
        display = getattr(row, f"get_{part}_display", None)
        row = getattr(row, part, None)
    if display and row:
        return Coded(str(row), str(display()))
    if row is None or isinstance(row, (bool, int, float, str, list, dict)):
        return row
    return row.isoformat() if hasattr(row, "isoformat") else str(row)
