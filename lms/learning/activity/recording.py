"""Telling facts to the activity record, in the transaction of the fact.

A failure in here is written to the log and never takes the fact with it.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, override

from lms.learning.models import Completion, Pseudonym, Statement

from . import vocabulary as words
from .forwarding import forward_soon
from .statements import Activity, Frame, duration, score, statement

log = logging.getLogger("streetlight.activity")


def is_on() -> bool:
    """Return whether activity is recorded here."""
    return settings.XAPI_ACTIVITY


class AccountClosed(Exception):
    """Nobody is behind the account any more."""


def _harmless(tell: Callable) -> Callable:
    """Return the function so that it does nothing while off, and never raises."""

    @wraps(tell)
    def told(*args, **kwargs) -> None:
        if not is_on():
            return
        try:
            with transaction.atomic():
                tell(*args, **kwargs)
        except AccountClosed:
            return
        except Exception:
            log.exception("An activity was not recorded (%s).", tell.__name__)

    return told


@_harmless
def registered(enrolment, outline) -> None:
    """Tell that somebody began a module."""
    _keep(
        enrolment.person,
        words.REGISTERED,
        _module(outline),
        at=enrolment.started_at,
        frame=_frame(_module(outline), language=outline.language),
    )


@_harmless
def finished(completion, content) -> None:
    """Tell what was read or completed.

    content: the outline of the lesson or module, or the learning path.
    """
    kind, done = completion.kind, {"completion": True}
    language = getattr(content, "language", "") or _language()
    title = str(getattr(content, "title", ""))
    if kind == Completion.Kind.PATH:
        path = Activity(
            settings.BASE_URL, "path", completion.key, words.PATH, title, language
        )
        facts = [(words.COMPLETED, path, done), (words.SATISFIED, path, None)]
        frame = _frame(None, language=language, moves_on=True)
    elif kind == Completion.Kind.MODULE:
        course = _module(content)
        facts = [(words.COMPLETED, course, done), (words.SATISFIED, course, None)]
        frame = _frame(course, language=language, moves_on=True)
    else:
        lesson = _lesson(content, language)
        course = _module_of_key(content.key)
        read = kind == Completion.Kind.READ
        facts = [(words.EXPERIENCED, lesson, None)] if read else []
        facts += [] if read else [(words.COMPLETED, lesson, done)]
        frame = _frame(course, parent=course, language=language, moves_on=not read)
    for verb, activity, result in facts:
        _keep(
            completion.person,
            verb,
            activity,
            at=completion.at,
            frame=frame,
            result=result,
        )


@_harmless
def progressed(person, outline, *, done: int, at: datetime) -> None:
    """Tell how much of a module is done: a whole percent of its lessons."""
    total = len(outline.lessons)
    if not done:
        return
    percent = 100 * done // total
    _keep(
        person,
        words.PROGRESSED,
        _module(outline),
        fact=f"{done}/{total}",
        at=at,
        frame=_frame(_module(outline), language=outline.language),
        result={"extensions": {words.PROGRESS: percent}},
    )


@_harmless
def handed_in(attempt) -> None:
    """Tell the answers and the result of a check that was handed in.

    What somebody wrote or chose stays here; whether it was right is told.
    """
    quiz = attempt.quiz
    language = attempt.language or _language()
    with override(language):
        title = str(quiz.title)
    check = Activity(settings.BASE_URL, "check", quiz.key, words.CHECK, title, language)
    course = _module_of_key(quiz.module) if quiz.module else None
    fact = str(attempt.public_id)
    around = _frame(course, parent=check, language=language)
    kept = [
        _make(
            attempt.person,
            words.ANSWERED,
            Activity(settings.BASE_URL, "question", item.spec["key"], words.QUESTION),
            # A text that somebody marks later is told again, with its result.
            fact=f"{fact} {item.position}{' marked' if item.marks else ''}",
            at=item.answered_at or attempt.submitted_at,
            frame=around,
            result=_answer(item),
        )
        for item in attempt.items.filter(answer__isnull=False)
    ]
    kept.append(_result(attempt, check, course, fact, language))
    _write(kept)


def _answer(item) -> dict | None:
    """Return whether one answer was right, where that is known."""
    if item.fraction is None:
        return {"completion": True}
    right = item.fraction == 1
    return {
        "completion": True,
        "success": right,
        "score": {"scaled": round(float(item.fraction), 4)},
    }


def _result(attempt, check, course, fact, language) -> Statement:
    """Return what the sitting as a whole came to: passed, failed, or completed."""
    result = {
        "completion": True,
        "duration": duration(attempt.submitted_at - attempt.started_at),
    }
    if attempt.points is not None and attempt.possible:
        result["score"] = score(attempt.points, attempt.possible)
    verb, extensions = words.COMPLETED, {}
    if attempt.passed is not None:
        verb = words.PASSED if attempt.passed else words.FAILED
        result["success"] = attempt.passed
    if attempt.pass_mark is not None and attempt.possible:
        share = min(1.0, attempt.pass_mark / attempt.possible)
        extensions = {words.MASTERY_SCORE: round(share, 4)}
    return _make(
        attempt.person,
        verb,
        check,
        fact=fact,
        at=attempt.passed_at or attempt.submitted_at,
        frame=_frame(
            course,
            parent=course,
            language=language,
            moves_on=True,
            extensions=extensions,
        ),
        result=result,
    )


@_harmless
def earned(certificate) -> None:
    """Tell that a certificate was issued; not its code, which leads to the name."""
    content = certificate.content
    language = content.get("language") or _language()
    badge = Activity(
        settings.BASE_URL,
        "certificate",
        f"{certificate.key}/{certificate.kind}",
        words.CERTIFICATE,
        content.get("module_title", ""),
        language,
    )
    course = _module_of_key(certificate.key) if certificate.key.isdecimal() else None
    _keep(
        certificate.person,
        words.EARNED,
        badge,
        at=certificate.issued_at,
        frame=_frame(course, parent=course, language=language),
    )


def _keep(person, verb, activity, *, at, frame, fact="", result=None) -> None:
    made = _make(person, verb, activity, fact=fact, at=at, frame=frame, result=result)
    _write([made])


def _make(person, verb, activity, *, fact, at, frame, result=None) -> Statement:
    """Return the row of a statement, not written yet."""
    made = statement(
        _pseudonym(person),
        verb,
        activity,
        fact=fact,
        at=at,
        frame=frame,
        result=result,
    )
    return Statement(
        id=made["id"], person=person, verb=verb.name, statement=made, at=at
    )


def _write(rows: Iterable[Statement]) -> None:
    """Write what is not there yet, and have it forwarded after the commit."""
    Statement.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(forward_soon, robust=True)


def _pseudonym(person):
    """Return the person's pseudonym, drawn at the first statement. One query.

    Raises AccountClosed: a closed account must not get a new one.
    """
    if person.closed_at:
        raise AccountClosed
    if "pseudonym_name" not in person.__dict__:
        row, _made = Pseudonym.objects.get_or_create(person=person)
        person.pseudonym_name = row.name
    return person.pseudonym_name


def _module(outline) -> Activity:
    return Activity(
        settings.BASE_URL,
        "module",
        outline.key,
        words.MODULE,
        outline.title,
        outline.language,
    )


def _module_of_key(key: str) -> Activity:
    """Return the module of a key, also of a lesson's ("01" of "01/03")."""
    return Activity(settings.BASE_URL, "module", key.split("/", 1)[0], words.MODULE)


def _lesson(outline, language: str) -> Activity:
    return Activity(
        settings.BASE_URL, "lesson", outline.key, words.LESSON, outline.title, language
    )


def _frame(module, *, language, parent=None, moves_on=False, extensions=None) -> Frame:
    return Frame(
        base=settings.BASE_URL,
        platform=settings.SITE_NAME,
        language=language,
        module=module,
        parent=parent,
        moves_on=moves_on,
        extensions=extensions or {},
    )


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
