"""Balances of Arvania: what was there, what came, what went, what is left.

A period runs from its first to its last day, both included. Every account counts
its parts from the rows; `balanced` says whether they lead to its end.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from modules.practice.asylum import OUTCOMES
from modules.practice.border import first_month
from modules.practice.country import LAST_DAY, add_months, year_end
from modules.practice.generator import Arvania
from modules.practice.people import Person


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included."""

    first: date
    last: date

    def __contains__(self, day: date | None) -> bool:
        """Whether a day lies in the period; None never does."""
        return day is not None and self.first <= day <= self.last

    @property
    def before(self) -> date:
        """The day before the period: the date of its opening stock."""
        return self.first - timedelta(days=1)


def year_of(year: int) -> Period:
    """Return a calendar year."""
    return Period(date(year, 1, 1), year_end(year))


def quarter_of(name: str) -> Period:
    """Return a quarter such as 2025-Q1."""
    first = first_month(name)
    return Period(first, add_months(first, 3) - timedelta(days=1))


def month_of(first: date) -> Period:
    """Return the month that begins on a day."""
    return Period(first, add_months(first, 1) - timedelta(days=1))


@dataclass(frozen=True)
class PopulationAccount:
    """Foreign citizens in the published register over a year, in persons.

    corrections_in and corrections_out: moves of earlier years that became known
    only after the books of their year were closed.
    """

    start: int
    immigration: int
    births: int
    corrections_in: int
    emigration: int
    deaths: int
    citizenship: int
    corrections_out: int
    end: int

    @property
    def expected(self) -> int:
        """What the parts lead to."""
        return (
            self.start
            + self.immigration
            + self.births
            + self.corrections_in
            - self.emigration
            - self.deaths
            - self.citizenship
            - self.corrections_out
        )

    @property
    def balanced(self) -> bool:
        """Whether the parts lead to the end exactly."""
        return self.expected == self.end


def population_account(
    people: tuple[Person, ...], year: int, *, sex: str | None = None
) -> PopulationAccount:
    """Return the account of a year, for both sexes or one of them (M, F)."""
    people = tuple(person for person in people if sex in (None, person.sex))
    period = year_of(year)
    came = [person for person in people if person.booked_in in period]
    went = [person for person in people if person.booked_out in period]
    new = [person for person in came if person.entered in period]
    gone = [person.way_out for person in went if person.left in period]
    return PopulationAccount(
        start=sum(person.counted_on(period.before) for person in people),
        immigration=sum(person.way_in != "birth" for person in new),
        births=sum(person.way_in == "birth" for person in new),
        corrections_in=len(came) - len(new),
        emigration=gone.count("emigration"),
        deaths=gone.count("death"),
        citizenship=gone.count("citizenship"),
        corrections_out=len(went) - len(gone),
        end=sum(person.counted_on(period.last) for person in people),
    )


@dataclass(frozen=True)
class PermitAccount:
    """Valid residence permits over a year, in permits (not persons)."""

    start: int
    issued: int
    expired: int
    withdrawn: int
    end: int

    @property
    def balanced(self) -> bool:
        """Whether start + issued - expired - withdrawn gives the end."""
        return self.start + self.issued - self.expired - self.withdrawn == self.end


def permit_account(country: Arvania, year: int) -> PermitAccount:
    """Return the account of residence permits of a year."""
    period = year_of(year)
    permits = country.permits
    return PermitAccount(
        start=sum(permit.valid_on(period.before) for permit in permits),
        issued=sum(permit.valid_from in period for permit in permits),
        expired=sum(permit.expired in period for permit in permits),
        withdrawn=sum(permit.withdrawn in period for permit in permits),
        end=sum(permit.valid_on(period.last) for permit in permits),
    )


@dataclass(frozen=True)
class WorkAccount:
    """Applications for work permits over a period, in applications."""

    start: int
    first: int
    extension: int
    granted: int
    refused: int
    withdrawn: int
    end: int

    @property
    def decisions(self) -> int:
        """Granted and refused together."""
        return self.granted + self.refused

    @property
    def balanced(self) -> bool:
        """Whether start + applications - decisions - withdrawals gives the end."""
        came = self.first + self.extension
        return self.start + came - self.decisions - self.withdrawn == self.end


def work_account(country: Arvania, period: Period) -> WorkAccount:
    """Return the account of work permit applications of a period."""
    rows = country.work_cases
    stages = [row.stage for row in rows if row.lodged in period]
    outcomes = [row.outcome for row in rows if row.closed in period]
    return WorkAccount(
        start=sum(row.pending_on(period.before) for row in rows),
        first=stages.count("first"),
        extension=stages.count("extension"),
        granted=outcomes.count("granted"),
        refused=outcomes.count("refused"),
        withdrawn=outcomes.count("withdrawn"),
        end=sum(row.pending_on(period.last) for row in rows),
    )


@dataclass(frozen=True)
class AsylumAccount:
    """Asylum cases at first instance over a period, in persons."""

    start: int
    applications: int
    reopened: int
    refugee: int
    subsidiary: int
    humanitarian: int
    negative: int
    withdrawn: int
    end: int

    @property
    def decisions(self) -> int:
        """All decisions, positive and negative."""
        return self.refugee + self.subsidiary + self.humanitarian + self.negative

    @property
    def balanced(self) -> bool:
        """Whether the parts lead to the number pending at the end."""
        came = self.applications + self.reopened
        return self.start + came - self.decisions - self.withdrawn == self.end


def asylum_account(country: Arvania, period: Period) -> AsylumAccount:
    """Return the account of asylum cases of a period."""
    rows = country.cases
    outcomes = [row.outcome for row in rows if row.decided in period]
    return AsylumAccount(
        start=sum(row.pending_on(period.before) for row in rows),
        applications=sum(row.lodged in period for row in rows),
        reopened=sum(row.reopened in period for row in rows),
        **{outcome: outcomes.count(outcome) for outcome in OUTCOMES},
        withdrawn=sum(row.withdrawn in period for row in rows),
        end=sum(row.pending_on(period.last) for row in rows),
    )


@dataclass(frozen=True)
class RightToStay:
    """Who has a right to stay on 31 December 2025, from three institutions' lists.

    listed: lines of the interior ministry's list. expired, second, diplomats: lines
    that must go. holders: persons with a residence permit. refugees: persons with a
    document of the asylum authority; both: those of them who also hold a residence
    permit. persons: different persons with a right to stay.
    """

    listed: int
    expired: int
    second: int
    diplomats: int
    refugees: int
    both: int

    @property
    def holders(self) -> int:
        """Persons with at least one valid residence permit."""
        return self.listed - self.expired - self.second - self.diplomats

    @property
    def persons(self) -> int:
        """Different persons with a right to stay."""
        return self.holders + self.refugees - self.both


def right_to_stay(country: Arvania, region: str | None = None) -> RightToStay:
    """Return the reconciliation for the country or one region."""
    rows = [row for row in country.listed if region in (None, row.region)]
    status = [row.status for row in rows]
    holders = {row.holder for row in rows if row.status == "person"}
    protected = {
        person.number for person in country.protected if region in (None, person.region)
    }
    return RightToStay(
        listed=len(rows),
        expired=status.count("expired"),
        second=status.count("second"),
        diplomats=status.count("diplomat"),
        refugees=len(protected),
        both=len(holders & protected),
    )


@dataclass(frozen=True)
class StayBridge:
    """From persons with a right to stay to the clean register, 31 December 2025.

    gone: left, died or became citizens, but the permit still stands. not_here: hold
    a permit but arrive only in January. waiting: residents whose permit expired and
    whose new one is not issued yet. newborn: residents who never had a permit yet.
    """

    persons: int
    gone: int
    not_here: int
    waiting: int
    newborn: int
    register: int

    @property
    def balanced(self) -> bool:
        """Whether the parts lead to the register."""
        here = self.persons - self.gone - self.not_here
        return here + self.waiting + self.newborn == self.register


def stay_bridge(country: Arvania) -> StayBridge:
    """Return the bridge, each part counted from the persons themselves."""
    residents = {
        person.number for person in country.people if person.counted_on(LAST_DAY)
    }
    holders = {row.holder for row in country.listed if row.status == "person"}
    protected = {person.number for person in country.protected}
    newcomers = {person.number for person in country.newcomers}
    had_one = {permit.person for permit in country.permits}
    allowed = holders | protected
    without = residents - allowed
    return StayBridge(
        persons=len(allowed),
        gone=len(allowed - residents - newcomers),
        not_here=len(holders & newcomers),
        waiting=len(without & had_one),
        newborn=len(without - had_one),
        register=len(residents),
    )
