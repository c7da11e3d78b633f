"""A table that lessons may quote, beside the single figures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table by key: a title, headings, and rows of words and whole numbers."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple, ...]
