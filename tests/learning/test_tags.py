"""The tags that pages of the rooms below use, and what they cost."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory

from lms.learning import services
from lms.learning.models import Certificate
from tests.learning.factories import AT, CertificateFactory, content_of, make_module
from tests.learning.test_services import hand_in, make_quiz

pytestmark = pytest.mark.django_db


def render(source, user, **context):
    """Render a template as a page of this reader does; return it and its context."""
    request = RequestFactory().get("/en/")
    request.user = user
    values = Context({"request": request, "user": user, **context})
    text = Template("{% load learning %}" + source).render(values)
    return " ".join(text.split()), values


def rail_of(user, outline, number=1, **context):
    lesson = outline.lessons[number - 1]
    source = "{% lesson_rail outline lesson as rail %}"
    return render(source, user, outline=outline, lesson=lesson, **context)[1]["rail"]


def test_lesson_rail_shows_states_and_the_check_last(mira):
    outline = make_module(check="01-check")
    services.finish_lesson(mira, outline, outline.lessons[0])

    rail = rail_of(mira, outline, 2)

    assert [(one.title, one.state) for one in rail["lessons"]] == [
        ("Lesson 1 of 01", "done"),
        ("Lesson 2 of 01", "current"),
        ("Lesson 3 of 01", "open"),
        ("Module check", "open"),
    ]
    # 45 minutes of the module less 6 of the lesson; the rest is for the check.
    assert (rail["done"], rail["total"], rail["minutes_left"]) == (1, 3, 39)


def test_lesson_rail_keeps_the_tick_of_a_finished_lesson_that_is_open(mira):
    outline = make_module()
    services.finish_lesson(mira, outline, outline.lessons[0])

    first = rail_of(mira, outline)["lessons"][0]

    assert (first.state, first.current) == ("done", True)


def test_lesson_rail_of_an_unpublished_lesson_is_empty(mira):
    source = "{% lesson_rail outline lesson as rail %}{% finish_lesson_button lesson lesson lesson outline %}"

    text, values = render(source, mira, outline=None, lesson=None)

    assert (text, values["rail"]["lessons"]) == ("", ())


@pytest.mark.parametrize("lessons", [2, 7])
def test_lesson_page_tags_take_one_query(mira, lessons, django_assert_num_queries):
    outline = make_module(lessons=lessons)
    lesson = outline.lessons[0]
    services.record_visit(mira, outline, lesson)
    services.save_note(mira, lesson, "prompt", "Ask the border service.")
    source = (
        "{% lesson_rail outline lesson as rail %}"
        '{% lesson_notes lesson "prompt" as notes %}'
        "{% finish_lesson_button lesson outline.lessons.1 None outline %}"
    )

    with django_assert_num_queries(1):
        values = render(source, mira, outline=outline, lesson=lesson)[1]

    assert values["notes"]["prompt"].text == "Ask the border service."


def test_lesson_notes_alone_are_those_of_the_lesson(mira):
    outline = make_module()
    services.save_note(mira, outline.lessons[0], "prompt", "First.")
    services.save_note(mira, outline.lessons[1], "prompt", "Second.")
    source = '{% lesson_notes lesson "prompt" as notes %}'

    values = render(source, mira, lesson=outline.lessons[1])[1]

    assert values["notes"]["prompt"].text == "Second."


def test_lesson_page_tags_of_a_visitor_take_none(db, django_assert_num_queries):
    outline = make_module()
    lesson = outline.lessons[0]
    source = (
        "{% lesson_rail outline lesson as rail %}"
        '{% lesson_notes lesson "prompt" as notes %}'
        "{% finish_lesson_button lesson outline.lessons.1 None outline %}"
        "{% module_states as states %}"
    )

    with django_assert_num_queries(0):
        text, _values = render(source, AnonymousUser(), outline=outline, lesson=lesson)

    assert "Sign in to keep your progress." in text


def test_module_states_are_what_cards_show(mira):
    first, second, _third = make_module("01"), make_module("02"), make_module("03")
    for lesson in first.lessons:
        services.finish_lesson(mira, first, lesson, at=AT)
    Certificate.objects.all().delete()
    CertificateFactory(
        person=mira, translation_key=first.translation_key, content=content_of()
    )
    services.finish_lesson(mira, second, second.lessons[0])
    source = (
        "{% module_states as states %}"
        '{% module_card_state states "01" as one %}{% module_card_state states "02" as two %}'
        '{% module_card_state states "03" as three %}{% module_card_state states "99" as none %}'
    )

    values = render(source, mira)[1]

    assert (values["one"]["state"], values["one"]["score"]) == ("completed", 90)
    assert values["one"]["completed"] == AT.date()
    assert (values["two"]["state"], values["two"]["done"]) == ("started", 1)
    assert (values["three"]["state"], values["none"]["state"]) == ("open", "open")


@pytest.mark.parametrize("count", [1, 3])
def test_module_states_take_two_queries(mira, count, django_assert_num_queries):
    for number in range(1, count + 1):
        outline = make_module(f"{number:02}")
        services.finish_lesson(mira, outline, outline.lessons[0])
        CertificateFactory(person=mira, translation_key=outline.translation_key)
    render("{% module_states as states %}", mira)

    with django_assert_num_queries(2):
        render("{% module_states as states %}", mira)


def test_module_progress_marks_a_passed_check(mira):
    outline = make_module(check="01-check")
    services.finish_lesson(mira, outline, outline.lessons[0])
    hand_in(mira, "01-check")

    values = render("{% module_progress outline as progress %}", mira, outline=outline)[
        1
    ]

    progress = values["progress"]
    assert progress["lessons"][-1].state == "done"
    assert [item.key for item in progress["missing"]["items"]] == ["01/02", "01/03"]


def outcome_of(user, attempt):
    source = '{% include "learning/_after_check.html" %}'
    return render(source, user, attempt=attempt)[0]


def test_after_check_offers_the_certificate(mira):
    outline = make_module(check="01-check")
    for lesson in outline.lessons:
        services.finish_lesson(mira, outline, lesson)
    attempt = hand_in(mira, "01-check")

    text = outcome_of(mira, attempt)

    code = Certificate.objects.get().code
    assert f'href="/en/learn/certificates/{code}/pdf/"' in text
    assert "Module “Title of 01” is complete. Your certificate is ready." in text


def test_after_check_lists_what_is_missing(mira):
    outline = make_module(check="01-check")
    services.finish_lesson(mira, outline, outline.lessons[0])
    attempt = hand_in(mira, "01-check")

    text = outcome_of(mira, attempt)

    assert "The check is passed and stays passed." in text
    assert "Lesson 2, Lesson 2 of 01: not marked as read" in text


def test_after_check_offers_to_finish_when_nothing_is_missing(mira):
    outline = make_module(check="01-check")
    for lesson in outline.lessons:
        services.finish_lesson(mira, outline, lesson)
    attempt = hand_in(mira, "01-check", tell=False)

    text = outcome_of(mira, attempt)

    assert 'action="/en/learn/complete/01/"' in text


def test_after_check_of_a_lesson_says_nothing(mira):
    make_quiz("01-01-check")
    make_module(checks=(1,), check="01-check")
    attempt = hand_in(mira, "01-01-check")

    assert outcome_of(mira, attempt) == ""
