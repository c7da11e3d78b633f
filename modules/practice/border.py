"""Border crossings of foreigners: yearly and monthly counts, and one small sample."""

from dataclasses import dataclass
from datetime import date, timedelta

from modules.practice.asylum import Application
from modules.practice.country import (
    COUNTRIES,
    YEARS,
    add_months,
    day_between,
    dice,
    family_name,
    given_name,
    year_end,
)
from modules.practice.people import Person

CROSSING_POINTS = {
    "ARV": ("Arva airport", "air"),
    "NOR": ("Norhaven port", "sea"),
    "BRE": ("Brenna bridge", "land"),
    "KAR": ("Karsk road", "land"),
    "SUL": ("Sulm ferry", "sea"),
}
DIRECTIONS = {"E": "Entry", "X": "Exit"}
SYSTEM_START = 2015
# Recorded entries in each year, before the months are drawn; 2023 onwards they
# are distributed over points and months.
_ENTRIES = {
    2015: 27_416,
    2016: 28_930,
    2017: 30_254,
    2018: 31_877,
    2019: 33_502,
    2020: 12_664,
    2021: 17_045,
    2022: 25_338,
    2023: 31_290,
    2024: 34_126,
    2025: 38_451,
}
# Exits that the system did not record, from the yearly exit check survey.
MISSED_EXITS = {
    2015: 131,
    2016: 138,
    2017: 146,
    2018: 152,
    2019: 161,
    2020: 64,
    2021: 83,
    2022: 121,
    2023: 143,
    2024: 139,
    2025: 118,
}
# Foreigners present on 31 December of the years before the person-level registers
# begin, and what births, deaths and new citizenships changed without a crossing.
_PRESENT = {
    2014: 1_516,
    2015: 1_574,
    2016: 1_643,
    2017: 1_712,
    2018: 1_801,
    2019: 1_893,
    2020: 1_852,
    2021: 1_927,
}
_NATURAL = {
    2015: -21,
    2016: -24,
    2017: -19,
    2018: -28,
    2019: -31,
    2020: -17,
    2021: -26,
    2022: -33,
}
# Visitors, diplomats and people without a right to stay on 31 December.
VISITORS = {2022: 388, 2023: 431, 2024: 462, 2025: 507}
DIPLOMATS = 46
_WEIGHTS = {"ARV": 34, "NOR": 17, "BRE": 27, "KAR": 19, "SUL": 3}
_MONTHS = (5, 5, 6, 8, 9, 11, 14, 14, 10, 8, 5, 5)
_WOMEN = {"ARV": 0.47, "NOR": 0.38, "BRE": 0.44, "KAR": 0.36, "SUL": 0.41}
# The new terminal of the airport opened in July 2025.
_NEW_TERMINAL = (2025, 7, 1.45)
SAMPLE_POINT = "SUL"
SAMPLE_DAYS = (date(2025, 1, 1), date(2025, 3, 31))
# The landing permit at the ferry allows 30 days.
SAMPLE_STAY_DAYS = 30


@dataclass(frozen=True)
class Present:
    """Foreigners present at a year's end, and how the border counts lead there.

    net is recorded entries minus recorded exits. Persons, except entries, exits,
    net and missed_exits, which are crossings.
    """

    year: int
    entries: int
    exits: int
    missed_exits: int
    natural: int
    present_before: int
    present: int

    @property
    def net(self) -> int:
        """Recorded entries minus recorded exits."""
        return self.entries - self.exits


@dataclass(frozen=True)
class MonthlyCount:
    """Crossings of foreigners at one point in one month and one direction."""

    month: date
    point: str
    direction: str
    men: int
    women: int
    unknown: int

    @property
    def total(self) -> int:
        """All crossings; men, women and unknown sex add up to it."""
        return self.men + self.women + self.unknown


@dataclass(frozen=True)
class Crossing:
    """One crossing of the sample at Sulm ferry in the first quarter of 2025.

    traveller and stays_on: who it truly was, and whether this entry began a stay
    beyond the days allowed; hidden from learners. name and document: as typed by the
    officer.
    """

    number: int
    traveller: int
    day: date
    direction: str
    document: str
    name: str
    born: date
    citizenship: str
    sex: str
    stays_on: bool = False


def present(
    people: tuple[Person, ...], cases: tuple[Application, ...], hidden: int
) -> tuple[Present, ...]:
    """Return the yearly account of crossings from 2015 to 2025.

    present at the end = present before + net - missed exits + natural, where
    natural is births minus deaths minus new citizenships. hidden is the number of
    people without a right to stay, the same at each year's end.
    """
    rows = []
    for year, entries in _ENTRIES.items():
        before = _present_on(year - 1, people, cases, hidden)
        after = _present_on(year, people, cases, hidden)
        natural = _NATURAL[year] if year in _NATURAL else _natural(year, people)
        net = after - before - natural + MISSED_EXITS[year]
        rows.append(
            Present(
                year, entries, entries - net, MISSED_EXITS[year], natural, before, after
            )
        )
    return tuple(rows)


def _present_on(year: int, people, cases, hidden: int) -> int:
    """Return how many foreigners are in the country on 31 December."""
    if year in _PRESENT:
        return _PRESENT[year]
    day = year_end(year)
    residents = sum(person.lives_here_on(day) for person in people)
    waiting = sum(case.pending_on(day) for case in cases)
    return residents + waiting + hidden + DIPLOMATS + VISITORS[year]


def _natural(year: int, people) -> int:
    """Return births minus deaths minus new citizenships of foreign residents."""
    births = sum(
        person.way_in == "birth" and person.entered.year == year for person in people
    )
    ends = sum(
        person.way_out in ("death", "citizenship") and person.left.year == year
        for person in people
    )
    return births - ends


def monthly_counts(
    years: tuple[Present, ...], sample: tuple[Crossing, ...]
) -> tuple[MonthlyCount, ...]:
    """Return the crossings by month, point and direction from 2023 to 2025.

    They add up to the yearly counts. The cells of the sample are its own counts.
    """
    rng = dice("border")
    rows = []
    for year in YEARS:
        account = next(row for row in years if row.year == year)
        for direction, total in (("E", account.entries), ("X", account.exits)):
            weights = {
                (month, point): _WEIGHTS[point]
                * _MONTHS[month - 1]
                * rng.uniform(0.93, 1.07)
                * _terminal(year, month, point)
                for month in range(1, 13)
                for point in CROSSING_POINTS
            }
            fixed = _sample_cells(sample, year, direction)
            open_cells = {key: w for key, w in weights.items() if key not in fixed}
            rest = total - sum(sum(sexes) for sexes in fixed.values())
            for key, crossings in _shares(rest, open_cells).items():
                unknown = round(crossings * rng.uniform(0, 0.006))
                women = round((crossings - unknown) * _WOMEN[key[1]])
                fixed[key] = (crossings - unknown - women, women, unknown)
            rows += [
                MonthlyCount(date(year, month, 1), point, direction, *sexes)
                for (month, point), sexes in fixed.items()
            ]
    points = list(CROSSING_POINTS)
    rows.sort(key=lambda row: (row.month, points.index(row.point), row.direction))
    return tuple(rows)


def _terminal(year: int, month: int, point: str) -> float:
    """Return how much the new terminal raises the airport's share."""
    opened = _NEW_TERMINAL[:2]
    return _NEW_TERMINAL[2] if point == "ARV" and (year, month) >= opened else 1.0


def _sample_cells(sample, year: int, direction: str) -> dict:
    """Return men, women and unknown of the sample, by month and point."""
    cells = {}
    if year != SAMPLE_DAYS[0].year:
        return cells
    for month in range(SAMPLE_DAYS[0].month, SAMPLE_DAYS[1].month + 1):
        sexes = [
            row.sex
            for row in sample
            if row.direction == direction and row.day.month == month
        ]
        cells[month, SAMPLE_POINT] = (sexes.count("M"), sexes.count("F"), 0)
    return cells


def _shares(total: int, weights: dict) -> dict:
    """Split a total in proportion to weights; the largest remainders round up."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    result = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: exact[key] - result[key], reverse=True)
    for key in by_remainder[: total - sum(result.values())]:
        result[key] += 1
    return result


def crossing_sample() -> tuple[Crossing, ...]:
    """Return all crossings at Sulm ferry from January to March 2025, as typed.

    Faults are built in: exits that took place elsewhere, and documents and names
    that were typed otherwise at the exit.
    """
    rng = dice("ferry")
    rows = []
    for traveller in range(1, 119):
        sex = rng.choices("MF", (59, 41))[0]
        citizenship = rng.choices(
            ("XBB", "XCC", "XDD", "XFF", "XGG"), (52, 20, 6, 14, 8)
        )[0]
        name = f"{family_name(rng)} {given_name(rng, sex)}"
        born = day_between(rng, date(1952, 1, 1), date(2004, 12, 31))
        document = f"{COUNTRIES[citizenship][0]}{rng.randrange(1_000_000, 9_999_999)}"
        day = day_between(rng, SAMPLE_DAYS[0], SAMPLE_DAYS[1] - timedelta(days=4))
        for _trip in range(rng.choices((1, 2, 3, 5), (62, 22, 11, 5))[0]):
            if day > SAMPLE_DAYS[1]:
                break
            who = (name, born, citizenship, sex)
            fate = rng.random()
            rows.append((traveller, day, "E", document, *who, fate <= 0.02))
            stay = rng.randrange(1, 12) if fate < 0.9 else rng.randrange(14, 30)
            leaves = day + timedelta(days=stay)
            if leaves <= SAMPLE_DAYS[1] and fate > 0.05:
                typed = (document, name)
                if fate < 0.12:
                    typed = _mistyped(rng, document, name)
                rows.append((traveller, leaves, "X", *typed, *who[1:], False))
            elif fate <= 0.02:
                # Stays on, beyond the days allowed.
                break
            day = leaves + timedelta(days=rng.randrange(2, 25))
    rows.sort(key=lambda row: (row[1], row[0], row[2]))
    return tuple(
        Crossing(
            number=number,
            traveller=row[0],
            day=row[1],
            direction=row[2],
            document=row[3],
            name=row[4],
            born=row[5],
            citizenship=row[6],
            sex=row[7],
            stays_on=row[8],
        )
        for number, row in enumerate(rows, start=1)
    )


def _mistyped(rng, document: str, name: str) -> tuple[str, str]:
    """Return another document number, and sometimes another spelling."""
    place = rng.randrange(2, len(document) - 1)
    digits = list(document)
    digits[place], digits[place - 1] = digits[place - 1], digits[place]
    changed = "".join(digits)
    if changed == document:
        changed = document[:-1] + str((int(document[-1]) + 3) % 10)
    return changed, name.replace("k", "c") if rng.random() < 0.5 else name


def quarter(month: date) -> str:
    """Return the quarter of a month, for example 2025-Q1."""
    return f"{month.year}-Q{(month.month + 2) // 3}"


def first_month(period: str) -> date:
    """Return the first day of a quarter such as 2025-Q1."""
    return add_months(date(int(period[:4]), 1, 1), 3 * (int(period[-1]) - 1))


QUARTERS = tuple(f"{year}-Q{part}" for year in YEARS for part in range(1, 5))
