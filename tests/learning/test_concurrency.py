"""Two clicks at the same moment make one completion and one certificate.

SQLite lets one writer in after the other and shares its test database with no
second connection, so these tests need PostgreSQL.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, connections

from lms.learning import following, services
from lms.learning.models import (
    Certificate,
    Completion,
    CompletionRule,
    Enrolment,
    Note,
    PathEnrolment,
)
from lms.learning.rule_changes import change_rule, propose
from modules.paths import LearningPath
from tests.learning.factories import outline_of
from tests.learning.test_services import hand_in, make_quiz

AT_ONCE = 4

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs several connections"
    ),
]


def all_at_once(*acts):
    """Call the functions in threads that set off together."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def fresh(person):
    """The person as another request has it."""
    return type(person).objects.get(pk=person.pk)


def test_finishing_the_last_lesson_at_once_makes_one_certificate(mira):
    outline = outline_of(lessons=1)

    all_at_once(
        *[
            lambda: services.finish_lesson(fresh(mira), outline, outline.lessons[0])
            for _ in range(AT_ONCE)
        ]
    )

    assert Enrolment.objects.count() == 1
    assert sorted(Completion.objects.values_list("kind", flat=True)) == [
        "lesson",
        "module",
        "read",
    ]
    assert Certificate.objects.count() == 1


def test_completing_a_module_at_once_makes_one_certificate(mira):
    outline = outline_of(lessons=1, check="01-check")
    services.finish_lesson(mira, outline, outline.lessons[0])
    hand_in(mira, "01-check", tell=False)

    found = all_at_once(
        *[
            lambda: services.complete_module(fresh(mira), outline)
            for _ in range(AT_ONCE)
        ]
    )

    assert len({completion.pk for completion in found}) == 1
    assert Certificate.objects.count() == 1


def hold_first(monkeypatch, name):
    """Let the first caller of a question wait with its answer; return two events.

    asked: the first caller has its answer. go: it may go on with it. Without a
    lock the second caller is through before that, and each misses the other.
    """
    real = getattr(services, name)
    asked, go = Event(), Event()

    def held(*args):
        answer = real(*args)
        if not asked.is_set():
            asked.set()
            go.wait(timeout=1.5)
        return answer

    monkeypatch.setattr(services, name, held)
    return asked, go


def test_reading_and_answering_at_once_completes_the_lesson(mira, monkeypatch):
    outline = outline_of(lessons=2, checks=(1,))
    lesson = outline.lessons[0]
    make_quiz(lesson.check)
    asked, go = hold_first(monkeypatch, "lesson_answers")

    def answer():
        asked.wait(timeout=10)
        hand_in(fresh(mira), lesson.check, tell=False)
        services.settle_module(fresh(mira), outline)
        go.set()

    all_at_once(lambda: services.finish_lesson(fresh(mira), outline, lesson), answer)

    assert Completion.objects.filter(kind="lesson").count() == 1


def test_last_lesson_and_passed_check_at_once_complete_the_module(mira, monkeypatch):
    outline = outline_of(lessons=1, check="01-check")
    make_quiz("01-check", "module")
    asked, go = hold_first(monkeypatch, "passed_attempt")

    def hand_in_check():
        asked.wait(timeout=10)
        hand_in(fresh(mira), "01-check", tell=False)
        services.settle_module(fresh(mira), outline)
        go.set()

    all_at_once(
        lambda: services.finish_lesson(fresh(mira), outline, outline.lessons[0]),
        hand_in_check,
    )

    assert Certificate.objects.count() == 1


def test_saving_a_note_at_once_keeps_one(mira):
    lesson = outline_of().lessons[0]

    all_at_once(
        *[
            lambda number=number: services.save_note(
                fresh(mira), lesson, "prompt", f"Text {number}"
            )
            for number in range(AT_ONCE)
        ]
    )

    assert Note.objects.count() == 1


def test_saving_a_rule_at_once_makes_one_version(mira):
    token = propose("lesson", {"check": "not_asked"}, reason="Easier.").token

    rows = all_at_once(
        *[lambda: change_rule(token, by=fresh(mira)) for _ in range(AT_ONCE)]
    )

    assert len({row.pk for row in rows}) == 1
    assert CompletionRule.objects.count() == 1


def test_choosing_a_path_at_once_completes_it_once(mira, monkeypatch):
    outline = outline_of(lessons=1)
    path = LearningPath("policy_maker", "Policy maker", "Begin.", (outline,))
    monkeypatch.setattr(following, "learning_path", lambda role, language: path)
    services.finish_lesson(mira, outline, outline.lessons[0])

    all_at_once(
        *[
            lambda: following.follow_path(fresh(mira), "policy_maker")
            for _ in range(AT_ONCE)
        ]
    )

    assert PathEnrolment.objects.count() == 1
    assert Completion.objects.filter(kind="path").count() == 1
    assert Certificate.objects.filter(key="policy_maker").count() == 1
