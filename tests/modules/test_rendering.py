"""A lesson's text: segments, links inside the course, terms, formulas."""

import re

import pytest
from django.utils.translation import override
from wagtail.rich_text import RichText

from modules.models import GlossaryTerm, LessonPage
from modules.rendering import (
    CHECK,
    HTML,
    NOTE,
    render_lesson,
    rendered_lesson,
    top_level_pieces,
)


@pytest.fixture
def lesson(course):
    return LessonPage.objects.get(key="01/01")


@pytest.fixture
def html(lesson):
    with override("en"):
        return "".join(segment.html for segment in render_lesson(lesson).segments)


def test_segments_stand_in_the_order_of_the_text(lesson):
    rendered = render_lesson(lesson)

    assert [segment.kind for segment in rendered.segments] == [HTML, NOTE, CHECK]
    assert rendered.segments[1].key == "who-counts"
    assert rendered.segments[2].key == "01-01-check"


def test_sources_are_given_in_full_with_their_place(lesson):
    assert render_lesson(lesson).sources == (
        {"text": "The General Model.", "url": "", "place": "section 2"},
    )


def test_first_use_of_a_term_brings_its_definition_before_the_paragraph(html):
    assert html.index('id="term-stock"') < html.index("is counted")
    assert html.count('aria-describedby="term-stock"') == 1
    assert html.count("/en/glossary/#stock") == 3  # definition, first and second use


def test_unknown_term_stays_a_plain_word(lesson):
    GlossaryTerm.objects.all().delete()

    html = render_lesson(lesson).segments[0].html

    assert "<p>A stock is counted." in html


def test_link_to_a_lesson_becomes_its_address(html):
    assert '<a href="/en/modules/01-first-module/lesson-two/">lesson two</a>' in html


def test_formula_reads_from_the_left_in_any_language(html):
    assert '<bdi class="formula" dir="ltr">2 × 3 = 6</bdi>' in html


def test_drawing_stands_in_the_page_hidden_from_screen_readers(html):
    assert '<svg aria-hidden="true" focusable="false" viewBox="0 0 9 9">' in html


def test_published_change_is_seen_at_once(lesson):
    rendered_lesson(lesson)
    lesson.body[0].value = type(lesson.body[0].value)("<p>New words.</p>")
    lesson.save_revision().publish()

    changed = rendered_lesson(LessonPage.objects.get(key="01/01"))

    assert "New words." in changed.segments[0].html


def test_kept_text_costs_no_query(lesson, django_assert_num_queries):
    rendered_lesson(lesson)

    with django_assert_num_queries(0):
        rendered_lesson(lesson)


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ("<p>a</p><p>b</p>", ["<p>a</p>", "<p>b</p>"]),
        (
            "<ul><li>a<ul><li>b</li></ul></li></ul><p>c</p>",
            ["<ul><li>a<ul><li>b</li></ul></li></ul>", "<p>c</p>"],
        ),
        ("<aside><p>a</p></aside>", ["<aside><p>a</p></aside>"]),
        ("", [""]),
    ],
)
def test_top_level_pieces_keep_every_character(html, pieces):
    assert top_level_pieces(html) == pieces


def test_box_before_the_first_section_skips_no_heading_level(lesson):
    texts = {"then_text": RichText(""), "now_text": RichText("")}
    box = ("then_and_now", {"then_label": "2005", "now_label": "Today"} | texts)
    section = ("prose", RichText("<h2>Section</h2><p>Text.</p>"))
    lesson.body = [box, section, box]
    html = "".join(segment.html for segment in render_lesson(lesson).segments)

    assert re.findall(r"<(h\d)\b", html) == ["h2", "h2", "h2", "h3", "h3"]
    assert html.count('class="callout-title"') == 4
