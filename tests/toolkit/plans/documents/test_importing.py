"""A plan that was edited offline comes back: looked at, then carried out once."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from tests.accounts.factories import InstitutionFactory
from tests.toolkit.plans.factories import plan_with_lines
from toolkit.plans.content import Line
from toolkit.plans.documents.workbook import plan_workbook
from toolkit.plans.importing.judging import CHANGED, DROPPED, NEW, SAME, judge
from toolkit.plans.importing.reading import read_plan
from toolkit.plans.models import Plan, PlanImport, PlanItem
from toolkit.plans.plan_reading import content_of
from toolkit.plans.quarters import Quarter
from toolkit.plans.services.editing import drop_item, edit_item
from toolkit.plans.services.errors import NotNow, ReasonMissing
from toolkit.plans.services.importing import (
    FileFaulty,
    PlanMoved,
    apply_import,
    prepare_import,
)

from .conftest import KEYS, Workbook

pytestmark = pytest.mark.django_db


def judged(plan, workbook, **options):
    """What the workbook would do."""
    return judge(plan, read_plan(workbook.file()), **options)


def brought_in(plan, workbook, by, **decisions):
    """Bring the workbook in."""
    plan = Plan.objects.with_places().get(pk=plan.pk)
    prepared = prepare_import(plan, read_plan(workbook.file()), by=by)
    return apply_import(prepared, by=by, edit_number=plan.edit_number, **decisions)


def line(plan, code) -> Line:
    """A line as it is now."""
    return content_of(Plan.objects.with_places().get(pk=plan.pk)).by_code[code]


def edited(plan, code, by, **values):
    """Change a line on the site."""
    item = plan.items.select_related("plan").get(code=code)
    item.plan = plan
    return edit_item(item, values=values, by=by, edit_number=item.edit_number)


def test_round_trip_changes_nothing(plan, workbook, coordinator):
    found = judged(plan, workbook)
    assert not found.faults
    assert not found.missing
    assert {one.verdict for one in found.rows} == {SAME}
    before = [*plan.items.order_by("pk").values()]
    assert not any(brought_in(plan, workbook, coordinator).values())
    assert [*plan.items.order_by("pk").values()] == before


def test_workbook_in_another_language_changes_nothing(plan):
    with translation.override("fr"):
        workbook = Workbook(plan_workbook(plan))
    found = judged(plan, workbook)
    assert not found.faults
    assert {one.verdict for one in found.rows} == {SAME}
    with translation.override("ar"):
        assert {one.verdict for one in judged(plan, workbook).rows} == {SAME}


def test_changes_are_shown_field_by_field_and_written(plan, workbook, coordinator):
    name = line(plan, "LIFT-2").responsible
    workbook.write("LIFT-1", title="Lift A1 well", cost="2500", responsible=name)
    workbook.write("LIFT-3", modules="1, 4", start="Q3 2027", pillar="focal points")
    rows = {one.code: one for one in judged(plan, workbook).of(CHANGED)}
    assert {one.field for one in rows["LIFT-1"].changes} == {
        "title",
        "cost",
        "responsible",
    }
    title = next(one for one in rows["LIFT-1"].changes if one.field == "title")
    assert (title.before, title.after) == ("Lift A1", "Lift A1 well")


def test_carried_out_once(plan, workbook, coordinator):
    workbook.write("LIFT-1", title="Lift A1 well", funding="", length=1)
    workbook.add(title="Print the forms", start="2027Q2", length=1, cost=10)
    prepared = prepare_import(plan, read_plan(workbook.file()), by=coordinator)
    counts = apply_import(prepared, by=coordinator, edit_number=0)
    assert counts == {"new": 1, "changed": 1, "dropped": 0}
    assert apply_import(prepared, by=coordinator, edit_number=0) == counts
    assert plan.items.count() == 6
    changed, new = line(plan, "LIFT-1"), line(plan, "OWN-1")
    assert (changed.title, changed.funding) == ("Lift A1 well", "")
    assert set(changed.edited) == {"title", "funding"}
    assert (new.kind, new.start, new.cost) == ("own", Quarter(2027, 2), Decimal(10))


def test_new_line_is_not_added_again_by_the_same_file(plan, workbook, coordinator):
    workbook.add(title="Print the forms", start="2027Q2", length=1)
    brought_in(plan, workbook, coordinator)
    found = judged(plan, workbook)
    assert not found.faults
    assert not found.of(NEW)
    for row in workbook.sheet.iter_rows():
        if row[1].value == "Print the forms":
            row[KEYS.index("length")].value, number = 2, row[0].row
    (fault,) = judged(plan, workbook).faults
    assert fault.row == number
    assert "OWN-1" in fault.remedy


def test_deleted_rows_leave_their_lines_alone(plan, workbook, coordinator):
    workbook.delete("LIFT-3")
    assert [one.code for one in judged(plan, workbook).missing] == ["LIFT-3"]
    brought_in(plan, workbook, coordinator)
    assert not line(plan, "LIFT-3").dropped


def test_missing_lines_are_dropped_with_a_reason(plan, workbook, coordinator):
    workbook.delete("LIFT-3")
    with pytest.raises(ReasonMissing):
        brought_in(plan, workbook, coordinator, drop=["LIFT-3"])
    counts = brought_in(
        plan, workbook, coordinator, drop=["LIFT-3", "LIFT-1"], reason="Done by others"
    )
    assert counts["dropped"] == 1
    dropped = line(plan, "LIFT-3")
    assert (dropped.dropped, dropped.dropped_reason) == (True, "Done by others")
    assert not line(plan, "LIFT-1").dropped


@pytest.mark.parametrize(
    ("values", "column", "said"),
    [
        ({"start": "soon"}, "Begins in", "not a quarter"),
        ({"start": "2026Q4"}, "Begins in", "begins in 2027Q1"),
        ({"length": "many"}, "Quarters", "number of quarters"),
        ({"length": 0}, "Quarters", "number of quarters"),
        ({"cost": "a lot"}, "Cost estimate", "not a number"),
        ({"cost": -1}, "Cost estimate", "cannot be a cost"),
        ({"title": None}, "Event", "empty"),
        ({"title": "x" * 301}, "Event", "301 characters"),
        ({"pillar": "Focal pints"}, "Pillar", "no pillar"),
        ({"modules": "77"}, "Modules", "no module"),
        ({"code": "LIFT-11"}, "ID", "no line LIFT-11"),
        ({"code": "LIFT-2"}, "ID", "stands in row"),
    ],
)
def test_faults_name_place_and_remedy(plan, workbook, values, column, said):
    number = workbook.row("LIFT-1")
    for key, value in values.items():
        workbook.sheet.cell(number, KEYS.index(key) + 1).value = value
    found = judged(plan, workbook).faults
    found = [one for one in found if column in one.column]
    assert len(found) == 1
    assert found[0].sheet == "Plan"
    assert said in found[0].message
    assert found[0].remedy
    assert found[0].row in (number, number + 1)


def test_unknown_institution_suggests_the_nearest(plan, workbook):
    InstitutionFactory(country=plan.country, name="Statistics Office")
    workbook.write("LIFT-1", responsible="Statistic Ofice")
    (fault,) = judged(plan, workbook).faults
    assert "Statistic Ofice" in fault.message
    assert "Did you mean Statistics Office?" in fault.remedy


def test_institution_that_left_stays_where_it_is_but_is_not_chosen(plan, workbook):
    owner = plan.items.get(code="LIFT-1").responsible
    owner.is_active = False
    owner.save()
    assert not judged(plan, workbook).faults
    workbook.write("LIFT-2", responsible=str(owner))
    (fault,) = judged(plan, workbook).faults
    assert "left the network" in fault.message


def test_broken_order_is_named_and_waived_with_a_reason(plan, workbook, coordinator):
    workbook.write("LIFT-2", start="2027Q1")
    (fault,) = judged(plan, workbook).faults
    assert fault.row == workbook.row("LIFT-2")
    assert "LIFT-1" in fault.message
    assert "Reason to break the order" in fault.remedy
    workbook.write("LIFT-2", reason="The paper is there already.")
    brought_in(plan, workbook, coordinator)
    found = line(plan, "LIFT-2")
    assert found.waivers["LIFT-1"] == "The paper is there already."
    assert "waivers" in found.edited


def test_longer_line_breaks_the_order_of_those_after_it(plan, workbook):
    workbook.write("LIFT-1", length=3)
    (fault,) = judged(plan, workbook).faults
    assert fault.row == workbook.row("LIFT-1")
    assert "LIFT-2" in fault.message


def test_lines_that_move_together_keep_the_order(plan, workbook, coordinator):
    workbook.write("LIFT-1", start="2027Q2")
    workbook.write("LIFT-2", start="2027Q3")
    workbook.write("LIFT-3", start="2027Q3")
    workbook.write("LIFT-4", start="2027Q4")
    assert not judged(plan, workbook).faults
    assert brought_in(plan, workbook, coordinator)["changed"] == 4
    assert line(plan, "LIFT-2").start == Quarter(2027, 3)


def test_line_that_has_begun_keeps_its_quarter(plan, workbook):
    plan.items.filter(code="LIFT-3").update(status=PlanItem.Status.RUNNING)
    workbook.write("LIFT-3", start="2028Q1")
    (fault,) = judged(plan, workbook).faults
    assert "LIFT-3 has begun" in fault.message


def test_conflict_shows_both_and_the_plan_stays(plan, workbook, coordinator):
    edited(plan, "LIFT-1", coordinator, title="Changed on the site", funding="Loan")
    workbook.write("LIFT-1", title="Changed in the file", deliverable="A book")
    (row,) = judged(plan, workbook).conflicts
    assert [(one.before, one.after) for one in row.conflicts] == [
        ("Changed on the site", "Changed in the file")
    ]
    brought_in(plan, workbook, coordinator)
    found = line(plan, "LIFT-1")
    assert (found.title, found.deliverable) == ("Changed on the site", "A book")
    assert found.funding == "Loan"


def test_conflict_where_the_file_wins(plan, workbook, coordinator):
    edited(plan, "LIFT-1", coordinator, title="Changed on the site")
    workbook.write("LIFT-1", title="Changed in the file")
    brought_in(plan, workbook, coordinator, take=["LIFT-1"])
    assert line(plan, "LIFT-1").title == "Changed in the file"


def test_file_that_wins_may_break_the_order(plan, workbook, coordinator):
    edited(plan, "LIFT-4", coordinator, start=Quarter(2027, 4))
    workbook.write("LIFT-4", start="2027Q1")
    assert not judged(plan, workbook).faults
    with pytest.raises(FileFaulty) as refused:
        brought_in(plan, workbook, coordinator, take=["LIFT-4"])
    assert refused.value.faults
    assert line(plan, "LIFT-4").start == Quarter(2027, 4)


def test_line_dropped_meanwhile_stays_dropped(plan, workbook, coordinator):
    item = plan.items.get(code="LIFT-3")
    item.plan = plan
    drop_item(item, reason="Not now", by=coordinator, edit_number=0)
    workbook.write("LIFT-3", title="Still here")
    (row,) = judged(plan, workbook).of(DROPPED)
    assert row.notes
    brought_in(plan, workbook, coordinator)
    assert line(plan, "LIFT-3").dropped


def test_plan_changed_between_preview_and_button(plan, workbook, coordinator):
    workbook.write("LIFT-1", title="Changed in the file")
    prepared = prepare_import(plan, read_plan(workbook.file()), by=coordinator)
    edited(plan, "LIFT-3", coordinator, title="Meanwhile")
    with pytest.raises(PlanMoved):
        apply_import(prepared, by=coordinator, edit_number=0)
    prepared.refresh_from_db()
    assert prepared.applied_at is None
    apply_import(prepared, by=coordinator, edit_number=1)
    assert line(plan, "LIFT-1").title == "Changed in the file"


def test_only_while_it_can_be_edited(plan, workbook, coordinator):
    given = read_plan(workbook.file())
    prepared = prepare_import(plan, given, by=coordinator)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.APPROVED)
    plan.refresh_from_db()
    with pytest.raises(NotNow):
        apply_import(prepared, by=coordinator, edit_number=0)
    with pytest.raises(NotNow):
        prepare_import(plan, given, by=coordinator)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.AMENDING)
    done = apply_import(prepared, by=coordinator, edit_number=0)
    assert done["changed"] == 0


def test_state_is_not_changed_from_a_file(plan, workbook):
    workbook.write("LIFT-1", status="Done and checked")
    row = next(one for one in judged(plan, workbook).rows if one.code == "LIFT-1")
    assert row.verdict == SAME
    assert "Status" in row.notes[0]


def test_workbook_of_another_plan_is_refused(plan, workbook):
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.CLOSED)
    other = Plan.objects.with_places().get(pk=plan_with_lines().pk)
    assert "another plan" in judged(other, workbook).faults[0].message


def test_row_copied_from_another_line_says_what_it_says(plan, workbook):
    for key in ("title", "mark"):
        workbook.write("LIFT-3", **{key: workbook.get("LIFT-2", key)})
    (row,) = judged(plan, workbook).of(CHANGED)
    assert row.code == "LIFT-3"
    assert [(one.before, one.after) for one in row.changes] == [("Lift B1", "Lift A2")]


def test_csv_with_semicolons_and_without_marks(plan, workbook):
    rows = [
        ["ID", "Event", "Begins in", "Quarters", "Responsible entity"],
        ["LIFT-1", "Lift A1", "2027Q1", "1", line(plan, "LIFT-1").responsible],
        ["lift-2", "Lift A2 soon", "2027Q2", "2", line(plan, "LIFT-2").responsible],
    ]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(rows)
    file = SimpleUploadedFile("plan.csv", buffer.getvalue().encode())
    found = judge(plan, read_plan(file))
    assert not found.marked
    assert [(one.code, one.verdict) for one in found.rows] == [
        ("LIFT-1", SAME),
        ("LIFT-2", CHANGED),
    ]
    assert len(found.missing) == 3


def test_pages_from_file_to_plan(client, plan, workbook, coordinator):
    client.force_login(coordinator)
    address = f"/en/plans/{plan.pk}/import/"
    assert client.post(address, {}).status_code == 422
    bad = SimpleUploadedFile("plan.xlsx", b"no workbook")
    assert client.post(address, {"file": bad}).status_code == 422
    workbook.write("LIFT-1", title="Lift A1 well", start="never")
    answer = client.post(address, {"file": workbook.file()})
    assert answer.status_code == 422
    assert "The file has 1 fault. Nothing was saved." in answer.content.decode()
    workbook.write("LIFT-1", start="2027Q1")
    workbook.delete("LIFT-4")
    answer = client.post(address, {"file": workbook.file()}, follow=True)
    page = answer.content.decode()
    assert "Lift A1 well" in page
    assert "1 line of the plan is not in the file" in page
    check = answer.request["PATH_INFO"]
    said = {"drop": ["LIFT-4"], "edit_number": 0}
    assert client.post(check, said).status_code == 422
    said["reason"] = "Too dear"
    answer = client.post(check, said | {"edit_number": 7}, follow=True)
    assert "was changed since you looked" in answer.content.decode()
    answer = client.post(check, said, follow=True)
    assert "2 lines of the file are in the plan." in answer.content.decode()
    again = client.post(check, said)
    assert again.status_code == 302
    assert client.get(check).status_code == 404
    assert PlanImport.objects.get().result["counts"]["dropped"] == 1


def test_awkward_texts_come_back_unchanged(plan):
    texts = ["=1+1", "'quoted", "'=x", "a  b", "-5", "0012", "2027-01-01", "TRUE"]
    texts += ["\u202bعربي\u202c", "e\u0301", "a; b, c", "|1|en|\ntwo"]
    items = plan.items.exclude(code="GEN-3:B2").order_by("code")
    for place, item in enumerate(items):
        item.title, item.funding, item.criterion = texts[place::4]
        item.save()
    found = judged(plan, Workbook(plan_workbook(plan)))
    assert not found.faults
    assert {one.verdict for one in found.rows} == {SAME}
