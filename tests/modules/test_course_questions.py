"""Are the questions of the course fair, and do they test what is taught?"""

from collections import Counter

import pytest

from assessments.questions.registry import all_types
from tests.modules.shipped import (
    CHECKS,
    QUESTIONS,
    by_lesson,
    by_module,
    check_of,
    stream,
)

CHOICES = [one for one in QUESTIONS.values() if one["type"] in ("single", "multiple")]
TRUE_FALSE = [one for one in QUESTIONS.values() if one["type"] == "true_false"]


def of_type(check, kind):
    return [one.data for one in check.questions if one.data["type"] == kind]


@by_lesson
def test_lesson_check_asks_two_or_three_questions(lesson):
    check = check_of(lesson)

    assert 2 <= len(check.questions) <= 3
    assert check.data["lesson"] == lesson.key


@by_module
def test_module_check_draws_ten_of_at_least_fifteen(module):
    check = CHECKS[module.check]

    assert len(check.questions) >= 15
    assert (check.data["draw"], check.data["pass_mark"]) == (10, 7)


@by_module
def test_module_check_asks_only_what_earns_points(module):
    """A learner may draw any ten, and ten points must be possible at once."""
    at_once = {one.type_key for one in all_types() if one.counts} - {"long_text"}

    asked = {one.data["type"] for one in CHECKS[module.check].questions}

    assert asked <= at_once


@by_module
def test_every_objective_is_tested(module):
    tested = {one.data.get("objective") for one in CHECKS[module.check].questions}

    objectives = range(1, len(stream(module, "objectives")) + 1)
    assert set(objectives) - tested == set()


@by_module
def test_module_check_is_neither_mostly_true_nor_mostly_false(module):
    rights = [one["right"] for one in of_type(CHECKS[module.check], "true_false")]

    assert abs(rights.count(True) - rights.count(False)) <= 2


def test_course_is_neither_mostly_true_nor_mostly_false():
    true = sum(one["right"] for one in TRUE_FALSE)

    assert 0.4 <= true / len(TRUE_FALSE) <= 0.6


def test_all_types_of_question_are_used_across_the_course():
    used = {one["type"] for one in QUESTIONS.values()}

    assert {one.type_key for one in all_types()} - used == set()


def test_no_two_questions_have_the_same_stem():
    stems = Counter(one["stem"]["en"].casefold() for one in QUESTIONS.values())

    assert [stem for stem, count in stems.items() if count > 1] == []


@pytest.mark.parametrize("question", CHOICES, ids=lambda one: one["key"])
def test_every_choice_answers_who_chose_it(question):
    choices = question["choices"]

    assert len(choices) >= 3
    assert [
        one["key"] for one in choices if not one.get("feedback", {}).get("en")
    ] == []
    assert max(Counter(one["text"]["en"] for one in choices).values()) == 1


@pytest.mark.parametrize("question", TRUE_FALSE, ids=lambda one: one["key"])
def test_true_and_false_answer_who_chose_them(question):
    assert question["feedback_true"]["en"] != question["feedback_false"]["en"]


def test_every_question_says_why():
    silent = [key for key, one in QUESTIONS.items() if not one.get("feedback")]

    assert silent == []


def test_the_longest_choice_is_seldom_the_right_one():
    """Otherwise one can pass without having read anything."""
    telling = 0
    singles = [one for one in CHOICES if one["type"] == "single"]
    for question in singles:
        lengths = {one["right"]: 0 for one in question["choices"]}
        for one in question["choices"]:
            lengths[one["right"]] = max(lengths[one["right"]], len(one["text"]["en"]))
        telling += lengths[True] > 1.15 * lengths[False]

    assert telling / len(singles) < 0.1
