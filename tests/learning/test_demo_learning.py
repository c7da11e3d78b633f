"""The invented cohorts of the demonstration."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lms.accounts.models import User
from lms.learning.demo import load_demo_learning
from lms.learning.models import Assignment, Cohort, CohortMember, Completion
from tests.learning.factories import make_module

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(settings):
    """Both cohorts, over four short modules."""
    settings.DEMO_MODE = True
    for key in ("01", "02", "03", "06", "10", "11"):
        make_module(key, lessons=6)
    return load_demo_learning()


def test_demo_cohorts_are_refused_outside_demo_mode():
    with pytest.raises(CommandError, match="demo mode only"):
        call_command("load_demo_learning")

    assert not Cohort.objects.exists()


def test_trainer_runs_one_cohort_and_has_one_archived(loaded):
    trainer = User.objects.get(email="trainer@arvania.example")
    seen = Cohort.objects.visible_to(trainer)

    assert seen.current().count() == 1
    assert seen.archived().count() == 1
    assert seen.current().get().members.current().count() == 12


def test_learner_of_the_demonstration_is_late_with_one_module(loaded):
    learner = User.objects.get(email="learner@arvania.example")
    due = Assignment.objects.reaching(learner).due_by(timezone.localdate())

    assert [one.module_key for one in due] == ["10"]
    assert not Completion.objects.filter(person=learner, kind="module").exists()


def test_people_are_at_different_places(loaded):
    running = loaded[0]
    done = [
        Completion.objects.filter(
            person=member.person, kind="module", key__in=["10", "01", "03", "06"]
        ).count()
        for member in running.members.current()
    ]

    assert set(done) == {0, 1, 2, 3, 4}
    assert Completion.objects.filter(at__gt=timezone.now()).count() == 0


def test_twice_changes_nothing_and_later_work_stays(loaded):
    before = (Cohort.objects.count(), CohortMember.objects.count())
    Cohort.objects.filter(pk=loaded[0].pk).update(ends_on=None)

    load_demo_learning(today=timezone.localdate() + timedelta(days=30))

    assert (Cohort.objects.count(), CohortMember.objects.count()) == before
    assert Cohort.objects.get(pk=loaded[0].pk).ends_on is None
