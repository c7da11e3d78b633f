"""A country plans: from a validated round to a signed plan, and to what it moved."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from toolkit.plans.quarters import quarter_of

#: A country that nobody has used yet, with four institutions, who runs its plans, and
#: focal points of two institutions; prints its code and their addresses.
MAKE_COUNTRY = """
from uuid import uuid4
from allauth.account.models import EmailAddress
from lms.accounts.models import Country, Institution, Region, User
from lms.accounts.roles import Role
from lms.accounts.services import grant_role

used = set(Country.objects.values_list("iso2", flat=True))
code = next(c for c in ("X" + chr(n) for n in range(ord("C"), ord("Z"))) if c not in used)
country = Country.objects.create(
    iso2=code, iso3=code + code[1], name=f"Planland {code}", is_demo=True,
    region=Region.objects.get(key="invented"),
)
password = User.objects.get(email="learner@arvania.example").password
bodies = [
    Institution.objects.create(country=country, key=kind, kind=kind, name=name)
    for kind, name in (
        ("interior", "Interior Ministry"), ("border", "Border Guard"),
        ("labour", "Labour Office"), ("statistics", "Statistics Planland"),
    )
]
found = [code]
for role, body, name in (
    (Role.COORDINATOR, bodies[3], "Vera Lindt"),
    (Role.FOCAL_POINT, bodies[0], "Bo Karst"),
    (Role.FOCAL_POINT, bodies[1], "Lia Somer"),
):
    email = f"{uuid4().hex[:8]}@{code.lower()}.example"
    person = User.objects.create(email=email, full_name=name, password=password)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    grant_role(person, role=role, country=country, institution=body)
    found.append(email)
print(*found)
"""

#: A validated round of a country on a day: level 5, but for the questions that are
#: named. Answering, agreeing and validating have a journey of their own.
MAKE_ROUND = """
from datetime import date
from django.conf import settings
from django.utils import timezone
from assessments.maturity.models import AgreedLevel, FrameworkVersion, Round
from assessments.maturity.round_reading import framework_of
from assessments.maturity.services.results import frozen_scores
from lms.accounts.models import Country, User

country = Country.objects.get(iso2="{code}")
by = User.objects.get(email="{by}")
version = FrameworkVersion.objects.published().called(settings.FRAMEWORK_KEY).first()
round = Round.objects.create(
    country=country, framework=version, state="submitted",
    reference_date=date.fromisoformat("{on}"), opened_by=by,
)
for place, body in enumerate(country.institutions.all()):
    round.institutions.create(institution=body, position=place)
for question in framework_of(round).by_id:
    AgreedLevel.objects.create(
        round=round, question=question, set_by=by, reason="Seen at the meeting.",
        given=str({levels}.get(question, 5)),
    )
round.state, round.scored_at = "validated", timezone.now()
round.scores = frozen_scores(round)
round.save()
"""

#: A quarter passes: everything about the plans of a country was three months ago.
PASS_QUARTER = """
from datetime import timedelta
from lms.accounts.models import Country
from toolkit.plans.models import (
    Check, Deliverable, ItemUpdate, Plan, PlanItem, PlanVersion, Redating,
)
from toolkit.plans.quarters import read_quarter

country = Country.objects.get(iso2="{code}")
days = timedelta(days=91)

def before(quarter):
    return str(read_quarter(quarter).plus(-1)) if quarter else quarter

for plan in Plan.objects.filter(country=country):
    plan.start = before(plan.start)
    plan.save()
    for item in plan.items.all():
        item.start = before(item.start)
        item.done_on = item.done_on - days if item.done_on else None
        item.updated_at = item.updated_at - days if item.updated_at else None
        item.save()
    for version in plan.versions.all():
        version.approved_on -= days
        version.content["start"] = before(version.content["start"])
        for line in version.content["lines"]:
            line["start"] = before(line["start"])
        for row in version.content["rows"]["items"].values():
            row["start"] = before(row["start"])
        version.save()
    for model, name in ((ItemUpdate, "at"), (Check, "at"), (Deliverable, "added_at")):
        for row in model.objects.filter(item__plan=plan):
            setattr(row, name, getattr(row, name) - days)
            row.save()
"""

#: What stands lowest: focal points, the working group, the inventory.
LEVELS = {"B1": 1, "B3": 1, "D1": 2}
NOW = quarter_of(date.today())
AT_ONCE = "Most actions that run at once in the country (optional)"


@pytest.fixture
def country(site) -> list[str]:
    """Return the code of a fresh country, its coordinator and two focal points."""
    code, *people = site.manage("shell", "-v0", "-c", MAKE_COUNTRY).split()
    hold_round(site, code, people[0], date(NOW.year - 1, 6, 30), LEVELS)
    return [code, *people]


def hold_round(site, code, by, on, levels) -> None:
    """Validate a round of the country."""
    script = MAKE_ROUND.replace("{code}", code).replace("{by}", by)
    script = script.replace("{on}", on.isoformat()).replace("{levels}", str(levels))
    site.manage("shell", "-v0", "-c", script)


def build(keeper) -> str:
    """Build the plan from the validated round; return its address."""
    keeper.follow("Plan", within=keeper.page.locator("header").first)
    assert "Ready to plan from" in keeper.text()
    keeper.press("Build the action plan")
    keeper.page.locator("#id_start").select_option(value=str(NOW))
    keeper.write(AT_ONCE, "0")
    keeper.press("Build the action plan", status=422)
    assert "With no action at once nothing could ever begin." in keeper.text()
    keeper.write(AT_ONCE, "8")
    keeper.press("Build the action plan")
    text = keeper.text()
    for one in ("ACT-03", "ACT-05", "ACT-19", "Minimum set of indicators"):
        assert one in text
    return keeper.page.url.removeprefix(keeper.site.url)


def aim(keeper, plan) -> None:
    """Aim higher for focal points; what that adds is shown before it is built."""
    keeper.follow("Targets")
    keeper.page.locator("select[name$=B1]").select_option("4")
    keeper.use(keeper.page.get_by_role("button", name="Save the targets").first)
    assert "ACT-41" in keeper.text()
    keeper.press("Build the plan like this")
    keeper.go(plan)
    assert "ACT-41" in keeper.text()
    keeper.go(f"{plan}lines/ACT-41/drop/")
    keeper.press("Drop the line", status=422)
    keeper.write("Reason", "The ministries staff this themselves.")
    keeper.press("Drop the line")
    keeper.go(plan)
    assert "The ministries staff this themselves." in keeper.text()


def edit(keeper, plan) -> None:
    """Add a line of their own, and change one; too early is refused with the reason."""
    keeper.follow("Add a line")
    keeper.write("Event", "Train the register clerks")
    keeper.choose("Responsible institution (optional)", "Border Guard")
    keeper.write("Deliverable (optional)", "List of people trained")
    keeper.press("Add the line")
    keeper.go(f"{plan}lines/ACT-05/")
    keeper.write("Source of money (optional)", "State budget")
    keeper.write("Cost estimate (optional)", "4000")
    keeper.press("Save the line")
    keeper.go(plan)
    assert "Train the register clerks" in keeper.text()
    assert "4,000 USD" in keeper.text()


def edit_offline(keeper, plan, path) -> None:
    """Take the workbook along, change it without a net, bring it in again."""
    given = keeper.download(
        keeper.page.get_by_role("link", name="Plan as a workbook (XLSX)")
    )
    book = load_workbook(io.BytesIO(given.read_bytes()))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    rows = {row[0].value: row[0].row for row in sheet.iter_rows() if row[0].value}
    sheet.cell(rows["ACT-03"], heads["Responsible entity"], "Interior Minstry")
    book.save(path)
    keeper.follow("Bring in a workbook that was edited offline")
    keeper.hands.attach(keeper.page.locator("#id_file"), path)
    keeper.press("Check the file", status=422)
    assert "Did you mean Interior Ministry?" in keeper.text()
    sheet.cell(rows["ACT-03"], heads["Responsible entity"], "Interior Ministry")
    sheet.cell(rows["ACT-03"], heads["Cost estimate"], 1500)
    sheet.delete_rows(rows["ACT-05"])
    book.save(path)
    keeper.hands.attach(keeper.page.locator("#id_file"), path)
    keeper.press("Check the file")
    assert "1500" in keeper.text()
    assert "1 line of the plan is not in the file" in keeper.text()
    keeper.press("Bring in these changes")
    assert "5,500 USD" in keeper.text()
    assert "ACT-05" in keeper.text()


def approve(keeper, plan) -> None:
    """Record who signed; from then on the plan is followed."""
    keeper.follow("Approve the plan")
    keeper.press("Approve the plan", status=422)
    keeper.write("Decision (optional)", "Order 12 of the government")
    keeper.page.locator("#id_name_1").fill("M. Oster")
    keeper.page.locator("#id_post_1").fill("Deputy Minister of the Interior")
    keeper.press("Approve the plan")
    keeper.go(plan)
    assert "Deputy Minister of the Interior" in keeper.text()
    pdf = keeper.page.get_by_role("link", name="Plan (PDF)").first
    assert keeper.download(pdf).read_bytes().startswith(b"%PDF-")


def follow_up(owner, plan, code, *, percent: str, note: str) -> None:
    """Say how far a line is."""
    owner.go(f"{plan}lines/{code}/progress/")
    owner.tick("In progress")
    owner.write("Percent done", percent)
    owner.write("What has happened, what is missing (optional)", note)
    owner.press("Save this progress")
    assert note in owner.text()


def report_done(owner, plan, code, path) -> None:
    """Bring the deliverable and report a line done."""
    owner.go(f"{plan}lines/{code}/progress/")
    assert "Add the deliverable first." in owner.text()
    owner.write("Title (optional)", f"Deliverable of {code}")
    owner.hands.attach(owner.page.get_by_label("File (optional)"), path)
    owner.press("Add the deliverable")
    owner.press("Report it done")
    assert "To be checked" in owner.text()


def check(person, plan, code) -> None:
    """Look whether a line is done, as somebody other than the owner."""
    person.go(f"{plan}lines/{code}/progress/")
    person.press("Accept it as done")
    assert "Done and checked" in person.text()


def review(keeper, plan) -> None:
    """Hold the review of the quarter that has passed; one line slipped."""
    address = f"{plan}reviews/{NOW.plus(-1)}/"
    keeper.go(address)
    text = keeper.text()
    assert "Late since" in text
    keeper.follow("Give ACT-03 a new date")
    keeper.write("Decision", "Minutes of the second meeting")
    keeper.press("Save the new dates")
    keeper.go(address)
    assert "Minutes of the second meeting" in keeper.text()
    keeper.write(
        "Conclusion", "The register law came late. It is done by next quarter."
    )
    keeper.press("Close this review")
    assert "It is done by next quarter." in keeper.text()
    report = keeper.page.get_by_role("link", name="Quarterly report (PDF)")
    assert keeper.download(report).read_bytes().startswith(b"%PDF-")


def test_country_builds_signs_and_follows_its_plan(visitor, site, country, tmp_path):
    code, coordinator, interior, border = country
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4\n% signed\n%%EOF\n")
    keeper = visitor(examined=True)
    keeper.sign_in(coordinator)
    plan = build(keeper)
    aim(keeper, plan)
    edit(keeper, plan)
    edit_offline(keeper, plan, tmp_path / "plan.xlsx")
    approve(keeper, plan)

    # They meet the same pages: those of one are examined.
    bo, lia = visitor(), visitor(examined=True)
    bo.sign_in(interior)
    lia.sign_in(border)
    follow_up(bo, plan, "ACT-03", percent="40", note="Two of four letters are signed.")
    report_done(lia, plan, "OWN-1", paper)
    check(keeper, plan, "OWN-1")
    site.manage("shell", "-v0", "-c", PASS_QUARTER.replace("{code}", code))
    keeper.go(f"{plan}progress/")
    assert "Late since" in keeper.text()
    review(keeper, plan)
    report_done(bo, plan, "ACT-03", paper)
    check(lia, plan, "ACT-03")
    keeper.go(f"{plan}reviews/{NOW}/")
    assert "Deliverable of ACT-03" in keeper.text()

    hold_round(site, code, coordinator, date.today(), LEVELS | {"B1": 3})
    keeper.go(f"{plan}moved/")
    row = keeper.page.locator("#question-B1")
    assert "Appoint focal points" in row.inner_text()
    assert "2" in row.locator("td").nth(2).inner_text()
    keeper.go("/en/plans/")
    keeper.press("Build the action plan")
    assert "It goes on from the plan before" in keeper.text()
    keeper.press("Build the action plan")
    assert "ACT-05" in keeper.text()
    assert "ACT-03" not in keeper.page.locator("main table").first.inner_text()
