"""The metadata matrix of six indicators and ten fields, partly filled."""

from dataclasses import dataclass

INDICATORS = {
    "FOR_STOCK": "Foreigners in the country",
    "WP_PROC": "Work permits: applications and decisions",
    "ENT_FOR": "Foreigners entering the country",
    "EXT_FOR": "Foreigners leaving the country",
    "ASY_APP": "Asylum applications",
    "RSD_DEC": "Refugee status determinations",
}
FIELDS = (
    "Definition",
    "Unit",
    "Population",
    "Reference date or period",
    "Legal basis",
    "Source system",
    "Owner",
    "Breakdowns",
    "Known bias",
    "Contact",
)
# Empty texts are fields that nobody has filled yet.
_TEXTS = {
    "FOR_STOCK": (
        "Foreign citizens registered for three months or more on the reference date",
        "Persons",
        "All ages; without diplomats",
        "31 December, yearly",
        "Law on foreigners, article 12",
        "Population register",
        "Interior ministry",
        "Citizenship, sex, age group, region",
        "Departures are not always reported",
        "Role mailbox of the register unit",
    ),
    "WP_PROC": (
        "Applications lodged and decisions taken in the period",
        "Applications and decisions, never added",
        "",
        "Quarter",
        "Law on work permits, article 4",
        "Work permit case file",
        "Labour ministry",
        "Stage, sector, citizenship, sex",
        "",
        "Role mailbox of the permit unit",
    ),
    "ENT_FOR": (
        "Crossings into the country by persons without its citizenship",
        "Crossings",
        "",
        "Month",
        "",
        "Border management system",
        "Border guard service",
        "Crossing point, sex",
        "",
        "",
    ),
    "EXT_FOR": (
        "Crossings out of the country by persons without its citizenship",
        "Crossings",
        "",
        "Month",
        "",
        "Border management system",
        "Border guard service",
        "Crossing point, sex",
        "Some exits are not recorded",
        "",
    ),
    "ASY_APP": (
        "Persons covered by applications lodged in the period",
        "Persons",
        "Family members included",
        "Month",
        "Law on asylum, article 9",
        "Asylum case system",
        "Asylum authority",
        "Citizenship, sex, age, first or subsequent",
        "",
        "Role mailbox of the asylum authority",
    ),
    "RSD_DEC": (
        "Persons covered by first-instance decisions in the period",
        "Persons",
        "",
        "Quarter",
        "Law on asylum, article 21",
        "Asylum case system",
        "Asylum authority",
        "",
        "",
        "",
    ),
}


@dataclass(frozen=True)
class MatrixCell:
    """One field of one indicator; text is empty where nobody filled it."""

    indicator: str
    field: str
    text: str


def matrix() -> list[MatrixCell]:
    """Return the 60 cells, by indicator and field."""
    return [
        MatrixCell(indicator, field, text)
        for indicator, texts in _TEXTS.items()
        for field, text in zip(FIELDS, texts, strict=True)
    ]


@dataclass(frozen=True)
class Idea:
    """One improvement: value and effort from 1 (little) to 5 (much)."""

    text: str
    value: int
    effort: int

    @property
    def quick_win(self) -> bool:
        """Whether it is worth much and costs little."""
        return self.value >= 4 and self.effort <= 2


IDEAS = (
    Idea("One code list of countries for all institutions", 5, 1),
    Idea("New law on foreigners", 4, 5),
    Idea("Remove expired permits from the list once a month", 4, 1),
    Idea("Biometric system at all crossing points", 4, 5),
    Idea("One definition sheet for foreigners in the country", 5, 2),
    Idea("Survey of emigrants in four countries", 4, 4),
    Idea("Sex and age in the decisions table of the asylum authority", 4, 2),
    Idea("Yearly check of departures by signs of life", 5, 3),
    Idea("Newsletter about the mapping", 2, 1),
    Idea("New building for the register unit", 1, 5),
)
