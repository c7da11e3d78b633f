"""What the pages of corrections show."""

from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q
from django.utils.translation import get_language

from assessments.questions.registry import type_of
from assessments.questions.showing import describe, question_words
from assessments.quizzes.models import Attempt, AttemptItem, Kind, Regrade
from assessments.quizzes.regrades import effect_of

#: Attempts listed on the page; the numbers above it are of all.
LISTED = 200


def questions_behind() -> list[dict[str, Any]]:
    """Questions that have a newer version than some attempts were judged by.

    One query: key of the question, its version, number of attempts.
    """
    return list(
        AttemptItem.objects.filter(
            Q(regrade__isnull=True) | Q(regrade__version__lt=F("question__version")),
            question_version__lt=F("question__version"),
            attempt__kind=Kind.MODULE,
        )
        .order_by("question__key")
        .values("question__key", "question__version")
        .annotate(attempts=Count("attempt", distinct=True))
    )


def correction_page(regrade: Regrade) -> dict[str, Any]:
    """Everything the page of one correction shows.

    The list has no names: those who correct questions do not manage people.
    """
    language = get_language() or settings.LANGUAGE_CODE
    right = type_of(regrade.spec).right_answer(regrade.spec)
    context = {
        "regrade": regrade,
        "stem": question_words(regrade.spec, language),
        "right": describe(regrade.spec, right, language),
    }
    if regrade.state == Regrade.State.PROPOSED:
        effect = effect_of(regrade)
        listed = effect.crossing[:LISTED]
        attempts = Attempt.objects.select_related("quiz").in_bulk(
            [one.attempt for one in listed]
        )
        rows = [(attempts[one.attempt], one) for one in listed]
        return context | {"effect": effect, "rows": rows}
    crossing = regrade.attempts.filter(
        Q(old_passed=True) & ~Q(new_passed=True)
        | Q(new_passed=True) & ~Q(old_passed=True)
    )
    rows = [
        (row.attempt, row) for row in crossing.select_related("attempt__quiz")[:LISTED]
    ]
    return context | {"crossed": crossing.count(), "rows": rows}
