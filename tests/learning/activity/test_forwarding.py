"""Forwarding to a learning record store that works, fails, refuses and comes back."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import default_task_backend

from lms.learning import services
from lms.learning.activity import forwarding
from lms.learning.models import Statement
from lms.settings.env import env_address
from tests.learning.factories import make_module

LATER = timedelta(days=2)


class Store(BaseHTTPRequestHandler):
    """A learning record store: takes statements whole or not at all."""

    def do_POST(self):
        """Answer as the test says; keep what is taken."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        batch = json.loads(body)
        store = self.server
        store.asked.append((self.path, dict(self.headers), len(batch)))
        status, headers = store.answer(batch)
        if status == 200:
            store.taken += [statement["id"] for statement in batch]
        text = b"because" if status >= 400 else b"[]"
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def store(settings):
    """A running store that takes everything; the settings lead to it."""
    server = HTTPServer(("127.0.0.1", 0), Store)
    server.asked, server.taken = [], []
    server.answer = lambda batch: (200, {})
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    settings.XAPI_ACTIVITY = True
    settings.LRS_ENDPOINT = f"http://127.0.0.1:{server.server_port}/xapi/"
    settings.LRS_KEY, settings.LRS_SECRET = "street", "light"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def statements(store, mira):
    """What somebody's first lesson tells: five statements, the oldest first."""
    module = make_module("91", lessons=2)
    services.finish_lesson(mira, module, module.lessons[0])
    return [str(pk) for pk in Statement.objects.due().values_list("pk", flat=True)]


def states():
    """Return the states of all statements, sorted."""
    return sorted(Statement.objects.values_list("state", flat=True))


def test_batch_is_forwarded_once(store, statements):
    sent = forwarding.forward_waiting()
    forwarding.forward_waiting(at=timezone.now() + LATER)

    assert sent == forwarding.Sent(forwarded=4)
    assert store.taken == statements
    path, headers, size = store.asked[0]
    assert (len(store.asked), path, size) == (1, "/xapi/statements", 4)
    assert headers["X-Experience-API-Version"] == "1.0.3"
    assert headers["Authorization"].startswith("Basic ")
    assert states() == ["forwarded"] * 4


def test_nothing_is_sent_in_a_request(store, mira, django_capture_on_commit_callbacks):
    module = make_module("91", lessons=2)

    with django_capture_on_commit_callbacks(execute=True):
        services.finish_lesson(mira, module, module.lessons[0])

    assert store.asked == []
    assert states() == ["waiting"] * 4


@pytest.mark.parametrize("status", [302, 401, 403, 404, 429, 500, 503])
def test_store_in_trouble_is_asked_again_later(status, store, statements):
    store.answer = lambda batch: (status, {})
    now = timezone.now()

    first = forwarding.forward_waiting(at=now)
    soon = forwarding.forward_waiting(at=now + timedelta(seconds=50))
    store.answer = lambda batch: (200, {})
    later = forwarding.forward_waiting(at=now + timedelta(seconds=61))

    assert first.trouble.startswith(str(status))
    assert soon == forwarding.Sent()
    assert later == forwarding.Sent(forwarded=4)
    assert len(store.asked) == 2


def test_store_that_cannot_be_reached_is_asked_again_later(settings, store, statements):
    address = settings.LRS_ENDPOINT
    settings.LRS_ENDPOINT = "http://127.0.0.1:1/xapi"
    now = timezone.now()

    sent = forwarding.forward_waiting(at=now)
    settings.LRS_ENDPOINT = address

    assert sent.trouble.startswith("ConnectionError")
    assert states() == ["waiting"] * 4
    assert forwarding.forward_waiting(at=now + timedelta(minutes=2)).forwarded == 4


def test_pauses_grow(store, statements):
    store.answer = lambda batch: (503, {})
    at, pauses = timezone.now(), []

    for _number in range(8):
        forwarding.forward_waiting(at=at)
        following = Statement.objects.first().next_try_at
        pauses.append(following - at)
        at = following

    assert pauses[:6] == list(forwarding.PAUSES)
    assert pauses[6:] == [forwarding.PAUSES[-1]] * 2


def test_store_says_how_long_to_wait(store, statements):
    store.answer = lambda batch: (429, {"Retry-After": "600"})
    now = timezone.now()

    forwarding.forward_waiting(at=now)

    assert Statement.objects.first().next_try_at == now + timedelta(seconds=600)


@pytest.mark.parametrize("status", [400, 413])
def test_bad_statement_is_found_and_the_others_arrive(status, store, statements):
    bad = statements[1]

    def answer(batch):
        refused = any(statement["id"] == bad for statement in batch)
        return (status, {}) if refused else (200, {})

    store.answer = answer

    sent = forwarding.forward_waiting()

    assert sent == forwarding.Sent(forwarded=3, refused=1)
    refused = Statement.objects.refused().get()
    assert (str(refused.pk), refused.last_error) == (bad, f"{status} because")
    assert sorted(store.taken) == sorted(set(statements) - {bad})


def test_statement_that_the_store_has_already_counts_as_forwarded(store, statements):
    known = statements[0]
    store.answer = lambda batch: (
        (409, {}) if any(one["id"] == known for one in batch) else (200, {})
    )

    sent = forwarding.forward_waiting()

    assert sent == forwarding.Sent(forwarded=4)
    assert states() == ["forwarded"] * 4


def test_large_backlog_goes_in_batches(store, statements, mira, monkeypatch):
    monkeypatch.setattr(forwarding, "BATCH", 3)

    sent = forwarding.forward_waiting()

    assert sent.forwarded == 4
    assert [size for _path, _headers, size in store.asked] == [3, 1]


def test_trouble_in_the_middle_keeps_what_arrived(store, statements, monkeypatch):
    monkeypatch.setattr(forwarding, "BATCH", 3)
    store.answer = lambda batch: (200, {}) if len(batch) == 3 else (500, {})

    sent = forwarding.forward_waiting()

    assert (sent.forwarded, sent.trouble) == (3, "500 because")
    assert states() == ["forwarded"] * 3 + ["waiting"]


def test_batch_that_somebody_is_sending_is_left_alone(store, statements):
    now = timezone.now()
    forwarding._claimed(now)

    assert forwarding.forward_waiting(at=now) == forwarding.Sent()
    assert forwarding.forward_waiting(at=now + forwarding.LEASE).forwarded == 4


def test_try_again_takes_refused_ones_along(store, statements):
    Statement.objects.update(state="refused", last_error="400 no")

    assert forwarding.try_again() == 4
    assert forwarding.forward_waiting().forwarded == 4


def test_without_a_store_statements_are_kept(settings, store, statements):
    settings.LRS_ENDPOINT = ""

    assert forwarding.forward_waiting() == forwarding.Sent()
    assert states() == ["waiting"] * 4


def test_command_forwards_and_says_so(store, statements):
    said = StringIO()

    call_command("send_activity", stdout=said)

    assert said.getvalue() == "Statements forwarded: 4, refused: 0, waiting: 0.\n"


def test_command_tells_what_happened_before_it_was_on(settings, mira):
    module = make_module("91", lessons=2)
    settings.XAPI_ACTIVITY = False
    services.finish_lesson(mira, module, module.lessons[0])
    settings.XAPI_ACTIVITY = True
    said = StringIO()

    call_command("record_activity", stdout=said)
    call_command("record_activity", stdout=said)

    assert said.getvalue() == "New statements: 3.\nNew statements: 0.\n"


def test_command_does_nothing_while_off(db):
    with pytest.raises(CommandError, match="XAPI_ACTIVITY"):
        call_command("record_activity")


@pytest.fixture
def worker(settings):
    """A queue that keeps the tasks; the list of what was put into it."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    }
    return default_task_backend.results


def test_facts_of_some_seconds_travel_together(
    worker, store, mira, django_capture_on_commit_callbacks
):
    module = make_module("91", lessons=2)

    with django_capture_on_commit_callbacks(execute=True):
        for lesson in module.lessons:
            services.finish_lesson(mira, module, lesson)

    rounds = [one.task for one in worker if one.task.name == "forward"]
    assert len(rounds) <= 2
    assert rounds[0].run_after > timezone.now()
    assert store.asked == []


def test_worker_plans_the_next_round_only_while_something_waits(
    worker, store, statements
):
    worker.clear()
    store.answer = lambda batch: (503, {})
    forwarding.forward.call()
    planned = [one.task.name for one in worker]
    store.answer = lambda batch: (200, {})
    Statement.objects.update(next_try_at=timezone.now())
    worker.clear()
    forwarding.forward.call()

    assert planned == ["forward"]
    assert worker == []
    assert states() == ["forwarded"] * 4


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        ("", True),
        ("https://lrs.example.org/xapi", True),
        ("http://127.0.0.1:8081/xapi", True),
        ("http://lrs.example.org/xapi", False),
        ("lrs.example.org", False),
        ("ftp://lrs.example.org", False),
    ],
)
def test_key_never_travels_unencrypted(value, fine, monkeypatch):
    monkeypatch.setenv("LRS_ENDPOINT", value)

    if fine:
        assert env_address("LRS_ENDPOINT") == value
    else:
        with pytest.raises(ImproperlyConfigured, match="https://"):
            env_address("LRS_ENDPOINT")
