"""Seeing, taking along and closing: the account itself."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone

from lms.accounts import mail, my_data, services
from lms.accounts.audit import record
from lms.accounts.models import (
    AuditEntry,
    DataExport,
    Invitation,
    Membership,
    OutgoingMail,
    User,
)
from lms.accounts.models.exports import KEPT_FOR
from lms.accounts.my_data.archive import archive, words
from lms.accounts.roles import Role
from lms.core.private_files import private_storage, store_private
from tests.accounts.factories import PASSWORD, UserFactory, make_person

PAGE = "/en/profile/data/"
CLOSE = "/en/profile/close/"
KEEP = {"certificates": "keep", "password": PASSWORD}


def text(response) -> str:
    """Return the page with runs of space made one."""
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client, learner):
    """The learner's browser."""
    client.force_login(learner)
    return client


def opened(content: bytes) -> zipfile.ZipFile:
    """Return an archive to read in."""
    return zipfile.ZipFile(BytesIO(content))


def rows(content: bytes, name: str) -> list[dict]:
    """Return the rows of one kind in an archive."""
    return json.loads(opened(content).read(f"data/{name}.json"))["rows"]


# Seeing


def test_page_names_every_kind_with_its_number(signed_in):
    page = text(signed_in.get(PAGE))

    for holding in my_data.holdings():
        assert str(holding.title) in page, holding.name
    assert "Administrators of your country see them." in page


def test_profile_leads_there(signed_in):
    page = text(signed_in.get("/en/profile/"))

    assert PAGE in page
    assert CLOSE in page


# Taking along


def test_archive_holds_a_file_for_every_kind_and_a_page(learner):
    packed = opened(archive(learner, language="en"))

    assert packed.testzip() is None
    assert set(packed.namelist()) >= {
        "index.html",
        *(f"data/{holding.name}.json" for holding in my_data.holdings()),
    }


def test_archive_says_who_one_is(learner):
    content = archive(learner, language="en")

    assert rows(content, "profile")[0]["full_name"] == "Mira Talvik"
    assert rows(content, "roles")[0]["country"] == "Arvania"
    page = opened(content).read("index.html").decode()
    assert "Mira Talvik" in page
    assert 'lang="en" dir="ltr"' in page


def test_archive_speaks_the_language_of_the_page(learner):
    page = opened(archive(learner, language="ar")).read("index.html").decode()

    assert 'lang="ar" dir="rtl"' in page


def test_archive_holds_no_secrets_and_nobody_else(learner, administrator):
    Authenticator.objects.create(
        user=learner, type=Authenticator.Type.TOTP, data={"secret": "hidden-secret"}
    )
    record(administrator, "people_exported", people=3)
    content = archive(learner, language="en")

    everything = "".join(
        opened(content).read(name).decode() for name in opened(content).namelist()
    )
    assert "hidden-secret" not in everything
    assert learner.password not in everything
    assert administrator.email not in everything
    assert {"kind": "totp"}.items() <= rows(content, "signing-in")[1].items()


def test_name_is_text_on_the_page(arvania):
    person = make_person(Role.LEARNER, arvania, full_name="<script>alert(1)</script>")

    page = opened(archive(person, language="en")).read("index.html").decode()

    assert "<script>" not in page


def test_asking_makes_the_archive_and_it_is_taken_by_its_person_only(
    signed_in, learner, administrator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(f"{PAGE}archive/")
    export = DataExport.objects.get()
    address = f"{PAGE}{export.public_id}/"
    other = Client()
    other.force_login(administrator)

    assert export.state == "ready"
    assert "Download the archive" in text(signed_in.get(PAGE))
    taken = signed_in.get(address).content
    assert rows(taken, "profile")[0]["email"] == learner.email
    assert other.get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_double_click_makes_one_archive(signed_in, learner):
    first = services.ask_for_archive(learner, language="en")
    second = services.ask_for_archive(learner, language="en")

    assert first == second
    assert "is being made" in text(signed_in.get(PAGE))


def test_archive_that_fails_says_so_and_can_be_asked_for_again(
    signed_in, learner, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("lms.accounts.services.my_data.archive", lambda *a, **k: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(f"{PAGE}archive/")
    assert "could not be made" in text(signed_in.get(PAGE))
    monkeypatch.undo()

    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(f"{PAGE}archive/")

    assert DataExport.objects.get().state == "ready"


def test_archive_of_an_account_closed_meanwhile_is_not_kept(learner, monkeypatch):
    export = services.ask_for_archive(learner, language="en")
    stored = []

    def closed_meanwhile(name, content):
        DataExport.objects.all().delete()
        stored.append(store_private(name, content))
        return name

    monkeypatch.setattr("lms.accounts.services.my_data.store_private", closed_meanwhile)

    services.make_archive.call(export.pk)

    assert not private_storage().exists(stored[0])


def test_archive_is_gone_after_a_week(
    signed_in, learner, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.ask_for_archive(learner, language="en")
    export = DataExport.objects.get()
    DataExport.objects.update(asked_at=timezone.now() - KEPT_FOR - timedelta(hours=1))

    assert signed_in.get(f"{PAGE}{export.public_id}/").status_code == 404
    assert "Download the archive" not in text(signed_in.get(PAGE))
    assert services.forget_old_archives() == 1
    assert not DataExport.objects.exists()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "yes"),
        (None, ""),
        (["a", "b"], "a, b"),
        ({"a": 1}, "a: 1"),
        ("2027-99-99T00:00:00", "2027-99-99T00:00:00"),
        ("1234-not a date, only long", "1234-not a date, only long"),
    ],
)
def test_values_in_words(value, expected):
    assert words(value) == expected


# Closing


def test_closing_asks_for_the_password(signed_in, learner):
    response = signed_in.post(CLOSE, KEEP | {"password": "wrong"})

    learner.refresh_from_db()
    assert response.status_code == 422
    assert "This is not your password." in text(response)
    assert learner.closed_at is None


def test_tries_at_the_password_are_counted(signed_in, learner):
    answers = [
        signed_in.post(CLOSE, KEEP | {"password": "wrong"}).status_code
        for _number in range(15)
    ]

    assert answers[0] == 422
    assert answers[-1] == 302
    assert signed_in.post(CLOSE, KEEP).url == CLOSE
    learner.refresh_from_db()
    assert learner.closed_at is None


def test_closing_leaves_nobody_behind(
    signed_in, learner, django_capture_on_commit_callbacks
):
    email = learner.email
    Authenticator.objects.create(user=learner, type="totp", data={})
    AccessAttempt.objects.create(
        username=email, ip_address="192.0.2.1", failures_since_start=1
    )
    elsewhere = Client()
    elsewhere.force_login(learner)

    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in.post(CLOSE, KEEP)

    closed = User.objects.get(pk=learner.pk)
    assert response.url == "/en/account-closed/"
    assert "Your account is closed" in text(signed_in.get(response.url))
    assert (closed.full_name, closed.latin_name, closed.is_active) == ("", "", False)
    assert closed.email == f"closed-{closed.pk}@account.invalid"
    assert closed.display_name == f"Closed account {closed.pk}"
    assert not closed.has_usable_password()
    assert not EmailAddress.objects.filter(user=closed).exists()
    assert not Authenticator.objects.filter(user=closed).exists()
    assert not AccessAttempt.objects.exists()
    assert signed_in.get("/en/profile/").status_code == 302
    assert elsewhere.get("/en/profile/").status_code == 302
    assert [message.to for message in django_mail.outbox] == [[email]]


def test_nothing_in_the_tables_of_this_room_names_the_person(
    signed_in, learner, administrator, django_capture_on_commit_callbacks
):
    email = learner.email
    services.invite_person(
        email, role=Role.TRAINER, country=learner.country, by=administrator
    )
    record(learner, "profile_changed", learner, address="192.0.2.77")
    record(administrator, "role_granted", learner)
    mail.send(
        "accounts/email/second_factor_reset",
        to=email,
        language="en",
        context={"person": learner, "by": administrator},
        person=learner,
    )

    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(CLOSE, KEEP)

    for model in (AuditEntry, DataExport, Invitation, Membership, OutgoingMail, User):
        held = str(list(model.objects.values()))
        assert email not in held, model
        assert "Mira" not in held, model
        assert "192.0.2" not in held, model
    assert not Session.objects.filter(
        session_key=signed_in.session.session_key
    ).exists()


def test_roles_end_and_pending_invitations_are_withdrawn(learner, administrator):
    services.invite_person(
        learner.email, role=Role.TRAINER, country=learner.country, by=administrator
    )

    services.close_account(learner)

    assert not Membership.objects.current().filter(person=learner).exists()
    assert Invitation.objects.get().withdrawn_at is not None


def test_waiting_emails_do_not_leave_any_more(learner):
    mail.send(
        "accounts/email/second_factor_reset",
        to=learner.email,
        language="en",
        context={"person": learner, "by": ""},
        person=learner,
    )

    services.close_account(learner)

    states = OutgoingMail.objects.order_by("pk").values_list("state", "kind")
    assert list(states) == [
        ("cancelled", "second_factor_reset"),
        ("waiting", "account_closed"),
    ]


def test_activity_log_keeps_what_was_done_under_a_number(learner, administrator):
    record(learner, "profile_changed", learner)
    record(administrator, "role_ended", learner)

    services.close_account(learner)

    name = f"Closed account {learner.pk}"
    assert list(
        AuditEntry.objects.order_by("pk").values_list("verb", "actor_name")
    ) == [
        ("profile_changed", name),
        ("role_ended", "Teodor Vesk"),
        ("account_closed", name),
    ]
    assert set(AuditEntry.objects.values_list("subject_name", flat=True)) == {name}


def test_row_of_a_closed_account_is_like_a_new_one(learner):
    learner.language, learner.time_zone = "ru", "Asia/Tashkent"
    learner.certificate_name = "latin_only"
    learner.is_staff = True
    learner.save()

    services.close_account(learner)

    closed, new = User.objects.get(pk=learner.pk), User()
    told_apart = {
        *("id", "email", "password", "is_active", "date_joined", "session_number"),
        *("closed_at", "deactivated_at"),
    }
    for field in User._meta.concrete_fields:
        if field.name not in told_apart:
            assert getattr(closed, field.attname) == getattr(new, field.attname)


def test_closing_twice_changes_nothing(learner):
    first = services.close_account(learner)
    second = services.close_account(learner)

    assert first.closed_at == second.closed_at
    assert AuditEntry.objects.filter(verb="account_closed").count() == 1
    assert OutgoingMail.objects.count() == 1


def test_last_administrator_of_a_country_is_told_what_to_do(client, administrator):
    client.force_login(administrator)

    response = client.post(CLOSE, KEEP)

    administrator.refresh_from_db()
    assert response.status_code == 422
    assert "You are the last country administrator of Arvania." in text(response)
    assert administrator.closed_at is None
    assert administrator.full_name == "Teodor Vesk"


def test_last_administrator_is_kept_even_with_other_rights(administrator):
    administrator.is_superuser = True
    administrator.save()

    with pytest.raises(services.LastAdministrator):
        services.close_account(administrator)


def test_administrator_may_leave_when_there_is_another(administrator, arvania):
    make_person(Role.COUNTRY_ADMINISTRATOR, arvania)

    assert services.close_account(administrator).closed_at


def test_last_system_administrator_stays(system_administrator):
    with pytest.raises(services.LastAdministrator, match="system administrator"):
        services.close_account(system_administrator)


def test_last_superuser_stays(db):
    person = UserFactory.create(is_superuser=True)

    with pytest.raises(services.LastAdministrator, match="all rights"):
        services.close_account(person)


def test_failure_on_the_way_closes_nothing(learner, monkeypatch):
    monkeypatch.setattr("lms.accounts.services.my_data._empty", lambda *a: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        services.close_account(learner)

    learner.refresh_from_db()
    assert learner.full_name == "Mira Talvik"
    assert learner.memberships.current().exists()


def test_nobody_opens_a_closed_account_again(learner, administrator):
    services.close_account(learner)
    learner.refresh_from_db()

    with pytest.raises(services.NotAllowed):
        services.reactivate_person(learner, by=administrator)
    with pytest.raises(services.NotAllowed):
        services.give_role(
            learner,
            role=Role.LEARNER,
            country=administrator.country,
            by=administrator,
        )


def test_closed_account_is_not_in_the_list_of_people(client, learner, administrator):
    services.close_account(learner)
    client.force_login(administrator)

    assert "Closed account" not in text(client.get("/en/country/people/"))


def test_address_can_be_used_again(learner):
    email = learner.email
    services.close_account(learner)

    assert UserFactory.create(email=email).pk != learner.pk


def test_codes_are_words_on_the_page_and_codes_in_the_files(learner):
    record(learner, "profile_changed", learner)
    content = archive(learner, language="en")
    page = " ".join(opened(content).read("index.html").decode().split())

    assert rows(content, "roles")[0]["role"] == "learner"
    assert rows(content, "activity-log")[0]["verb"] == "profile_changed"
    assert "<bdi>Learner</bdi>" in page
    assert "<bdi>Profile changed</bdi>" in page
