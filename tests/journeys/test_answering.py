"""Answering for an institution: a line that drops, two windows, a filled sheet."""

import re
from io import BytesIO

from openpyxl import load_workbook
from playwright.sync_api import expect

RESPONDENT = "respondent@arvania.example"
PHONE = {"width": 360, "height": 740}


def open_overview(person):
    person.sign_in(RESPONDENT)
    person.go("/en/assess/")
    link = person.page.locator("main a[href*='/answer/']").first
    person.go(re.sub(r"(/answer/\d+/).*", r"\1", link.get_attribute("href")))


def unanswered(person, number):
    """Return the address of a question that nobody has answered yet."""
    rows = person.page.locator(".item-row", has_text="Not answered")
    rows = rows.filter(has_not_text="a text is there")
    return rows.nth(number).locator("a").get_attribute("href")


def saved(person):
    person.page.get_by_text(re.compile(r"Saved at \d\d:\d\d")).wait_for()


def test_a_dropped_line_loses_nothing(visitor):
    person = visitor(examined=True, viewport=PHONE)
    open_overview(person)
    address = unanswered(person, 0)
    person.go(address)
    page = person.page
    page.locator(".level-card").nth(2).click()
    saved(person)
    expect(page.locator("[data-lacks-evidence]")).to_be_visible()

    person.context.set_offline(True)
    page.fill("#id_justification", "The order was signed in May.")
    page.get_by_text("Not saved: no connection").wait_for()
    page.fill("#id_justification", "The order was signed in May 2027.")
    person.context.set_offline(False)
    saved(person)
    expect(page.locator("[name=version]")).to_have_value("3", timeout=20_000)
    # The browser's own lines about the dropped line.
    person.trouble.clear()

    again = visitor()
    again.sign_in(RESPONDENT)
    again.go(address)
    assert again.page.input_value("#id_justification").endswith("May 2027.")
    assert again.page.locator("#id_level_2").is_checked()


def test_two_windows_choose_between_their_words(visitor):
    first, second = visitor(), visitor(examined=True)
    open_overview(first)
    address = unanswered(first, 1)
    first.go(address)
    second.sign_in(RESPONDENT)
    second.go(address)
    first.page.fill("#id_justification", "One window.")
    saved(first)

    second.page.fill("#id_justification", "Another window.")
    second.page.get_by_text("Compare the two").wait_for()
    with second.page.expect_navigation():
        second.page.locator(".save-bar button").click()
    second.arrive(409)
    second.press("Keep both texts")
    # The script was told of the conflict with status 409.
    second.trouble.clear()
    texts = second.page.input_value("#id_justification")
    assert texts == "One window.\n\nAnother window."


def test_without_scripts_the_button_saves(visitor):
    person = visitor(java_script_enabled=False)
    open_overview(person)
    address = unanswered(person, 2)
    person.go(address)
    person.page.locator(".level-card input").first.check()
    person.page.fill("#id_justification", "There is nothing yet.")
    with person.page.expect_navigation():
        person.page.locator(".save-bar button").click()
    person.go(address)
    assert person.page.locator("#id_level_0").is_checked()
    assert person.page.input_value("#id_justification") == "There is nothing yet."


def test_a_filled_sheet_is_looked_at_and_then_saved(visitor, tmp_path):
    person = visitor(examined=True)
    open_overview(person)
    overview = person.page.url
    sheet = person.download(
        person.page.get_by_role("link", name="Questionnaire to fill in (XLSX)")
    )
    book = load_workbook(BytesIO(sheet.read_bytes()))
    rows = book["Answers"].iter_rows(min_row=3)
    empty = next(row for row in rows if not row[3].value and not row[4].value)
    empty[3].value, empty[4].value = "2 · Started", "From a sheet."
    filled = tmp_path / "filled.xlsx"
    book.save(filled)

    for words in ("1 answer of the file is saved.", "This file changes nothing"):
        person.go(overview)
        person.follow("Bring in a filled spreadsheet")
        person.page.set_input_files("#id_file", filled)
        person.press("Check the file")
        if "Save 1 answer" in person.text():
            person.press("Save 1 answer")
        assert words in person.text()
