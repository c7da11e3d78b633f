"""Emigration of 2025 counted twice: by Arvania and by four neighbours."""

from dataclasses import dataclass

from modules.practice.people import Person

YEAR = 2025
PARTNERS = ("XBB", "XCC", "XFF", "XGG")
# Arvanian citizens who moved to each partner in 2025: the final estimate, and those
# who had told the register before they left. "other" is everywhere else.
CITIZENS = {"XBB": 168, "XCC": 64, "XFF": 58, "XGG": 31, "other": 46}
_CITIZENS_REPORTED = {"XBB": 71, "XCC": 41, "XFF": 24, "XGG": 19, "other": 17}
# Corvia counts everybody who stays three months or more. Of these, so many per
# hundred stay a year.
CORVIA_STAY_A_YEAR = 40


@dataclass(frozen=True)
class MirrorRow:
    """One partner: what Arvania counted, what the partner counted, and adjusted.

    reported: departures that Arvania's registers learned of. partner: immigrants
    from Arvania by the partner's own rule. rule: that rule, in words. adjusted: the
    partner's figure brought to the 12-month rule and to all citizenships.
    returning: the partner's own citizens among the immigrants, where it leaves
    them out; otherwise 0.
    """

    country: str
    reported: int
    partner: int
    rule: str
    adjusted: int
    returning: int


def mirror_table(people: tuple[Person, ...]) -> tuple[MirrorRow, ...]:
    """Return the mirror table of 2025 with one row for each partner."""
    rows = []
    for country in PARTNERS:
        moved = _moved(people, country)
        told = sum(person.reported for person in moved)
        adjusted = len(moved) + CITIZENS[country]
        returning = 0
        partner, rule = adjusted, "12 months or more"
        if country == "XCC":
            partner, rest = divmod(adjusted * 100, CORVIA_STAY_A_YEAR)
            if rest:
                raise ValueError("Corvia's figure must be a whole number of persons.")
            rule = "3 months or more; 40 of 100 stay a year"
        if country == "XGG":
            returning = sum(person.citizenship == country for person in moved)
            partner = adjusted - returning
            rule = "12 months or more, without own citizens who return"
        rows.append(
            MirrorRow(
                country=country,
                reported=told + _CITIZENS_REPORTED[country],
                partner=partner,
                rule=rule,
                adjusted=adjusted,
                returning=returning,
            )
        )
    return tuple(rows)


def _moved(people: tuple[Person, ...], country: str) -> list[Person]:
    """Return the foreign residents who moved to a country in the year."""
    return [
        person
        for person in people
        if person.way_out == "emigration"
        and person.left.year == YEAR
        and person.destination == country
    ]


def reported_citizens() -> int:
    """Return how many emigrating citizens of Arvania had told the register."""
    return sum(_CITIZENS_REPORTED.values())
