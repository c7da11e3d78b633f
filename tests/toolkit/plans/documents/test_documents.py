"""Documents of a plan: PDF, workbook, logframe, quarterly report."""

import datetime as dt
import io

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.accounts.factories import UserFactory
from toolkit.network.models import PublicItem
from toolkit.plans.country_parts import plan as plan_part
from toolkit.plans.documents.logframe import logframe_of, logframe_workbook
from toolkit.plans.documents.plan import document_of, plan_context, status_words
from toolkit.plans.documents.workbook import plan_workbook
from toolkit.plans.models import Plan, PlanVersion
from toolkit.plans.services.approving import (
    adopt_amendment,
    approve_plan,
    begin_amendment,
)
from toolkit.plans.services.editing import drop_item, edit_item

pytestmark = pytest.mark.django_db

SIGNED = [{"name": "Ana Rivas", "post": "Deputy Minister", "institution": "MFA"}]


def fresh(plan):
    """The plan as it is in the database."""
    return Plan.objects.with_places().get(pk=plan.pk)


@pytest.fixture
def approved(plan, coordinator):
    """The plan as approved, LIFT-3 dropped before."""
    item = plan.items.get(code="LIFT-3")
    item.plan = plan
    drop_item(item, reason="A secret reason", by=coordinator, edit_number=0)
    plan = fresh(plan)
    approve_plan(
        plan,
        approved_on=dt.date(2027, 1, 10),
        signatories=SIGNED,
        decision="Decree 12",
        introduction="Migration data of our own.",
        edit_number=plan.edit_number,
        by=coordinator,
    )
    return fresh(plan)


def amended(plan, coordinator):
    """Version 2, in which LIFT-1 has another title."""
    begin_amendment(plan, by=coordinator)
    item = plan.items.get(code="LIFT-1")
    item.plan = fresh(plan)
    edit_item(item, values={"title": "Amended"}, by=coordinator, edit_number=0)
    plan = fresh(plan)
    adopt_amendment(
        plan,
        approved_on=dt.date(2027, 1, 11),
        signatories=SIGNED,
        decision="Decree 13",
        reason="It was too short.",
        edit_number=plan.edit_number,
        by=coordinator,
    )
    return fresh(plan)


def text_of(content: bytes) -> str:
    """The words of a PDF."""
    return " ".join(
        "\n".join(
            page.extract_text() for page in PdfReader(io.BytesIO(content)).pages
        ).split()
    )


def make_public(plan):
    """Let everybody read the plan of this country."""
    PublicItem.objects.create(
        country=plan.country, item=PublicItem.Item.PLAN, made_public_by=UserFactory()
    )


def test_draft_asks_for_what_is_missing(plan):
    plan.items.filter(code="LIFT-1").update(responsible=None)
    context = plan_context(document_of(plan))
    assert context["status"].startswith("Draft.")
    assert not context["signatories"]
    assert any("responsible institution" in one for one in context["decisions"])
    assert [one.key for one, _lines in context["chapters"]] == [
        "focal_points",
        "working_group",
        "minimum_set",
    ]


def test_summary_says_stage_targets_lines_and_costs(plan):
    rows = dict(plan_context(document_of(plan))["summary"])
    assert "stage" in rows["Stage"]
    assert rows["Targets"].startswith("4 questions are to reach a higher level")
    assert rows["Lines"] == "4 lines with quarters; 2 institutions are responsible."
    assert rows["Cost"] == (
        "1,500.50 USD as far as it was estimated. 2 lines have no estimate."
    )
    assert rows["For later"].startswith("1 line is for later.")


def test_what_is_for_later_is_no_cost_of_the_plan(plan):
    plan.items.filter(start="").update(cost=800)
    rows = dict(plan_context(document_of(plan))["summary"])
    assert rows["Cost"] == (
        "1,500.50 USD as far as it was estimated. 2 lines have no estimate. "
        "For later: 800 USD more."
    )


def test_costs_by_quarter_pillar_and_source(plan):
    costs = dict(plan_context(document_of(plan))["costs"])
    assert costs["By quarter in which a line begins"] == [
        ("Q1 2027", "1,200.50 USD"),
        ("Q3 2027", "300 USD"),
    ]
    assert ("Focal points", "1,200.50 USD") in costs["By pillar"]
    assert costs["By source of money"] == [
        ("State budget", "1,200.50 USD"),
        ("No source named", "300 USD"),
    ]


def test_learning_names_module_people_and_day(plan):
    (row,) = plan_context(document_of(plan))["learning"]
    assert row["module"].key == "01"
    assert row["before"] == dt.date(2027, 4, 1)
    assert row["codes"] == ["LIFT-3"]


def test_status_of_each_document(approved, coordinator):
    assert status_words(document_of(approved)).startswith(
        "Version 1, approved on 10 January 2027, with progress"
    )
    assert status_words(document_of(approved, number=1)) == (
        "Version 1, approved on 10 January 2027."
    )
    begin_amendment(approved, by=coordinator)
    document = document_of(fresh(approved))
    assert status_words(document).startswith("Draft of an amendment to version 1")
    assert not plan_context(document)["signatories"]
    with pytest.raises(PlanVersion.DoesNotExist):
        document_of(approved, number=2)


def test_old_version_stays_as_it_was_signed(approved, coordinator):
    plan = amended(approved, coordinator)
    first, now = document_of(plan, number=1), document_of(plan)
    assert first.content.by_code["LIFT-1"].title == "Lift A1"
    assert now.content.by_code["LIFT-1"].title == "Amended"
    assert [one.number for one in first.earlier] == [1]
    assert [one.number for one in now.earlier] == [1, 2]


def test_pdf_in_arabic_has_the_block_of_who_signed(client, approved, coordinator):
    client.force_login(coordinator)
    answer = client.get(f"/ar/plans/{approved.pk}/plan.pdf?version=1")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    words = text_of(answer.content)
    for one in ("Ana Rivas", "Deputy Minister", "Decree 12", "LIFT-4", "State budget"):
        assert one in words


@pytest.mark.parametrize("version", ["9", "x", "-1", "1" * 30, "١"])
def test_version_that_does_not_exist(client, approved, coordinator, version):
    client.force_login(coordinator)
    address = reverse("plans:pdf", args=[approved.pk])
    assert client.get(address, {"version": version}).status_code == 404


def test_strangers_get_what_was_approved_last_and_no_more(
    client, approved, coordinator, monkeypatch
):
    make_public(approved)
    address = reverse("plans:pdf", args=[approved.pk])
    assert client.get(address, {"version": "7"}).status_code == 404
    answer = client.get(address)
    assert answer.status_code == 200
    words = text_of(answer.content)
    assert "Lift A2" in words
    assert "Ana Rivas" in words
    for hidden in ("State budget", "1,200", "Level today", "secret", "stage", "0 done"):
        assert hidden not in words
    # Made once for everybody.
    monkeypatch.setattr("toolkit.plans.documents.plan.render_pdf", None)
    assert client.get(address).content == answer.content
    page = client.get(
        reverse("network:country", args=[approved.country.iso3.lower()])
    ).content.decode()
    assert f"{address}?version=1" in page
    assert "Lift A2" in page
    assert reverse("plans:plan", args=[approved.pk]) + '"' not in page


def test_drafts_are_never_public(client, plan):
    make_public(plan)
    assert plan_part(plan.country) is None
    assert client.get(reverse("plans:pdf", args=[plan.pk])).status_code == 404


def test_public_plan_is_the_running_one(approved):
    version = approved.versions.get()
    Plan.objects.filter(pk=approved.pk).update(state=Plan.State.CLOSED)
    assert plan_part(approved.country).values["version"] == version
    version.content["data_version"] = 0
    version.save()
    assert plan_part(approved.country) is None


def test_workbook_has_locked_ids_lists_and_formulas(plan, workbook):
    sheet = workbook.sheet
    assert sheet.protection.sheet
    assert sheet["A2"].protection.locked
    assert not sheet["B2"].protection.locked
    lists = {str(one.sqref) for one in sheet.data_validations.dataValidation}
    assert len(lists) == 5
    assert workbook.book.sheetnames == ["Plan", "Costs", "Later", "Read me", "Lists"]
    assert workbook.book["Lists"].sheet_state == "hidden"
    costs = [cell.value for cell in workbook.book["Costs"]["B"] if cell.value]
    assert any(str(one).startswith("=SUMIFS('Plan'!$L$2:") for one in costs)
    assert workbook.book["Later"]["C2"].value.startswith("There is no room")


def test_what_formulas_come_to_is_written_too(client, plan, coordinator):
    client.force_login(coordinator)
    content = client.get(reverse("plans:xlsx", args=[plan.pk])).content
    book = load_workbook(io.BytesIO(content), data_only=True)
    costs = {row[0].value: row[1].value for row in book["Costs"].iter_rows()}
    assert costs["2027Q1"] == 1200.5
    assert costs["Focal points"] == 1200.5
    assert costs["State budget"] == 1200.5
    assert costs["No source named"] == 300
    assert costs["Together"] == 1500.5
    assert costs["Lines without an estimate"] == 3
    ends = [cell.value for cell in book["Plan"]["E"]][1:3]
    assert ends == ["2027Q1", "2027Q3"]


def test_text_never_runs_as_a_formula(plan):
    plan.items.filter(code="LIFT-1").update(title="=1+1", edited=["title"])
    book = load_workbook(io.BytesIO(plan_workbook(fresh(plan))))
    assert book["Plan"]["B2"].value == "'=1+1"


def test_logframe_has_goal_purpose_outputs_and_activities(approved):
    frame = logframe_of(approved)
    kinds = [one.kind for one in frame.rows]
    assert kinds[:2] == ["goal", "purpose"]
    assert frame.rows[0].words == "Migration data of our own."
    assert kinds.count("activity") == 3
    assert [one.words for one in frame.rows if one.kind == "output"][:3] == [
        "Focal points",
        "Inter-ministerial working group",
        "Minimum set of indicators",
    ]
    activity = next(one for one in frame.rows if one.code == "LIFT-2")
    assert activity.indicators == ("A2 is lifted.",)
    assert activity.verification == ("Paper on A2",)
    assert "LIFT-1 is finished first: Lift A1" in activity.assumptions
    assert "Its cost is estimated in time." in activity.assumptions
    book = load_workbook(io.BytesIO(logframe_workbook(frame)))
    assert book.sheetnames == ["Logframe", "About"]
    assert book["Logframe"].max_row == 1 + len(frame.rows)


def test_logframe_is_there_in_two_kinds_only(client, approved, coordinator):
    client.force_login(coordinator)
    address = f"/en/plans/{approved.pk}/logframe."
    assert client.get(f"{address}xlsx").status_code == 200
    assert client.get(f"{address}docx").status_code == 404


def test_report_of_a_quarter(client, approved, coordinator):
    with time_machine.travel("2027-05-12T10:00:00Z"):
        client.force_login(coordinator)
        address = reverse("plans:review_pdf", args=[approved.pk, "2027Q1"])
        answer = client.get(address)
        late = reverse("plans:review_pdf", args=[approved.pk, "2029Q1"])
        assert client.get(late).status_code == 404
    words = text_of(answer.content)
    for one in ("Quarterly report Q1 2027", "What slipped", "Lift A1", "By pillar"):
        assert one in words
