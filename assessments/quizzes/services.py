"""Starting, answering and handing in.

Each function is one transaction and may be called twice: the second call finds
the work done. The attempt's row is locked while something in it changes, so that
two tabs and two clicks come one after the other.
"""

import datetime as dt
import logging
import secrets
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from assessments.questions.registry import type_of
from assessments.quizzes.content import QuizQuestion, content_of
from assessments.quizzes.drawing import draw_for
from assessments.quizzes.models import Attempt, AttemptItem, Kind, Quiz, Response
from assessments.quizzes.problems import (
    AnswerRefused,
    AnswerStays,
    AttemptClosed,
    QuizNotOpen,
    TimeIsUp,
)
from assessments.quizzes.signals import attempt_submitted
from assessments.quizzes.standing import standing_of

logger = logging.getLogger("streetlight.quizzes")

_HUNDREDTH = Decimal("0.01")
#: What a step changes in an item.
_STEP_FIELDS = ("answer", "answered_at", "steps", "fraction", "unsure")


def start_attempt(
    quiz: Quiz,
    *,
    person,
    language: str | None = None,
    at: dt.datetime | None = None,
    seed: int | None = None,
) -> Attempt:
    """The person's open attempt at a module's check; begun now if there is none.

    Draws the questions and the order of their answers from ``seed`` and freezes
    them. Raises :class:`QuizNotOpen`, :class:`NoAttemptsLeft`, :class:`MustWait`.
    """
    at = at or timezone.now()
    standing = standing_of(person, quiz, at=at)
    if standing.open and standing.open.time_is_up(at):
        submit_attempt(standing.open, at=at)
        standing = standing_of(person, quiz, at=at)
    if standing.open:
        return standing.open
    if standing.obstacle:
        raise standing.obstacle
    content = content_of(quiz)
    if not content.questions:
        raise QuizNotOpen
    try:
        with transaction.atomic():
            attempt = _new_attempt(quiz, person, language, at, seed)
            random = Random(attempt.seed)  # noqa: S311 - to be repeatable
            drawn = draw_for(content, quiz.draw, random)
            AttemptItem.objects.bulk_create(
                _new_item(attempt, question, position, random)
                for position, question in enumerate(drawn, start=1)
            )
    except IntegrityError:
        # A second click was quicker; its attempt is the one.
        return Attempt.objects.still_open().get(quiz=quiz, person=person)
    return attempt


def save_response(
    item: AttemptItem,
    *,
    answer: Any,
    unsure: bool | None = None,
    at: dt.datetime | None = None,
) -> AttemptItem:
    """Keep an answer to one question of an open attempt as a new step.

    ``answer`` is the JSON value of the question's form, ``None`` takes an answer
    back. The answer that stands already makes no second step. ``unsure`` sets the
    mark "I am not sure". Where answers are judged at once, the answer stays.

    Raises :class:`AttemptClosed`, :class:`AnswerRefused`, :class:`AnswerStays`; and
    :class:`TimeIsUp`, having handed the attempt in, when the answer comes later
    than the time limit and its grace.
    """
    at = at or timezone.now()
    try:
        return _save_response(item, answer, unsure, at)
    except TimeIsUp:
        submit_attempt(item.attempt, at=at)
        raise


@transaction.atomic
def _save_response(item, answer, unsure, at) -> AttemptItem:
    attempt = _locked(item.attempt_id)
    if not attempt.is_open:
        _log_refusal("an answer after handing in", attempt, item.spec)
        raise AttemptClosed
    if attempt.time_is_up(at):
        _log_refusal("an answer after the time limit", attempt, item.spec)
        raise TimeIsUp
    item = AttemptItem.objects.get(pk=item.pk)
    _refuse_foreign(item.spec, answer, attempt)
    if unsure is not None:
        item.unsure = unsure
    if answer != item.answer:
        if attempt.answers_stay and item.is_answered:
            _log_refusal("another answer to a judged question", attempt, item.spec)
            raise AnswerStays
        if attempt.answers_stay:
            item.fraction = type_of(item.spec).grade(item.spec, answer).fraction
        _add_step(item, answer, at, judged=attempt.answers_stay)
    elif unsure is not None:
        item.save(update_fields=["unsure"])
    item.attempt = attempt
    return item


@transaction.atomic
def submit_attempt(attempt: Attempt, *, at: dt.datetime | None = None) -> Attempt:
    """Hand in and judge by what was frozen; a submitted attempt stays as it is.

    One whose time is up counts as handed in when it was. After the commit the
    signal ``attempt_submitted`` is sent.
    """
    attempt = _locked(attempt.pk)
    if not attempt.is_open:
        return attempt
    at = at or timezone.now()
    if attempt.time_is_up(at):
        at = attempt.deadline
    items = list(attempt.items.select_related("regrade"))
    for item in items:
        item.fraction = item.grade().fraction
    AttemptItem.objects.bulk_update(items, ["fraction"])
    return _close(attempt, items, at)


@transaction.atomic
def answer_lesson_question(
    quiz: Quiz,
    *,
    person,
    question_key: str,
    answer: Any,
    at: dt.datetime | None = None,
) -> AttemptItem:
    """Keep and judge at once an answer in a lesson's check.

    Unlimited; every answer is a step. When the last open question has been
    answered, the attempt counts as submitted and the signal is sent. A better
    answer later makes the result better, and the signal is sent again; a worse one
    changes nothing.
    Raises :class:`QuizNotOpen` (no such question now) and :class:`AnswerRefused`.
    """
    at = at or timezone.now()
    content = content_of(quiz)
    question = content.question(question_key)
    if question is None or quiz.kind != Kind.LESSON or not quiz.is_active:
        raise QuizNotOpen
    if answer is None:
        raise AnswerRefused
    attempt, is_new = _lesson_attempt(quiz, person, at)
    items = [] if is_new else list(attempt.items.all())
    _refuse_foreign(question.spec, answer, attempt)
    item = _lesson_item(attempt, items, question)
    item.fraction = type_of(question.spec).grade(question.spec, answer).fraction
    _add_step(item, answer, at, judged=True)
    standing = _latest_items(items, content.questions)
    if all(found is not None and found.is_answered for found in standing):
        if attempt.is_open:
            _close(attempt, standing, at)
        else:
            _improve(attempt, standing)
    return item


def _improve(attempt: Attempt, items: list[AttemptItem]) -> None:
    """Keep the better result of a lesson's check that was submitted before."""
    counted = [item for item in items if item.counts]
    points, _passed = result_of([item.fraction for item in counted], None)
    # As shares: a question may have been added or left out since.
    if points * (attempt.possible or 0) <= (attempt.points or 0) * len(counted):
        return
    attempt.points, attempt.possible = points, len(counted)
    attempt.save(update_fields=["points", "possible"])
    transaction.on_commit(lambda: tell(attempt))


def _new_attempt(quiz, person, language, at, seed=None) -> Attempt:
    return Attempt.objects.create(
        quiz=quiz,
        quiz_version=quiz.version,
        kind=quiz.kind,
        person=person,
        seed=secrets.randbits(62) if seed is None else seed,
        language=language or get_language() or "",
        pass_mark=quiz.pass_mark,
        started_at=at,
        deadline=_deadline(quiz, at),
        feedback=quiz.feedback,
    )


def _deadline(quiz: Quiz, at: dt.datetime) -> dt.datetime | None:
    return at + dt.timedelta(minutes=quiz.time_limit) if quiz.time_limit else None


def _new_item(
    attempt: Attempt, question: QuizQuestion, position: int, random: Random | None
) -> AttemptItem:
    spec = question.spec
    return AttemptItem(
        attempt=attempt,
        position=position,
        question_id=question.id,
        question_version=spec["version"],
        spec=spec,
        shown=type_of(spec).shown(spec, random),
    )


def _locked(pk: int) -> Attempt:
    return (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("quiz")
        .get(pk=pk)
    )


def _lesson_attempt(quiz: Quiz, person, at: dt.datetime) -> tuple[Attempt, bool]:
    """The person's attempt at a lesson's check, and whether it was begun just now."""
    mine = Attempt.objects.select_for_update().filter(quiz=quiz, person=person)
    attempt = mine.filter(kind=Kind.LESSON).first()
    is_new = False
    if attempt is None:
        try:
            with transaction.atomic():
                attempt, is_new = _new_attempt(quiz, person, None, at), True
        except IntegrityError:
            attempt = mine.get(kind=Kind.LESSON)
    attempt.quiz, attempt.person = quiz, person
    return attempt, is_new


def _lesson_item(
    attempt: Attempt, items: list[AttemptItem], question: QuizQuestion
) -> AttemptItem:
    # A question that was corrected since gets an item of its own, so that every
    # step stays with the wording it answered.
    for item in items:
        if (item.question_id, item.question_version) == (
            question.id,
            question.spec["version"],
        ):
            return item
    position = max((item.position for item in items), default=0) + 1
    item = _new_item(attempt, question, position, None)
    items.append(item)
    return item


def _latest_items(
    items: list[AttemptItem], questions: tuple[QuizQuestion, ...]
) -> list[AttemptItem | None]:
    newest: dict[int, AttemptItem] = {}
    for item in sorted(items, key=lambda item: item.question_version):
        newest[item.question_id] = item
    return [newest.get(question.id) for question in questions]


def _refuse_foreign(spec: dict, answer: Any, attempt: Attempt) -> None:
    if answer is None or type_of(spec).fits(spec, answer):
        return
    _log_refusal("an answer that no form could send", attempt, spec)
    raise AnswerRefused


def _log_refusal(what: str, attempt: Attempt, spec: dict) -> None:
    logger.warning(
        "Refused %s: person %s, attempt %s, question %s",
        what,
        attempt.person_id,
        attempt.public_id,
        spec["key"],
    )


def _add_step(
    item: AttemptItem, answer: Any, at: dt.datetime, *, judged: bool = False
) -> None:
    """Put the answer into the item and keep it as a step; judged by its fraction."""
    item.steps += 1
    item.answer, item.answered_at = answer, at
    item.save(update_fields=None if item.pk is None else _STEP_FIELDS)
    Response.objects.create(
        item=item,
        number=item.steps,
        answer=answer,
        at=at,
        fraction=item.fraction if judged else None,
    )


def _close(attempt: Attempt, items: list[AttemptItem], at: dt.datetime) -> Attempt:
    counted = [item for item in items if item.counts]
    attempt.possible = len(counted)
    attempt.points, attempt.passed = result_of(
        [item.fraction for item in counted], attempt.pass_mark
    )
    attempt.submitted_at = at
    if attempt.passed:
        attempt.passed_at = at
    attempt.save(
        update_fields=["points", "possible", "passed", "passed_at", "submitted_at"]
    )
    transaction.on_commit(lambda: tell(attempt))
    return attempt


def result_of(
    fractions: Iterable[Decimal | None], pass_mark: int | None
) -> tuple[Decimal, bool | None]:
    """Points and whether they pass. Pure.

    Points are the sum of the fractions, rounded half up to two decimals. None for
    the second: there is no pass mark, or a fraction that is None (see
    :mod:`assessments.questions.grading`) may still decide.
    """
    known = list(fractions)
    total = sum((fraction or 0 for fraction in known), Decimal(0))
    points = total.quantize(_HUNDREDTH, ROUND_HALF_UP)
    if pass_mark is None:
        return points, None
    if points < pass_mark and None in known:
        return points, None
    return points, points >= pass_mark


def tell(attempt: Attempt) -> None:
    """Send the signal of this room about an attempt. Call it after the commit."""
    # The result stands whatever listeners make of it; Django logs their trouble.
    attempt_submitted.send_robust(Attempt, attempt=attempt)
