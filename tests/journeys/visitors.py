"""A person in a browser, whose every page is examined on arrival."""

import re
from pathlib import Path

from lms.accounts.demo import DEMO_PASSWORD
from tests.journeys.answers import question_in
from tests.journeys.examination import (
    check_accessible,
    check_structure,
    check_widths,
)
from tests.journeys.hands import Mouse

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
#: Lines of the console that are no trouble: the status of a page that was refused
#: (counted as a response), and the table editor of the content area, which knows
#: its languages by other names and goes on in English.
HARMLESS = re.compile(
    r"Failed to load resource: the server responded with a status"
    r"|Language with code .* You should register particular language"
)


class Visitor:
    """Somebody at one machine: a browser context with one page.

    examined: run axe and look for sideways scrolling on every page arrived at;
    its structure is checked anyway. Trouble that pages cause (another host
    asked, a refused style, an error in the console) is collected, and raised by
    `leave`.
    """

    def __init__(self, browser, site, *, hands=Mouse, examined=False, **options):
        options = {
            "viewport": DESKTOP,
            "base_url": site.url,
            "reduced_motion": "reduce",
        } | options
        self.site = site
        self.examined = examined
        self.scripted = options.get("java_script_enabled", True)
        self.trouble: list[str] = []
        self.status = 0
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(15_000)
        self.context.on("request", self._heed_request)
        self.context.on("response", self._heed_response)
        self.context.on("console", self._heed_console)
        self.context.on("weberror", lambda error: self._complain(str(error.error)))
        self.page = self.context.new_page()
        self.hands = hands(self.page)

    def go(self, path: str, *, status: int = 200) -> None:
        """Open an address of the site."""
        self.page.goto(path)
        self.arrive(status)

    def follow(self, words: str, *, within=None, **options) -> None:
        """Follow a link by its words."""
        self._press("link", words, within, **options)

    def press(self, words: str, *, within=None, **options) -> None:
        """Press a button by its words and wait for the next page."""
        self._press("button", words, within, **options)

    def use(self, target, *, status: int = 200) -> None:
        """Press or follow something, and wait for the next page."""
        with self.page.expect_navigation():
            self.hands.press(target)
        self.arrive(status)

    def write(self, label: str, text: str) -> None:
        """Write into a field by its label."""
        self.hands.write(self.page.get_by_label(label, exact=True), text)

    def tick(self, label: str) -> None:
        """Choose a radio button or a box by its label."""
        self.hands.tick(self.page.get_by_label(label, exact=True))

    def choose(self, label: str, words: str) -> None:
        """Choose from a list by its label."""
        self.hands.choose(self.page.get_by_label(label, exact=True), words)

    def arrive(self, status: int = 200, *, covered: bool = False) -> None:
        """Examine the page that is there now; covered: under an open menu."""
        assert self.status == status, f"{self.status} on {self.page.url}"
        check_structure(self.page)
        if self.examined:
            check_accessible(self.page, covered=covered)
            check_widths(self.page)

    def sign_in(self, email: str, password: str = DEMO_PASSWORD) -> None:
        """Sign in from wherever this is, by the sign-in page."""
        self.go("/en/account/login/")
        self.write("E-mail address", email)
        self.write("Password", password)
        self.press("Sign in", within=self.page.locator("main"))

    def heading(self) -> str:
        """Return the page's title as it is read."""
        return self.page.locator("h1").inner_text().strip()

    def text(self) -> str:
        """Return everything that can be read on the page."""
        return self.page.locator("main").inner_text()

    def question(self, frame=None):
        """Return the question in a frame, or the only one on the page."""
        return question_in(frame or self.page.locator("main .question"))

    def download(self, target) -> Path:
        """Press or follow something that gives a file, and return its path."""
        with self.page.expect_download() as download:
            self.hands.press(target)
        return Path(download.value.path())

    def leave(self) -> None:
        """Close the browser's window; raise AssertionError for what went wrong."""
        self.context.close()
        assert self.trouble == []

    def _press(self, role: str, words: str, within, **options) -> None:
        place = within or self.page
        self.use(place.get_by_role(role, name=words, exact=True), **options)

    def _complain(self, words: str) -> None:
        self.trouble.append(f"{self.page.url}: {words}")

    def _heed_request(self, request) -> None:
        if not request.url.startswith((self.site.url + "/", "data:", "blob:")):
            self._complain(f"asked another host: {request.url}")

    def _heed_response(self, response) -> None:
        if response.request.is_navigation_request():
            if "attachment" not in response.headers.get("content-disposition", ""):
                self.status = response.status
        elif response.status >= 400:
            self._complain(f"{response.status} for {response.url}")

    def _heed_console(self, message) -> None:
        if message.type in {"error", "warning"} and not HARMLESS.match(message.text):
            self._complain(f"console: {message.text}")
