"""Heads of tables that people send: which column is meant by what stands above it."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name


@dataclass(frozen=True)
class Column:
    """A column that is asked for.

    title: what is written above it, a lazy translation; found in every language of
    the platform, whatever its case, spaces and signs. aliases: what else people
    write there. lines: line breaks inside a cell are kept.
    """

    key: str
    title: Any
    required: bool = False
    aliases: tuple[str, ...] = ()
    lines: bool = False


class Heads:
    """Finds the columns asked for by what is written above them."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = {column.key: column for column in columns}
        # What is said later wins: a title over an alias, this language over others.
        self.known = {
            plain_head(alias): column.key
            for column in columns
            for alias in column.aliases
        }
        codes = [code for code, _name in settings.LANGUAGES]
        for code in [*codes, translation.get_language() or settings.LANGUAGE_CODE]:
            with translation.override(code):
                self.known |= {plain_head(str(one.title)): one.key for one in columns}

    def keys(self, cells: Iterable[str]) -> list[str | None]:
        """Return the key of each cell, None where nobody asked for it."""
        return [self.known.get(plain_head(cell)) for cell in cells]

    def missing(self, keys: Iterable[str | None]) -> list[Column]:
        """Return the required columns that are not among these."""
        found = set(keys)
        columns = self.columns.values()
        return [one for one in columns if one.required and one.key not in found]

    def fit(self, cells: Iterable[str]) -> tuple[bool, int]:
        """Return how much a row looks like the one that names the columns."""
        keys = {key for key in self.keys(cells) if key}
        return bool(keys) and not self.missing(keys), len(keys)

    def near(self, column: Column, heads: Iterable[str]) -> str | None:
        """Return the unknown head that may be meant for a column."""
        unknown = {plain_head(head): head for head in heads if head}
        own = [name for name, key in self.known.items() if key == column.key]
        unknown = {name: head for name, head in unknown.items() if name not in own}
        found = (
            nearest(name, unknown) for name in [plain_head(str(column.title)), *own]
        )
        return next((unknown[one] for one in found if one), None)


def nearest(text: str, choices: Iterable[str]) -> str | None:
    """Return the choice that looks most like the text, whatever its case, or None."""
    folded = {one.casefold(): one for one in choices}
    near = difflib.get_close_matches(text.casefold(), folded, n=1)
    return folded[near[0]] if near else None


def unread_heads(names: list[str], filled: set[int], read: set[int]) -> tuple[str, ...]:
    """Return the heads that nobody asked for, and where cells stand below none.

    filled, read: places, from 0, of columns that hold anything and that were read.
    """
    found = []
    for place in range(max(len(names), max(filled, default=-1) + 1)):
        head = names[place] if place < len(names) else ""
        if place in read or not (head or place in filled):
            continue
        words = _("column %(letter)s, without a name")
        found.append(head or words % {"letter": xl_col_to_name(place)})
    return tuple(found)


def clean(text: str) -> str:
    """Return a text composed (NFC), with single spaces, nothing around it."""
    return " ".join(unicodedata.normalize("NFC", text.replace("\0", "")).split())


def plain_head(text: str) -> str:
    """Return a head without case, signs and spaces."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
