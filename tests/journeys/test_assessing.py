"""A country assesses itself: from opening a round to the result in hand."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.journeys.visitors import PHONE

INSTRUMENT = Path(__file__).parent / "village.yaml"
VALIDATOR = "validator@arvania.example"
PASSWORD = "lantern harbour ruler"

#: A country of the validator's region that nobody has used yet, with three
#: institutions, a coordinator and two who can be asked; prints code and addresses.
MAKE_COUNTRY = """
from uuid import uuid4
from allauth.account.models import EmailAddress
from lms.accounts.models import Country, Institution, Region, User
from lms.accounts.roles import Role
from lms.accounts.services import grant_role

used = set(Country.objects.values_list("iso2", flat=True))
code = next(c for c in ("X" + chr(n) for n in range(ord("C"), ord("Z"))) if c not in used)
region = Region.objects.get(key="invented")
country = Country.objects.create(
    iso2=code, iso3=code + code[1], name=f"Corland {code}", region=region, is_demo=True
)
password = User.objects.get(email="learner@arvania.example").password
bodies = [
    Institution.objects.create(country=country, key=kind, kind=kind, name=name)
    for kind, name in (
        ("border", "Border Guard"), ("labour", "Labour Office"), ("statistics", "Statistics"),
    )
]
found = [code]
for role, body, name in (
    (Role.COORDINATOR, bodies[2], "Vera Lindt"),
    (Role.FOCAL_POINT, bodies[0], "Bo Karst"),
    (Role.LEARNER, bodies[1], "Lia Somer"),
):
    email = f"{uuid4().hex[:8]}@{code.lower()}.example"
    person = User.objects.create(email=email, full_name=name, password=password)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    grant_role(person, role=role, country=country, institution=body)
    found.append(email)
print(*found)
"""


@pytest.fixture
def country(site) -> list[str]:
    """Return the code of a fresh country, and who coordinates and answers there."""
    site.manage("load_framework", "-v0", str(INSTRUMENT))
    return site.manage("shell", "-v0", "-c", MAKE_COUNTRY).split()


@pytest.fixture
def come(visitor):
    """Return a function that brings somebody in, signed in, every page examined."""

    def arrive(email, **options):
        person = visitor(examined=True, **options)
        person.sign_in(email)
        return person

    return arrive


def open_round(coordinator, new) -> None:
    """Open a round, ask three people, start it."""
    coordinator.go("/en/assess/")
    assert "has no assessment yet" in coordinator.text()
    coordinator.follow("Open a round")
    coordinator.choose("Framework", "Village data 1.0.0")
    coordinator.write("Reference date", "")
    coordinator.press("Open this round", status=422)
    assert "Write the reference date." in coordinator.text()
    coordinator.write("Reference date", date.today().isoformat())
    due = date.today() + timedelta(days=20)
    coordinator.write("Answers due on (optional)", due.isoformat())
    coordinator.press("Open this round")
    assert coordinator.heading() == "Who answers"
    ask(coordinator, "Border Guard", person="Bo Karst, Border Guard")
    ask(coordinator, "Labour Office", person="Lia Somer, Labour Office")
    ask(coordinator, "Statistics", email=new)
    assert "no account yet" in coordinator.text()
    coordinator.follow("Back to the round")
    coordinator.follow("Start collecting answers")
    assert "3 people are asked by e-mail." in coordinator.text()
    coordinator.press("Start collecting answers")
    assert "The round collects answers now." in coordinator.text()


def ask(coordinator, institution, *, person="", email="") -> None:
    """Ask somebody to answer for an institution."""
    coordinator.choose("Institution", institution)
    if person:
        coordinator.choose("Somebody who has an account (optional)", person)
    else:
        coordinator.write("Or an e-mail address (optional)", email)
    coordinator.press("Ask this person")
    assert f"is asked to answer for {institution}." in coordinator.text()


def answer(respondent, *given) -> None:
    """Answer the questions one by one: a level or "dk", and why."""
    for level, why in given:
        respondent.hands.tick(
            respondent.page.locator(f"input[name=level][value='{level}']")
        )
        if why:
            respondent.write("Why this level?", why)
        respondent.use(respondent.page.locator("button[name=go][value=next]"))


def hand_in(respondent) -> None:
    """Hand the answers in, from the list of questions."""
    respondent.follow("Hand in the answers")
    respondent.press("Hand in the answers")


def show_reference(respondent, words) -> None:
    """Name a document as evidence of the question at hand."""
    respondent.page.get_by_text("Add a reference to a document").click()
    respondent.write("Reference (optional)", words)
    respondent.press("Add evidence")
    assert words in respondent.text()


def fill_in(respondent, path, answers) -> None:
    """Fill in the questionnaire that the platform gives, and bring it back."""
    respondent.follow("Bring in a filled spreadsheet")
    given = respondent.download(
        respondent.page.get_by_role("link", name="Download the questionnaire (XLSX)")
    )
    book = load_workbook(io.BytesIO(given.read_bytes()))
    sheet = book["Answers"]
    for row, (level, why) in enumerate(answers, start=3):
        sheet[f"D{row}"], sheet[f"E{row}"] = level, why
    book.save(path)
    respondent.hands.attach(respondent.page.locator("#id_file"), path)
    respondent.press("Check the file")
    assert respondent.heading() == "Check before you save"
    respondent.press(f"Save {len(answers)} answers")


def agree_all(coordinator, levels) -> None:
    """Agree every question in the order in which it is to be discussed."""
    coordinator.follow("Agree levels")
    assert "to discuss" in coordinator.text()
    for question, level in levels.items():
        address = coordinator.page.url.split("/agree/")[0]
        coordinator.go(
            f"{address}/agree/{question}/".removeprefix(coordinator.site.url)
        )
        coordinator.hands.tick(
            coordinator.page.locator(f".decision input[name=level][value='{level}']")
        )
        coordinator.write("Reason", "We looked at the papers together.")
        coordinator.hands.tick(coordinator.page.locator("#id_everybody"))
        coordinator.press("Save agreed level")


def test_round_from_the_first_question_to_the_published_result(
    site, come, visitor, country, unique, tmp_path
):
    code, coordinates, at_border, at_labour = country
    new = f"{unique}@{code.lower()}.example"
    coordinator = come(coordinates)
    open_round(coordinator, new)
    round_path = coordinator.page.url.removeprefix(site.url)

    border = come(at_border, viewport=PHONE)
    border.go("/en/assess/")
    assert "0 of 4 questions answered" in border.text()
    border.follow("Answer for Border Guard")
    border.follow("Answer question A1")
    assert border.page.locator("input[name=level]:checked").count() == 0
    border.hands.tick(border.page.locator("input[name=level][value='3']"))
    show_reference(border, "Order 114 of 12 March")
    answer(border, (3, "Named by order 114."), (3, "Five meetings."))
    answer(border, (2, "A draft."), ("dk", ""))
    hand_in(border)

    labour = come(at_labour)
    labour.go(round_path)
    labour.follow("Answer for Labour Office")
    path = tmp_path / "filled.xlsx"
    rows = [
        ("1 · Absent", "Nobody is named."),
        ("1 · Absent", "None that we know."),
        ("2 · Started", "Our part is a draft."),
        ("2 · Started", "One line."),
    ]
    fill_in(labour, path, rows)
    assert "4 of 4 questions answered" in labour.text()
    hand_in(labour)
    assert "Border Guard" not in labour.text()

    guest = visitor(examined=True)
    guest.go(site.link_to(new))
    guest.write("Full name", "Ines Marek")
    guest.write("Password", PASSWORD)
    guest.press("Accept and open my account")
    guest.go("/en/assess/")
    guest.follow("Answer for Statistics")
    guest.follow("Answer question A1")
    answer(guest, (3, "Named by letter."), (3, "Minutes exist."))
    answer(guest, (2, "A draft."), (2, "One line."))
    hand_in(guest)

    coordinator.go(round_path)
    assert "3 of 3" in coordinator.text()
    coordinator.follow("Close answers and agree levels")
    coordinator.press("Close answers and agree levels")
    agree_all(coordinator, {"A1": 1, "A2": 2, "B1": 2, "B2": 2})
    coordinator.go(round_path)
    coordinator.follow("Submit for validation")
    coordinator.press("Submit for validation")
    assert "A validator looks at it next." in coordinator.text()

    validator = come(VALIDATOR)
    validator.go(round_path)
    assert "1 piece of evidence waits" in validator.text()
    validator.follow("Look at the evidence")
    validator.go(f"{round_path}validate/A1/")
    assert "Order 114 of 12 March" in validator.text()
    validator.hands.choose(
        validator.page.get_by_label("Proof for levels up to").first, "3 · In place"
    )
    validator.use(validator.page.get_by_role("button", name="Accept").first)
    validator.go(round_path)
    validator.follow("Validate the round")
    validator.press("Validate the round")

    coordinator.go(round_path)
    coordinator.follow("Read the result")
    assert coordinator.heading().startswith("National result")
    report = coordinator.download(
        coordinator.page.get_by_role("link", name="Report (PDF)").first
    )
    assert report.read_bytes().startswith(b"%PDF-")
    coordinator.go(round_path)
    coordinator.follow("Publish the result")
    coordinator.press("Publish the result")

    border.go(f"{round_path}result/")
    assert "Contacts" in border.text()
    assert border.page.get_by_text("None that we know.").count() == 0


def test_two_coordinators_at_once_and_a_respondent_who_waits(come, country, unique):
    code, coordinates, at_border, _at_labour = country
    first = come(coordinates)
    open_round(first, f"{unique}@{code.lower()}.example")
    round_path = first.page.url.removeprefix(first.site.url)
    second = come(coordinates, viewport=PHONE)
    first.go(f"{round_path}move/agreeing/")
    second.go(f"{round_path}move/draft/")
    first.write("Reason", "We go on without the others.")
    first.press("Close answers and agree levels")
    second.write("Reason", "Too early.")
    second.press("Go back to the draft")
    assert "Somebody else has moved this round on" in second.text()

    border = come(at_border, viewport=PHONE)
    border.go(round_path)
    assert "Answers are closed." in border.text()
    first.go(round_path)
    assert "We go on without the others." in first.text()
