"""Frameworks in the content area: seen, previewed, and worked on while drafts."""

from dataclasses import replace

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from assessments.maturity import assembling
from assessments.maturity.models import Descriptor, FrameworkVersion, Question
from tests.accounts.factories import UserFactory
from tests.assessments.maturity.instruments import framework

pytestmark = pytest.mark.django_db
PLAIN = framework("open-data")


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def stored(**changes):
    """A row with another state or version."""
    row = FrameworkVersion()
    instrument = replace(PLAIN, **changes)
    row.loaded_digest = assembling.content_digest(instrument)
    assembling.write(row, instrument)
    return row


def place(model, name, *args):
    return reverse(f"wagtailsnippets_maturity_{model._meta.model_name}:{name}", args=args)  # fmt: skip


def framework_form(**fields):
    return {"title_0": "Open data", "summary_0": "", "source_0": ""} | fields


def question_form(question, texts, **fields):
    rows = [
        {"id": row.pk, "level": row.level, "text_0": text}
        | ({} if text else {"DELETE": "1"})
        for row, text in zip(question.descriptors.all(), texts, strict=True)
    ]
    data = {
        "title_0": "Contacts",
        "guidance_0": "",
        "evidence_0": "",
        "combine": "fact",
        "weight": "1",
        "descriptors": inline_formset(rows, initial=len(rows)),
    }
    return nested_form_data(data | fields)


def test_lists_show_frameworks_and_their_questions(editor):
    stored()

    frameworks = editor.get(place(FrameworkVersion, "list")).content.decode()
    questions = editor.get(place(Question, "list")).content.decode()

    assert "open-data" in frameworks
    assert "0.1.0" in frameworks
    assert "Focal points" in questions


def test_nothing_is_added_in_the_content_area(editor):
    assert editor.get(place(FrameworkVersion, "add")).status_code == 302
    assert editor.get(place(Question, "add")).status_code == 302


@pytest.mark.parametrize("name", ["edit", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_published_framework_cannot_be_changed(editor, name, method):
    row = stored()
    question = row.questions.first()

    for instance in (row, question):
        address = place(type(instance), name, instance.pk)
        response = getattr(editor, method)(address, framework_form())
        assert response.status_code == 302
    assert row.questions.count() == 3
    assert str(FrameworkVersion.objects.get().title) == "open-data"


def test_published_framework_is_not_deleted_with_others(editor):
    row = stored()
    address = reverse(
        "wagtail_bulk_action", args=["maturity", "frameworkversion", "delete"]
    )

    editor.post(f"{address}?id={row.pk}")

    assert FrameworkVersion.objects.count() == 1


def test_inspecting_leads_to_the_text(editor):
    row = stored()

    page = editor.get(place(FrameworkVersion, "inspect", row.pk)).content.decode()

    assert "This version is published and cannot change." in page
    assert row.get_absolute_url() in page
    question = row.questions.get(code="B1")
    page = editor.get(place(Question, "inspect", question.pk)).content.decode()
    assert f"{row.get_absolute_url()}#B1" in page
    assert "Most" in page


def test_draft_is_previewed_as_it_will_be_read(editor):
    row = stored(state="draft")
    address = place(FrameworkVersion, "preview_on_edit", row.pk)

    editor.post(address, framework_form(state="draft"))
    page = editor.get(address).content.decode()

    assert "Levels and evidence of A1" in page


def test_changed_question_of_a_draft_is_seen_at_once(editor):
    row = stored(state="draft")
    question = row.questions.get(code="A1")
    assert row.instrument().by_id["A1"].title == {"en": "Focal points"}

    response = editor.post(
        place(Question, "edit", question.pk),
        question_form(question, ["None", "Some", "Most", "All of them"]),
    )

    assert response.status_code == 302
    row = FrameworkVersion.objects.get()
    found = row.instrument().by_id["A1"]
    assert (found.title, found.combine) == ({"en": "Contacts"}, "fact")
    assert found.descriptors[4] == {"en": "All of them"}
    # The loader sees that somebody has worked on it.
    assert row.content_digest != row.loaded_digest


def test_question_needs_a_descriptor_for_every_level(editor):
    row = stored(state="draft")
    question = row.questions.get(code="A1")

    response = editor.post(
        place(Question, "edit", question.pk),
        question_form(question, ["None", "Some", "Most", ""]),
    )

    assert response.status_code == 200
    assert "Write one descriptor for each of these levels: 1, 2, 3, 4." in (
        response.content.decode()
    )
    assert Descriptor.objects.filter(question=question).count() == 4


def test_draft_is_published_by_an_editor(editor):
    row = stored(state="draft")

    editor.post(
        place(FrameworkVersion, "edit", row.pk), framework_form(state="published")
    )

    row = FrameworkVersion.objects.get()
    assert row.is_published
    assert row.published_at is not None
    assert row.instrument().title == {"en": "Open data"}


def test_draft_whose_map_does_not_fit_is_not_published(editor):
    stored()
    row = stored(state="draft", version="0.2.0")

    response = editor.post(
        place(FrameworkVersion, "edit", row.pk), framework_form(state="published")
    )

    assert response.status_code == 200
    assert "The map says nothing about `A1` of version 0.1.0." in (
        response.content.decode()
    )
    assert not FrameworkVersion.objects.get(version="0.2.0").is_published
