"""Modules before a module: advice, or binding where a cohort says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.quizzes.models import Attempt
from assessments.quizzes.services import start_attempt
from lms.learning import services
from lms.learning.prerequisites import ModulesBefore, before, prerequisites_of
from modules.models import ModulePage
from modules.outline import forget_outlines
from tests.accounts.factories import UserFactory
from tests.assessments.factories import make_quiz, single_data
from tests.learning.factories import (
    AT,
    AssignmentFactory,
    CohortFactory,
    CohortMemberFactory,
    make_module,
)
from tests.learning.test_services import finish_all, hand_in

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def first():
    return make_module("01", 2)


@pytest.fixture
def second(first):
    """A module with a check, after the first."""
    outline = make_module("02", 2, check="02-check", prerequisites=["01"])
    return outline


@pytest.fixture
def quiz(second):
    return make_quiz(single_data("q1"), key="02-check", pass_mark=1)


@pytest.fixture
def bound(mira, second):
    """A cohort of mira's that assigned the second module and binds the order."""
    cohort = CohortFactory(prerequisites_bind=True, name="Autumn 2027")
    CohortMemberFactory(cohort=cohort, person=mira)
    AssignmentFactory(cohort=cohort, module_key="02")
    return cohort


def test_prerequisites_come_with_their_state(mira, first, second):
    services.finish_lesson(mira, first, first.lessons[0])

    (found,) = prerequisites_of(mira, second)

    assert (found.outline.key, found.state, found.done) == ("01", "started", 1)
    assert prerequisites_of(mira, first) == ()


def test_prerequisites_that_are_gone_are_left_out(mira, first):
    third = make_module("03", 1, prerequisites=["01", "77"])

    assert [one.outline.key for one in prerequisites_of(mira, third)] == ["01"]


def test_without_a_cohort_they_are_advice(mira, second, quiz):
    assert before(mira, second).binding == ()

    assert start_attempt(quiz, person=mira).is_open


def test_module_page_recommends_what_comes_before(client, mira, first, second):
    client.force_login(mira)

    page = words(client.get(second.url))

    assert "We recommend this module first:" in page
    assert f'href="{first.url}"' in page


def test_module_page_recommends_nothing_when_all_is_done(client, mira, first, second):
    finish_all(mira, first)
    client.force_login(mira)

    assert "We recommend" not in words(client.get(second.url))


def test_a_binding_cohort_keeps_the_check_shut(mira, second, quiz, bound):
    with pytest.raises(ModulesBefore) as refused:
        start_attempt(quiz, person=mira)

    assert str(refused.value) == (
        "Your cohort, Autumn 2027, begins this check after module 01, Title of 01, is "
        "complete. You can read the lessons now."
    )
    assert Attempt.objects.count() == 0


def test_a_binding_cohort_leaves_the_lessons_open(client, mira, second, bound):
    client.force_login(mira)

    assert client.get(second.lessons[0].url).status_code == 200
    assert services.finish_lesson(mira, second, second.lessons[0])


def test_the_pages_say_why_with_a_link(client, mira, first, second, quiz, bound):
    client.force_login(mira)

    module = words(client.get(second.url))
    start = words(client.get("/en/checks/02-check/start/"))
    answer = client.post("/en/checks/02-check/start/")

    assert "Your cohort, Autumn 2027, begins the module check after this module" in (
        module
    )
    assert "Start the check" not in start
    assert f'<a href="{first.url}">Go to module 01: Title of 01</a>' in start
    assert answer["Location"] == "/en/checks/02-check/start/"
    assert Attempt.objects.count() == 0


def test_the_check_opens_when_the_modules_before_are_complete(mira, first, quiz, bound):
    finish_all(mira, first)

    assert start_attempt(quiz, person=mira).is_open


def test_what_was_begun_before_stays_open(mira, second, quiz):
    begun = start_attempt(quiz, person=mira)
    cohort = CohortFactory(prerequisites_bind=True)
    CohortMemberFactory(cohort=cohort, person=mira)
    AssignmentFactory(cohort=cohort, module_key="02")

    assert start_attempt(quiz, person=mira) == begun


def test_who_has_passed_may_try_again(mira, quiz, bound):
    hand_in(mira, "02-check")

    assert start_attempt(quiz, person=mira, at=AT + timedelta(days=1)).is_open


def test_a_path_binds_as_its_modules_do(mira, second, quiz):
    cohort = CohortFactory(prerequisites_bind=True)
    CohortMemberFactory(cohort=cohort, person=mira)
    # The shipped path of policy makers has module 02 on it.
    AssignmentFactory(cohort=cohort, module_key="", path_role="policy_maker")

    with pytest.raises(ModulesBefore):
        start_attempt(quiz, person=mira)


@pytest.mark.parametrize(
    "change",
    [
        {"prerequisites_bind": False},
        {"archived_at": timezone.now()},
        {
            "starts_on": timezone.localdate() - timedelta(days=9),
            "ends_on": timezone.localdate() - timedelta(days=1),
        },
    ],
)
def test_a_cohort_that_is_over_or_does_not_bind_keeps_nothing_shut(
    mira, quiz, bound, change
):
    type(bound).objects.filter(pk=bound.pk).update(**change)

    assert start_attempt(quiz, person=mira).is_open


def test_a_cohort_binds_only_its_learners(quiz, bound):
    assert start_attempt(quiz, person=UserFactory()).is_open


def test_a_module_in_preparation_binds_nobody(mira, first, quiz, bound):
    ModulePage.objects.filter(key="01").update(state="coming")
    forget_outlines()

    assert start_attempt(quiz, person=mira).is_open
