"""Reading what is known about a person, in a fixed number of queries."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from assessments.quizzes.models import Attempt, Quiz
from lms.learning.known import Known, known_in, known_of
from lms.learning.progress import ModuleProgress, progress_of
from modules.outline import LessonOutline, ModuleOutline


def module_progress(
    person, outline: ModuleOutline, *, known: Known | None = None
) -> ModuleProgress:
    """Return how far a person is in one module.

    One query; none when the caller has at hand what is known, and none for an
    anonymous visitor.
    """
    known = known or known_in(person, outline, None)
    return progress_of(outline, known.facts(outline))


def all_progress(
    person, outlines: Iterable[ModuleOutline], *, known: Known | None = None
) -> dict[str, ModuleProgress]:
    """Return module key -> how far a person is, for all modules.

    One query; none when the caller has at hand what is known, and none for an
    anonymous visitor.
    """
    known = known or known_of(person)
    return {
        outline.key: progress_of(outline, known.facts(outline)) for outline in outlines
    }


def unanswered_checks(person, lessons: Iterable[LessonOutline]) -> set[str]:
    """Return the keys of the lessons' checks that the person has still to answer.

    A check that was retired is asked of nobody.
    """
    keys = [lesson.check for lesson in lessons if lesson.check]
    if not keys:
        return set()
    answered = Attempt.objects.submitted().filter(person=person, quiz=OuterRef("pk"))
    return set(
        Quiz.objects.active()
        .filter(key__in=keys)
        .exclude(Exists(answered.order_by()))
        .values_list("key", flat=True)
    )


def passed_attempt(person, quiz_key: str) -> Attempt | None:
    """Return the first passed attempt at a module check, or None."""
    return Attempt.objects.passed().filter(person=person, quiz__key=quiz_key).first()
