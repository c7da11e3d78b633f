"""E-mails that are never lost: waiting, tried again, given up, sent once."""

import smtplib
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from axes.models import AccessAttempt
from cryptography.fernet import Fernet
from django.core import mail as django_mail
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import default_task_backend

from lms.accounts import mail, outbox, services
from lms.accounts.models import Invitation, OutgoingMail
from lms.accounts.roles import Role

RESET = "accounts/email/second_factor_reset"
NOW = timezone.now()


class Server(BaseEmailBackend):
    """A mail server that fails as it is told to."""

    answer: Exception | None = None
    asked = 0

    def send_messages(self, messages):
        """Take the messages, or raise what the test asks for."""
        Server.asked += 1
        if Server.answer:
            raise Server.answer
        django_mail.outbox.extend(messages)
        return len(messages)


@pytest.fixture
def server(settings, mailoutbox):
    """The mail server; set its answer to make it fail."""
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.answer, Server.asked = None, 0
    yield Server
    Server.answer = None


@pytest.fixture
def write(learner, django_capture_on_commit_callbacks):
    """Write an e-mail to the learner, and let what follows the commit happen."""

    def written(**options):
        with django_capture_on_commit_callbacks(execute=True):
            made = mail.send(
                RESET,
                to=options.pop("to", learner.email),
                language="en",
                context={"person": learner, "by": "Teodor Vesk"},
                person=learner,
                **options,
            )
        made.refresh_from_db()
        return made

    return written


def test_email_leaves_after_the_commit_and_its_text_is_erased(write, server, arvania):
    found = write()

    assert found.state == "sent"
    assert found.sealed == ""
    assert found.country == arvania
    assert found.kind == "second_factor_reset"
    assert "Teodor Vesk has taken away" in django_mail.outbox[0].body


def test_email_is_not_written_without_what_causes_it(learner, server):
    with transaction.atomic():
        mail.send(
            RESET,
            to=learner.email,
            language="en",
            context={"person": learner, "by": ""},
        )
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()


def test_mail_server_that_is_down_delays_and_breaks_nothing(write, server):
    server.answer = ConnectionRefusedError(111, "Connection refused")

    found = write()

    assert (found.state, found.problem, found.tries) == ("waiting", "server", 1)
    assert found.next_try_at == found.tried_at + timedelta(minutes=1)
    assert "Teodor" not in found.sealed


def test_pauses_grow_until_the_email_is_given_up(write, server):
    server.answer = ConnectionRefusedError(111, "Connection refused")
    found = write()
    pauses = []

    while found.state == "waiting":
        pauses.append(found.next_try_at - found.tried_at)
        outbox.send_waiting(limit=10, at=found.next_try_at)
        found.refresh_from_db()

    assert pauses == list(outbox.PAUSES)
    assert (found.state, found.tries) == ("given_up", len(outbox.PAUSES) + 1)
    assert found.sealed


def test_email_that_waited_leaves_when_the_server_is_back(write, server):
    server.answer = TimeoutError()
    found = write()
    server.answer = None

    sent = outbox.send_waiting(limit=10, at=found.next_try_at)

    found.refresh_from_db()
    assert (sent, found.state, found.problem) == (1, "sent", "")
    assert django_mail.outbox[0].to == [found.recipient]


def test_not_yet_due_is_left_alone(write, server):
    server.answer = TimeoutError()
    found = write()
    server.answer = None

    assert outbox.send_waiting(limit=10, at=found.tried_at) == 0


def test_thousand_emails_do_not_wait_for_a_thousand_timeouts(write, server):
    server.answer = TimeoutError()

    found = [write(to=f"person{number}@example.org") for number in range(5)]

    assert server.asked == 1
    assert [mail.tries for mail in found] == [1, 0, 0, 0, 0]
    assert outbox.send_waiting(limit=None, at=NOW + timedelta(hours=1)) == 0
    assert server.asked == 2


def test_one_that_gets_through_takes_those_held_up_along(write, server):
    server.answer = TimeoutError()
    first, second = write(), write()
    long_ago = timezone.now() - timedelta(hours=5)
    OutgoingMail.objects.filter(pk=first.pk).update(
        tried_at=long_ago, next_try_at=timezone.now() + timedelta(hours=7)
    )
    server.answer = None

    write()

    states = OutgoingMail.objects.values_list("state", flat=True)
    assert list(states) == ["sent", "sent", "sent"]
    assert second.tries == 0


@pytest.mark.parametrize(
    ("answer", "problem", "state"),
    [
        (
            smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such user")}),
            "address",
            "given_up",
        ),
        (
            smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"greylisted")}),
            "busy",
            "waiting",
        ),
        (smtplib.SMTPDataError(554, b"spam"), "refused", "given_up"),
        (smtplib.SMTPDataError(452, b"full"), "busy", "waiting"),
        (smtplib.SMTPAuthenticationError(535, b"who are you"), "login", "waiting"),
        (smtplib.SMTPServerDisconnected("gone"), "server", "waiting"),
        (smtplib.SMTPConnectError(421, b"shutting down"), "server", "waiting"),
        (OSError("no route"), "server", "waiting"),
        (ValueError("header"), "refused", "given_up"),
    ],
)
def test_answers_of_mail_servers(answer, problem, state, write, server):
    server.answer = answer

    found = write()

    assert (found.problem, found.state) == (problem, state)


def test_changed_secret_key_is_said_so(write, server, settings):
    server.answer = TimeoutError()
    found = write()
    server.answer = None
    settings.SECRET_KEY = Fernet.generate_key().decode()

    outbox.send_waiting(limit=1, at=found.next_try_at)

    found.refresh_from_db()
    assert (found.problem, found.state) == ("unreadable", "given_up")


def test_same_key_is_sent_once(write, server):
    first = write(once_key="reminder:1:2027-03-01")
    second = write(once_key="reminder:1:2027-03-01")

    assert first == second
    assert len(django_mail.outbox) == 1


def test_two_workers_do_not_send_the_same_email(write, server):
    server.answer = TimeoutError()
    found = write()
    server.answer = None

    first = outbox.attempt(found.pk, at=found.next_try_at)
    second = outbox.attempt(found.pk, at=found.next_try_at)

    assert first.state == "sent"
    assert second is None


@pytest.mark.parametrize("answer", [None, TimeoutError()])
def test_email_cancelled_during_a_try_stays_cancelled(answer, write, server):
    server.answer = TimeoutError()
    found = write()
    server.answer = answer
    outbox_of = OutgoingMail.objects.filter(pk=found.pk)
    send = server.send_messages

    def cancelled_meanwhile(self, messages):
        outbox.cancel(outbox_of)
        outbox_of.update(recipient="")
        return send(self, messages)

    server.send_messages = cancelled_meanwhile
    try:
        outbox.attempt(found.pk, at=found.next_try_at)
    finally:
        server.send_messages = send

    found.refresh_from_db()
    assert (found.state, found.recipient, found.sealed) == ("cancelled", "", "")


def test_attachment_and_answer_address_travel_along(write, server):
    server.answer = TimeoutError()
    calendar = mail.Attachment("due.ics", b"BEGIN:VCALENDAR", "text/calendar")
    found = write(attachments=(calendar,), reply_to="trainer@example.org")
    server.answer = None

    outbox.send_waiting(limit=1, at=found.next_try_at)

    message = django_mail.outbox[0]
    assert message.reply_to == ["trainer@example.org"]
    assert message.attachments[0][:2] == ("due.ics", "BEGIN:VCALENDAR")


def test_invitation_is_marked_as_sent_when_its_email_leaves(
    administrator, arvania, server, django_capture_on_commit_callbacks
):
    server.answer = TimeoutError()
    with django_capture_on_commit_callbacks(execute=True):
        invitation = services.invite_person(
            "new@example.org", role=Role.TRAINER, country=arvania, by=administrator
        )
    waiting = invitation.mails.get()
    assert Invitation.objects.get().sent_at is None
    server.answer = None

    outbox.send_waiting(limit=1, at=waiting.next_try_at)

    assert Invitation.objects.get().sent_at == invitation.mails.get().sent_at


def test_link_that_was_replaced_or_withdrawn_does_not_leave(
    administrator, arvania, server, django_capture_on_commit_callbacks
):
    server.answer = TimeoutError()
    with django_capture_on_commit_callbacks(execute=True):
        invitation = services.invite_person(
            "new@example.org", role=Role.TRAINER, country=arvania, by=administrator
        )
        services.resend_invitation(invitation, by=administrator)
    states = invitation.mails.values_list("state", flat=True)
    assert list(states) == ["cancelled", "waiting"]

    services.withdraw_invitation(invitation, by=administrator)

    assert set(states.all()) == {"cancelled"}
    assert not OutgoingMail.objects.exclude(sealed="").exists()


def test_command_sends_what_waits(write, server):
    server.answer = TimeoutError()
    waiting = write()
    OutgoingMail.objects.filter(pk=waiting.pk).update(next_try_at=NOW)
    server.answer = None
    said = StringIO()

    call_command("send_mail", stdout=said)

    assert said.getvalue() == "E-mails sent: 1, waiting: 0.\n"


def test_what_was_kept_long_enough_is_deleted(write, server):
    old, new = write(), write()
    OutgoingMail.objects.filter(pk=old.pk).update(
        created_at=NOW - outbox.KEPT_FOR - timedelta(days=1)
    )
    for days, name in ((29, "new"), (31, "old")):
        tried = AccessAttempt.objects.create(username=name, failures_since_start=1)
        AccessAttempt.objects.filter(pk=tried.pk).update(
            attempt_time=NOW - timedelta(days=days)
        )
    said = StringIO()

    call_command("tidy_up", stdout=said)

    assert said.getvalue() == (
        "Deleted e-mails: 1, archives: 0, unfinished imports: 0, failed sign-ins: 1.\n"
    )
    assert OutgoingMail.objects.get() == new
    assert AccessAttempt.objects.get().username == "new"


def test_text_of_what_was_given_up_is_erased_after_a_month(write, server):
    server.answer = ValueError()
    found = write()
    OutgoingMail.objects.update(created_at=NOW - timedelta(days=31))

    outbox.forget_old(at=NOW)

    found.refresh_from_db()
    assert (found.state, found.sealed) == ("given_up", "")


# Where there is a worker


@pytest.fixture
def worker(settings):
    """A queue that keeps the tasks; the list of what was put into it."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    }
    cache.clear()
    return default_task_backend.results


def test_worker_gets_the_email_and_the_request_does_not_wait(write, server, worker):
    found = write()

    assert (found.state, server.asked) == ("waiting", 0)
    assert [result.task.name for result in worker] == ["deliver"]


def test_worker_plans_the_next_round_after_a_failure(write, server, worker):
    found = write()
    server.answer = TimeoutError()

    mail.deliver.call(found.pk)

    found.refresh_from_db()
    planned = worker[-1].task
    assert planned.name == "deliver_waiting"
    assert planned.run_after - found.tried_at >= timedelta(minutes=1)


def test_worker_plans_one_round_for_many_failures(write, server, worker):
    found = [write(to=f"person{number}@example.org") for number in range(3)]
    busy = {"a@b.example": (450, b"later")}
    server.answer = smtplib.SMTPRecipientsRefused(busy)

    for one in found:
        mail.deliver.call(one.pk)

    names = [result.task.name for result in worker]
    assert names.count("deliver_waiting") <= 2


def test_round_sends_what_is_due_and_plans_no_other_when_nothing_waits(
    write, server, worker
):
    write()
    write()
    worker.clear()

    mail.deliver_waiting.call()

    assert len(django_mail.outbox) == 2
    assert worker == []


def test_round_goes_on_while_the_server_is_down(write, server, worker):
    write()
    write()
    worker.clear()
    server.answer = TimeoutError()

    mail.deliver_waiting.call()

    assert server.asked == 1
    assert [result.task.name for result in worker] == ["deliver_waiting"]


def test_queue_that_fails_loses_nothing(write, server, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise ConnectionError("no queue")

    monkeypatch.setattr(mail, "deliver", SimpleNamespace(enqueue=broken))

    found = write()

    assert found.state == "waiting"
    assert outbox.send_waiting(limit=1) == 1
