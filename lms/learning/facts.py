"""Reading what is known about a person, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from assessments.quizzes.models import Attempt, Quiz
from lms.learning.models import Completion, Enrolment
from lms.learning.progress import Facts, ModuleProgress, progress_of
from modules.outline import LessonOutline, ModuleOutline

_UNASKED = object()


def module_progress(
    person, outline: ModuleOutline, *, enrolment=_UNASKED
) -> ModuleProgress:
    """Return how far a person is in one module.

    Two queries; one when the caller has the enrolment (or None) at hand; none
    for an anonymous visitor.
    """
    if not person.is_authenticated:
        return progress_of(outline, Facts())
    if enrolment is _UNASKED:
        enrolment = Enrolment.objects.filter(
            person=person, translation_key=outline.translation_key
        ).first()
    keys = [lesson.translation_key for lesson in outline.lessons]
    rows = Completion.objects.filter(
        person=person, translation_key__in=[*keys, outline.translation_key]
    )
    return progress_of(outline, _facts(_by_kind(rows), enrolment))


def all_progress(
    person, outlines: Iterable[ModuleOutline], *, enrolments=None
) -> dict[str, ModuleProgress]:
    """Return module key -> how far a person is, for all modules.

    Two queries; one when the caller has the person's enrolments at hand.
    """
    if not person.is_authenticated:
        return {outline.key: progress_of(outline, Facts()) for outline in outlines}
    kinds = _by_kind(Completion.objects.filter(person=person))
    if enrolments is None:
        enrolments = Enrolment.objects.filter(person=person)
    enrolled = {enrolment.translation_key: enrolment for enrolment in enrolments}
    return {
        outline.key: progress_of(
            outline, _facts(kinds, enrolled.get(outline.translation_key))
        )
        for outline in outlines
    }


def _by_kind(completions) -> dict[str, dict[UUID, object]]:
    kinds: dict[str, dict[UUID, object]] = defaultdict(dict)
    for kind, key, at in completions.values_list("kind", "translation_key", "at"):
        kinds[kind][key] = at
    return kinds


def _facts(kinds, enrolment: Enrolment | None) -> Facts:
    return Facts(
        read=kinds[Completion.Kind.READ].keys(),
        lessons=kinds[Completion.Kind.LESSON].keys(),
        modules=kinds[Completion.Kind.MODULE],
        last=enrolment.last_lesson if enrolment else "",
        enrolled=enrolment is not None,
    )


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
