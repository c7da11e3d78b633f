"""Learning paths: choosing, completing, certificates."""

import pytest

from lms.learning import following, services
from lms.learning.cohorts.assignments import assign_path
from lms.learning.cohorts.members import enter, enter_many
from lms.learning.models import Certificate, Completion, PathEnrolment
from modules.paths import learning_path
from tests.accounts.factories import UserFactory
from tests.learning.factories import (
    AT,
    AssignmentFactory,
    CohortFactory,
    CohortMemberFactory,
    make_module,
)
from tests.learning.test_rule_changes import one_path
from tests.learning.test_services import finish_all, kinds

pytestmark = pytest.mark.django_db
URL = "/en/paths/statistician/"
FOLLOW = "/en/learn/paths/statistician/"


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def modules(settings, tmp_path):
    """A path of two modules of two lessons."""
    one_path(settings, tmp_path, "01", "02")
    return [make_module(key, 2) for key in ("01", "02")]


def test_the_last_module_completes_the_path_with_its_certificate(mira, modules):
    following.follow_path(mira, "statistician")
    finish_all(mira, modules[0])
    assert ("path", "statistician") not in kinds(mira)

    finish_all(mira, modules[1])

    completion = Completion.objects.get(kind="path")
    assert (completion.key, completion.at, completion.rule_version) == (
        "statistician",
        AT,
        1,
    )
    assert Certificate.objects.filter(key="statistician").count() == 1


def test_a_path_nobody_chose_is_not_completed(mira, modules):
    for outline in modules:
        finish_all(mira, outline)

    assert Completion.objects.filter(kind="path").count() == 0


def test_choosing_a_path_that_is_done_already_completes_it(mira, modules):
    for outline in modules:
        finish_all(mira, outline)

    following.follow_path(mira, "statistician", at=AT)
    following.follow_path(mira, "statistician")

    assert Completion.objects.get(kind="path").at == AT
    assert Certificate.objects.filter(key="statistician").count() == 1


@pytest.mark.parametrize("alone", [True, False])
def test_an_assigned_path_is_completed_as_a_chosen_one(mira, modules, alone):
    if alone:
        AssignmentFactory(
            cohort=None, person=mira, module_key="", path_role="statistician"
        )
    else:
        cohort = CohortFactory()
        CohortMemberFactory(cohort=cohort, person=mira)
        AssignmentFactory(cohort=cohort, module_key="", path_role="statistician")

    for outline in modules:
        finish_all(mira, outline)

    assert ("path", "statistician") in kinds(mira)


def test_the_longest_name_of_a_path_has_room(mira, settings, tmp_path):
    one_path(settings, tmp_path, "01", role="country_administrator")
    finish_all(mira, make_module("01", 1))

    following.follow_path(mira, "country_administrator")

    key = {"key": "country_administrator"}
    assert Completion.objects.get(**key).full_clean() is None
    assert Certificate.objects.get(**key).full_clean() is None


def test_leaving_and_choosing_again_is_one_row(mira, modules):
    following.follow_path(mira, "statistician")
    following.leave_path(mira, "statistician", at=AT)
    assert following.followed_roles(mira) == []

    following.follow_path(mira, "statistician")

    assert PathEnrolment.objects.get().left_at is None
    assert following.followed_roles(mira) == ["statistician"]


def test_leaving_takes_nothing_away(mira, modules):
    following.follow_path(mira, "statistician")
    for outline in modules:
        finish_all(mira, outline)

    following.leave_path(mira, "statistician")

    assert ("path", "statistician") in kinds(mira)


def test_progress_on_a_path_counts_modules_and_minutes(mira, modules):
    path = learning_path("statistician", "en")

    progress = following.path_progress(path, {modules[0].translation_key})

    assert (progress.done, progress.total) == (frozenset({"01"}), 2)
    assert (progress.minutes_left, progress.hours_left) == (45, 1)


def test_the_page_of_a_path_offers_it_once_signed_in(client, mira, modules):
    assert "Make this my learning path" not in words(client.get(URL))
    client.force_login(mira)

    assert "Make this my learning path" in words(client.get(URL))


def test_choosing_on_the_page_leads_back_to_it(client, mira, modules):
    client.force_login(mira)

    answers = [client.post(FOLLOW, {"go": "follow"}) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [URL, URL]
    page = words(client.get(URL))
    assert "This is your learning path. You find it in My learning." in page
    assert PathEnrolment.objects.count() == 1
    client.post(FOLLOW, {"go": "leave"})
    assert "Make this my learning path" in words(client.get(URL))


def test_the_page_of_a_complete_path_says_when_and_why(client, mira, modules):
    for outline in modules:
        finish_all(mira, outline)
    following.follow_path(mira, "statistician", at=AT)
    client.force_login(mira)

    page = words(client.get(URL))

    assert "You completed this learning path on 2 September 2027." in page
    assert "It was completed by version 1 of the rule" in page


def test_a_strange_path_is_not_found(client, mira, modules):
    client.force_login(mira)

    assert client.post("/en/learn/paths/astronaut/").status_code == 404


def test_a_path_assigned_to_a_cohort_is_nobody_elses(modules):
    AssignmentFactory(module_key="", path_role="statistician")

    assert following.followed_roles(UserFactory()) == []
    assert services.settle_module(UserFactory(), modules[0]) is False


@pytest.fixture
def trainer():
    """Somebody who may do everything."""
    return UserFactory(is_superuser=True)


def test_an_assigned_path_that_is_done_already_is_completed(
    mira, modules, trainer, django_capture_on_commit_callbacks
):
    cohort = CohortFactory()
    CohortMemberFactory(cohort=cohort, person=mira)
    CohortMemberFactory(cohort=cohort)
    for outline in modules:
        finish_all(mira, outline)

    with django_capture_on_commit_callbacks(execute=True):
        assign_path(cohort, "statistician", by=trainer)

    assert Completion.objects.get(kind="path").person == mira
    assert Certificate.objects.filter(key="statistician").count() == 1


@pytest.mark.parametrize("many", [True, False])
def test_joining_a_cohort_completes_its_path_for_who_is_done(
    mira, modules, many, django_capture_on_commit_callbacks
):
    cohort = CohortFactory()
    AssignmentFactory(cohort=cohort, module_key="", path_role="statistician")
    for outline in modules:
        finish_all(mira, outline)

    with django_capture_on_commit_callbacks(execute=True):
        if many:
            enter_many(cohort, [mira, UserFactory()], way="copy")
        else:
            enter(cohort, mira, way="link")

    assert ("path", "statistician") in kinds(mira)
