"""New dates by decision, and the quarterly review with its closing."""

import datetime as dt
import json

import pytest
import time_machine
from django.core.exceptions import ValidationError

from toolkit.plans.models import Plan, Redating, Review
from toolkit.plans.quarters import Quarter
from toolkit.plans.reviewing import from_data, review_content
from toolkit.plans.services.redating import moves_of, redate
from toolkit.plans.services.reviewing import close_review, quarters_to_review
from toolkit.plans.services.tracking import check_item, report_done, update_item
from toolkit.plans.services.tracking_deliverables import add_link
from toolkit.plans.tracking_errors import ChangedMeanwhile, NotNow, NotYours

from .conftest import line

pytestmark = pytest.mark.django_db
Q1, Q2, Q3, Q4 = (Quarter(2027, number) for number in (1, 2, 3, 4))
DAY = dt.date(2027, 5, 10)


def fresh(plan):
    return Plan.objects.with_places().get(pk=plan.pk)


def moved(plan, code, end, by, **fields):
    given = {
        "decision": "Minutes 3",
        "decided_on": DAY,
        "edit_number": fresh(plan).edit_number,
    }
    return redate(line(plan, code), end=end, **given | fields, by=by)


def codes(lines):
    return [one.code for one in lines]


def done(plan, code, people):
    add_link(line(plan, code), "https://stat.example/", by=people.coordinator)
    report_done(line(plan, code), once=f"d-{code}", by=people.coordinator)
    check_item(line(plan, code), accepted=True, by=people.administrator)


class TestNewDates:
    def test_what_moves_is_shown_before(self, plan):
        assert [(one.code, str(one.end)) for one in moves_of(plan, "LIFT-1", Q3)] == [
            ("LIFT-1", "2027Q3"),
            ("LIFT-2", "2028Q1"),
            ("LIFT-3", "2027Q4"),
            ("LIFT-4", "2028Q1"),
        ]
        assert moves_of(plan, "LIFT-1", Q1) == []
        assert not Redating.objects.exists()

    def test_the_line_and_those_it_pushes_get_rows_with_the_cause(self, plan, people):
        rows = moved(plan, "LIFT-2", Q4, people.coordinator)

        assert [(row.item.code, row.cause and row.cause.code) for row in rows] == [
            ("LIFT-2", None),
            ("LIFT-3", "LIFT-2"),
            ("LIFT-4", "LIFT-2"),
        ]
        first = rows[0]
        assert (first.start_before, first.start_after) == ("2027Q2", "2027Q3")
        assert line(plan, "LIFT-4").start == "2027Q4"
        assert "start" in line(plan, "LIFT-4").edited

    def test_what_has_begun_takes_longer(self, plan, people):
        update_item(
            line(plan, "LIFT-1"), status="running", percent=5, once="a", by=people.owner
        )

        (row, *_others) = moved(plan, "LIFT-1", Q2, people.coordinator)

        assert (row.start_after, row.length_after) == ("2027Q1", 2)

    def test_pressed_twice_it_is_done_once(self, plan, people):
        number = fresh(plan).edit_number
        one = moved(plan, "LIFT-1", Q2, people.coordinator, edit_number=number)
        two = moved(plan, "LIFT-1", Q2, people.coordinator, edit_number=number)

        assert one == two
        assert Redating.objects.filter(cause=None).count() == 1

    def test_who_saw_another_plan_is_told(self, plan, people):
        with pytest.raises(ChangedMeanwhile):
            moved(plan, "LIFT-1", Q2, people.coordinator, edit_number=99)

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"end": Q1}, "end"),
            ({"end": Quarter(2040, 1)}, "end"),
            ({"decision": " "}, "decision"),
            ({"decided_on": dt.date(2027, 5, 13)}, "decided_on"),
        ],
    )
    def test_nonsense_is_refused(self, plan, people, fields, field):
        with pytest.raises(ValidationError) as refusal:
            moved(plan, "LIFT-1", **{"end": Q2} | fields, by=people.coordinator)

        assert list(refusal.value.error_dict) == [field]

    def test_a_quarter_that_has_passed_is_refused(self, plan, people):
        with (
            time_machine.travel("2027-11-02T10:00:00Z"),
            pytest.raises(ValidationError, match="has passed"),
        ):
            moved(plan, "LIFT-1", Q2, people.coordinator)

    def test_owners_and_done_lines_get_no_new_dates(self, plan, people):
        with pytest.raises(NotYours):
            moved(plan, "LIFT-1", Q2, people.owner)
        done(plan, "LIFT-1", people)
        with pytest.raises(NotNow):
            moved(plan, "LIFT-1", Q2, people.coordinator)


class TestReview:
    def test_due_done_slipped_and_what_waits(self, plan, people):
        review = review_content(fresh(plan), Q1)

        assert codes(review.due) == codes(review.slipped) == ["LIFT-1"]
        assert review.slipped[0].late_since == dt.date(2027, 4, 1)
        assert review.done == ()
        assert [(one.code, one.waiting, one.further) for one in review.holding] == [
            ("LIFT-1", (("LIFT-2", "Lift A2"),), ())
        ]
        assert codes(review.coming) == ["LIFT-3"]

    def test_in_the_running_quarter_what_is_due_has_not_slipped(self, plan):
        review = review_content(fresh(plan), Q2)

        assert codes(review.due) == ["LIFT-3"]
        assert codes(review.slipped) == ["LIFT-1"]

    def test_done_late_slipped_in_its_quarter_and_is_done_in_the_next(
        self, plan, people
    ):
        done(plan, "LIFT-1", people)

        first = review_content(fresh(plan), Q1)
        second = review_content(fresh(plan), Q2)
        assert codes(first.slipped) == codes(second.done) == ["LIFT-1"]
        assert (first.done, second.slipped, first.due_done) == ((), (), 1)
        assert second.done[0].deliverables == ("https://stat.example/",)

    def test_a_new_date_is_told_once_and_the_line_was_due_all_the_same(
        self, plan, people
    ):
        moved(plan, "LIFT-1", Q2, people.coordinator)
        review = review_content(fresh(plan), Q1)
        assert codes(review.due) == ["LIFT-1"]
        assert (review.slipped, codes(review.redated)) == (
            (),
            [
                "LIFT-1",
                "LIFT-2",
                "LIFT-3",
                "LIFT-4",
            ],
        )
        close(plan, Q1, people.coordinator)

        assert review_content(fresh(plan), Q2).redated == ()

    def test_silent_lines_are_listed_for_who_hears_of_them(self, plan):
        with time_machine.travel("2027-10-02T10:00:00Z"):
            review = review_content(fresh(plan), Q3)

        assert [(one.code, one.quarters, one.who) for one in review.silent] == [
            ("LIFT-1", 3, "meeting"),
            ("LIFT-2", 2, "coordinator"),
            ("LIFT-3", 2, "coordinator"),
            ("LIFT-4", 1, "owner"),
        ]
        assert codes(review.for_meeting) == ["LIFT-1"]

    def test_the_three_pillars_are_there(self, plan):
        names = [one.name for one in review_content(fresh(plan), Q1).pillars]

        assert names[:3] == [
            "Focal points",
            "Inter-ministerial working group",
            "Minimum set of indicators",
        ]

    def test_its_data_are_read_again(self, plan, people):
        moved(plan, "LIFT-2", Q4, people.coordinator)
        review = review_content(fresh(plan), Q1)

        assert from_data(json.loads(json.dumps(review.data()))) == review

    def test_it_costs_the_same_for_more_lines(
        self, plan, people, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(16):
            review_content(fresh(plan), Q1)


def close(plan, quarter, by, **fields):
    given = {"conclusion": "Go on.", "edit_number": fresh(plan).edit_number}
    return close_review(plan, quarter, **given | fields, by=by)


class TestClosing:
    def test_it_stays_as_the_meeting_saw_it(self, plan, people):
        close(plan, Q1, people.coordinator)
        done(plan, "LIFT-1", people)

        review = review_content(fresh(plan), Q1)
        assert codes(review.slipped) == ["LIFT-1"]
        assert review.slipped[0].status == "planned"
        assert (review.conclusion, review.closed_by) == ("Go on.", "Coord Inator")

    def test_twice_is_once(self, plan, people):
        one = close(plan, Q1, people.coordinator)
        assert close(plan, Q1, people.administrator, conclusion="Other.") == one
        assert Review.objects.count() == 1

    def test_a_quarter_to_come_or_before_the_plan_is_not_closed(self, plan, people):
        for quarter in (Q3, Quarter(2026, 4)):
            with pytest.raises(NotNow):
                close(plan, quarter, people.coordinator)

    def test_owners_close_nothing(self, plan, people):
        with pytest.raises(NotYours):
            close(plan, Q1, people.owner)

    def test_a_conclusion_is_needed(self, plan, people):
        with pytest.raises(ValidationError):
            close(plan, Q1, people.coordinator, conclusion="  ")

    def test_who_saw_another_plan_is_told(self, plan, people):
        with pytest.raises(ChangedMeanwhile):
            close(plan, Q1, people.coordinator, edit_number=50)

    def test_the_quarters_that_have_begun_can_be_reviewed(self, plan):
        assert quarters_to_review(plan) == [Q2, Q1]
