"""The raw layer: lists of people that several institutions hold.

The lists overlap, leave people out and hold some who should not be there. Each
line carries, hidden from learners, what is true about it.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from modules.practice.country import COUNTRIES, LAST_DAY, dice
from modules.practice.faults import respelt
from modules.practice.people import Person
from modules.practice.permits import Newcomer, Permit
from modules.practice.work import Worker


@dataclass(frozen=True)
class Insured:
    """One line of the social insurance's list of foreign workers, as typed.

    number: personal number, empty where the employer did not give it. person:
    hidden from learners. how: how the line can be linked to the work permits:
    number, name (same name and birth date), spelling (by eye), or None.
    """

    line: int
    number: str
    family_name: str
    given_name: str
    sex: str
    born: date
    region: str
    person: Person
    how: str | None


@dataclass(frozen=True)
class ListedPermit:
    """One line of the interior ministry's list of valid permits, 31 December 2025.

    status, hidden from learners: person (the one line by which a person counts),
    expired (not removed in time), second (another permit of the same person) or
    diplomat (wrongly included; the foreign ministry holds these).
    """

    number: str
    holder: str
    citizenship: str
    region: str
    valid_from: date
    valid_to: date
    status: str


def insured_list(workers: tuple[Worker, ...], holders: set[str]) -> tuple[Insured, ...]:
    """Return the social insurance's list; holders are the personal numbers with a work permit."""
    rng = dice("insurance")
    rows = []
    for worker in workers:
        if not worker.insured:
            continue
        person = worker.person
        number, name, how = person.number, person.family_name, "number"
        chance = rng.random()
        if chance < 0.24:
            number, how = "", "name"
            if chance < 0.13:
                name, how = respelt(name), "spelling"
        rows.append(
            Insured(
                line=0,
                number=number,
                family_name=name,
                given_name=person.given_name,
                sex=person.sex,
                born=person.born,
                region=person.region,
                person=person,
                how=how if person.number in holders else None,
            )
        )
    rows.sort(key=lambda row: (row.family_name, row.given_name, row.born))
    return tuple(replace(row, line=line) for line, row in enumerate(rows, start=1))


def permit_list(
    permits: tuple[Permit, ...],
    people: tuple[Person, ...],
    newcomers: tuple[Newcomer, ...],
) -> tuple[ListedPermit, ...]:
    """Return the list as the interior ministry sends it, ordered by permit number."""
    rng = dice("permit list")
    homes = {person.number: (person.citizenship, person.region) for person in people}
    homes.update({new.number: (new.citizenship, "A1") for new in newcomers})
    latest = {}
    for permit in permits:
        if permit.valid_on(LAST_DAY):
            latest[permit.person] = permit.number
    rows = []
    for permit in permits:
        if permit.valid_on(LAST_DAY):
            last = latest[permit.person] == permit.number
            status = "person" if last else "second"
        elif (
            permit.expired
            and date(2025, 1, 1) <= permit.expired <= LAST_DAY
            and rng.random() < 0.14
        ):
            status = "expired"
        else:
            continue
        rows.append(_listed(permit, homes[permit.person], status))
    rows += _diplomats(rng)
    return tuple(sorted(rows, key=lambda row: row.number))


def _listed(permit: Permit, home: tuple[str, str], status: str) -> ListedPermit:
    """Return the line of a permit in the list."""
    return ListedPermit(
        permit.number,
        permit.person,
        *home,
        permit.valid_from,
        permit.valid_to,
        status,
    )


def _diplomats(rng) -> list[ListedPermit]:
    """Return 14 lines of diplomats and consular staff, five of them in Brenna."""
    return [
        ListedPermit(
            number=f"DP{700 + index}",
            holder=f"D{index:05}",
            citizenship=rng.choice([code for code in COUNTRIES if code != "XAA"]),
            region="A3" if index < 5 else "A1",
            valid_from=date(2024, 2, 1) + timedelta(days=17 * index),
            valid_to=date(2028, 2, 1) + timedelta(days=17 * index),
            status="diplomat",
        )
        for index in range(14)
    ]
