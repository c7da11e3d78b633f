"""Two quarters of history for the demonstration, and the drawing of the burn-up."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from lms.accounts.models import OutgoingMail
from toolkit.plans.demo_tracking import load_demo_tracking
from toolkit.plans.models import Check, ItemUpdate, Redating
from toolkit.plans.quarters import Quarter
from toolkit.plans.tracking_chart import BurnUp
from toolkit.plans.tracking_counts import Burned

from .conftest import line

ROWS = (
    Burned(Quarter(2027, 1), 2, 2, 1, 2, 2, 1),
    Burned(Quarter(2027, 2), 4, 4, None, 6, 6, None),
)


@pytest.mark.django_db
def test_two_quarters_are_told_once(plan, people):
    with time_machine.travel("2027-08-12T10:00:00Z"):
        for _time in range(2):
            load_demo_tracking(plan, by=people.coordinator)

    assert [row.quarter for row in plan.reviews.all()] == ["2027Q1", "2027Q2"]
    # The one line of the first quarter slipped, was re-dated, and is done.
    assert Redating.objects.filter(cause=None).get().item.code == "LIFT-1"
    assert line(plan, "LIFT-1").done_on == dt.date(2027, 6, 6)
    assert set(Check.objects.values_list("accepted", flat=True)) == {True}
    assert (
        ItemUpdate.objects.filter(
            at__gt=dt.datetime(2027, 8, 12, 10, tzinfo=dt.UTC)
        ).count()
        == 0
    )
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_a_plan_that_has_just_begun_has_nothing_to_tell(plan, people):
    load_demo_tracking(plan, by=people.coordinator)

    assert not plan.reviews.exists()


def test_the_burn_up_rises_in_steps_and_ends_with_today():
    chart = BurnUp(ROWS, "1 of 4")

    xs = [float(point.split(",")[0]) for point in chart.planned.split()]
    assert xs == sorted(xs)
    assert len(chart.planned.split()) == 4
    assert len(chart.done.split()) == 2
    assert [number for number, _height in chart.ticks] == [0, 1, 2, 3, 4]
    assert chart.done_end["value"] == 1


def test_from_the_right_it_is_mirrored():
    with translation.override("ar"):
        chart = BurnUp(ROWS, "")
    plain = BurnUp(ROWS, "", mirrored=False)

    there = [float(point.split(",")[0]) for point in chart.planned.split()]
    here = [float(point.split(",")[0]) for point in plain.planned.split()]
    assert there == [chart.WIDTH - x for x in here]
    assert chart.anchors == ("start", "end")
