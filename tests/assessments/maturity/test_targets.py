"""Default targets and gaps: what the framework document says, on any scale."""

from fractions import Fraction

import pytest

from assessments.maturity.targets import (
    THREE_YEARS,
    default_targets,
    dimension_target,
    gaps,
)
from tests.assessments.maturity.factories import small_framework
from tests.assessments.maturity.instruments import NAMES, SHIPPED, framework

MIGDATA = framework(SHIPPED)


@pytest.mark.parametrize(
    ("question", "given", "one_year", "three_years"),
    [
        ("A1", 1, 2, 4),
        ("A1", 3, 4, 4),
        ("A1", 4, 5, 5),
        ("A1", 5, 5, 5),
        ("A1", "dk", 2, 4),
        ("A1", None, 2, 4),
        # Essential: at least 3.
        ("A2", 1, 3, 4),
        ("A2", 2, 3, 4),
        ("A2", 3, 4, 4),
    ],
)
def test_targets_are_those_of_the_document(question, given, one_year, three_years):
    levels = {question: given}

    assert default_targets(MIGDATA, levels)[question] == one_year
    assert default_targets(MIGDATA, levels, years=THREE_YEARS)[question] == three_years


def test_a_question_that_does_not_apply_has_no_target():
    assert "J5" not in default_targets(MIGDATA, {"J5": "na"})


@pytest.mark.parametrize("name", NAMES)
def test_targets_stay_on_the_scale_and_never_fall(name):
    instrument = framework(name)
    for level in instrument.levels:
        levels = dict.fromkeys(instrument.by_id, level.value)
        for years in (1, 3):
            for target in default_targets(instrument, levels, years=years).values():
                assert level.value <= target <= instrument.maximum


def test_the_target_of_a_dimension_is_the_mean_of_its_targets():
    first = small_framework().dimensions[0]

    assert dimension_target(first, {"A1": 3, "A2": 2}) == Fraction(5, 2)
    assert dimension_target(first, {}) is None


def test_gaps_are_what_holds_back_and_what_is_not_in_place_the_lowest_first():
    levels = dict.fromkeys(MIGDATA.by_id, 3) | {"B1": 2, "A3": 1, "H2": "dk"}
    levels["J5"] = "na"

    found = [one.id for one in gaps(MIGDATA, levels, ("B1", "A2"))]

    assert found == ["A3", "H2", "B1", "A2"]
