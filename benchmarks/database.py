"""A database for one run: on a server that is there, or on a private one."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

#: Every run has a database of its own, named by its process.
PREFIX = "streetlight_bench_"
#: Where PostgreSQL usually listens, with the users that often need no password.
SERVERS = (
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres://127.0.0.1:5432/postgres",
)
PROGRAMS = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")
PRIVATE_PORT = 54328


@contextlib.contextmanager
def database() -> Iterator[tuple[str, str]]:
    """Yield the address of a new, empty database, and its kind in words.

    DATABASE_URL names the server; without it the one on this machine is taken,
    then a private one if PostgreSQL's programs are installed, then SQLite.
    """
    with contextlib.ExitStack() as stack:
        server = _server(stack)
        if server is None:
            yield "", "SQLite (PostgreSQL is not installed here)"
            return
        version = _run(server, "SHOW server_version")
        _drop_leftovers(server)
        name = f"{PREFIX}{os.getpid()}"
        _run(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            parts = urlsplit(server)
            yield (
                urlunsplit(parts._replace(path=f"/{name}")),
                f"PostgreSQL {version.split()[0]}",
            )
        finally:
            _run(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _drop_leftovers(server: str) -> None:
    """Drop the databases of runs that were killed; one in use refuses."""
    for name in _run(server, "SELECT array_agg(datname::text) FROM pg_database"):
        process = name.removeprefix(PREFIX)
        if name != process and process.isdecimal() and not _runs(int(process)):
            with contextlib.suppress(Exception):
                _run(server, f'DROP DATABASE "{name}"')


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _server(stack: contextlib.ExitStack) -> str | None:
    for url in filter(None, (os.environ.get("DATABASE_URL"), *SERVERS)):
        if _answers(url):
            return url
    if os.environ.get("DATABASE_URL"):
        raise SystemExit("No PostgreSQL answers at DATABASE_URL.")
    programs = _programs()
    return stack.enter_context(_private_server(programs)) if programs else None


def _answers(url: str) -> bool:
    try:
        return _run(url, "SELECT 1") == 1
    except Exception:
        return False


def _run(url: str, statement: str):
    """Run one statement outside a transaction; return the first value, or None."""
    import psycopg

    with psycopg.connect(url, autocommit=True, connect_timeout=3) as connection:
        cursor = connection.execute(statement)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def _programs() -> Path | None:
    folders = [found for path in PROGRAMS for found in Path("/").glob(path[1:])]
    if known := shutil.which("initdb"):
        folders.append(Path(known).parent)
    return max(folders, default=None)


@contextlib.contextmanager
def _private_server(programs: Path) -> Iterator[str]:
    """Start a server in a temporary folder and stop it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="streetlight-bench-pg-"))
    prefix = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        ids = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
        prefix = ["setpriv", *ids]
    data, log = folder / "data", folder / "log"

    def call(program: str, *arguments: str) -> None:
        command = [*prefix, str(programs / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        call("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")
        options = f"-p {PRIVATE_PORT} -k '{folder}' -c listen_addresses=127.0.0.1"
        call("pg_ctl", "-w", "-l", str(log), "-o", options, "start")
        try:
            yield f"postgres://postgres@127.0.0.1:{PRIVATE_PORT}/postgres"
        finally:
            call("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
