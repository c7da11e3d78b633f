"""Time zone and language of the signed-in person."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils import timezone, translation

from lms.accounts.middleware import PersonLanguage
from tests.accounts.factories import UserFactory


@pytest.fixture
def ask(rf, db):
    """Return what a page sees: (language, time zone)."""

    def answer(person, path="/verify/", cookies=None):
        request = rf.get(path)
        request.user = person
        request.COOKIES = cookies or {}

        def page(request):
            return HttpResponse(
                f"{translation.get_language()} {timezone.get_current_timezone_name()}"
            )

        with translation.override("en"):
            return PersonLanguage(page)(request).content.decode().split()

    return answer


def test_address_without_language_is_in_the_language_of_the_profile(ask):
    person = UserFactory.create(language="ru", time_zone="Asia/Tashkent")

    assert ask(person) == ["ru", "Asia/Tashkent"]


def test_language_of_the_address_comes_first(ask):
    person = UserFactory.create(language="ru")

    assert ask(person, "/en/profile/") == ["en", "UTC"]


def test_chosen_language_comes_before_the_profile(ask):
    person = UserFactory.create(language="ru")

    assert ask(person, cookies={"language": "fr"})[0] == "en"
    assert ask(person, cookies={"language": "klingon"})[0] == "ru"


def test_visitor_gets_what_the_site_says(ask):
    assert ask(AnonymousUser()) == ["en", "UTC"]


def test_unknown_time_zone_is_utc(ask):
    person = UserFactory.create()
    person.time_zone = "Mars/Olympus"

    assert ask(person)[1] == "UTC"


def test_time_zone_does_not_leak_into_the_next_request(ask):
    before = timezone.get_current_timezone_name()

    ask(UserFactory.create(time_zone="Asia/Tashkent"))

    assert timezone.get_current_timezone_name() == before
