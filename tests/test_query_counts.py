"""How many SQL statements the busiest pages take, whatever there is to show.

Counted as in production, where the second factor asks for roles; BEGIN, COMMIT
and savepoints, which carry nothing, are left out. benchmarks/results.md has the
same for the shipped content.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.quizzes.models import Attempt
from lms.learning import services
from tests.accounts.factories import UserFactory
from tests.assessments.factories import make_quiz, single_data
from tests.learning.factories import CertificateFactory, NoteFactory, make_module

pytestmark = pytest.mark.django_db
FEW_AND_MANY = pytest.mark.parametrize("number", [1, 5])
BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def mira():
    return UserFactory()


@pytest.fixture
def learner(client, mira, settings):
    """The learner's browser, with the rule of production."""
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(mira)
    return client


def statements(learner, url, data=None) -> int:
    """Return the number of statements of a page, or of a form sent to it."""
    with CaptureQueriesContext(connection) as captured:
        page = learner.get(url) if data is None else learner.post(url, data)
    assert page.status_code == (200 if data is None else 302)
    return sum(not query["sql"].startswith(BRACKETS) for query in captured)


def questions(number, prefix):
    """Return single choice questions, the answer "b" being right."""
    return [single_data(f"{prefix}-q{place}") for place in range(1, number + 1)]


@pytest.fixture
def course(mira):
    """Return a function that makes modules, and what mira did in them."""

    def make(number):
        outlines = [
            make_module(
                f"{place:02}",
                lessons=number,
                checks=range(1, number + 1),
                prompts=range(1, number + 1),
                check=f"{place:02}-check",
            )
            for place in range(1, number + 1)
        ]
        for outline in outlines:
            for lesson in outline.lessons:
                make_quiz(
                    *questions(number, lesson.check), key=lesson.check, kind="lesson"
                )
                services.finish_lesson(mira, outline, lesson)
                NoteFactory(person=mira, translation_key=lesson.translation_key)
            CertificateFactory(person=mira, translation_key=outline.translation_key)
        return outlines

    return make


@FEW_AND_MANY
def test_lesson_takes_six_statements(learner, course, number):
    lesson = course(number)[0].lessons[0]
    learner.get(lesson.url)

    assert statements(learner, lesson.url) == 6


@FEW_AND_MANY
def test_lesson_with_answers_takes_no_more(learner, course, number):
    lesson = course(number)[0].lessons[0]
    for question in questions(number, lesson.check):
        url = f"/en/checks/{lesson.check}/questions/{question['key']}/"
        learner.post(url, {"answer": "b", "next": lesson.url})
    learner.get(lesson.url)

    assert statements(learner, lesson.url) == 6


def test_opening_the_next_lesson_takes_one_more(learner, course):
    first, second = course(2)[0].lessons
    for lesson in (first, second, first):
        learner.get(lesson.url)

    assert statements(learner, second.url) == 7


@FEW_AND_MANY
def test_module_index_takes_six_statements(learner, course, number):
    course(number)
    learner.get("/en/modules/")

    assert statements(learner, "/en/modules/") == 6


@FEW_AND_MANY
def test_home_takes_eleven_statements(learner, course, number):
    course(number)
    learner.get("/en/learn/")

    assert statements(learner, "/en/learn/") == 11


@FEW_AND_MANY
def test_answer_in_a_lesson_takes_at_most_ten_statements(learner, course, number):
    lesson = course(number)[0].lessons[0]
    learner.get(lesson.url)

    counts = [
        statements(
            learner,
            f"/en/checks/{lesson.check}/questions/{question['key']}/",
            {"answer": "b", "next": lesson.url},
        )
        for question in questions(number, lesson.check)
    ]

    assert max(counts) <= 10


@FEW_AND_MANY
def test_answer_in_a_module_check_takes_nine_statements(learner, mira, number):
    make_quiz(*questions(number, "q"), key="01-check")
    learner.post("/en/checks/01-check/start/")
    attempt = Attempt.objects.get(person=mira)
    url = f"/en/checks/{attempt.public_id}/1/"
    learner.get(url)

    assert statements(learner, url, {"answer": "b"}) == 9
