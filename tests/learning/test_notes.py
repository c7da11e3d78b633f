"""Private notes: kept in the lesson, listed, taken away, nobody else's."""

import re

import pytest
from django.urls import reverse

from lms.learning import services
from lms.learning.models import NOTE_LENGTH, Note
from tests.learning.factories import NoteFactory, make_module

pytestmark = pytest.mark.django_db


def words(page):
    return " ".join(page.content.decode().split())


def post_note(client, text, key="prompt", lesson="01/01", **headers):
    address = reverse("learning:note", args=[lesson])
    return client.post(address, {"key": key, "text": text}, headers=headers or None)


def test_note_is_kept_and_shown_in_the_lesson(learner, mira):
    outline = make_module(prompts=(1,))

    page = post_note(learner, "Ask the border service & co")

    assert page["Location"] == f"{outline.lessons[0].url}#note-prompt"
    assert Note.objects.get().person == mira
    lesson = learner.get(outline.lessons[0].url).content.decode()
    assert "Ask the border service &amp; co</textarea>" in lesson


def test_note_by_script_is_answered_in_place(learner):
    make_module(prompts=(1,))

    page = post_note(learner, "Text", accept="application/json")

    assert page.status_code == 200
    assert re.fullmatch(r"\d\d:\d\d", page.json()["time"])


def test_note_that_is_too_long_keeps_what_was_written(learner):
    make_module(prompts=(1,))
    text = "x" * (NOTE_LENGTH + 1)

    page = post_note(learner, text)

    assert page.status_code == 400
    assert "The note has 5001 characters. The limit is 5000." in words(page)
    assert text in page.content.decode()


def test_note_by_script_that_is_too_long_says_why(learner):
    make_module(prompts=(1,))

    page = post_note(learner, "x" * (NOTE_LENGTH + 1), accept="application/json")

    assert (page.status_code, page.content.decode()) == (
        400,
        "The note has 5001 characters. The limit is 5000.",
    )


@pytest.mark.parametrize("key", ["", "<script>", "x" * 61])
def test_note_under_a_wild_key_is_refused(learner, key):
    make_module()

    assert post_note(learner, "Text", key=key).status_code == 400
    assert Note.objects.count() == 0


def test_notes_are_listed_with_their_questions(learner, mira):
    outline = make_module(prompts=(1,))
    services.save_note(mira, outline.lessons[0], "prompt", "First\nline")

    page = words(learner.get(reverse("learning:notes")))

    assert "What about 1 &amp; you?" in page
    assert "First<br>line" in page
    assert f"{outline.lessons[0].url}#note-prompt" in page


def test_notes_of_others_are_not_listed(learner):
    outline = make_module(prompts=(1,))
    NoteFactory(translation_key=outline.lessons[0].translation_key, text="A secret")

    assert "A secret" not in words(learner.get(reverse("learning:notes")))


def test_notes_can_be_taken_away_as_text(learner, mira):
    outline = make_module(prompts=(1,))
    services.save_note(mira, outline.lessons[0], "prompt", "Спросить\nпограничников")

    page = learner.get(reverse("learning:notes_download"))

    text = page.content.decode("utf-8-sig")
    lines = text.split("\r\n")
    assert lines[0] == "# My action sheet"
    assert lines[2] == "Мира Талвик"
    assert lines[-9:] == [
        "## Module 01: Title of 01",
        "",
        "### Lesson 1: Lesson 1 of 01",
        "",
        "> What about 1 & you?",
        "",
        "Спросить",
        "пограничников",
        "",
    ]
    assert page["Content-Disposition"] == (
        'attachment; filename="streetlight-action-sheet.txt"; '
        "filename*=UTF-8''My%20action%20sheet.txt"
    )


@pytest.mark.parametrize("count", [1, 3])
def test_notes_take_the_same_queries_for_any_number(
    learner, mira, count, django_assert_num_queries
):
    outline = make_module(lessons=3, prompts=(1, 2, 3))
    for lesson in outline.lessons[:count]:
        services.save_note(mira, lesson, "prompt", "Text")
    learner.get(reverse("learning:notes"))

    with django_assert_num_queries(5):
        learner.get(reverse("learning:notes"))
