"""A whole database as one file, in the form its own engine makes.

SQLite copies itself through its backup interface, with nothing installed and
while people work. PostgreSQL needs its client programs pg_dump and pg_restore,
of the server's version or newer.
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connections


class CopyFailed(Exception):
    """The copy was not made; the message says why."""


def dump(connection, target: Path) -> None:
    """Write the database of a connection into a new file.

    Raises CopyFailed when the engine refuses.
    """
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(target)) as copy:
            _copy_sqlite(connection.connection, copy)
    elif connection.vendor == "postgresql":
        command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges"]
        _run(connection, [*command, f"--file={target}"])
    else:
        raise CopyFailed(f"{connection.vendor} databases cannot be copied")


def load(connection, source: Path, *, replace: bool = False) -> None:
    """Fill the database of a connection from a file that dump() made.

    Either all of it arrives or the database stays as it was. With replace, what
    was there before goes. Raises CopyFailed when the engine refuses.
    """
    if connection.vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(source)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise CopyFailed("the database in the backup is damaged")
            connection.ensure_connection()
            _copy_sqlite(copy, connection.connection)
    elif connection.vendor == "postgresql":
        command = [
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
        ]
        if replace:
            command += ["--clean", "--if-exists"]
        _run(
            connection, [*command, "--exit-on-error", str(source)], database="--dbname"
        )
    else:
        raise CopyFailed(f"{connection.vendor} databases cannot be filled")
    # Threads and pools must not go on with what they knew of the old one.
    connection.close()
    connections.close_all()


def _copy_sqlite(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    try:
        source.backup(target)
    except sqlite3.Error as error:
        raise CopyFailed(str(error)) from error


def _run(connection, command: list[str], *, database: str = "") -> None:
    """Run one of PostgreSQL's programs against the connection's database.

    The password goes through the environment: a command line is visible to
    everybody on the machine.
    """
    if shutil.which(command[0]) is None:
        raise CopyFailed(
            f"{command[0]} is not on this machine. Debian and Ubuntu: "
            "apt install postgresql-client. It has to be of the server's version "
            "or newer."
        )
    known = connection.settings_dict
    variables = dict(os.environ)
    for variable, key in (
        ("PGHOST", "HOST"),
        ("PGPORT", "PORT"),
        ("PGUSER", "USER"),
        ("PGPASSWORD", "PASSWORD"),
    ):
        if known.get(key):
            variables[variable] = str(known[key])
    if mode := known.get("OPTIONS", {}).get("sslmode"):
        variables["PGSSLMODE"] = mode
    name = str(known["NAME"])
    done = subprocess.run(  # noqa: S603 - fixed programs, no shell
        [*command, f"{database}={name}"] if database else [*command, name],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CopyFailed(f"{command[0]} says: {done.stderr.strip()}")
