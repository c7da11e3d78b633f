"""A new country builds its network, from an empty page to an agreed minimum set."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import Workbook, load_workbook

TODAY = date.today()

#: A country that nobody has used yet, with one country administrator and nothing
#: else; prints its code and the administrator's address.
MAKE_COUNTRY = """
from uuid import uuid4
from allauth.account.models import EmailAddress
from lms.accounts.models import Country, Region, User
from lms.accounts.roles import Role
from lms.accounts.services import grant_role

used = set(Country.objects.values_list("iso2", flat=True))
code = next(c for c in ("X" + chr(n) for n in range(ord("C"), ord("Z"))) if c not in used)
country = Country.objects.create(
    iso2=code, iso3=code + code[1], name=f"Norland {code}", is_demo=True,
    region=Region.objects.get(key="invented"), working_languages=["en"],
)
email = f"{uuid4().hex[:8]}@{code.lower()}.example"
person = User.objects.create(
    email=email, full_name="Rona Falk",
    password=User.objects.get(email="learner@arvania.example").password,
)
EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
grant_role(person, role=Role.COUNTRY_ADMINISTRATOR, country=country)
print(country.iso3.lower(), email)
"""

#: The indicators with which every country begins.
SIX = {"FOR_STOCK", "WP_PROC", "ENT_FOR", "EXT_FOR", "ASY_APP", "RSD_DEC"}
#: Institution, what it answers for, focal point and title.
CONTACTS = (
    ("Interior Ministry", "Interior", "Bo Karst", "Head of registration"),
    ("Border Guard", "Border", "Lia Somer", "Head of section"),
    ("Labour Office", "Labour and employment", "", ""),
    ("Statistics Norland", "Statistics", "Ivo Brandt", "Deputy director"),
)


@pytest.fixture
def place(site) -> list[str]:
    """Return the code of a fresh country and the address of its administrator."""
    return site.manage("shell", "-v0", "-c", MAKE_COUNTRY).split()


def tab(keeper, words) -> None:
    """Go on to another part of the country's record."""
    keeper.follow(words, within=keeper.page.locator("nav.tabs"))


def bring_in_contacts(keeper, code, path) -> None:
    """Bring in a contact list whose institutions nobody knows yet."""
    tab(keeper, "Network")
    assert "No institution is in the network yet" in keeper.text()
    keeper.follow("Bring in a contact list")
    book = Workbook()
    book.active.append(["Institution", "Post", "Name", "Title", "E-mail address"])
    for body, _kind, name, title in CONTACTS:
        address = f"{name.split()[0].lower()}@{code}.example" if name else ""
        book.active.append([body, "Focal point" if name else "", name, title, address])
    book.save(path)
    keeper.hands.attach(keeper.page.locator("#id_file"), path)
    keeper.press("Check the file")
    assert "There is no institution “Border Guard”." in keeper.text()
    for number, (body, kind, *_rest) in enumerate(CONTACTS):
        keeper.hands.tick(keeper.page.locator(f"#id_what_{number}_0"))
        keeper.choose(f"What “{body}” answers for, if it is new (optional)", kind)
    keeper.press("Check again with these answers")
    keeper.press("Bring in 4 rows")
    assert "Lia Somer" in keeper.text()


def designate(keeper, code) -> None:
    """Designate who is missing; a second focal point for an institution is refused."""
    keeper.go(f"/en/countries/{code}/network/")
    keeper.follow("Labour Office")
    keeper.follow("Name a focal point")
    keeper.write("Full name", "Tor Hansen")
    keeper.press("Designate this person")
    assert "Tor Hansen" in keeper.text()
    address = keeper.page.url.removeprefix(keeper.site.url)
    keeper.examined = False
    keeper.go(f"{address}designate/")
    keeper.tick("Focal point")
    keeper.write("Full name", "Ada Lund")
    keeper.examined = True
    keeper.press("Designate this person", status=409)
    assert "has a focal point: Tor Hansen" in keeper.text()
    keeper.press("Designate as deputy")
    assert "Ada Lund" in keeper.text()


def found_group(keeper, code) -> None:
    """Found the working group, approve its terms, give the focal points seats."""
    tab(keeper, "Working group")
    keeper.follow("Found the working group")
    keeper.write("Name of the group", "Working group on migration data")
    keeper.write("Decision that creates it (optional)", "Order 12 of the government")
    keeper.write("Founded on (optional)", TODAY.isoformat())
    keeper.choose("Secretariat (optional)", "Statistics Norland")
    keeper.press("Found the working group")
    keeper.go(f"/en/countries/{code}/group/terms/")
    assert "Norland" in keeper.text()
    keeper.go(f"/en/countries/{code}/group/terms/edit/")
    keeper.go(f"/en/countries/{code}/group/terms/approve/")
    keeper.write("Approved by", "M. Oster, deputy minister of the interior")
    keeper.press("Approve version 1")
    keeper.go(f"/en/countries/{code}/group/members/propose/")
    keeper.press("Give these people a seat")
    assert "Ivo Brandt" in keeper.text()


def hold_first_meeting(keeper, code) -> None:
    """Record yesterday's meeting: minutes are asked for, then a decision with owner."""
    keeper.go(f"/en/countries/{code}/group/meetings/new/")
    plan(keeper, "First meeting", TODAY - timedelta(days=1))
    meeting = keeper.page.url.removeprefix(keeper.site.url)
    tab(keeper, "Working group")
    assert "First meeting" in keeper.text()
    keeper.go(f"{meeting}attendance/")
    keeper.page.locator("#id_came-full_name").fill("Bo Karst")
    keeper.press("Note this person as present")
    keeper.go(f"{meeting}minutes/")
    keeper.write("Minutes", "The group agreed on its terms.")
    keeper.press("Save and record the meeting as held")
    assert "The meeting is recorded as held." in keeper.text()
    keeper.follow("Record a decision")
    keeper.page.locator("#id_text").fill("Every owner describes its sources.")
    keeper.page.locator("#id_owner").select_option(label="Border Guard")
    keeper.page.locator("#id_due_on").fill((TODAY + timedelta(days=30)).isoformat())
    keeper.use(keeper.page.locator("main form .actions button").first)
    assert "Every owner describes its sources." in keeper.text()


def invite_to_second_meeting(keeper, code) -> None:
    """Plan the next meeting and send the invitations."""
    keeper.examined = False
    keeper.go(f"/en/countries/{code}/group/meetings/new/")
    plan(keeper, "Second meeting", TODAY + timedelta(days=60))
    assert "Every owner describes its sources." in keeper.text()
    keeper.examined = True
    keeper.follow("Choose participants")
    keeper.examined = False
    keeper.press("Put these people on the list")
    keeper.examined = True
    keeper.use(keeper.page.get_by_role("link", name="Send 3 invitations"))
    keeper.press("Send 3 invitations")
    assert "Send 3 invitations" not in keeper.text()


def plan(keeper, title, day) -> None:
    """Plan a meeting of two hours on a day."""
    keeper.write("Title", title)
    keeper.write("Day", day.isoformat())
    keeper.write("Begins at", "10:00")
    keeper.write("Ends at", "12:00")
    keeper.write("Place", "Ministry of the Interior, room 12")
    keeper.press("Plan this meeting")
    assert keeper.heading() == title


def fill_inventory(keeper, code, path) -> None:
    """Write three sources by form, bring in the others as a spreadsheet."""
    tab(keeper, "Data sources")
    assert "The inventory is empty" in keeper.text()
    for number, (name, owner, kind) in enumerate(
        (
            ("Population register", "Interior Ministry", "register"),
            ("Border cards", "Border Guard", "border system or cards"),
            ("Work permits", "Labour Office", "case file or permit database"),
        )
    ):
        keeper.examined = number == 0
        keeper.go(f"/en/countries/{code}/sources/new/")
        keeper.write("Name", name)
        keeper.choose("Kind", kind)
        keeper.choose("Owner", owner)
        keeper.press("Add this source")
        assert keeper.heading() == name
    keeper.go(f"/en/countries/{code}/sources/")
    keeper.examined = True
    keeper.follow("Bring in a filled spreadsheet")
    form = keeper.download(
        keeper.page.get_by_role("link", name="Download an empty form (XLSX)")
    )
    rows = (
        {"Name": "Census", "Owner": "Statistics Norland", "Kind": "census"},
        {"Name": "Asylum cases", "Owner": "Interior Ministry", "Kind": "other"},
    )
    fill_in(form, path, rows)
    keeper.hands.attach(keeper.page.locator("#id_file"), path)
    keeper.press("Check the file")
    keeper.press("Save 2 data sources")
    assert "Asylum cases" in keeper.text()


def fill_in(given, path, rows) -> None:
    """Write rows into the empty form of the inventory, by the heads of its columns."""
    book = load_workbook(io.BytesIO(given.read_bytes()))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1] if cell.value}
    for number, row in enumerate(rows, start=2):
        for head, text in row.items():
            sheet.cell(number, heads[head], text)
    book.save(path)


def choose_set(keeper, code) -> None:
    """Start a set, look at an eleventh being refused, choose eight."""
    keeper.go(f"/en/countries/{code}/set/")
    keeper.follow("Start the minimum set")
    keeper.press("Start and score the candidates")
    keeper.press("Save the scores and choose")
    boxes = keeper.page.locator("input[name=codes]")
    ticked = [box.get_attribute("value") for box in boxes.all() if box.is_checked()]
    assert set(ticked) == SIX
    for more in ("IMM_FLOW", "EMI_FLOW", "RES_VALID", "NAT_ABROAD", "INT_STUD"):
        keeper.hands.tick(keeper.page.locator(f"input[value={more}]"))
    keeper.press("Save these indicators and define them", status=422)
    assert "11" in keeper.text()
    for less in ("RES_VALID", "NAT_ABROAD", "INT_STUD"):
        keeper.page.locator(f"input[value={less}]").uncheck()
    keeper.press("Save these indicators and define them")
    assert keeper.heading() == "Define the indicators"


def define_all(keeper, code) -> None:
    """Write every row of the matrix; the first with the words of the catalogue."""
    keeper.use(keeper.page.locator("table.chosen th a").first)
    keeper.use(keeper.page.locator("button[name=take]").first)
    assert "Nothing is saved yet" in keeper.text()
    for number in range(8):
        keeper.examined = number == 7
        keeper.page.locator("#id_owner").select_option(label="Statistics Norland")
        keeper.hands.tick(keeper.page.locator("input[name=sources]").first)
        for box in keeper.page.locator("#row textarea, #row input[type=text]").all():
            box.fill(box.input_value() or "As agreed in the group.")
        last = number == 7
        button = "Save this row" if last else "Save and go to"
        keeper.use(keeper.page.locator("#row .actions button", has_text=button).first)
    assert "What is missing" in keeper.text()
    assert keeper.page.get_by_text("nothing, it counts").count() == 8


def agree_and_approve(keeper, code) -> None:
    """Record the agreement of the owner to each row, then the approval."""
    keeper.follow("Next: agreement of the owners")
    links = keeper.page.get_by_role("link", name="Record an agreement on paper")
    for number in range(8):
        keeper.examined = number == 0
        keeper.use(links.first)
        keeper.write("Name of the person who agreed", "Ivo Brandt")
        keeper.write("Agreed on", TODAY.isoformat())
        keeper.press("Record this agreement")
        keeper.go(f"/en/countries/{code}/set/agree/")
    keeper.examined = True
    keeper.go(f"/en/countries/{code}/set/approve/")
    keeper.write("Approved by", "M. Oster")
    keeper.write("Post", "Deputy minister of the interior")
    keeper.write("Approved on", TODAY.isoformat())
    keeper.press("Approve and freeze this version")
    assert "Version 1, in force" in keeper.text()


def take_along(keeper, code) -> None:
    """Download what a network hands on: contacts, terms, matrix and structure."""
    for page, link, begins in (
        ("network/contacts/", "Download this list (XLSX)", b"PK"),
        ("group/terms/", "Version 1, approved on", b"%PDF-"),
        ("set/", "Definition matrix (XLSX)", b"PK"),
        ("set/", "Structure for data exchange", b"<?xml"),
    ):
        keeper.go(f"/en/countries/{code}/{page}")
        keeper.examined = False
        target = keeper.page.get_by_role("link", name=link).first
        assert keeper.download(target).read_bytes().startswith(begins)


def publish(keeper, code) -> None:
    """Make the set public, after reading what strangers will see."""
    keeper.examined = True
    keeper.go(f"/en/countries/{code}/publishing/")
    part = keeper.page.locator("#indicators")
    keeper.use(part.get_by_role("link", name="Make public"))
    assert "Everybody on the internet" in keeper.text()
    keeper.press("Make it public")
    assert "Now public: Minimum set and definition matrix." in keeper.text()


def test_new_country_builds_its_network_and_agrees_its_minimum_set(
    visitor, place, tmp_path
):
    code, address = place
    keeper = visitor(examined=True)
    keeper.sign_in(address)
    keeper.follow("Our country")
    assert keeper.heading().startswith("Norland")
    bring_in_contacts(keeper, code, tmp_path / "contacts.xlsx")
    designate(keeper, code)
    found_group(keeper, code)
    hold_first_meeting(keeper, code)
    invite_to_second_meeting(keeper, code)
    fill_inventory(keeper, code, tmp_path / "sources.xlsx")
    choose_set(keeper, code)
    define_all(keeper, code)
    agree_and_approve(keeper, code)
    take_along(keeper, code)

    stranger = visitor(examined=True)
    stranger.go(f"/en/countries/{code}/")
    assert "has published nothing here yet" in stranger.text()
    publish(keeper, code)
    stranger.go("/en/countries/")
    stranger.follow(keeper.page.locator(".breadcrumb a").first.inner_text())
    assert "Number of foreigners in the country" in stranger.text()
    assert "Bo Karst" not in stranger.text()
    matrix = stranger.page.get_by_role("link", name="Definition matrix (XLSX)")
    assert stranger.download(matrix).read_bytes().startswith(b"PK")
