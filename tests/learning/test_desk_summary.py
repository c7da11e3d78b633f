"""The anonymous summary: no small count, and none that can be worked out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.desk.summary import (
    OTHERS,
    SMALLEST,
    Person,
    column,
    grouped,
    shown,
    summarise,
)


def people(*counts, done=()):
    """People of institutions "a", "b", ...; done: how many of each finished 01."""
    found = []
    for place, number in enumerate(counts):
        finished = done[place] if done else 0
        for index in range(number):
            keys = frozenset({"01"} if index < finished else ())
            found.append(Person("abcdefgh"[place], keys, keys, dict.fromkeys(keys, 80)))
    return found


@pytest.mark.parametrize(
    ("value", "of", "expected"),
    [
        (4, 20, None),
        (5, 20, 5),
        (15, 20, 15),
        (16, 20, None),
        (20, 20, 20),
        (0, 20, None),
        (4, 4, None),
    ],
)
def test_counts_under_five_of_either_kind_are_not_shown(value, of, expected):
    assert shown(value, of).value == expected


def test_fewer_than_five_learners_have_no_summary():
    assert summarise(people(4), ["01"]) is None
    assert summarise(people(5), ["01"]).learners == 5


def test_small_institutions_stand_together():
    keys = [key for key, _members in grouped([*"aaaaaaa", *"bbb", *"cc", ""])]
    assert keys == ["a", OTHERS]


def test_a_remainder_that_is_too_small_takes_the_next_institution_along():
    groups = grouped([*"aaaaaaaa", *"bbbbbb", "c"])
    assert [(key, len(members)) for key, members in groups] == [("a", 8), (OTHERS, 7)]


def test_one_hidden_cell_hides_another():
    cells = column([(10, 20), (2, 20), (6, 12)])
    assert [cell.value for cell in cells] == [10, None, None]


def test_a_cohort_of_two_institutions_shows_what_is_safe():
    found = summarise(people(12, 14, done=(6, 7)), ["01"])

    line = found.modules[0]
    assert (found.learners, found.institutions) == (26, 2)
    assert (line.done.value, line.done.percent, line.median) == (13, 50, 80)
    assert [cell.value for cell in line.by_group] == [7, 6]
    assert found.shares == (50, 50)


def test_who_is_between_begun_and_done_is_not_told_when_few():
    some = people(20, done=(10,))
    begun = [
        Person("a", frozenset({"01"}), one.done, {}) if place in (15, 16) else one
        for place, one in enumerate(some)
    ]
    line = summarise(begun, ["01"]).modules[0]

    assert (line.began.value, line.done.value) == (None, 10)


def test_medians_need_five_results():
    assert summarise(people(20, done=(4,)), ["01"]).modules[0].median is None
    assert summarise(people(20, done=(5,)), ["01"]).modules[0].median == 80


CELLS = st.lists(
    st.integers(SMALLEST, 40).flatmap(
        lambda of: st.tuples(st.integers(0, of), st.just(of))
    ),
    min_size=2,
    max_size=8,
)


@given(CELLS)
def test_no_single_cell_can_be_worked_out_from_the_total(cells):
    found = column(cells)
    hidden = [place for place, cell in enumerate(found) if not cell.is_shown]

    assert len(hidden) != 1
    assert all(
        cell.value >= SMALLEST and (cell.of - cell.value) not in range(1, SMALLEST)
        for cell in found
        if cell.is_shown
    )
    if hidden and len(hidden) < len(cells):
        done = sum(cells[place][0] for place in hidden)
        open_ = sum(cells[place][1] for place in hidden) - done
        assert done >= SMALLEST
        assert open_ == 0 or open_ >= SMALLEST


@given(st.lists(st.sampled_from(["", *"abcdef"]), min_size=SMALLEST, max_size=60))
def test_every_group_has_five_people_and_nobody_is_lost(institutions):
    groups = grouped(institutions)

    assert all(len(members) >= SMALLEST for _key, members in groups)
    places = [place for _key, members in groups for place in members]
    assert sorted(places) == list(range(len(institutions)))
