"""Authenticator apps, passkeys, recovery codes, and who must have one."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.accounts import second_factor, services
from lms.accounts.adapter import SecondFactorAdapter
from lms.accounts.models import AuditEntry
from lms.accounts.roles import Role
from tests.accounts.factories import PASSWORD, make_person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def required(settings):
    """The rule of production."""
    settings.REQUIRE_SECOND_FACTOR = True


def code_now(secret=SECRET) -> str:
    """Return the code an authenticator app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def text(response) -> str:
    """Return the page with runs of space made one."""
    return " ".join(response.content.decode().split())


def sign_in(client, person):
    """Send the sign-in form."""
    return client.post(
        "/en/account/login/", {"login": person.email, "password": PASSWORD}
    )


def once_more(client, **answer):
    """Answer the question "Is it still you?" with the password or a code."""
    path = (
        "/en/account/2fa/reauthenticate/"
        if "code" in answer
        else "/en/account/reauthenticate/"
    )
    return client.post(path, answer or {"password": PASSWORD})


@pytest.mark.parametrize(
    "role", [Role.COUNTRY_ADMINISTRATOR, Role.VALIDATOR, Role.SYSTEM_ADMINISTRATOR]
)
def test_powerful_roles_must_set_one_up_first(role, required, client, arvania):
    country = arvania if role == Role.COUNTRY_ADMINISTRATOR else None
    client.force_login(make_person(role, country))

    for path in (
        "/en/profile/",
        "/en/country/people/",
        "/cms/",
        "/en/country/activity/",
    ):
        assert client.get(path).url == "/en/account/2fa/"
        assert client.post(path).url == "/en/account/2fa/"
    page = text(client.get("/en/account/2fa/"))
    assert "Your role needs a second factor." in page


@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_staff_must_set_one_up_first(flag, required, client, db):
    client.force_login(make_person(**{flag: True}))

    assert client.get("/en/profile/").url == "/en/account/2fa/"


@pytest.mark.parametrize(
    "role",
    [Role.LEARNER, Role.TRAINER, Role.RESPONDENT, Role.FOCAL_POINT, Role.COORDINATOR],
)
def test_other_roles_need_none(role, required, client, arvania):
    client.force_login(make_person(role, arvania))

    assert client.get("/en/profile/").status_code == 200


def test_rule_is_off_by_default(client, administrator):
    client.force_login(administrator)

    assert client.get("/en/profile/").status_code == 200


def test_way_out_and_the_way_to_set_up_are_open(required, client, administrator):
    client.force_login(administrator)

    assert client.get("/healthz/").status_code == 200
    assert client.get("/en/account/2fa/").status_code == 200
    assert client.get("/en/account/logout/").status_code == 200
    assert client.get("/en/account/2fa/totp/activate/").url.startswith(
        "/en/account/reauthenticate/"
    )
    assert client.post("/i18n/setlang/", {"language": "ru"}).status_code == 302
    assert client.post("/en/account/logout/").status_code == 302


def test_visitor_is_not_asked(required, client, db):
    assert client.get("/en/account/login/").status_code == 200


def test_factor_is_looked_up_once_per_session(required, client, administrator):
    TOTP.activate(administrator, SECRET)
    client.force_login(administrator)
    client.get("/en/country/invitations/")

    with CaptureQueriesContext(connection) as captured:
        client.get("/en/country/invitations/")

    asked = [query["sql"] for query in captured if "mfa_authenticator" in query["sql"]]
    assert asked == []


def test_recovery_codes_alone_are_no_second_factor(administrator):
    RecoveryCodes.activate(administrator)

    assert second_factor.is_set_up(administrator) is False


def test_role_given_during_a_session_asks_at_the_next_page(
    required, client, arvania, system_administrator
):
    person = make_person(Role.LEARNER, arvania)
    client.force_login(person)
    assert client.get("/en/profile/").status_code == 200

    services.give_role(
        person,
        role=Role.COUNTRY_ADMINISTRATOR,
        country=arvania,
        by=system_administrator,
    )

    assert client.get("/en/profile/").url == "/en/account/2fa/"


def test_setting_up_an_app_and_signing_in_with_it(
    client, learner, django_capture_on_commit_callbacks
):
    sign_in(client, learner)
    asked = client.get("/en/account/2fa/totp/activate/", follow=True)
    assert "Is it still you?" in text(asked)
    assert "This is not your password." in text(
        client.post("/en/account/reauthenticate/", {"password": "wrong"})
    )
    once_more(client)
    page = text(client.get("/en/account/2fa/totp/activate/"))
    secret = re.search(r'dir="ltr">([A-Z2-7]{32})<', page)[1]
    assert 'src="data:image/svg+xml' in page

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            "/en/account/2fa/totp/activate/", {"code": code_now(secret)}
        )

    assert response.url == "/en/account/2fa/recovery-codes/"
    codes = re.findall(r'dir="ltr">([0-9a-z]+)<', text(client.get(response.url)))
    assert len(codes) == 10
    client.post("/en/account/logout/")
    assert sign_in(client, learner).url == "/en/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert (
        client.post("/en/account/2fa/authenticate/", {"code": codes[0]}).url
        == "/en/learn/"
    )
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"second_factor_added", "signed_in"} <= verbs


def test_password_alone_is_not_signed_in(client, learner):
    TOTP.activate(learner, SECRET)

    sign_in(client, learner)

    assert client.get("/en/profile/").status_code == 302
    assert not AuditEntry.objects.filter(verb="signed_in").exists()


def test_wrong_codes_are_throttled(client, learner):
    TOTP.activate(learner, SECRET)
    sign_in(client, learner)

    pages = [
        text(client.post("/en/account/2fa/authenticate/", {"code": "000000"}))
        for _n in range(6)
    ]

    assert "This code is not right." in pages[0]
    assert "There were too many tries." in pages[-1]


def test_removing_the_factor_asks_for_a_new_one(required, client, administrator):
    TOTP.activate(administrator, SECRET)
    sign_in(client, administrator)
    client.post("/en/account/2fa/authenticate/", {"code": code_now()})
    assert client.get("/en/profile/").status_code == 200
    once_more(client)
    assert "Remove the authenticator app?" in text(
        client.get("/en/account/2fa/totp/deactivate/")
    )

    client.post("/en/account/2fa/totp/deactivate/")

    assert client.get("/en/profile/").url == "/en/account/2fa/"


def test_picture_for_the_app_is_dark_on_white():
    picture = SecondFactorAdapter().build_totp_svg("otpauth://totp/x?secret=ABC")

    assert picture.startswith("<svg xmlns=")
    assert 'fill="#fff"' in picture


def test_secrets_are_stored_encrypted(learner):
    TOTP.activate(learner, SECRET)

    stored = str(Authenticator.objects.get(user=learner).data)

    assert SECRET not in stored
    assert TOTP(Authenticator.objects.get(user=learner)).validate_code(code_now())


def test_secrets_survive_a_change_of_the_secret_key(settings):
    adapter = SecondFactorAdapter()
    old = settings.SECRET_KEY
    stored = adapter.encrypt(SECRET)

    settings.SECRET_KEY = "another"
    with pytest.raises(ValidationError):
        adapter.decrypt(stored)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert adapter.decrypt(stored) == SECRET


def test_passkey_pages_have_no_inline_script(client, learner):
    sign_in(client, learner)
    once_more(client)
    paths = [
        "/en/account/2fa/webauthn/",
        "/en/account/2fa/webauthn/add/",
        "/en/account/2fa/",
    ]

    for path in paths:
        assert inline_scripts(client.get(path)) == []
    client.post("/en/account/logout/")
    assert inline_scripts(client.get("/en/account/login/")) == []


def inline_scripts(response) -> list[str]:
    """Return the script elements a strict content policy would refuse."""
    assert response.status_code == 200
    page = response.content.decode()
    scripts = re.findall(r"<script([^>]*)>([^<]*)</script>", page)
    return [
        attributes
        for attributes, content in scripts
        if "src=" not in attributes and "application/json" not in attributes
    ] + re.findall(r"\son[a-z]+=|\sstyle=", page)


def test_passkey_forms_wait_for_the_browser(client, db):
    page = client.get("/en/account/login/").content.decode()

    assert re.search(r'id="passkey-form"[^>]*data-passkey hidden', page)
    assert '"login": "passkey-login"' in page


def test_passkey_ceremony_begins(client, db):
    response = client.get(
        "/en/account/2fa/webauthn/login/", HTTP_ACCEPT="application/json"
    )

    options = response.json()["request_options"]["publicKey"]
    assert options["rpId"] == "testserver"
    assert len(options["challenge"]) > 20


def test_forged_passkey_is_refused(client, learner):
    for forged in (
        '{"id": "x"}',
        "{}",
        "[]",
        "1",
        '{"id": 1, "rawId": "x"}',
        "no json",
    ):
        response = client.post(
            "/en/account/2fa/webauthn/login/", {"credential": forged}, follow=True
        )
        assert response.status_code == 200
        assert "_auth_user_id" not in client.session


def test_forged_new_passkey_is_refused_in_words(client, learner):
    sign_in(client, learner)
    once_more(client)

    response = client.post(
        "/en/account/2fa/webauthn/add/", {"name": "x", "credential": '{"id": "x"}'}
    )

    assert "The passkey did not work." in text(response)
    assert not Authenticator.objects.exists()


def test_lost_factor_is_taken_away_by_the_administrator(
    client, administrator, learner, django_capture_on_commit_callbacks, mailoutbox
):
    TOTP.activate(learner, SECRET)
    RecoveryCodes.activate(learner)
    client.force_login(administrator)
    page = text(client.get(f"/en/country/people/{learner.pk}/"))
    assert "Signs in with a second factor." in page
    path = f"/en/country/people/{learner.pk}/second-factor/"
    assert "really lost" in text(client.get(path))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(path)
        client.post(path)

    assert not Authenticator.objects.filter(user=learner).exists()
    assert AuditEntry.objects.filter(verb="second_factor_reset").count() == 1
    assert [message.to for message in mailoutbox] == [[learner.email]]
    assert "Teodor Vesk has taken away" in mailoutbox[0].body


def test_factor_of_somebody_elsewhere_is_not_taken_away(administrator, outsider):
    TOTP.activate(outsider, SECRET)

    with pytest.raises(services.NotAllowed):
        services.reset_second_factor(outsider, by=administrator)

    assert Authenticator.objects.filter(user=outsider).exists()
