"""When something is wrong: each case has its own decent answer."""

import pytest

from lms.core.pdf import pdf_available
from lms.learning import codes
from tests.journeys.courses import CHECK, answer_check, begin_check, hand_in

LESSON = "/modules/01-introduction-to-the-data-sharing-mechanism/six-first-indicators/"


def test_failed_check_says_what_to_do(visitor, learner):
    person = visitor(examined=True)
    person.sign_in(learner)
    begin_check(person)
    answer_check(person, right=False)
    hand_in(person)
    said = person.text()
    assert person.heading().startswith("Not passed yet: ")
    assert person.heading().endswith("The pass mark is 7.")
    assert "Read these lessons again:" in said
    assert "You have 4 attempts left." in said
    assert person.page.locator(".feedback-title").count() == 10
    assert "Right answer" not in said

    person.go(CHECK)
    assert "You can try again on" in person.page.locator("main .notice").inner_text()
    assert person.page.get_by_role("button", name="Start the check").count() == 0


def test_wrong_password_ten_times_closes_the_account_for_a_while(visitor, learner):
    person = visitor(examined=True)
    person.go("/en/account/login/")
    for number in range(10):
        if person.status == 429:
            break
        person.write("E-mail address", learner)
        person.write("Password", f"guess number {number}")
        sign_in = person.page.locator("main").get_by_role(
            "button", name="Sign in", exact=True
        )
        with person.page.expect_navigation():
            sign_in.click()
        assert person.status in {200, 429}
        person.arrive(person.status)
    assert number == 8
    assert person.heading() == "Too many failed sign-ins"
    assert "Try again in 15 minutes" in person.text()
    person.follow("Choose a new password", within=person.page.locator("main"))
    assert person.heading() == "Choose a new password"

    other = visitor()
    other.sign_in("trainer@arvania.example")
    assert other.heading().startswith("Good ")


def test_code_that_was_never_issued(visitor):
    stranger = visitor(examined=True)
    stranger.go(f"/verify/{codes.make_code()}/", status=404)
    assert "There is no certificate with this code" in stranger.text()


def test_code_with_one_changed_symbol(visitor):
    code = codes.make_code()
    changed = code[:-1] + ("7" if code[-1] != "7" else "8")
    stranger = visitor(examined=True)
    stranger.go(f"/verify/{changed}/", status=404)
    assert "This code cannot be right" in stranger.text()
    stranger.write("Code of the certificate", changed)
    stranger.press("Check this certificate")
    assert stranger.page.title().startswith("Error:")
    assert "One letter or digit of this code is wrong" in stranger.text()
    field = stranger.page.get_by_label("Code of the certificate")
    assert field.input_value() == changed


@pytest.mark.parametrize("language", ["ru", "ar"])
def test_lesson_in_a_language_without_translation_offers_what_there_is(
    visitor, language
):
    reader = visitor(examined=True)
    reader.go(f"/{language}{LESSON}", status=404)
    reader.follow("English: The six first indicators")
    assert reader.page.url.endswith(f"/en{LESSON}")
    assert reader.heading() == "The six first indicators"


NAMES = {
    "long": "Anastasia " * 19 + "Anastasija",
    "one word": "Ы" * 200,
    "Arabic": "نور الدين بن عبد الرحمن",
    "apostrophe": "Aoife O'Brien-N’Diaye <b>&amp;",
}


@pytest.mark.skipif(not pdf_available(), reason="Pango is missing here")
def test_names_of_all_kinds_reach_the_certificate(visitor, reader, tmp_path):
    person = visitor(examined=True)
    person.sign_in(reader)
    begin_check(person)
    answer_check(person)
    hand_in(person)
    for name in NAMES.values():
        person.go("/en/profile/")
        person.write("Full name", name)
        person.press("Save the profile")
        assert person.page.get_by_label("Full name", exact=True).input_value() == name
        person.go("/en/learn/certificates/")
        person.press("Issue it again with my name as it is now")
        newest = person.page.locator("main article").first
        assert newest.locator("bdi", has_text=name).count() == 1
        paper = person.download(newest.get_by_role("link", name="Download the cert"))
        assert paper.read_bytes().startswith(b"%PDF-")
        code = newest.locator(".code").inner_text()
        person.go(f"/verify/{code}/")
        assert name in person.text()


def test_name_that_is_too_long_is_refused_and_kept(visitor, learner):
    person = visitor(examined=True)
    person.sign_in(learner)
    person.go("/en/profile/")
    field = person.page.get_by_label("Full name", exact=True)
    field.evaluate("input => input.removeAttribute('maxlength')")
    person.write("Full name", "A" * 201)
    person.press("Save the profile", status=422)
    assert person.page.title().startswith("Error:")
    assert "201" in person.page.locator(".error-summary").inner_text()
    assert field.input_value() == "A" * 201
