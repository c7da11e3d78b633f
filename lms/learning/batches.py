"""Many certificates at once: ordered by a person, made in the background.

A batch goes through its list in chunks and writes down after each how far it is.
Whatever breaks off in between (a restart, a full disk) is done again from the
last chunk; nobody gets two, because a certificate is issued once. Two workers on
the same batch do no harm either: the slower one finds that the other went on,
and stops.
"""

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from lms.accounts import audit
from lms.accounts.models import User
from lms.learning.certificates import (
    ensure_pdf,
    issue_certificate,
    issue_participation,
    issue_path_certificate,
    make_files_now,
)
from lms.learning.contents import path_translation_key
from lms.learning.facts import passed_attempt
from lms.learning.models import Certificate, Completion, IssueBatch
from modules.outline import ModuleOutline, module_outline
from modules.paths import LearningPath, learning_path

log = logging.getLogger("streetlight.certificates")
#: How many are made between two notes of how far it is.
CHUNK = 20
#: After this silence a running batch counts as broken off.
SILENCE = timedelta(minutes=3)
#: Most people of one batch.
LIMIT = 5000

#: Why somebody got none, as it is kept and as it is said.
REASONS = {
    "gone": _("The account is closed."),
    "not_complete": _("Has not completed it."),
    "no_check": _("This module has no check that could be passed."),
    "withdrawn": _("The certificate was withdrawn before."),
    "failed": _("It could not be made. The log of the server says why."),
}


class BatchError(Exception):
    """A batch cannot be ordered like this; the text can be shown."""


class _NotForThem(Exception):
    """One of the list gets none; the argument is a key of REASONS."""


@dataclass(frozen=True)
class Order:
    """What is to be issued: a module or path, its kind, and what is said on it."""

    what: ModuleOutline | LearningPath
    kind: str
    language: str = ""
    trainer: str = ""
    minutes: int | None = None

    @property
    def scope(self) -> str:
        """Return "path" or "module"."""
        return "path" if isinstance(self.what, LearningPath) else "module"


def start_batch(
    order: Order, people: Iterable, *, by, cohort=None, country=None
) -> IssueBatch:
    """Order certificates for people (users or their primary keys).

    Certificates of achievement go to those who completed the module or path and
    have none; certificates of participation to all. The same order while the
    first is still being worked on is that one. Raises BatchError.
    """
    people = list(dict.fromkeys(getattr(one, "pk", one) for one in people))
    if order.scope == "path" and order.kind == Certificate.Kind.PARTICIPATION:
        raise BatchError(_("Certificates of participation are for modules."))
    return _start(
        by=by,
        cohort=cohort,
        country=country,
        work=IssueBatch.Work.ISSUE,
        people=people,
        kind=order.kind,
        scope=order.scope,
        key=order.what.key,
        language=order.language,
        trainer=order.trainer,
        minutes=order.minutes,
    )


def start_file_batch(*, by) -> IssueBatch:
    """Order the files that are missing: PDFs of valid certificates somebody manages.

    Raises BatchError when none is missing.
    """
    missing = Certificate.objects.managed_by(by).valid().filter(pdf="")
    keys = list(missing.order_by("pk").values_list("pk", flat=True)[:LIMIT])
    return _start(by=by, work=IssueBatch.Work.FILES, people=keys)


def _start(*, by, people: list[int], **fields) -> IssueBatch:
    if not people:
        raise BatchError(_("There is nobody to make a certificate for."))
    if len(people) > LIMIT:
        raise BatchError(
            _("A batch holds at most %(limit)s certificates.") % {"limit": LIMIT}
        )
    order = _fingerprint(by.pk, people, fields)
    try:
        with transaction.atomic():
            batch = IssueBatch.objects.create(
                made_by=by, people=people, total=len(people), order=order, **fields
            )
            audit.record(
                by, "certificates_ordered", str(batch.pk), country=batch.country
            )
    except IntegrityError:
        found = IssueBatch.objects.open().filter(order=order).first()
        if found is None:
            raise
        return found
    transaction.on_commit(lambda: _enqueue(batch.pk))
    return batch


def _fingerprint(person: int, people: list[int], fields: dict) -> str:
    plain = {name: str(getattr(value, "pk", value)) for name, value in fields.items()}
    text = json.dumps([person, people, plain], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _enqueue(pk: int) -> None:
    """Hand a batch to the background; where there is a queue for long work, to that."""
    alias = "long" if "long" in settings.TASKS else "default"
    run_batch.using(backend=alias).enqueue(pk)


def go_on(batch: IssueBatch) -> None:
    """Take a batch up again that was stopped or broke off."""
    IssueBatch.objects.filter(pk=batch.pk).exclude(state=IssueBatch.State.DONE).update(
        state=IssueBatch.State.WAITING, heard_at=timezone.now()
    )
    transaction.on_commit(lambda: _enqueue(batch.pk))


def stop(batch: IssueBatch) -> None:
    """Stop a batch after the chunk it is at; what was issued stays."""
    IssueBatch.objects.open().filter(pk=batch.pk).update(state=IssueBatch.State.STOPPED)


def is_broken_off(batch: IssueBatch) -> bool:
    """Return whether a batch should be running and has not been heard of for long."""
    return batch.is_open and batch.heard_at < timezone.now() - SILENCE


def go_on_with_all(*, silent: bool = True) -> int:
    """Take up all batches that broke off; return how many.

    silent: only those not heard of for SILENCE. A worker that starts takes up all
    that are open: whoever worked on them was probably this one, and if another
    one still does, no harm is done.
    """
    rows = IssueBatch.objects.open()
    if silent:
        rows = rows.silent_since(timezone.now() - SILENCE)
    for batch in (found := list(rows)):
        go_on(batch)
    return len(found)


@task()
def run_batch(pk: int) -> None:
    """Work through a batch, chunk by chunk, until it is done or was stopped."""
    while _do_chunk(pk):
        pass


def _do_chunk(pk: int) -> bool:
    """Do the next chunk; return whether there may be another one for this worker."""
    batch = IssueBatch.objects.select_related("made_by").get(pk=pk)
    if not batch.is_open:
        return False
    start = batch.done
    chunk = batch.people[start : start + CHUNK]
    made, failed = _work_on(batch, chunk)
    now, end = timezone.now(), start + len(chunk)
    finished = end >= batch.total
    state = IssueBatch.State.DONE if finished else IssueBatch.State.RUNNING
    moved = (
        IssueBatch.objects.open()
        .filter(pk=pk, done=start)
        .update(
            done=end,
            issued=F("issued") + made,
            failed=batch.failed + failed,
            state=state,
            heard_at=now,
            finished_at=now if finished else None,
        )
    )
    if not moved:  # stopped meanwhile, or another worker is further
        return False
    return not finished


def _work_on(batch: IssueBatch, chunk: list[int]) -> tuple[int, list[dict]]:
    """Make what a chunk asks for; return how many are new, and who got none and why."""
    make = _issuer(batch) if batch.work == IssueBatch.Work.ISSUE else _make_file
    made, failed = 0, []
    for one in chunk:
        try:
            made += make(one)
        except _NotForThem as reason:
            failed.append({"pk": one, "reason": str(reason)})
        except Exception:
            log.exception("Number %s of batch %s failed.", one, batch.pk)
            failed.append({"pk": one, "reason": "failed"})
    return made, failed


def _make_file(certificate_id: int) -> int:
    certificate = Certificate.objects.filter(pk=certificate_id).first()
    if certificate is None or certificate.has_pdf:
        return 0
    ensure_pdf(certificate)
    return 1


def _issuer(batch: IssueBatch):
    """Return the function that issues to one person and says whether it was new."""
    language = batch.language or settings.LANGUAGE_CODE
    path = learning_path(batch.key, language) if batch.scope == "path" else None
    what = path or module_outline(batch.key, language)
    if what is None:
        raise BatchError(_("This module or path does not exist any more."))
    completed_as = Completion.Kind.PATH if path else Completion.Kind.MODULE
    translation_key = path_translation_key(path.key) if path else what.translation_key

    def issue(person_id: int) -> int:
        person = User.objects.filter(pk=person_id, is_active=True).first()
        if person is None:
            raise _NotForThem("gone")
        mine = Certificate.objects.filter(
            person=person, kind=batch.kind, translation_key=translation_key
        ).not_replaced()
        if found := mine.first():
            if not found.is_valid:
                raise _NotForThem("withdrawn")
            return 0
        if batch.kind == Certificate.Kind.PARTICIPATION:
            certificate = issue_participation(
                person,
                what,
                by=batch.made_by,
                trainer=batch.trainer,
                minutes=batch.minutes,
                language=batch.language,
                files=False,
            )
        else:
            certificate = _achievement(
                person, what, path, completed_as, translation_key, batch.language
            )
        make_files_now(certificate)
        return 1

    return issue


def _achievement(
    person, what, path, completed_as, translation_key, language
) -> Certificate:
    completion = Completion.objects.filter(
        person=person, kind=completed_as, translation_key=translation_key
    ).first()
    if completion is None:
        raise _NotForThem("not_complete")
    if path:
        return issue_path_certificate(
            person,
            path,
            at=completion.at,
            language=language or person.language,
            files=False,
        )
    if not what.check:
        raise _NotForThem("no_check")
    attempt = passed_attempt(person, what.check)
    if attempt is None:
        raise _NotForThem("not_complete")
    return issue_certificate(
        person, what, attempt=attempt, at=completion.at, language=language, files=False
    )
