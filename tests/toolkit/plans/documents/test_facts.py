"""Done lines, offered as evidence for the questions that they lift."""

import datetime as dt

import pytest

from assessments.maturity.facts import facts_for
from tests.accounts.factories import CountryFactory
from tests.toolkit.plans.plans import framework
from toolkit.plans.facts import QUESTIONS, done_lines
from toolkit.plans.models import Deliverable, Plan, PlanItem

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 6, 1)


@pytest.fixture
def done(plan, settings):
    """LIFT-1 is done and checked, with a deliverable; LIFT-2 is only reported."""
    settings.FRAMEWORK_KEY = plan.framework.key
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.APPROVED)
    item = plan.items.get(code="LIFT-1")
    item.status, item.done_on = PlanItem.Status.DONE, dt.date(2027, 3, 3)
    item.save()
    plan.items.filter(code="LIFT-2").update(status=PlanItem.Status.REPORTED)
    for title in ("Signed letters", "Removed"):
        Deliverable.objects.create(
            item=item, title=title, url="https://a.example/", added_by=plan.created_by
        )
    Deliverable.objects.filter(title="Removed").update(removed_at="2027-03-04T00:00Z")
    return item


def test_says_what_was_done_when_and_with_what(plan, done):
    (fact,) = done_lines(plan.country, TODAY)
    assert fact.questions == ("A1",)
    assert fact.text == (
        "Action LIFT-1 “Lift A1” was done and checked on 3 March 2027. Deliverable: "
        "Signed letters."
    )
    assert fact.source == plan.title
    assert fact.url == f"/en/plans/{plan.pk}/lines/LIFT-1/progress/"
    assert fact.as_of == dt.date(2027, 3, 3)
    assert fact in facts_for(plan.country, "A1", today=TODAY)
    assert fact not in facts_for(plan.country, "A2", today=TODAY)


def test_a_closed_plan_still_speaks_a_draft_does_not(plan, done):
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.CLOSED)
    assert len(done_lines(plan.country, TODAY)) == 1
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.DRAFT)
    assert done_lines(plan.country, TODAY) == []


def test_not_before_its_day_nor_in_another_country_or_framework(plan, done, settings):
    assert done_lines(plan.country, dt.date(2027, 3, 2)) == []
    assert done_lines(CountryFactory(), TODAY) == []
    settings.FRAMEWORK_KEY = "another"
    assert done_lines(plan.country, TODAY) == []


def test_dropped_lines_and_those_without_a_reason_say_nothing(plan, done):
    PlanItem.objects.filter(pk=done.pk).update(reasons=[])
    assert done_lines(plan.country, TODAY) == []
    PlanItem.objects.filter(pk=done.pk).update(
        reasons=[{"question": "A1", "from": 1, "to": 3}],
        dropped_at="2027-03-04T00:00Z",
    )
    assert done_lines(plan.country, TODAY) == []


def test_queries_do_not_grow_with_lines(plan, done, django_assert_max_num_queries):
    plan.items.update(status=PlanItem.Status.DONE, done_on=dt.date(2027, 3, 3))
    with django_assert_max_num_queries(12):
        assert len(done_lines(plan.country, TODAY)) == 5


def test_every_question_of_the_framework_can_be_spoken_about():
    known = {f"{key}{n}" for key, last in QUESTIONS.items() for n in range(1, last + 1)}
    assert known == set(framework().by_id)
