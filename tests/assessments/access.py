"""Who gets what on the pages of knowledge checks: an attempt is its person's own."""

from django.core.cache import cache

from assessments.quizzes.paper_services import make_paper
from assessments.quizzes.regrades import propose
from assessments.quizzes.services import start_attempt, submit_attempt
from tests.access import Row, World, for_signed_in
from tests.assessments.factories import (
    answer_all,
    long_text_data,
    make_quiz,
    multiple_data,
    single_data,
)


def prepare(world: World) -> None:
    """A module's check the learner of Arvania sits twice, and a lesson's check."""
    cache.clear()
    quiz = make_quiz(single_data())
    make_quiz(multiple_data(), key="99-01-check", kind="lesson")
    learner = world.people["learner"]
    make_paper(quiz, code="A", person=world.people["trainer"], language="en")
    world.things["submitted"] = submit_attempt(start_attempt(quiz, person=learner))
    text_quiz = make_quiz(long_text_data(), key="99-text")
    text_attempt = start_attempt(text_quiz, person=learner)
    answer_all(text_attempt)
    submit_attempt(text_attempt)
    world.things["text"] = text_attempt.items.get()
    question = quiz.items.get().question
    corrected = question.spec() | {"version": 2}
    world.things["correction"] = propose(question, corrected)
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


def paper(world: World) -> list:
    """The paper that was made of it."""
    return ["99-check", "A"]


def lesson_question(world: World) -> list:
    """The question of the lesson's check."""
    return ["99-01-check", "q2"]


def text_item(world: World) -> list:
    """A text the learner of Arvania has handed in."""
    return [world.things["text"].pk]


def correction(world: World) -> list:
    """A correction that is proposed."""
    return [world.things["correction"].pk]


def of_roles(*roles, path=lambda world: [], status=200, **options) -> Row:
    """Open to these roles; 403 for others."""
    return Row(path, expected=dict.fromkeys(roles, status), **options)


#: Who sees how questions work, each for the learners of the own country or of all.
ANALYSTS = (
    "trainer",
    "country_administrator",
    "country_administrator_elsewhere",
    "system_administrator",
    "editor",
)
MARKERS = ("trainer", "system_administrator")
EDITORS = ("editor", "system_administrator")


def own(path, status: int = 200, **options) -> Row:
    """Open to the learner whose attempt it is; others do not find it."""
    return Row(path, expected={"learner": status}, otherwise=404, **options)


ROWS = {
    "quizzes:analyses": of_roles(*ANALYSTS),
    "quizzes:analysis": [
        of_roles(*ANALYSTS, path=check),
        of_roles(*ANALYSTS, path=check, status=302, method="post"),
    ],
    # Nobody has worked the figures out.
    "quizzes:analysis_xlsx": of_roles(*ANALYSTS, path=check, status=404),
    "quizzes:papers": [
        of_roles(*ANALYSTS, path=check),
        of_roles(*ANALYSTS, path=check, status=302, method="post", data={"code": "A"}),
    ],
    "quizzes:paper": of_roles(*ANALYSTS, path=paper),
    "quizzes:paper_key": of_roles(*ANALYSTS, path=paper),
    "quizzes:texts": of_roles(*MARKERS),
    "quizzes:text": [
        of_roles(*MARKERS, path=text_item),
        of_roles(
            *MARKERS,
            path=text_item,
            status=302,
            method="post",
            data={"points-source": "1", "points-use": "0"},
        ),
    ],
    "quizzes:corrections": of_roles(*EDITORS),
    "quizzes:correction": [
        of_roles(*EDITORS, path=correction),
        of_roles(*EDITORS, path=correction, status=302, method="post"),
    ],
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
