"""What the inventory asks of a data source, section by section, and how much is told.

The questions are those of the mapping: what is collected and shared, by whom, why,
where, when and how, and what is wrong with it. Reads rows that are given to it.
"""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.core.table_heads import clean

from .models import DataSource, Indicator


@dataclass(frozen=True)
class Section:
    """Questions that belong together; fields of DataSource."""

    key: str
    title: Any
    fields: tuple[str, ...]


SECTIONS = (
    Section(
        "what",
        _("What is collected"),
        (
            "name",
            "kind",
            "topics",
            "unit",
            "coverage",
            "missed",
            "counted_twice",
            "identifiers",
        ),
    ),
    Section("who", _("By whom"), ("owner",)),
    Section("why", _("Why"), ("purpose", "legal_basis")),
    Section("how", _("Where and how"), ("where_collected", "how_collected", "format")),
    Section("when", _("When"), ("frequency", "since_year")),
    Section("sharing", _("What is shared"), ("access", "shared_with")),
    Section("problems", _("What is wrong with it"), ("problems",)),
)
FIELDS = tuple(field for section in SECTIONS for field in section.fields)
#: Without these there is no source at all; the others are the facts to be found out.
NEEDED = ("name", "owner", "kind")
FACTS = tuple(field for field in FIELDS if field not in NEEDED)
LINES = (
    "purpose",
    "coverage",
    "missed",
    "counted_twice",
    "where_collected",
    "how_collected",
    "legal_basis",
    "identifiers",
    "shared_with",
    "problems",
)
#: Facts after which a source counts as well described.
WELL_DESCRIBED = 12
OLDEST_YEAR = 1800


def values_of(source: DataSource) -> dict[str, Any]:
    """Return what the inventory says of a source, by field."""
    return {name: getattr(source, name) for name in FIELDS}


def tidy(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as they are kept: texts with single spaces, topics in order.

    So they come back unchanged out of a spreadsheet.
    """
    found = dict(values)
    for name, value in found.items():
        if not isinstance(value, str):
            continue
        value = "".join(
            sign
            for sign in value
            if sign in "\n\r\t" or unicodedata.category(sign) != "Cc"
        )
        if name in LINES:
            lines = (clean(line) for line in value.splitlines())
            found[name] = "\n".join(lines).strip()
        else:
            found[name] = clean(value)
    if "topics" in found:
        chosen = set(found["topics"])
        found["topics"] = [topic for topic in Indicator.Topic.values if topic in chosen]
    return found


def is_filled(source: DataSource, name: str) -> bool:
    """Return whether a fact is told. What is not shared is shared with nobody."""
    if name == "shared_with" and source.access == DataSource.Access.NONE:
        return True
    return bool(getattr(source, name))


def filled(source: DataSource) -> int:
    """Return how many of the facts are told."""
    return sum(is_filled(source, name) for name in FACTS)


def is_well_described(source: DataSource) -> bool:
    """Return whether so many facts are told that others can judge the source."""
    return filled(source) >= WELL_DESCRIBED


def filled_words(source: DataSource) -> str:
    """Return "12 of 16 facts"."""
    words = ngettext("%(filled)s of %(all)s fact", "%(filled)s of %(all)s facts", 16)
    return words % {"filled": filled(source), "all": len(FACTS)}


def label_of(name: str) -> str:
    """Return what a field is called, beginning with a capital letter."""
    words = str(DataSource._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def said_of(name: str, value: Any) -> str:
    """Return a value in words; empty when nothing is said."""
    if value is None or value == "":
        return ""
    if name == "topics":
        return "; ".join(topic_words(value))
    choices = dict(DataSource._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))


def topic_words(topics: list[str]) -> list[str]:
    """Return the names of topics in the reader's language."""
    names = dict(Indicator.Topic.choices)
    return [str(names[topic]) for topic in topics if topic in names]
