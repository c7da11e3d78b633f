"""A lesson's check for those who read and those who learn."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from assessments.questions.loader import write_question
from assessments.questions.models import Question
from assessments.quizzes.content import content_called, renew
from assessments.quizzes.lesson_checks import lesson_check_for
from assessments.quizzes.models import Quiz
from assessments.quizzes.services import answer_lesson_question
from tests.assessments.factories import EXAMPLES, make_quiz, numeric_data, single_data

pytestmark = pytest.mark.django_db

KEY = "99-01-check"


@pytest.fixture
def quiz(db):
    return make_quiz(
        single_data(feedback={"en": "Because B."}, lesson="99/01"),
        numeric_data(),
        key=KEY,
        kind="lesson",
    )


def answer(quiz, person, key, value):
    quiz.refresh_from_db()
    return answer_lesson_question(quiz, person=person, question_key=key, answer=value)


def test_anonymous_reader_costs_no_query(quiz, django_assert_num_queries):
    content_called(KEY)

    with django_assert_num_queries(0):
        check = lesson_check_for(KEY)

    assert (check.signed_in, check.answered, len(check.questions)) == (False, 0, 2)
    assert all(question.read_only for question in check.questions)


def test_learner_costs_one_query(quiz, learner, django_assert_num_queries):
    answer(quiz, learner, "q1", "a")
    content_called(KEY)

    with django_assert_num_queries(1):
        check = lesson_check_for(KEY, learner)

    assert (check.signed_in, check.answered, check.is_complete) == (True, 1, False)
    first, second = check.questions
    assert (first.feedback.verdict, first.feedback.lesson) == ("not-right", "99/01")
    assert first.feedback.why == "<p>Not A.</p><p>Because B.</p>"
    assert [option.mark for option in first.options] == ["yours", "right", ""]
    assert (second.feedback, second.read_only) == (None, False)


def test_later_answer_is_shown(quiz, learner):
    answer(quiz, learner, "q1", "a")
    answer(quiz, learner, "q1", "b")

    question = lesson_check_for(KEY, learner).questions[0]

    assert question.feedback.verdict == "right"
    assert question.feedback.lesson == ""


def test_answers_of_others_are_not_shown(quiz, learner, outsider):
    answer(quiz, outsider, "q1", "a")

    assert lesson_check_for(KEY, learner).answered == 0


def test_corrected_question_asks_again(quiz, learner):
    answer(quiz, learner, "q1", "a")
    write_question(Question.objects.get(key="q1"), single_data(version=2))
    renew([quiz])

    check = lesson_check_for(KEY, learner)

    assert check.answered == 0
    assert check.questions[0].feedback is None


def test_change_of_a_question_is_seen_after_renewing(quiz):
    lesson_check_for(KEY)
    write_question(
        Question.objects.get(key="q1"), single_data(stem={"en": "Now better?"})
    )

    renew([quiz])

    assert lesson_check_for(KEY).questions[0].stem == "Now better?"


@pytest.mark.parametrize("fields", [{"kind": "module"}, {"is_active": False}])
def test_check_of_another_kind_is_none(fields):
    make_quiz(single_data(), key="99-x", **fields)

    assert lesson_check_for("99-x") is None
    assert lesson_check_for("nothing") is None


def test_questions_follow_the_language_of_the_page():
    data = single_data(stem={"en": "Which?", "ru": "Какой?"})
    for choice in data["choices"]:
        choice["text"]["ru"] = f"Ру {choice['key']}"
    make_quiz(data, key=KEY, kind="lesson")

    with translation.override("ru"):
        russian = lesson_check_for(KEY).questions[0]
    with translation.override("fr"):
        french = lesson_check_for(KEY).questions[0]

    assert (russian.stem, russian.options[0].text, russian.lang) == (
        "Какой?",
        "Ру a",
        "",
    )
    assert (french.stem, french.lang) == ("Which?", ' lang="en" dir="ltr"')


def render(check):
    request = RequestFactory().get("/en/modules/99/01/")
    context = {"check": check, "path": request.path}
    return render_to_string("quizzes/_lesson_check.html", context, request)


def test_page_of_the_anonymous_offers_to_sign_in(quiz):
    page = render(lesson_check_for(KEY))

    assert "Sign in to check your answers" in page
    assert "next=/en/modules/99/01/%23check" in page
    assert "<form" not in page
    assert page.count("disabled") + page.count("readonly") == 4


def test_page_of_a_learner_has_a_form_for_each_question(quiz, learner):
    answer(quiz, learner, "q1", "a")

    page = render(lesson_check_for(KEY, learner))

    assert page.count("<form") == 2
    assert page.count("Check my answer") == 2
    assert 'action="/en/checks/99-01-check/questions/q1/"' in page
    assert 'id="q-q1-feedback"' in page
    assert "Because B." in page
    assert "data-focus" not in page


def test_page_renders_every_type_before_and_after_the_answer(learner):
    quiz = make_quiz(*[make() for make in EXAMPLES.values()], key=KEY, kind="lesson")
    render(lesson_check_for(KEY, learner))
    wrong = {
        "q1": "a",
        "q2": ["d"],
        "q3": True,
        "q4": {"text": "1", "number": "1"},
        "q5": {"a": "x"},
        "q6": ["d", "c", "b", "a"],
        "q7": "nothing",
        "q8": "Some words.",
        "q9": 1,
        "q10": {"border": "never"},
        "q11": ["map"],
    }
    for key, value in wrong.items():
        answer(quiz, learner, key, value)

    page = render(lesson_check_for(KEY, learner))

    assert page.count("Not right.") == 7
    assert page.count("Waiting to be marked.") == 1
    assert page.count("Thank you. There is no right answer.") == 3
    assert "Right answer: Partner a" in page
    assert "Right answer: place 1" in page
    assert Quiz.objects.get().attempts.get().points == 0
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
