"""When a lesson, a module and a path are complete, and how the rules say so."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.rules import (
    KINDS,
    SHIPPED,
    LessonRule,
    ModuleRule,
    PathRule,
    RuleInvalid,
    lesson_is_complete,
    lesson_lacks,
    make_rule,
    module_is_complete,
    path_is_complete,
)

percents = st.integers(1, 100)
lesson_rules = st.one_of(
    st.builds(LessonRule, read=st.booleans(), check=st.just("answered")),
    st.just(LessonRule(check="not_asked")),
    st.builds(
        LessonRule, read=st.booleans(), check=st.just("right"), right_percent=percents
    ),
)
module_rules = st.one_of(
    st.builds(ModuleRule, lessons_percent=percents, check_passed=st.booleans()),
    st.just(ModuleRule(lessons_percent=0)),
)
path_rules = st.builds(PathRule, at_least=st.none() | st.integers(1, 20))


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
        SHIPPED.lesson, read=read, has_check=has_check, answered=answered
    )

    assert found is complete


@pytest.mark.parametrize(
    ("rule", "read", "has_check", "answered", "right", "lacks"),
    [
        (LessonRule(check="not_asked"), True, True, False, 0, []),
        (LessonRule(check="not_asked"), False, True, True, 100, ["read"]),
        (LessonRule(read=False), False, True, True, 0, []),
        # Without questions there is nothing but reading to go by.
        (LessonRule(read=False), False, False, False, 0, ["read"]),
        (LessonRule(check="right", right_percent=80), True, True, True, 79, ["right"]),
        (LessonRule(check="right", right_percent=80), True, True, True, 80, []),
        (
            LessonRule(check="right", right_percent=80),
            False,
            True,
            False,
            0,
            ["read", "answered"],
        ),
        (LessonRule(check="right", right_percent=80), True, False, False, 0, []),
    ],
)
def test_lesson_lacks_what_its_rule_asks_for(
    rule, read, has_check, answered, right, lacks
):
    found = lesson_lacks(
        rule, read=read, has_check=has_check, answered=answered, right=right
    )

    assert found == lacks


@pytest.mark.parametrize(
    ("rule", "done", "has_check", "passed", "complete"),
    [
        (ModuleRule(), 5, False, False, True),
        (ModuleRule(), 4, False, False, False),
        (ModuleRule(), 5, True, False, False),
        (ModuleRule(), 4, True, True, False),
        (ModuleRule(), 5, True, True, True),
        (ModuleRule(lessons_percent=60), 3, True, True, True),
        (ModuleRule(lessons_percent=61), 3, True, True, False),
        (ModuleRule(lessons_percent=60, check_passed=False), 3, True, False, True),
        (ModuleRule(lessons_percent=0), 0, True, True, True),
        (ModuleRule(lessons_percent=0), 4, False, False, False),
        (ModuleRule(lessons_percent=0), 5, False, False, True),
    ],
)
def test_module_of_five_lessons_is_complete_by_its_rule(
    rule, done, has_check, passed, complete
):
    found = module_is_complete(
        rule, done=done, total=5, has_check=has_check, passed=passed
    )

    assert found is complete


def test_module_without_lessons_is_never_complete():
    rule = ModuleRule(lessons_percent=0)

    assert not module_is_complete(rule, done=0, total=0, has_check=True, passed=True)


@pytest.mark.parametrize(
    ("at_least", "done", "total", "complete"),
    [
        (None, 5, 6, False),
        (None, 6, 6, True),
        (4, 3, 6, False),
        (4, 4, 6, True),
        (4, 3, 3, True),
        (1, 0, 0, False),
    ],
)
def test_path_is_complete_with_all_or_enough_modules(at_least, done, total, complete):
    assert path_is_complete(PathRule(at_least=at_least), done=done, total=total) is (
        complete
    )


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("lesson", {"read": False, "check": "not_asked"}),
        ("lesson", {"check": "sometimes"}),
        ("lesson", {"check": "right", "right_percent": 0}),
        ("lesson", {"check": "right", "right_percent": 101}),
        ("lesson", {"check": "answered", "right_percent": 50}),
        ("lesson", {"check": "right", "right_percent": "80"}),
        ("lesson", {"mood": "good"}),
        ("module", {"lessons_percent": 0, "check_passed": False}),
        ("module", {"lessons_percent": -1}),
        ("module", {"follows_general": True}),
        ("path", {"at_least": 0}),
        ("path", {"at_least": True}),
        ("galaxy", {}),
    ],
)
def test_rules_that_make_no_sense_are_refused(kind, parameters):
    with pytest.raises(RuleInvalid):
        make_rule(kind, parameters)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (
            LessonRule(),
            "A lesson is complete when you have marked it as read and answered the "
            "questions of its check.",
        ),
        (
            LessonRule(check="not_asked"),
            "A lesson is complete when you have marked it as read.",
        ),
        (
            LessonRule(check="right", right_percent=80),
            "A lesson is complete when you have marked it as read and have at least "
            "80 % of the questions of its check right.",
        ),
        (
            LessonRule(read=False, check="right", right_percent=80),
            "A lesson is complete when you have at least 80 % of the questions of its "
            "check right. A lesson without questions is complete when you have marked "
            "it as read.",
        ),
        (
            ModuleRule(),
            "A module is complete when all its lessons are complete and its check is "
            "passed.",
        ),
        (
            ModuleRule(lessons_percent=75),
            "A module is complete when at least 75 % of its lessons are complete and "
            "its check is passed.",
        ),
        (
            ModuleRule(check_passed=False, module_key="03"),
            "Module 03 is complete when all its lessons are complete.",
        ),
        (
            ModuleRule(follows_general=True, module_key="03"),
            "Module 03 follows the rule for all modules.",
        ),
        (PathRule(), "A learning path is complete when all its modules are complete."),
        (
            PathRule(at_least=1),
            "A learning path is complete when at least 1 of its modules is complete.",
        ),
        (
            PathRule(at_least=4),
            "A learning path is complete when at least 4 of its modules are complete, "
            "or all of them where it has fewer.",
        ),
    ],
)
def test_rules_say_themselves_in_a_sentence(rule, sentence):
    assert rule.sentence == sentence


@given(st.one_of(lesson_rules, module_rules, path_rules))
def test_every_rule_says_itself_without_a_gap(rule):
    assert rule.sentence.endswith(".")
    assert "%(" not in rule.sentence
    assert "%%" not in rule.sentence


@given(
    st.one_of(
        st.tuples(st.just("lesson"), lesson_rules),
        st.tuples(st.just("module"), module_rules),
        st.tuples(st.just("path"), path_rules),
    )
)
def test_every_rule_is_read_back_as_it_was(kind_and_rule):
    kind, rule = kind_and_rule

    assert make_rule(kind, rule.parameters) == rule
    assert isinstance(rule, KINDS[kind])


@given(lesson_rules, st.booleans(), st.booleans(), st.booleans(), st.integers(0, 100))
def test_more_deeds_never_make_a_lesson_less_complete(
    rule, read, has_check, answered, right
):
    deeds = {"has_check": has_check, "answered": answered, "right": right}
    before = lesson_is_complete(rule, read=read, **deeds)

    assert lesson_is_complete(rule, read=True, **deeds) >= before
    assert (
        lesson_is_complete(
            rule, read=read, has_check=has_check, answered=True, right=100
        )
        >= before
    )


@given(module_rules, st.integers(0, 12), st.integers(1, 12), st.booleans())
def test_more_deeds_never_make_a_module_less_complete(rule, done, total, has_check):
    facts = {"total": total, "has_check": has_check}
    before = module_is_complete(rule, done=done, passed=False, **facts)

    assert module_is_complete(rule, done=done + 1, passed=False, **facts) >= before
    assert module_is_complete(rule, done=done, passed=True, **facts) >= before
    assert module_is_complete(rule, done=total, passed=True, **facts)


def test_a_book_knows_which_rule_holds_for_a_module():
    own = ModuleRule(2, module_key="03", lessons_percent=50)
    later = ModuleRule(3, check_passed=False)
    book = SHIPPED.with_rule("module", own).with_rule("module", later)

    assert book.module("03") == own
    assert book.module("04") == later
    assert book.module() == later
    assert book.own_rules == [own]
    assert book.version("module", 1) == SHIPPED.module()
    assert book.version("module", 9) is None
    assert book.next_version("module") == 4


def test_a_module_can_go_back_to_the_rule_for_all():
    own = ModuleRule(2, module_key="03", lessons_percent=50)
    back = ModuleRule(3, module_key="03", follows_general=True)
    book = SHIPPED.with_rule("module", own).with_rule("module", back)

    assert book.module("03") == SHIPPED.module()
    assert book.own_rules == []
    assert dataclasses.replace(own, version=4) not in book.of_kind("module")
