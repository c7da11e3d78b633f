"""Work permits and employment: the labour ministry's case file."""

from dataclasses import dataclass
from datetime import date, timedelta

from modules.practice.country import (
    ARVANIA,
    FIRST_YEAR,
    LAST_DAY,
    add_months,
    age_on,
    day_between,
    dice,
    pick,
    year_end,
)
from modules.practice.people import Person

SECTORS = {
    "F": "Construction",
    "I": "Hotels and restaurants",
    "C": "Food processing",
    "H": "Transport",
    "Q": "Care",
}
STAGES = ("first", "extension")
_SECTOR_WEIGHTS = {
    "M": {"F": 40, "I": 15, "C": 20, "H": 20, "Q": 5},
    "F": {"F": 3, "I": 37, "C": 24, "H": 4, "Q": 32},
}
_WORKS = {"work": 0.97, "family": 0.50, "study": 0.30, "other": 0.15}
_SEASONAL = {2023: 44, 2024: 52, 2025: 58}
_REFUSED = {2023: 37, 2024: 41, 2025: 46}
_WITHDRAWN = {2023: 9, 2024: 12, 2025: 10}
_NEVER_CAME = {2023: 6, 2024: 5, 2025: 7}
_STILL_OPEN = 19


@dataclass(frozen=True)
class WorkCase:
    """One application for a work permit, with its decision and its permit.

    person: personal number, or None for those who do not live in Arvania. stage:
    first or extension. closed and outcome: the day of the decision with granted or
    refused, or of the withdrawal; None while pending. valid_from and valid_to: the
    permit, if granted; cancelled: the day on which it lost its force early.
    seasonal: at most 90 days, without residence.
    """

    number: str
    person: str | None
    stage: str
    seasonal: bool
    sector: str
    citizenship: str
    sex: str
    lodged: date
    closed: date | None = None
    outcome: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    cancelled: date | None = None

    def pending_on(self, day: date) -> bool:
        """Whether the application waits for a decision at the end of a day."""
        return self.lodged <= day and (self.closed is None or self.closed > day)

    def valid_on(self, day: date) -> bool:
        """Whether the permit is in force at the end of a day."""
        return bool(
            self.outcome == "granted"
            and self.valid_from <= day <= self.valid_to
            and not (self.cancelled and self.cancelled <= day)
        )


@dataclass(frozen=True)
class Worker:
    """A resident in the labour force on 31 December 2025 (refugees left out).

    employed: has a job, otherwise seeks one. permit: holds a valid work permit.
    insured: is on the list of the social insurance.
    """

    person: Person
    sector: str
    employed: bool
    permit: bool
    insured: bool


def labour(
    people: tuple[Person, ...],
) -> tuple[tuple[WorkCase, ...], tuple[Worker, ...]]:
    """Return the case file lodged or pending since the end of 2022, and workers."""
    rng = dice("work")
    rows: list[dict] = []
    workers = []
    for person in people:
        if person.birth_country == ARVANIA or rng.random() >= _WORKS.get(
            person.reason, 0
        ):
            continue
        start = _first_day(rng, person)
        if start is None:
            continue
        workers += _career(rng, person, start, rows)
    rows += _others(rng)
    rows = [_as_known(row) for row in rows if _matters(row)]
    rows.sort(key=lambda row: (row["lodged"], row["person"] or "", row["citizenship"]))
    return (
        tuple(
            WorkCase(number=f"WP{index:05}", **row)
            for index, row in enumerate(rows, start=20001)
        ),
        tuple(workers),
    )


def _first_day(rng, person: Person) -> date | None:
    """Return the first day at work, or None for those who never work here."""
    start = person.entered
    if person.reason != "work":
        start += timedelta(days=rng.randrange(60, 420))
    adult = date(person.born.year + 18, person.born.month, min(person.born.day, 28))
    start = max(start, adult)
    end = person.left or LAST_DAY
    return start if start < end and age_on(person.born, start) < 65 else None


def _career(rng, person: Person, start: date, rows: list[dict]) -> list[Worker]:
    """Add the cases of one person to rows; return the worker if still here."""
    sector = pick(rng, _SECTOR_WEIGHTS[person.sex])
    jobless = None
    if rng.random() < (0.15 if age_on(person.born, LAST_DAY) < 35 else 0.085):
        jobless = day_between(rng, date(2025, 7, 1), date(2025, 12, 20))
        if jobless <= start:
            jobless = None
    formal = rng.random() < (0.93 if person.reason == "work" else 0.72)
    known = (jobless, person.left if person.reported else None, _retires(person))
    told = min((day for day in known if day), default=None)
    holds = False
    if formal:
        holds = _cases(rng, person, start, sector, told, rows)
    insured = rng.random() < 0.72
    if not person.lives_here_on(LAST_DAY) or age_on(person.born, LAST_DAY) >= 65:
        return []
    return [
        Worker(
            person=person,
            sector=sector,
            employed=jobless is None,
            permit=holds and jobless is None,
            insured=insured and jobless is None,
        )
    ]


def _retires(person: Person) -> date | None:
    """Return the 65th birthday if it lies in the years shown; permits end there."""
    day = date(person.born.year + 65, person.born.month, min(person.born.day, 28))
    return day if day <= LAST_DAY else None


def _cases(rng, person, start, sector, told, rows) -> bool:
    """Add a chain of permits; return whether the last one is valid at the end."""
    stage, months = "first", rng.choice((12, 24))
    end = person.left or date(2027, 1, 1)
    if person.months < 12:
        months = person.months
    valid_to = start
    lodged = start - timedelta(days=rng.randrange(32, 75))
    while True:
        closed = lodged + timedelta(days=rng.randrange(12, 31))
        valid_to = add_months(start, months) - timedelta(days=1)
        row = {
            "person": person.number,
            "stage": stage,
            "seasonal": False,
            "sector": sector,
            "citizenship": person.citizenship,
            "sex": person.sex,
            "lodged": lodged,
            "closed": closed,
        }
        if stage == "extension" and rng.random() < 0.05:
            rows.append({**row, "outcome": "refused"})
            return False
        cancelled = told if told and start <= told <= valid_to else None
        rows.append(
            {
                **row,
                "outcome": "granted",
                "valid_from": start,
                "valid_to": valid_to,
                "cancelled": cancelled,
            }
        )
        if valid_to >= LAST_DAY or valid_to >= end or (told and told <= valid_to):
            extended = end > valid_to and not told and rng.random() < 0.9
            if valid_to >= LAST_DAY and extended:
                # The application may already lie on the desk in December.
                start = valid_to + timedelta(days=1)
                lodged = start - timedelta(days=rng.randrange(32, 60))
                rows.append(
                    {
                        **row,
                        "stage": "extension",
                        "lodged": lodged,
                        "closed": lodged + timedelta(days=rng.randrange(12, 31)),
                        "outcome": "granted",
                        "valid_from": start,
                        "valid_to": add_months(start, 24) - timedelta(days=1),
                    }
                )
            return valid_to >= LAST_DAY and cancelled is None
        if rng.random() < 0.10:
            return False
        stage, months = "extension", rng.choice((12, 24, 24))
        start = valid_to + timedelta(days=1)
        lodged = start - timedelta(days=rng.randrange(32, 60))


def _others(rng) -> list[dict]:
    """Return cases of people who never became residents."""
    rows = []
    for year in range(FIRST_YEAR, LAST_DAY.year + 1):
        groups = (
            ("seasonal", _SEASONAL[year]),
            ("refused", _REFUSED[year]),
            ("withdrawn", _WITHDRAWN[year]),
            ("granted", _NEVER_CAME[year]),
        )
        for group, size in groups:
            rows += [_outsider(rng, year, group) for _ in range(size)]
    for _ in range(_STILL_OPEN):
        row = _outsider(rng, LAST_DAY.year, "refused")
        lodged = day_between(rng, date(2025, 12, 4), LAST_DAY)
        rows.append({**row, "lodged": lodged, "closed": None, "outcome": None})
    return rows


def _outsider(rng, year: int, group: str) -> dict:
    """Return one case of somebody abroad."""
    sex = rng.choices("MF", (64, 36))[0]
    seasonal = group == "seasonal"
    lodged = (
        day_between(rng, date(year, 2, 15), date(year, 5, 31))
        if seasonal
        else day_between(rng, date(year, 1, 1), date(year, 11, 25))
    )
    closed = lodged + timedelta(days=rng.randrange(12, 34))
    row = {
        "person": None,
        "stage": "first",
        "seasonal": seasonal,
        "sector": rng.choice("FI") if seasonal else pick(rng, _SECTOR_WEIGHTS[sex]),
        "citizenship": rng.choice(("XBB", "XDD", "XKK", "XFF")),
        "sex": sex,
        "lodged": lodged,
        "closed": closed,
        "outcome": "granted" if seasonal else group,
    }
    if row["outcome"] == "granted":
        start = closed + timedelta(days=rng.randrange(5, 25))
        row["valid_from"] = start
        # A permit is cancelled three months after a worker who never came.
        row["valid_to"] = start + timedelta(days=89 if seasonal else 364)
        row["cancelled"] = None if seasonal else start + timedelta(days=90)
    return row


def _matters(row: dict) -> bool:
    """Whether the case was open at the end of 2022, lodged later, or still valid."""
    opening = year_end(FIRST_YEAR - 1)
    if row["lodged"] > LAST_DAY:
        return False
    valid_to = row.get("valid_to")
    return (
        row["lodged"] > opening
        or (row["closed"] is None or row["closed"] > opening)
        or bool(valid_to and valid_to >= opening)
    )


def _as_known(row: dict) -> dict:
    """Return the case as it stands on the last day: later decisions are unknown."""
    if row["closed"] and row["closed"] > LAST_DAY:
        row = {**row, "closed": None, "outcome": None}
    if row.get("cancelled") and row["cancelled"] > LAST_DAY:
        row = {**row, "cancelled": None}
    return row if row.get("outcome") == "granted" else _without_permit(row)


def _without_permit(row: dict) -> dict:
    """Return the case without the dates of a permit."""
    return {
        key: value
        for key, value in row.items()
        if key not in ("valid_from", "valid_to", "cancelled")
    }
