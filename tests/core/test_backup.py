"""A backup brings database and files back, and refuses whatever is doubtful."""

import contextlib
import io
import json
import os
import tarfile
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, connections

from lms.core.backup import (
    MANIFEST,
    BackupError,
    create_backup,
    restore_backup,
    stored_files,
)

FILES = {
    "default": {"images/cover.png": b"\x89PNG picture"},
    "private": {
        "certificates/ab/CERT-1.pdf": b"%PDF-1.7 certificate",
        "uploads/تقرير الهجرة.xlsx": os.urandom(3_000_000),
        "uploads/empty.txt": b"",
    },
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def use_files(settings):
    """Return a function that points both storages at folders below a path."""

    def use(root: Path) -> None:
        settings.STORAGES = settings.STORAGES | {
            alias: {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": root / alias},
            }
            for alias in FILES
        }

    return use


@pytest.fixture
def archive(tmp_path, use_files):
    """Return a backup of two people and four files."""
    use_files(tmp_path / "old")
    people = get_user_model().objects
    people.create_user("amira@example.org", full_name="أميرة الحسن")
    people.create_user("aibek@example.org", full_name="Айбек Төлөгөнов")
    for alias, contents in FILES.items():
        for name, content in contents.items():
            storages[alias].save(name, ContentFile(content))
    target = tmp_path / "backup.tar.gz"
    create_backup(target)
    return target


@pytest.fixture
def empty_database(tmp_path):
    """Return the alias of an empty database of the kind that the suite runs on."""
    alias, name = "empty", str(tmp_path / "restored.sqlite3")
    if connection.vendor == "postgresql":
        name = f"{connection.settings_dict['NAME']}_restored"
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    empty = connection.copy(alias)
    empty.settings_dict["NAME"] = name
    empty.settings_dict["OPTIONS"].pop("pool", None)
    connections[alias] = empty
    yield alias
    empty.close()
    del connections[alias]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def all_rows(alias: str) -> dict[str, list[str]]:
    """Return every row of every table, as text and sorted."""
    rows = {}
    with connections[alias].cursor() as cursor:
        for table in connections[alias].introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - own tables
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def all_files() -> dict[str, dict[str, bytes]]:
    """Return the content of every file by storage and name."""
    found = {}
    for alias in FILES:
        found[alias] = {}
        for name in stored_files(storages[alias]):
            with storages[alias].open(name) as stored:
                found[alias][name] = stored.read()
    return found


def rewritten(archive: Path, change) -> Path:
    """Return a copy of an archive with its members passed through a function."""
    target = archive.with_name("rewritten.tar.gz")
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


def with_manifest(archive: Path, **entries) -> Path:
    """Return a copy of an archive whose manifest says something else."""

    def change(name, content):
        if name != MANIFEST:
            return content
        return json.dumps(json.loads(content) | entries).encode()

    return rewritten(archive, change)


def test_restore_into_empty_place_brings_back_every_row_and_file(
    archive, empty_database, use_files, tmp_path
):
    rows = all_rows("default")
    use_files(tmp_path / "new")

    manifest = restore_backup(archive, using=empty_database)

    assert all_rows(empty_database) == rows
    assert len(rows["accounts_user"]) == 2
    assert all_files() == FILES
    assert len(manifest.files) == 5


def test_backup_is_readable_by_its_owner_only(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


def test_backup_never_replaces_a_file(archive):
    before = archive.read_bytes()

    with pytest.raises(BackupError, match="exists already"):
        create_backup(archive)

    assert archive.read_bytes() == before


def test_backup_that_fails_leaves_nothing_behind(tmp_path, use_files):
    use_files(tmp_path / "old")
    (tmp_path / "old" / "private").mkdir(parents=True)
    (tmp_path / "old" / "private" / "lost").symlink_to(tmp_path / "nowhere")
    folder = tmp_path / "backups"

    with pytest.raises(BackupError, match="not made"):
        create_backup(folder / "backup.tar.gz")

    assert list(folder.iterdir()) == []


def test_restore_refuses_a_database_that_is_not_empty(archive):
    with pytest.raises(BackupError, match="database is not empty"):
        restore_backup(archive)


def test_restore_refuses_to_mix_with_other_files(archive, empty_database):
    with pytest.raises(BackupError, match="files already"):
        restore_backup(archive, using=empty_database)


def test_restore_by_force_replaces_rows_and_files(archive, tmp_path):
    rows = all_rows("default")
    get_user_model().objects.filter(email="amira@example.org").update(full_name="X")
    storages["default"].delete("images/cover.png")
    storages["default"].save("images/cover.png", ContentFile(b"another"))

    restore_backup(archive, force=True)

    assert all_rows("default") == rows
    assert all_files() == FILES


def damaged(archive):
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0xFF
    archive.write_bytes(content)
    return archive


def cut_off(archive):
    archive.write_bytes(archive.read_bytes()[:-500])
    return archive


def without_manifest(archive):
    return rewritten(archive, lambda n, c: None if n == MANIFEST else c)


def with_changed_file(archive):
    return rewritten(archive, lambda n, c: c + b"!" if n.endswith(".pdf") else c)


def with_missing_file(archive):
    return rewritten(archive, lambda n, c: None if n.endswith(".pdf") else c)


def of_another_engine(archive):
    return with_manifest(archive, engine="oracle")


def of_a_newer_version(archive):
    return with_manifest(archive, migrations={"core": ["0999_from_the_future"]})


def of_a_later_format(archive):
    return with_manifest(archive, format=2)


def with_path_outside(archive):
    with contextlib.closing(tarfile.open(archive.with_name("x.gz"), "w:gz")) as new:
        new.addfile(tarfile.TarInfo("files/private/../../../escaped"))
    return archive.with_name("x.gz")


def with_no_archive_at_all(archive):
    archive.write_text("not an archive")
    return archive


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (damaged, "cannot be read|damaged"),
        (cut_off, "cannot be read"),
        (without_manifest, "cut off"),
        (with_changed_file, "CERT-1.pdf has changed"),
        (with_missing_file, "CERT-1.pdf is missing"),
        (of_another_engine, "oracle database"),
        (of_a_newer_version, "Update the program first"),
        (of_a_later_format, "format 2"),
        (with_path_outside, "strange"),
        (with_no_archive_at_all, "cannot be read"),
    ],
)
def test_restore_of_doubtful_archive_changes_nothing(
    archive, empty_database, use_files, tmp_path, spoil, reason
):
    source = spoil(archive)
    use_files(tmp_path / "new")

    with pytest.raises(BackupError, match=reason):
        restore_backup(source, using=empty_database)

    assert all_rows(empty_database) == {}
    assert all_files() == {"default": {}, "private": {}}


def test_commands_say_what_they_did(archive, tmp_path, capsys):
    target = tmp_path / "second.tar.gz"

    call_command("backup", str(target))
    call_command("restore", str(target), "--force")

    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"{target}: database and 4 files, 3.")
    assert said[1].startswith("Restored the database and 4 files of 20")


def test_restore_command_without_force_refuses_in_plain_words(archive):
    with pytest.raises(CommandError, match="--force"):
        call_command("restore", str(archive))


def test_restore_with_another_key_says_what_it_means(archive, settings, capsys):
    settings.SECRET_KEY = "another key"

    call_command("restore", str(archive), "--force")

    assert "SECRET_KEY_FALLBACKS" in capsys.readouterr().out
