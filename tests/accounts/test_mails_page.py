"""The page of e-mails that have not left."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from lms.accounts import outbox, services
from lms.accounts.models import AuditEntry, OutgoingMail
from lms.accounts.roles import Role
from tests.accounts.factories import make_person

PAGE = "/en/country/mails/"
SECRET = "http://testserver/en/invitation/very-secret-token/"


def waiting(country, **fields) -> OutgoingMail:
    """Return an e-mail to somebody in this country that has not left."""
    now = timezone.now()
    return OutgoingMail.objects.create(
        **{
            "recipient": "mira@example.org",
            "country": country,
            "kind": "password_reset_key",
            "language": "en",
            "subject": "Choose a new password",
            "sealed": outbox.seal(f"Go to {SECRET}"),
            "problem": "server",
            "tries": 3,
            "tried_at": now - timedelta(minutes=5),
            "next_try_at": now + timedelta(minutes=10),
            "created_at": now - timedelta(hours=2),
        }
        | fields
    )


def text(response) -> str:
    """Return the page with runs of space made one."""
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client, administrator):
    """A browser in which the administrator of Arvania is signed in."""
    client.force_login(administrator)
    return client


def test_administrator_reads_why_an_email_waits(signed_in, arvania):
    waiting(arvania)

    page = text(signed_in.get(PAGE))

    assert "mira@example.org" in page
    assert "New password" in page
    assert "The mail server could not be reached." in page
    assert "Tried 3 times" in page


def test_administrator_never_reads_what_it_says(signed_in, arvania):
    found = waiting(arvania)

    page = text(signed_in.get(PAGE))

    assert "very-secret-token" not in page
    assert "very-secret-token" not in found.sealed
    assert found.sealed not in page


def test_administrator_sees_the_own_country_only(
    client, administrator, system_administrator, arvania, belmora
):
    waiting(arvania)
    waiting(belmora, recipient="hanna@example.org")
    waiting(None, recipient="nobody@example.org")

    client.force_login(administrator)
    own = [mail.recipient for mail in client.get(PAGE).context["page"]]
    client.force_login(system_administrator)
    every = [mail.recipient for mail in client.get(PAGE).context["page"]]

    assert own == ["mira@example.org"]
    assert sorted(every) == [
        "hanna@example.org",
        "mira@example.org",
        "nobody@example.org",
    ]


def test_answer_of_the_server_is_for_those_who_look_after_it(
    client, administrator, system_administrator, arvania
):
    waiting(arvania, last_error="SMTPServerDisconnected: gone")
    pages = []
    for person in (administrator, system_administrator):
        client.force_login(person)
        pages.append(text(client.get(PAGE)))

    assert "SMTPServerDisconnected" not in pages[0]
    assert "SMTPServerDisconnected: gone" in pages[1]


def test_what_has_left_is_not_in_the_list(signed_in, arvania):
    waiting(arvania, state="sent", sealed="", sent_at=timezone.now())
    waiting(arvania, state="cancelled", sealed="")

    assert "All e-mails have left" in text(signed_in.get(PAGE))


@pytest.mark.parametrize("state", ["waiting", "given_up"])
def test_try_again_sends_it_now(
    state, signed_in, arvania, django_capture_on_commit_callbacks
):
    found = waiting(arvania, state=state)

    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(f"{PAGE}{found.pk}/try-again/")

    found.refresh_from_db()
    assert found.state == "sent"
    assert SECRET in django_mail.outbox[0].body
    assert AuditEntry.objects.filter(verb="mail_tried_again").count() == 1


def test_try_again_says_why_it_did_not_leave(
    signed_in, arvania, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "no.such.backend"
    found = waiting(arvania, state="given_up", problem="address")

    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in.post(f"{PAGE}{found.pk}/try-again/")

    assert response.status_code == 302
    page = text(signed_in.get(PAGE))
    assert "The mail server refuses this e-mail." in page


def test_all_again_sends_all_of_the_own_country(
    signed_in, arvania, belmora, django_capture_on_commit_callbacks
):
    for number in range(3):
        waiting(arvania, recipient=f"person{number}@example.org")
    other = waiting(belmora, problem="busy")

    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(f"{PAGE}try-again/")

    assert len(django_mail.outbox) == 3
    other.refresh_from_db()
    assert other.state == "waiting"


def test_email_whose_text_was_erased_cannot_be_tried_again(signed_in, arvania):
    found = waiting(arvania, state="given_up", sealed="")

    signed_in.post(f"{PAGE}{found.pk}/try-again/")

    found.refresh_from_db()
    assert found.state == "given_up"
    assert "Too old to send" in text(signed_in.get(PAGE))


def test_notice_after_an_hour_only(signed_in, administrator, arvania):
    found = waiting(arvania, created_at=timezone.now() - timedelta(minutes=50))
    assert services.late_mails(administrator) == 0

    OutgoingMail.objects.filter(pk=found.pk).update(
        created_at=timezone.now() - timedelta(minutes=70)
    )

    assert services.late_mails(administrator) == 1
    assert "1 e-mail has not left." in text(signed_in.get("/en/country/people/"))
    assert "1 e-mail has not left." in text(signed_in.get("/en/learn/"))


def test_notice_costs_learners_nothing(learner, arvania, django_assert_num_queries):
    waiting(arvania)
    learner.current_memberships  # noqa: B018 - read once for every page

    with django_assert_num_queries(0):
        assert services.late_mails(learner) == 0


@pytest.mark.parametrize("count", [3, 50])
def test_list_costs_the_same_for_any_number(
    count, signed_in, arvania, belmora, django_assert_max_num_queries
):
    for number in range(count):
        waiting(arvania, recipient=f"person{number}@example.org")

    with django_assert_max_num_queries(8):
        signed_in.get(PAGE)


def test_coordinator_may_not_try_again(arvania):
    coordinator = make_person(Role.COORDINATOR, arvania)

    with pytest.raises(services.NotAllowed):
        services.try_mails_again(OutgoingMail.objects.all(), by=coordinator)
