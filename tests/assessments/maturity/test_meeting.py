"""What a meeting takes up first, and what stands out."""

import pytest

from assessments.maturity.answers import Answer
from assessments.maturity.meeting import (
    Mark,
    following,
    marks_of,
    not_agreed,
    to_discuss,
)
from assessments.maturity.scoring import score_round
from tests.assessments.maturity.factories import small_framework

FRAMEWORK = small_framework()


def answers(question, *levels, core=True, justification=""):
    return [
        Answer(str(number), question, level, justification, core=core)
        for number, level in enumerate(levels)
    ]


def marks(question, *levels):
    return marks_of(FRAMEWORK.by_id[question], answers(question, *levels))


def test_the_lowest_of_a_chain_stands_out():
    assert marks("A2", 3, 2, "dk", 3) == {"1": Mark(lowest=True)}


def test_the_lowest_is_looked_for_among_core_institutions():
    given = [
        *answers("A2", 3, 2),
        Answer("far", "A2", 1, core=False),
    ]
    found = marks_of(FRAMEWORK.by_id["A2"], given)
    assert found == {"1": Mark(lowest=True)}


def test_two_levels_from_the_median_stand_out():
    assert marks("A1", 3, 3, 1) == {"2": Mark(apart=2)}
    assert marks("A2", 3, 3, 1) == {"2": Mark(lowest=True, apart=2)}


@pytest.mark.parametrize("levels", [(), (2,), (2, 2, 2), ("dk", "na", None)])
def test_nothing_stands_out_where_nothing_differs(levels):
    assert marks("A2", *levels) == {}


@pytest.fixture
def result():
    """A1 far apart, A2 without a reason, B1 far apart, B2 alike."""
    given = [
        *answers("A1", 2, 3),
        *answers("A2", 1, 2),
        *answers("B1", 2, 2),
        *answers("B2", 1, 3),
    ]
    return score_round(FRAMEWORK, given)


def test_far_apart_facts_come_first(result):
    assert to_discuss(result, ()) == ["B2", "A1", "A2"]
    assert to_discuss(result, {"B2"}) == ["A1", "A2"]
    assert not_agreed(result, {"A1"}) == ["A2", "B1", "B2"]


@pytest.mark.parametrize(
    ("agreed", "current", "after"),
    [
        ((), "", "B2"),
        ((), "B2", "A1"),
        ((), "A2", "B2"),
        ({"B2"}, "B2", "A1"),
        ({"A1", "B2"}, "A1", "A2"),
        ({"A1", "A2", "B2"}, "A2", ""),
        ({"A1", "A2"}, "B2", ""),
    ],
)
def test_the_way_goes_through_all_that_is_left(result, agreed, current, after):
    assert following(result, to_discuss(result, agreed), current) == after
