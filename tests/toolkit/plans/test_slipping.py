"""What moves when a line slips, and what does not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.toolkit.plans.plans import frame, made, worked
from toolkit.plans.scheduling import schedule
from toolkit.plans.slipping import Moved, ripple

ROWS = [
    ("A", 1, [], []),
    ("B", 2, ["A"], []),
    ("C", 1, [], ["B"]),
    ("D", 1, [], []),
]


def test_what_needs_the_late_action_moves_and_nothing_else():
    plan = schedule(made(ROWS))

    assert ripple(plan, {"A": 2}) == [
        Moved("A", 2, 2),
        Moved("B", 3, 4, ("A",)),
        Moved("C", 3, 3, ("B",)),
    ]


def test_an_action_that_has_begun_ends_later_and_does_not_move_its_followers():
    plan = schedule(made(ROWS))

    assert ripple(plan, {"B": 1}, begun=["A", "B"]) == [Moved("B", 1, 3)]


def test_room_in_the_plan_takes_up_a_slip():
    rows = [("A", 1, [], []), ("B", 3, [], []), ("C", 1, ["A", "B"], [])]

    assert ripple(schedule(made(rows)), {"A": 2}) == [Moved("A", 2, 2)]


def test_nothing_late_moves_nothing():
    assert ripple(schedule(worked(), frame(8)), {}) == []


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(list(worked().by_id)), st.integers(1, 6)))
def test_after_a_slip_the_order_is_kept(late):
    plan = schedule(worked(), frame(8))

    moved = {one.action: one for one in ripple(plan, late)}

    def start(name):
        return moved[name].start if name in moved else plan.starts[name]

    def end(name):
        return moved[name].end if name in moved else plan.ends[name]

    for name in plan.starts:
        one = plan.selection.by_id[name]
        assert start(name) >= plan.starts[name] + late.get(name, 0)
        assert all(end(other) < start(name) for other in one.needs)
        assert all(start(other) <= start(name) for other in one.after)
