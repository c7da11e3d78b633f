"""What a lesson costs on a weak line: bytes on the wire and requests."""

import pytest

MODULE = "/en/modules/01-introduction-to-the-data-sharing-mechanism/"
LESSONS = [
    "why-states-asked",
    "what-it-is",
    "six-first-indicators",
    "public-and-restricted",
    "four-roles",
    "four-ways-to-deliver",
    "principles",
]
FIRST_VIEW = 60 * 1024
#: A usual lesson stays under 8 KiB; the longest has two drawings and a large table.
REPEAT_VIEW = 9 * 1024
MOST_REQUESTS = 8


class Wire:
    """Counts what a page loads, in bytes as they come over the line."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.responseReceived", self._heed_answer)
        self.session.on("Network.loadingFinished", self._heed_end)
        self.forget()

    def forget(self) -> None:
        """Count anew."""
        self.addresses, self.bytes = {}, {}

    def _heed_answer(self, event):
        answer = event["response"]
        if not answer["url"].startswith("data:") and not answer.get("fromDiskCache"):
            self.addresses[event["requestId"]] = answer["url"]

    def _heed_end(self, event):
        self.bytes[event["requestId"]] = event["encodedDataLength"]

    @property
    def loaded(self) -> dict[str, int]:
        """Return what came over the line: address and bytes."""
        return {url: self.bytes[key] for key, url in self.addresses.items()}


@pytest.mark.parametrize("slug", LESSONS)
def test_lesson_is_light_at_first_and_lighter_again(visitor, slug):
    reader = visitor()
    wire = Wire(reader.page)
    reader.page.goto(f"{MODULE}{slug}/", wait_until="networkidle")
    assert len(wire.loaded) <= MOST_REQUESTS, wire.loaded
    assert sum(wire.loaded.values()) <= FIRST_VIEW, wire.loaded
    wire.forget()
    reader.page.goto(f"{MODULE}{slug}/", wait_until="networkidle")
    assert sum(wire.loaded.values()) <= REPEAT_VIEW, wire.loaded
