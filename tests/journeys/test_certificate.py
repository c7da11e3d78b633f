"""The main journey: an official takes module 01 and leaves with a certificate."""

import re

import pytest

from lms.core.pdf import pdf_available
from tests.journeys.courses import QUESTIONS, answer_check, hand_in
from tests.journeys.hands import Keyboard
from tests.journeys.visitors import DESKTOP, PHONE

MODULE = "Introduction to the Data Sharing Mechanism"
LESSONS = 7
NOTE = "I shall ask the Border Service for its table of entries."

WAYS = {
    "desktop": {"viewport": DESKTOP, "examined": True},
    "phone": {"viewport": PHONE, "examined": True, "has_touch": True},
    "without script": {"java_script_enabled": False},
    "keyboard": {"hands": Keyboard},
}


@pytest.mark.skipif(not pdf_available(), reason="Pango is missing here")
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_official_takes_module_01_and_leaves_with_a_certificate(
    way, visitor, learner, tmp_path
):
    official = visitor(**way)
    find_module(official)
    official.sign_in(learner)
    assert official.heading().startswith("Good ")
    start(official)
    for number in range(1, LESSONS + 1):
        study_lesson(official, number)
    take_check(official)
    assert official.heading() == f"You passed: {QUESTIONS} of {QUESTIONS}"
    paper = official.download(
        official.page.get_by_role("link", name="Get your certificate (PDF)")
    ).read_bytes()
    assert paper.startswith(b"%PDF-")
    official.follow("All my certificates")
    code = official.page.locator("main .code").inner_text()
    assert_home_shows_the_way_made(official)

    stranger = visitor(**way)
    stranger.go("/verify/")
    stranger.write("Code of the certificate", code)
    stranger.press("Check this certificate")
    assert "This certificate is valid" in stranger.text()
    facts = facts_of(stranger)
    assert facts["Name"].startswith("Learner ")
    assert facts["Achievement"] == f"Module 01: {MODULE}"
    assert compare(stranger, paper, tmp_path) == "This is the file we issued"
    changed = paper.replace(b"%%EOF", b"%%EOG")
    assert compare(stranger, changed, tmp_path) == "This is not the file we issued"


def find_module(official):
    """From the home page to the module and its first lesson, without an account."""
    official.go("/")
    official.follow("See the 16 modules")
    official.follow(f"Module 01: {MODULE}")
    assert official.heading() == MODULE
    official.follow("Start with lesson 1")
    assert "Sign in to check your answers" in official.text()


def start(official):
    """Begin the module from the learner's home."""
    official.follow("Start module 01")
    assert "Lesson 1 of 7" in official.text()


def study_lesson(official, number):
    """Answer the questions of a lesson, in the first write a note, and go on."""
    page = official.page
    if number == 1:
        write_note(official)
    for place in range(page.locator("#check .question").count()):
        form = page.locator("#check form").nth(place)
        official.question(form.locator(".question")).answer(official.hands)
        official.press("Check my answer", within=form)
        said = page.locator("#check .question").nth(place).locator(".feedback-title")
        assert said.inner_text().strip() == "Right.", page.url
    onward = page.locator(".next-lesson-card")
    assert "Mark this lesson as read and go on" in onward.inner_text()
    official.use(onward)
    assert "marked as read. It is complete when" not in official.text()


def write_note(official):
    """Write a private note; it is there after the page has loaded again."""
    page = official.page
    official.hands.press(page.locator("summary", has_text="Write a private note"))
    official.write("Your private note", NOTE)
    official.press("Save my note")
    assert page.get_by_label("Your private note", exact=True).input_value() == NOTE


def take_check(official):
    """The last lesson led to the module check: go through all its questions."""
    official.press("Start the check")
    answer_check(official)
    assert "Not answered" not in official.text()
    hand_in(official)


def assert_home_shows_the_way_made(official):
    """The learner's home: the module done, the certificate, the note."""
    official.go("/en/learn/")
    page = official.page
    # Among my modules, the results and the certificates.
    assert page.get_by_role("link", name=f"Module 01: {MODULE}").count() == 3
    official.follow("Read my 1 private note")
    assert NOTE in official.text()


def facts_of(stranger) -> dict[str, str]:
    """Return what the public page says about a certificate."""
    lines = stranger.page.locator("dl.facts > div").all()
    return {
        line.locator("dt").inner_text(): line.locator("dd").first.inner_text()
        for line in lines
    }


def compare(stranger, paper, folder) -> str:
    """Let the public page compare a PDF; return the first line of the answer."""
    path = folder / "certificate.pdf"
    path.write_bytes(paper)
    chooser = stranger.page.get_by_label("PDF file", exact=True)
    stranger.hands.attach(chooser, path)
    stranger.press("Compare this file")
    answer = stranger.page.locator("main .notice").inner_text()
    return re.split(r"\n", answer.strip())[0]
