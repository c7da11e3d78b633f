"""check_production says what is missing, and nothing that is not."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from lms.core import production_check as check
from lms.core.production_check import State

pytestmark = pytest.mark.django_db


def subjects(findings, state=State.MISSING) -> list[str]:
    """Return what the findings of a state are about."""
    return [finding.subject for finding in findings if finding.state is state]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("short", ["SECRET_KEY"]),
        ("a" * 60, ["SECRET_KEY"]),
        ("django-insecure-" + "q8w7e6r5t4" * 5, ["SECRET_KEY"]),
        ("k3J9x" * 12, []),
    ],
)
def test_secret_key_that_can_be_guessed_is_missing(settings, key, expected):
    settings.SECRET_KEY = key

    assert subjects(check.check_secret_key()) == expected


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        (["*"], ["ALLOWED_HOSTS"]),
        ([], ["ALLOWED_HOSTS"]),
        (["elsewhere.example"], ["ALLOWED_HOSTS"]),
        (["streetlight.example"], []),
    ],
)
def test_hosts_have_to_be_ours(settings, hosts, expected):
    settings.BASE_URL = "https://streetlight.example"
    settings.ALLOWED_HOSTS = hosts

    assert subjects(check.check_hosts()) == expected


def test_plain_http_is_missing(settings):
    settings.BASE_URL = "http://streetlight.example"

    assert subjects(check.check_https()) == ["HTTPS"]


def test_debug_and_demo_mode_are_missing(settings):
    settings.DEBUG = True
    settings.DEMO_MODE = True

    assert subjects(check.check_mode()) == ["Debug mode", "Demo mode"]


def test_demo_account_in_the_database_is_missing(settings):
    settings.DEMO_ACCOUNTS = f"{__name__}.INVENTED"
    get_user_model().objects.create_user("demo@example.org")

    assert subjects(check.check_mode()) == ["Demo accounts"]


INVENTED = [("demo@example.org", "Learner")]


def test_administrator_is_missing_at_first(settings):
    settings.REQUIRE_SECOND_FACTOR = True

    assert subjects(check.check_administrators()) == ["Administrator"]


def test_administrator_without_second_factor_is_named(settings):
    settings.REQUIRE_SECOND_FACTOR = True
    get_user_model().objects.create_superuser("amira@example.org")

    (finding,) = check.check_administrators()

    assert finding.state is State.MISSING
    assert finding.text.startswith("amira@example.org has to")


def test_administrator_with_second_factor_is_fine(settings):
    settings.REQUIRE_SECOND_FACTOR = True
    person = get_user_model().objects.create_superuser("amira@example.org")
    person.authenticator_set.create(type="totp", data={"secret": ""})

    assert subjects(check.check_administrators(), State.FINE) == [
        "Administrators with a second factor"
    ]


def test_recovery_codes_alone_are_no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = True
    person = get_user_model().objects.create_superuser("amira@example.org")
    person.authenticator_set.create(type="recovery_codes", data={})

    assert subjects(check.check_administrators()) == ["Second factor"]


def test_storage_is_really_tried(settings, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": blocked},
        }
    }
    found = [f for f in check.examine() if f.subject == "Storage"]

    assert [finding.state for finding in found] == [State.MISSING]
    assert "could not be looked at" in found[0].text


def test_storage_that_works_is_fine_and_left_empty(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        alias: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / alias},
        }
        for alias in ("default", "private")
    }

    assert subjects(check.check_storage()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_mail_server_that_does_not_answer_is_missing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.DEFAULT_FROM_EMAIL = "streetlight@example.org"
    settings.SUPPORT_EMAIL = "support@example.org"

    (finding,) = check.check_email()

    assert finding.state is State.MISSING
    assert finding.text.startswith("127.0.0.1:9 does not take it")


def test_e_mail_that_goes_nowhere_is_missing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert subjects(check.check_email()) == ["E-mail"]


def test_command_ends_with_1_while_something_is_missing(capsys):
    with pytest.raises(SystemExit) as end:
        call_command("check_production")

    said = capsys.readouterr().out.splitlines()
    assert end.value.code == 1
    assert [line for line in said if line.startswith("MISSING   HTTPS")]
    assert re.fullmatch(r"\d+ missing\. docs/deploy\.md tells more\.", said[-1])


def test_guide_explains_every_variable(settings):
    root = settings.BASE_DIR
    sources = [
        *(root / "lms" / "settings").glob("*.py"),
        root / "deploy/gunicorn.conf.py",
    ]
    read = {
        name
        for source in sources
        for name in re.findall(
            r'(?:env_\w+|environ\.get)\(\s*"([A-Z][A-Z0-9_]+)"', source.read_text()
        )
    }
    guide = set(
        re.findall(r"`([A-Z][A-Z0-9_]+)`", (root / "docs/deploy.md").read_text())
    )

    # What only the demonstration listens to stands in the README.
    assert read - guide == {"DEMO_MODE", "HOST", "PORT"}


@pytest.mark.parametrize(
    ("status", "headers", "state"),
    [
        (404, {"X-Experience-API-Version": "1.0.3"}, State.FINE),
        (200, {"X-Experience-API-Version": "1.0.3"}, State.FINE),
        (404, {}, State.MISSING),
        (401, {}, State.ADVICE),
        (500, {}, State.MISSING),
    ],
)
def test_learning_record_store_is_asked(status, headers, state, settings, monkeypatch):
    settings.XAPI_ACTIVITY = True
    settings.LRS_ENDPOINT = "https://lrs.example.org/xapi"
    answer = SimpleNamespace(status_code=status, headers=headers)
    monkeypatch.setattr(check.requests, "get", lambda *args, **options: answer)

    assert subjects(check.check_activity_record(), state) == ["Activity record"]


def test_learning_record_store_that_is_silent_is_missing(settings, monkeypatch):
    settings.XAPI_ACTIVITY = True
    settings.LRS_ENDPOINT = "http://127.0.0.1:1/xapi"

    assert subjects(check.check_activity_record()) == ["Activity record"]


def test_activity_record_that_is_off_needs_no_store(settings):
    assert list(check.check_activity_record()) == []
