"""Charts as geometry and as drawings."""

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from lms.core.charts import MARGIN, Line, Point, Scale, Strip

values = st.floats(min_value=-10, max_value=10, allow_nan=False)


def test_the_ends_of_a_scale_keep_their_margin():
    scale = Scale(1, 5)
    assert (scale.at(1), scale.at(3), scale.at(5)) == (MARGIN, 50, 100 - MARGIN)


@given(values, values)
def test_a_higher_value_never_lies_before_a_lower_one(one, other):
    scale = Scale(0, 5)
    low, high = sorted((one, other))
    assert MARGIN <= scale.at(low) <= scale.at(high) <= 100 - MARGIN


def test_a_scale_of_one_value_does_not_divide_by_nothing():
    assert Scale(3, 3).at(3) == MARGIN


def test_a_strip_has_a_line_for_every_level():
    strip = Strip(label="", minimum=0, maximum=4)
    assert [level for level, _place in strip.ticks] == [0, 1, 2, 3, 4]
    assert strip.now_at is strip.before_at is strip.target_at is strip.band is None


def test_the_band_begins_at_the_lowest_and_ends_at_the_highest():
    begin, length = Strip(label="", minimum=1, maximum=5, low=2, high=4).band
    assert (begin, begin + length) == (27, 73)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_places_are_written_with_a_point_in_every_language(language):
    strip = Strip(
        label="A", minimum=1, maximum=5, now=2.85, before=1.3, low=1.1, high=3.7
    )
    with override(language):
        drawn = render_to_string("components/chart_strip.html", {"strip": strip})
    assert 'cx="46.55%"' in drawn
    assert "stroke-dasharray" not in drawn
    assert drawn.count("strip-grid") == 5


def test_a_change_within_noise_is_dashed():
    strip = Strip(label="A", minimum=1, maximum=5, now=2, before=1.8, noise=True)
    drawn = render_to_string("components/chart_strip.html", {"strip": strip})
    assert "stroke-dasharray" in drawn


def test_the_label_says_it_in_words():
    drawn = render_to_string(
        "components/chart_strip.html",
        {"strip": Strip(label='Mean "3"', minimum=1, maximum=5)},
    )
    assert 'aria-label="Mean &quot;3&quot;"' in drawn


def test_higher_figures_stand_higher_on_a_line():
    points = (Point("2025", "10", 10), Point("2026", "60", 60), Point("2027", "60", 60))
    first, second, third = Line("", points, 0, 100).placed
    assert first.y > second.y == third.y
    assert first.x < second.x < third.x


def test_a_single_point_stands_in_the_middle():
    (only,) = Line("", (Point("2025", "10", 10),), 0, 100).placed
    assert only.x == Line.WIDTH / 2


def test_the_band_of_a_line_goes_there_and_back():
    points = (Point("2025", "10", 10, 5, 20), Point("2026", "60", 60, 50, 70))
    assert len(Line("", points, 0, 100).band.split()) == 4
    assert Line("", (Point("2025", "10", 10),), 0, 100).band == ""


def test_a_line_is_drawn_in_every_language_alike():
    line = Line("x", (Point("2025", "10,5", 10.5), Point("2026", "60", 60)), 0, 100)
    with override("fr"):
        drawn = render_to_string("components/chart_line.html", {"line": line})
    assert f'points="{line.path}"' in drawn
    assert 'cx="44.0"' in drawn
