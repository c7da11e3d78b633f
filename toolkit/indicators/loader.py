"""Bring the catalogue of indicators from its file into the database.

Matched by code; running twice changes nothing. Sets point at indicators, so one that
leaves the file stays, inactive. Approved sets are frozen and do not change with it.
"""

from pathlib import Path

from django.db import transaction
from i18nfield.strings import LazyI18nString

from assessments.maturity.assembling import version_sort
from lms.core.content_files import Problems, data_digest
from lms.core.page_files import SyncReport

from .catalogue import Catalogue, catalogue_data, read_newest
from .models import CatalogueVersion, Indicator

#: Entries of the file that are texts by language; `check` is a reserved word of
#: Django's models.
TEXTS = {
    "name": "name",
    "definition": "definition",
    "unit": "unit",
    "breakdowns": "breakdowns",
    "usual_source": "usual_source",
    "usual_owner": "usual_owner",
    "periodicity": "periodicity",
    "reference": "reference",
    "pitfalls": "pitfalls",
    "check": "check_rule",
}
PLAIN = ("kind", "topic", "by_sex", "owner_kinds", "goals", "concepts", "packs")


def load_catalogue(
    path: Path | None = None, *, overwrite: bool = False, dry_run: bool = False
) -> SyncReport:
    """Read, judge and sync a file or the newest of a folder; by default what ships.

    Raises :class:`~lms.core.content_files.ContentRefused` with every fault, having
    written nothing. ``overwrite``: let an older version replace the one there is.
    """
    file, catalogue = read_newest(path)
    report = SyncReport()
    with transaction.atomic():
        _refuse_older(file, catalogue, overwrite=overwrite)
        _sync_version(catalogue, report)
        _sync_indicators(catalogue, report)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _refuse_older(file: Path, catalogue: Catalogue, *, overwrite: bool) -> None:
    problems = Problems()
    current = CatalogueVersion.objects.select_for_update().first()
    older = current and version_sort(catalogue.version) < current.version_sort
    if older and not overwrite:
        problems.add(
            file,
            1,
            f"Version {current.version} is loaded; this is {catalogue.version}, "
            "an older one.",
            "Raise the version in the file, or use --overwrite to go back.",
        )
    problems.refuse()


def _sync_version(catalogue: Catalogue, report: SyncReport) -> None:
    data = catalogue_data(catalogue)
    sort = version_sort(catalogue.version)
    # Going back to an older one: what is newer is not in force any more.
    CatalogueVersion.objects.filter(version_sort__gt=sort).delete()
    values = {
        "version": catalogue.version,
        "languages": list(catalogue.languages),
        "title": LazyI18nString(catalogue.title),
        "summary": LazyI18nString(catalogue.summary),
        "source": LazyI18nString(catalogue.source),
        "packs": list(catalogue.packs),
        "structure": list(catalogue.structure),
        "content_digest": data_digest({**data, "indicators": []}),
    }
    row = CatalogueVersion.objects.filter(version_sort=sort).first()
    label = f"catalogue {catalogue.version}"
    if row and row.content_digest == values["content_digest"]:
        report.unchanged.append(label)
        return
    CatalogueVersion.objects.update_or_create(version_sort=sort, defaults=values)
    (report.updated if row else report.created).append(label)


def _sync_indicators(catalogue: Catalogue, report: SyncReport) -> None:
    present = {row.code: row for row in Indicator.objects.select_for_update()}
    for position, entry in enumerate(catalogue.indicators, start=1):
        row = present.pop(entry["code"], None)
        digest = data_digest({**entry, "position": position})
        if row and row.is_active and row.content_digest == digest:
            report.unchanged.append(entry["code"])
            continue
        (report.updated if row else report.created).append(entry["code"])
        row = row or Indicator(code=entry["code"])
        row.position, row.content_digest, row.is_active = position, digest, True
        for name, field in TEXTS.items():
            setattr(row, field, LazyI18nString(entry[name]))
        for name in PLAIN:
            setattr(row, name, entry[name])
        row.save()
    for code, row in present.items():
        if row.is_active:
            Indicator.objects.filter(pk=row.pk).update(is_active=False)
            report.retired.append(code)
