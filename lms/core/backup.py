"""Backup and restore: the database and all files, together in one archive.

The archive is a gzipped tar with

    database            an SQLite file, or PostgreSQL's own custom format
    files/default/...   public files (pictures)
    files/private/...   uploads and issued documents
    manifest.json       what is inside, with a SHA-256 for each member

The database is copied first and the files after it, so that every file a row
points at is in the archive even while people go on working. The manifest comes
last: an archive without it was cut off and is refused.
"""

import hashlib
import hmac
import json
import os
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from . import database_copy

#: The layout described above. A later layout gets the next number.
FORMAT = 1
STORAGES = ("default", "private")
DATABASE = "database"
MANIFEST = "manifest.json"
BLOCK = 1 << 20


class BackupError(Exception):
    """A backup or restore that was not done; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds."""

    format: int
    version: str
    created: str
    engine: str
    migrations: dict[str, list[str]]
    key_mark: str
    files: dict[str, str] = field(default_factory=dict)


def version() -> str:
    """Return Streetlight's version."""
    metadata = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return metadata["project"]["version"]


def key_mark() -> str:
    """Return a mark that is equal for equal secret keys and tells nothing else."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, b"streetlight backup", hashlib.sha256).hexdigest()[:16]


def applied_migrations(connection) -> dict[str, list[str]]:
    """Return the names of a database's applied migrations by app."""
    by_app: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(connection).applied_migrations):
        by_app.setdefault(app, []).append(name)
    return by_app


def stored_files(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all files in a storage, folder by folder."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        if name:
            yield f"{folder}/{name}".lstrip("/")
    for name in sorted(folders):
        yield from stored_files(storage, f"{folder}/{name}".lstrip("/"))


# Backup


def create_backup(
    target: Path, *, at: datetime | None = None, using: str = DEFAULT_DB_ALIAS
) -> Manifest:
    """Write the archive to a path and return what is in it.

    The file appears under its name only when it is whole, readable by its owner
    alone. Raises BackupError when the path is taken or a part cannot be read.
    """
    if target.exists():
        raise BackupError(f"{target} exists already. Choose another name.")
    target.parent.mkdir(parents=True, exist_ok=True)
    connection = connections[using]
    manifest = Manifest(
        format=FORMAT,
        version=version(),
        created=(at or timezone.now()).isoformat(timespec="seconds"),
        engine=connection.vendor,
        migrations=applied_migrations(connection),
        key_mark=key_mark(),
    )
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with draft.open("xb") as output:
            draft.chmod(0o600)
            with tarfile.open(fileobj=output, mode="w:gz", compresslevel=6) as archive:
                _write(archive, manifest, connection)
            output.flush()
            os.fsync(output.fileno())
        draft.replace(target)
    except (OSError, database_copy.CopyFailed) as error:
        raise BackupError(f"The backup was not made: {error}") from error
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _write(archive: tarfile.TarFile, manifest: Manifest, connection) -> None:
    with tempfile.TemporaryDirectory(prefix="streetlight-") as folder:
        copy = Path(folder) / DATABASE
        database_copy.dump(connection, copy)
        with copy.open("rb") as source:
            manifest.files[DATABASE] = _add(archive, DATABASE, source)
    for alias in STORAGES:
        for name in stored_files(storages[alias]):
            member = f"files/{alias}/{name}"
            with storages[alias].open(name) as source:
                manifest.files[member] = _add(archive, member, source)
    with tempfile.TemporaryFile() as source:
        source.write(json.dumps(asdict(manifest), indent=1).encode())
        source.seek(0)
        _add(archive, MANIFEST, source)


def _add(archive: tarfile.TarFile, name: str, source: BinaryIO) -> str:
    """Add an open file to the archive and return its SHA-256.

    A remote storage does not always know a size, so the file passes through a
    temporary one; small files stay in memory.
    """
    digest = hashlib.sha256()
    with tempfile.SpooledTemporaryFile(max_size=BLOCK) as spool:
        while block := source.read(BLOCK):
            digest.update(block)
            spool.write(block)
        member = tarfile.TarInfo(name)
        member.size = spool.tell()
        member.mode = 0o600
        member.mtime = int(timezone.now().timestamp())
        spool.seek(0)
        archive.addfile(member, spool)
    return digest.hexdigest()


# Restore


def restore_backup(
    source: Path, *, force: bool = False, using: str = DEFAULT_DB_ALIAS
) -> Manifest:
    """Bring an archive's database and files back and return its manifest.

    Everything is unpacked beside and checked against the manifest before
    anything here is changed. With force, a database and files that are here
    are replaced; files of other names stay.

    Raises BackupError, with nothing changed, when the archive is damaged, is of
    another kind of database or of a newer Streetlight, or when this place is not
    empty and force is off.
    """
    connection = connections[using]
    if not force:
        _require_empty_place(connection)
    with tempfile.TemporaryDirectory(prefix="streetlight-restore-") as folder:
        unpacked = Path(folder)
        manifest = _unpack(source, unpacked)
        _require_fit(manifest, connection)
        try:
            database_copy.load(connection, unpacked / DATABASE, replace=force)
            _restore_files(manifest, unpacked)
        except (OSError, database_copy.CopyFailed) as error:
            raise BackupError(f"The restore stopped: {error}") from error
    return manifest


def _require_empty_place(connection) -> None:
    if "django_migrations" in connection.introspection.table_names():
        raise BackupError(
            "The database is not empty. Restore into an empty one, or replace "
            "what is there with --force."
        )
    for alias in STORAGES:
        if name := next(stored_files(storages[alias]), None):
            raise BackupError(
                f"There are files already ({alias}: {name}). Restore into an empty "
                "place, or replace files of the same name with --force."
            )


def _unpack(source: Path, folder: Path) -> Manifest:
    """Unpack into a folder and check every sum.

    Raises BackupError for anything that is not exactly what the manifest says.
    """
    found: dict[str, str] = {}
    manifest = None
    try:
        with tarfile.open(source, mode="r:gz") as archive:
            for member in archive:
                if not member.isfile() or not _is_expected(member.name):
                    raise BackupError(f"The archive holds a strange {member.name}.")
                stream = archive.extractfile(member)
                if member.name == MANIFEST:
                    manifest = Manifest(**json.load(stream))
                    continue
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                found[member.name] = _copy(stream, target)
    except FileNotFoundError:
        raise BackupError(f"There is no file {source}.") from None
    except (tarfile.TarError, EOFError, OSError, ValueError, TypeError) as error:
        raise BackupError(f"{source} cannot be read: {error}") from error
    if manifest is None:
        raise BackupError(f"{source} was cut off: its last part is missing.")
    if manifest.format != FORMAT:
        raise BackupError(f"{source} has format {manifest.format}, not {FORMAT}.")
    for name in sorted(found.keys() ^ manifest.files.keys()):
        raise BackupError(f"{source} is damaged: {name} is missing or too much.")
    for name, digest in manifest.files.items():
        if found[name] != digest:
            raise BackupError(f"{source} is damaged: {name} has changed.")
    return manifest


def _is_expected(name: str) -> bool:
    path = PurePosixPath(name)
    if name in {DATABASE, MANIFEST}:
        return True
    return (
        not path.is_absolute()
        and ".." not in path.parts
        and len(path.parts) > 2
        and path.parts[0] == "files"
        and path.parts[1] in STORAGES
    )


def _copy(stream: BinaryIO, target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as output:
        while block := stream.read(BLOCK):
            digest.update(block)
            output.write(block)
    return digest.hexdigest()


def _require_fit(manifest: Manifest, connection) -> None:
    """Raise BackupError unless this code and database can take the backup."""
    if manifest.engine != connection.vendor:
        raise BackupError(
            f"The backup is of a {manifest.engine} database, and this place uses "
            f"{connection.vendor}. Set DATABASE_URL to one of the same kind."
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.keys()
    for app, names in manifest.migrations.items():
        for name in names:
            if (app, name) not in known:
                raise BackupError(
                    f"The backup was made by Streetlight {manifest.version}, which "
                    f"is newer than this one ({app}.{name} is unknown here). Update "
                    "the program first."
                )


def _restore_files(manifest: Manifest, folder: Path) -> None:
    for member in manifest.files:
        if member == DATABASE:
            continue
        alias, name = member.split("/", 2)[1:]
        storage = storages[alias]
        if storage.exists(name):
            storage.delete(name)
        with (folder / member).open("rb") as content:
            kept = storage.save(name, File(content))
        if kept != name:
            raise OSError(f"the storage kept {name} as {kept}")
