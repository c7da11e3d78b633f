"""A submitted attempt as its review shows it. No queries beyond the items given."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import get_language

from assessments.questions.forms import AnswerForm
from assessments.questions.models import Verdict
from assessments.questions.registry import type_of
from assessments.questions.showing import ShownQuestion, show_question
from assessments.quizzes.models import Attempt, AttemptItem, Marking
from assessments.quizzes.standing import Standing


@dataclass(frozen=True)
class ObjectiveResult:
    """How one objective went: its number (None: questions without one), points."""

    objective: int | None
    points: Decimal
    possible: int


@dataclass(frozen=True)
class Review:
    """Everything on the review page. ``read_again`` are keys of lessons, in order."""

    attempt: Attempt
    standing: Standing
    questions: tuple[ShownQuestion, ...]
    objectives: tuple[ObjectiveResult, ...]
    read_again: tuple[str, ...]


def review_of(
    attempt: Attempt, items: Sequence[AttemptItem], standing: Standing
) -> Review:
    """Put the review together; right answers only where the standing allows."""
    show_right = standing.may_show_right
    missed = [item for item in items if item.fraction is not None and item.fraction < 1]
    return Review(
        attempt=attempt,
        standing=standing,
        questions=tuple(reviewed_question(item, show_right) for item in items),
        objectives=objective_results(items),
        read_again=tuple(
            sorted({key for item in missed if (key := item.spec.get("lesson", ""))})
        ),
    )


def reviewed_question(item: AttemptItem, show_right: bool) -> ShownQuestion:
    """One question read-only with its verdict."""
    spec, answer, shown = item.judged_by, item.answer, item.shown
    question_class = type_of(spec)
    if item.regrade_id:
        # A correction may have taken choices out, or brought some in.
        now_shown = question_class.shown(spec)
        shown = shown if sorted(shown) == sorted(now_shown) else now_shown
        answer = answer if question_class.fits(spec, answer) else None
    form = AnswerForm(
        spec, shown, language=get_language() or settings.LANGUAGE_CODE, answer=answer
    )
    verdict = Verdict(answer, item.grade(), show_right=show_right)
    return show_question(form, verdict=verdict, read_only=True)


def comments_of(attempt: Attempt) -> list[tuple[int, str]]:
    """What trainers said when they marked: position and text. One query."""
    latest = dict(
        Marking.objects.filter(item__attempt=attempt)
        .order_by("at", "pk")
        .values_list("item__position", "comment")
    )
    return [(place, text) for place, text in sorted(latest.items()) if text]


def objective_results(items: Sequence[AttemptItem]) -> tuple[ObjectiveResult, ...]:
    """Points by objective, in the order of their numbers, those without one last."""
    sums: dict[int | None, list[Decimal]] = {}
    for item in items:
        if item.counts:
            fraction = item.fraction or Decimal(0)
            sums.setdefault(item.spec.get("objective"), []).append(fraction)
    return tuple(
        ObjectiveResult(objective, sum(fractions, Decimal(0)), len(fractions))
        for objective, fractions in sorted(
            sums.items(), key=lambda pair: (pair[0] is None, pair[0] or 0)
        )
    )
