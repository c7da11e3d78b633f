"""When a lesson and a module are complete."""

import dataclasses

import pytest

from lms.learning.rules import (
    LESSON_RULE,
    MODULE_RULE,
    lesson_is_complete,
    module_is_complete,
)


@pytest.mark.parametrize(
    ("read", "has_check", "answered", "complete"),
    [
        (False, False, False, False),
        (True, False, False, True),
        (True, True, False, False),
        (False, True, True, False),
        (True, True, True, True),
    ],
)
def test_lesson_is_complete_when_read_and_answered(read, has_check, answered, complete):
    found = lesson_is_complete(
        LESSON_RULE, read=read, has_check=has_check, answered=answered
    )

    assert found is complete


@pytest.mark.parametrize(
    ("lessons_left", "has_check", "passed", "complete"),
    [
        (0, False, False, True),
        (1, False, False, False),
        (0, True, False, False),
        (1, True, True, False),
        (0, True, True, True),
    ],
)
def test_module_is_complete_when_lessons_done_and_check_passed(
    lessons_left, has_check, passed, complete
):
    found = module_is_complete(
        MODULE_RULE, lessons_left=lessons_left, has_check=has_check, passed=passed
    )

    assert found is complete


def test_lesson_is_complete_follows_the_rule_as_data():
    easier = dataclasses.replace(LESSON_RULE, check_answered=False)

    assert lesson_is_complete(easier, read=True, has_check=True, answered=False)


def test_rules_say_themselves_in_a_sentence():
    assert str(LESSON_RULE.sentence) == (
        "A lesson is complete when you have marked it as read and answered the "
        "questions of its check."
    )
    assert str(MODULE_RULE.sentence) == (
        "A module is complete when all its lessons are complete and its check is passed."
    )
