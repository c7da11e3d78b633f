"""Build Arvania: every register, list and table from one fixed seed."""

from dataclasses import dataclass
from functools import lru_cache

from modules.practice.asylum import Application, applications
from modules.practice.border import (
    Crossing,
    MonthlyCount,
    Present,
    crossing_sample,
    monthly_counts,
    present,
)
from modules.practice.census import (
    HIDDEN,
    CensusCell,
    Hidden,
    census_table,
    hidden_people,
)
from modules.practice.country import LAST_DAY
from modules.practice.employers import Answer, Employer, employer_survey, employers
from modules.practice.faults import RawRecord, raw_register
from modules.practice.lists import Insured, ListedPermit, insured_list, permit_list
from modules.practice.people import Person, population
from modules.practice.permits import Newcomer, Permit, residence_permits
from modules.practice.work import WorkCase, Worker, labour


@dataclass(frozen=True)
class Arvania:
    """All rows about the country; each class documents its own columns.

    Clean layer: people (population register), permits and newcomers, work_cases
    and workers, cases (asylum), hidden, border_years and border_months, census,
    frame (employers). Raw layer: raw (register extract) with late (residents not
    yet in it), insured (social insurance), listed (permits as sent), crossings (one
    ferry landing as typed), survey (employers who were asked).
    """

    people: tuple[Person, ...]
    permits: tuple[Permit, ...]
    newcomers: tuple[Newcomer, ...]
    work_cases: tuple[WorkCase, ...]
    workers: tuple[Worker, ...]
    cases: tuple[Application, ...]
    hidden: tuple[Hidden, ...]
    border_years: tuple[Present, ...]
    border_months: tuple[MonthlyCount, ...]
    census: tuple[CensusCell, ...]
    frame: tuple[Employer, ...]
    raw: tuple[RawRecord, ...]
    late: tuple[Person, ...]
    insured: tuple[Insured, ...]
    listed: tuple[ListedPermit, ...]
    crossings: tuple[Crossing, ...]
    survey: tuple[Answer, ...]

    @property
    def permit_holders(self) -> tuple[Person, ...]:
        """Persons with a work permit valid on 31 December 2025.

        Some of them have left without telling the register.
        """
        holders = {row.person for row in self.work_cases if row.valid_on(LAST_DAY)}
        return tuple(person for person in self.people if person.number in holders)

    @property
    def protected(self) -> tuple[Person, ...]:
        """Residents under protection on 31 December 2025.

        They hold documents of the asylum authority.
        """
        return tuple(
            person
            for person in self.people
            if person.reason == "protection" and person.counted_on(LAST_DAY)
        )


@lru_cache(maxsize=1)
def arvania() -> Arvania:
    """Return the country; the same rows in every run and on every machine."""
    cases = applications()
    people = population(cases)
    permits, newcomers = residence_permits(people)
    work_cases, workers = labour(people)
    border_years = present(people, cases, HIDDEN)
    crossings = crossing_sample()
    hidden = hidden_people()
    frame = employers(workers)
    raw, late = raw_register(people)
    holders = {row.person for row in work_cases if row.valid_on(LAST_DAY)}
    return Arvania(
        people=people,
        permits=permits,
        newcomers=newcomers,
        work_cases=work_cases,
        workers=workers,
        cases=cases,
        hidden=hidden,
        border_years=border_years,
        border_months=monthly_counts(border_years, crossings),
        census=census_table(people, cases, hidden),
        frame=frame,
        raw=raw,
        late=late,
        insured=insured_list(workers, holders),
        listed=permit_list(permits, people, newcomers),
        crossings=crossings,
        survey=employer_survey(frame),
    )
