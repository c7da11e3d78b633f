"""What is known about a person comes together, and only the person's own."""

import pytest
from django.contrib.auth.models import AnonymousUser

from lms.learning import services
from lms.learning.known import Known, known_in, known_of
from tests.accounts.factories import UserFactory
from tests.learning.factories import AT, outline_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def outline():
    return outline_of()


def test_nothing_is_known_of_a_visitor(outline, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert known_of(AnonymousUser()) == Known()
        assert known_in(AnonymousUser(), outline, None) == Known()


def test_all_that_was_done_in_a_module_is_known(mira, outline):
    first, second, _third = outline.lessons
    services.finish_lesson(mira, outline, first, at=AT)
    services.record_visit(mira, outline, second, at=AT)
    services.save_note(mira, second, "prompt", "Ask the border service.", at=AT)

    known = known_in(mira, outline, second)

    assert known.finished == {
        "read": {first.translation_key: AT},
        "lesson": {first.translation_key: AT},
    }
    assert known.visits == {outline.translation_key: "01/02"}
    assert known.notes["prompt"].text == "Ask the border service."
    assert known.notes["prompt"].changed_at == AT
    assert known.lesson == "01/02"


def test_notes_of_another_lesson_do_not_come_along(mira, outline):
    services.save_note(mira, outline.lessons[0], "prompt", "Mine.")

    assert known_in(mira, outline, outline.lessons[1]).notes == {}


def test_other_people_and_other_modules_stay_unknown(mira, outline):
    other = outline_of(key="02")
    services.finish_lesson(UserFactory(), outline, outline.lessons[0])
    services.save_note(UserFactory(), outline.lessons[0], "prompt", "Theirs.")
    services.finish_lesson(mira, other, other.lessons[0])

    known = known_in(mira, outline, outline.lessons[0])

    assert (known.finished, known.visits, known.notes) == ({}, {}, {})


def test_latest_visit_comes_first(mira):
    for key, day in (("01", 2), ("02", 5), ("03", 3)):
        outline = outline_of(key=key)
        services.record_visit(mira, outline, outline.lessons[0], at=AT.replace(day=day))

    assert list(known_of(mira).visits.values()) == ["02/01", "03/01", "01/01"]


@pytest.mark.parametrize("lessons", [1, 7])
def test_one_query_for_any_module(mira, lessons, django_assert_num_queries):
    outline = outline_of(lessons=lessons)
    for lesson in outline.lessons:
        services.finish_lesson(mira, outline, lesson)

    with django_assert_num_queries(1):
        known_in(mira, outline, outline.lessons[0])
    with django_assert_num_queries(1):
        known_of(mira)
