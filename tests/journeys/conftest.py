"""A browser, and a running site of its own, for the journeys.

The site is the demonstration that `make run` starts, with an empty data folder
and a free port: what a person meets, not a test server. It is prepared once per
process, so each journey takes another account. Against a demonstration that already
runs (for whoever writes journeys): JOURNEY_URL and JOURNEY_DATA. To begin with a data
folder that `manage.py demo --no-serve` has filled: JOURNEY_PREPARED.
"""

import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from lms.core.demo import stamp
from tests.journeys.running_site import Site, environment
from tests.journeys.visitors import Visitor

MARK_LOADED = "from lms.core.demo import mark_loaded; mark_loaded()"
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

RESULTS = settings.BASE_DIR / "test-results"
FAILED = pytest.StashKey[bool]()


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remember on the test whether it failed, for its fixtures."""
    report = yield
    item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def visitor(browser, site, request):
    """Return a function that brings a visitor: visitor(viewport=..., ...).

    Everybody leaves at the end of the test; trouble on their pages fails it.
    After a failure the last page of each is in test-results/.
    """
    visitors = []

    def arrive(**options) -> Visitor:
        visitors.append(Visitor(browser, site, **options))
        return visitors[-1]

    yield arrive
    if request.node.stash.get(FAILED, False):
        for number, one in enumerate(visitors):
            name = re.sub(r"\W+", "-", request.node.name) + f"-{number}.png"
            one.page.screenshot(path=RESULTS / name, full_page=True)
    for one in visitors:
        one.leave()


@pytest.fixture
def learner(site) -> str:
    """Return the e-mail address of a learner who has done nothing yet."""
    return site.new_person("learner")


@pytest.fixture
def reader(site) -> str:
    """Return the e-mail address of a learner with only the module check to do."""
    return site.new_person("reader")


@pytest.fixture
def unique() -> str:
    """Return a few letters that no other test has."""
    return uuid4().hex[:8]


def copy_prepared(prepared: Path, data: Path) -> None:
    """Begin with what `demo --no-serve` loaded elsewhere, if it came to its end.

    Its note that all is loaded names the place, so it is written anew.
    """
    if stamp().name in {path.name for path in prepared.iterdir()}:
        shutil.copytree(prepared, data, dirs_exist_ok=True)
        Site(url="", data=data).manage("shell", "-v0", "-c", MARK_LOADED)


@pytest.fixture(scope="session")
def site(chromium, tmp_path_factory) -> Site:
    """Return the demonstration, running for as long as the journeys."""
    if url := os.environ.get("JOURNEY_URL"):
        yield Site(url=url, data=Path(os.environ["JOURNEY_DATA"]))
        return
    data = tmp_path_factory.mktemp("site")
    if prepared := os.environ.get("JOURNEY_PREPARED"):
        copy_prepared(Path(prepared), data)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = data / "server.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=settings.BASE_DIR,
            env=environment() | {"DATA_DIR": str(data), "PORT": str(port)},
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
