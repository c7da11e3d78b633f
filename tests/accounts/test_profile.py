"""What somebody says about oneself."""

import pytest

from lms.accounts.models import AuditEntry

GOOD = {
    "certificate_name": "own_first",
    "full_name": "Мира Талвик",
    "latin_name": "Mira Talvik",
    "language": "ru",
    "time_zone": "Asia/Tashkent",
}


@pytest.fixture
def signed_in(client, learner):
    """A browser in which the learner is signed in."""
    client.force_login(learner)
    return client


def test_profile_is_saved_and_answers_in_the_new_language(signed_in, learner):
    response = signed_in.post("/en/profile/", GOOD)

    learner.refresh_from_db()
    assert response.url == "/ru/profile/"
    assert (learner.full_name, learner.latin_name) == ("Мира Талвик", "Mira Talvik")
    assert (learner.language, learner.time_zone) == ("ru", "Asia/Tashkent")
    entry = AuditEntry.objects.get(verb="profile_changed")
    assert entry.details == {
        "fields": ["full_name", "language", "latin_name", "time_zone"]
    }


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("full_name", "", "Write the full name."),
        ("full_name", "N" * 201, "at most 200 characters (it has 201)"),
        ("full_name", "Mira\x07", "cannot be seen"),
        ("language", "tlh", "Select a valid choice"),
        ("time_zone", "Mars/Olympus", "Select a valid choice"),
    ],
)
def test_wrong_profile_is_refused_in_words(field, value, words, signed_in, learner):
    response = signed_in.post("/en/profile/", GOOD | {field: value})

    learner.refresh_from_db()
    assert response.status_code == 422
    assert words in response.content.decode()
    assert learner.full_name == "Mira Talvik"


def test_same_name_typed_on_two_keyboards_is_one_text(signed_in, learner):
    signed_in.post("/en/profile/", GOOD | {"full_name": "  Thi\u0301  Ha\u0302n "})

    learner.refresh_from_db()
    assert learner.full_name == "Thí Hân"


def test_nobody_changes_power_through_the_profile(signed_in, learner):
    signed_in.post(
        "/en/profile/",
        GOOD
        | {
            "is_superuser": "on",
            "is_staff": "on",
            "email": "x@example.org",
            "role": "editor",
        },
    )

    learner.refresh_from_db()
    assert (learner.is_superuser, learner.is_staff) == (False, False)
    assert learner.email != "x@example.org"
    assert learner.roles == {"learner"}


def test_profile_leads_to_password_and_second_factor(signed_in):
    page = signed_in.get("/en/profile/").content.decode()

    for link in (
        "/en/account/password/change/",
        "/en/account/email/",
        "/en/account/2fa/",
    ):
        assert f'href="{link}"' in page
    assert "Learner, Arvania" in page
