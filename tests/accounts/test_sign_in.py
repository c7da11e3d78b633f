"""Opening an account, signing in, being throttled, choosing a new password."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.core import mail
from django.utils import timezone

from lms.accounts.models import AuditEntry, User
from tests.accounts.factories import PASSWORD, UserFactory

LOGIN = "/en/account/login/"
SIGN_UP = "/en/account/signup/"
NEW = {
    "full_name": "Ana Rivas",
    "email": "Ana@Example.org",
    "password1": "four quiet streets at dusk",
}


@pytest.fixture
def person(db):
    """Somebody with a confirmed address."""
    return UserFactory.create(email="mira@example.org", full_name="Mira Talvik")


def sign_in(client, email="mira@example.org", password=PASSWORD, **extra):
    """Send the sign-in form."""
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def text(response) -> str:
    """Return the page with runs of space made one."""
    return " ".join(response.content.decode().split())


def link_in(message) -> str:
    """Return the path of the link in an e-mail."""
    return re.search(r"http://testserver(/\S+)", message.body)[1]


@pytest.mark.parametrize(
    "email", ["mira@example.org", "MIRA@Example.ORG", " mira@example.org "]
)
def test_sign_in_with_any_spelling_of_the_address(email, person, client):
    response = sign_in(client, email)

    assert response.url == "/en/learn/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_leads_to_the_language_of_the_profile(person, client):
    person.language = "ru"
    person.save()

    assert sign_in(client).url == "/ru/learn/"


def test_sign_in_never_leads_to_another_site(person, client):
    response = client.post(
        f"{LOGIN}?next=https://evil.example/",
        {"login": person.email, "password": PASSWORD, "next": "https://evil.example/"},
    )

    assert response.url == "/en/learn/"


@pytest.mark.parametrize("email", ["mira@example.org", "nobody@example.org"])
def test_wrong_password_and_unknown_address_say_the_same(email, person, client):
    response = sign_in(client, email, "wrong password")

    assert "The e-mail address or the password is not right." in text(response)
    assert "wrong password" not in text(response)


def test_empty_form_says_what_to_write(client, db):
    page = text(client.post(LOGIN, {"login": "", "password": ""}))

    assert "Write your e-mail address." in page
    assert "Write your password." in page
    assert "placeholder=" not in page


def test_ten_wrong_passwords_end_in_a_decent_page(person, client):
    statuses = [sign_in(client, password=f"wrong {n}").status_code for n in range(10)]

    assert statuses == [200] * 7 + [429] * 3
    response = sign_in(client)
    page = text(response)
    assert response.status_code == 429
    assert "Too many failed sign-ins" in page
    assert "Try again in 15 minutes, at" in page
    assert 0 < int(response["Retry-After"]) <= 900
    assert "_auth_user_id" not in client.session


def test_lockout_ends_after_fifteen_minutes(person, client):
    for n in range(9):
        sign_in(client, password=f"wrong {n}")

    with time_machine.travel(timezone.now() + timedelta(minutes=14)):
        assert sign_in(client).status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=5)):
        assert sign_in(client).status_code == 302


def test_another_spelling_is_no_fresh_start(person, client):
    for n in range(8):
        sign_in(client, ["mira@example.org", "MIRA@example.org"][n % 2], "wrong")

    assert sign_in(client, "Mira@Example.org").status_code == 429


def test_lockout_holds_for_one_network_address(person, client):
    for _n in range(9):
        sign_in(client, password="wrong", REMOTE_ADDR="192.0.2.1")

    assert sign_in(client, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert sign_in(client, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_forged_forwarding_does_not_escape_the_lockout(person, client, settings):
    settings.TRUSTED_PROXIES = 1
    for n in range(9):
        sign_in(
            client, password="wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 192.0.2.1"
        )

    response = sign_in(client, HTTP_X_FORWARDED_FOR="203.0.113.99, 192.0.2.1")

    assert response.status_code == 429


def test_success_forgets_failures(person, client):
    for _n in range(7):
        sign_in(client, password="wrong")
    assert sign_in(client).status_code == 302

    assert not AccessAttempt.objects.exists()


def test_unknown_address_is_locked_out_too(client, db):
    for _n in range(8):
        response = sign_in(client, "nobody@example.org", "wrong")

    assert response.status_code == 429


def test_sign_in_is_written_to_the_log(person, client):
    sign_in(client, password="wrong", REMOTE_ADDR="192.0.2.77")
    sign_in(client, REMOTE_ADDR="192.0.2.77")
    client.post("/en/account/logout/")

    entries = list(AuditEntry.objects.order_by("pk"))

    assert [entry.verb for entry in entries] == [
        "sign_in_failed",
        "signed_in",
        "signed_out",
    ]
    assert {entry.address for entry in entries[:2]} == {"192.0.2.0"}
    assert [entry.subject_name for entry in entries] == ["Mira Talvik"] * 3
    assert [entry.actor for entry in entries] == [None, person, person]


def test_lockout_is_written_once(person, client):
    for _n in range(12):
        sign_in(client, password="wrong")

    verbs = [entry.verb for entry in AuditEntry.objects.order_by("pk")]

    assert verbs == ["sign_in_failed"] * 7 + ["locked_out"]


def test_what_was_typed_as_unknown_address_is_not_kept(client, db):
    sign_in(client, "my-secret-password@typo.example", "x")

    assert "my-secret" not in str(list(AuditEntry.objects.values()))


def test_sign_up_makes_a_learner_without_power(
    client, db, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            SIGN_UP,
            NEW | {"role": "system_administrator", "is_staff": "1", "country": "XA"},
        )

    person = User.objects.get()
    assert response.url == "/en/account/confirm-email/"
    assert (person.email, person.full_name) == ("ana@example.org", "Ana Rivas")
    assert [(one.role, one.country) for one in person.memberships.all()] == [
        ("learner", None)
    ]
    assert (person.is_staff, person.is_superuser) == (False, False)
    assert "_auth_user_id" not in client.session
    assert mail.outbox[0].subject == "Confirm your e-mail address"


def test_sign_up_is_confirmed_by_pressing_not_by_looking(
    client, db, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(SIGN_UP, NEW)
    path = link_in(mail.outbox[0])

    page = text(client.get(path))
    assert "ana@example.org" in page
    assert not EmailAddress.objects.get().verified

    response = client.post(path)
    assert EmailAddress.objects.get().verified
    assert response.url == "/en/learn/"
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_sign_up_keeps_the_language_of_the_page(client, db):
    client.post("/ru/account/signup/", NEW)

    assert User.objects.get().language == "ru"


def test_unconfirmed_address_cannot_sign_in(client, db):
    client.post(SIGN_UP, NEW)

    response = sign_in(client, "ana@example.org", NEW["password1"])

    assert response.url == "/en/account/confirm-email/"
    assert "_auth_user_id" not in client.session


def test_sign_up_with_a_taken_address_tells_nobody(
    person, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(SIGN_UP, NEW | {"email": "MIRA@example.org"})

    assert response.url == "/en/account/confirm-email/"
    assert User.objects.count() == 1
    assert mail.outbox[0].subject == "You already have an account"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("full_name", "", "Write the full name."),
        ("full_name", "N" * 201, "at most 200 characters"),
        ("email", "no at", "like name@institution.org"),
        ("password1", "short", "too short"),
        ("password1", "1234567890", "entirely numeric"),
    ],
)
def test_wrong_sign_up_is_refused_in_words(field, value, words, client, db):
    page = text(client.post(SIGN_UP, NEW | {field: value}))

    assert words in page
    assert not User.objects.exists()


def test_closed_registration_has_a_decent_page(client, db, settings):
    settings.REGISTRATION_OPEN = False

    page = text(client.get(SIGN_UP))
    client.post(SIGN_UP, NEW)

    assert "Accounts are opened by invitation" in page
    assert not User.objects.exists()
    assert "Open an account" not in text(client.get(LOGIN))


def test_new_password_by_email(person, client, django_capture_on_commit_callbacks):
    for _n in range(9):
        sign_in(client, password="wrong")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/en/account/password/reset/", {"email": "Mira@Example.org"})
    path = link_in(mail.outbox[0])

    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "a new and better password"})

    assert sign_in(client, password="a new and better password").status_code == 302
    assert client.get(path, follow=True).content.decode().count("no longer works") == 1
    assert AuditEntry.objects.filter(verb="password_changed").count() == 1


def test_new_password_for_nobody_looks_the_same(
    client, db, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            "/en/account/password/reset/", {"email": "nobody@example.org"}, follow=True
        )

    assert "If there is an account with this address" in text(response)
    assert mail.outbox[0].subject == "There is no account with this address"


def test_password_change_keeps_this_session_and_ends_others(person, client):
    other = type(client)()
    other.force_login(person)
    client.force_login(person)

    response = client.post(
        "/en/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "a new and better password"},
    )

    assert response.url == "/en/profile/"
    assert client.get("/en/profile/").status_code == 200
    assert other.get("/en/profile/").status_code == 302


def test_email_change_waits_for_confirmation(
    person, client, django_capture_on_commit_callbacks
):
    client.force_login(person)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            "/en/account/email/", {"email": "new@example.org", "action_add": "1"}
        )
    person.refresh_from_db()
    assert person.email == "mira@example.org"

    client.post(link_in(mail.outbox[0]))

    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert AuditEntry.objects.filter(verb="email_changed").count() == 1


def test_sign_out_asks_and_then_does(person, client):
    client.force_login(person)

    assert "Sign out?" in text(client.get("/en/account/logout/"))
    assert "_auth_user_id" in client.session
    client.post("/en/account/logout/")
    assert "_auth_user_id" not in client.session
