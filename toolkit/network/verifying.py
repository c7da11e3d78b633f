"""When contact data count as confirmed, and in which quarter a day lies. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

#: Days after which a confirmation has run out.
VALID_FOR = timedelta(days=100)


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a calendar year; number from 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        """Return "2027-Q3"."""
        return f"{self.year}-Q{self.number}"

    @property
    def first_day(self) -> date:
        """Return the day on which it begins."""
        return date(self.year, 3 * self.number - 2, 1)


def quarter_of(day: date) -> Quarter:
    """Return the quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def overdue_since(verified_on: date | None, *, started_on: date) -> date:
    """Return the day from which data count as not confirmed.

    That is when the confirmation has run out; without any, since the designation.
    """
    if verified_on is None:
        return started_on
    return verified_on + VALID_FOR + timedelta(days=1)


def is_overdue(verified_on: date | None, *, today: date) -> bool:
    """Return whether data were never confirmed, or longer ago than VALID_FOR."""
    return verified_on is None or today - verified_on > VALID_FOR
