"""An inventory that somebody sends as a table: judged row by row, nothing written.

Rows are matched by key, or by owner and name where the key is empty. A column that
is not there leaves its fact alone; an empty cell empties it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.questions.languages import texts_of
from lms.accounts.models import Country, Institution
from lms.core.table_files import Column, Fault, Row, Table, nearest
from toolkit.network.permissions import can_speak_for

from .inventory import FIELDS, LINES, NEEDED, OLDEST_YEAR, label_of, said_of, tidy
from .models import DataSource, Indicator

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
MOST_ROWS = 500
#: The order of columns in files: what names a source comes first.
ORDER = (
    "key",
    "name",
    "owner",
    *(name for name in FIELDS if name not in ("name", "owner")),
)
_SEPARATORS = re.compile(r"[;؛；\n]")


def _choices(name: str) -> list[tuple[str, Any]]:
    if name == "topics":
        return list(Indicator.Topic.choices)
    return list(DataSource._meta.get_field(name).choices)


CODED = ("kind", "topics", "frequency", "access")


def columns() -> tuple[Column, ...]:
    """Return the columns of the table, in order."""
    return tuple(
        Column(
            name,
            DataSource._meta.get_field(name).verbose_name,
            required=name in NEEDED,
            aliases=(name,),
            lines=name in LINES,
        )
        for name in ORDER
    )


@dataclass
class Judged:
    """What a row of the file would do.

    values: by field, the owner as its id. changes: label, before and after in words.
    source and edit_number: of the row as it was when the file was judged.
    """

    number: int
    verdict: str = NEW
    name: str = ""
    owner: str = ""
    source: int | None = None
    edit_number: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[dict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Inventory:
    """A whole file, judged. missing: sources still kept that are not in it."""

    rows: tuple[Judged, ...]
    missing: tuple[DataSource, ...] = ()
    ignored: tuple[str, ...] = ()

    def having(self, verdict: str) -> list[Judged]:
        """Return the rows of one verdict, in the order of the file."""
        return [row for row in self.rows if row.verdict == verdict]

    @property
    def changes_anything(self) -> bool:
        """Return whether there is anything to carry out."""
        return any(row.verdict in (NEW, CHANGED) for row in self.rows)


def judge(table: Table, country: Country, by) -> Inventory:
    """Return what each row would do to a country's inventory; three queries."""
    return _Judge(table, country, by).inventory()


class _Judge:
    """What is known while a file is judged."""

    def __init__(self, table: Table, country: Country, by) -> None:
        self.table = table
        self.by = by
        self.sources = list(DataSource.objects.of_country(country).by_owner())
        self.by_key = {one.key.casefold(): one for one in self.sources}
        self.by_name = {
            (one.owner_id, one.name.casefold()): one for one in self.sources
        }
        bodies = Institution.objects.filter(country=country).select_related("country")
        self.owners = _names_of(bodies)
        self.words = {name: _words_of(_choices(name)) for name in CODED}
        self.used: dict[int, int] = {}
        self.names: dict[tuple[int, str], int] = {}

    def inventory(self) -> Inventory:
        rows = tuple(self.row(row) for row in self.table.rows)
        missing = tuple(
            one for one in self.sources if one.is_active and one.pk not in self.used
        )
        return Inventory(rows, missing, self.table.ignored)

    def row(self, row: Row) -> Judged:
        found = Judged(row.number, name=row.cells["name"], owner=row.cells["owner"])
        values = self.read(found, row)
        source = self.source(found, row, values)
        if source:
            found.source, found.edit_number = source.pk, source.edit_number
            self.check_source(found, source)
        self.check_owner(found, values.get("owner"), source)
        self.check_name(found, values, source)
        if found.faults:
            found.verdict = REFUSED
            return found
        found.values = self.whole(values, source)
        found.owner = str(values["owner"])
        if source:
            self.compare(found, source)
            # Who has the whole inventory in the file leaves the others' rows alone.
            if found.changes and not can_speak_for(self.by, source.owner):
                self.not_yours(found, source.owner)
                found.verdict = REFUSED
        return found

    def read(self, found: Judged, row: Row) -> dict[str, Any]:
        """Return the values of the columns that are there, tidy; note faults."""
        values: dict[str, Any] = {}
        for name in ORDER:
            if name == "key" or name not in self.table.columns:
                continue
            text = row.cells[name]
            if name == "owner":
                values[name] = self.owner(found, text)
            elif name == "topics":
                values[name] = self.topics(found, text)
            elif name in CODED:
                values[name] = self.coded(found, name, text)
            elif name == "since_year":
                values[name] = self.year(found, text)
            else:
                values[name] = self.text(found, name, text)
        return tidy(values)

    def fault(self, found: Judged, name: str, message: str, remedy: str = "") -> None:
        found.faults.append(self.table.fault(found.number, name, message, remedy))

    def owner(self, found: Judged, text: str) -> Institution | None:
        if not text:
            self.fault(
                found,
                "owner",
                _("The owner is missing."),
                _("Write the name of the institution that keeps the source."),
            )
            return None
        owner = self.owners.get(text.casefold())
        if owner is None:
            near = nearest(text, self.owners)
            remedy = (
                _("Did you mean “%(name)s”?") % {"name": self.owners[near.casefold()]}
                if near
                else _("Choose a name from the list in the cell.")
            )
            words = _("No institution of this country is called “%(name)s”.")
            self.fault(found, "owner", words % {"name": text}, remedy)
        return owner

    def coded(self, found: Judged, name: str, text: str) -> str:
        if not text and name not in NEEDED:
            return ""
        words = self.words[name]
        if text.casefold() in words:
            return words[text.casefold()]
        self.fault(found, name, _unknown(name, text), _allowed(name, text))
        return ""

    def topics(self, found: Judged, text: str) -> list[str]:
        chosen = []
        for part in _SEPARATORS.split(text):
            word = " ".join(part.split())
            if not word:
                continue
            topic = self.words["topics"].get(word.casefold())
            if topic is None:
                self.fault(
                    found, "topics", _unknown("topics", word), _allowed("topics", word)
                )
            else:
                chosen.append(topic)
        return chosen

    def year(self, found: Judged, text: str) -> int | None:
        if not text:
            return None
        latest = timezone.localdate().year
        if text.isdecimal() and OLDEST_YEAR <= int(text) <= latest:
            return int(text)
        self.fault(
            found,
            "since_year",
            _("“%(text)s” is not a year.") % {"text": text},
            _("Write a year from %(first)s to %(last)s.")
            % {"first": OLDEST_YEAR, "last": latest},
        )
        return None

    def text(self, found: Judged, name: str, text: str) -> str:
        if not text and name in NEEDED:
            self.fault(
                found,
                name,
                _("The name is missing."),
                _("Write what the source is called."),
            )
        limit = DataSource._meta.get_field(name).max_length
        if len(text) > limit:
            self.fault(
                found,
                name,
                _("The text has %(count)s characters.") % {"count": len(text)},
                _("Shorten it to %(limit)s.") % {"limit": limit},
            )
        return text

    def source(self, found: Judged, row: Row, values: dict) -> DataSource | None:
        key = row.cells["key"]
        if key:
            source = self.by_key.get(key.casefold())
            if source is None:
                near = nearest(key, self.by_key)
                remedy = _("Leave the cell empty for a new source.")
                if near:
                    remedy = _(
                        "Did you mean “%(key)s”? Leave the cell empty for a new source."
                    ) % {"key": near}
                words = _("No data source has the key “%(key)s”.") % {"key": key}
                self.fault(found, "key", words, remedy)
            return source
        owner = values.get("owner")
        name = (owner.pk, values["name"].casefold()) if owner else None
        return self.by_name.get(name)

    def check_source(self, found: Judged, source: DataSource) -> None:
        if source.pk in self.used:
            self.fault(
                found,
                "",
                _("Row %(row)s is about the same source.")
                % {"row": self.used[source.pk]},
                _("Keep one of the two rows."),
            )
        self.used.setdefault(source.pk, found.number)
        if not source.is_active:
            self.fault(
                found,
                "",
                _("“%(name)s” is marked as no longer kept.") % {"name": source.name},
                _("Open it again on its page, or take the row out."),
            )

    def check_owner(self, found: Judged, owner, source) -> None:
        if owner is None or (source and owner == source.owner):
            return
        if not can_speak_for(self.by, owner):
            self.not_yours(found, owner)
        elif not owner.is_active:
            self.fault(
                found,
                "owner",
                _("%(owner)s is no longer in the network.") % {"owner": owner},
                _("Choose the institution that keeps this source now."),
            )

    def not_yours(self, found: Judged, owner: Institution) -> None:
        self.fault(
            found,
            "owner",
            _("You do not write for %(owner)s.") % {"owner": owner},
            _("Take the row out, or ask the coordinator of your country."),
        )

    def check_name(self, found: Judged, values: dict, source) -> None:
        """Refuse a name that the owner has given to another source."""
        owner = values.get("owner")
        if owner is None or not values["name"]:
            return
        name = (owner.pk, values["name"].casefold())
        other = self.by_name.get(name)
        if other and source and other.pk != source.pk:
            self.fault(
                found,
                "name",
                _("%(owner)s has another data source of this name.") % {"owner": owner},
                _("Give this one another name."),
            )
        elif name in self.names:
            self.fault(
                found,
                "name",
                _("Row %(row)s has the same name and owner.")
                % {"row": self.names[name]},
                _("Keep one of the two rows."),
            )
        self.names.setdefault(name, found.number)

    def whole(self, values: dict, source: DataSource | None) -> dict[str, Any]:
        """Return a value for every field, what the file leaves out as it is."""
        found = {}
        for name in FIELDS:
            default = getattr(source, name) if source else _empty(name)
            value = values.get(name, default)
            found[name] = value.pk if name == "owner" else value
        return found

    def compare(self, found: Judged, source: DataSource) -> None:
        for name in FIELDS:
            before = source.owner_id if name == "owner" else getattr(source, name)
            after = found.values[name]
            if before == after:
                continue
            if name == "owner":
                said = str(source.owner), found.owner
            else:
                said = said_of(name, before), said_of(name, after)
            found.changes.append(
                {"label": label_of(name), "before": said[0], "after": said[1]}
            )
        found.verdict = CHANGED if found.changes else UNCHANGED


def _empty(name: str) -> Any:
    if name == "topics":
        return []
    return None if name == "since_year" else ""


def _names_of(owners: Iterable[Institution]) -> dict[str, Institution]:
    """Return institutions by name in every language, and by key."""
    found: dict[str, Institution] = {}
    for owner in owners:
        for text in (owner.key, *texts_of(owner.name).values()):
            # An institution that left does not hide one of the same name.
            known = found.get(text.casefold())
            if known is None or (owner.is_active and not known.is_active):
                found[" ".join(text.split()).casefold()] = owner
    return found


def _words_of(choices: list[tuple[str, Any]]) -> dict[str, str]:
    """Return values by their words in every language, and by themselves."""
    found = {value.casefold(): value for value, _label in choices}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {str(label).casefold(): value for value, label in choices}
    return found


_UNKNOWN = {
    "kind": gettext_lazy("“%(text)s” is not a kind of source."),
    "topics": gettext_lazy("“%(text)s” is not a topic."),
    "frequency": gettext_lazy("“%(text)s” does not say how often."),
    "access": gettext_lazy("“%(text)s” is not a way of sharing."),
}


def _unknown(name: str, text: str) -> str:
    if not text:
        return _("The kind is missing.")
    return _UNKNOWN[name] % {"text": text}


def _allowed(name: str, text: str) -> str:
    """Return what may stand in the cell, the nearest first."""
    labels = [str(label) for _value, label in _choices(name)]
    allowed = _("Allowed: %(words)s.") % {"words": "; ".join(labels)}
    near = nearest(text, labels) if text else None
    if near:
        return _("Did you mean “%(word)s”?") % {"word": near} + " " + allowed
    return allowed
