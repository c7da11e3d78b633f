"""Visits, finished lessons and modules, notes: once is enough, twice is no harm."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.quizzes.models import Attempt, Quiz
from assessments.quizzes.services import answer_lesson_question
from assessments.quizzes.signals import attempt_submitted
from lms.learning import services
from lms.learning.facts import module_progress, rulebook
from lms.learning.models import NOTE_LENGTH, Certificate, Completion, Enrolment, Note
from lms.learning.services import NotYetComplete
from tests.accounts.factories import UserFactory
from tests.assessments.factories import make_quiz as make_checked_quiz
from tests.assessments.factories import single_data
from tests.learning.factories import (
    AT,
    CompletionFactory,
    CompletionRuleFactory,
    make_module,
    outline_of,
)

pytestmark = pytest.mark.django_db


def make_quiz(key, kind="lesson"):
    return Quiz.objects.create(key=key, kind=kind, title={"en": key}, pass_mark=7)


def hand_in(person, key, *, points=9, passed=True, tell=True):
    """Leave a submitted attempt behind, as quizzes does."""
    quiz = Quiz.objects.filter(key=key).first() or make_quiz(key, "module")
    attempt = Attempt.objects.create(
        quiz=quiz,
        quiz_version=1,
        kind=quiz.kind,
        person=person,
        seed=1,
        language="en",
        pass_mark=7,
        started_at=AT,
        submitted_at=AT,
        points=points,
        possible=10,
        passed=passed,
    )
    if tell:
        attempt_submitted.send(sender=Attempt, attempt=attempt)
    return attempt


def finish_all(person, outline):
    for lesson in outline.lessons:
        services.finish_lesson(person, outline, lesson, at=AT)


def kinds(person):
    rows = Completion.objects.filter(person=person).order_by("kind", "key")
    return [(row.kind, row.key) for row in rows]


def test_enrol_twice_is_one_enrolment(mira):
    outline = outline_of()

    first = services.enrol(mira, outline, at=AT)

    assert services.enrol(mira, outline) == first
    assert (first.module_key, first.started_at) == ("01", AT)


def test_record_visit_remembers_the_lesson(mira):
    outline = outline_of()

    services.record_visit(mira, outline, outline.lessons[0])
    services.record_visit(mira, outline, outline.lessons[2], at=AT)

    enrolment = Enrolment.objects.get()
    assert (enrolment.last_lesson, enrolment.last_seen_at) == ("01/03", AT)


def test_record_visit_to_the_same_lesson_writes_nothing(mira):
    outline = outline_of()
    services.record_visit(mira, outline, outline.lessons[0], at=AT)

    services.record_visit(mira, outline, outline.lessons[0])

    assert Enrolment.objects.get().last_seen_at == AT


def test_finish_lesson_without_check_completes_it(mira):
    outline = outline_of()

    assert services.finish_lesson(mira, outline, outline.lessons[0], at=AT)

    assert kinds(mira) == [("lesson", "01/01"), ("read", "01/01")]
    completion = Completion.objects.get(kind="lesson")
    assert (completion.at, completion.rule_version) == (AT, 1)


def test_finish_lesson_twice_is_one_completion(mira):
    outline = outline_of()
    services.finish_lesson(mira, outline, outline.lessons[0], at=AT)

    assert services.finish_lesson(mira, outline, outline.lessons[0])

    assert Completion.objects.filter(kind="lesson").count() == 1
    assert Completion.objects.get(kind="lesson").at == AT


def test_finish_lesson_waits_for_its_check(mira):
    make_quiz("01-01-check")
    outline = outline_of(checks=(1,))

    assert not services.finish_lesson(mira, outline, outline.lessons[0])

    assert kinds(mira) == [("read", "01/01")]


def test_finish_lesson_does_not_wait_for_a_retired_check(mira):
    quiz = make_quiz("01-01-check")
    Quiz.objects.filter(pk=quiz.pk).update(is_active=False)
    outline = outline_of(checks=(1,))

    assert services.finish_lesson(mira, outline, outline.lessons[0])


def test_answering_the_check_of_a_read_lesson_completes_it(mira):
    make_quiz("01-01-check")
    outline = make_module(checks=(1,))
    services.finish_lesson(mira, outline, outline.lessons[0])

    hand_in(mira, "01-01-check")

    assert kinds(mira) == [("lesson", "01/01"), ("read", "01/01")]


def test_answering_the_check_before_reading_does_not_complete(mira):
    make_quiz("01-01-check")
    outline = make_module(checks=(1,))

    hand_in(mira, "01-01-check")

    assert kinds(mira) == []
    assert services.finish_lesson(mira, outline, outline.lessons[0])


def test_passing_the_check_after_all_lessons_completes_the_module(mira):
    outline = make_module(check="01-check")
    finish_all(mira, outline)

    hand_in(mira, "01-check")

    certificate = Certificate.objects.get()
    assert ("module", "01") in kinds(mira)
    assert (certificate.person, certificate.kind) == (mira, "achievement")
    assert certificate.content["points"] == "9"


def test_the_last_lesson_after_the_check_completes_the_module(mira):
    outline = make_module(check="01-check")
    hand_in(mira, "01-check")

    finish_all(mira, outline)

    assert ("module", "01") in kinds(mira)
    assert Certificate.objects.count() == 1


def test_a_failed_check_completes_nothing(mira):
    outline = make_module(check="01-check")
    finish_all(mira, outline)

    hand_in(mira, "01-check", points=6, passed=False)

    assert ("module", "01") not in kinds(mira)
    assert Certificate.objects.count() == 0


def test_a_second_pass_changes_nothing(mira):
    outline = make_module(check="01-check")
    finish_all(mira, outline)
    hand_in(mira, "01-check")
    before = list(Completion.objects.values()), list(Certificate.objects.values())

    hand_in(mira, "01-check", points=10)

    after = list(Completion.objects.values()), list(Certificate.objects.values())
    assert after == before


def test_the_signal_of_another_quiz_changes_nothing(mira):
    make_module(check="01-check")

    hand_in(mira, "some-draft")

    assert Completion.objects.count() == 0


def test_complete_module_without_its_check_raises(mira):
    outline = outline_of(check="01-check")
    finish_all(mira, outline)

    with pytest.raises(NotYetComplete):
        services.complete_module(mira, outline)

    assert not Completion.objects.filter(kind="module").exists()


def test_complete_module_without_lessons_raises(mira):
    with pytest.raises(NotYetComplete):
        services.complete_module(mira, outline_of(lessons=0))


def test_complete_module_heals_a_signal_that_was_lost(mira):
    outline = make_module(check="01-check")
    finish_all(mira, outline)
    hand_in(mira, "01-check", tell=False)
    assert services.missing_for(mira, outline) == []

    services.complete_module(mira, outline, at=AT)

    assert Certificate.objects.count() == 1


def test_complete_module_keeps_its_date(mira):
    outline = outline_of()
    finish_all(mira, outline)
    first = Completion.objects.get(kind="module")

    assert services.complete_module(mira, outline) == first


def test_a_module_without_check_gives_a_certificate_of_participation(mira):
    finish_all(mira, outline_of())

    certificate = Certificate.objects.get()
    assert certificate.kind == "participation"
    assert certificate.content["points"] is None


def test_a_failing_certificate_takes_the_completion_back(mira, monkeypatch):
    outline = outline_of()
    monkeypatch.setattr(type(mira), "certificate_names", lambda self: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        finish_all(mira, outline)

    assert not Completion.objects.filter(kind="module").exists()


def test_a_lesson_finished_in_one_language_is_finished_in_another(mira):
    english = outline_of()
    russian = outline_of(language="ru", title="Введение", url="/ru/modules/01/")

    services.finish_lesson(mira, english, english.lessons[0])

    assert module_progress(mira, russian).done == 1


def test_completions_are_written_once(mira):
    completion = CompletionFactory(person=mira)
    completion.key = "01/02"

    with pytest.raises(TypeError):
        completion.save()


def test_the_database_refuses_a_second_completion(mira):
    completion = CompletionFactory(person=mira)

    with pytest.raises(IntegrityError), transaction.atomic():
        CompletionFactory(person=mira, translation_key=completion.translation_key)


def test_missing_for_lists_everything_with_its_place(mira):
    make_quiz("01-02-check")
    outline = outline_of(checks=(2,), check="01-check")
    services.finish_lesson(mira, outline, outline.lessons[0])

    missing = services.missing_for(mira, outline)

    assert [(one.kind, one.url, one.text) for one in missing] == [
        ("read", "/en/modules/01/2/#finish", "Lesson 2, Lesson 2: not marked as read"),
        (
            "check",
            "/en/modules/01/2/#check",
            "Lesson 2, Lesson 2: the questions are not answered",
        ),
        ("read", "/en/modules/01/3/#finish", "Lesson 3, Lesson 3: not marked as read"),
        (
            "module_check",
            "/en/checks/01-check/start/",
            "The module check: not passed yet",
        ),
    ]


def test_missing_for_says_how_many_lessons_may_be_chosen(mira):
    CompletionRuleFactory(parameters={"lessons_percent": 60})
    outline = outline_of()
    services.enrol(mira, outline)

    missing = services.missing_for(mira, outline)

    assert [one.text for one in missing] == [
        "2 more lessons of those that follow",
        "Lesson 1, Lesson 1: not marked as read",
        "Lesson 2, Lesson 2: not marked as read",
        "Lesson 3, Lesson 3: not marked as read",
    ]


def test_missing_for_names_the_share_of_right_answers(mira):
    CompletionRuleFactory(
        kind="lesson", parameters={"check": "right", "right_percent": 80}
    )
    outline = outline_of(checks=(1,), lessons=1)
    make_quiz("01-01-check")
    services.finish_lesson(mira, outline, outline.lessons[0])
    hand_in(mira, "01-01-check", points=5, tell=False)

    (missing,) = services.missing_for(mira, outline)

    assert missing.text == (
        "Lesson 1, Lesson 1: 50 % of the questions are right, 80 % are needed"
    )
    assert missing.url == "/en/modules/01/1/#check"


def test_a_better_answer_later_completes_the_lesson(
    mira, django_capture_on_commit_callbacks
):
    CompletionRuleFactory(
        kind="lesson", parameters={"check": "right", "right_percent": 80}
    )
    outline = make_module(checks=(1,), lessons=1)
    quiz = make_checked_quiz(single_data("q1"), key="01-01-check", kind="lesson")
    services.finish_lesson(mira, outline, outline.lessons[0])

    for answer, complete in (("a", False), ("b", True), ("a", True)):
        with django_capture_on_commit_callbacks(execute=True):
            answer_lesson_question(quiz, person=mira, question_key="q1", answer=answer)
        assert (("lesson", "01/01") in kinds(mira)) is complete


def test_missing_for_a_complete_module_is_empty(mira):
    outline = outline_of()
    finish_all(mira, outline)

    assert services.missing_for(mira, outline) == []


@pytest.mark.parametrize("lessons", [1, 7])
def test_missing_for_takes_the_same_queries_for_any_module(
    mira, lessons, django_assert_num_queries
):
    outline = outline_of(lessons=lessons, checks=range(lessons + 1), check="01-check")
    rulebook()

    with django_assert_num_queries(3):
        services.missing_for(mira, outline)


def test_save_note_keeps_one_note_per_question(mira):
    lesson = outline_of().lessons[0]
    services.save_note(mira, lesson, "who", "Border service", at=AT)

    services.save_note(mira, lesson, "who", " Two\r\nlines\rand \0more ")

    note = Note.objects.get()
    assert (note.text, note.lesson_key) == ("Two\nlines\nand more", "01/01")
    assert note.created_at == AT
    assert note.changed_at > AT or note.changed_at < AT


def test_save_note_can_be_emptied(mira):
    lesson = outline_of().lessons[0]
    services.save_note(mira, lesson, "who", "Border service")

    services.save_note(mira, lesson, "who", "  ")

    assert Note.objects.get().text == ""


def test_save_note_refuses_what_is_too_long(mira):
    lesson = outline_of().lessons[0]

    with pytest.raises(ValidationError) as refused:
        services.save_note(mira, lesson, "who", "x" * (NOTE_LENGTH + 1))

    assert refused.value.messages == [
        "The note has 5001 characters. The limit is 5000."
    ]
    assert Note.objects.count() == 0


steps = st.lists(
    st.one_of(
        st.tuples(st.just("visit"), st.integers(0, 2)),
        st.tuples(st.just("read"), st.integers(0, 2)),
        st.tuples(st.just("answer"), st.integers(0, 2)),
        st.tuples(st.just("pass"), st.just(0)),
        st.tuples(st.just("fail"), st.just(0)),
    ),
    max_size=12,
)


@pytest.fixture
def checked_course(db):
    """A module whose three lessons and end each have a check."""
    outline = make_module(checks=(1, 2, 3), check="the-check")
    for lesson in outline.lessons:
        make_quiz(lesson.check)
    make_quiz("the-check", "module")
    return outline


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps)
def test_completion_is_monotone_and_the_same_in_any_order(checked_course, steps):
    one, other = UserFactory(), UserFactory()
    seen = set()

    for step in steps:
        take(one, checked_course, step)
        now = set(kinds(one))
        assert seen <= now
        seen = now
    for step in sorted(steps, reverse=True):
        take(other, checked_course, step)

    finished = sum(kind == "module" for kind, _key in seen)
    assert kinds(other) == kinds(one)
    for person in (one, other):
        assert Certificate.objects.filter(person=person).count() == finished


def take(person, outline, step):
    what, number = step
    lesson = outline.lessons[number]
    if what == "visit":
        services.record_visit(person, outline, lesson)
    elif what == "read":
        services.finish_lesson(person, outline, lesson)
    elif what == "answer":
        if not Attempt.objects.filter(person=person, quiz__key=lesson.check).exists():
            hand_in(person, lesson.check)
    else:
        passed = what == "pass"
        hand_in(person, "the-check", passed=passed, points=9 if passed else 3)
