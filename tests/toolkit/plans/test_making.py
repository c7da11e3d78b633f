"""Building again: the same input the same plan, edits kept, capacity kept. Pure."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.toolkit.plans.plans import framework, levels
from toolkit.plans.catalogue import shipped_library
from toolkit.plans.comparing import levels_after, reached
from toolkit.plans.content import GENERIC, LIBRARY, OWN, Line
from toolkit.plans.editing import broken_orders, effect, next_code
from toolkit.plans.line_advice import about, line_warnings
from toolkit.plans.making import (
    DOZEN,
    FIRST_YEAR,
    Task,
    answer_data,
    answered,
    first_year,
    greedy,
    schedule_of,
    solved,
)
from toolkit.plans.making_changes import changes
from toolkit.plans.quarters import Quarter
from toolkit.plans.scheduling import Capacity

START = Quarter(2027, 1)
CODES = [one.id for one in shipped_library().actions]


def task(now=None, targets=None, **fields):
    """The worked case, or another."""
    return Task(
        **{
            "framework": framework(),
            "library": shipped_library(),
            "levels": now or levels(1),
            "targets": targets or levels(3),
            "start": START,
            "capacity": Capacity(8),
            "years": 3,
        }
        | fields
    )


def line_of(wanted, number):
    """A line as building would write it."""
    return Line(
        pk=number,
        code=wanted.code,
        kind=GENERIC if ":" in wanted.code else LIBRARY,
        title=wanted.code,
        start=wanted.start,
        length=wanted.length,
        position=number,
        area=wanted.action.area,
        role=wanted.action.responsible[0],
        needs=tuple(wanted.needs),
        after=tuple(wanted.after),
        required_by=tuple(wanted.required_by),
        reasons=(),
        later_reason=wanted.later_reason,
        effort=wanted.action.effort,
    )


def built(given_task):
    """The task with its lines as building makes them."""
    found = changes(given_task, greedy(given_task), {})
    kept = [
        one
        for one in given_task.lines
        if one not in found.gone and one.code not in {new.code for new in found.wanted}
    ]
    now = given_task.by_code
    lines = []
    for number, wanted in enumerate(found.wanted):
        line = line_of(wanted, number)
        if old := now.get(wanted.code):
            line = replace(line, edited=old.edited, waivers=old.waivers)
        lines.append(line)
    return replace(given_task, lines=(*lines, *kept))


def places(given_task):
    return {
        one.code: (one.start, one.length, one.later_reason) for one in given_task.lines
    }


@pytest.fixture(scope="module")
def worked():
    return built(task())


def with_line(given_task, code, **fields):
    return replace(
        given_task,
        lines=tuple(
            replace(one, **fields) if one.code == code else one
            for one in given_task.lines
        ),
    )


def test_the_worked_case_has_forty_one_lines_in_thirteen_quarters(worked):
    assert len(worked.lines) == 41
    assert schedule_of(worked).quarters == 13


def test_building_again_gives_the_same(worked):
    assert places(built(worked)) == places(worked)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    now=st.dictionaries(
        st.sampled_from(list(framework().by_id)), st.integers(1, 5), max_size=20
    ),
    at_once=st.integers(1, 9),
    dated=st.dictionaries(st.sampled_from(CODES), st.integers(0, 12), max_size=3),
    dropped=st.sets(st.sampled_from(CODES), max_size=3),
    put_off=st.sets(st.sampled_from(CODES), max_size=2),
    long=st.sampled_from(CODES),
)
def test_edits_are_never_lost_and_capacity_is_kept(
    now, at_once, dated, dropped, put_off, long
):
    first = built(task(now=levels(1) | now, capacity=Capacity(at_once)))
    edited = first
    for code, quarter in dated.items():
        edited = with_line(edited, code, start=START.plus(quarter), edited=("start",))
    for code in put_off - set(dated):
        edited = with_line(edited, code, start=None, edited=("start",))
    for code in dropped - set(dated) - put_off:
        edited = with_line(edited, code, dropped=True, dropped_reason="No.")
    edited = with_line(edited, long, length=3, edited=("length", "start"))

    again = built(edited)

    assert places(built(again)) == places(again)
    before, after = edited.by_code, again.by_code
    for code in before:
        if before[code].edited:
            assert after[code].start == before[code].start
        if before[code].dropped:
            assert after[code].dropped
    plan = schedule_of(again)
    fixed = again.fixed
    for quarter in range(plan.quarters):
        running = plan.running(quarter)
        if any(one not in fixed for one in running):
            free = [one for one in running if one not in fixed]
            assert len(running) <= at_once or not free
    for name, start in plan.starts.items():
        if name in fixed:
            continue
        for need in plan.selection.by_id[name].needs:
            assert plan.ends.get(need, 99) < start, (name, need)


def test_a_line_that_runs_keeps_its_quarter_and_what_is_done_is_not_asked_again(worked):
    running = with_line(worked, "ACT-08", status="running", start=START.plus(6))
    done = with_line(running, "ACT-01", status="done")

    again = built(done)

    assert again.by_code["ACT-08"].start == START.plus(6)
    assert again.by_code["ACT-01"].status == "done"


def test_nothing_new_begins_before_today_in_a_plan_that_runs():
    late = built(task(first=3))

    assert min(one.start for one in late.lines) == START.plus(3)


def test_what_is_dropped_is_not_asked_again_and_its_question_is_named(worked):
    dropped = with_line(
        with_line(worked, "ACT-44", dropped=True, dropped_reason="No."),
        "ACT-07",
        dropped=True,
    )

    again = built(dropped)

    assert again.by_code["ACT-44"].dropped
    assert "Every action for I5 was dropped" in " ".join(map(str, line_warnings(again)))


def test_put_off_lines_hold_back_what_needs_them(worked):
    again = built(with_line(worked, "ACT-26", start=None, edited=("start",)))

    assert again.by_code["ACT-26"].later_reason == "person"
    assert again.by_code["ACT-28"].later_reason == "prerequisite"
    assert again.by_code["ACT-29"].later_reason == "prerequisite"


def test_own_lines_take_room_and_stay(worked):
    own = Line(
        pk=99, code="OWN-1", kind=OWN, title="Ours", start=START, length=8, edited=()
    )
    again = built(replace(worked, lines=(*worked.lines, own)))

    assert again.by_code["OWN-1"] == own
    plan = schedule_of(again)
    assert all(len(plan.running(quarter)) <= 8 for quarter in range(plan.quarters))


def test_the_first_year_dozen_is_the_one_of_the_library(worked):
    plan = first_year(replace(worked, way=FIRST_YEAR))

    assert sorted(plan.starts) == sorted(shipped_library().first_year)
    assert len(plan.starts) == DOZEN
    assert {one.reason for one in plan.later} == {FIRST_YEAR}


def test_a_dozen_is_filled_up_where_the_country_is_further():
    now = levels(2) | {"A1": 3, "A2": 3, "B1": 3}
    plan = first_year(task(now=now))

    assert len(plan.starts) == DOZEN
    assert all(
        before in plan.starts
        for name in plan.starts
        for before in plan.selection.by_id[name].needs
    )


def test_ways_are_compared_with_what_they_reach(worked):
    everything = reached(worked, greedy(worked), way="greedy")
    dozen = reached(worked, first_year(worked), way=FIRST_YEAR)

    assert everything.essentials == everything.all_essentials
    assert everything.points == everything.all_points == dozen.all_points
    assert dozen.points < everything.points
    assert (everything.quarters, everything.actions) == (13, 41)
    assert set(everything.levels.values()) == {3}
    assert levels_after(worked, ()) == levels(1)


def test_an_exact_answer_can_be_kept_and_is_asked_by_what_it_follows_from(worked):
    best = replace(worked, way="best", budget=6, quarters=4)
    answer = solved(best)

    assert answered(best, answer_data(answer)) == answer
    assert best.key == replace(worked, way="best", budget=6, quarters=4).key
    assert best.key != replace(best, budget=7).key
    assert best.key != replace(best, capacity=Capacity(7)).key
    dated = with_line(best, "ACT-08", edited=("start",))
    assert best.key != dated.key


def test_dated_lines_stay_in_exact_plans_too(worked):
    dated = with_line(worked, "ACT-17", start=START.plus(5), edited=("start",))
    small = replace(dated, way="best", budget=4, quarters=4)

    assert solved(small).schedule.starts["ACT-17"] == 5
    # Dated before what it needs: the order is broken, the date stays.
    broken = with_line(worked, "ACT-05", start=START, edited=("start",))
    plan = solved(replace(broken, way="shortest", capacity=Capacity())).schedule
    assert plan.starts["ACT-05"] == 0


# Edits


def test_a_line_moved_before_what_it_needs_breaks_the_order(worked):
    found = effect(worked, replace(worked.by_code["ACT-05"], start=START))

    assert {one.before for one in found.broken} == {"ACT-03", "ACT-04"}
    assert all(one.hard for one in found.broken)


def test_a_line_moved_later_pushes_what_needs_it_and_nothing_else(worked):
    line = worked.by_code["ACT-01"]

    found = effect(worked, replace(line, start=START.plus(1)))

    moved = {one.line.code: one.start for one in found.pushed}
    assert moved["ACT-04"] == START.plus(2)
    # It follows ACT-03, which follows ACT-01.
    assert moved["ACT-13"] == START.plus(1)
    assert "ACT-01" not in moved
    last = worked.by_code["ACT-44"]
    assert effect(worked, replace(last, start=last.start.plus(1))).pushed == ()


def test_a_waived_order_is_not_broken(worked):
    line = replace(
        worked.by_code["ACT-04"], start=START, waivers={"ACT-01": "Both at once."}
    )

    assert effect(worked, line).broken == ()


def test_dropping_leaves_others_without_what_they_need(worked):
    found = effect(worked, replace(worked.by_code["ACT-26"], start=None))

    assert {one.line for one in found.left} == {"ACT-28", "ACT-32"}


def test_a_fresh_plan_breaks_no_order(worked):
    assert broken_orders(worked) == []


def test_next_code_is_free():
    assert next_code(["ACT-01", "OWN-2", "OWN-x"]) == "OWN-3"
    assert next_code([]) == "OWN-1"


# Warnings of the plan as it stands


def test_warnings_follow_the_lines(worked):
    crowded = replace(
        worked,
        lines=tuple(
            replace(one, start=START, responsible="Ministry", responsible_id=1)
            for one in worked.lines
        ),
    )

    words = [str(one) for one in line_warnings(crowded, today=START.plus(1))]

    assert "The plan begins in Q1 2027, which is in the past." in words
    assert any("the plan allows 8 at once" in one for one in words)
    assert any(one.startswith("Ministry is responsible for 41") for one in words)
    assert any("ACT-05 begins before ACT-03 is finished" in one for one in words)


def test_an_order_that_was_broken_is_said_before_the_line_begins(worked):
    early = with_line(worked, "ACT-05", start=START)
    begun = with_line(early, "ACT-05", status="running")

    words = "ACT-05 begins before ACT-03 is finished, which it needs."
    assert words in map(str, line_warnings(early))
    assert words not in map(str, line_warnings(begun))


def test_a_line_without_owner_and_one_whose_owner_left_are_said(worked):
    gone = replace(
        worked,
        lines=tuple(
            replace(one, responsible_id=1, responsible="Tax Service", active=False)
            for one in worked.lines
        ),
    )

    assert "Nobody is responsible for ACT-01 yet." in map(str, line_warnings(worked))
    found = about(line_warnings(gone), "ACT-01")
    assert "Tax Service, responsible for ACT-01, has left the network" in str(found[0])


def test_money_ends_the_warning_of_a_large_line(worked):
    funded = with_line(worked, "ACT-38", cost=1, funding="Budget")

    assert "ACT-38 needs equipment" in " ".join(map(str, line_warnings(worked)))
    assert "ACT-38 needs equipment" not in " ".join(map(str, line_warnings(funded)))
