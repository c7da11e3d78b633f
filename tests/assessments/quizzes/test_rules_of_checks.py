"""Time limits, answers that stay, pools, and forms that were tampered with."""

import datetime as dt
import logging

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.quizzes.exporter import check_text
from assessments.quizzes.loader import load_checks
from assessments.quizzes.models import Attempt, AttemptItem, Quiz, QuizPool, Response
from assessments.quizzes.pages import time_left
from assessments.quizzes.problems import AnswerStays, AttemptClosed, TimeIsUp
from assessments.quizzes.rules import faults_of
from assessments.quizzes.services import save_response, start_attempt, submit_attempt
from tests.assessments.factories import make_quiz, many, single_data

pytestmark = pytest.mark.django_db

NINE = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
LIMIT = NINE + dt.timedelta(minutes=20)


def after(seconds):
    return LIMIT + dt.timedelta(seconds=seconds)


@pytest.fixture
def signed_in(client, learner):
    client.force_login(learner)
    return client


def page_of(response):
    return " ".join(response.content.decode().split())


def url(name, attempt, *more):
    return reverse(f"quizzes:{name}", args=[attempt.public_id, *more])


# Time


def test_deadline_is_set_at_the_start_and_stays(learner):
    quiz = make_quiz(single_data(), time_limit=20)

    attempt = start_attempt(quiz, person=learner, at=NINE)
    again = start_attempt(quiz, person=learner, at=NINE + dt.timedelta(minutes=5))

    assert (attempt.deadline, again.deadline) == (LIMIT, LIMIT)


def test_answer_within_the_grace_counts(learner):
    quiz = make_quiz(single_data(), time_limit=20)
    attempt = start_attempt(quiz, person=learner, at=NINE)

    save_response(attempt.items.get(), answer="b", at=after(30))

    assert submit_attempt(attempt, at=after(30)).points == 1


def test_answer_after_the_grace_is_refused_and_what_was_saved_handed_in(
    learner, caplog
):
    attempt = start_attempt(make_quiz(*many(2), time_limit=20), person=learner, at=NINE)
    first, second = attempt.items.all()
    save_response(first, answer="b", at=NINE)

    with caplog.at_level(logging.WARNING), pytest.raises(TimeIsUp):
        save_response(second, answer="b", at=after(31))

    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.points) == (LIMIT, 1)
    assert Response.objects.count() == 1
    assert caplog.messages == [
        "Refused an answer after the time limit: "
        f"person {learner.pk}, attempt {attempt.public_id}, question n01"
    ]


def test_forgotten_attempt_is_handed_in_at_the_next_start(learner):
    quiz = make_quiz(single_data(), time_limit=20)
    first = start_attempt(quiz, person=learner, at=NINE)

    second = start_attempt(quiz, person=learner, at=after(3600))

    first.refresh_from_db()
    assert (first.submitted_at, second.started_at) == (LIMIT, after(3600))


def test_check_without_a_limit_has_no_deadline(learner):
    attempt = start_attempt(make_quiz(single_data()), person=learner, at=NINE)

    assert (attempt.deadline, time_left(attempt, after(9999))) == (None, None)


def test_time_left_is_told_in_begun_minutes(learner):
    attempt = start_attempt(
        make_quiz(single_data(), time_limit=20), person=learner, at=NINE
    )

    left = [time_left(attempt, after(seconds)) for seconds in (-1080, -61, -1, 5)]

    assert [one.minutes for one in left] == [18, 2, 1, 0]


def test_question_page_says_the_time_left_and_survives_a_reload(signed_in, learner):
    attempt = start_attempt(make_quiz(single_data(), time_limit=20), person=learner)

    for _load in range(2):
        assert "20 minutes left" in page_of(signed_in.get(url("question", attempt, 1)))
    Attempt.objects.update(deadline=timezone.now() + dt.timedelta(seconds=50))

    assert "1 minute left" in page_of(signed_in.get(url("question", attempt, 1)))


@pytest.mark.parametrize("method", ["get", "post"])
def test_page_after_the_time_hands_in_and_shows_the_result(signed_in, learner, method):
    attempt = start_attempt(make_quiz(single_data(), time_limit=20), person=learner)
    save_response(attempt.items.get(), answer="b")
    Attempt.objects.update(deadline=timezone.now() - dt.timedelta(seconds=31))

    response = getattr(signed_in, method)(
        url("question", attempt, 1), {"answer": "a"}, follow=True
    )

    page = page_of(response)
    assert "The time was up. What you had saved by then was handed in." in page
    assert "You passed: 1 of 1" in page


def test_start_page_tells_the_limit_and_the_grace(signed_in):
    make_quiz(single_data(), time_limit=20, feedback="each")

    page = page_of(signed_in.get(reverse("quizzes:start", args=["99-check"])))

    assert "You have 20 minutes." in page
    assert "up to 30 seconds late still count" in page
    assert "Each answer is judged at once and stays." in page


# Answers that stay


def test_answer_judged_at_once_stays(learner, caplog):
    attempt = start_attempt(make_quiz(single_data(), feedback="each"), person=learner)
    item = attempt.items.get()

    kept = save_response(item, answer="a")
    with pytest.raises(AnswerStays):
        save_response(item, answer="b")

    assert kept.fraction == 0
    assert attempt.items.get().answer == "a"
    assert Response.objects.count() == 1


def test_judged_answer_is_shown_with_its_feedback(signed_in, learner):
    attempt = start_attempt(
        make_quiz(single_data(), *many(1), feedback="each"), person=learner
    )
    here = url("question", attempt, 1)

    empty = page_of(signed_in.get(here))
    response = signed_in.post(here, {"answer": "a"})
    judged = page_of(signed_in.get(here))

    assert response.url == here
    assert "data-autosave" not in empty
    assert "Not right." in judged
    assert "Not A." in judged
    assert "Go to question 2" in judged


# Pools


def pools_of(quiz, **drawn):
    for key, number in drawn.items():
        QuizPool.objects.create(quiz=quiz, key=key, draw=number)
    return quiz


def pooled_quiz():
    quiz = make_quiz(*many(9), pass_mark=2)
    for number, item in enumerate(quiz.items.order_by("sort_order")):
        item.pool = ["", "law", "data"][number % 3]
        item.save()
    return pools_of(quiz, law=2, data=1)


def test_fixed_questions_come_first_then_so_many_of_each_pool(learner):
    quiz = pooled_quiz()

    attempt = start_attempt(quiz, person=learner, seed=5)

    keys = [item.spec["key"] for item in attempt.items.all()]
    assert keys[:3] == ["n00", "n03", "n06"]
    assert len(set(keys[3:5]) & {"n01", "n04", "n07"}) == 2
    assert keys[5] in {"n02", "n05", "n08"}
    assert quiz.question_count == len(keys)


def test_pools_rules_and_times_survive_files(tmp_path):
    quiz = pooled_quiz()
    Quiz.objects.update(time_limit=20, feedback="each")
    quiz.refresh_from_db()
    path = tmp_path / "99-check.yaml"
    path.write_text(check_text(quiz), encoding="utf-8")
    before = quiz.data()
    Quiz.objects.all().delete()

    report = load_checks([path])

    again = Quiz.objects.get()
    assert "check 99-check" in report.created
    assert again.data() == before
    assert len(before["pools"]) == 2
    assert check_text(again) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("pools", "message"),
    [
        ([{"key": "a", "draw": 3, "questions": ["q1", "q2"]}], "has too few questions"),
        ([{"key": "a", "draw": 1, "questions": ["q9"]}], "names `q9`"),
        (
            [
                {"key": "a", "draw": 1, "questions": ["q1"]},
                {"key": "b", "draw": 1, "questions": ["q1"]},
            ],
            "stands in two pools",
        ),
        (
            [
                {"key": "a", "draw": 1, "questions": ["q1"]},
                {"key": "a", "draw": 1, "questions": ["q2"]},
            ],
            "Two pools have the same name",
        ),
    ],
)
def test_faulty_pools_are_refused(pools, message):
    data = {
        "kind": "module",
        "lesson": None,
        "draw": None,
        "pass_mark": 1,
        "questions": ["q1", "q2"],
        "pools": pools,
    }

    assert [fault for fault in faults_of(data) if message in str(fault.message)]


# Tampering


def test_answer_after_handing_in_is_refused_logged_and_changes_nothing(
    signed_in, learner, caplog
):
    attempt = start_attempt(make_quiz(single_data()), person=learner)
    item = attempt.items.get()
    submit_attempt(attempt)
    before = list(AttemptItem.objects.values())

    with caplog.at_level(logging.WARNING), pytest.raises(AttemptClosed):
        save_response(item, answer="b")
    response = signed_in.post(url("question", attempt, 1), {"answer": "b"})

    assert response.url == url("review", attempt)
    assert list(AttemptItem.objects.values()) == before
    assert caplog.records[0].name == "streetlight.quizzes"
    assert "Refused an answer after handing in" in caplog.messages[0]


@pytest.mark.parametrize("name", ["question", "submit"])
def test_attempt_of_another_learner_is_not_found_and_logged(
    client, learner, outsider, name, caplog
):
    attempt = start_attempt(make_quiz(single_data()), person=learner)
    client.force_login(outsider)
    more = [1] if name == "question" else []

    with caplog.at_level(logging.WARNING, "streetlight.quizzes"):
        response = client.post(url(name, attempt, *more), {"answer": "b"})

    assert response.status_code == 404
    assert (Response.objects.count(), attempt.items.get().answer) == (0, None)
    assert Attempt.objects.get().is_open
    assert (
        f"Refused an attempt of somebody else: person {outsider.pk}, "
        f"attempt {attempt.public_id}"
    ) in caplog.messages


def test_two_tabs_the_later_answer_stands_and_both_steps_are_kept(signed_in, learner):
    attempt = start_attempt(make_quiz(*many(2)), person=learner)
    here = url("question", attempt, 1)
    signed_in.get(here), signed_in.get(here)

    signed_in.post(here, {"answer": "a"})
    signed_in.post(here, {"answer": "c"})

    assert list(Response.objects.values_list("number", "answer")) == [
        (1, "a"),
        (2, "c"),
    ]
    assert attempt.items.first().answer == "c"
