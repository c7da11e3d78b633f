"""What a lesson weighs on the wire, in Chromium, at a first and a second visit."""

import runpy
from dataclasses import dataclass, field

from benchmarks.people import Learner
from benchmarks.server import ROOT

#: As root and in containers, and without calls home.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Visit:
    """One visit: kind of file -> bytes with headers, of what was transferred."""

    parts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        """Return the bytes of all answers, headers included."""
        return sum(size for _name, size in self.parts)

    @property
    def requests(self) -> int:
        """Return the number of requests that went over the network."""
        return len(self.parts)


def visits(port: int, path: str, learner: Learner) -> tuple[Visit, Visit] | None:
    """Return a first and a second visit of a page; None without a browser."""
    chromium = runpy.run_path(str(ROOT / "bin" / "bootstrap.py"))["find_chromium"]()
    if chromium is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        context = started.new_context(
            viewport={"width": 1280, "height": 900},
            extra_http_headers={
                "X-Forwarded-For": learner.address,
                "X-Forwarded-Proto": "https",
            },
        )
        site = f"http://127.0.0.1:{port}"
        context.add_cookies(
            [
                {"name": name, "value": value, "url": site}
                for name, value in learner.cookies.items()
            ]
        )
        found = _visit(context, site + path), _visit(context, site + path)
        started.close()
        return found


def _visit(context, url: str) -> Visit:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    visit, names, cached = Visit(), {}, set()

    def asked(event):
        names[event["requestId"]] = event["request"]["url"].partition("//")[2]

    def from_cache(event):
        cached.add(event["requestId"])

    def answered(event):
        if event["response"].get("fromDiskCache"):
            cached.add(event["requestId"])

    def loaded(event):
        number = event["requestId"]
        name = names.get(number, "")
        if number not in cached and not name.startswith("data:"):
            visit.parts.append((name.partition("/")[2], event["encodedDataLength"]))

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.requestServedFromCache", from_cache)
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", loaded)
    answer = page.goto(url, wait_until="networkidle")
    if answer.status != 200:
        raise SystemExit(f"Chromium got {answer.status} for {url}.")
    # Pictures that load when they come near: a reader scrolls to the end.
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(500)
    page.close()
    return visit
