"""Forwarding statements to a learning record store (LRS), in batches, with retry.

Nothing here runs in a request: a worker does it, or `manage.py send_activity`.
A batch is claimed before it is sent, so that two workers do not send the same;
sending one twice would do no harm, since a store knows a statement by its id.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import requests
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import default_task_backend, task

from lms.learning.models import Statement

log = logging.getLogger("streetlight.activity")

#: Most statements in one request.
BATCH = 50
#: Most batches in one go of a worker.
BATCHES = 20
#: Seconds to wait for the store to connect, and to answer.
TIMEOUT = (5, 20)
#: How long others leave a batch alone that is being sent.
LEASE = timedelta(minutes=5)
#: Facts of so many seconds travel together.
GATHER = timedelta(seconds=5)
#: How long to wait after the first, second, ... failure; the last goes on for ever.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
#: Answers that concern what is in the batch; everything else concerns the store.
ABOUT_THE_BATCH = (400, 409, 413)


@dataclass(frozen=True)
class Sent:
    """What one go came to: numbers of statements, and why it stopped early."""

    forwarded: int = 0
    refused: int = 0
    trouble: str = ""


class StoreTrouble(Exception):
    """The store cannot be reached or does not work; later it may.

    pause: how long the store asks to be left alone, if it says so.
    """

    def __init__(self, words: str, *, pause: timedelta | None = None):
        super().__init__(words)
        self.pause = pause


def is_configured() -> bool:
    """Return whether there is a store to forward to."""
    return settings.XAPI_ACTIVITY and bool(settings.LRS_ENDPOINT)


def forward_waiting(*, batches: int = BATCHES, at: datetime | None = None) -> Sent:
    """Forward what is due, in batches; stop at the first trouble of the store."""
    forwarded = refused = 0
    for _number in range(batches if is_configured() else 0):
        rows = _claimed(at)
        if not rows:
            break
        try:
            taken, not_wanted = _deliver(rows)
        except StoreTrouble as trouble:
            _note_trouble(rows, trouble, at or timezone.now())
            return Sent(forwarded, refused, str(trouble))
        if taken and not forwarded:
            _hurry(at or timezone.now())
        forwarded, refused = forwarded + taken, refused + not_wanted
    return Sent(forwarded, refused)


def try_again(*, at: datetime | None = None) -> int:
    """Make everything due now that waits or was refused; return how many."""
    at = at or timezone.now()
    rows = Statement.objects.exclude(state=Statement.State.FORWARDED)
    count = rows.update(state=Statement.State.WAITING, tries=0, next_try_at=at)
    if count:
        transaction.on_commit(forward_soon, robust=True)
    return count


@transaction.atomic
def _claimed(at: datetime | None) -> list[Statement]:
    """Return the next batch, marked so that nobody else takes it."""
    at = at or timezone.now()
    rows = list(Statement.objects.due(at).select_for_update()[:BATCH])
    Statement.objects.filter(pk__in=[row.pk for row in rows]).update(
        next_try_at=at + LEASE, tries=F("tries") + 1
    )
    return rows


def _deliver(rows: list[Statement]) -> tuple[int, int]:
    """Send a batch; return how many the store has now and how many it refuses.

    A store takes or refuses a batch as a whole. One that it refuses for what is
    in it is cut in two, again and again, until the bad statement is found.
    """
    answer = _posted([row.statement for row in rows])
    if answer.ok:
        _note(rows, Statement.State.FORWARDED)
        return len(rows), 0
    if len(rows) > 1:
        middle = len(rows) // 2
        first, second = _deliver(rows[:middle]), _deliver(rows[middle:])
        return first[0] + second[0], first[1] + second[1]
    if answer.status_code == 409:
        # The store has a statement with this id: it was told before.
        _note(rows, Statement.State.FORWARDED)
        return 1, 0
    words = f"{answer.status_code} {answer.text[:250]}"
    log.warning("The learning record store refuses %s: %s", rows[0].pk, words)
    _note(rows, Statement.State.REFUSED, words)
    return 0, 1


def _posted(statements: list[dict]) -> requests.Response:
    """Post statements; return an answer that is about them.

    Raises StoreTrouble when there is no answer, or one that is about the store:
    a wrong key, a wrong address, too much to do, a fault of its own.
    """
    try:
        answer = requests.post(
            f"{settings.LRS_ENDPOINT.rstrip('/')}/statements",
            json=statements,
            auth=(settings.LRS_KEY, settings.LRS_SECRET),
            headers={"X-Experience-API-Version": settings.LRS_VERSION},
            timeout=TIMEOUT,
            # The key must not travel on to another address.
            allow_redirects=False,
        )
    except requests.RequestException as error:
        raise StoreTrouble(f"{type(error).__name__}: {error}"[:300]) from error
    if answer.status_code in (200, 204) or answer.status_code in ABOUT_THE_BATCH:
        return answer
    pause = answer.headers.get("Retry-After", "")
    raise StoreTrouble(
        f"{answer.status_code} {answer.text[:250]}",
        pause=timedelta(seconds=min(int(pause), 86400)) if pause.isdecimal() else None,
    )


def _hurry(at: datetime) -> None:
    """Make due now what was put off: the store works again."""
    rows = Statement.objects.waiting().filter(next_try_at__gt=at)
    rows.exclude(last_error="").update(next_try_at=at, last_error="")


def _note(rows: list[Statement], state: str, words: str = "") -> None:
    done = state == Statement.State.FORWARDED
    Statement.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=state, forwarded_at=timezone.now() if done else None, last_error=words
    )


def _note_trouble(rows: list[Statement], trouble: StoreTrouble, at: datetime) -> None:
    """Put the batch off, and everything else that is due with it."""
    tries = max(row.tries for row in rows) + 1
    pause = trouble.pause or PAUSES[min(tries, len(PAUSES)) - 1]
    # What a part of the batch already got through stays as it is.
    Statement.objects.waiting().filter(pk__in=[row.pk for row in rows]).update(
        last_error=str(trouble)
    )
    Statement.objects.waiting().filter(next_try_at__lte=at + LEASE).update(
        next_try_at=at + pause, tries=tries
    )
    log.warning("The learning record store does not work: %s", trouble)


def forward_soon() -> None:
    """Have what waits forwarded by a worker in some seconds; without one, do nothing."""
    if is_configured() and default_task_backend.supports_defer:
        _plan(timezone.now() + GATHER)


@task()
def forward() -> None:
    """Forward what is due, and plan the next round while something waits."""
    sent = forward_waiting()
    following = Statement.objects.waiting().order_by("next_try_at").first()
    if following and default_task_backend.supports_defer and is_configured():
        soon = GATHER if not sent.trouble else PAUSES[0]
        _plan(max(following.next_try_at, timezone.now() + soon))


def _plan(moment: datetime) -> None:
    """Plan a round, one for each few seconds at most."""
    seconds = int(GATHER.total_seconds())
    key = f"learning.activity.round.{int(moment.timestamp()) // seconds}"
    left = (moment - timezone.now()).total_seconds()
    if cache.add(key, True, timeout=max(1, left) + seconds):
        forward.using(run_after=moment).enqueue()
