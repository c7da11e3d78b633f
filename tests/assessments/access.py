"""Who gets what on the pages of knowledge checks: an attempt is its person's own."""

from django.core.cache import cache

from assessments.quizzes.services import start_attempt, submit_attempt
from tests.access import Row, World, for_signed_in
from tests.assessments.factories import make_quiz, multiple_data, single_data


def prepare(world: World) -> None:
    """A module's check the learner of Arvania sits twice, and a lesson's check."""
    cache.clear()
    quiz = make_quiz(single_data())
    make_quiz(multiple_data(), key="99-01-check", kind="lesson")
    learner = world.people["learner"]
    world.things["submitted"] = submit_attempt(start_attempt(quiz, person=learner))
    world.things["open"] = start_attempt(quiz, person=learner)


def open_attempt(world: World) -> list:
    """The attempt that is not handed in."""
    return [world.things["open"].public_id]


def submitted_attempt(world: World) -> list:
    """The attempt that is."""
    return [world.things["submitted"].public_id]


def first_question(world: World) -> list:
    """The first question of the open attempt."""
    return [world.things["open"].public_id, 1]


def check(world: World) -> list:
    """The module's check."""
    return ["99-check"]


def lesson_question(world: World) -> list:
    """The question of the lesson's check."""
    return ["99-01-check", "q2"]


def own(path, status: int = 200, **options) -> Row:
    """Open to the learner whose attempt it is; others do not find it."""
    return Row(path, expected={"learner": status}, otherwise=404, **options)


ROWS = {
    "quizzes:start": [
        for_signed_in(200, path=check),
        for_signed_in(302, path=check, method="post"),
    ],
    "quizzes:question": [
        own(first_question),
        own(first_question, 302, method="post", data={"answer": "b"}),
        own(first_question, 400, method="post", data={"answer": "zzz"}),
    ],
    "quizzes:overview": [own(open_attempt), own(submitted_attempt, 302)],
    "quizzes:submit": [own(open_attempt, 302, method="post"), own(open_attempt, 302)],
    "quizzes:review": [own(submitted_attempt), own(open_attempt, 302)],
    "quizzes:lesson_answer": [
        for_signed_in(302, path=lesson_question, method="post", data={"answer": ["a"]}),
        Row(lesson_question, otherwise=405, anonymous=405),
    ],
}
