"""The colours of levels go by position, however many a framework has."""

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from assessments.maturity.result_pages import Numeral


@pytest.mark.parametrize(
    ("values", "tones"),
    [
        ((1, 2, 3, 4, 5), [1, 2, 3, 4, 5]),
        ((1, 2, 3, 4), [1, 2, 4, 5]),
        ((1, 2, 3), [1, 3, 5]),
        ((0, 1), [0, 5]),
        ((0, 1, 2, 3, 4), [0, 2, 3, 4, 5]),
        ((3,), [1]),
        ((1, 2, 3, 4, 5, 6, 7), [1, 2, 2, 3, 4, 4, 5]),
    ],
)
def test_levels_are_spread_over_the_five_colours(values, tones):
    assert [Numeral(one, values).tone for one in values] == tones


@given(st.integers(0, 3), st.integers(2, 12))
def test_a_higher_level_is_never_lighter(lowest, many):
    values = range(lowest, lowest + many)
    tones = [Numeral(one, values).tone for one in values]

    assert tones == sorted(tones)
    assert tones[-1] == 5


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        (Numeral(3, (1, 2, 3)), 'class="level level-5">3<'),
        (Numeral(0, (0, 1)), 'class="level level-0">0<'),
        (4, 'class="level level-4">4<'),
        ("unknown", 'class="level level-unknown">?<'),
    ],
)
def test_a_chip_shows_the_number_in_the_colour_of_its_place(level, shown):
    chip = render_to_string("components/level_chip.html", {"level": level})

    assert shown in chip
