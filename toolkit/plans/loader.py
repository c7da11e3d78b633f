"""Bring action libraries from files into the database.

Matched by key and version; running twice changes nothing. Plans point at a loaded
version, so it does not change any more: only texts in further languages may be added.
"""

from pathlib import Path

from django.db import transaction

from assessments.maturity.catalogue import shipped_frameworks
from assessments.maturity.loader import MOST_PLACES, changes
from assessments.maturity.models import FrameworkVersion
from lms.core.content_files import Problems
from lms.core.page_files import SyncReport
from toolkit.plans import assembling
from toolkit.plans.catalogue import read_libraries
from toolkit.plans.library import Library, library_data
from toolkit.plans.models import ActionLibrary


def load_libraries(
    path: Path | None = None, *, overwrite: bool = False, dry_run: bool = False
) -> SyncReport:
    """Read, judge and sync a file or a folder, by default all that ship.

    Raises :class:`~lms.core.content_files.ContentRefused` with every fault, having
    written nothing. ``overwrite``: let a loaded version change all the same.
    """
    problems, report = Problems(), SyncReport()
    read = read_libraries(path, frameworks=_frameworks())
    with transaction.atomic():
        for file, library in read:
            _sync(file, library, problems, report, overwrite=overwrite)
        problems.refuse()
        if dry_run:
            transaction.set_rollback(True)
    return report


def _frameworks() -> dict:
    """The frameworks that actions may lift: those that ship, and those loaded."""
    found = {one.key: one for one in shipped_frameworks()}
    # The newest comes first, so it is written last.
    for row in reversed(FrameworkVersion.objects.published()):
        found[row.key] = row.instrument()
    return found


def _sync(
    file: Path,
    library: Library,
    problems: Problems,
    report: SyncReport,
    *,
    overwrite: bool,
) -> None:
    label = f"{library.key} {library.version}"
    sort = assembling.version_sort(library.version)
    row = (
        ActionLibrary.objects.select_for_update()
        .filter(key=library.key, version_sort=sort)
        .first()
    )
    if row is None:
        assembling.write(ActionLibrary(), library)
        report.created.append(label)
        return
    if row.content_digest == assembling.content_digest(library):
        report.unchanged.append(label)
        return
    changed = [
        place
        for place in changes(
            library_data(assembling.assembled(row)), library_data(library)
        )
        if place != "library languages"
    ]
    gone = set(row.library().by_id) - set(library.by_id)
    if not changed or (overwrite and not gone):
        assembling.write(row, library)
        report.updated.append(label)
        return
    named = ", ".join(changed[:MOST_PLACES])
    if len(changed) > MOST_PLACES:
        named += f" and {len(changed) - MOST_PLACES} more"
    problems.add(
        file,
        1,
        f"Version {row.version} of `{row.key}` is loaded and cannot change. "
        f"Changed: {named}.",
        "Raise the version in the file.",
    )
