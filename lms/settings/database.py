"""Which database: SQLite in the data folder, or PostgreSQL by DATABASE_URL."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from .env import env_int, env_text


def database_settings(data_dir: Path) -> dict:
    """Return the value of DATABASES["default"].

    Without DATABASE_URL: SQLite in WAL mode, where IMMEDIATE transactions keep
    concurrent writers from failing. With it: PostgreSQL through a pool.

    Raises ImproperlyConfigured for any other kind of database.
    """
    url = env_text("DATABASE_URL")
    if not url:
        return sqlite_settings(data_dir / "db.sqlite3")
    config = environ.Env.db_url_config(url)
    engine = config["ENGINE"]
    if engine.endswith("sqlite3"):
        return sqlite_settings(Path(config["NAME"]))
    if "postgresql" not in engine:
        raise ImproperlyConfigured(
            "DATABASE_URL names a database that Streetlight does not run on. "
            "Write postgres://user:password@host:5432/name, or leave it out for SQLite."
        )
    options = config.setdefault("OPTIONS", {})
    options.setdefault(
        "pool",
        {"min_size": 1, "max_size": env_int("DATABASE_POOL", 8, low=1, high=100)},
    )
    return config


def sqlite_settings(path: Path) -> dict:
    """Return Django's settings for an SQLite file at this path."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;"
            ),
        },
    }
