"""The pages of knowledge checks, as a browser meets them."""

import html
import re

import pytest
from django.urls import reverse

from assessments.quizzes.models import Attempt, AttemptItem, Response
from assessments.quizzes.services import save_response, start_attempt, submit_attempt
from tests.assessments.factories import (
    EXAMPLES,
    answer_all,
    make_quiz,
    many,
    multiple_data,
    numeric_data,
    ordering_data,
    single_data,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, learner):
    client.force_login(learner)
    return client


def words(response):
    """The text of a page in one line, without tags."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def heading(response):
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def title(response):
    found = re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)
    return " ".join(html.unescape(found[1]).split())


def question_url(attempt, position):
    return reverse("quizzes:question", args=[attempt.public_id, position])


def url(name, attempt):
    return reverse(f"quizzes:{name}", args=[attempt.public_id])


# Start


def test_start_page_tells_the_rules(client):
    make_quiz(
        *many(15), draw=10, pass_mark=7, attempts_allowed=3, wait_minutes=10, key="99-x"
    )

    response = client.get(reverse("quizzes:start", args=["99-x"]))

    page = words(response)
    assert heading(response) == "Check 99-x"
    for rule in (
        "10 questions, one on each page.",
        "You pass with 7 points.",
        "You have 3 attempts left.",
        "Between two attempts you wait 10 minutes.",
        "If the line drops, nothing that was saved is lost.",
        "Start the check",
    ):
        assert rule in page
    assert Attempt.objects.count() == 0


def test_starting_leads_to_the_first_question_and_again_to_the_first_open(client):
    quiz = make_quiz(*many(3))
    start = reverse("quizzes:start", args=[quiz.key])

    first = client.post(start)
    attempt = Attempt.objects.get()
    save_response(attempt.items.first(), answer="a")
    second = client.post(start)

    assert first.url == question_url(attempt, 1)
    assert second.url == question_url(attempt, 2)
    assert "Go on with the check" in words(client.get(start))


def test_start_says_why_not(client, learner):
    quiz = make_quiz(single_data(), attempts_allowed=1)
    submit_attempt(start_attempt(quiz, person=learner))

    response = client.post(reverse("quizzes:start", args=[quiz.key]), follow=True)

    page = words(response)
    assert page.count("You have used all attempts at this check.") == 1
    assert "Start the check" not in page


@pytest.mark.parametrize("fields", [{"kind": "lesson"}, {"is_active": False}])
def test_start_of_a_check_that_is_not_open_is_404(client, fields):
    quiz = make_quiz(single_data(), **fields)

    assert client.get(reverse("quizzes:start", args=[quiz.key])).status_code == 404


# Questions


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_question_of_every_type_is_shown_empty_and_then_as_answered(
    client, learner, name
):
    attempt = start_attempt(make_quiz(EXAMPLES[name]()), person=learner)

    empty = client.get(question_url(attempt, 1)).content.decode()
    answer_all(attempt)
    answered = client.get(question_url(attempt, 1)).content.decode()

    assert f"What about {EXAMPLES[name]()['key']}?" in empty
    assert "checked" not in empty
    assert " selected" not in empty
    assert "Saved at" not in words_of(empty)
    assert "Saved at" in words_of(answered)
    assert ("checked" in answered) or (" selected" in answered) or "value=" in answered


def words_of(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_question_page_does_not_tell_what_is_right(client, learner):
    data = single_data(feedback={"en": "Because."}, hint={"en": "Think twice."})
    attempt = start_attempt(make_quiz(data), person=learner)
    save_response(attempt.items.get(), answer="a")

    page = client.get(question_url(attempt, 1)).content.decode()

    assert "Think twice." in page
    for secret in ("Because.", "Not A.", "Yes, B.", "Right answer"):
        assert secret not in page


def test_saving_goes_to_the_next_question_and_at_the_end_to_all_answers(
    client, learner
):
    attempt = start_attempt(make_quiz(*many(2)), person=learner)

    first = client.post(question_url(attempt, 1), {"answer": "a", "go": "next"})
    second = client.post(
        question_url(attempt, 2), {"answer": "b", "answer-marked": "1", "go": "next"}
    )

    assert (first.url, second.url) == (
        question_url(attempt, 2),
        url("overview", attempt),
    )
    assert list(attempt.items.values_list("answer", "unsure")) == [
        ("a", False),
        ("b", True),
    ]


def test_going_back_saves_too(client, learner):
    attempt = start_attempt(make_quiz(*many(2)), person=learner)

    response = client.post(question_url(attempt, 2), {"answer": "c", "go": "previous"})

    assert response.url == question_url(attempt, 1)
    assert attempt.items.get(position=2).answer == "c"


def test_question_may_be_left_open(client, learner):
    attempt = start_attempt(make_quiz(*many(2)), person=learner)

    response = client.post(question_url(attempt, 1), {"go": "next"})

    assert response.url == question_url(attempt, 2)
    assert Response.objects.count() == 0


def test_number_that_cannot_be_read_is_shown_again_with_its_error(client, learner):
    attempt = start_attempt(make_quiz(numeric_data()), person=learner)

    response = client.post(question_url(attempt, 1), {"answer": "many", "go": "next"})

    page = response.content.decode()
    assert title(response).startswith("Error: Question 1 of 1")
    assert '<a href="#q-q4-0">Write a number, for example 69.8 or 69,8.</a>' in page
    assert re.search(r'id="q-q4-0"[^>]*value="many"', page)
    assert re.search(r'id="q-q4-0"[^>]*aria-invalid="true"', page)
    assert attempt.items.get().answer is None


def test_number_says_how_it_was_understood(client, learner):
    attempt = start_attempt(make_quiz(numeric_data()), person=learner)
    client.post(question_url(attempt, 1), {"answer": "1,234"})

    assert (
        "Read as 1\u00a0234." in client.get(question_url(attempt, 1)).content.decode()
    )


def test_places_given_twice_are_shown_again_with_their_error(client, learner):
    attempt = start_attempt(make_quiz(ordering_data()), person=learner)
    places = {"row-a": "1", "row-b": "1", "row-c": "3", "row-d": "4"}

    page = client.post(question_url(attempt, 1), places).content.decode()

    assert "“Step a” and “Step b” have the same place 1." in html.unescape(page)
    assert page.count(" selected") == 4


def test_tampered_answer_is_refused(client, learner):
    attempt = start_attempt(make_quiz(single_data()), person=learner)

    response = client.post(question_url(attempt, 1), {"answer": "zzz"})

    assert response.status_code == 400
    assert "This answer does not belong to this question." in words(response)
    assert Response.objects.count() == 0


def test_autosave_answers_with_the_time(client, learner):
    attempt = start_attempt(make_quiz(multiple_data()), person=learner)
    options = {"headers": {"accept": "application/json"}}

    saved = client.post(question_url(attempt, 1), {"answer": ["a", "b"]}, **options)

    item = attempt.items.get()
    assert saved.json() == {"state": "saved", "time": f"{item.answered_at:%H:%M}"}
    assert item.answer == ["a", "b"]


def test_autosave_of_something_half_written_is_no_failure(client, learner):
    attempt = start_attempt(make_quiz(numeric_data()), person=learner)
    options = {"headers": {"accept": "application/json"}}

    unsaved = client.post(question_url(attempt, 1), {"answer": "-"}, **options)

    assert (unsaved.status_code, unsaved.json()) == (200, {"state": "unsaved"})


def test_position_that_does_not_exist_leads_to_the_first_open(client, learner):
    attempt = start_attempt(make_quiz(*many(2)), person=learner)

    response = client.get(question_url(attempt, 9))

    assert response.url == question_url(attempt, 1)


# Handing in


def test_overview_counts_what_is_missing(client, learner):
    attempt = start_attempt(make_quiz(*many(3)), person=learner)
    save_response(attempt.items.first(), answer="a", unsure=True)

    page = words(client.get(url("overview", attempt)))

    assert "2 are not answered." in page
    assert "Hand in 1 of 3 answers" in page
    assert "not sure" in page


def test_handing_in_twice_leads_to_the_same_result(client, learner):
    attempt = start_attempt(make_quiz(*many(2)), person=learner)
    answer_all(attempt)

    first = client.post(url("submit", attempt))
    handed_in = Attempt.objects.get().submitted_at
    second = client.post(url("submit", attempt))

    assert (first.url, second.url) == (url("review", attempt), url("review", attempt))
    assert Attempt.objects.get().submitted_at == handed_in


def test_link_to_submit_changes_nothing(client, learner):
    attempt = start_attempt(make_quiz(single_data()), person=learner)

    response = client.get(url("submit", attempt))

    assert response.url == url("overview", attempt)
    assert Attempt.objects.get().submitted_at is None


def test_back_button_after_handing_in_leads_to_the_result_with_a_notice(
    client, learner
):
    attempt = start_attempt(make_quiz(single_data()), person=learner)
    submit_attempt(attempt)

    for response in (
        client.get(question_url(attempt, 1), follow=True),
        client.post(question_url(attempt, 1), {"answer": "b"}, follow=True),
        client.get(url("overview", attempt), follow=True),
    ):
        assert response.redirect_chain[-1][0] == url("review", attempt)
        assert "You have already handed in this check." in words(response)
    assert Response.objects.count() == 0


# Review


def test_review_of_a_passed_check_shows_everything(client, learner):
    quiz = make_quiz(*many(3), pass_mark=2, attempts_allowed=3)
    attempt = start_attempt(quiz, person=learner)
    items = list(attempt.items.all())
    for item, answer in zip(items, ["b", "b", "a"], strict=True):
        save_response(item, answer=answer)
    submit_attempt(attempt)

    response = client.get(url("review", attempt))

    page = words(response)
    assert heading(response) == "You passed: 2 of 3"
    assert page.count("Your answer, right") == 2
    assert page.count("Right answer") == 1
    assert "Not A." in page
    assert "Attempt 1 (this one)" in page


def test_review_of_a_failed_check_keeps_the_right_answers_while_attempts_are_left(
    client, learner
):
    quiz = make_quiz(
        single_data(feedback={"en": "Because B."}), pass_mark=1, attempts_allowed=2
    )
    attempt = start_attempt(quiz, person=learner)
    save_response(attempt.items.get(), answer="a")
    submit_attempt(attempt)

    response = client.get(url("review", attempt))

    page = words(response)
    assert heading(response) == "Not passed yet: 0 of 1. The pass mark is 1."
    assert "You have 1 attempt left." in page
    assert "Try again" in page
    assert "Not A." in page
    assert "Right answer" not in page
    assert "Because B." not in page


def test_review_tells_the_right_answers_when_no_attempt_is_left(client, learner):
    quiz = make_quiz(
        single_data(feedback={"en": "Because B."}), pass_mark=1, attempts_allowed=1
    )
    attempt = start_attempt(quiz, person=learner)
    submit_attempt(attempt)

    page = words(client.get(url("review", attempt)))

    assert "You have used all attempts at this check." in page
    assert "Not answered." in page
    assert "Because B." in page
    assert "Right answer" in page


def test_review_of_every_type_renders(client, learner):
    quiz = make_quiz(
        *[make() for make in EXAMPLES.values()], pass_mark=7, review="always"
    )
    attempt = start_attempt(quiz, person=learner)
    save_response(
        attempt.items.get(position=4), answer={"text": "80,6", "number": "80.6"}
    )
    submit_attempt(attempt)

    page = words(client.get(url("review", attempt)))

    assert page.count("Not answered.") == len(EXAMPLES) - 1
    assert "This is punctuality." in page
    assert "Right answer: 69.8 %" in page


def test_review_of_an_open_attempt_leads_to_its_answers(client, learner):
    attempt = start_attempt(make_quiz(single_data()), person=learner)

    assert client.get(url("review", attempt)).url == url("overview", attempt)


# Walls


@pytest.mark.parametrize("name", ["overview", "submit", "review"])
def test_attempt_of_somebody_else_is_404(client, outsider, name):
    attempt = start_attempt(make_quiz(single_data()), person=outsider)

    assert client.get(url(name, attempt)).status_code == 404
    assert client.post(url("submit", attempt)).status_code == 404
    assert client.get(question_url(attempt, 1)).status_code == 404
    assert client.post(question_url(attempt, 1), {"answer": "b"}).status_code == 404
    assert Attempt.objects.get().submitted_at is None
    assert AttemptItem.objects.get().answer is None


def test_anonymous_is_asked_to_sign_in(client):
    quiz = make_quiz(single_data())
    client.logout()

    response = client.get(reverse("quizzes:start", args=[quiz.key]))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


# Lesson checks


@pytest.fixture
def lesson_quiz(db):
    return make_quiz(
        single_data(), numeric_data(), multiple_data(), key="99-01-check", kind="lesson"
    )


def answer_url(key):
    return reverse("quizzes:lesson_answer", args=["99-01-check", key])


BACK = "/en/modules/99/01/"


def test_lesson_answer_is_kept_and_leads_back_to_its_feedback(client, lesson_quiz):
    response = client.post(answer_url("q1"), {"answer": "b", "next": BACK})

    assert response.url == f"{BACK}#q-q1-feedback"
    assert AttemptItem.objects.get().answer == "b"


def test_lesson_answer_left_out_is_asked_for(client, lesson_quiz):
    response = client.post(answer_url("q1"), {"next": BACK})

    page = response.content.decode()
    assert title(response).startswith("Error: Check 99-01-check")
    assert '<a href="#q-q1-0">Answer the question first.</a>' in page
    assert f'href="{BACK}#q-q1"' in page
    assert f'name="next" value="{BACK}"' in page


def test_lesson_answer_that_is_tampered_is_refused(client, lesson_quiz):
    response = client.post(answer_url("q1"), {"answer": "zzz", "next": BACK})

    assert response.status_code == 400
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    "there", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x", ""]
)
def test_lesson_answer_leads_nowhere_else(client, lesson_quiz, there):
    response = client.post(answer_url("q1"), {"answer": "b", "next": there})

    assert response.url == "/en/#q-q1-feedback"


def test_lesson_answer_of_an_anonymous_visitor_leads_to_sign_in_and_back(
    client, lesson_quiz
):
    client.logout()

    response = client.post(answer_url("q1"), {"answer": "b", "next": BACK})

    assert response.url == f"{reverse('account_login')}?next={BACK}"
    assert Response.objects.count() == 0


def test_lesson_answer_by_link_is_not_allowed(client, lesson_quiz):
    assert client.get(answer_url("q1")).status_code == 405


def test_answering_costs_at_most_12_queries_however_many_questions(
    client, learner, lesson_quiz, django_assert_max_num_queries
):
    attempt = start_attempt(make_quiz(*many(40)), person=learner)
    client.post(answer_url("q1"), {"answer": "b", "next": BACK})

    with django_assert_max_num_queries(12):
        client.post(question_url(attempt, 1), {"answer": "a"})
    with django_assert_max_num_queries(12):
        client.post(answer_url("q1"), {"answer": "a", "next": BACK})
    with django_assert_max_num_queries(14):
        client.post(url("submit", attempt))
