"""What changed between two rounds, and what is within noise."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.maturity.changes import change_between
from assessments.maturity.instrument import MapEntry
from assessments.maturity.mapping import chained, equal_questions, faults_of_map
from tests.assessments.maturity.instruments import SHIPPED, framework

MIGDATA = framework(SHIPPED)
PLAIN = framework("open-data")


def levels(base, **others):
    """A level for every question, and others for some."""
    return dict.fromkeys(MIGDATA.by_id, base) | others


def compared(old, new):
    """Two rounds of the shipped framework."""
    return change_between(old, new, old_framework=MIGDATA, framework=MIGDATA)


@pytest.mark.parametrize(
    ("raised", "difference", "noise"),
    [
        ({"A1": 4}, Fraction(1, 5), True),
        ({"A1": 4, "A2": 4}, Fraction(2, 5), True),
        # Exactly 0.6 is a change.
        ({"A1": 4, "A2": 4, "A3": 4}, Fraction(3, 5), False),
        ({"A1": 1, "A2": 2}, Fraction(-3, 5), False),
        ({}, 0, True),
    ],
)
def test_small_change_of_a_dimension_is_within_noise(raised, difference, noise):
    found = compared(levels(3), levels(3, **raised)).dimensions["A"]

    assert (found.difference, found.noise) == (difference, noise)


def test_small_change_of_the_whole_is_within_noise():
    found = compared(levels(3), levels(3, A1=4, B1=4, C1=4))

    assert (found.overall.difference, found.overall.noise) == (Fraction(3, 50), True)
    assert found.index.difference == Fraction(3, 2)


def test_overall_change_of_exactly_the_limit_is_a_change():
    new = levels(3, **{f"A{number}": 5 for number in range(1, 6)})

    found = compared(levels(3), new)

    assert (found.overall.difference, found.overall.noise) == (Fraction(1, 5), False)


def test_dimension_without_a_mean_on_one_side_is_not_compared():
    found = compared(levels(3, A1=None, A2="dk"), levels(4))

    assert found.dimensions["A"].difference is None
    assert found.dimensions["A"].noise is None
    assert found.overall.difference == 1


def test_only_equal_questions_are_compared():
    new = replace(
        PLAIN,
        version="0.2.0",
        map=(
            MapEntry("A1", "A1", "equal"),
            MapEntry("A2", "A2", "narrower"),
            MapEntry("B1", "", "dropped"),
            MapEntry("", "B1", "new"),
        ),
    )

    found = change_between(
        {"A1": 1, "A2": 1, "B1": 1},
        {"A1": 3, "A2": 4, "B1": 4},
        old_framework=PLAIN,
        framework=new,
    )

    assert (found.compared, found.left_out) == (("A1",), ("A2", "B1"))
    assert found.dimensions["A"].difference == 2
    assert set(found.dimensions) == {"A"}
    assert found.overall.difference == 2
    assert found.questions["A1"].data() == {
        "old": 1.0,
        "new": 3.0,
        "difference": 2.0,
        "within_noise": False,
    }


def test_question_that_moved_is_found_under_its_old_id():
    new = replace(PLAIN, version="0.2.0", map=(MapEntry("B1", "A2", "equal"),))

    found = change_between({"B1": 1}, {"A2": 4}, old_framework=PLAIN, framework=new)

    assert found.questions["A2"].difference == 3


def test_nothing_in_common_gives_no_figures():
    new = replace(PLAIN, version="0.2.0", map=(MapEntry("", "A1", "new"),))

    found = change_between({"A1": 1}, {"A1": 4}, old_framework=PLAIN, framework=new)

    assert (found.dimensions, found.overall.difference) == ({}, None)
    assert found.data()["index"]["difference"] is None


def test_maps_of_several_versions_are_chained():
    first = (MapEntry("A1", "A2", "equal"), MapEntry("B1", "B1", "equal"))
    second = (MapEntry("A2", "A3", "equal"), MapEntry("B1", "B1", "wider"))

    assert chained([first, second]) == (MapEntry("A1", "A3", "equal"),)
    assert chained([]) == ()


def test_within_one_version_every_question_is_equal():
    assert set(equal_questions(MIGDATA, MIGDATA)) == set(MIGDATA.by_id)


@pytest.mark.parametrize(
    ("entries", "faults"),
    [
        ([("A1", "A1", "equal"), ("A2", "A2", "wider"), ("B1", "B1", "equal")], []),
        ([], ["There is no `map` from version 0.1.0."]),
        (
            [("A1", "A1", "equal"), ("A2", "A2", "equal")],
            [
                "The map says nothing about `B1` of version 0.1.0.",
                "The map says nothing about `B1`.",
            ],
        ),
        (
            [
                ("A1", "A1", "equal"),
                ("A2", "A2", "equal"),
                ("B1", "", "dropped"),
                ("Q7", "B1", "equal"),
            ],
            ["The map comes from `Q7`, which is not in version 0.1.0."],
        ),
    ],
)
def test_map_is_judged_against_the_version_before(entries, faults):
    new = replace(PLAIN, map=tuple(MapEntry(*entry) for entry in entries))

    found = [message for message, _remedy in faults_of_map(new, PLAIN)]

    assert found == faults


def test_nothing_is_equal_when_the_scale_has_changed():
    new = replace(PLAIN, levels=PLAIN.levels[:3])
    new = replace(new, map=tuple(MapEntry(one, one, "equal") for one in PLAIN.by_id))

    found = [message for message, _remedy in faults_of_map(new, PLAIN)]

    assert found[0] == "`A1` cannot be equal: the scale was 1 to 4 and is 1 to 3."
    assert len(found) == 3
