"""Residence permits: the clean permit register of the interior ministry."""

from dataclasses import dataclass
from datetime import date, timedelta

from modules.practice.country import (
    FIRST_YEAR,
    LAST_DAY,
    add_months,
    day_between,
    dice,
    year_end,
)
from modules.practice.people import Person

_MONTHS = {
    "work": (12, 24),
    "family": (24, 36),
    "study": (12,),
    "other": (12, 12, 24),
}
_NOT_YET_HERE = 9


@dataclass(frozen=True)
class Permit:
    """One residence permit. One person may hold several, also on one day.

    person: personal number. reason: work, family, study, other or long_term. first:
    whether it is the person's first permit. valid_from and valid_to: first and last
    day of validity; a permit counts as issued on valid_from. withdrawn: the day on
    which it lost its force early, or None.
    """

    number: str
    person: str
    reason: str
    first: bool
    valid_from: date
    valid_to: date
    withdrawn: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether the permit is in force at the end of a day."""
        return self.valid_from <= day <= self.valid_to and not (
            self.withdrawn and self.withdrawn <= day
        )

    @property
    def expired(self) -> date | None:
        """Day on which it expired: the day after the last one; None if withdrawn."""
        return None if self.withdrawn else self.valid_to + timedelta(days=1)


@dataclass(frozen=True)
class Newcomer:
    """Somebody with a permit who is expected in January 2026."""

    number: str
    citizenship: str
    sex: str


def residence_permits(
    people: tuple[Person, ...],
) -> tuple[tuple[Permit, ...], tuple[Newcomer, ...]]:
    """Return the permits that touched the years 2023 to 2025, and newcomers.

    People under protection hold documents of the asylum authority instead; some of
    them hold a long-term permit as well after five years. Permits are ordered by
    their first day.
    """
    rng = dice("permits")
    rows = []
    for person in people:
        rows += _permits_of(rng, person)
    newcomers = tuple(
        Newcomer(f"{990001 + 7 * index:06}", rng.choice(("XBB", "XDD", "XKK")), sex)
        for index, sex in enumerate("MFMMFMFMF"[:_NOT_YET_HERE])
    )
    for newcomer in newcomers:
        start = day_between(rng, date(2025, 12, 1), date(2025, 12, 29))
        rows.append((newcomer.number, "work", True, start, add_months(start, 12), None))
    rows = [row for row in rows if _matters(row)]
    rows.sort(key=lambda row: (row[3], row[0]))
    return (
        tuple(
            Permit(f"RP{index:05}", *row) for index, row in enumerate(rows, start=10001)
        ),
        newcomers,
    )


def _matters(row: tuple) -> bool:
    """Whether the permit was in force at the end of 2022 or began later."""
    _person, _reason, _first, valid_from, valid_to, withdrawn = row
    opening = year_end(FIRST_YEAR - 1)
    return (
        valid_to >= opening
        and valid_from <= LAST_DAY
        and not (withdrawn and withdrawn <= opening)
    )


def _permits_of(rng, person: Person) -> list[tuple]:
    """Return the chain of permits of one person as rows without a number."""
    start, reason = person.entered, person.reason
    if reason == "protection":
        start = add_months(person.entered, 60)
        if rng.random() < 0.55 or start > LAST_DAY:
            return []
        reason = "long_term"
    elif reason == "birth":
        start += timedelta(days=rng.randrange(20, 75))
        reason = "family"
    end = person.left or date(2027, 1, 1)
    # Whoever leaves unreported keeps a valid permit until it expires.
    told = person.left if person.reported else None
    rows, first = [], True
    while start < end and start <= LAST_DAY:
        settled = add_months(person.entered, 60) <= start
        kind = "long_term" if settled else reason
        months = 60 if settled else rng.choice(_MONTHS.get(reason, (60,)))
        if first and person.months < 12:
            months = person.months
        valid_to = add_months(start, months) - timedelta(days=1)
        withdrawn = told if told and told <= valid_to else None
        rows.append((person.number, kind, first, start, valid_to, withdrawn))
        start, first = valid_to + timedelta(days=_gap(rng)), False
    return rows


def _gap(rng) -> int:
    """Return days from the last day of a permit to the first of the next.

    Most follow at once. Some overlap (the person holds two for some weeks), some
    come late.
    """
    chance = rng.random()
    if chance < 0.22:
        return -rng.randrange(10, 55)
    return 1 if chance < 0.90 else rng.randrange(8, 45)
