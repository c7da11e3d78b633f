"""What the activity record tells of checks."""

import datetime as dt

import pytest
from ralph.models.xapi.base.statements import BaseXapiStatement

from assessments.quizzes.services import start_attempt, submit_attempt
from lms.learning import activity
from lms.learning.models import Statement
from tests.assessments.factories import (
    EXAMPLES,
    answer_all,
    long_text_data,
    make_quiz,
    many,
)

NINE = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
HALF_AN_HOUR = dt.timedelta(minutes=30)


@pytest.fixture(autouse=True)
def _on(settings):
    """Activity is recorded, and forwarded to nobody."""
    settings.XAPI_ACTIVITY = True


def handed_in(person, quiz, *, right=True, at=NINE):
    """Return an attempt that was handed in after half an hour."""
    attempt = start_attempt(quiz, person=person, language="ru", at=at)
    answer_all(attempt, right=right)
    return submit_attempt(attempt, at=at + HALF_AN_HOUR)


def results(verb):
    """Return the results of the statements with a verb."""
    rows = Statement.objects.filter(verb=verb)
    return [row.statement["result"] for row in rows]


def test_passed_check_is_told_with_its_result(mira):
    quiz = make_quiz(*many(4), pass_mark=3)

    activity.handed_in(handed_in(mira, quiz))

    assert results("passed") == [
        {
            "completion": True,
            "success": True,
            "duration": "PT1800.00S",
            "score": {"scaled": 1.0, "raw": 4.0, "min": 0, "max": 4},
        }
    ]
    context = Statement.objects.get(verb="passed").statement["context"]
    assert list(context["extensions"].values()) == [0.75]
    assert context["contextActivities"]["category"][0]["id"].endswith("/moveon")
    assert len(results("answered")) == 4
    assert all(result["success"] for result in results("answered"))


def test_failed_check_is_told_as_failed(mira):
    quiz = make_quiz(*many(4), pass_mark=3)

    activity.handed_in(handed_in(mira, quiz, right=False))

    assert results("failed")[0]["success"] is False
    assert results("failed")[0]["score"]["raw"] == 0


def test_check_that_waits_for_a_mark_is_only_completed(mira):
    quiz = make_quiz(long_text_data(), pass_mark=1)

    activity.handed_in(handed_in(mira, quiz))

    assert "success" not in results("completed")[0]
    assert results("answered") == [{"completion": True}]


def test_what_somebody_wrote_is_not_told(mira):
    quiz = make_quiz(long_text_data(), pass_mark=1)
    attempt = handed_in(mira, quiz)
    answer = str(attempt.items.get().answer)

    activity.handed_in(attempt)

    assert answer not in str(list(Statement.objects.values_list("statement")))


def test_every_type_of_question_makes_valid_statements(mira):
    quiz = make_quiz(*[make() for make in EXAMPLES.values()], pass_mark=4)

    activity.handed_in(handed_in(mira, quiz))

    for row in Statement.objects.all():
        BaseXapiStatement.model_validate(row.statement)


def test_two_attempts_are_two_and_one_told_twice_is_one(mira):
    quiz = make_quiz(*many(2), pass_mark=1)
    first = handed_in(mira, quiz)
    second = handed_in(mira, quiz, at=NINE + dt.timedelta(days=1))

    for attempt in (first, second, first):
        activity.handed_in(attempt)

    assert len(results("passed")) == 2
    assert len(results("answered")) == 4


def test_check_handed_in_is_heard(mira, django_capture_on_commit_callbacks):
    quiz = make_quiz(*many(2), pass_mark=1)

    with django_capture_on_commit_callbacks(execute=True):
        handed_in(mira, quiz)

    assert len(results("passed")) == 1
