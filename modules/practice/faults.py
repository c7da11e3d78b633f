"""The raw layer: registers as institutions hold them, with documented faults.

Nothing here is random beyond what is written on each record: a raw record names
its faults, and whoever undoes them arrives at the clean layer exactly.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from modules.practice.country import LAST_DAY, dice
from modules.practice.people import Person, citizenship_name

# Faults that add a record, and faults inside a record that belongs there.
EXTRA = ("departed", "naturalised", "dead", "duplicate", "test")
INSIDE = ("country", "sex", "birth date")
FAULTS = {
    "departed": "Left the country, not deregistered",
    "naturalised": "Citizen of Arvania since then, not removed",
    "dead": "Died, not removed",
    "duplicate": "Second record of the same person",
    "test": "Test record, no person",
    "country": "Citizenship not spelt as in the code list",
    "sex": "Sex not coded M or F",
    "birth date": "Date of birth impossible or after registration",
}
_VARIANTS = {
    "Belmora": ("Bellmora", "BELMORA", "Rep. of Belmora", "belmora "),
    "Daltava": ("Daltawa", "DALTAVA", "Daltava Rep."),
    "Kelmara": ("Kelmarra", "Celmara", "KELMARA"),
    "Fennova": ("Fenova", "FENNOVA"),
    "Corvia": ("Korvia", "CORVIA"),
    "Galdia": ("Galdya", "GALDIA"),
    "Estmark": ("Estmarc", "East Mark"),
    "Istrona": ("Istronia",),
    "Jorvale": ("Iorvale", "JORVALE"),
    "Lorvane": ("Lorvan",),
    "Hestova": ("Hestowa",),
    "Stateless": ("stateless", "No citizenship"),
}
_SEX_VARIANTS = {"M": ("1", "m", ""), "F": ("2", "f", "")}
_DUPLICATES = 45
_TESTS = 4
_BAD_COUNTRY = 0.075
_BAD_SEX = 0.02
_BAD_BIRTH = 0.015


@dataclass(frozen=True)
class RawRecord:
    """One line of the interior ministry's register extract of 31 December 2025.

    All values as typed: sex and citizenship may be spelt otherwise, born is a text.
    person: whose line it is, None for test lines. faults: keys of FAULTS; hidden
    from learners.
    """

    line: int
    number: str
    family_name: str
    given_name: str
    sex: str
    born: str
    citizenship: str
    region: str
    registered: date
    person: Person | None
    faults: tuple[str, ...]

    @property
    def extra(self) -> bool:
        """Whether the line must go because nobody should be counted by it."""
        return any(fault in EXTRA for fault in self.faults)


@dataclass(frozen=True)
class RegisterBridge:
    """From the raw extract to the clean register on 31 December 2025, in persons."""

    raw: int
    departed: int
    naturalised: int
    dead: int
    duplicate: int
    test: int
    not_yet_in: int
    clean: int


def raw_register(
    people: tuple[Person, ...],
) -> tuple[tuple[RawRecord, ...], tuple[Person, ...]]:
    """Return the raw extract, and the residents who are not yet in it."""
    rng = dice("faults")
    clean = [person for person in people if person.counted_on(LAST_DAY)]
    late = _last_born(clean)
    rows = [_line(rng, person) for person in clean if person not in late]
    kinds = {"emigration": "departed", "citizenship": "naturalised", "death": "dead"}
    for person in people:
        if person.left and not person.reported and not person.counted_on(LAST_DAY):
            row = _line(rng, person)
            fault = kinds[person.way_out]
            rows.append(replace(row, faults=(fault, *row.faults)))
    living = [row for row in rows if not row.extra]
    rows += [_second(rng, row) for row in rng.sample(living, _DUPLICATES)]
    rows += [_test(rng, index) for index in range(_TESTS)]
    rows.sort(key=lambda row: (row.family_name.lower(), row.given_name, row.registered))
    rows = [replace(row, line=line) for line, row in enumerate(rows, start=1)]
    return tuple(rows), tuple(late)


def _last_born(people: list[Person]) -> list[Person]:
    """Return the last child born in each region: the office has not typed it yet."""
    last = {}
    for person in sorted(people, key=lambda person: person.entered):
        if person.way_in == "birth" and person.entered.year == LAST_DAY.year:
            last[person.region] = person
    return list(last.values())


def _line(rng, person: Person) -> RawRecord:
    """Return a line of the extract, now and then with a fault inside."""
    faults = []
    country = citizenship_name(person.citizenship)
    if rng.random() < _BAD_COUNTRY:
        country = rng.choice(_VARIANTS[country])
        faults.append("country")
    sex = person.sex
    if rng.random() < _BAD_SEX:
        sex = rng.choice(_SEX_VARIANTS[sex])
        faults.append("sex")
    born = person.born.isoformat()
    if rng.random() < _BAD_BIRTH:
        # A century too early shows only for those born before 2000.
        early = person.born.year - (100 if person.born.year < 2000 else -100)
        born = rng.choice(
            (
                f"{early}{born[4:]}",
                f"{born[:4]}-02-30",
                f"{person.born.year + 100}{born[4:]}",
            )
        )
        faults.append("birth date")
    return RawRecord(
        line=0,
        number=person.number,
        family_name=person.family_name,
        given_name=person.given_name,
        sex=sex,
        born=born,
        citizenship=country,
        region=person.region,
        registered=person.entered,
        person=person,
        faults=tuple(faults),
    )


def _second(rng, row: RawRecord) -> RawRecord:
    """Return a second line of the same person: same number, or a new one."""
    registered = row.registered + timedelta(days=rng.randrange(3, 60))
    name, number = row.family_name, row.number
    if rng.random() < 0.45:
        number = f"{int(number) + 500_003:06}"
        if rng.random() < 0.6:
            name = respelt(name)
    return replace(
        row,
        number=number,
        family_name=name,
        registered=min(registered, LAST_DAY),
        faults=("duplicate", *row.faults),
    )


def _test(rng, index: int) -> RawRecord:
    """Return a line that somebody typed to try the system."""
    return RawRecord(
        line=0,
        number=f"99999{index}",
        family_name="TEST",
        given_name=("TEST", "Test", "TEST2", "X")[index],
        sex=rng.choice("MF"),
        born="1900-01-01",
        citizenship="Belmora",
        region=("A1", "A4", "A2", "A4")[index],
        registered=date(2024, 5, 6) + timedelta(days=index * 101),
        person=None,
        faults=("test",),
    )


def respelt(name: str) -> str:
    """Return a name as another officer would write it in Latin letters."""
    for old, new in (
        ("ova", "owa"),
        ("ic", "ich"),
        ("k", "c"),
        ("v", "w"),
        ("ari", "ary"),
        ("an", "ann"),
        ("l", "ll"),
        ("or", "orr"),
        ("d", "dd"),
    ):
        if old in name:
            return name.replace(old, new, 1)
    return f"{name}e"


def register_bridge(
    rows: tuple[RawRecord, ...], late: tuple[Person, ...]
) -> RegisterBridge:
    """Return the way from the raw extract to the clean register."""
    counts = {fault: sum(row.faults[:1] == (fault,) for row in rows) for fault in EXTRA}
    return RegisterBridge(
        raw=len(rows),
        **counts,
        not_yet_in=len(late),
        clean=len(rows) - sum(counts.values()) + len(late),
    )


def cleaned(
    rows: tuple[RawRecord, ...], late: tuple[Person, ...]
) -> tuple[Person, ...]:
    """Undo all documented faults: return the persons of the clean register."""
    persons = [row.person for row in rows if not row.extra]
    return tuple(sorted((*persons, *late), key=lambda person: person.number))
