"""The definition matrix as rows of words, from a set as it is kept or frozen."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from toolkit.indicators.models import Indicator
from toolkit.indicators.sets_words import PROFILE_NAMES

#: Columns of the matrix beside the indicator, in order: key and title.
COLUMNS = (
    ("definition", _("Definition")),
    ("unit", _("Unit")),
    ("reference_period", _("Reference period")),
    ("breakdowns", _("Breakdowns")),
    ("source", _("Source")),
    ("method", _("Method")),
    ("limits", _("Known limits")),
    ("owner", _("Owner")),
    ("frequency", _("Frequency")),
    ("release_rule", _("Release rule")),
)
TITLES = dict(COLUMNS)


def said(texts: dict[str, str]) -> str:
    """Return a text in the active language, or in the next best."""
    return str(LazyI18nString(texts))


@dataclass(frozen=True)
class MatrixRow:
    """One indicator of a set; ``data`` as sets_reading.snapshot keeps it."""

    data: dict

    @property
    def code(self) -> str:
        """Return the code of the indicator."""
        return self.data["code"]

    @cached_property
    def name(self) -> str:
        """Return the name of the indicator."""
        return said(self.data["name"])

    @property
    def kind(self) -> str:
        """Return the kind in words."""
        return str(Indicator.Kind(self.data["kind"]).label)

    @property
    def topic(self) -> str:
        """Return the topic in words."""
        return str(Indicator.Topic(self.data["topic"]).label)

    @property
    def by_sex(self) -> bool:
        """Return whether it is given by sex."""
        return self.data["by_sex"]

    @property
    def score(self) -> float | None:
        """Return its score from 1 to 5."""
        return self.data["score"]

    @cached_property
    def owner(self) -> str:
        """Return the name of the owner, or nothing."""
        return said(self.data["owner"]["name"]) if self.data["owner"] else ""

    @property
    def sources(self) -> list[str]:
        """Return the names of its sources."""
        return [one["name"] for one in self.data["sources"]]

    @property
    def legal_basis(self) -> str:
        """Return the legal basis, if one is written down."""
        return self.data["words"]["legal_basis"]

    @property
    def deputy(self) -> str:
        """Return who answers for it when the focal point is away."""
        return self.data["words"]["deputy"]

    def text(self, key: str) -> str:
        """Return what stands in a column of the matrix."""
        if key == "owner":
            return self.owner
        if key == "source":
            note = self.data["words"]["source_note"]
            return "\n".join(filter(None, [*self.sources, note]))
        return self.data["words"][key]

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """Return (key, title, text) of every column."""
        return [(key, str(title), self.text(key)) for key, title in COLUMNS]

    @property
    def agreed_by(self) -> str:
        """Return the name of the person who agreed for the owner."""
        return (self.data["agreement"] or {}).get("name", "")

    @property
    def agreed_on(self) -> date | None:
        """Return the day on which the owner agreed."""
        return _day((self.data["agreement"] or {}).get("on"))


@dataclass(frozen=True)
class Matrix:
    """A set with its rows; ``data`` as sets_reading.snapshot keeps it."""

    data: dict

    @cached_property
    def rows(self) -> list[MatrixRow]:
        """Return the indicators in the order of the set."""
        return [MatrixRow(row) for row in self.data["rows"]]

    @property
    def country(self) -> str:
        """Return the name of the country."""
        return said(self.data["country"]["name"])

    @property
    def iso3(self) -> str:
        """Return the three-letter code of the country."""
        return self.data["country"]["iso3"]

    @property
    def number(self) -> int:
        """Return the number of the version."""
        return self.data["number"]

    @property
    def is_draft(self) -> bool:
        """Return whether nobody has approved it yet."""
        return not self.data["approved_on"]

    @property
    def approved_on(self) -> date | None:
        """Return the day of approval."""
        return _day(self.data["approved_on"])

    @property
    def approved_by(self) -> str:
        """Return who approved it, and in which post."""
        who = [self.data["approved_by"], self.data["approved_post"]]
        return ", ".join(filter(None, who))

    @property
    def as_of(self) -> date | None:
        """Return the day to which it is true."""
        return _day(self.data["as_of"])

    @property
    def language(self) -> str:
        """Return the language of the texts of the matrix."""
        return self.data["language"]

    @property
    def profile(self) -> list[str]:
        """Return in words what the country is."""
        return [str(PROFILE_NAMES[key]) for key in self.data["profile"]]

    def file_name(self, what: str, ending: str, *, middle: str = "") -> str:
        """Return a name for a download, without spaces: xaa-matrix-1.pdf."""
        words = [self.iso3.lower(), what, str(self.number)]
        words += ["draft"] if self.is_draft else []
        words += [middle] if middle else []
        return f"{'-'.join(words)}.{ending}"


def _day(text: str | None) -> date | None:
    return parse_date(text) if text else None
