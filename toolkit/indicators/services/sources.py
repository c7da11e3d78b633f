"""Adding, changing, closing and opening again data sources of a country."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from lms.accounts import audit
from lms.accounts.models import Country, Institution, User
from toolkit.indicators.inventory import FIELDS, tidy, values_of
from toolkit.indicators.models import DataSource
from toolkit.network.permissions import can_speak_for

from .sources_errors import (
    ChangedByAnother,
    NameTaken,
    NotOfCountry,
    NotYours,
    OwnerGone,
    SourceClosed,
)

_KEY_LENGTH = DataSource._meta.get_field("key").max_length


@transaction.atomic
def add_source(
    country: Country, values: dict[str, Any], *, by: User, logged: bool = True
) -> DataSource:
    """Add a data source; values by field of inventory.FIELDS.

    The same again (a second click) gives the row there is. ``logged``: whether the
    activity log gets a line of its own for it. Raises a SourceError.
    """
    _lock(country)
    values = _judged(country, values, by)
    same = _named(values["owner"], values["name"])
    if same is not None:
        if same.is_active and _is_same(same, values):
            return same
        raise NameTaken(same)
    source = DataSource.objects.create(
        country=country,
        key=_free_key(country, values["name"]),
        changed_by=by,
        changed_at=timezone.now(),
        **values,
    )
    if logged:
        about = {"country": country, "owner": str(source.owner)}
        audit.record(by, "source_added", source, **about)
    return source


@transaction.atomic
def change_source(
    source: DataSource,
    values: dict[str, Any],
    *,
    by: User,
    edit_number: int,
    logged: bool = True,
) -> DataSource:
    """Change a source that was read at an edit number; return the row as it is now.

    Where nothing differs nothing is written. Raises ChangedByAnother when somebody
    changed it since, or another SourceError.
    """
    country = source.country
    _lock(country)
    row = DataSource.objects.select_related("owner", "changed_by", "country").get(
        pk=source.pk
    )
    if not can_speak_for(by, row.owner):
        raise NotYours
    if not row.is_active:
        raise SourceClosed
    values = _judged(country, values, by, before=row.owner)
    changed = [name for name in FIELDS if getattr(row, name) != values[name]]
    if not changed:
        return row
    if row.edit_number != edit_number:
        raise ChangedByAnother(row)
    same = _named(values["owner"], values["name"], besides=row)
    if same is not None:
        raise NameTaken(same)
    for name in changed:
        setattr(row, name, values[name])
    _save(row, by, *changed)
    if logged:
        about = {"country": country, "fields": ", ".join(changed)}
        audit.record(by, "source_changed", row, **about)
    return row


@transaction.atomic
def close_source(source: DataSource, note: str, *, by: User) -> DataSource:
    """Mark a source as no longer kept, with a note; its row stays."""
    row = _own(source, by)
    if not row.is_active:
        return row
    row.is_active = False
    row.closed_on = timezone.localdate()
    row.closed_note = note.strip()
    _save(row, by, "is_active", "closed_on", "closed_note")
    audit.record(by, "source_closed", row, country=row.country, note=row.closed_note)
    return row


@transaction.atomic
def reopen_source(source: DataSource, *, by: User) -> DataSource:
    """Mark a closed source as kept again; the note goes."""
    row = _own(source, by)
    if row.is_active:
        return row
    row.is_active, row.closed_on, row.closed_note = True, None, ""
    _save(row, by, "is_active", "closed_on", "closed_note")
    audit.record(by, "source_reopened", row, country=row.country)
    return row


def _own(source: DataSource, by: User) -> DataSource:
    _lock(source.country)
    row = DataSource.objects.select_related("owner", "country").get(pk=source.pk)
    if not can_speak_for(by, row.owner):
        raise NotYours
    return row


def _save(row: DataSource, by: User, *fields: str) -> None:
    row.edit_number += 1
    row.changed_by, row.changed_at = by, timezone.now()
    row.save(update_fields=[*fields, "edit_number", "changed_by", "changed_at"])


def _lock(country: Country) -> None:
    """Let one at a time write into a country's inventory."""
    Country.objects.select_for_update(of=("self",)).get(pk=country.pk)


def _judged(
    country: Country,
    values: dict[str, Any],
    by: User,
    before: Institution | None = None,
) -> dict[str, Any]:
    """Return tidy values; refuse an owner that cannot be one."""
    owner = values["owner"]
    if owner.country_id != country.pk:
        raise NotOfCountry
    if not can_speak_for(by, owner):
        raise NotYours
    if not owner.is_active and owner != before:
        raise OwnerGone(owner)
    return tidy({name: values[name] for name in FIELDS})


def _is_same(source: DataSource, values: dict[str, Any]) -> bool:
    return values_of(source) == values


def _named(
    owner: Institution, name: str, besides: DataSource | None = None
) -> DataSource | None:
    """Return the owner's source of this name, whatever its case."""
    rows = DataSource.objects.filter(owner=owner).select_related("owner")
    if besides:
        rows = rows.exclude(pk=besides.pk)
    wanted = name.casefold()
    return next((row for row in rows if row.name.casefold() == wanted), None)


def _free_key(country: Country, wanted: str) -> str:
    start = slugify(wanted)[: _KEY_LENGTH - 5].strip("-") or "source"
    taken = set(DataSource.objects.of_country(country).values_list("key", flat=True))
    key, number = start, 2
    while key in taken:
        key, number = f"{start}-{number}", number + 1
    return key
