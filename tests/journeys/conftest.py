"""A browser, and a running site of its own, for the journeys.

The site is the demonstration that `make run` starts, with an empty data folder
and a free port: what a person meets, not a test server. It is prepared once per
run, so each journey takes another account. Against a demonstration that already
runs (for whoever writes journeys): JOURNEY_URL and JOURNEY_DATA.
"""

import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message
from email.policy import default
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.journeys.visitors import Visitor

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
#: Learners of Arvania with the demonstration's password; prints their addresses.
MAKE_LEARNERS = """
from uuid import uuid4
from allauth.account.models import EmailAddress
from lms.accounts.models import Country, User
from lms.accounts.roles import Role
from lms.accounts.services import grant_role

arvania = Country.objects.get(iso2="XA")
password = User.objects.get(email="learner@arvania.example").password
for number in range(1, 25):
    email = f"{uuid4().hex[:8]}@journey.example"
    name = f"Learner {number} of the Journey"
    person = User.objects.create(email=email, full_name=name, password=password)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    grant_role(person, role=Role.LEARNER, country=arvania)
    print(email)
"""


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
    return site.new_learner()


@dataclass
class Site:
    """A running site: its address, and the folder with its e-mails and files."""

    url: str
    data: Path
    learners: list[str] = field(default_factory=list)

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py on this site's data; return what it says."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment()
            | {
                "DATA_DIR": str(self.data),
                "DJANGO_SETTINGS_MODULE": "lms.settings.demo",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def new_learner(self) -> str:
        """Return a learner of Arvania whom nobody has used before.

        They are made in one go, because starting a command takes seconds.
        """
        if not self.learners:
            self.learners = self.manage("shell", "-v0", "-c", MAKE_LEARNERS).split()
        return self.learners.pop(0)

    def email_to(self, address: str) -> Message:
        """Return the last e-mail to somebody; pages send before they answer."""
        for path in sorted((self.data / "mail").glob("*.log"), reverse=True):
            for part in reversed(path.read_text(encoding="utf-8").split("-" * 79)):
                message = message_from_string(part.lstrip(), policy=default)
                if address in (message["To"] or ""):
                    return message
        raise AssertionError(f"No e-mail to {address}.")

    def link_to(self, address: str) -> str:
        """Return the path of the link in the last e-mail to somebody."""
        words = self.email_to(address).get_body().get_content()
        return re.search(rf"{re.escape(self.url)}(/\S+)", words)[1]


def environment() -> dict[str, str]:
    """Return this process's variables without those that would change the site."""
    others = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "HOST", "BASE_URL"}
    return {name: value for name, value in os.environ.items() if name not in others}


@pytest.fixture(scope="session")
def site(chromium, tmp_path_factory) -> Site:
    """Return the demonstration, running for as long as the journeys."""
    if url := os.environ.get("JOURNEY_URL"):
        yield Site(url=url, data=Path(os.environ["JOURNEY_DATA"]))
        return
    data = tmp_path_factory.mktemp("site")
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
