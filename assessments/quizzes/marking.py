"""Marking texts: what waits, and what a trainer's marks change."""

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from assessments.questions.registry import all_types
from assessments.quizzes.models import Attempt, AttemptItem, Kind, Marking
from assessments.quizzes.problems import QuizProblem
from assessments.quizzes.services import result_of, tell
from lms.accounts.roles import Capability


class MarksRefused(QuizProblem):
    """Points that the rubric does not give."""

    @property
    def message(self) -> str:
        """The refusal in words."""
        return _("Give every criterion its points, from 0 to the most there are.")


def to_mark(user) -> QuerySet[AttemptItem]:
    """Texts of learners whom the user teaches, unmarked, oldest first.

    Never the user's own.
    """
    counting = [one.type_key for one in all_types() if one.counts]
    return (
        _within_reach(user)
        .filter(
            fraction__isnull=True,
            answer__isnull=False,
            attempt__submitted_at__isnull=False,
            spec__type__in=counting,
        )
        .order_by("attempt__submitted_at", "pk")
    )


def markable(user) -> QuerySet[AttemptItem]:
    """The same, marked ones included: marks can be put right."""
    return _within_reach(user).filter(
        answer__isnull=False,
        attempt__submitted_at__isnull=False,
        spec__has_key="rubric",
    )


def _within_reach(user) -> QuerySet[AttemptItem]:
    if not user.is_authenticated or not user.may(Capability.MARK_TEXTS):
        return AttemptItem.objects.none()
    # Who teaches whom is known in a room above: see MARKED_LEARNERS in the settings.
    learners = import_string(settings.MARKED_LEARNERS)(user)
    attempts = Attempt.objects.filter(person__in=learners)
    return AttemptItem.objects.filter(
        attempt__in=attempts.exclude(person=user)
    ).select_related("attempt__quiz", "attempt__person", "regrade")


@transaction.atomic
def mark_item(
    item: AttemptItem,
    *,
    marks: Mapping[str, int],
    by,
    comment: str = "",
    at: dt.datetime | None = None,
) -> AttemptItem:
    """Mark a text by its rubric; each marking is kept, the latest stands.

    Points and pass of the attempt follow; a pass stays a pass. The same marks and
    comment again change nothing. Raises :class:`MarksRefused`.
    """
    at = at or timezone.now()
    attempt = Attempt.objects.select_for_update().get(pk=item.attempt_id)
    item = AttemptItem.objects.select_related("regrade").get(pk=item.pk)
    rubric = item.judged_by.get("rubric", ())
    if attempt.is_open or item.answer is None or not rubric:
        raise MarksRefused
    if set(marks) != {row["key"] for row in rubric} or any(
        type(marks[row["key"]]) is not int
        or not 0 <= marks[row["key"]] <= row["points"]
        for row in rubric
    ):
        raise MarksRefused
    latest = item.markings.last()
    if latest and (latest.marks, latest.comment) == (dict(marks), comment):
        return item
    Marking.objects.create(item=item, marks=dict(marks), comment=comment, by=by, at=at)
    item.marks = dict(marks)
    item.fraction = item.grade().fraction
    item.save(update_fields=["marks", "fraction"])
    if attempt.kind == Kind.MODULE:
        _add_up(attempt, at)
    return item


def _add_up(attempt: Attempt, at: dt.datetime) -> None:
    counted = [item for item in attempt.items.all() if item.counts]
    attempt.points, passed = result_of(
        [item.fraction for item in counted], attempt.pass_mark
    )
    newly = bool(passed) and not attempt.passed
    if newly:
        attempt.passed_at = at
    attempt.passed = attempt.passed or passed
    attempt.save(update_fields=["points", "passed", "passed_at"])
    if newly:
        transaction.on_commit(lambda: tell(attempt))
