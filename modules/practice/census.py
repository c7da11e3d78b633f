"""Census tables of 31 December 2024 and 2025, and the bridge from the register."""

from dataclasses import dataclass
from datetime import date

from modules.practice.asylum import Application, waiting_a_year
from modules.practice.country import (
    AGE_GROUPS,
    ARVANIA,
    COUNTRIES,
    SEXES,
    STATELESS,
    age_group,
    day_between,
    dice,
)
from modules.practice.people import Person

CENSUS_DAY = date(2024, 12, 31)
COUNT_DAYS = (CENSUS_DAY, date(2025, 12, 31))
HIDDEN = 64
_HIDDEN_COUNTED = 50
_MISSED_ONE_IN = 55
_GROUPS = tuple(AGE_GROUPS)

# Arvanian citizens at the census, by birth place and sex, for the four age groups.
_CITIZENS = {
    ("native", "M"): (3_894, 3_718, 7_246, 3_077),
    ("native", "F"): (3_701, 3_604, 7_338, 4_006),
    ("foreign", "M"): (86, 141, 289, 74),
    ("foreign", "F"): (79, 158, 331, 92),
}
# What changed among citizens in 2025, other than new citizens from the register.
_BIRTHS = {"M": 190, "F": 178}
_DEATHS = {
    ("native", "M"): (1, 3, 38, 171),
    ("native", "F"): (1, 2, 25, 184),
    ("foreign", "M"): (0, 0, 2, 4),
    ("foreign", "F"): (0, 0, 1, 5),
}
_RETURNED = {
    ("native", "M"): (9, 41, 37, 6),
    ("native", "F"): (8, 38, 29, 7),
    ("foreign", "M"): (4, 6, 7, 1),
    ("foreign", "F"): (3, 7, 6, 1),
}
_EMIGRATED = {
    ("native", "M"): (14, 96, 52, 4),
    ("native", "F"): (12, 101, 44, 5),
    ("foreign", "M"): (2, 9, 7, 0),
    ("foreign", "F"): (3, 11, 6, 1),
}
# Birthdays that lead into the next age group: at 18, at 35 and at 65 years.
_GROWN = {
    ("native", "M"): (209, 214, 168),
    ("native", "F"): (201, 207, 173),
    ("foreign", "M"): (6, 9, 6),
    ("foreign", "F"): (5, 10, 8),
}


@dataclass(frozen=True)
class Hidden:
    """Somebody who lives in Arvania without a right to stay.

    The same people on both count days. counted: whether the census reached them.
    """

    number: str
    citizenship: str
    sex: str
    born: date
    counted: bool


@dataclass(frozen=True)
class CensusCell:
    """One number of the census table. birth is native or foreign."""

    day: date
    citizenship: str
    birth: str
    sex: str
    age: str
    persons: int


@dataclass(frozen=True)
class CitizensAccount:
    """How the number of Arvanian citizens changed in 2025, in persons."""

    start: int
    births: int
    deaths: int
    returned: int
    emigrated: int
    naturalised: int
    end: int


@dataclass(frozen=True)
class Bridge:
    """The way from the clean register to the census count, foreign citizens.

    published: in the books; not_yet_known: moves of before the day that entered the
    books later; short: stays of less than 12 months; missed: residents whom the
    census did not reach; asylum: applicants waiting for 12 months or more; hidden:
    people without a right to stay who were counted. census = published +
    not_yet_known - short - missed + asylum + hidden.
    """

    day: date
    published: int
    not_yet_known: int
    short: int
    missed: int
    asylum: int
    hidden: int

    @property
    def census(self) -> int:
        """Foreign citizens in the census table."""
        return (
            self.published
            + self.not_yet_known
            - self.short
            - self.missed
            + self.asylum
            + self.hidden
        )


def hidden_people() -> tuple[Hidden, ...]:
    """Return the people without a right to stay; the census reached 50 of 64."""
    rng = dice("hidden")
    return tuple(
        Hidden(
            number=f"H{index:02}",
            citizenship=rng.choices(
                ("XDD", "XKK", "XLL", "XJJ", "XBB"), (30, 28, 20, 12, 10)
            )[0],
            sex=rng.choices("MF", (67, 33))[0],
            born=day_between(rng, date(1968, 1, 1), date(2005, 12, 31)),
            counted=index <= _HIDDEN_COUNTED,
        )
        for index in range(1, HIDDEN + 1)
    )


def missed(person: Person) -> bool:
    """Whether the census did not reach a resident: one in 55, on both days."""
    return int(person.number) // 7 % _MISSED_ONE_IN == 0


def enumerated(person: Person, day: date) -> bool:
    """Whether a resident of the register stands in the census count of a day."""
    return person.lives_here_on(day) and person.long_term and not missed(person)


def bridge(
    day: date,
    people: tuple[Person, ...],
    cases: tuple[Application, ...],
    hidden: tuple[Hidden, ...],
) -> Bridge:
    """Return the bridge from the published register to the census of a day."""
    living = [person for person in people if person.lives_here_on(day)]
    published = sum(person.counted_on(day) for person in people)
    stayers = [person for person in living if person.long_term]
    return Bridge(
        day=day,
        published=published,
        not_yet_known=len(living) - published,
        short=len(living) - len(stayers),
        missed=sum(missed(person) for person in stayers),
        asylum=sum(waiting_a_year(case, day) for case in cases),
        hidden=sum(person.counted for person in hidden),
    )


def census_table(
    people: tuple[Person, ...],
    cases: tuple[Application, ...],
    hidden: tuple[Hidden, ...],
) -> tuple[CensusCell, ...]:
    """Return both census tables, cells of zero included, citizens first."""
    rows = []
    for day in COUNT_DAYS:
        counts = {
            (ARVANIA, birth, sex, age): persons
            for (birth, sex), groups in _citizens_on(day, people).items()
            for age, persons in zip(_GROUPS, groups, strict=True)
        }
        for key in _foreigners_on(day, people, cases, hidden):
            counts[key] = counts.get(key, 0) + 1
        codes = [*COUNTRIES, STATELESS]
        for code in codes:
            for birth in ("native", "foreign"):
                for sex in SEXES:
                    for age in _GROUPS:
                        persons = counts.get((code, birth, sex, age), 0)
                        rows.append(CensusCell(day, code, birth, sex, age, persons))
    return tuple(rows)


def _foreigners_on(day, people, cases, hidden) -> list[tuple]:
    """Return citizenship, birth, sex and age group of each foreigner counted."""
    keys = []
    for person in people:
        if enumerated(person, day):
            birth = "native" if person.birth_country == ARVANIA else "foreign"
            age = age_group(person.born, day)
            keys.append((person.citizenship, birth, person.sex, age))
    others = [case for case in cases if waiting_a_year(case, day)]
    others += [person for person in hidden if person.counted]
    keys += [
        (row.citizenship, "foreign", row.sex, age_group(row.born, day))
        for row in others
    ]
    return keys


def _citizens_on(day: date, people) -> dict[tuple[str, str], list[int]]:
    """Return Arvanian citizens by birth place and sex, in the four age groups."""
    table = {key: list(groups) for key, groups in _CITIZENS.items()}
    if day == CENSUS_DAY:
        return table
    for key, groups in table.items():
        for index in range(len(groups)):
            groups[index] += (
                _RETURNED[key][index] - _EMIGRATED[key][index] - _DEATHS[key][index]
            )
        for index, grown in enumerate(_GROWN[key]):
            groups[index] -= grown
            groups[index + 1] += grown
    for sex, births in _BIRTHS.items():
        table["native", sex][0] += births
    for person in new_citizens(people, day.year):
        birth = "native" if person.birth_country == ARVANIA else "foreign"
        index = _GROUPS.index(age_group(person.born, day))
        table[birth, person.sex][index] += 1
    return table


def new_citizens(people: tuple[Person, ...], year: int) -> list[Person]:
    """Return the residents who acquired Arvania's citizenship in a year."""
    return [
        person
        for person in people
        if person.way_out == "citizenship" and person.left.year == year
    ]


def citizens_account(people: tuple[Person, ...]) -> CitizensAccount:
    """Return the account of Arvanian citizens for 2025."""
    return CitizensAccount(
        start=sum(sum(groups) for groups in _CITIZENS.values()),
        births=sum(_BIRTHS.values()),
        deaths=sum(sum(groups) for groups in _DEATHS.values()),
        returned=sum(sum(groups) for groups in _RETURNED.values()),
        emigrated=emigrated_citizens(),
        naturalised=len(new_citizens(people, 2025)),
        end=sum(sum(groups) for groups in _citizens_on(COUNT_DAYS[1], people).values()),
    )


def emigrated_citizens() -> int:
    """Return how many Arvanian citizens emigrated in 2025, by the final estimate."""
    return sum(sum(groups) for groups in _EMIGRATED.values())
