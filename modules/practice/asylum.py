"""Asylum applications and first-instance decisions, one row for each person."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from modules.practice.country import (
    FIRST_YEAR,
    LAST_DAY,
    STATELESS,
    add_months,
    age_on,
    day_between,
    dice,
    family_name,
    given_name,
    pick,
)

POSITIVE = ("refugee", "subsidiary", "humanitarian")
OUTCOMES = (*POSITIVE, "negative")
# Persons covered by applications lodged in each year. Before 2023 only those
# matter that were still pending at the end of 2022.
_LODGED = {2021: 52, 2022: 84, 2023: 92, 2024: 131, 2025: 117}
_CITIZENSHIPS = {
    "XJJ": 40,
    "XHH": 26,
    "XLL": 17,
    "XKK": 9,
    STATELESS: 4,
    "XDD": 4,
}
_CHANCES = {
    "XJJ": (40, 24, 4, 32),
    "XHH": (34, 20, 5, 41),
    "XLL": (16, 18, 7, 59),
    "XKK": (5, 6, 5, 84),
    STATELESS: (55, 15, 10, 20),
    "XDD": (3, 4, 4, 89),
}
_REOPENED_AFTER_DAYS = (140, 95, 120, 60)


@dataclass(frozen=True)
class Application:
    """One person covered by an application for international protection.

    number: case number of the person; file: number of the family's file, shared
    by its members. kind: first or subsequent. withdrawn: the day on which the
    case was closed without a decision; reopened: the day on which such a case was
    taken up again. decided and outcome (see OUTCOMES): first instance only.
    """

    number: str
    file: str
    lodged: date
    family_name: str
    given_name: str
    sex: str
    born: date
    citizenship: str
    kind: str
    unaccompanied: bool
    withdrawn: date | None = None
    reopened: date | None = None
    decided: date | None = None
    outcome: str | None = None

    def pending_on(self, day: date) -> bool:
        """Whether the case waits for a first-instance decision at the day's end."""
        if self.lodged > day or (self.decided and self.decided <= day):
            return False
        if self.withdrawn is None or self.withdrawn > day:
            return True
        return self.reopened is not None and self.reopened <= day


def applications() -> tuple[Application, ...]:
    """Return the cases lodged from 2023 to 2025, and those pending before.

    Ordered by date of lodging, then by number.
    """
    # The draw in which the refugees of 2025 leave one small cell for module 09.
    rng = dice("asylum 1")
    rows = []
    for year, persons in _LODGED.items():
        file = 0
        while persons:
            file += 1
            size = min(persons, rng.choices((1, 2, 3, 4, 5), (66, 13, 10, 7, 4))[0])
            persons -= size
            rows += _family(rng, year, file, size)
    rows = [row for row in _reopen_some(rows) if _matters(row)]
    return tuple(sorted(rows, key=lambda row: (row.lodged, row.number)))


def _matters(row: Application) -> bool:
    """Whether the case belongs to the years shown, or was pending before them."""
    return row.lodged.year >= FIRST_YEAR or row.pending_on(date(FIRST_YEAR - 1, 12, 31))


def _family(rng, year: int, file: int, size: int) -> list[Application]:
    """Return the members of one file; they share its fate."""
    lodged = day_between(rng, date(year, 1, 1), date(year, 12, 31))
    citizenship = pick(rng, _CITIZENSHIPS)
    name = family_name(rng)
    kind = "subsequent" if rng.random() < 0.08 else "first"
    withdrawn = decided = outcome = None
    if rng.random() < 0.07:
        withdrawn = lodged + timedelta(days=rng.randrange(25, 200))
    else:
        decided = lodged + timedelta(days=int(rng.triangular(80, 660, 230)))
        outcome = rng.choices(OUTCOMES, _CHANCES[citizenship])[0]
    if withdrawn and withdrawn > LAST_DAY:
        withdrawn = None
    if decided and decided > LAST_DAY:
        decided = outcome = None
    members = []
    for member in range(size):
        age = rng.randrange(0, 18) if member > 1 else int(rng.triangular(13, 61, 24))
        sex = rng.choices("MF", (70, 30) if size == 1 else (48, 52))[0]
        born = day_between(
            rng, date(lodged.year - age - 1, 1, 1), date(lodged.year - age - 1, 12, 31)
        )
        members.append(
            Application(
                number=f"AS{year}-{file:03}-{member + 1}",
                file=f"AS{year}-{file:03}",
                lodged=lodged,
                family_name=name,
                given_name=given_name(rng, sex),
                sex=sex,
                born=born,
                citizenship=citizenship,
                kind=kind,
                unaccompanied=size == 1 and age_on(born, lodged) < 18,
                withdrawn=withdrawn,
                decided=decided,
                outcome=outcome,
            )
        )
    return members


def _reopen_some(rows: list[Application]) -> list[Application]:
    """Take up four withdrawn single cases again; they are still pending."""
    waits = iter(_REOPENED_AFTER_DAYS)
    files = [row.file for row in rows]
    result = []
    for row in rows:
        alone = files.count(row.file) == 1
        if row.withdrawn and alone and row.withdrawn.year >= FIRST_YEAR + 1:
            wait = next(waits, None)
            if wait and row.withdrawn + timedelta(days=wait) <= LAST_DAY:
                row = replace(row, reopened=row.withdrawn + timedelta(days=wait))
        result.append(row)
    return result


def waiting_a_year(row: Application, day: date) -> bool:
    """Whether the person still waits on a day, a year or more after lodging."""
    return row.pending_on(day) and add_months(row.lodged, 12) <= day
