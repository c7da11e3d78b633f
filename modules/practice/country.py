"""What is fixed about Arvania and its neighbours: codes, places, names.

Every country, place and person is invented. The country codes come from the
range that ISO 3166 leaves to users.
"""

import random
from datetime import date, timedelta

ARVANIA = "XAA"
STATELESS = "XXA"
COUNTRIES = {
    "XAA": "Arvania",
    "XBB": "Belmora",
    "XCC": "Corvia",
    "XDD": "Daltava",
    "XEE": "Estmark",
    "XFF": "Fennova",
    "XGG": "Galdia",
    "XHH": "Hestova",
    "XII": "Istrona",
    "XJJ": "Jorvale",
    "XKK": "Kelmara",
    "XLL": "Lorvane",
}
# XXA means stateless, as in travel documents.
CITIZENSHIPS = {
    **{code: name for code, name in COUNTRIES.items() if code != ARVANIA},
    STATELESS: "Stateless",
}

SEXES = {"M": "Men", "F": "Women"}
REGIONS = {"A1": "Arva", "A2": "Norhaven", "A3": "Brenna", "A4": "Sulm"}
# First age of each group; the last one is open.
AGE_GROUPS = {"0-17": 0, "18-34": 18, "35-64": 35, "65+": 65}
REASONS = {
    "work": "Work",
    "family": "Family",
    "study": "Study",
    "other": "Other",
}

FIRST_YEAR = 2023
LAST_YEAR = 2025
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))
LAST_DAY = date(LAST_YEAR, 12, 31)

_FAMILY_STARTS = [
    "Ark",
    "Ber",
    "Cal",
    "Drav",
    "Els",
    "Fend",
    "Gor",
    "Helm",
    "Ist",
    "Jor",
    "Kel",
    "Lom",
    "Mir",
    "Nor",
    "Ostr",
    "Pav",
    "Ros",
    "Selv",
    "Tark",
    "Ulm",
    "Vask",
    "Wend",
    "Yar",
    "Zelm",
    "Bren",
    "Dov",
    "Kors",
    "Mard",
    "Tolv",
    "Sand",
]
_FAMILY_ENDS = [
    "an",
    "in",
    "or",
    "ic",
    "ova",
    "ari",
    "ell",
    "und",
    "ek",
    "ost",
    "emi",
    "ura",
]
_GIVEN = {
    "M": [
        "Adrin",
        "Belo",
        "Caspin",
        "Davor",
        "Elric",
        "Fedan",
        "Goran",
        "Havel",
        "Ilmo",
        "Joren",
        "Kasim",
        "Levan",
        "Marek",
        "Nevin",
        "Oskan",
        "Petru",
        "Radan",
        "Samir",
        "Timur",
        "Ulan",
        "Viktan",
        "Yorin",
        "Zoran",
        "Anselm",
    ],
    "F": [
        "Alina",
        "Brisa",
        "Celma",
        "Delia",
        "Elvira",
        "Farida",
        "Galina",
        "Helka",
        "Irina",
        "Jelena",
        "Kamila",
        "Leyna",
        "Marisa",
        "Nadira",
        "Olena",
        "Petra",
        "Renata",
        "Salma",
        "Tamila",
        "Uliana",
        "Vesna",
        "Yasmin",
        "Zarina",
        "Ksenna",
    ],
}


def dice(part: str) -> random.Random:
    """Return the fixed source of chance of one part of the data.

    Each part has its own, so that a change in one leaves the others as they are.
    """
    return random.Random(f"Arvania {part}")  # noqa: S311 - practice data, no secret


def family_name(rng: random.Random) -> str:
    """Return an invented family name."""
    return rng.choice(_FAMILY_STARTS) + rng.choice(_FAMILY_ENDS)


def given_name(rng: random.Random, sex: str) -> str:
    """Return an invented given name for a sex (M or F)."""
    return rng.choice(_GIVEN[sex])


def pick(rng: random.Random, weights: dict[str, float]) -> str:
    """Return one key, with a chance in proportion to its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def day_between(rng: random.Random, first: date, last: date) -> date:
    """Return a day from first to last, both included."""
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def add_months(day: date, months: int) -> date:
    """Return the same day some months later; the 28th stands for later days."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))


def year_end(year: int) -> date:
    """Return the reference date of a yearly stock: 31 December."""
    return date(year, 12, 31)


def age_on(born: date, day: date) -> int:
    """Return completed years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_group(born: date, day: date) -> str:
    """Return the key of the age group on a day, see AGE_GROUPS."""
    age = age_on(born, day)
    return [key for key, first in AGE_GROUPS.items() if age >= first][-1]
