"""Who is stuck: every rule at its borders, with its sentence."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from lms.learning.desk.stuck import (
    AWAY,
    AWAY_DAYS,
    FAILED,
    NEVER,
    OVERDUE,
    Reason,
    Signs,
    grouped,
    reasons,
)

TODAY = date(2027, 9, 20)
JOINED = date(2027, 9, 1)


def days(number):
    return TODAY + timedelta(days=number)


def kinds(**signs):
    given = Signs(**{"joined_on": JOINED, "last_visit": TODAY} | signs)
    return [reason.kind for reason in reasons(given, today=TODAY)]


def test_who_is_in_time_and_comes_is_not_stuck():
    assert kinds(due=(("03", days(1)),)) == []


def test_who_never_signed_in_is_stuck():
    assert kinds(last_visit=None) == [NEVER]


@pytest.mark.parametrize(("day", "expected"), [(-1, [OVERDUE]), (0, []), (1, [])])
def test_something_is_late_from_the_day_after_its_date(day, expected):
    assert kinds(due=(("03", days(day)),)) == expected


@pytest.mark.parametrize(("times", "expected"), [(1, []), (2, [FAILED]), (5, [FAILED])])
def test_two_failures_of_the_same_check_are_stuck(times, expected):
    assert kinds(failed=(("03", times),)) == expected


def test_one_failure_each_of_two_checks_is_not_stuck():
    assert kinds(failed=(("03", 1), ("04", 1))) == []


@pytest.mark.parametrize(
    ("ago", "expected"), [(AWAY_DAYS - 1, []), (AWAY_DAYS, [AWAY])]
)
def test_a_fortnight_without_a_visit_is_stuck_while_something_is_due(ago, expected):
    assert kinds(last_visit=days(-ago), due=(("03", days(30)),)) == expected


def test_of_who_is_away_the_next_date_is_named():
    due = (("01", days(-3)), ("02", days(9)), ("03", days(4)))
    found = reasons(Signs(JOINED, days(-20), due), today=TODAY)[-1]
    assert (found.kind, found.modules, found.due_on) == (AWAY, ("03",), days(4))


def test_who_is_away_with_nothing_due_is_not_stuck():
    assert kinds(last_visit=days(-300)) == []


def test_the_most_pressing_reason_comes_first():
    found = kinds(last_visit=days(-20), due=(("03", days(-2)),), failed=(("04", 3),))
    assert found == [FAILED, OVERDUE, AWAY]


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Reason(NEVER, JOINED), "Joined on 1 September 2027 and has never signed in."),
        (
            Reason(FAILED, None, ("03",), 2),
            "Failed the check of module 03 2 times.",
        ),
        (
            Reason(OVERDUE, JOINED, ("03",)),
            "Module 03 is late since 1 September 2027.",
        ),
        (
            Reason(OVERDUE, JOINED, ("03", "04")),
            "Modules 03, 04 are late, the first since 1 September 2027.",
        ),
        (
            Reason(AWAY, JOINED, ("03",), due_on=TODAY),
            "Was here last on 1 September 2027; module 03 has the date 20 September 2027.",
        ),
    ],
)
def test_every_reason_has_its_sentence(reason, sentence):
    assert reason.sentence == sentence


@dataclass
class Learner:
    stuck: tuple


def test_everybody_stands_in_one_group_the_most_pressing():
    both = Learner((Reason(NEVER, JOINED), Reason(OVERDUE, JOINED, ("03",))))
    late = Learner((Reason(OVERDUE, JOINED, ("03",)),))
    fine = Learner(())

    assert grouped([late, both, fine]) == [
        ("Never signed in", [both]),
        ("Something is late", [late]),
    ]
