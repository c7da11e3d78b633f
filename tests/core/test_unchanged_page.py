"""A page that is the same is not sent again; one that differs always is."""

import re

import pytest
from django.test import Client

from tests.accounts.factories import UserFactory
from tests.learning.factories import make_module

pytestmark = pytest.mark.django_db


def again(client, url, first):
    return client.get(url, headers={"if-none-match": first["ETag"]})


def token_in(page):
    return re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page.content)[1].decode()


@pytest.fixture
def lesson(client):
    """The address of a lesson, and a reader with a session."""
    client.force_login(UserFactory())
    return make_module(prompts=(1,)).lessons[0].url


def test_page_that_is_the_same_is_not_sent_again(client, lesson):
    client.get(lesson)
    first = client.get(lesson)

    second = again(client, lesson, first)

    assert (second.status_code, second.content) == (304, b"")
    assert second["ETag"] == first["ETag"]
    assert second["Cache-Control"] == "private, no-cache"


def test_form_of_the_page_that_was_kept_can_be_sent(lesson):
    client = Client(enforce_csrf_checks=True)
    person = UserFactory()
    client.force_login(person)
    client.get(lesson)
    first = client.get(lesson)
    assert again(client, lesson, first).status_code == 304

    sent = client.post(
        "/en/learn/note/01/01/",
        {"key": "prompt", "text": "Mine", "csrfmiddlewaretoken": token_in(first)},
    )

    assert sent.status_code == 302


def test_page_that_differs_is_sent(client, lesson):
    client.get(lesson)
    first = client.get(lesson)
    client.post("/en/learn/note/01/01/", {"key": "prompt", "text": "Mine"})

    second = again(client, lesson, first)

    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]


def test_page_with_a_token_that_is_good_no_more_is_sent(client, lesson):
    client.get(lesson)
    first = client.get(lesson)
    del client.cookies["csrftoken"]

    assert again(client, lesson, first).status_code == 200


def test_page_of_another_person_is_sent(client, lesson):
    first = client.get(lesson)
    other = Client()
    other.force_login(UserFactory(full_name="Ana Rivas"))

    assert again(other, lesson, first).status_code == 200


def test_page_that_must_not_be_kept_is_left_alone(client, lesson):
    page = client.get("/en/learn/notes/")

    assert not page.has_header("ETag")
    assert "no-store" in page["Cache-Control"]


def test_redirects_and_files_are_left_alone(client):
    assert not client.get("/").has_header("ETag")
    assert not client.get("/healthz/").has_header("ETag")
