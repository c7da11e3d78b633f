"""What the rules make of what somebody did in a module."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.judging import Deeds, judge, share_right
from lms.learning.rules import SHIPPED, LessonRule, ModuleRule
from tests.learning.factories import outline_of

MODULE = outline_of(lessons=4, checks=(1, 2), check="01-check")
KEYS = [lesson.translation_key for lesson in MODULE.lessons]
ASKED = frozenset(lesson.check for lesson in MODULE.lessons if lesson.check)
some_lessons = st.frozensets(st.sampled_from(KEYS))
deeds = st.builds(
    Deeds,
    read=some_lessons,
    complete=some_lessons,
    right=st.dictionaries(
        st.sampled_from(sorted(ASKED)), st.integers(0, 100).map(Decimal)
    ),
    passed=st.booleans(),
)
books = st.builds(
    lambda lesson, module: SHIPPED.with_rule("lesson", lesson).with_rule(
        "module", module
    ),
    st.one_of(
        st.just(LessonRule(check="not_asked")),
        st.builds(LessonRule, read=st.booleans()),
        st.builds(
            LessonRule, check=st.just("right"), right_percent=st.integers(1, 100)
        ),
    ),
    st.one_of(
        st.just(ModuleRule(lessons_percent=0)),
        st.builds(
            ModuleRule, lessons_percent=st.integers(1, 100), check_passed=st.booleans()
        ),
    ),
)


def lacks(judged):
    return [(lack.kind, lack.lesson and lack.lesson.number) for lack in judged.lacks]


def test_nothing_done_lacks_everything_in_order():
    judged = judge(SHIPPED, MODULE, Deeds(), ASKED)

    assert lacks(judged) == [
        ("read", 1),
        ("answered", 1),
        ("read", 2),
        ("answered", 2),
        ("read", 3),
        ("read", 4),
        ("module_check", None),
    ]
    assert (judged.steps, judged.is_complete, judged.may_choose) == (7, False, False)


def test_a_retired_check_is_asked_of_nobody():
    judged = judge(SHIPPED, MODULE, Deeds(read=set(KEYS[:2])), {"01-02-check"})

    assert [lesson.number for lesson in judged.complete] == [1]


def test_too_few_right_answers_are_named_with_the_share():
    book = SHIPPED.with_rule("lesson", LessonRule(check="right", right_percent=80))
    did = Deeds(read=set(KEYS), right={"01-01-check": Decimal(50)}, passed=True)

    judged = judge(book, MODULE, did, ASKED)

    assert lacks(judged) == [("right", 1), ("answered", 2)]
    assert judged.lacks[0].right == 50


def test_half_of_the_lessons_may_be_chosen():
    book = SHIPPED.with_rule("module", ModuleRule(lessons_percent=50))

    judged = judge(book, MODULE, Deeds(read={KEYS[2]}), ASKED)

    assert judged.lessons_needed == 1
    assert judged.may_choose
    # The shortest way: read lesson 4, pass the check.
    assert judged.steps == 2


def test_lessons_that_are_not_needed_lack_nothing():
    book = SHIPPED.with_rule("module", ModuleRule(lessons_percent=25))

    judged = judge(book, MODULE, Deeds(read={KEYS[2]}), ASKED)

    assert lacks(judged) == [("module_check", None)]


@pytest.mark.parametrize(
    ("points", "possible", "share"), [("1", 2, 50), ("0.5", 2, 25), ("0", 0, 100)]
)
def test_share_right(points, possible, share):
    assert share_right(Decimal(points), possible) == share


@given(books, deeds, deeds)
def test_more_deeds_complete_no_less(book, one, other):
    both = Deeds(
        read=one.read | other.read,
        complete=one.complete | other.complete,
        right={
            key: max(one.right.get(key, 0), other.right.get(key, 0))
            for key in one.right.keys() | other.right.keys()
        },
        passed=one.passed or other.passed,
    )
    before, after = (judge(book, MODULE, did, ASKED) for did in (one, both))

    assert set(before.complete) <= set(after.complete)
    assert after.is_complete >= before.is_complete
    assert after.steps <= before.steps


@given(books, deeds)
def test_complete_is_the_same_as_nothing_missing(book, did):
    judged = judge(book, MODULE, did, ASKED)

    assert judged.is_complete == (judged.lacks == ()) == (judged.steps == 0)


@given(books, deeds)
def test_what_is_complete_stays_so_under_every_rule(book, did):
    complete = {
        lesson.translation_key for lesson in judge(book, MODULE, did, ASKED).complete
    }

    assert set(did.complete) <= complete
