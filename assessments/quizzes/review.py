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
from assessments.quizzes.models import Attempt, AttemptItem
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
    spec = item.spec
    grade = type_of(spec).grade(spec, item.answer)
    form = AnswerForm(
        spec,
        item.shown,
        language=get_language() or settings.LANGUAGE_CODE,
        answer=item.answer,
    )
    verdict = Verdict(item.answer, grade, show_right=show_right)
    return show_question(form, verdict=verdict, read_only=True)


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
