"""Forty arrival cards of 2024: who counts by which rule of duration?"""

from dataclasses import dataclass
from datetime import date

from modules.practice.country import CITIZENSHIPS, add_months
from modules.practice.generator import Arvania

YEAR = 2024
# What the 1998 recommendations leave out of short-term migration.
VISITS = ("holiday", "visit", "business", "treatment", "pilgrimage")
_LONG, _SHORT = 22, 12
_VISITORS = (
    ("XBB", date(2024, 6, 3), date(2024, 9, 11), "holiday"),
    ("XFF", date(2024, 2, 19), date(2024, 6, 18), "visit"),
    ("XGG", date(2024, 10, 7), date(2024, 11, 6), "business"),
    ("XDD", date(2024, 3, 12), date(2024, 6, 16), "treatment"),
    ("XCC", date(2024, 5, 2), date(2024, 7, 21), "seasonal work"),
    ("XKK", date(2024, 8, 5), date(2024, 8, 25), "pilgrimage"),
)


@dataclass(frozen=True)
class Card:
    """One arrival. ends: the day of departure or, for those here, as expected."""

    citizenship: str
    arrived: date
    ends: date
    purpose: str

    def stays(self, months: int) -> bool:
        """Whether the stay lasts a number of months or more."""
        return add_months(self.arrived, months) <= self.ends

    @property
    def short_or_long(self) -> bool:
        """Whether the 1998 text counts a migrant: three months, and no visit."""
        return self.stays(3) and self.purpose not in VISITS


@dataclass(frozen=True)
class CardCounts:
    """Cards by rule: all, three months, three months without visits, twelve."""

    all: int
    three: int
    short_or_long: int
    twelve: int


def arrival_cards(country: Arvania) -> tuple[Card, ...]:
    """Return 34 arrivals of the register and six visitors, by day of arrival.

    Only arrivals up to the 28th day of a month, so that months are the same in
    every spreadsheet program.
    """
    arrived = sorted(
        (
            row
            for row in country.people
            if row.way_in == "immigration"
            and row.entered.year == YEAR
            and row.entered.day <= 28
            and row.way_out in (None, "emigration")
        ),
        key=lambda row: row.number,
    )
    chosen = [row for row in arrived if row.long_term][:_LONG]
    chosen += [row for row in arrived if not row.long_term][:_SHORT]
    cards = [
        Card(
            citizenship=CITIZENSHIPS[row.citizenship],
            arrived=row.entered,
            ends=row.left or add_months(row.entered, row.months),
            purpose=row.reason,
        )
        for row in chosen
    ]
    cards += [Card(CITIZENSHIPS[row[0]], *row[1:]) for row in _VISITORS]
    return tuple(sorted(cards, key=lambda card: (card.arrived, card.ends)))


def card_counts(country: Arvania) -> CardCounts:
    """Return how many cards each rule counts."""
    cards = arrival_cards(country)
    return CardCounts(
        all=len(cards),
        three=sum(card.stays(3) for card in cards),
        short_or_long=sum(card.short_or_long for card in cards),
        twelve=sum(card.stays(12) for card in cards),
    )
