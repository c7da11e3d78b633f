"""Inventories out of a spreadsheet: shown first, then carried out as shown, once."""

from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts import audit
from lms.accounts.models import Country, Institution, User
from toolkit.indicators.models import DataSource, SourceImport
from toolkit.indicators.sources_reading import CHANGED, NEW, Inventory, Judged

from .sources import add_source, change_source
from .sources_errors import ChangedByAnother, SourceError

#: How long a file that was never brought in is kept.
KEPT_FOR = timedelta(days=7)


class ImportRefused(SourceError):
    """The file cannot be carried out as a whole."""

    message = _("The file has rows that cannot be brought in. Nothing was changed.")


class ImportStale(SourceError):
    """Something changed since the file was shown."""

    message = _(
        "Somebody has changed the inventory since you looked. Nothing was brought in. "
        "Choose the file again to see what it would do now."
    )


@transaction.atomic
def prepare_import(
    country: Country, inventory: Inventory, *, by: User, file_name: str = ""
) -> SourceImport:
    """Keep what a judged file would do; the inventory does not change.

    What the person looked at before and never carried out is forgotten, and what
    anybody left lying. Raises ImportRefused when a row is refused.
    """
    if any(row.faults for row in inventory.rows):
        raise ImportRefused
    now = timezone.now()
    waiting = SourceImport.objects.of_country(country).filter(applied_at=None)
    waiting.filter(made_by=by).delete()
    waiting.filter(made_at__lt=now - KEPT_FOR).delete()
    return SourceImport.objects.create(
        country=country,
        file_name=file_name[:255],
        rows=[asdict(row) for row in inventory.rows],
        result={"missing": [one.name for one in inventory.missing]},
        made_by=by,
        made_at=now,
    )


@transaction.atomic
def apply_import(prepared: SourceImport, *, by: User) -> dict[str, int]:
    """Carry out what was shown, whole or not at all; a second time changes nothing.

    Returns how many sources are new and changed. Raises ImportStale or another
    SourceError, having written nothing.
    """
    if not prepared.claim():
        prepared.refresh_from_db(fields=["result"])
        return counts_of(prepared)
    country = prepared.country
    rows = [row for row in rows_of(prepared) if row.verdict in (NEW, CHANGED)]
    owners = Institution.objects.in_bulk({row.values["owner"] for row in rows})
    sources = DataSource.objects.of_country(country).select_related("country")
    present = sources.in_bulk([row.source for row in rows if row.source])
    for row in rows:
        values = row.values | {"owner": owners[row.values["owner"]]}
        if row.verdict == NEW:
            add_source(country, values, by=by, logged=False)
        else:
            _change(present, row, values, by)
    counts = {
        "new": sum(row.verdict == NEW for row in rows),
        "changed": sum(row.verdict == CHANGED for row in rows),
    }
    prepared.rows, prepared.result = [], counts
    prepared.save(update_fields=["rows", "result"])
    if rows:
        about = counts | {"file": prepared.file_name}
        audit.record(by, "sources_imported", country, country=country, **about)
    return counts


def rows_of(prepared: SourceImport) -> list[Judged]:
    """Return what would happen, in the order of the file."""
    return [Judged(**data) for data in prepared.rows]


def counts_of(prepared: SourceImport) -> dict[str, int]:
    """Return what an import did."""
    return {name: prepared.result.get(name, 0) for name in ("new", "changed")}


def _change(present: dict, row: Judged, values: dict, by: User) -> None:
    if row.source not in present:
        raise ImportStale
    try:
        change_source(
            present[row.source],
            values,
            by=by,
            edit_number=row.edit_number,
            logged=False,
        )
    except ChangedByAnother as error:
        raise ImportStale from error
