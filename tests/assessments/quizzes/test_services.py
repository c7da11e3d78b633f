"""Starting, answering, handing in."""

import datetime as dt
import logging
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assessments.questions.loader import write_question
from assessments.questions.models import Question
from assessments.quizzes.models import Attempt, AttemptItem, Quiz, Response
from assessments.quizzes.problems import (
    AnswerRefused,
    AttemptClosed,
    MustWait,
    NoAttemptsLeft,
    QuizNotOpen,
)
from assessments.quizzes.services import (
    answer_lesson_question,
    save_response,
    start_attempt,
    submit_attempt,
)
from assessments.quizzes.signals import attempt_submitted
from assessments.quizzes.standing import standing_of
from tests.assessments.factories import (
    EXAMPLES,
    GRADED,
    answer_all,
    long_text_data,
    make_question,
    make_quiz,
    many,
    multiple_data,
    numeric_data,
    rank_data,
    scale_data,
    single_data,
)

pytestmark = pytest.mark.django_db

NINE = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)


def minutes(number):
    return NINE + dt.timedelta(minutes=number)


# Starting


def test_attempt_freezes_questions_in_their_order(learner):
    quiz = make_quiz(*[make() for make in EXAMPLES.values()], pass_mark=4, version=3)

    attempt = start_attempt(quiz, person=learner, language="ru", at=NINE)

    assert (attempt.quiz_version, attempt.pass_mark, attempt.language) == (3, 4, "ru")
    assert (attempt.started_at, attempt.submitted_at) == (NINE, None)
    assert [item.spec for item in attempt.items.all()] == [
        make() for make in EXAMPLES.values()
    ]
    assert [item.position for item in attempt.items.all()] == list(
        range(1, len(EXAMPLES) + 1)
    )


def test_starting_twice_gives_the_same_attempt(learner):
    quiz = make_quiz(single_data())

    first = start_attempt(quiz, person=learner)
    second = start_attempt(quiz, person=learner)

    assert first == second
    assert AttemptItem.objects.count() == 1


def test_same_seed_draws_the_same_and_covers_every_objective(learner, outsider):
    quiz = make_quiz(*many(15), draw=8)

    first = start_attempt(quiz, person=learner, seed=7)
    second = start_attempt(quiz, person=outsider, seed=7)

    drawn = [(item.spec["key"], item.shown) for item in first.items.all()]
    assert drawn == [(item.spec["key"], item.shown) for item in second.items.all()]
    assert len({key for key, _shown in drawn}) == 8
    assert {item.spec["objective"] for item in first.items.all()} == {1, 2, 3, 4}


def test_attempts_differ_in_what_they_draw(learner):
    quiz = make_quiz(*many(15), draw=8)
    draws = set()
    for seed in range(5):
        attempt = start_attempt(quiz, person=learner, seed=seed)
        draws.add(tuple(item.spec["key"] for item in attempt.items.all()))
        submit_attempt(attempt)

    assert len(draws) == 5


def test_attempts_are_limited(learner):
    quiz = make_quiz(single_data(), attempts_allowed=2)
    for _number in range(2):
        submit_attempt(start_attempt(quiz, person=learner))

    with pytest.raises(NoAttemptsLeft) as refused:
        start_attempt(quiz, person=learner)

    assert str(refused.value) == "You have used all attempts at this check."


def test_next_attempt_waits(learner):
    quiz = make_quiz(single_data(), wait_minutes=10)
    submit_attempt(start_attempt(quiz, person=learner, at=NINE), at=minutes(5))

    with pytest.raises(MustWait) as refused:
        start_attempt(quiz, person=learner, at=minutes(14))
    later = start_attempt(quiz, person=learner, at=minutes(15))

    assert refused.value.until == minutes(15)
    assert str(refused.value) == "You can try again on 1 March 2027 at 09:15."
    assert later.started_at == minutes(15)


@pytest.mark.parametrize("fields", [{"is_active": False}, {"kind": "lesson"}])
def test_check_that_is_not_open_is_not_started(learner, fields):
    quiz = make_quiz(single_data(), **fields)

    with pytest.raises(QuizNotOpen):
        start_attempt(quiz, person=learner)


def test_check_without_questions_is_not_started(learner):
    with pytest.raises(QuizNotOpen):
        start_attempt(make_quiz(), person=learner)


def test_retired_question_is_not_drawn(learner):
    make_quiz(single_data(), single_data(key="gone"))
    Question.objects.filter(key="gone").update(is_active=False)

    attempt = start_attempt(Quiz.objects.get(), person=learner)

    assert [item.spec["key"] for item in attempt.items.all()] == ["q1"]


def test_question_of_two_checks_stands_once_in_each(learner):
    quiz = make_quiz(single_data(), multiple_data())
    other = make_quiz(*reversed(Question.objects.all()), key="98-check")

    first = start_attempt(quiz, person=learner)
    second = start_attempt(other, person=learner)

    assert [item.spec["key"] for item in first.items.all()] == ["q1", "q2"]
    assert [item.spec["key"] for item in second.items.all()] == ["q2", "q1"]


def test_person_has_one_open_attempt_by_the_database(learner):
    attempt = start_attempt(make_quiz(single_data()), person=learner)
    attempt.pk, attempt.public_id = None, "6a0c1c2e-6b6a-4d0a-9d7e-0c8a3f2f4a11"

    with pytest.raises(IntegrityError), transaction.atomic():
        attempt.save(force_insert=True)


# Answering


def test_later_answer_stands_and_both_steps_are_kept(learner):
    item = start_attempt(make_quiz(single_data()), person=learner).items.get()

    save_response(item, answer="a", at=minutes(1))
    save_response(item, answer="b", at=minutes(2))

    item.refresh_from_db()
    assert (item.answer, item.answered_at, item.steps) == ("b", minutes(2), 2)
    assert list(Response.objects.values_list("number", "answer", "at", "fraction")) == [
        (1, "a", minutes(1), None),
        (2, "b", minutes(2), None),
    ]


def test_same_answer_again_makes_no_second_step(learner):
    item = start_attempt(make_quiz(single_data()), person=learner).items.get()

    save_response(item, answer="a", at=minutes(1))
    save_response(item, answer="a", at=minutes(2), unsure=True)

    item.refresh_from_db()
    assert (item.steps, item.answered_at, item.unsure) == (1, minutes(1), True)


def test_answer_can_be_taken_back(learner):
    item = start_attempt(make_quiz(multiple_data()), person=learner).items.get()

    save_response(item, answer=["a"])
    save_response(item, answer=None)

    item.refresh_from_db()
    assert (item.is_answered, item.steps) == (False, 2)


def test_answer_of_another_question_is_refused_and_logged(learner, caplog):
    attempt = start_attempt(make_quiz(single_data()), person=learner)

    with caplog.at_level(logging.WARNING), pytest.raises(AnswerRefused):
        save_response(attempt.items.get(), answer="zzz")

    assert caplog.messages == [
        "Refused an answer that no form could send: "
        f"person {learner.pk}, attempt {attempt.public_id}, question q1"
    ]
    assert Response.objects.count() == 0
    assert attempt.items.get().answer is None


def test_answer_after_handing_in_is_refused(learner):
    attempt = start_attempt(make_quiz(single_data()), person=learner)
    item = attempt.items.get()
    submit_attempt(attempt)

    with pytest.raises(AttemptClosed):
        save_response(item, answer="b")

    assert Response.objects.count() == 0


# Handing in


def test_handing_in_judges_and_tells_once(
    learner, heard, django_capture_on_commit_callbacks
):
    quiz = make_quiz(*[EXAMPLES[name]() for name in GRADED], pass_mark=7)
    attempt = start_attempt(quiz, person=learner)
    answer_all(attempt)

    with django_capture_on_commit_callbacks(execute=True):
        submit_attempt(attempt, at=minutes(20))
        submit_attempt(attempt, at=minutes(21))

    attempt.refresh_from_db()
    assert (attempt.points, attempt.possible, attempt.passed) == (Decimal(7), 7, True)
    assert attempt.submitted_at == minutes(20)
    assert heard == [attempt]


def test_opinions_are_neither_earned_nor_possible(learner):
    quiz = make_quiz(single_data(), scale_data(), rank_data(), pass_mark=1)
    attempt = start_attempt(quiz, person=learner)
    answer_all(attempt)

    attempt = submit_attempt(attempt)

    assert (attempt.points, attempt.possible, attempt.passed) == (Decimal(1), 1, True)


def test_attempt_waits_for_the_marks_that_decide(learner):
    quiz = make_quiz(single_data(), long_text_data(), pass_mark=2)
    attempt = start_attempt(quiz, person=learner)
    answer_all(attempt)

    attempt = submit_attempt(attempt)

    assert (attempt.points, attempt.possible, attempt.passed) == (Decimal(1), 2, None)
    assert attempt.is_waiting is True


def test_attempt_that_has_passed_already_waits_for_nothing(learner):
    quiz = make_quiz(single_data(), long_text_data(), pass_mark=1)
    attempt = start_attempt(quiz, person=learner)
    answer_all(attempt)

    attempt = submit_attempt(attempt)

    assert (attempt.passed, attempt.is_waiting) == (True, False)


def test_points_are_rounded_once_so_that_thirds_add_up(learner):
    data = [
        multiple_data(
            key=f"m{number}",
            credit="proportional",
            choices=[
                {"key": key, "text": {"en": key}, "right": key != "d"} for key in "abcd"
            ],
        )
        for number in range(3)
    ]
    attempt = start_attempt(make_quiz(*data, pass_mark=1), person=learner)
    for item in attempt.items.all():
        save_response(item, answer=["a"])

    attempt = submit_attempt(attempt)

    assert (attempt.points, attempt.passed) == (Decimal(1), True)


def test_pass_mark_not_reached_is_not_passed(learner):
    attempt = start_attempt(make_quiz(*many(3), pass_mark=2), person=learner)
    save_response(attempt.items.first(), answer="b")

    attempt = submit_attempt(attempt)

    assert (attempt.points, attempt.passed) == (Decimal(1), False)


def test_attempt_is_judged_by_what_was_frozen(learner):
    quiz = make_quiz(single_data(), pass_mark=1)
    attempt = start_attempt(quiz, person=learner)
    answer_all(attempt)
    corrected = single_data(version=2)
    for choice in corrected["choices"]:
        choice["right"] = choice["key"] == "c"
    write_question(Question.objects.get(), corrected)
    Quiz.objects.update(pass_mark=5)

    attempt = submit_attempt(attempt)

    assert (attempt.points, attempt.passed) == (Decimal(1), True)


def test_listener_that_fails_leaves_the_result(
    learner, heard, caplog, django_capture_on_commit_callbacks
):
    def fail(sender, **kwargs):
        raise OSError("disk full")

    attempt_submitted.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            attempt = submit_attempt(
                start_attempt(make_quiz(single_data()), person=learner)
            )
    finally:
        attempt_submitted.disconnect(fail)

    assert heard == [attempt]
    assert [record.exc_info[1].args for record in caplog.records] == [("disk full",)]


def test_first_pass_stays_and_best_attempt_counts(learner):
    quiz = make_quiz(*many(2), pass_mark=1)
    for at, answers in ((1, 0), (2, 1), (3, 2), (4, 0)):
        attempt = start_attempt(quiz, person=learner, at=minutes(at))
        for item in list(attempt.items.all())[:answers]:
            save_response(item, answer="b")
        submit_attempt(attempt, at=minutes(at))

    standing = standing_of(learner, quiz)

    assert standing.first_passed.submitted_at == minutes(2)
    assert standing.best.submitted_at == minutes(3)
    assert Attempt.objects.passed().count() == 2


@pytest.mark.parametrize("number", [5, 40])
def test_queries_do_not_grow_with_the_questions(
    learner, outsider, number, django_assert_max_num_queries
):
    quiz = make_quiz(*many(number))
    start_attempt(quiz, person=outsider)  # fills the cache

    with django_assert_max_num_queries(7):
        attempt = start_attempt(quiz, person=learner)
    item = attempt.items.first()
    with django_assert_max_num_queries(6):
        save_response(item, answer="b")
    with django_assert_max_num_queries(8):
        submit_attempt(attempt)


# Lesson checks


def lesson_quiz():
    return make_quiz(single_data(), numeric_data(), key="99-01-check", kind="lesson")


def answer(quiz, person, key, value, at=NINE):
    return answer_lesson_question(
        quiz, person=person, question_key=key, answer=value, at=at
    )


def test_lesson_answer_is_judged_at_once_and_unlimited(learner):
    quiz = lesson_quiz()

    first = answer(quiz, learner, "q1", "a", minutes(1))
    second = answer(quiz, learner, "q1", "b", minutes(2))

    assert (first.fraction, second.fraction) == (0, 1)
    assert list(Response.objects.values_list("number", "answer", "fraction")) == [
        (1, "a", Decimal(0)),
        (2, "b", Decimal(1)),
    ]
    assert Attempt.objects.count() == 1


def test_lesson_check_is_told_when_all_is_answered_and_when_it_gets_better(
    learner, heard, django_capture_on_commit_callbacks
):
    quiz = lesson_quiz()
    seventy = {"text": "70", "number": "70"}

    with django_capture_on_commit_callbacks(execute=True):
        answer(quiz, learner, "q1", "b")
        told_after_one = list(heard)
        answer(quiz, learner, "q4", seventy, minutes(3))
        answer(quiz, learner, "q4", {"text": "69,8", "number": "69.8"}, minutes(4))
        answer(quiz, learner, "q4", seventy, minutes(5))

    attempt = Attempt.objects.get()
    assert (told_after_one, heard) == ([], [attempt, attempt])
    # The better answer counts, whatever is tried later.
    assert (attempt.submitted_at, attempt.points) == (minutes(3), Decimal(2))
    assert (attempt.possible, attempt.passed) == (2, None)


def test_corrected_lesson_question_gets_an_item_of_its_own(learner):
    quiz = lesson_quiz()
    answer(quiz, learner, "q1", "b")
    write_question(Question.objects.get(key="q1"), single_data(version=2))
    Quiz.objects.update(stamp="changed")
    quiz.refresh_from_db()

    answer(quiz, learner, "q1", "a")

    items = AttemptItem.objects.order_by("position")
    assert [(item.question_version, item.answer) for item in items] == [
        (1, "b"),
        (2, "a"),
    ]


@pytest.mark.parametrize("value", ["zzz", None, ["a"]])
def test_lesson_answer_of_no_form_is_refused(learner, value):
    quiz = lesson_quiz()

    with pytest.raises(AnswerRefused):
        answer(quiz, learner, "q1", value)

    assert Response.objects.count() == 0


def test_question_of_another_check_is_not_answered_here(learner):
    quiz = lesson_quiz()
    make_question(single_data(key="elsewhere"))

    with pytest.raises(QuizNotOpen):
        answer(quiz, learner, "elsewhere", "b")


def test_lesson_answer_costs_few_queries(learner, django_assert_max_num_queries):
    quiz = lesson_quiz()
    answer(quiz, learner, "q1", "a")

    with django_assert_max_num_queries(8):
        answer(quiz, learner, "q1", "b")
