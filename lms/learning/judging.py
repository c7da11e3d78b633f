"""What the rules make of what somebody did: values in, values out, no database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from lms.learning.rules import (
    RuleBook,
    lesson_lacks,
    module_is_complete,
)
from modules.outline import LessonOutline, ModuleOutline

#: What can be missing beside what rules.lesson_lacks names.
CHECK_NOT_PASSED = "module_check"


@dataclass(frozen=True)
class Deeds:
    """What one person did in one module.

    read, complete: translation keys of lessons marked as read, and of those that
    are complete already. right: key of a lesson's check whose questions are all
    answered > points reached, in percent. passed: the module check is.
    """

    read: Collection[UUID] = frozenset()
    complete: Collection[UUID] = frozenset()
    right: Mapping[str, Decimal] = field(default_factory=dict)
    passed: bool = False


@dataclass(frozen=True)
class Lack:
    """One thing to do: "read", "answered", "right" (of a lesson), "module_check".

    right: the percentage reached, where it is too low.
    """

    kind: str
    lesson: LessonOutline | None = None
    right: Decimal = Decimal(0)


@dataclass(frozen=True)
class Judgement:
    """A module by the rules of a book.

    complete: lessons that are complete, those that were so before among them.
    lacks: what is missing, in the order of doing it; lessons that are not needed
    any more lack nothing. lessons_needed: how many of the lessons that lack
    something are still needed; may be fewer than there are.
    """

    outline: ModuleOutline
    complete: tuple[LessonOutline, ...]
    lacks: tuple[Lack, ...]
    lessons_needed: int
    is_complete: bool

    @property
    def may_choose(self) -> bool:
        """Return whether fewer lessons are needed than are left."""
        left = len(self.outline.lessons) - len(self.complete)
        return 0 < self.lessons_needed < left

    @property
    def steps(self) -> int:
        """Return how many things are missing at least, choosing the shortest way."""
        by_lesson: dict[str, int] = {}
        other = 0
        for lack in self.lacks:
            if lack.lesson is None:
                other += 1
            else:
                key = lack.lesson.key
                by_lesson[key] = by_lesson.get(key, 0) + 1
        return other + sum(sorted(by_lesson.values())[: self.lessons_needed])


def judge(
    book: RuleBook, outline: ModuleOutline, deeds: Deeds, asked: Collection[str]
) -> Judgement:
    """Return what the rules say of one module.

    asked: keys of the lessons' checks that are in use; a retired one is asked of
    nobody. What is complete stays so, whatever the rules say.
    """
    complete, lacks = [], []
    for lesson in outline.lessons:
        found = _lesson_lacks(book, lesson, deeds, asked)
        if found:
            lacks += found
        else:
            complete.append(lesson)
    rule, has_check = book.module(outline.key), bool(outline.check)
    total, done = len(outline.lessons), len(complete)
    needed = max(0, rule.lessons_needed(total, has_check=has_check) - done)
    if not needed:
        lacks = []
    if has_check and rule.check_passed and not deeds.passed:
        lacks.append(Lack(CHECK_NOT_PASSED))
    return Judgement(
        outline=outline,
        complete=tuple(complete),
        lacks=tuple(lacks),
        lessons_needed=needed,
        is_complete=module_is_complete(
            rule, done=done, total=total, has_check=has_check, passed=deeds.passed
        ),
    )


def _lesson_lacks(
    book: RuleBook, lesson: LessonOutline, deeds: Deeds, asked: Collection[str]
) -> list[Lack]:
    if lesson.translation_key in deeds.complete:
        return []
    right = deeds.right.get(lesson.check)
    kinds = lesson_lacks(
        book.lesson,
        read=lesson.translation_key in deeds.read,
        has_check=lesson.check in asked,
        answered=right is not None,
        right=right or 0,
    )
    return [Lack(kind, lesson, right or Decimal(0)) for kind in kinds]


def share_right(points: Decimal, possible: int) -> Decimal:
    """Return the points reached in percent; 100 where no question counts."""
    return Decimal(points) * 100 / possible if possible else Decimal(100)
