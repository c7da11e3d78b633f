"""What `manage.py demo` needs to know about the demonstration's state."""

import errno
import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

ROOMS = ("lms", "modules", "assessments", "toolkit")
#: What decides whether a database made earlier is still the right one.
SOURCES = (
    "migrations/*.py",
    "content/**/*",
    "loader*.py",
    "loader/*.py",
    "demo*.py",
    "management/commands/load_*.py",
)


def source_files() -> Iterator[Path]:
    """Yield the files that the demonstration's database is made from, sorted."""
    root = settings.BASE_DIR
    found = {
        path
        for room in ROOMS
        for pattern in SOURCES
        for path in (root / room).glob(f"**/{pattern}")
        if path.is_file() and path.suffix != ".pyc"
    }
    yield from sorted(found | {root / "uv.lock"})


def fingerprint() -> str:
    """Return a SHA-256 over those files and over which database is in use."""
    digest = hashlib.sha256()
    database = settings.DATABASES["default"]
    for key in ("ENGINE", "HOST", "PORT", "NAME"):
        digest.update(f"{key}={database.get(key, '')}\n".encode())
    for path in source_files():
        digest.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stamp() -> Path:
    """Return the file that holds the fingerprint of what was loaded last."""
    return settings.DATA_DIR / "demo-loaded"


def is_loaded() -> bool:
    """Tell whether the database holds what the files say."""
    try:
        if stamp().read_text() != fingerprint():
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM django_migrations")
            return cursor.fetchone()[0] > 0
    except (FileNotFoundError, DatabaseError):
        return False


def mark_loaded() -> None:
    """Remember that everything was loaded; the last step of a first start."""
    draft = stamp().with_suffix(".part")
    draft.write_text(fingerprint())
    draft.replace(stamp())


def port_is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen there now.

    Raises OSError when this machine has no such address, or when only its
    administrator may use the port.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    )[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True
