"""Reading rules, and what is known about a person, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import FilteredRelation, Q

from assessments.quizzes.models import Attempt, Quiz
from lms.core.memory import Memory
from lms.learning.judging import Deeds, Judgement, judge, share_right
from lms.learning.known import Known, known_in, known_of
from lms.learning.models import CompletionRule
from lms.learning.progress import DONE, ModuleProgress, progress_of
from lms.learning.rules import SHIPPED, RuleBook
from modules.outline import LessonOutline, ModuleOutline

#: Seconds for which the rules are remembered, should a change not be heard of.
RULES_TTL = 60
_memory = Memory(limit=1)


def rulebook() -> RuleBook:
    """Return all rules of completion and their history; as a rule without a query."""
    return _memory.recall("rulebook", RULES_TTL, read_rulebook)


def read_rulebook() -> RuleBook:
    """Return all rules of completion as they stand in the database now: one query."""
    rows = CompletionRule.objects.order_by("kind", "version")
    return RuleBook((*SHIPPED.rules, *((row.kind, row.as_rule()) for row in rows)))


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


@dataclass(frozen=True)
class LessonAnswers:
    """The checks of lessons, and how one person stands with them.

    asked: keys of those in use. right: key of those whose questions the person has
    all answered > points reached, in percent.
    """

    asked: frozenset[str]
    right: dict[str, Decimal]


def lesson_answers(person, lessons: Iterable[LessonOutline]) -> LessonAnswers:
    """Return what is known of a person's answers in lessons.

    One query; none where no lesson has a check.
    """
    keys = [lesson.check for lesson in lessons if lesson.check]
    if not keys:
        return LessonAnswers(frozenset(), {})
    mine = FilteredRelation(
        "attempts",
        condition=Q(attempts__person=person, attempts__submitted_at__isnull=False),
    )
    rows = (
        Quiz.objects.active()
        .filter(key__in=keys)
        .annotate(mine=mine)
        .values_list("key", "mine__points", "mine__possible")
    )
    asked, right = set(), {}
    for key, points, possible in rows:
        asked.add(key)
        if points is not None:
            share = share_right(points, possible)
            right[key] = max(share, right.get(key, share))
    return LessonAnswers(frozenset(asked), right)


def passed_attempt(person, quiz_key: str) -> Attempt | None:
    """Return the first passed attempt at a module check, or None."""
    return Attempt.objects.passed().filter(person=person, quiz__key=quiz_key).first()


def judgement_of(
    person,
    outline: ModuleOutline,
    *,
    progress: ModuleProgress | None = None,
    passed: Attempt | None = None,
) -> Judgement:
    """Return what the rules make of what a person did in one module.

    Three queries at most: progress and a passed attempt at the module check save
    one each where the caller has them.
    """
    progress = progress or module_progress(person, outline)
    answers = lesson_answers(person, outline.lessons)
    if outline.check and passed is None:
        passed = passed_attempt(person, outline.check)
    return judge(
        rulebook(), outline, deeds_of(progress, answers, passed), answers.asked
    )


def deeds_of(progress: ModuleProgress, answers: LessonAnswers, passed: object) -> Deeds:
    """Return what somebody did in a module, from what is known of it."""
    states = progress.lessons
    return Deeds(
        read={one.lesson.translation_key for one in states if one.is_read},
        complete={one.lesson.translation_key for one in states if one.state == DONE},
        right=answers.right,
        passed=bool(passed),
    )
