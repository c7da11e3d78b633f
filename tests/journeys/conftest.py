"""A browser, and a running site of its own, for the journeys.

The site is the demonstration that `make run` starts, with an empty data folder
and a free port: what a person meets, not a test server. It is prepared once per
run, so each journey takes another demo account or makes its own.
"""

import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

NO_BROWSER = "SKIPPED TESTS: no Chromium or Chrome, so no browser journeys (make test)"
#: As root, in containers, and without calls home.
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Mark every test of this folder as a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


def pytest_terminal_summary(terminalreporter):
    """Say loudly that journeys were skipped."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(NO_BROWSER, red=True, bold=True)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a browser; skip without one, but fail in the gate."""
    bootstrap = runpy.run_path(str(settings.BASE_DIR / "bin" / "bootstrap.py"))
    path = bootstrap["find_chromium"]()
    if path is None and os.environ.get("CI"):
        pytest.fail("The gate needs Chromium, and there is none.")
    if path is None:
        pytest.skip(NO_BROWSER)
    return path


@pytest.fixture(scope="session")
def browser(chromium):
    """Return the browser, started once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium, args=BROWSER_OPTIONS
        )
        yield started
        started.close()


@pytest.fixture
def page(browser, site):
    """Return a new page as a first-time visitor sees it, on a small desktop.

    For another size or without JavaScript: browser.new_context(...) with
    base_url=site.url.
    """
    with browser.new_context(
        base_url=site.url, viewport={"width": 1280, "height": 800}
    ) as context:
        yield context.new_page()


@dataclass(frozen=True)
class Site:
    """A running site: its address, and the folder with its e-mails and files."""

    url: str
    data: Path

    def emails(self) -> list[str]:
        """Return the e-mails sent so far, the oldest first."""
        paths = sorted((self.data / "mail").glob("*.log"))
        return [path.read_text(encoding="utf-8") for path in paths]


@pytest.fixture(scope="session")
def site(chromium, tmp_path_factory) -> Site:
    """Return the demonstration, running for as long as the journeys."""
    data = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "HOST", "BASE_URL"}
    }
    log = data / "server.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=settings.BASE_DIR,
            env=variables | {"DATA_DIR": str(data), "PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as server,
    ):
        while "Stop with Ctrl-C" not in log.read_text():
            if server.poll() is not None:
                pytest.fail(f"The demonstration did not start:\n{log.read_text()}")
            time.sleep(0.2)
        yield Site(url=f"http://127.0.0.1:{port}", data=data)
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=20)
