"""Editors' screens: each type can be written, is judged, and can be previewed."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from assessments.questions.editing import QUESTION_VIEWSETS
from assessments.questions.models import (
    LongTextQuestion,
    Question,
    SingleChoiceQuestion,
)
from assessments.quizzes.lesson_checks import lesson_check_for
from assessments.quizzes.models import Quiz
from tests.accounts.factories import UserFactory
from tests.assessments.factories import (
    EXAMPLES,
    long_text_data,
    make_question,
    make_quiz,
    single_data,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def place(model, name, *args):
    return reverse(f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:{name}", args=args)  # fmt: skip


def in_english(name, text):
    return {f"{name}_0": text}


def single_form(stem="Which?", rights=(False, True), feedback="", **fields):
    rows = [
        {
            "key": key,
            **in_english("text", key.upper()),
            **in_english("feedback", feedback),
            "right": "on" if right else "",
        }
        for key, right in zip("abcd", rights, strict=False)
    ]
    for row in rows:
        if not row["right"]:
            del row["right"]
    data = {
        **in_english("stem", stem),
        "key": "own-1",
        "difficulty": "easy",
        "objective": "1",
        "is_active": "on",
        "shuffle": "on",
        "choices": inline_formset(rows),
    }
    return nested_form_data(data | fields)


def errors(response):
    return [str(error) for error in response.context["form"].non_field_errors()]


@pytest.mark.parametrize("viewset", QUESTION_VIEWSETS)
def test_screens_of_every_type_open(editor, viewset):
    question = make_question(EXAMPLES[viewset.model.type_key]())

    listing = editor.get(place(viewset.model, "list")).content.decode()
    adding = editor.get(place(viewset.model, "add"))
    editing = editor.get(place(viewset.model, "edit", question.pk)).content.decode()

    assert question.key in listing
    assert adding.status_code == 200
    assert f"What about {question.key}?" in editing


def test_question_is_written_with_its_choices(editor):
    response = editor.post(place(SingleChoiceQuestion, "add"), single_form())

    assert response.status_code == 302
    assert Question.objects.get().spec() == {
        "key": "own-1",
        "version": 1,
        "type": "single",
        "objective": 1,
        "difficulty": "easy",
        "stem": {"en": "Which?"},
        "choices": [
            {"key": "a", "text": {"en": "A"}, "right": False},
            {"key": "b", "text": {"en": "B"}, "right": True},
        ],
    }


def test_question_without_right_choice_is_sent_back(editor):
    response = editor.post(
        place(SingleChoiceQuestion, "add"), single_form(rights=(False, False))
    )

    assert errors(response) == ["No choice is right. Mark one with `right: true`."]
    assert Question.objects.count() == 0


def edit_form(question, **fields):
    rows = [
        {"id": choice.pk, "key": choice.key, **in_english("text", str(choice.text))}
        | ({"right": "on"} if choice.right else {})
        for choice in question.choices.all()
    ]
    data = {
        **in_english("stem", str(question.stem)),
        "difficulty": "easy",
        "is_active": "on",
        "shuffle": "on",
        "choices": inline_formset(rows, initial=len(rows)),
    }
    return data | fields


def test_change_of_wording_keeps_the_version_and_reaches_readers(editor):
    quiz = make_quiz(single_data(), key="99-01-check", kind="lesson")
    question = Question.objects.get()
    lesson_check_for(quiz.key)

    editor.post(
        place(SingleChoiceQuestion, "edit", question.pk),
        nested_form_data(edit_form(question, **in_english("stem", "Better?"))),
    )

    question.refresh_from_db()
    assert (question.version, question.key) == (1, "q1")
    assert lesson_check_for(quiz.key).questions[0].stem == "Better?"


def test_change_of_what_is_right_makes_a_new_version(editor):
    question = make_question(single_data())
    rows = [
        {"id": choice.pk, "key": choice.key, **in_english("text", str(choice.text))}
        | ({"right": "on"} if choice.key == "c" else {})
        for choice in question.choices.all()
    ]

    response = editor.post(
        place(SingleChoiceQuestion, "edit", question.pk),
        nested_form_data(edit_form(question, choices=inline_formset(rows, initial=3))),
    )

    question = Question.objects.get()
    assert response.status_code == 302
    assert (question.version, question.right_answer(question.spec())) == (2, "c")


def test_preview_shows_question_and_right_answer(editor):
    response = editor.post(
        place(SingleChoiceQuestion, "preview_on_add"), single_form(feedback="Said.")
    )
    assert response.json()["is_valid"] is True

    preview = editor.get(place(SingleChoiceQuestion, "preview_on_add") + "?mode=")

    policy = preview.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self'" in policy.split("; ")
    page = preview.content.decode()
    assert "As it is asked" in page
    assert "Your answer, right" in page
    assert "Said." in page


def rubric_form(question, points):
    rows = [
        {
            "id": row.pk,
            "key": row.key,
            "points": points,
            **in_english("text", str(row.text)),
            **in_english("full", str(row.full)),
        }
        for row in question.criteria.all()
    ]
    data = {
        **in_english("stem", "Write a note."),
        **in_english("table_caption", "Permits"),
        **in_english("table_rows", "Register | Records\r\nBorder | 1"),
        "picture_drawing": "01/four-roles",
        **in_english("picture_alt", "Four people"),
        "difficulty": "easy",
        "is_active": "on",
        "words": "80",
        "criteria": inline_formset(rows, initial=len(rows)),
    }
    return nested_form_data(data)


def test_rubric_table_and_picture_are_written_and_points_make_a_new_version(editor):
    question = make_question(long_text_data())
    place_of_it = place(LongTextQuestion, "edit", question.pk)

    response = editor.post(place_of_it, rubric_form(question, points=3))

    spec = Question.objects.get().spec()
    assert response.status_code == 302
    assert (spec["version"], spec["words"]) == (2, 80)
    assert [row["points"] for row in spec["rubric"]] == [3, 3]
    assert spec["table"]["rows"] == {"en": "Register | Records\nBorder | 1"}
    assert spec["picture"]["drawing"] == "01/four-roles"

    editor.post(place_of_it, rubric_form(Question.objects.get(), points=3))
    assert Question.objects.get().version == 2


@pytest.mark.parametrize("name", EXAMPLES)
def test_preview_of_every_type_renders(name):
    question = make_question(EXAMPLES[name]())
    request = RequestFactory().get("/")

    page = question.make_preview_request(request, "").rendered_content

    assert f"What about {question.key}?" in page


def quiz_form(*questions, **fields):
    data = {
        **in_english("title", "Own check"),
        "key": "99-own",
        "kind": "module",
        "module": "99",
        "pass_mark": "1",
        "wait_minutes": "0",
        "review": "passed",
        "feedback": "end",
        "pools": inline_formset([]),
        "is_active": "on",
        "items": inline_formset([{"question": question.pk} for question in questions]),
    }
    return nested_form_data(data | fields)


def test_check_is_put_together_out_of_questions(editor):
    questions = [make_question(make()) for make in EXAMPLES.values()]

    response = editor.post(place(Quiz, "add"), quiz_form(*questions, draw="5"))

    assert response.status_code == 302
    assert Quiz.objects.get().data()["questions"] == [one.key for one in questions]


def test_check_that_cannot_be_passed_is_sent_back(editor):
    response = editor.post(
        place(Quiz, "add"), quiz_form(make_question(single_data()), pass_mark="2")
    )

    assert errors(response) == [
        "The pass mark is 2 of 1 points. Write a pass mark that can be reached."
    ]


def test_question_in_use_is_not_deleted(editor):
    make_quiz(single_data())
    question = Question.objects.get()

    editor.post(place(SingleChoiceQuestion, "delete", question.pk))

    assert Question.objects.count() == 1


def test_questions_can_be_chosen(editor):
    make_quiz(single_data())

    page = editor.get(reverse("question_chooser:choose")).content.decode()

    assert "What about q1?" in page
