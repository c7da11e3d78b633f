"""Foreign citizens who live in Arvania: the clean population register."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

from modules.practice.asylum import POSITIVE, Application
from modules.practice.country import (
    ARVANIA,
    CITIZENSHIPS,
    COUNTRIES,
    FIRST_YEAR,
    LAST_DAY,
    REGIONS,
    STATELESS,
    YEARS,
    add_months,
    age_on,
    day_between,
    dice,
    family_name,
    given_name,
    pick,
    year_end,
)

_OPENING = 1502
_ARRIVALS = {2023: 286, 2024: 304, 2025: 311}
_BIRTHS = {2023: 19, 2024: 23, 2025: 21}
_NATURALISED = {2023: 47, 2024: 58, 2025: 63}
_DEATHS = {2023: 6, 2024: 8, 2025: 7}
# Moves that became known only after the books of their year were closed.
_LATE_DEPARTURES = {2023: 8, 2024: 11, 2025: 14}
_LATE_ARRIVALS = {2023: 5, 2024: 7, 2025: 6}
_MONTHS = (6, 7, 8, 8, 8, 7, 7, 9, 14, 10, 8, 8)
_REASONS = {"work": 47, "family": 28, "study": 18, "other": 7}
_OPENING_REASONS = {
    "work": 43,
    "family": 31,
    "study": 8,
    "other": 5,
    "protection": 5,
    "birth": 8,
}
_ORIGINS = {
    "XBB": 24,
    "XDD": 18,
    "XKK": 13,
    "XFF": 10,
    "XCC": 9,
    "XGG": 8,
    "XEE": 6,
    "XII": 5,
    "XLL": 4,
    "XJJ": 2,
    "XHH": 1,
}
_PROTECTION_ORIGINS = {"XJJ": 45, "XHH": 30, "XLL": 18, STATELESS: 7}
_WOMEN = {"work": 38, "family": 59, "study": 51, "other": 52, "protection": 40}
_LEAVING = {
    "work": 0.070,
    "family": 0.035,
    "study": 0.170,
    "other": 0.080,
    "protection": 0.030,
    "birth": 0.020,
}
_REGION_WEIGHTS = dict(zip(REGIONS, (46, 24, 18, 12), strict=True))


@dataclass(frozen=True)
class Person:
    """One foreign citizen in the population register, without any fault.

    number: personal number. reason: work, family, study, other, protection, or
    birth for those born in Arvania. way_in: opening (here on 31 December 2022),
    immigration or birth. way_out: emigration, death, citizenship, or None.
    entered and left: the true days. booked_in and booked_out: the days on which the
    move was counted, later than the true ones where it became known after the
    year's books were closed. months: expected stay at arrival. reported: whether
    the interior ministry's register learned of the way out. destination: next
    country of residence of those who emigrated.
    """

    number: str
    family_name: str
    given_name: str
    sex: str
    born: date
    citizenship: str
    birth_country: str
    region: str
    reason: str
    way_in: str
    entered: date
    booked_in: date
    months: int
    left: date | None = None
    booked_out: date | None = None
    way_out: str | None = None
    reported: bool = True
    destination: str | None = None

    def lives_here_on(self, day: date) -> bool:
        """Whether the person truly lived in Arvania at the end of a day."""
        return self.entered <= day and (self.left is None or self.left > day)

    def counted_on(self, day: date) -> bool:
        """Whether the books counted the person as a resident at the end of a day."""
        return self.booked_in <= day and (
            self.booked_out is None or self.booked_out > day
        )

    @property
    def long_term(self) -> bool:
        """Whether the stay lasts 12 months: in fact or, for those here, as expected."""
        if self.way_in == "birth" or self.way_out in ("death", "citizenship"):
            return True
        if self.left is None:
            return self.months >= 12
        return add_months(self.entered, 12) <= self.left


def population(cases: tuple[Application, ...]) -> tuple[Person, ...]:
    """Return all who lived here between the end of 2022 and the end of 2025.

    Recognised applicants of the asylum file enter with their own names and dates.
    """
    rng = dice("people")
    numbers = (f"{number:06}" for number in count(104001, 7))
    people = [_opening(rng, next(numbers)) for _ in range(_OPENING)]
    people += _left_before(rng, numbers)
    for year in YEARS:
        people += _new_arrivals(rng, year, numbers)
        people += [
            _recognised(rng, next(numbers), case)
            for case in cases
            if case.outcome in POSITIVE and case.decided.year == year
        ]
        people += [_newborn(rng, next(numbers), year) for _ in range(_BIRTHS[year])]
        people = _leave(rng, people, year)
    return tuple(_booked_late(rng, people))


def _opening(rng, number: str) -> Person:
    """Return somebody who lives here on 31 December 2022."""
    reason = pick(rng, _OPENING_REASONS)
    if reason == "birth":
        entered = day_between(rng, date(2007, 1, 1), year_end(FIRST_YEAR - 1))
        return _somebody(rng, number, reason, "opening", entered, months=999)
    years = min(17, int(rng.expovariate(1 / 5)))
    last = year_end(FIRST_YEAR - 1 - years)
    entered = day_between(rng, date(last.year, 1, 1), last)
    return _somebody(rng, number, reason, "opening", entered, months=60)


def _left_before(rng, numbers) -> list[Person]:
    """Return those who left in autumn 2022, which became known only in 2023."""
    people = []
    for _ in range(_LATE_DEPARTURES[FIRST_YEAR]):
        entered = day_between(rng, date(2018, 1, 1), date(2021, 6, 30))
        left = day_between(rng, date(2022, 9, 1), date(2022, 12, 28))
        known = day_between(rng, date(2023, 2, 1), date(2023, 6, 30))
        person = _somebody(rng, next(numbers), "work", "opening", entered, months=60)
        people.append(_departed(rng, person, left, booked=known, reported=True))
    return people


def _new_arrivals(rng, year: int, numbers) -> list[Person]:
    """Return the year's immigrants other than recognised refugees."""
    people = []
    for _ in range(_ARRIVALS[year]):
        reason = pick(rng, _REASONS)
        month = rng.choices(range(1, 13), _MONTHS)[0]
        first = date(year, month, 1)
        entered = day_between(rng, first, add_months(first, 1) - timedelta(days=1))
        short = rng.random() < {"work": 0.24, "study": 0.30}.get(reason, 0.08)
        months = rng.randrange(4, 12) if short else rng.choice((12, 24, 24, 36, 60))
        person = _somebody(
            rng, next(numbers), reason, "immigration", entered, months=months
        )
        if short:
            leaves = add_months(entered, months)
            if leaves <= LAST_DAY:
                person = _departed(rng, person, leaves, reported=rng.random() < 0.85)
        people.append(person)
    return people


def _somebody(rng, number, reason, way_in, entered, *, months) -> Person:
    """Return a person with traits that fit the reason for coming."""
    age = _age(rng, reason)
    born = entered
    if reason != "birth":
        born = day_between(
            rng,
            date(entered.year - age - 1, 1, 1),
            date(entered.year - age - 1, 12, 31),
        )
    origins = _PROTECTION_ORIGINS if reason == "protection" else _ORIGINS
    citizenship = pick(rng, origins)
    birth_country = citizenship
    if reason == "birth":
        birth_country = ARVANIA
    elif citizenship == STATELESS:
        birth_country = rng.choice(("XJJ", "XHH"))
    elif rng.random() < 0.06:
        birth_country = rng.choice([code for code in COUNTRIES if code != ARVANIA])
    women = _WOMEN.get(reason, 49)
    sex = rng.choices("MF", (100 - women, women))[0]
    return Person(
        number=number,
        family_name=family_name(rng),
        given_name=given_name(rng, sex),
        sex=sex,
        born=born,
        citizenship=citizenship,
        birth_country=birth_country,
        region=pick(rng, _REGION_WEIGHTS),
        reason=reason,
        way_in=way_in,
        entered=entered,
        booked_in=entered,
        months=months,
    )


def _age(rng, reason: str) -> int:
    """Return an age at arrival that fits the reason, in completed years."""
    if reason == "birth":
        return 0
    if reason == "family" and rng.random() < 0.36:
        return rng.randrange(0, 17)
    low, mode, high = {
        "work": (20, 28, 57),
        "family": (19, 30, 74),
        "study": (18, 20, 31),
        "other": (22, 58, 79),
        "protection": (1, 25, 62),
    }[reason]
    return int(rng.triangular(low, high, mode))


def _recognised(rng, number: str, case: Application) -> Person:
    """Return the resident whom a positive decision makes of an applicant."""
    return Person(
        number=number,
        family_name=case.family_name,
        given_name=case.given_name,
        sex=case.sex,
        born=case.born,
        citizenship=case.citizenship,
        birth_country=(
            case.citizenship
            if case.citizenship in COUNTRIES
            else rng.choice(("XJJ", "XHH"))
        ),
        region=pick(rng, _REGION_WEIGHTS),
        reason="protection",
        way_in="immigration",
        entered=case.decided,
        booked_in=case.decided,
        months=60,
    )


def _newborn(rng, number: str, year: int) -> Person:
    """Return a child born in Arvania to foreign parents."""
    born = day_between(rng, date(year, 1, 1), year_end(year))
    return _somebody(rng, number, "birth", "birth", born, months=999)


def _leave(rng, people: list[Person], year: int) -> list[Person]:
    """Let people die, become citizens or emigrate in a year."""
    start, end = date(year, 1, 1), year_end(year)
    here = [
        index
        for index, person in enumerate(people)
        if person.left is None and person.entered < end - timedelta(days=20)
    ]
    long_here = [
        index for index in here if add_months(people[index].entered, 60) < start
    ]
    chosen: dict[int, str] = {}
    for index in rng.sample(long_here, _NATURALISED[year]):
        chosen[index] = "citizenship"
    for index in sorted(
        here,
        key=lambda index: rng.random() / (1 + age_on(people[index].born, end)) ** 2,
    ):
        if len(chosen) == _NATURALISED[year] + _DEATHS[year]:
            break
        chosen.setdefault(index, "death")
    people = list(people)
    for index in here:
        person = people[index]
        since = max(start, person.entered + timedelta(days=15))
        way_out = chosen.get(index)
        if way_out:
            left = day_between(rng, since, end)
            people[index] = replace(
                person,
                left=left,
                booked_out=left,
                way_out=way_out,
                reported=rng.random() < (0.9 if way_out == "citizenship" else 0.8),
            )
            continue
        chance = _LEAVING[person.reason]
        if person.way_in == "immigration" and person.entered.year == year:
            chance *= 0.2
        # Whoever came for long stays three months at least: the register's rule.
        since = max(start, add_months(person.entered, 3) + timedelta(days=5))
        if person.months >= 12 and since <= end and rng.random() < chance:
            left = day_between(rng, since, end)
            people[index] = _departed(rng, person, left, reported=rng.random() < 0.8)
    return people


def _departed(rng, person: Person, left: date, *, reported, booked=None) -> Person:
    """Return the person after emigration, with the next country of residence."""
    home = person.citizenship
    if home != STATELESS and person.reason != "protection" and rng.random() < 0.6:
        destination = home
    else:
        weights = {"XBB": 46, "XCC": 22, "XFF": 20, "XGG": 12}
        destination = pick(rng, weights)
    return replace(
        person,
        left=left,
        booked_out=booked or left,
        way_out="emigration",
        reported=reported,
        destination=destination,
    )


def _booked_late(rng, people: list[Person]) -> list[Person]:
    """Move some entries and departures into the books of the year after."""
    people = list(people)
    for year in YEARS:
        autumn = (date(year - 1, 9, 1), year_end(year - 1))
        arrived = [
            index
            for index, person in enumerate(people)
            if person.reason in ("work", "family", "study")
            and autumn[0] <= person.entered <= autumn[1]
            and person.left is None
        ]
        for index in rng.sample(arrived, _LATE_ARRIVALS[year]):
            known = day_between(rng, date(year, 1, 10), date(year, 3, 31))
            people[index] = replace(people[index], booked_in=known)
        if year == FIRST_YEAR:
            continue
        departed = [
            index
            for index, person in enumerate(people)
            if person.way_out == "emigration"
            and person.reported
            and autumn[0] <= person.left <= autumn[1]
        ]
        for index in rng.sample(departed, _LATE_DEPARTURES[year]):
            known = day_between(rng, date(year, 2, 1), date(year, 6, 30))
            people[index] = replace(people[index], booked_out=known)
    return people


def citizenship_name(code: str) -> str:
    """Return the name of a citizenship, or of Arvania."""
    return CITIZENSHIPS.get(code) or COUNTRIES[code]
