"""Corrections of questions, and what they do to results.

A correction is proposed first: nothing changes, and its effect can be read. When it
is published the question gets its new version, and in the background every attempt
at a module's check that had an older version is judged by it: its steps are replayed
with the corrected spec. The old result is kept beside the new one. What was passed
stays passed, and the date of passing does not move; a pass newly reached counts from
the moment of the regrade and is told by the signal of this room. Certificates are
never taken back by this.

The checks of lessons are left alone: their answers were judged when they were given,
and the corrected question is asked anew.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from assessments.questions.grading import Grade
from assessments.questions.loader import write_question
from assessments.questions.models import Question
from assessments.questions.registry import type_called, type_of
from assessments.quizzes.content import quizzes_with, renew
from assessments.quizzes.models import (
    Attempt,
    AttemptItem,
    Kind,
    Regrade,
    RegradedAttempt,
    Response,
)
from assessments.quizzes.problems import QuizProblem
from assessments.quizzes.services import result_of, tell
from lms.core.content_files import data_digest

#: Attempts judged in one transaction.
CHUNK = 500


class CorrectionOutdated(QuizProblem):
    """The question was changed, or corrected, since the correction was proposed."""

    @property
    def message(self) -> str:
        """The refusal in words."""
        return _("The question has been changed meanwhile. Nothing was published.")


@dataclass(frozen=True)
class Outcome:
    """One attempt judged anew: results before and after, as points and as passed.

    ``passed`` says whether the points reach the pass mark, None while a text waits
    to be marked. ``open``: not handed in yet, so without a result.
    """

    attempt: int
    item: int
    fraction: Decimal | None
    open: bool
    old_points: Decimal | None = None
    new_points: Decimal | None = None
    old_passed: bool | None = None
    new_passed: bool | None = None

    @property
    def crosses(self) -> bool:
        """Whether it moves between passed and not passed, either way."""
        return not self.open and bool(self.old_passed) != bool(self.new_passed)


@dataclass(frozen=True)
class Effect:
    """What a correction would do: numbers, and the attempts that cross the mark."""

    attempts: int
    gained: int
    lost: int
    crossing: tuple[Outcome, ...]

    @property
    def crosses(self) -> int:
        """How many attempts would change between passed and not passed."""
        return self.gained + self.lost


def replay(spec: dict, answers: Iterable[Any], marks: dict | None = None) -> Grade:
    """Judge the steps of one question, first to last, by ``spec``. Pure.

    The last step stands. An answer the spec does not know (a choice that was taken
    out) is none. ``marks``: points by criterion, where somebody marked a text.
    """
    standing = None
    for answer in answers:
        standing = answer
    if standing is not None and not type_of(spec).fits(spec, standing):
        standing = None
    return type_of(spec).grade_marked(spec, standing, marks or {})


def affected(question: Question, version: int) -> QuerySet[AttemptItem]:
    """The items that were judged by an older version than ``version``."""
    return AttemptItem.objects.filter(
        Q(regrade__isnull=True) | Q(regrade__version__lt=version),
        question=question,
        question_version__lt=version,
        attempt__kind=Kind.MODULE,
    )


def propose(
    question: Question, spec: dict, *, by=None, at: dt.datetime | None = None
) -> Regrade:
    """Note a correction without publishing it.

    ``spec``: the corrected question; with the version it has already, where a
    content file has brought it. A proposal of the same person is replaced.
    """
    Regrade.objects.filter(
        question=question, by=by, state=Regrade.State.PROPOSED
    ).delete()
    return Regrade.objects.create(
        question=question,
        version=spec["version"],
        spec=spec,
        based_on=data_digest(_current(question.pk).spec()),
        by=by,
        created_at=at or timezone.now(),
    )


def effect_of(regrade: Regrade) -> Effect:
    """What publishing would do now. Reads in chunks; writes nothing."""
    attempts, gained, lost, crossing = 0, 0, 0, []
    for outcome in _outcomes(regrade, _attempts(regrade)):
        if outcome.open:
            continue
        attempts += 1
        if outcome.crosses:
            gained += bool(outcome.new_passed)
            lost += bool(outcome.old_passed)
            crossing.append(outcome)
    return Effect(attempts, gained, lost, tuple(crossing))


@transaction.atomic
def publish(regrade: Regrade, *, at: dt.datetime | None = None) -> Regrade:
    """Give the question its new version and begin to judge attempts by it.

    A second call finds the work begun. Raises :class:`CorrectionOutdated`.
    """
    regrade = Regrade.objects.select_for_update().get(pk=regrade.pk)
    if regrade.state != Regrade.State.PROPOSED:
        return regrade
    question = _current(regrade.question_id)
    before = question.spec()
    if data_digest(before) != regrade.based_on:
        raise CorrectionOutdated
    if before != regrade.spec:
        kept = {
            "loaded_digest": question.loaded_digest,
            "is_active": question.is_active,
        }
        write_question(question, regrade.spec)
        Question.objects.filter(pk=question.pk).update(**kept)
        renew(quizzes_with([question]))
    regrade.state = Regrade.State.RUNNING
    regrade.total = len(_attempts(regrade))
    try:
        with transaction.atomic():
            regrade.save(update_fields=["state", "total"])
    except IntegrityError:
        raise CorrectionOutdated from None
    transaction.on_commit(lambda: run_regrade.enqueue(regrade.pk))
    return regrade


def drop(regrade: Regrade) -> None:
    """Forget a proposal; one that was published stays."""
    Regrade.objects.filter(pk=regrade.pk, state=Regrade.State.PROPOSED).update(
        state=Regrade.State.DROPPED
    )


@task()
def run_regrade(pk: int) -> None:
    """Judge the attempts of a published correction, chunk by chunk.

    May be broken off and run again: what is done is found done.
    """
    regrade = Regrade.objects.get(pk=pk)
    if regrade.state not in (Regrade.State.RUNNING, Regrade.State.DONE):
        return
    # Somebody may just have begun with the older version: until there are no more.
    while attempts := _attempts(regrade)[:CHUNK]:
        _judge(regrade, attempts)
        _tell(regrade)
    _tell(regrade)
    Regrade.objects.filter(pk=pk, state=Regrade.State.RUNNING).update(
        state=Regrade.State.DONE, finished_at=timezone.now()
    )


@transaction.atomic
def _judge(regrade: Regrade, attempts: list[int]) -> None:
    now = timezone.now()
    locked = {
        row.pk: row
        for row in Attempt.objects.select_for_update()
        .filter(pk__in=attempts)
        .order_by("pk")
    }
    outcomes = list(_outcomes(regrade, list(locked)))
    by_fraction: dict[Decimal | None, list[int]] = defaultdict(list)
    for one in outcomes:
        by_fraction[one.fraction].append(one.item)
    for fraction, items in by_fraction.items():
        AttemptItem.objects.filter(pk__in=items).update(
            regrade=regrade, fraction=fraction
        )
    closed = [one for one in outcomes if not one.open]
    changed, rows = [], []
    for one in closed:
        attempt = locked[one.attempt]
        newly = bool(one.new_passed) and not attempt.passed
        rows.append(_row(regrade, one, now, to_tell=newly))
        if newly:
            attempt.passed, attempt.passed_at = True, now
        elif not attempt.passed:
            attempt.passed = one.new_passed
        attempt.points = one.new_points
        if one.crosses or one.old_points != one.new_points or newly:
            changed.append(attempt)
    Attempt.objects.bulk_update(
        changed, ["points", "passed", "passed_at"], batch_size=250
    )
    RegradedAttempt.objects.bulk_create(rows, ignore_conflicts=True)
    Regrade.objects.filter(pk=regrade.pk).update(
        done=RegradedAttempt.objects.filter(regrade=regrade).count()
    )


def _row(regrade, one: Outcome, at, *, to_tell: bool) -> RegradedAttempt:
    return RegradedAttempt(
        regrade=regrade,
        attempt_id=one.attempt,
        old_points=one.old_points,
        new_points=one.new_points,
        old_passed=one.old_passed,
        new_passed=one.new_passed,
        at=at,
        to_tell=to_tell,
    )


def _tell(regrade: Regrade) -> None:
    waiting = RegradedAttempt.objects.filter(regrade=regrade, to_tell=True)
    for row in waiting.select_related("attempt__quiz", "attempt__person"):
        tell(row.attempt)
        RegradedAttempt.objects.filter(pk=row.pk).update(to_tell=False)


def _current(pk: int) -> Question:
    return Question.objects.with_parts().get(pk=pk)


def _attempts(regrade: Regrade) -> list[int]:
    items = affected(regrade.question, regrade.version)
    return sorted(set(items.values_list("attempt_id", flat=True)))


def _outcomes(regrade: Regrade, attempts: list[int]) -> Iterator[Outcome]:
    memory: dict[str, Decimal | None] = {}
    for begin in range(0, len(attempts), CHUNK):
        yield from _outcomes_of(regrade, attempts[begin : begin + CHUNK], memory)


def _outcomes_of(regrade, attempts, memory) -> Iterator[Outcome]:
    fractions: dict[int, dict[int, Decimal | None]] = defaultdict(dict)
    corrected: dict[int, tuple[int, Any]] = {}
    ids = affected(regrade.question, regrade.version).filter(attempt__in=attempts)
    wanted = dict(ids.order_by("question_version").values_list("attempt_id", "pk"))
    rows = AttemptItem.objects.filter(attempt__in=attempts)
    for attempt, item, kind, fraction, marks in rows.order_by().values_list(
        "attempt_id", "pk", "spec__type", "fraction", "marks"
    ):
        if type_called(kind).counts:
            fractions[attempt][item] = fraction
        if wanted.get(attempt) == item:
            corrected[attempt] = (item, marks)
    steps: dict[int, list] = defaultdict(list)
    for item, answer in (
        Response.objects.filter(item__in=[item for item, _marks in corrected.values()])
        .order_by("item_id", "number")
        .values_list("item_id", "answer")
    ):
        steps[item].append(answer)
    about = Attempt.objects.filter(pk__in=list(corrected)).order_by("pk")
    for attempt, submitted, mark, points in about.values_list(
        "pk", "submitted_at", "pass_mark", "points"
    ):
        item, marks = corrected[attempt]
        # Most people gave one of a few answers.
        given = json.dumps([steps[item][-1:], marks], sort_keys=True)
        if given not in memory:
            memory[given] = replay(regrade.spec, steps[item], marks).fraction
        fraction = memory[given]
        if submitted is None:
            yield Outcome(attempt, item, None, open=True)
            continue
        before = fractions[attempt]
        after = before | ({item: fraction} if item in before else {})
        _points, old_passed = result_of(before.values(), mark)
        new_points, new_passed = result_of(after.values(), mark)
        yield Outcome(
            attempt=attempt,
            item=item,
            fraction=fraction,
            open=False,
            old_points=points,
            new_points=new_points,
            old_passed=old_passed,
            new_passed=new_passed,
        )
