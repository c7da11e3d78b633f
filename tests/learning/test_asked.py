"""What is due: the first date counts, and everybody who asked is named."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lms.learning.asked import Asked, asked_of, due_of
from lms.learning.models import CohortMember
from tests.accounts.factories import UserFactory
from tests.learning.factories import (
    AssignmentFactory,
    CohortFactory,
    CohortMemberFactory,
    make_module,
)

TODAY = date(2027, 8, 12)
SOON, LATER = date(2027, 8, 23), date(2027, 9, 30)


def asked(key="01", due_on=SOON, **fields):
    return Asked(key, "", None, due_on, **fields)


@pytest.fixture
def member(mira):
    """Return a function that puts mira into a cohort."""

    def make(name, **fields):
        cohort = CohortFactory(name=name, **fields)
        CohortMemberFactory(cohort=cohort, person=mira)
        return cohort

    return make


def test_the_first_date_counts_and_both_cohorts_are_named(db):
    (due,) = due_of(
        [asked(due_on=LATER, cohort="Spring"), asked(cohort="Autumn")],
        "en",
        done=[],
        today=TODAY,
    )

    assert (due.due_on, due.days, due.is_late) == (SOON, 11, False)
    assert [one.cohort for one in due.sources] == ["Autumn", "Spring"]


def test_late_things_stand_first_and_things_without_date_last(db):
    found = due_of(
        [asked("01", None), asked("02", SOON), asked("03", date(2027, 8, 9))],
        "en",
        done=[],
        today=TODAY,
    )

    assert [(due.key, due.days, due.is_late) for due in found] == [
        ("03", -3, True),
        ("02", 11, False),
        ("01", None, False),
    ]


def test_what_is_due_today_is_not_late(db):
    (due,) = due_of([asked(due_on=TODAY)], "en", done=[], today=TODAY)

    assert (due.days, due.is_late) == (0, False)


def test_what_is_done_is_due_no_more(db):
    assert due_of([asked()], "en", done=["01"], today=TODAY) == []


def test_a_module_is_due_with_the_path_it_lies_on(db):
    make_module("01", 1)
    path = Asked("", "focal_point", None, SOON, cohort="Autumn")

    found = due_of(
        [asked(due_on=LATER, cohort="Spring"), path], "en", done=[], today=TODAY
    )

    assert [(due.key, due.due_on, due.is_path) for due in found] == [
        ("01", SOON, False),
        ("focal_point", SOON, True),
    ]
    assert [one.cohort for one in found[0].sources] == ["Autumn", "Spring"]


@pytest.mark.django_db
def test_assignments_reach_a_learner_alone_and_through_cohorts(mira, member):
    trainer = UserFactory(full_name="Ana Rivas")
    AssignmentFactory(
        cohort=member("Autumn"), module_key="01", due_on=SOON, made_by=trainer
    )
    AssignmentFactory(cohort=None, person=mira, module_key="02", made_by=mira, note="!")

    found = sorted(asked_of(mira), key=lambda one: one.key)

    assert found == [
        Asked("01", "", None, SOON, cohort="Autumn", by="Ana Rivas"),
        Asked("02", "", None, None, note="!"),
    ]


@pytest.mark.django_db
def test_what_is_over_or_somebody_elses_does_not_reach_a_learner(mira, member):
    now = timezone.now()
    AssignmentFactory(cohort=member("Archived", archived_at=now))
    AssignmentFactory(cohort=member("Withdrawn"), withdrawn_at=now)
    AssignmentFactory(cohort=member("Left"))
    CohortMember.objects.filter(cohort__name="Left").update(left_at=now)
    AssignmentFactory(cohort=CohortFactory(name="Strange"))
    AssignmentFactory(cohort=None, person=UserFactory())

    assert asked_of(mira) == []


@pytest.mark.django_db
def test_coming_back_to_a_cohort_asks_once(mira, member):
    cohort = member("Autumn")
    CohortMember.objects.update(left_at=timezone.now() - timedelta(days=1))
    CohortMemberFactory(cohort=cohort, person=mira)
    AssignmentFactory(cohort=cohort)

    assert len(asked_of(mira)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 5])
def test_one_query_for_any_number(mira, member, number, django_assert_num_queries):
    for count in range(number):
        AssignmentFactory(cohort=member(f"Cohort {count}"))

    with django_assert_num_queries(1):
        assert len(asked_of(mira)) == number
