"""Modules of a plan become assignments of the right people."""

import datetime as dt

import pytest

from lms.accounts.models import Institution
from lms.learning.models import Assignment, Completion
from toolkit.plans.learning import due_before, learning_of
from toolkit.plans.models import Plan
from toolkit.plans.quarters import Quarter
from toolkit.plans.services.learning import assign_modules
from toolkit.plans.tracking_errors import NotYours

from .conftest import line

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (Quarter(2027, 4), dt.date(2027, 9, 30)),
        (Quarter(2027, 3), dt.date(2027, 6, 30)),
        (Quarter(2027, 2), dt.date(2027, 6, 11)),
        (Quarter(2027, 1), dt.date(2027, 6, 11)),
    ],
)
def test_it_is_due_before_the_line_begins_or_in_thirty_days(start, due):
    assert due_before(start, dt.date(2027, 5, 12)) == due


@pytest.fixture
def learning(plan, people, modules):
    """LIFT-4 names module 01 and begins in the third quarter; others support it."""
    item = line(plan, "LIFT-4")
    item.modules = ["01"]
    item.save()
    item.supporting.set([Institution.objects.get(plan_items__code="LIFT-2")])
    plan.items.filter(code="LIFT-3").update(modules=[])
    return lambda: learning_of(Plan.objects.with_places().get(pk=plan.pk))


def picks(people, *names):
    return {("01", getattr(people, name).pk) for name in names}


def test_focal_points_of_the_institutions_and_the_coordinator_are_proposed(
    learning, people
):
    (one,) = learning()

    assert {learner.person for learner in one.learners} == {
        people.owner,
        people.colleague,
        people.other,
        people.coordinator,
    }
    assert (one.due_on, one.total, one.completed) == (dt.date(2027, 6, 30), 4, 0)


def test_who_is_picked_is_assigned_once(learning, plan, people):
    for _press in range(2):
        assign_modules(plan, picks(people, "owner", "other"), by=people.coordinator)

    rows = Assignment.objects.all()
    assert {row.person for row in rows} == {people.owner, people.other}
    assert {row.due_on for row in rows} == {dt.date(2027, 6, 30)}
    assert rows[0].note == "For the action “Lift B1” of the plan"


def test_what_was_assigned_before_keeps_its_date(learning, plan, people):
    Assignment.objects.create(
        person=people.owner,
        module_key="01",
        due_on=dt.date(2027, 6, 1),
        made_by=people.coordinator,
    )

    assert assign_modules(plan, picks(people, "owner"), by=people.coordinator) == []
    assert Assignment.objects.get().due_on == dt.date(2027, 6, 1)


def test_who_has_completed_it_is_shown_and_not_asked_again(
    learning, plan, people, modules
):
    Completion.objects.create(
        person=people.owner,
        kind=Completion.Kind.MODULE,
        key="01",
        translation_key=modules["01"].translation_key,
        rule_version=1,
    )

    assert assign_modules(plan, picks(people, "owner"), by=people.coordinator) == []
    (one,) = learning()
    assert (one.completed, one.total) == (1, 4)


def test_strangers_and_other_modules_are_left_out(learning, plan, people):
    wanted = {("01", people.third.pk), ("02", people.owner.pk), ("01", 10**9)}

    assert assign_modules(plan, wanted, by=people.coordinator) == []


def test_only_who_runs_the_plan_assigns(learning, plan, people):
    with pytest.raises(NotYours):
        assign_modules(plan, picks(people, "other"), by=people.owner)


def test_the_number_of_queries_does_not_follow_the_people(
    learning, plan, django_assert_max_num_queries
):
    with django_assert_max_num_queries(14):
        learning()
