"""Where the bars of a plan stand."""

import datetime as dt

import pytest

from toolkit.plans.content import Line
from toolkit.plans.gantt import MOST, bar_of, span_words, state_of, tables
from toolkit.plans.quarters import Quarter

TODAY = dt.date(2027, 8, 15)
FIRST = Quarter(2027, 1)
YEAR = [FIRST.plus(place) for place in range(4)]


def line(start=0, length=1, **fields):
    quarter = None if start is None else FIRST.plus(start)
    return Line(
        pk=1,
        code="ACT-01",
        kind="library",
        title="Line",
        start=quarter,
        length=length,
        **fields,
    )


def test_a_bar_stands_among_its_quarters():
    bar = bar_of(line(1, 2), YEAR, TODAY)

    assert (bar.x, bar.width, bar.filled) == (25, 50, 0)
    assert not bar.opens
    assert not bar.closes
    assert bar.words == "Q2 to Q3 2027 · Not begun"


def test_progress_fills_a_bar_and_what_is_done_fills_it_whole():
    bar = bar_of(line(0, 2, status="running", percent=50), YEAR, TODAY)
    assert (bar.filled, bar.fill) == (25, (0.4, 24.6))
    assert bar_of(line(0, 2, status="done", percent=10), YEAR, TODAY).filled == 50


def test_a_late_bar_goes_on_to_the_quarter_of_today():
    bar = bar_of(line(0, 1, status="running", percent=40, late=True), YEAR, TODAY)

    assert (bar.x, bar.width) == (0, 75)
    assert (bar.late_x, bar.late_width) == (10, 65)
    assert bar.words == "Q1 2027 · 40% done · Late since 31 March"


def test_a_bar_that_goes_on_has_an_open_end():
    bar = bar_of(line(3, 4), YEAR, TODAY)
    after = bar_of(line(3, 4), [one.plus(4) for one in YEAR], TODAY)

    assert (bar.x, bar.width, bar.closes) == (75, 25, True)
    assert (after.x, after.width, after.opens) == (0, 75, True)
    assert bar.frame == (75.4, 26.6)
    assert after.frame == (-2, 76.6)


def test_up_to_six_quarters_stand_in_one_table_and_more_in_years():
    six = [FIRST.plus(place) for place in range(MOST)]
    nine = [FIRST.plus(place) for place in range(9)]

    assert len(tables([line()], six, TODAY)) == 1
    found = tables([line(0, 9)], nine, TODAY)
    assert [one.title for one in found] == ["2027", "2028", "2029"]
    assert [len(one.columns) for one in found] == [4, 4, 4]
    assert all(len(one.groups) == 4 for one in found)
    assert tables([line(None)], nine, TODAY) == []


def test_a_table_says_which_quarter_is_now_and_where_today_is():
    table = tables([line()], YEAR, TODAY)[0]

    assert [name for _quarter, name, now in table.columns if now] == ["Q3"]
    assert table.now == 50
    assert 50 < table.today < 75
    assert table.grid == [25, 50, 75]
    assert tables([line()], YEAR, dt.date(2030, 1, 1))[0].today is None


def test_pillars_have_their_place_even_without_lines():
    table = tables([line(pillar="minimum_set")], YEAR, TODAY)[0]

    assert [(group.key, len(rows)) for group, rows in table.groups] == [
        ("focal_points", 0),
        ("working_group", 0),
        ("minimum_set", 1),
    ]


def test_what_a_line_waits_for_is_said_when_it_is_in_the_plan():
    waiting = line(
        needs=("ACT-02", "ACT-99"), after=("ACT-03",), waivers={"ACT-03": "No."}
    )

    table = tables([waiting], YEAR, TODAY, known={"ACT-02", "ACT-03"})[0]

    row = table.groups[-1][1][0]
    assert (row.needs, row.after) == (("ACT-02",), ())


@pytest.mark.parametrize(
    ("fields", "text", "kind"),
    [
        ({"status": "done"}, "Done, checked", "ok"),
        ({"status": "reported"}, "Done, to be checked", ""),
        ({"late": True}, "Late since 31 March", "err"),
        ({"status": "running", "percent": 35}, "Under way, 35%", ""),
        ({"start": None}, "Later", ""),
        ({"start": 3}, "Starts in Q4 2027", ""),
        ({"start": 2}, "Not begun", ""),
        ({"dropped": True}, "Dropped", ""),
    ],
)
def test_states_in_words(fields, text, kind):
    found = state_of(line(**fields), TODAY)

    assert (found.text, found.kind) == (text, kind)


def test_spans_in_words():
    assert span_words(FIRST, FIRST) == "Q1 2027"
    assert span_words(FIRST, FIRST.plus(2)) == "Q1 to Q3 2027"
    assert span_words(FIRST.plus(3), FIRST.plus(4)) == "Q4 2027 to Q1 2028"
