"""The page that shows every component, as staff get it."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """A client signed in as a member of staff."""
    person = get_user_model().objects.create_superuser(
        email="staff@streetlight.example", password="a long pass phrase"
    )
    client.force_login(person)
    return client


def test_styleguide_of_staff_shows_the_components(staff):
    answer = staff.get(reverse("styleguide"))
    assert answer.status_code == 200
    assert answer.content.decode().count("<section") >= 10


def test_styleguide_turns_round_and_dark_on_request(staff):
    html = staff.get(
        reverse("styleguide"), {"dir": "rtl", "scheme": "dark"}
    ).content.decode()
    opening = html[html.index("<html") : html.index("<head")]
    assert 'dir="rtl"' in opening
    assert 'data-scheme="dark"' in opening


def test_styleguide_is_not_there_for_visitors(client):
    assert client.get(reverse("styleguide")).status_code == 404
