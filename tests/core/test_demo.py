"""The demonstration prepares itself once, and says what is wrong in plain words."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection

from lms.core import demo
from lms.core.management.commands.demo import StepCounter
from tests.migrated import Sqlite


@pytest.fixture
def place(settings, tmp_path):
    """Return an empty data folder that the demonstration uses."""
    settings.DATA_DIR = tmp_path
    settings.DEMO_MODE = True
    return tmp_path


@pytest.fixture
def busy_port():
    """Return the number of a port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.django_db
def test_is_loaded_only_after_the_last_step(place):
    assert not demo.is_loaded()

    demo.mark_loaded()

    assert demo.is_loaded()


@pytest.mark.django_db
def test_is_loaded_not_when_a_source_file_has_changed(place, settings, tmp_path):
    settings.BASE_DIR = tmp_path
    lesson = tmp_path / "modules" / "content" / "01" / "en" / "01-lesson.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text("before")
    (tmp_path / "uv.lock").write_text("")
    demo.mark_loaded()

    lesson.write_text("after")

    assert not demo.is_loaded()


@pytest.mark.django_db
def test_is_loaded_not_for_another_database(place, monkeypatch):
    demo.mark_loaded()

    monkeypatch.setitem(django_settings.DATABASES["default"], "HOST", "elsewhere")

    assert not demo.is_loaded()


def test_source_files_hold_content_and_migrations():
    names = {
        str(path.relative_to(django_settings.BASE_DIR)) for path in demo.source_files()
    }

    assert "uv.lock" in names
    assert "modules/content/glossary.yaml" in names
    assert "lms/accounts/migrations/0001_initial.py" in names
    assert not [name for name in names if name.endswith((".pyc", ".html"))]


def test_busy_port_is_not_free(busy_port):
    assert not demo.port_is_free("127.0.0.1", busy_port)


def test_demo_on_busy_port_names_another(place, settings, busy_port):
    settings.HOST, settings.PORT = "127.0.0.1", busy_port

    with pytest.raises(CommandError, match=f"PORT={busy_port + 1} make run"):
        call_command("demo")


def test_demo_on_foreign_host_says_so(place, settings):
    settings.HOST, settings.PORT = "192.0.2.1", 8000

    with pytest.raises(CommandError, match="Choose others with HOST and PORT"):
        call_command("demo")


def test_demo_outside_demo_mode_is_refused(settings):
    settings.DEMO_MODE = False

    with pytest.raises(CommandError, match="public password"):
        call_command("demo")


def test_step_counter_reports_now_and_then():
    said = []
    counter = StepCounter(said.append)

    for _ in range(60):
        counter.write("  Applying core.0001_initial...")
        counter.write(" OK\n")

    assert said == ["  25 steps done", "  50 steps done"]


@pytest.fixture
def migrated(tmp_path):
    """A data folder as a start leaves it that was stopped after the migrations.

    Those take most of the time of a first start; journeys begin with nothing. So
    does this where no migrated database is kept.
    """
    kept = Sqlite(connection.creation).path
    if kept.exists():
        shutil.copy(kept, tmp_path / "db.sqlite3")
    return tmp_path


@pytest.mark.slow
def test_demo_starts_stops_cleanly_and_starts_again_at_once(migrated, unused_port):
    variables = {
        **{key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ},
        "DATA_DIR": str(migrated),
        "PORT": str(unused_port),
    }
    command = [sys.executable, "manage.py", "demo"]
    seconds = []
    for _ in range(2):
        begun = time.monotonic()
        with subprocess.Popen(
            command,
            cwd=django_settings.BASE_DIR,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as server:
            said = []
            for line in server.stdout:
                said.append(line)
                if line.startswith("Stop with Ctrl-C"):
                    break
            seconds.append(time.monotonic() - begun)
            address = f"http://127.0.0.1:{unused_port}/readyz/"
            with urllib.request.urlopen(address, timeout=20) as answer:
                assert answer.status == 200
            os.killpg(server.pid, signal.SIGINT)
            rest = server.stdout.read()

        assert server.returncode == 0
        assert "Traceback" not in rest
        assert any(line.startswith("Streetlight is ready on") for line in said)

    assert "Database and content: up to date\n" in said
    assert seconds[1] < seconds[0]


@pytest.fixture
def unused_port():
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
