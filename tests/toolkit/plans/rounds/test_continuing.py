"""The plan of a new round goes on from the plan before."""

from datetime import date

import pytest
from django.utils import timezone

from assessments.maturity.models import Round
from lms.accounts.roles import Role
from tests.accounts.factories import make_person
from tests.assessments.maturity.result_rounds import make_round
from tests.toolkit.plans.factories import (
    PlanItemFactory,
    make_library,
    plan_with_lines,
)
from toolkit.plans.models import Plan
from toolkit.plans.quarters import Quarter
from toolkit.plans.services.building import make_plan
from toolkit.plans.services.continuing import begin_plan, plan_before
from toolkit.plans.services.errors import PastStart

pytestmark = pytest.mark.django_db
START = Quarter(2028, 1)
TODAY = Quarter(2027, 4)


@pytest.fixture
def before():
    """A plan that ran: LIFT-1 done, the others as planned."""
    plan = plan_with_lines(state="approved")
    plan.items.filter(code="LIFT-1").update(status="done", percent=100)
    return plan


@pytest.fixture
def coordinator(before):
    return make_person(Role.COORDINATOR, before.country)


def next_round(plan, **levels) -> Round:
    found = make_round(
        plan.country,
        institutions=1,
        levels=dict.fromkeys(("A1", "A2", "B1", "B2"), 1) | levels,
        on=date(2028, 6, 30),
    )
    assert plan_before(found) == plan
    return found


def go_on(plan, by, **levels) -> Plan:
    round = next_round(plan, **levels)
    return begin_plan(round, by=by, start=START, years=3, today=TODAY)


def line(plan, code):
    return plan.items.get(code=code)


def test_what_is_done_is_not_proposed_again(before, coordinator):
    plan = go_on(before, coordinator)

    assert plan.previous == before
    assert plan.done_actions == ["LIFT-1"]
    assert "LIFT-1" not in plan.items.values_list("code", flat=True)
    assert line(plan, "LIFT-2").reasons[0]["question"] == "A2"


def test_what_the_new_levels_do_not_ask_for_is_gone(before, coordinator):
    plan = go_on(before, coordinator, B1=3)

    codes = set(plan.items.values_list("code", flat=True))
    assert "LIFT-2" in codes
    assert not codes & {"LIFT-3", "LIFT-4"}


def test_own_and_edited_lines_come_along_as_people_left_them(before, coordinator):
    PlanItemFactory(plan=before, code="OWN-1", title="Our census", start="2028Q3")
    before.items.filter(code="LIFT-3").update(
        title="Our words", cost="1200.50", funding="Budget", edited=["title", "cost"]
    )

    plan = go_on(before, coordinator)

    own, edited = line(plan, "OWN-1"), line(plan, "LIFT-3")
    assert (own.title, own.start) == ("Our census", "2028Q3")
    assert (edited.title, str(edited.cost), edited.funding) == (
        "Our words",
        "1200.50",
        "Budget",
    )
    assert edited.start >= str(START)


def test_a_line_that_runs_keeps_its_last_quarter(before, coordinator):
    before.items.filter(code="LIFT-2").update(
        status="running", percent=40, start="2027Q3", length=4
    )

    carried = line(go_on(before, coordinator), "LIFT-2")

    assert (carried.status, carried.percent) == ("running", 40)
    assert (carried.start, carried.length) == ("2028Q1", 2)


def test_a_line_that_runs_says_what_it_lifts_from_the_new_levels(before, coordinator):
    before.items.filter(code="LIFT-2").update(status="running", start="2027Q4")

    carried = line(go_on(before, coordinator, A2=2), "LIFT-2")

    assert carried.reasons == [{"question": "A2", "from": 2, "to": 3}]
    assert carried.needs == ["LIFT-1"]


def test_a_line_that_runs_says_nothing_of_a_gap_that_is_closed(before, coordinator):
    before.items.filter(code="LIFT-2").update(status="running", start="2027Q4")

    assert line(go_on(before, coordinator, A2=3), "LIFT-2").reasons == []


@pytest.mark.parametrize(("level", "lifts"), [(2, [("A1", 2, 3)]), (3, [])])
def test_an_own_line_keeps_its_question_while_there_is_a_gap(
    before, coordinator, level, lifts
):
    why = [{"question": "A1", "from": 1, "to": 2}]
    PlanItemFactory(plan=before, code="OWN-1", reasons=why, start="2028Q3")

    carried = line(go_on(before, coordinator, A1=level), "OWN-1")

    found = [(one["question"], one["from"], one["to"]) for one in carried.reasons]
    assert found == lifts


def test_an_own_line_that_runs_comes_along(before, coordinator):
    PlanItemFactory(plan=before, code="OWN-1", status="running", start="2027Q4")

    carried = line(go_on(before, coordinator), "OWN-1")

    assert (carried.status, carried.reasons) == ("running", [])


def test_a_late_line_that_runs_gets_the_first_quarter(before, coordinator):
    before.items.filter(code="LIFT-2").update(status="running", percent=90)

    carried = line(go_on(before, coordinator), "LIFT-2")

    assert (carried.start, carried.length) == ("2028Q1", 1)


def test_reported_but_never_checked_is_still_to_be_checked(before, coordinator):
    before.items.filter(code="LIFT-2").update(status="reported", percent=100)

    carried = line(go_on(before, coordinator), "LIFT-2")

    assert (carried.status, carried.percent) == ("running", 100)


def test_a_quarter_that_has_passed_is_found_again(before, coordinator):
    before.items.filter(code="LIFT-3").update(edited=["start", "title"], title="Ours")

    carried = line(go_on(before, coordinator), "LIFT-3")

    assert carried.edited == ["title"]
    assert carried.start >= str(START)


def test_dropped_lines_stay_dropped_with_their_reason(before, coordinator):
    before.items.filter(code="LIFT-3").update(
        dropped_at=timezone.now(), dropped_reason="No money"
    )

    carried = line(go_on(before, coordinator), "LIFT-3")

    assert carried.dropped_at
    assert carried.dropped_reason == "No money"


def test_a_closed_institution_does_not_come_along(before, coordinator):
    item = PlanItemFactory(plan=before, code="OWN-1", start="2028Q2")
    item.responsible.is_active = False
    item.responsible.save()

    assert line(go_on(before, coordinator), "OWN-1").responsible is None


def test_the_plan_before_stays_as_it_was(before, coordinator):
    rows = list(before.items.values_list("code", "start", "status", "edited"))

    go_on(before, coordinator)

    assert list(before.items.values_list("code", "start", "status", "edited")) == rows


def test_a_start_in_the_past_changes_nothing(before, coordinator):
    round = next_round(before)

    with pytest.raises(PastStart):
        begin_plan(round, by=coordinator, start=Quarter(2027, 3), today=TODAY)

    assert Plan.objects.count() == 1


def test_a_second_plan_of_the_same_round_begins_anew(before, coordinator):
    plan = begin_plan(before.round, by=coordinator, start=START, today=TODAY)

    assert plan.previous is None
    assert plan.done_actions == []


def test_the_first_plan_is_made_from_its_round_alone():
    round = make_round(institutions=1, levels={"A1": 1})
    by = make_person(Role.COORDINATOR, round.country)
    make_library()

    plan = begin_plan(round, by=by, start=START, today=TODAY)
    plan.delete()
    again = make_plan(round, by=by, start=START, today=TODAY)

    assert plan_before(round) is None
    assert again.previous is None
