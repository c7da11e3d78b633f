"""A database that migrations made once, copied for every worker and every run.

Migrating takes longer than most runs of tests. What it leaves behind is kept under a
digest of all migrations and of the lock file, so it is made anew when any of them
changes; whatever Django does after migrations is done in every copy.

    python -m tests.migrated      makes it beforehand, for the database of DATABASE_URL
"""

import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.functional import cached_property

KEPT = Path(__file__).parent.parent / ".pytest_cache"


def digest() -> str:
    """Return a name for what migrating from nothing leads to."""
    found = sha256()
    found.update((settings.BASE_DIR / "uv.lock").read_bytes())
    found.update(repr((settings.LANGUAGES, django.VERSION)).encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(f"{app.label} {path.name}\n".encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:20]


class Sqlite:
    """Keeps the migrated database as a file and reads it into the memory of tests."""

    def __init__(self, creation) -> None:
        self.creation = creation
        self.original = creation.create_test_db

    @cached_property
    def path(self) -> Path:
        return KEPT / f"migrated-{digest()}.sqlite3"

    def create(self, *args, **options) -> str:
        """Create the test database as Django does, from what is kept if there is."""
        name = self.creation._get_test_db_name()
        if not self.creation.is_in_memory_db(name):
            return self.original(*args, **options)
        # A database in memory lives as long as somebody is connected.
        self.held = sqlite3.connect(name, uri=True)
        kept = self.path.exists()
        if kept:
            with closing(
                sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)
            ) as source:
                source.backup(self.held)
        self.original(*args, **options)
        if not kept:
            self.keep()
        return name

    def keep(self) -> None:
        KEPT.mkdir(exist_ok=True)
        for old in set(KEPT.glob("migrated-*.sqlite3")) - {self.path}:
            old.unlink(missing_ok=True)
        # Workers may do this at the same time: each in a file of its own.
        part = KEPT / f"migrated-{id(self)}-{self.path.stem}.part"
        with closing(sqlite3.connect(part)) as target:
            self.held.backup(target)
        part.replace(self.path)


class Postgres:
    """Lets PostgreSQL copy a database that was made beforehand."""

    def __init__(self, creation) -> None:
        self.creation = creation
        self.original = creation.create_test_db
        self.name = f"streetlight_migrated_{digest()}"

    def create(self, *args, **options) -> str:
        """Create the test database as Django does, from the template if there is."""
        if self.is_there():
            connection.settings_dict["TEST"]["TEMPLATE"] = self.name
        return self.original(*args, **options)

    def make(self) -> None:
        """Make the template, and drop those of other migrations."""
        with self.creation._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s AND datname <> %s",
                ["streetlight\\_migrated\\_%", self.name],
            )
            for (old,) in cursor.fetchall():
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        if not self.is_there():
            connection.settings_dict["TEST"]["NAME"] = self.name
            self.original(verbosity=0, autoclobber=True, serialize=False)
            connection.close()

    def is_there(self) -> bool:
        with self.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
            return cursor.fetchone() is not None


def keeper() -> Sqlite | Postgres:
    """Return what keeps migrated databases of the kind that tests run on."""
    kinds = {"sqlite": Sqlite, "postgresql": Postgres}
    return kinds[connection.vendor](connection.creation)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
    django.setup()
    one = keeper()
    if isinstance(one, Postgres):
        one.make()
    else:
        one.create(verbosity=0, autoclobber=True, serialize=False)
