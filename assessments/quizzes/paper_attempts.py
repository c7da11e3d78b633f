"""Attempts that were written on paper and typed in by a trainer.

They count like attempts on the site and are judged by what the paper printed, not by
what became of the questions since. The limit of attempts and the wait between them do
not keep one out, because it has happened: whoever held the classroom check decided
that. It counts towards the limit of later attempts on the site.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from assessments.questions.models import Question
from assessments.questions.registry import type_of
from assessments.quizzes.models import (
    Attempt,
    AttemptItem,
    Kind,
    Marking,
    Paper,
    Response,
)
from assessments.quizzes.papers import PaperCheck
from assessments.quizzes.problems import QuizProblem
from assessments.quizzes.services import result_of, tell

#: Attempts told of in one piece of background work.
IN_ONE_GO = 50


class PaperNotUsable(QuizProblem):
    """A question of the paper is not in the bank any more, or the answers do not fit."""

    @property
    def message(self) -> str:
        """The refusal in words."""
        return _("The results of this paper cannot be recorded. Nothing was changed.")


@dataclass(frozen=True)
class PaperAnswer:
    """What one learner wrote for one question.

    answer: as it is stored, None for none. marks: points by criterion of a text, all
    of them, or None where nobody has marked it.
    """

    answer: Any = None
    marks: Mapping[str, int] | None = None


@dataclass(frozen=True)
class PaperResult:
    """What a sheet earns: points of the possible, and whether that passes.

    passed is None while a text waits to be marked, or without a pass mark.
    """

    points: Decimal
    possible: int
    passed: bool | None


def judge_paper(check: PaperCheck, answers: Sequence[PaperAnswer]) -> PaperResult:
    """Return what the answers earn by what the paper printed. Pure.

    answers: one for each question, in the order printed.
    """
    fractions = [
        _fraction(one.spec, given)
        for one, given in zip(check.questions, answers, strict=True)
        if one.counts
    ]
    points, passed = result_of(fractions, check.pass_mark)
    return PaperResult(points, len(fractions), passed)


@transaction.atomic
def record_paper_attempt(
    person,
    paper: Paper,
    answers: Sequence[PaperAnswer],
    *,
    at: dt.datetime,
    by,
    told_later: bool = False,
) -> Attempt:
    """Make a submitted attempt out of what somebody wrote on a printed check.

    answers: one for each question, in the order printed. at: when the paper was
    written. by: who typed it in; stands beside the points of texts. Each call makes
    an attempt: that one sheet makes one is the caller's to see to. The signal
    attempt_submitted follows after the commit, unless told_later: then the caller
    passes the attempts to :func:`tell_in_background`.
    Raises :class:`PaperNotUsable`.
    """
    check = PaperCheck.from_data(paper.content)
    _refuse_misfits(check, answers)
    judged = judge_paper(check, answers)
    questions = _questions(check)
    passed_before = Attempt.objects.passed().filter(quiz=paper.quiz_id, person=person)
    passed_at = None
    if judged.passed:
        # The day on which a check was passed first never moves.
        passed_at = timezone.now() if passed_before.exists() else at
    attempt = Attempt.objects.create(
        quiz=paper.quiz,
        quiz_version=check.quiz_version,
        kind=Kind.MODULE,
        person=person,
        seed=check.seed,
        language=paper.language,
        pass_mark=check.pass_mark,
        started_at=at,
        submitted_at=at,
        points=judged.points,
        possible=judged.possible,
        passed=judged.passed,
        passed_at=passed_at,
        paper=paper,
    )
    items = AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=one.number,
            question_id=questions[one.spec["key"]],
            question_version=one.spec["version"],
            spec=one.spec,
            shown=list(one.shown),
            answer=given.answer,
            answered_at=None if given.answer is None else at,
            steps=int(given.answer is not None),
            marks=dict(given.marks) if given.marks else None,
            fraction=_fraction(one.spec, given),
        )
        for one, given in zip(check.questions, answers, strict=True)
    )
    Response.objects.bulk_create(
        Response(item=item, number=1, answer=item.answer, at=at)
        for item in items
        if item.is_answered
    )
    _note_marks([item for item in items if item.marks], by)
    if not told_later:
        transaction.on_commit(lambda: tell(attempt))
    return attempt


@transaction.atomic
def correct_paper_attempt(
    attempt: Attempt,
    answers: Sequence[PaperAnswer],
    *,
    by,
    at: dt.datetime | None = None,
    told_later: bool = False,
) -> Attempt:
    """Put right what was typed from a paper: each changed answer is a new step.

    The earlier answers stay as steps. What was passed stays passed; a pass newly
    reached counts from at. The same answers again change nothing.
    Raises :class:`PaperNotUsable`.
    """
    at = at or timezone.now()
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if attempt.paper is None:
        raise PaperNotUsable
    check = PaperCheck.from_data(attempt.paper.content)
    _refuse_misfits(check, answers)
    items = list(attempt.items.select_related("regrade"))
    for item, given in zip(items, answers, strict=True):
        marks = dict(given.marks) if given.marks else None
        if item.answer != given.answer:
            item.steps += 1
            item.answer, item.answered_at = given.answer, at
            Response.objects.create(
                item=item, number=item.steps, answer=item.answer, at=at
            )
        # What somebody marked on the site since stays where the sheet says nothing.
        if marks is not None and marks != item.marks:
            item.marks = marks
            _note_marks([item], by, at)
        item.fraction = item.grade().fraction
    fields = ["steps", "answer", "answered_at", "marks", "fraction"]
    AttemptItem.objects.bulk_update(items, fields)
    attempt.points, passed = result_of(
        [item.fraction for item in items if item.counts], attempt.pass_mark
    )
    newly = bool(passed) and not attempt.passed
    if newly:
        attempt.passed_at = at
    attempt.passed = attempt.passed or passed
    attempt.save(update_fields=["points", "passed", "passed_at"])
    if newly and not told_later:
        transaction.on_commit(lambda: tell(attempt))
    return attempt


def tell_in_background(attempts: Iterable[Attempt]) -> None:
    """Send the signal about many attempts after the commit, in the background."""
    keys = [attempt.pk for attempt in attempts]
    for start in range(0, len(keys), IN_ONE_GO):
        part = keys[start : start + IN_ONE_GO]
        transaction.on_commit(lambda part=part: tell_many.enqueue(part), robust=True)


@task()
def tell_many(keys: list[int]) -> None:
    """Send the signal about each of these attempts; again does no harm."""
    rows = Attempt.objects.filter(pk__in=keys).select_related("quiz", "person")
    for attempt in rows.order_by("pk"):
        tell(attempt)


def _fraction(spec: Mapping[str, Any], given: PaperAnswer) -> Decimal | None:
    return type_of(spec).grade_marked(spec, given.answer, given.marks or {}).fraction


def _refuse_misfits(check: PaperCheck, answers: Sequence[PaperAnswer]) -> None:
    if len(answers) != len(check.questions):
        raise PaperNotUsable
    for one, given in zip(check.questions, answers, strict=True):
        if given.answer is not None and not type_of(one.spec).fits(
            one.spec, given.answer
        ):
            raise PaperNotUsable
        if given.marks and not _fits_rubric(one.spec, given):
            raise PaperNotUsable


def _fits_rubric(spec: Mapping[str, Any], given: PaperAnswer) -> bool:
    most = {row["key"]: row["points"] for row in spec.get("rubric", ())}
    return (
        given.answer is not None
        and set(given.marks) == set(most)
        and all(
            type(points) is int and 0 <= points <= most[key]
            for key, points in given.marks.items()
        )
    )


def _questions(check: PaperCheck) -> dict[str, int]:
    """Return key > id of the questions printed. Raises PaperNotUsable."""
    keys = [one.spec["key"] for one in check.questions]
    found = dict(Question.objects.filter(key__in=keys).values_list("key", "pk"))
    if len(found) != len(set(keys)):
        raise PaperNotUsable
    return found


def _note_marks(
    items: Iterable[AttemptItem], by, at: dt.datetime | None = None
) -> None:
    at = at or timezone.now()
    Marking.objects.bulk_create(
        Marking(item=item, marks=item.marks, by=by, at=at) for item in items
    )
