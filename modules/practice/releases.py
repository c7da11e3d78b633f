"""The release log of 2025: what was promised, what was done, what was revised."""

from dataclasses import dataclass
from datetime import date

from modules.practice.accounts import (
    asylum_account,
    permit_account,
    population_account,
    work_account,
    year_of,
)
from modules.practice.generator import Arvania

YEAR = 2025
PERIOD_END = date(2025, 12, 31)
# Table, unit, day announced, day released, and how far the first value was from
# the final one.
_LOG = {
    "stock": (
        "Foreign citizens resident, 31 December 2025",
        "persons",
        "2026-04-30",
        "2026-05-14",
        9,
    ),
    "immigration": ("Immigrants in 2025", "persons", "2026-06-30", "2026-06-30", -5),
    "permits": (
        "Valid residence permits, 31 December 2025",
        "permits",
        "2026-03-31",
        "2026-03-27",
        0,
    ),
    "work": (
        "Work permit decisions in 2025",
        "decisions",
        "2026-02-27",
        "2026-03-06",
        0,
    ),
    "entries": (
        "Entries of foreigners in 2025",
        "crossings",
        "2026-01-30",
        "2026-01-30",
        -212,
    ),
    "exits": (
        "Exits of foreigners in 2025",
        "crossings",
        "2026-01-30",
        "2026-02-10",
        0,
    ),
    "asylum": ("Asylum applicants in 2025", "persons", "2026-01-15", "2026-01-15", -2),
    "citizens": ("New citizens in 2025", "persons", "2026-05-29", "2026-07-01", 0),
}


@dataclass(frozen=True)
class Release:
    """One published table. first and final: value at release and after revision."""

    key: str
    table: str
    unit: str
    announced: date
    released: date
    first: int
    final: int

    @property
    def timeliness(self) -> int:
        """Days from the end of the reference period to the release."""
        return (self.released - PERIOD_END).days

    @property
    def delay(self) -> int:
        """Days from the announced day to the release; 0 when on time or early."""
        return max(0, (self.released - self.announced).days)


def release_log(country: Arvania) -> tuple[Release, ...]:
    """Return the eight releases about 2025; final values are those of the registers."""
    population = population_account(country.people, YEAR)
    border = country.border_years[-1]
    final = {
        "stock": population.end,
        "immigration": population.immigration,
        "permits": permit_account(country, YEAR).end,
        "work": work_account(country, year_of(YEAR)).decisions,
        "entries": border.entries,
        "exits": border.exits,
        "asylum": asylum_account(country, year_of(YEAR)).applications,
        "citizens": population.citizenship,
    }
    return tuple(
        Release(
            key=key,
            table=table,
            unit=unit,
            announced=date.fromisoformat(announced),
            released=date.fromisoformat(released),
            first=final[key] + off,
            final=final[key],
        )
        for key, (table, unit, announced, released, off) in _LOG.items()
    )
