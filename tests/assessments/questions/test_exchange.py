"""Files of questions in and out: commands, editors' page, what is refused."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from assessments.questions.exchange import (
    FORMATS,
    export_questions,
    import_questions,
    read_file,
)
from assessments.questions.models import Question
from lms.core.content_files import ContentRefused
from tests.accounts.factories import UserFactory
from tests.assessments.factories import EXAMPLES, GRADED, make_question, single_data

pytestmark = pytest.mark.django_db

GIFT = """// A comment
::Borders::Who counts the crossings?{
=The border service#Yes.
~The bank
}

$CATEGORY: Migration

Two and two are {#4}

The earth is flat {F}
"""
MOODLE = """<?xml version="1.0"?>
<quiz>
  <question type="multichoice">
    <name><text>Who counts?</text></name>
    <questiontext format="html">
      <text><![CDATA[<p>Who <b>counts</b> crossings?</p><p><img src="x.png"></p>]]></text>
    </questiontext>
    <single>true</single>
    <answer fraction="100" format="html"><text><![CDATA[<p>Service</p>]]></text></answer>
    <answer fraction="0" format="html"><text>Bank</text></answer>
    <tags><tag><text>borders</text></tag></tags>
  </question>
  <question type="ddimageortext"><name><text>Drag</text></name></question>
</quiz>
"""


def refused(content, name="x.gift", **options):
    with pytest.raises(ContentRefused) as refusal:
        import_questions(content, name=name, **options)
    assert Question.objects.count() == 0
    return [str(error) for error in refusal.value.errors]


def test_foreign_gift_is_added_with_keys_of_its_module():
    done = import_questions(GIFT.encode(), name="x.gift", prefix="03")

    assert done.created == ["03-borders", "03-two-and-two-are", "03-the-earth-is-flat"]
    assert [(loss.key, loss.what) for loss in done.losses] == [
        ("", "the category Migration")
    ]
    question = Question.objects.get(key="03-borders")
    assert (question.type_key, question.loaded_digest) == ("single", "")


def test_foreign_moodle_xml_says_what_is_lost():
    read, losses = read_file(MOODLE.encode(), name="x.xml", prefix="03")

    (question,) = read
    assert question.data["stem"] == {"en": "Who **counts** crossings?"}
    assert (question.key, question.line) == ("03-who-counts", 3)
    assert [(loss.key, loss.what) for loss in losses] == [
        ("03-who-counts", "the tag “borders”"),
        ("03-who-counts", "pictures and files"),
        ("Drag", "the whole question"),
    ]


@pytest.mark.parametrize("kind", ["moodle", "gift", "yaml"])
def test_bank_written_and_read_again_is_unchanged(kind):
    names = EXAMPLES if kind == "yaml" else GRADED
    for name in names:
        make_question(EXAMPLES[name]())
    Question.objects.filter(key__in=["q5", "q7"]).delete()
    if kind == "gift":
        Question.objects.filter(key="q4").delete()
    questions = Question.objects.with_parts()

    export = export_questions(questions, kind=kind)
    done = import_questions(export.content, name=export.name)

    assert export.losses == []
    assert done.unchanged == [question.key for question in questions]
    assert done.created == []


def test_adding_twice_adds_nothing_more():
    import_questions(GIFT.encode(), name="x.gift")

    done = import_questions(GIFT.encode(), name="x.gift")

    assert (done.created, len(done.unchanged)) == ([], 3)


def test_dry_run_adds_nothing():
    done = import_questions(GIFT.encode(), name="x.gift", dry_run=True)

    assert (len(done.created), Question.objects.count()) == (3, 0)


def test_question_of_the_bank_is_never_replaced():
    make_question(single_data(key="borders"))

    with pytest.raises(ContentRefused) as refusal:
        import_questions(GIFT.encode(), name="x.gift")

    assert [str(error) for error in refusal.value.errors] == [
        "x.gift, line 2: There is another question with the key `borders`. Give this "
        "one its own key (in Moodle: ID number), or change the question in the bank "
        "by hand."
    ]
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (
            b"Good?{T}\n\nWhat?{\n=Right\n",
            "x.gift",
            "x.gift, line 3: The braces do not match. Write the answers in one pair "
            "of braces, others as \\{ and \\}.",
        ),
        (
            b"Good?{T}\n\nWhat?{\n~A\n~B\n}",
            "x.gift",
            "x.gift, line 3: what: No choice is right. Mark one with `right: true`.",
        ),
        (
            b"::No end What?{T}",
            "x.gift",
            "x.gift, line 1: The name of the question has no end. Write `::name::`.",
        ),
        (
            b"Number?{#many}",
            "x.gift",
            'x.gift, line 1: number: `right` is not a number. Write it like "69.8".',
        ),
        (
            b"<quiz>\n<question>",
            "x.xml",
            "x.xml, line 2: This is not XML that can be read: no element found. "
            "Export it from Moodle again as Moodle XML.",
        ),
        (
            b"<html></html>",
            "x.xml",
            "x.xml, line 1: The file begins with <html>, not with <quiz>. "
            "Export the questions from Moodle as Moodle XML.",
        ),
        (b"\xff\xfe\x00", "x.gift", "x.gift: The file is not UTF-8. Save it as UTF-8."),
        (
            b"x" * 2_000_001,
            "x.gift",
            "x.gift: The file has 2,000,001 bytes. "
            "Divide it into files of at most 2,000,000.",
        ),
        (
            b"Nothing here",
            "x.gift",
            "x.gift: There is no question in this file that can be taken over. "
            "Choose a Moodle XML, GIFT or YAML file with questions.",
        ),
    ],
)
def test_faulty_file_is_refused_whole_with_line_and_remedy(content, name, fault):
    assert refused(content, name) == [fault]


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE q [<!ENTITY a "aaaa">]><quiz>&a;</quiz>',
        '<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>',
        '<!DOCTYPE q SYSTEM "http://example.org/x.dtd"><quiz/>',
        "<quiz>" + "<a>" * 10_000 + "</a>" * 10_000 + "</quiz>",
    ],
)
def test_xml_that_attacks_is_refused(attack):
    (fault,) = refused(attack.encode(), "x.xml")

    assert "This is not XML that can be read" in fault


@pytest.mark.parametrize("kind", FORMATS)
def test_commands_write_and_read_a_module(kind, tmp_path, capsys):
    make_question(single_data(key="01-q01"))
    make_question(single_data(key="own", lesson="01/02"))
    make_question(single_data(key="02-q01"))
    path = tmp_path / f"file{FORMATS[kind].ending}"

    call_command("export_questions", path, "--format", kind, "--module", "01")

    assert f"2 questions written to {path}." in capsys.readouterr().out
    if kind != "qti":
        Question.objects.all().delete()
        call_command("import_questions", path, "--module", "01", "--dry-run")
        assert "2 would be added: 01-q01, own" in capsys.readouterr().out
        call_command("import_questions", path, "--module", "01")
        assert Question.objects.count() == 2


def test_command_refuses_a_faulty_file(tmp_path):
    path = Path(tmp_path / "x.gift")
    path.write_text("What?{")

    with pytest.raises(CommandError) as error:
        call_command("import_questions", path)

    assert str(error.value).startswith("Nothing was added.\nx.gift, line 1: ")


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def send(client, content, **data):
    file = SimpleUploadedFile("x.gift", content)
    return client.post(
        reverse("question-files:index"), {"file": file, "language": "en", **data}
    )


def test_editor_checks_a_file_before_adding_it(editor):
    checked = send(editor, GIFT.encode(), check="1", module="03")
    assert "3 questions would be added" in checked.content.decode()
    assert Question.objects.count() == 0

    added = send(editor, GIFT.encode(), add="1", module="03")
    page = added.content.decode()
    assert "3 questions were added" in page
    assert "the category Migration" in page
    assert Question.objects.count() == 3


def test_editor_is_told_every_fault_and_nothing_is_added(editor):
    response = send(editor, b"Good?{T}\n\nWhat?{\n=Right\n", add="1")

    page = response.content.decode()
    assert response.status_code == 422
    assert "Nothing was added" in page
    assert "Line 3" in page
    assert Question.objects.count() == 0


def test_file_that_is_too_large_is_refused(editor):
    response = send(editor, b"x" * 2_000_001, add="1")

    assert response.status_code == 422
    assert "larger than 2 MB" in response.content.decode()


@pytest.mark.parametrize("kind", FORMATS)
def test_editor_fetches_a_file(editor, kind):
    make_question(single_data(key="01-q01"))
    asked = {"format": kind, "module": "01", "language": "en"}

    told = editor.get(reverse("question-files:fetch"), asked | {"check": "1"})
    fetched = editor.get(reverse("question-files:fetch"), asked)

    assert "1 question would be written." in told.content.decode()
    assert fetched.headers["Content-Disposition"] == (
        f'attachment; filename="questions-01-en{FORMATS[kind].ending}"'
    )


def test_file_name_cannot_break_the_header(editor):
    asked = {"format": "gift", "module": 'x"\r\ny', "language": "en"}

    response = editor.get(reverse("question-files:fetch"), asked)

    assert response.status_code != 500
    assert "\n" not in response.headers.get("Content-Disposition", "")


def test_files_are_for_editors_only(client):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(reverse("question-files:index")).status_code == 302
    assert client.get(reverse("question-files:fetch")).status_code == 302
