"""When a lesson or a module is complete: plain data, each with its sentence.

A rule that changes gets a higher version. Completions keep the version they
were judged by and stay: a new rule judges only what is not complete yet.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class LessonRule:
    """What makes a lesson complete."""

    version: int
    read: bool
    check_answered: bool
    sentence: object


@dataclass(frozen=True)
class ModuleRule:
    """What makes a module complete."""

    version: int
    all_lessons: bool
    check_passed: bool
    sentence: object


LESSON_RULE = LessonRule(
    version=1,
    read=True,
    check_answered=True,
    sentence=_(
        "A lesson is complete when you have marked it as read and answered the "
        "questions of its check."
    ),
)
MODULE_RULE = ModuleRule(
    version=1,
    all_lessons=True,
    check_passed=True,
    sentence=_(
        "A module is complete when all its lessons are complete and its check is passed."
    ),
)


def lesson_is_complete(
    rule: LessonRule, *, read: bool, has_check: bool, answered: bool
) -> bool:
    """Return whether the facts satisfy the rule for one lesson."""
    return (read or not rule.read) and (
        answered or not has_check or not rule.check_answered
    )


def module_is_complete(
    rule: ModuleRule, *, lessons_left: int, has_check: bool, passed: bool
) -> bool:
    """Return whether the facts satisfy the rule for one module."""
    return (lessons_left == 0 or not rule.all_lessons) and (
        passed or not has_check or not rule.check_passed
    )
