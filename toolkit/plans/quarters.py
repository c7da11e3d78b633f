"""Quarters of calendar years: 2027Q1 and what comes after it."""

import datetime as dt
import re
from dataclasses import dataclass

#: Years that a plan may speak of.
EARLIEST, LATEST = 1990, 2150


class NoQuarter(ValueError):
    """A text that names no quarter."""


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter; ``number`` from 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    def plus(self, quarters: int) -> "Quarter":
        """Return the quarter so many later (or earlier, when negative)."""
        years, rest = divmod(4 * self.year + self.number - 1 + quarters, 4)
        return Quarter(years, rest + 1)

    def since(self, other: "Quarter") -> int:
        """Return how many quarters later than another one this is."""
        return 4 * (self.year - other.year) + self.number - other.number

    @property
    def first_day(self) -> dt.date:
        """The day on which it begins."""
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> dt.date:
        """The day on which it ends."""
        return self.plus(1).first_day - dt.timedelta(days=1)


def quarter_of(day: dt.date) -> Quarter:
    """Return the quarter that a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def read_quarter(text: str) -> Quarter:
    """Return the quarter of a text like 2027Q1. Raises :class:`NoQuarter`."""
    match = re.fullmatch(r"([0-9]{4})[ -]?[Qq]([1-4])", text.strip())
    if not match or not EARLIEST <= int(match[1]) <= LATEST:
        raise NoQuarter(f"`{text}` is not a quarter. Write it like 2027Q1.")
    return Quarter(int(match[1]), int(match[2]))
