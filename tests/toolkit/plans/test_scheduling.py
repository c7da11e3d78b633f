"""When each action runs: the worked schedule, line by line, and what always holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.toolkit.plans.plans import frame, levels, made, selected, worked
from tests.toolkit.plans.test_selection import aims, answers
from toolkit.plans.scheduling import (
    Capacity,
    CapacityRefused,
    Later,
    arranged,
    drawn_forward,
    schedule,
)

WORKED = {
    1: "01 02 03 13 17",
    2: "04 19 35 41 42",
    3: "05 16",
    4: "06 08 20 24 25 44 45",
    5: "09 11 14 18 21 26",
    6: "28 32 36",
    7: "22 23 27 29 37 38 39",
    8: "30 33 46",
    9: "47 48",
    10: "31",
}


@pytest.mark.parametrize("quarter", WORKED)
def test_worked_schedule_line_by_line(quarter):
    beginning = dict(schedule(worked(), frame(8)).beginning())

    assert beginning[quarter - 1] == [f"ACT-{one}" for one in WORKED[quarter].split()]


@pytest.mark.parametrize(("at_once", "quarters"), [(8, 13), (5, 16), (None, 11)])
def test_worked_schedule_ends_as_the_document_says(at_once, quarters):
    found = schedule(worked(), frame(at_once))

    assert found.quarters == quarters
    assert len(found.starts) == 41
    assert found.later == ()


def test_at_most_eight_run_at_once():
    found = schedule(worked(), frame(8))

    assert max(len(found.running(one)) for one in range(13)) == 8


def test_what_does_not_fit_is_later_with_the_reason():
    chain = made([("A", 2, [], []), ("B", 1, ["A"], []), ("C", 3, [], ["B"])])
    wide = made([("A", 2, [], []), ("B", 1, [], []), ("C", 1, ["B"], [])])

    assert schedule(chain, frame(2, quarters=2)).later == (
        Later("B", "time"),
        Later("C", "time", ("B",)),
    )
    assert schedule(wide, frame(1, quarters=2)).later == (Later("C", "capacity"),)
    assert schedule(wide, frame(1, quarters=1)).later == (
        Later("A", "capacity"),
        Later("C", "time"),
    )


def test_a_line_that_slips_moves_those_that_need_it():
    rows = [("A", 1, [], []), ("B", 1, ["A"], []), ("C", 1, [], [])]

    found = schedule(made(rows), frame(8, not_before={"A": 2}))

    assert found.starts == {"C": 0, "A": 2, "B": 3}


def test_new_actions_a_year_are_counted_from_the_beginning_of_the_plan():
    found = schedule(worked(), frame(8, new_a_year=12))

    years = [0] * 10
    for start in found.starts.values():
        years[start // 4] += 1
    assert max(years) == 12


@pytest.mark.parametrize("name", ["at_once", "per_institution", "new_a_year"])
def test_a_capacity_of_zero_is_refused(name):
    with pytest.raises(CapacityRefused, match="1 or more"):
        Capacity(**{name: 0})


@settings(max_examples=60, deadline=None)
@given(
    answers,
    aims,
    st.integers(1, 9),
    st.one_of(st.none(), st.integers(1, 4)),
    st.one_of(st.none(), st.integers(1, 12)),
    st.one_of(st.none(), st.integers(1, 20)),
)
def test_order_and_capacity_are_kept(now, target, at_once, each, new, quarters):
    selection = selected(now, target)
    limits = frame(at_once, each, new, quarters=quarters)
    found = schedule(selection, limits)

    assert schedule(selected(now, target), limits) == found
    assert {*found.starts, *(one.action for one in found.later)} == set(selection.by_id)
    for name, start in found.starts.items():
        one = selection.by_id[name]
        assert all(found.ends[before] < start for before in one.needs)
        assert all(found.starts[before] <= start for before in one.after)
        assert quarters is None or start < quarters
    for quarter in range(found.quarters):
        running = found.running(quarter)
        leaders = [selection.by_id[one].leader for one in running]
        assert len(running) <= at_once
        assert each is None or all(leaders.count(one) <= each for one in leaders)
    for year in range(0, found.quarters, 4):
        begun = [one for one in found.starts.values() if year <= one < year + 4]
        assert new is None or len(begun) <= new


def test_with_unlimited_room_the_longest_chain_decides():
    selection = selected(levels(1), levels(4))

    found = schedule(selection, frame())

    assert found.quarters == max(found.ends.values()) + 1
    assert found.later == ()


@settings(max_examples=40, deadline=None)
@given(answers, aims, st.integers(1, 9), st.one_of(st.none(), st.integers(1, 4)))
def test_a_plan_drawn_forward_keeps_every_rule_and_ends_no_later(
    now, target, at_once, each
):
    selection = selected(now, target)
    limits = frame(at_once, each)
    greedy = schedule(selection, limits)
    # A plan with holes: everything begins twice as late.
    late = {name: 2 * start for name, start in greedy.starts.items()}

    found = drawn_forward(arranged(selection, late), limits)

    assert set(found.starts) == set(greedy.starts)
    assert all(found.starts[name] <= start for name, start in late.items())
    for name, start in found.starts.items():
        one = selection.by_id[name]
        assert all(found.ends[before] < start for before in one.needs)
        assert all(found.starts[before] <= start for before in one.after)
    for quarter in range(found.quarters):
        leaders = [selection.by_id[one].leader for one in found.running(quarter)]
        assert len(leaders) <= at_once
        assert each is None or all(leaders.count(one) <= each for one in leaders)
