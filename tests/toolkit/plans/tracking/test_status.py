"""Late, blocked, silent, done: what follows from the quarters and the words."""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.plans import status
from toolkit.plans.quarters import Quarter, quarter_of
from toolkit.plans.status import Blocking, Line, Shift
from toolkit.plans.tracking_counts import burn_up, shares

Q1, Q2, Q3, Q4 = (Quarter(2027, number) for number in (1, 2, 3, 4))


def line(code, start=Q1, length=1, **fields):
    return Line(code, start, length, **fields)


@pytest.mark.parametrize(
    ("day", "is_late"),
    [(dt.date(2027, 3, 31), False), (dt.date(2027, 4, 1), True)],
)
def test_a_line_is_late_from_the_day_after_its_last_quarter(day, is_late):
    assert bool(status.late([line("A")], day)) is is_late


def test_what_was_reported_is_not_late_and_still_blocks():
    day = dt.date(2027, 5, 1)
    reported = line("A", status=status.REPORTED, percent=100)
    waits = line("B", Q3, needs=("A",))

    assert status.late([reported, waits], day) == []
    assert status.blocked_by([reported, waits]) == {"B": ("A",)}


def test_what_is_for_later_or_dropped_is_never_late():
    day = dt.date(2030, 1, 1)

    assert status.late([line("A", None), line("B", dropped=True)], day) == []


def test_a_line_done_after_the_day_was_late_on_it():
    done = line("A", status=status.DONE, done_on=dt.date(2027, 5, 2))

    assert status.late([done], dt.date(2027, 5, 1)) == [done]
    assert status.late([done], dt.date(2027, 5, 2)) == []


def test_due_is_what_ends_in_the_quarter_and_running_what_has_it_among_its_own():
    lines = [line("A", Q1, 2), line("B", Q2, 1), line("C", Q2, 2), line("D", Q3)]

    assert [one.code for one in status.due_in(lines, Q2)] == ["A", "B"]
    assert [one.code for one in status.running_in(lines, Q2)] == ["A", "B", "C"]


def test_a_line_waits_for_what_it_needs_and_does_not_follow_what_has_begun():
    lines = [
        line("A"),
        line("B", Q2, needs=("A",)),
        line("C", Q3, needs=("B",)),
        line("D", Q2, needs=("A",), status=status.RUNNING),
        line("E", Q2, needs=("X",)),
    ]

    assert status.blocked_by(lines) == {"B": ("A",), "C": ("B",)}
    assert status.blocking(lines, ["A", "E"]) == [Blocking("A", ("B",), ("B", "C"))]


def test_what_was_dropped_or_done_blocks_nothing_and_what_is_for_later_does():
    lines = [
        line("A", dropped=True),
        line("B", status=status.DONE),
        line("C", None),
        line("D", Q2, needs=("A", "B", "C")),
    ]

    assert status.blocked_by(lines) == {"D": ("C",)}


def test_the_burn_up_counts_lines_and_effort_and_knows_nothing_of_the_future():
    lines = [
        line("A", Q1, effort="L", status=status.DONE, done_on=dt.date(2027, 2, 1)),
        line("B", Q3, effort="M"),
    ]
    rows = burn_up(lines, day=dt.date(2027, 5, 1), approved={"A": Q1, "B": Q2})

    assert [(str(one.quarter), one.approved, one.due, one.done) for one in rows] == [
        ("2027Q1", 1, 1, 1),
        ("2027Q2", 2, 1, 1),
        ("2027Q3", 2, 2, None),
    ]
    assert [one.due_effort for one in rows] == [4, 4, 6]
    assert rows[-1].approved_effort == 6


def test_an_empty_plan_has_no_burn_up():
    assert burn_up([line("A", None)], day=dt.date(2027, 1, 1)) == []


def test_shares_count_what_is_due_done_late_and_waiting():
    day = dt.date(2027, 4, 10)
    lines = [
        line("A", owner=1, status=status.DONE, done_on=dt.date(2027, 3, 1)),
        line("B", owner=1),
        line("C", Q2, owner=1, status=status.REPORTED),
        line("D", Q4, owner=2),
    ]

    first, second = shares(lines, lambda one: one.owner, day=day)

    assert (first.lines, first.due, first.done, first.late, first.waiting) == (
        3,
        3,
        1,
        1,
        1,
    )
    assert first.percent == 33
    assert (second.key, second.due, second.percent) == (2, 0, 0)


def test_a_slip_moves_what_needs_the_line_and_keeps_the_start_of_what_has_begun():
    lines = [
        line("A", status=status.RUNNING),
        line("B", Q2, needs=("A",)),
        line("C", Q2),
    ]

    assert status.shifts(lines, {"A": 1}) == [
        Shift("A", Q1, Q1, Q1, Q2),
        Shift("B", Q2, Q2, Q3, Q3, ("A",)),
    ]


def test_an_order_that_the_plan_does_not_keep_is_not_restored():
    lines = [line("A", Q1, 3), line("B", Q2, needs=("A",)), line("C", Q1)]

    assert status.shifts(lines, {"C": 1}) == [Shift("C", Q1, Q1, Q2, Q2)]


def test_done_and_unknown_lines_do_not_slip():
    lines = [line("A", status=status.DONE), line("B", Q2, needs=("A",))]

    assert status.shifts(lines, {"A": 3, "X": 1}) == []
    assert status.shifts(lines, {}) == []


def test_drift_brings_late_lines_to_the_quarter_of_the_day():
    lines = [line("A"), line("B", Q2, needs=("A",))]

    moved = status.drift(lines, dt.date(2027, 8, 12))

    assert [(one.code, str(one.end), one.quarters) for one in moved] == [
        ("A", "2027Q3", 2),
        ("B", "2027Q4", 2),
    ]


@pytest.mark.parametrize(
    ("day", "word", "quarters", "who"),
    [
        (dt.date(2027, 3, 31), None, 0, ""),
        (dt.date(2027, 4, 1), None, 1, "owner"),
        (dt.date(2027, 7, 1), None, 2, "coordinator"),
        (dt.date(2027, 10, 1), None, 3, "meeting"),
        (dt.date(2028, 10, 1), None, 7, "meeting"),
        (dt.date(2027, 10, 1), dt.date(2027, 4, 2), 1, "owner"),
        (dt.date(2027, 4, 1), dt.date(2026, 12, 1), 1, "owner"),
    ],
)
def test_a_line_is_silent_after_a_whole_quarter_without_a_word(
    day, word, quarters, who
):
    one = line("A", Q1, 2, last_word=word)

    assert status.silent_quarters(one, day) == quarters
    assert [row[2] for row in status.silent([one], day)] == ([who] if who else [])


def test_what_was_reported_done_is_not_silent():
    reported = line("A", status=status.REPORTED)

    assert status.silent_quarters(reported, dt.date(2028, 1, 1)) == 0


@st.composite
def plans(draw):
    """A plan whose lines need and follow lines before them."""
    found = []
    for place in range(draw(st.integers(1, 9))):
        earlier = [one.code for one in found]
        some = (
            st.lists(st.sampled_from(earlier), max_size=2) if earlier else st.just([])
        )
        state = draw(st.sampled_from(["planned", "running", "reported", "done"]))
        start = Q1.plus(draw(st.integers(0, 7)))
        found.append(
            Line(
                f"L{place}",
                start,
                draw(st.integers(1, 4)),
                status=state,
                needs=tuple(draw(some)),
                after=tuple(draw(some)),
                done_on=start.first_day if state == "done" else None,
            )
        )
    return found


@settings(max_examples=60)
@given(plans(), st.integers(1, 6), st.data())
def test_after_a_slip_nothing_is_earlier_and_kept_order_stays(lines, by, data):
    code = data.draw(st.sampled_from([one.code for one in lines]))
    moved = {one.code: one for one in status.shifts(lines, {code: by})}
    by_code = {one.code: one for one in lines}

    def start(name):
        return moved[name].start if name in moved else by_code[name].start

    def end(name):
        return moved[name].end if name in moved else by_code[name].end

    for one in lines:
        assert end(one.code) >= one.end
        if one.has_begun:
            assert start(one.code) == one.start
        if not one.is_open:
            assert one.code not in moved
            continue
        for other in one.needs:
            kept = by_code[other].is_open and by_code[other].end < one.start
            if kept and not one.has_begun:
                assert end(other) < start(one.code)
    if by_code[code].is_open:
        assert end(code) >= by_code[code].end.plus(by)


@settings(max_examples=60)
@given(plans(), st.integers(0, 12))
def test_a_burn_up_never_falls_and_ends_with_everything(lines, later):
    day = Q1.plus(later).first_day
    rows = burn_up(lines, day=day)

    for before, after in itertools.pairwise(rows):
        assert after.quarter == before.quarter.plus(1)
        assert after.due >= before.due
        assert after.done is None or after.done >= before.done
    assert rows[-1].due == len(lines)
    known = [one.done for one in rows if one.quarter == quarter_of(day)]
    assert known in ([], [sum(one.done_by(day) for one in lines)])
