"""Making a plan from a round, its settings, and building again."""

import pytest

from assessments.maturity.services.results import frozen_scores
from lms.accounts.models import Institution
from lms.accounts.roles import Role
from tests.accounts.factories import CountryFactory, InstitutionFactory, make_person
from tests.assessments.maturity.result_rounds import make_round
from tests.toolkit.plans.factories import make_library
from toolkit.plans.line_advice import line_warnings
from toolkit.plans.making import greedy
from toolkit.plans.making_changes import changes
from toolkit.plans.models import Plan
from toolkit.plans.plan_reading import content_of, task_of
from toolkit.plans.quarters import Quarter
from toolkit.plans.services import building
from toolkit.plans.services.building import (
    build_again,
    delete_draft,
    make_plan,
    set_capacity,
    set_roles,
    set_targets,
)
from toolkit.plans.services.editing import (
    add_item,
    drop_item,
    edit_item,
    move_item,
    restore_item,
    values_of,
    waive,
)
from toolkit.plans.services.errors import (
    DraftExists,
    Elsewhere,
    LinesBefore,
    MovesOthers,
    NoCapacity,
    NotNow,
    OutOfOrder,
    PastStart,
    ReasonMissing,
    RoundNotReady,
    SomebodyWasFirst,
)

pytestmark = pytest.mark.django_db
NOW = Quarter(2027, 1)


@pytest.fixture
def country():
    make_library()
    return CountryFactory.create()


@pytest.fixture
def coordinator(country):
    return make_person(Role.COORDINATOR, country)


@pytest.fixture
def plan(country, coordinator):
    for kind in ("border", "statistics", "interior"):
        InstitutionFactory(country=country, kind=kind, key=kind)
    round = make_round(country, institutions=1, levels=low())
    made = make_plan(round, by=coordinator, start=NOW, years=3, today=NOW)
    return Plan.objects.with_places().get(pk=made.pk)


def low():
    return dict.fromkeys(("A1", "A2", "B1", "B2"), 1)


def again(plan, by):
    """Build by the greedy rule; return what changed."""
    plan = Plan.objects.with_places().get(pk=plan.pk)
    task = task_of(plan)
    return build_again(plan, plan_schedule=greedy(task), task=task, by=by)


def lines(plan):
    content = content_of(Plan.objects.with_places().get(pk=plan.pk))
    return [
        (one.code, str(one.start), one.length, one.later_reason)
        for one in content.lines
        if not one.dropped
    ]


def item(plan, code):
    found = plan.items.get(code=code)
    found.plan = plan
    return found


def edit(plan, code, by, **values):
    options = {
        name: values.pop(name)
        for name in ("waive_reason", "move_others")
        if name in values
    }
    line = item(plan, code)
    return edit_item(
        line, values=values, by=by, edit_number=line.edit_number, **options
    )


def test_a_plan_is_made_from_a_validated_round(plan):
    # Three years: 2 of 3 levels is "nearly", but every action up to 3 is taken.
    assert lines(plan) == [
        ("LIFT-1", "2027Q1", 1, ""),
        ("LIFT-2", "2027Q2", 2, ""),
        ("LIFT-3", "2027Q2", 1, ""),
        ("LIFT-4", "2027Q3", 1, ""),
        ("GEN-3:B2", "None", 2, "level"),
    ]
    assert plan.targets == dict.fromkeys(low(), 2)


def test_a_round_that_is_not_validated_is_refused(country, coordinator):
    round = make_round(country, state="submitted")

    with pytest.raises(RoundNotReady):
        make_plan(round, by=coordinator, start=NOW, today=NOW)


def test_a_second_draft_is_refused_and_named(plan, coordinator):
    with pytest.raises(DraftExists) as refused:
        make_plan(plan.round, by=coordinator, start=NOW, today=NOW)

    assert refused.value.plan == plan


def test_a_start_in_the_past_and_no_capacity_are_refused(country, coordinator):
    round = make_round(country)

    with pytest.raises(PastStart):
        make_plan(round, by=coordinator, start=Quarter(2026, 4), today=NOW)
    with pytest.raises(NoCapacity):
        make_plan(round, by=coordinator, start=NOW, at_once=0, today=NOW)


def test_others_make_no_plan(country, coordinator):
    round = make_round(country)

    with pytest.raises(NotNow):
        make_plan(
            round, by=make_person(Role.FOCAL_POINT, country), start=NOW, today=NOW
        )


def test_lines_get_the_institutions_of_their_roles(plan):
    content = content_of(plan)

    line = content.by_code["LIFT-2"]
    assert line.responsible == "Border"
    assert content.by_code["LIFT-1"].responsible == "Interior"
    assert line.supporting == ("Interior",)


def test_building_again_changes_nothing(plan, coordinator):
    before = lines(plan)

    found = again(plan, coordinator)

    assert found.is_empty
    assert lines(plan) == before


def test_higher_targets_bring_lines(plan, coordinator):
    set_targets(plan, targets={"B1": 3, "A1": 3}, by=coordinator)

    task = task_of(Plan.objects.with_places().get(pk=plan.pk))
    found = changes(task, greedy(task), plan.roles)

    assert not found.gone
    again(plan, coordinator)
    assert again(plan, coordinator).is_empty


def test_nothing_is_planned_for_a_target_at_the_level_of_today(plan, coordinator):
    set_targets(plan, targets={"B1": 1, "B2": 1}, by=coordinator)

    found = again(plan, coordinator)

    assert {one.code for one in found.gone} == {"LIFT-3", "LIFT-4", "GEN-3:B2"}
    assert [code for code, *_rest in lines(plan)] == ["LIFT-1", "LIFT-2"]


def test_what_is_needed_stays_though_its_own_target_is_at_today(plan, coordinator):
    set_targets(plan, targets={"A1": 1}, by=coordinator)

    again(plan, coordinator)

    assert plan.items.get(code="LIFT-1").required_by == ["LIFT-2"]


def test_targets_of_unknown_questions_are_refused(plan, coordinator):
    with pytest.raises(ValueError, match="Z9"):
        set_targets(plan, targets={"Z9": 2}, by=coordinator)


def test_what_people_did_survives_building(plan, coordinator):
    edit(plan, "LIFT-4", coordinator, start=Quarter(2027, 4), cost=5)
    edit(plan, "LIFT-1", coordinator, title="Our words")
    drop_item(item(plan, "LIFT-2"), reason="Not now.", by=coordinator, edit_number=0)
    own = add_item(
        plan,
        values={"title": "Translate the forms", "start": Quarter(2027, 2), "length": 1},
        by=coordinator,
    )
    set_targets(plan, targets=dict.fromkeys(low(), 1), by=coordinator)

    again(plan, coordinator)

    rows = {one.code: one for one in plan.items.all()}
    assert rows["LIFT-4"].start == "2027Q4"
    assert rows["LIFT-1"].title == "Our words"
    assert rows["LIFT-2"].dropped_reason == "Not now."
    assert rows[own.code].start == "2027Q2"


def test_what_nobody_asks_for_any_more_goes(plan, coordinator):
    set_targets(plan, targets={"B2": 1}, by=coordinator)
    Plan.objects.filter(pk=plan.pk).update(levels=low() | {"B2": 3})

    found = again(plan, coordinator)

    assert [one.code for one in found.gone] == ["GEN-3:B2"]
    assert not plan.items.filter(code="GEN-3:B2").exists()


def test_a_line_somebody_reported_on_stays_though_nobody_asks(plan, coordinator):
    plan.items.filter(code="GEN-3:B2").update(status="running", percent=20)
    Plan.objects.filter(pk=plan.pk).update(levels=low() | {"B2": 3})

    again(plan, coordinator)

    assert plan.items.get(code="GEN-3:B2").percent == 20


def test_capacity_is_kept_around_a_dated_line(plan, coordinator):
    edit(plan, "LIFT-4", coordinator, start=Quarter(2027, 1), waive_reason="Why not.")
    set_capacity(
        plan,
        start=NOW,
        at_once=1,
        per_institution=None,
        new_a_year=None,
        by=coordinator,
        today=NOW,
    )

    again(plan, coordinator)

    content = content_of(Plan.objects.with_places().get(pk=plan.pk))
    for quarter in content.quarters:
        assert sum(one.runs_in(quarter) for one in content.kept) <= 1
    assert content.by_code["LIFT-4"].start == NOW


def test_a_draft_moves_with_its_first_quarter(plan, coordinator):
    options = {"at_once": 8, "per_institution": None, "new_a_year": None}
    set_capacity(plan, start=Quarter(2027, 3), by=coordinator, today=NOW, **options)

    assert lines(plan)[0][1] == "2027Q3"


def test_a_draft_does_not_begin_after_a_dated_line(plan, coordinator):
    edit(plan, "LIFT-1", coordinator, start=Quarter(2027, 2), move_others=True)
    options = {"at_once": 8, "per_institution": None, "new_a_year": None}

    with pytest.raises(LinesBefore, match="LIFT-1"):
        set_capacity(plan, start=Quarter(2027, 3), by=coordinator, today=NOW, **options)


def test_roles_of_another_country_are_refused(plan, coordinator):
    stranger = InstitutionFactory()

    with pytest.raises(Elsewhere):
        set_roles(plan, roles={"coordinator": [stranger.pk]}, by=coordinator)


def test_lines_follow_new_roles_but_for_those_people_gave_away(plan, coordinator):
    statistics = Institution.objects.get(country=plan.country, key="statistics")
    border = Institution.objects.get(country=plan.country, key="border")
    edit(plan, "LIFT-3", coordinator, responsible=border)

    set_roles(plan, roles={"coordinator": [statistics.pk]}, by=coordinator)

    assert item(plan, "LIFT-1").responsible == statistics
    assert item(plan, "LIFT-3").responsible == border
    assert item(plan, "LIFT-2").responsible is None


def test_somebody_who_looked_at_an_older_plan_is_told(plan, coordinator):
    set_targets(plan, targets={"A1": 2}, by=coordinator, edit_number=0)

    with pytest.raises(SomebodyWasFirst):
        set_targets(plan, targets={"A1": 3}, by=coordinator, edit_number=0)


def test_an_approved_plan_is_not_edited(plan, coordinator):
    Plan.objects.filter(pk=plan.pk).update(state="approved")

    with pytest.raises(NotNow):
        edit(plan, "LIFT-1", coordinator, title="New")
    with pytest.raises(NotNow):
        again(plan, coordinator)


def test_a_draft_can_be_deleted_and_nothing_else(plan, coordinator):
    Plan.objects.filter(pk=plan.pk).update(state="approved")
    with pytest.raises(NotNow):
        delete_draft(plan, by=coordinator)
    Plan.objects.filter(pk=plan.pk).update(state="draft")

    delete_draft(plan, by=coordinator)

    assert not Plan.objects.exists()


# Lines


def test_the_same_line_sent_twice_is_added_once(plan, coordinator):
    values = {"title": "Ours", "start": NOW, "length": 1}

    first = add_item(plan, values=values, by=coordinator)
    second = add_item(plan, values=values, by=coordinator)

    assert first == second
    assert first.code == "OWN-1"


def test_an_own_line_says_which_question_it_lifts(plan, coordinator):
    values = {"title": "Ask the users", "start": Quarter(2027, 1), "length": 1}
    own = add_item(plan, values=values | {"question": "A1"}, by=coordinator)

    assert own.reasons == [{"question": "A1", "from": 1, "to": 2}]
    edit(plan, own.code, coordinator, question="B1")
    assert item(plan, own.code).reasons[0]["question"] == "B1"
    edit(plan, own.code, coordinator, question="")
    assert item(plan, own.code).reasons == []


def test_an_own_line_answers_the_gap_that_the_library_leaves(plan, coordinator):
    drop = {"reason": "No money.", "by": coordinator, "edit_number": 0}
    drop_item(item(plan, "LIFT-1"), **drop)

    def warned():
        found = Plan.objects.with_places().get(pk=plan.pk)
        return [
            one.code
            for one in line_warnings(task_of(found))
            if one.values.get("question") == "A1"
        ]

    assert warned() == ["essential_late", "given_up"]
    values = {"title": "Ask them", "start": Quarter(2027, 1), "length": 1}
    add_item(plan, values=values | {"question": "A1"}, by=coordinator)
    assert warned() == []


def test_a_line_before_what_it_needs_is_refused_until_somebody_says_why(
    plan, coordinator
):
    with pytest.raises(OutOfOrder) as refused:
        edit(plan, "LIFT-2", coordinator, start=NOW)
    assert refused.value.befores == ("LIFT-1",)

    edit(plan, "LIFT-2", coordinator, start=NOW, waive_reason="Both at once.")

    assert item(plan, "LIFT-2").waivers == {"LIFT-1": "Both at once."}
    again(plan, coordinator)
    assert item(plan, "LIFT-2").start == "2027Q1"


def test_soft_order_is_kept_too(plan, coordinator):
    with pytest.raises(OutOfOrder) as refused:
        edit(plan, "LIFT-3", coordinator, start=NOW)

    assert refused.value.befores == ("LIFT-2",)


def test_what_moves_with_a_line_is_said_and_then_moved(plan, coordinator):
    with pytest.raises(MovesOthers) as refused:
        edit(plan, "LIFT-1", coordinator, start=Quarter(2027, 3))
    moved = {one.line.code: str(one.start) for one in refused.value.pushed}
    assert moved["LIFT-2"] == "2027Q4"

    edit(plan, "LIFT-1", coordinator, start=Quarter(2027, 3), move_others=True)

    assert item(plan, "LIFT-2").start == "2027Q4"


def test_others_need_not_wait_for_a_reason(plan, coordinator):
    edit(plan, "LIFT-1", coordinator, start=Quarter(2027, 3), waive_reason="They can.")

    assert item(plan, "LIFT-2").start == "2027Q2"
    assert item(plan, "LIFT-2").waivers == {"LIFT-1": "They can."}


def test_a_line_cannot_be_put_off_while_others_need_it(plan, coordinator):
    with pytest.raises(OutOfOrder, match="LIFT-2"):
        edit(plan, "LIFT-1", coordinator, start=None)

    edit(plan, "LIFT-1", coordinator, start=None, waive_reason="Next year.")

    assert item(plan, "LIFT-1").later_reason == "person"
    again(plan, coordinator)
    assert item(plan, "LIFT-1").start == ""


def test_dropping_needs_a_reason_and_frees_what_needs_it(plan, coordinator):
    with pytest.raises(ReasonMissing):
        drop_item(item(plan, "LIFT-1"), reason=" ", by=coordinator, edit_number=0)

    drop_item(
        item(plan, "LIFT-1"), reason="Done long ago.", by=coordinator, edit_number=0
    )
    assert item(plan, "LIFT-2").waivers == {"LIFT-1": "Done long ago."}
    again(plan, coordinator)
    assert item(plan, "LIFT-2").start == "2027Q1"
    assert item(plan, "LIFT-1").dropped_at

    restore_item(item(plan, "LIFT-1"), by=coordinator)
    assert item(plan, "LIFT-2").waivers == {}


def test_two_people_at_one_line_are_told(plan, coordinator):
    edit(plan, "LIFT-1", coordinator, title="First")

    with pytest.raises(SomebodyWasFirst):
        edit_item(
            item(plan, "LIFT-1"),
            values={"title": "Second"},
            by=coordinator,
            edit_number=0,
        )
    assert item(plan, "LIFT-1").title == "First"


def test_lines_change_places_within_their_quarter(plan, coordinator):
    def second_quarter():
        return [one[0] for one in lines(plan) if one[1] == "2027Q2"]

    for _press in range(2):
        move_item(item(plan, "LIFT-3"), up=True, by=coordinator)
        assert second_quarter() == ["LIFT-3", "LIFT-2"]
    again(plan, coordinator)
    assert second_quarter() == ["LIFT-3", "LIFT-2"]


def test_a_waiver_is_given_and_taken_back(plan, coordinator):
    waive(item(plan, "LIFT-2"), before="LIFT-1", reason="Both.", by=coordinator)
    assert item(plan, "LIFT-2").waivers == {"LIFT-1": "Both."}
    waive(item(plan, "LIFT-2"), before="LIFT-1", reason="", by=coordinator)
    assert item(plan, "LIFT-2").waivers == {}
    with pytest.raises(OutOfOrder):
        waive(item(plan, "LIFT-2"), before="LIFT-4", reason="x", by=coordinator)


def test_values_show_the_words_of_the_library(plan):
    assert values_of(item(plan, "LIFT-1"))["title"] == "Lift A1"


def test_frozen_scores_are_what_a_plan_begins_from(plan):
    assert plan.levels == low()
    assert frozen_scores(plan.round)
    assert building.default_title(NOW) == "Action plan 2027"
