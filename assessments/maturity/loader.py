"""Bring frameworks from files into the database.

Matched by key and version; running twice changes nothing. What is published never
changes: only texts in further languages may be added to it. A draft an editor has
changed since it was loaded is left alone unless told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from assessments.maturity import assembling
from assessments.maturity.catalogue import WORKBOOK, framework_files, read_file
from assessments.maturity.instrument import Framework
from assessments.maturity.mapping import faults_of_map
from assessments.maturity.models import FrameworkVersion
from assessments.maturity.tables import open_workbook
from lms.core.content_files import Problems
from lms.core.page_files import SyncReport

#: A refusal names so many changed places; the others are counted.
MOST_PLACES = 5


@dataclass(frozen=True)
class Loaded:
    """A framework, its file, and the line that names its version."""

    framework: Framework
    file: str
    line: int | None


def load_frameworks(
    path: Path | None = None, *, overwrite: bool = False, dry_run: bool = False
) -> SyncReport:
    """Read, judge and sync a file or a folder, by default all that ship.

    Raises :class:`~lms.core.content_files.ContentRefused` with every fault, having
    written nothing. ``dry_run``: do everything, then take it back.
    """
    problems = Problems()
    files = framework_files(path)
    if not files:
        problems.add(path, None, "There is no framework in this folder.")
    read = [(file, read_file(file, problems)) for file in files]
    problems.refuse()
    loaded = [Loaded(one, *_version_place(file)) for file, one in read]
    loaded.sort(key=lambda one: (one.framework.key, _sort(one)))
    _judge_once(loaded, problems)
    problems.refuse()
    report = SyncReport()
    with transaction.atomic():
        for one in loaded:
            _sync(one, problems, report, overwrite)
        problems.refuse()
        if dry_run:
            transaction.set_rollback(True)
    return report


def _sync(one: Loaded, problems: Problems, report: SyncReport, overwrite: bool) -> None:
    framework = one.framework
    label = f"{framework.key} {framework.version}"
    row = (
        FrameworkVersion.objects.select_for_update()
        .filter(key=framework.key, version_sort=_sort(one))
        .first()
    )
    if row is None:
        _judge_map(one, problems)
        _write(FrameworkVersion(), framework)
        report.created.append(label)
        return
    digest = assembling.content_digest(framework)
    publishes = framework.state == "published" and not row.is_published
    if row.content_digest == digest and not publishes:
        report.unchanged.append(label)
        return
    if row.is_published:
        _extend(row, one, problems, report, label)
    elif row.content_digest not in (row.loaded_digest, digest) and not overwrite:
        report.skipped.append(label)
    else:
        _judge_map(one, problems)
        _write(row, framework)
        report.updated.append(label)


def _extend(
    row: FrameworkVersion,
    one: Loaded,
    problems: Problems,
    report: SyncReport,
    label: str,
) -> None:
    """Add languages to a published version; anything else is refused."""
    before = assembling.content_of(row.instrument())
    changed = list(changes(before, assembling.content_of(one.framework)))
    if not changed:
        _write(row, one.framework)
        report.updated.append(f"{label} (texts in further languages)")
        return
    named = ", ".join(changed[:MOST_PLACES])
    if len(changed) > MOST_PLACES:
        named += f" and {len(changed) - MOST_PLACES} more"
    problems.add(
        one.file,
        one.line,
        f"Version {row.version} of `{row.key}` is published and cannot change. "
        f"Changed: {named}.",
        f"Raise the version, for example `version: {_next(row.version)}`, and say in "
        "`map` what became of each question.",
    )


def changes(old: Any, new: Any, place: str = "") -> Iterator[str]:
    """The places where ``new`` says something else; added languages are no change."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            here = f"{place} {name}".strip()
            if name in old and name in new:
                yield from changes(old[name], new[name], here)
            elif name not in old and _only_languages(name, new[name]):
                continue
            else:
                yield here
    elif isinstance(old, list) and isinstance(new, list):
        if place == "framework languages":
            if not set(old) <= set(new):
                yield place
        elif [_name(one) for one in old] != [_name(one) for one in new]:
            yield place
        else:
            for one, other in zip(old, new, strict=True):
                name = _name(one)
                # An id says where a person finds it; the path to it does not.
                yield from changes(one, other, str(name) if name else place)
    elif old != new:
        yield place


def _only_languages(name: Any, value: Any) -> bool:
    """Whether an entry is a text in one more language."""
    known = dict(settings.LANGUAGES)
    return isinstance(value, str) and name in known


def _name(part: Any) -> Any:
    if not isinstance(part, dict):
        return part
    for name in ("id", "key", "value"):
        if name in part:
            return part[name]
    return tuple(part.items())


def _write(row: FrameworkVersion, framework: Framework) -> None:
    row.loaded_digest = assembling.content_digest(framework)
    if row.is_published:
        assembling.translate(row, framework)
    else:
        assembling.write(row, framework)


def _judge_map(one: Loaded, problems: Problems) -> None:
    """Note what is wrong with the map from the version before, if there is one."""
    previous = (
        FrameworkVersion.objects.filter(key=one.framework.key)
        .published()
        .before(_sort(one))
        .first()
    )
    if previous is None:
        return
    for message, remedy in faults_of_map(one.framework, previous.instrument()):
        problems.add(one.file, one.line, message, remedy)


def _judge_once(loaded: list[Loaded], problems: Problems) -> None:
    seen: dict[tuple[str, str], str] = {}
    for one in loaded:
        name = (one.framework.key, _sort(one))
        if name in seen:
            problems.add(
                one.file,
                one.line,
                f"Version {one.framework.version} of `{one.framework.key}` is also in "
                f"{seen[name]}.",
                "Keep one of the files, or raise the version in one.",
            )
        seen[name] = one.file


def _sort(one: Loaded) -> str:
    return assembling.version_sort(one.framework.version)


def _next(version: str) -> str:
    *before, last = version.split(".")
    return ".".join([*before, str(int(last) + 1)])


def _version_place(file: Path) -> tuple[str, int | None]:
    """Where a file names its version: the file with sheet and row, and the line."""
    if file.suffix.lower() == WORKBOOK:
        for sheet in open_workbook(file, file.read_bytes()):
            for row in sheet.iter_rows():
                if any(str(cell.value).strip().casefold() == "version" for cell in row):
                    return f"{file}, sheet {sheet.title}, row {row[0].row}", None
        return str(file), None
    lines = file.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if re.search(r"\bversion:", line):
            return str(file), number
    return str(file), 1
