"""The pages of the rules: sentences, history, preview, saving."""

import pytest
from django.urls import reverse

from lms.accounts.models import Role
from lms.learning import services
from lms.learning.models import Completion, CompletionRule
from tests.accounts.factories import (
    CountryFactory,
    MembershipFactory,
    RegionFactory,
    UserFactory,
)
from tests.learning.factories import AT, CompletionRuleFactory, make_module
from tests.learning.test_services import make_quiz

pytestmark = pytest.mark.django_db
URL = "/en/rules/"
LESSONS = "/en/rules/lesson/"
ONLY_READ = {
    "read": "on",
    "check": "not_asked",
    "right_percent": "",
    "reason": "Agreed by the region.",
}


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def system(client):
    """Somebody who looks after all regions, in the browser."""
    membership = MembershipFactory(role=Role.SYSTEM_ADMINISTRATOR, country=None)
    client.force_login(membership.person)
    return membership.person


@pytest.fixture
def stuck(mira):
    """A course whose only lesson mira has read without answering."""
    outline = make_module("01", 1, checks=(1,))
    make_quiz("01-01-check")
    services.finish_lesson(mira, outline, outline.lessons[0], at=AT)
    return outline


def token_in(response) -> str:
    return response.context["proposal"].token


def test_rules_are_listed_in_sentences(client, system):
    page = words(client.get(URL))

    assert "A lesson is complete when you have marked it as read and answered" in page
    assert "A module is complete when all its lessons are complete" in page
    assert "A learning path is complete when all its modules are complete." in page
    assert page.count("comes with the platform") == 3


def test_history_shows_who_made_a_rule_when_and_why(client, system):
    CompletionRuleFactory(made_by=system, finished_at=AT, gained=12)

    page = words(client.get(URL))

    assert "at least 80 % of its lessons are complete" in page
    assert f"2 September 2027, <bdi>{system.display_name}</bdi>" in page
    assert "12 completions" in page


def test_history_offers_to_go_on_where_it_was_broken_off(client, system):
    row = CompletionRuleFactory(made_by=system, total=4, done=1)
    assert "1 of 4 so far" in words(client.get(URL))

    answer = client.post(reverse("learning:rule_apply", args=[row.pk]))

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.finished_at


@pytest.mark.parametrize("role", [Role.COUNTRY_ADMINISTRATOR, Role.EDITOR])
def test_rules_are_for_system_administrators(client, role):
    country = CountryFactory() if role == Role.COUNTRY_ADMINISTRATOR else None
    client.force_login(MembershipFactory(role=role, country=country).person)

    assert client.get(URL).status_code == 403
    assert client.post(LESSONS, {"token": "x"}).status_code == 403


def test_form_begins_with_the_rule_that_holds(client, system):
    page = client.get(LESSONS)

    assert page.context["form"].initial == {
        "read": True,
        "check": "answered",
        "right_percent": None,
    }


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"reason": ""}, "reason", "Write why the rule changes."),
        ({"check": "right"}, "right_percent", "Write a number from 1 to 100."),
        (
            {"check": "right", "right_percent": "101"},
            "right_percent",
            "Write a number up to 100.",
        ),
        (
            {"check": "right", "right_percent": "many"},
            "right_percent",
            "Write a whole number, for example 80.",
        ),
        ({"check": "answered"}, "__all__", "This is the rule that holds already."),
        (
            {"read": ""},
            "__all__",
            "Ask for reading or for the questions. Otherwise a lesson is complete "
            "before it is opened.",
        ),
    ],
)
def test_bad_input_is_named_and_what_was_typed_stays(
    client, system, changes, field, problem
):
    page = client.get(LESSONS, ONLY_READ | changes)

    assert page.status_code == 422
    assert page.context["form"].errors[field] == [problem]
    if changes.get("reason", ONLY_READ["reason"]):
        assert "Agreed by the region." in page.content.decode()


@pytest.mark.parametrize(
    "path", ["galaxy/", "lesson%20/", "module/?module=77", "path/?module=77"]
)
def test_strange_rules_are_not_found_or_general(client, system, path):
    expected = 200 if path.startswith("path/") else 404

    assert client.get(URL + path).status_code == expected


def test_preview_names_who_completes_at_once(client, system, mira, stuck):
    page = client.get(LESSONS, ONLY_READ)

    assert "Module 01: Title of 01" in words(page)
    assert mira.display_name in words(page)
    assert "1 </dd>" not in words(page)
    assert CompletionRule.objects.count() == 0


def test_changing_it_once_more_keeps_what_was_chosen(client, system, stuck):
    page = client.get(LESSONS, ONLY_READ | {"again": "1"})

    assert page.status_code == 200
    assert "Agreed by the region." in page.content.decode()
    assert page.context["form"]["check"].value() == "not_asked"


def test_preview_names_who_has_more_to_do(client, system, mira, stuck):
    query = {"check": "right", "read": "on", "right_percent": "80", "reason": "More."}
    other = UserFactory(full_name="Ana Rivas")
    outline = make_module("02", 1)
    services.enrol(other, outline)

    page = client.get(LESSONS, query | {"list": "more"})

    assert "Nobody has more to do." in words(page)


def test_preview_names_nobody_outside_the_region(client, stuck, mira):
    region = RegionFactory()
    inside = CountryFactory(region=region)
    near = UserFactory(full_name="Ana Rivas")
    MembershipFactory(person=near, role=Role.LEARNER, country=inside)
    elsewhere = CountryFactory(region=RegionFactory(key="west"))
    MembershipFactory(person=mira, role=Role.LEARNER, country=elsewhere)
    services.finish_lesson(near, stuck, stuck.lessons[0])
    administrator = MembershipFactory(
        role=Role.SYSTEM_ADMINISTRATOR, country=None, region=region
    ).person
    client.force_login(administrator)

    page = client.get(LESSONS, ONLY_READ)

    assert page.context["facts"][0]["value"] == "2"
    assert "Ana Rivas" in words(page)
    assert mira.display_name not in words(page)
    assert "1 more person is outside your region" in words(page)


def test_saving_makes_the_version_and_completes_in_the_background(
    client, system, mira, stuck, django_capture_on_commit_callbacks
):
    token = token_in(client.get(LESSONS, ONLY_READ))

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(LESSONS, {"token": token})

    assert (answer.status_code, answer["Location"]) == (302, URL)
    row = CompletionRule.objects.get()
    assert (row.version, row.made_by, row.reason) == (
        2,
        system,
        "Agreed by the region.",
    )
    assert Completion.objects.get(kind="module").person == mira
    assert "Version 2 of the rule holds now." in words(client.get(URL))


def test_a_double_click_makes_one_version(client, system, stuck):
    token = token_in(client.get(LESSONS, ONLY_READ))

    answers = [client.post(LESSONS, {"token": token}) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [URL, URL]
    assert CompletionRule.objects.count() == 1


def test_a_changed_state_is_noticed_and_the_effect_shown_anew(client, system, stuck):
    token = token_in(client.get(LESSONS, ONLY_READ))
    services.finish_lesson(UserFactory(), stuck, stuck.lessons[0])

    answer = client.post(
        f"{LESSONS}?check=not_asked&read=on&reason=x", {"token": token}
    )

    assert CompletionRule.objects.count() == 0
    page = client.get(answer["Location"])
    assert "Something has changed since you looked at the effect." in words(page)
    assert page.context["facts"][0]["value"] == "2"


def test_a_module_gets_a_rule_of_its_own_and_goes_back(client, system, stuck):
    url = f"{URL}module/"
    own = {
        "module": "01",
        "own": "own",
        "lessons_percent": "50",
        "check_passed": "on",
        "reason": "A pilot.",
    }
    client.post(url, {"token": token_in(client.get(url, own))})
    assert "Module 01 is complete when at least 50 % of its lessons" in words(
        client.get(URL)
    )

    back = own | {"own": "general", "reason": "The pilot is over."}
    client.post(url, {"token": token_in(client.get(url, back))})

    page = words(client.get(URL))
    assert "Module 01 follows the rule for all modules." in page
    assert "Change the rule of module 01" not in page


def test_reason_is_shown_as_text(client, system, stuck):
    page = client.get(LESSONS, ONLY_READ | {"reason": "<b>Why</b>"})

    assert "&lt;b&gt;Why&lt;/b&gt;" in page.content.decode()


@pytest.mark.parametrize("people", [1, 8])
def test_preview_takes_the_same_queries_for_any_number_of_people(
    client, system, stuck, people, django_assert_num_queries
):
    for _ in range(people):
        services.finish_lesson(UserFactory(), stuck, stuck.lessons[0])
    client.get(LESSONS, ONLY_READ)

    with django_assert_num_queries(34):
        assert client.get(LESSONS, ONLY_READ).status_code == 200
