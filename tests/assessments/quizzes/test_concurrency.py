"""Two clicks at the same moment make one thing.

SQLite lets one writer in after the other and shares its test database with no
second connection, so these tests need PostgreSQL.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection, connections

from assessments.quizzes.models import Attempt, AttemptItem, Response
from assessments.quizzes.services import (
    answer_lesson_question,
    save_response,
    start_attempt,
    submit_attempt,
)
from tests.assessments.factories import answer_all, make_quiz, many, single_data

AT_ONCE = 4

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs several connections"
    ),
]


def all_at_once(act):
    """Call ``act(number)`` in threads that set off together; return what they did."""
    barrier = Barrier(AT_ONCE)

    def run(number):
        try:
            barrier.wait(timeout=10)
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_starting_at_once_makes_one_attempt(learner):
    quiz = make_quiz(*many(5), draw=3)

    attempts = all_at_once(lambda number: start_attempt(quiz, person=learner))

    assert len(set(attempts)) == 1
    assert AttemptItem.objects.count() == 3


def test_starting_at_once_respects_the_number_of_attempts(learner):
    quiz = make_quiz(*many(5), attempts_allowed=1)

    all_at_once(lambda number: start_attempt(quiz, person=learner))

    assert Attempt.objects.count() == 1


def test_handing_in_at_once_is_told_once(learner, heard):
    attempt = start_attempt(make_quiz(*many(5)), person=learner)
    answer_all(attempt)

    submitted = all_at_once(lambda number: submit_attempt(attempt))

    assert len({one.submitted_at for one in submitted}) == 1
    assert heard == [attempt]


def test_answers_at_once_are_numbered_in_turn(learner):
    item = start_attempt(make_quiz(single_data()), person=learner).items.get()

    all_at_once(lambda number: save_response(item, answer="abca"[number]))

    item.refresh_from_db()
    numbers = list(Response.objects.values_list("number", flat=True))
    assert numbers == list(range(1, item.steps + 1))
    assert Response.objects.get(number=item.steps).answer == item.answer


def test_lesson_answers_at_once_share_one_attempt(learner, heard):
    quiz = make_quiz(single_data(), kind="lesson", key="99-01-check")
    cache.clear()

    all_at_once(
        lambda number: answer_lesson_question(
            quiz, person=learner, question_key="q1", answer="abca"[number]
        )
    )

    assert Attempt.objects.count() == 1
    assert list(Response.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    # Told when all is answered, and once more if the right answer came after that.
    assert 1 <= len(heard) <= 2
    assert len(set(heard)) == 1
