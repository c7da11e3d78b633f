"""Sources by topics: which topic has which source, and where the gaps are.

One picture for the page, the workbook and the PDF. Reads rows that are given to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.models import Institution

from .inventory import is_well_described
from .models import DataSource, Indicator

#: Signs of lms.core.templatetags.components for the three states of a cell.
DESCRIBED, NAMED, NONE = "done", "half", ""


@dataclass(frozen=True)
class Cell:
    """Whether a source is about a topic, as a sign and a word."""

    topic: str
    sign: str
    word: str

    def __bool__(self) -> bool:
        return bool(self.sign)


@dataclass(frozen=True)
class Row:
    """One source with a cell for each topic; sign and word of those it is about."""

    source: DataSource
    sign: str
    word: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Group:
    """The sources of one owner."""

    owner: Institution
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Column:
    """One topic with the rows that are about it."""

    topic: str
    title: str
    rows: tuple[Row, ...]

    @property
    def words(self) -> str:
        """Return "3 sources" or "no source"."""
        if not self.rows:
            return _("no source")
        words = ngettext("%(count)s source", "%(count)s sources", len(self.rows))
        return words % {"count": len(self.rows)}


@dataclass(frozen=True)
class Picture:
    """Sources by topics. gaps: topics without any; silent: core bodies without any."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    gaps: tuple[str, ...]
    silent: tuple[Institution, ...]

    @property
    def finding(self) -> str:
        """Return the sentence that the picture shows."""
        if not self.groups:
            return _("No data source is in the inventory yet.")
        if not self.gaps:
            return _("Every topic has at least one data source.")
        words = ngettext(
            "One topic has no data source: %(topics)s.",
            "%(count)s topics have no data source: %(topics)s.",
            len(self.gaps),
        )
        return words % {"count": len(self.gaps), "topics": "; ".join(self.gaps)}

    @property
    def silent_words(self) -> str:
        """Return which core institutions have no source; empty when all have."""
        if not self.silent:
            return ""
        words = ngettext(
            "One core institution has no data source in the inventory: %(names)s.",
            "%(count)s core institutions have no data source in the inventory: "
            "%(names)s.",
            len(self.silent),
        )
        names = "; ".join(map(str, self.silent))
        return words % {"count": len(self.silent), "names": names}


def picture_of(
    sources: Iterable[DataSource],
    core: Iterable[Institution] = (),
    *,
    with_facts: bool = True,
) -> Picture:
    """Return the picture of sources, which come in the order of their owners.

    with_facts: whether the reader may know how well a source is described.
    """
    rows = [_row(source, with_facts=with_facts) for source in sources]
    owners: dict[int, list[Row]] = {}
    for row in rows:
        owners.setdefault(row.source.owner_id, []).append(row)
    columns = tuple(
        Column(
            topic,
            str(title),
            tuple(row for row in rows if topic in row.source.topics),
        )
        for topic, title in Indicator.Topic.choices
    )
    return Picture(
        columns=columns,
        groups=tuple(
            Group(found[0].source.owner, tuple(found)) for found in owners.values()
        ),
        gaps=tuple(column.title for column in columns if not column.rows),
        silent=tuple(one for one in core if one.pk not in owners),
    )


def _row(source: DataSource, *, with_facts: bool) -> Row:
    if not with_facts or is_well_described(source):
        sign, word = DESCRIBED, _("yes") if not with_facts else _("described")
    else:
        sign, word = NAMED, _("named")
    return Row(
        source,
        sign,
        word,
        tuple(
            Cell(topic, sign, word) if topic in source.topics else Cell(topic, NONE, "")
            for topic in Indicator.Topic.values
        ),
    )
