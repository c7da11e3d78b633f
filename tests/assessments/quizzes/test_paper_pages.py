"""Printing a check for a classroom: the page, the paper, the key."""

import io
import re

import pypdf
import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from assessments.quizzes import paper_documents
from assessments.quizzes.models import Paper
from assessments.quizzes.paper_pages import key_lines, printed_questions
from assessments.quizzes.paper_services import make_paper
from assessments.quizzes.papers import PaperCheck, PaperQuestion
from lms.core import pdf as core_pdf
from lms.core.pdf import PdfUnavailable
from tests.accounts.factories import CountryFactory, make_person
from tests.assessments.factories import (
    EXAMPLES,
    long_text_data,
    make_quiz,
    many,
    matching_data,
    single_data,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    """Leave the language of the next test as it was."""
    with override("en"):
        yield


@pytest.fixture
def trainer(client):
    person = make_person("trainer", CountryFactory())
    client.force_login(person)
    return person


@pytest.fixture
def quiz(db):
    return make_quiz(*(make() for make in EXAMPLES.values()), pass_mark=5)


def page(quiz):
    return reverse("quizzes:papers", args=[quiz.key])


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html.replace("&#160;", " ")).split())


def printed(*specs, ruled=True):
    questions = [
        PaperQuestion(n, spec, tuple(row["key"] for row in spec.get("choices", ())))
        for n, spec in enumerate(specs, start=1)
    ]
    drawn = [
        render_to_string("quizzes/paper/_question.html", {"one": one})
        for one in printed_questions(questions, ruled=ruled)
    ]
    return "".join(drawn)


def paper_of(quiz):
    return make_paper(quiz, code="A", person=None, language="en")


def test_trainer_makes_a_paper_and_prints_it_with_its_key(client, trainer, quiz):
    before = client.get(page(quiz)).content.decode()
    answer = client.post(page(quiz), {"code": "A"}, follow=True)

    assert "There is no paper yet. Make the first one." in before
    text = words(answer.content.decode())
    assert "Paper A is ready to print." in text
    assert "Paper A (PDF) Answer key A (PDF)" in text
    assert "Make paper B" in text
    paper = Paper.objects.get()
    assert (paper.code, paper.made_by, paper.language) == ("A", trainer, "en")


def test_second_click_makes_no_second_paper(client, trainer, quiz):
    client.post(page(quiz), {"code": "A"})
    client.post(page(quiz), {"code": "A"})

    assert Paper.objects.count() == 1


@pytest.mark.parametrize("code", ["", "C", "zz", "A" * 500])
def test_code_that_is_not_the_next_makes_nothing(client, trainer, quiz, code):
    answer = client.post(page(quiz), {"code": code}, follow=True)

    assert "This check is not open." in answer.content.decode()
    assert not Paper.objects.exists()


def test_page_says_when_the_check_has_changed_since(client, trainer, quiz):
    paper = paper_of(quiz)
    paper.content["questions"][0]["spec"]["version"] = 0
    paper.save()

    text = words(client.get(page(quiz)).content.decode())

    assert "the check has changed since; results can still be typed in" in text


def test_check_of_a_lesson_has_no_papers(client, trainer):
    quiz = make_quiz(single_data(), key="99-01-check", kind="lesson")

    assert client.get(page(quiz)).status_code == 404
    assert client.get(reverse("quizzes:paper", args=[quiz.key, "A"])).status_code == 404


def test_list_of_papers_costs_the_same_for_3_and_30(client, trainer):
    quiz = make_quiz(*many(12), draw=4)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(quiz)).status_code == 200
        return len(queries)

    for code in "ABC":
        make_paper(quiz, code=code, person=trainer, language="en")
    client.get(page(quiz))
    few = cost()
    for code in "DEFGHIJKLMNOPQRSTUVWXYZ":
        make_paper(quiz, code=code, person=trainer, language="en")

    assert cost() == few


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("single", "1 What about q1? Choose one letter. a A b B c C"),
        (
            "multiple",
            "1 What about q2? Choose all letters that are right. a A b B c C d D",
        ),
        ("true_false", "1 What about q3? Choose one letter. a True b False"),
        ("numeric", "1 What about q4? Answer: %"),
        (
            "ordering",
            "1 What about q6? Write the letters in the right order, the first one first. "
            "a Step b b Step d c Step a d Step c",
        ),
        ("short_text", "1 What about q7? Answer:"),
        (
            "long_text",
            "1 What about q8? What earns points: Names the source (2 points) "
            "Says what for (1 point)",
        ),
        (
            "scale",
            "1 What about q9? Choose a number from 1 (Not sure) to 5 (Sure). 1 2 3 4 5",
        ),
        (
            "matrix",
            "1 What about q10? Write one letter beside each number. "
            "A letter may be used more than once. 1 Border 2 Permits "
            "a Never b Yearly c Monthly",
        ),
        (
            "rank",
            "1 What about q11? Write the letters of the 2 most important, "
            "the most important first. a Agree b Map c Train d Buy",
        ),
    ],
)
def test_question_of_each_type_prints(name, expected):
    data = EXAMPLES[name]()
    if name == "ordering":
        one = PaperQuestion(1, data, ("b", "d", "a", "c"))
        html = render_to_string(
            "quizzes/paper/_question.html", {"one": printed_questions([one])[0]}
        )
    else:
        html = printed(data)

    assert words(html) == expected


def test_matching_prints_numbers_boxes_and_letters():
    one = PaperQuestion(1, matching_data(), ("x", "c", "a", "b"))
    html = render_to_string(
        "quizzes/paper/_question.html", {"one": printed_questions([one])[0]}
    )

    assert words(html).endswith(
        "1 Term a 2 Term b 3 Term c a Partner x b Partner c c Partner a d Partner b"
    )
    assert html.count('class="slot"') == 3


def test_room_for_a_text_follows_the_advised_length():
    assert printed(long_text_data(words=20)).count('class="ruled"') == 6
    assert printed(long_text_data(words=100)).count('class="ruled"') == 13
    assert printed(long_text_data(words=5000)).count('class="ruled"') == 22
    assert 'class="ruled"' not in printed(long_text_data(), ruled=False)


def test_question_prints_its_table_and_text_as_text():
    data = single_data(
        stem={"en": "How <b>much</b>?\n\n- one\n- two"},
        table={
            "caption": {"en": "Two registers"},
            "rows": {"en": "Register | Records\nBorder | 1 204"},
        },
    )

    html = printed(data)

    assert "How &lt;b&gt;much&lt;/b&gt;?" in html
    assert '<td class="n">1 204</td>' in html
    assert "<caption>Two registers</caption>" in html


def test_paper_tells_no_answers_and_no_feedback(quiz, monkeypatch):
    seen = {}

    def render(template, context, **options):
        seen["html"] = render_to_string(template, context | {"direction": "ltr"})
        return b"%PDF"

    monkeypatch.setattr(paper_documents, "render_pdf", render)
    paper_documents.paper_pdf(paper_of(quiz), language="en")

    for secret in ("Yes, B.", "Not A.", "focal point", "69.8", "Register and date."):
        assert secret not in seen["html"]
    text = words(seen["html"])
    assert "Name Institution Date" in text
    assert "11 questions · you pass with 5 of 8 points · 99-check / A" in text
    # Three ask for opinions.
    assert "Each question is worth one point." not in text


def test_key_has_letters_words_and_what_else_counts(quiz):
    check = PaperCheck.from_data(paper_of(quiz).content)
    with override("en"):
        lines = {
            question.spec["type"]: line
            for question, line in zip(
                check.questions, key_lines(check.questions), strict=True
            )
        }

    assert (lines["single"].letters, lines["single"].words) == (
        check.question(1).right_letters("en"),
        ("B",),
    )
    assert lines["true_false"].letters == "b"
    assert (lines["numeric"].letters, lines["numeric"].words) == ("", ("69.8\xa0%",))
    assert lines["numeric"].notes == ("Right from 69.75 to 69.85.",)
    assert lines["short_text"].notes == ("contact: 0.5 points",)
    assert re.fullmatch("1-[a-d] 2-[a-d] 3-[a-d]", lines["matching"].letters)
    assert len(lines["long_text"].notes) == 2
    assert lines["scale"].no_right


def test_machine_without_pango_says_so(client, trainer, quiz, monkeypatch):
    paper_of(quiz)

    def unavailable(*args, **options):
        raise PdfUnavailable

    monkeypatch.setattr(paper_documents, "render_pdf", unavailable)

    answer = client.get(reverse("quizzes:paper", args=[quiz.key, "A"]), follow=True)

    assert "This installation cannot make PDF files." in answer.content.decode()


@pytest.mark.slow
@pytest.mark.skipif(not core_pdf.pdf_available(), reason="Pango is missing here")
@pytest.mark.parametrize(
    ("name", "file", "expected"),
    [
        ("quizzes:paper", "99-check-paper-A.pdf", "Check 99-check. Paper A"),
        (
            "quizzes:paper_key",
            "99-check-paper-A-key.pdf",
            "Check 99-check. Answer key to paper A",
        ),
    ],
)
def test_paper_and_key_are_tagged_pdfs(client, trainer, quiz, name, file, expected):
    paper_of(quiz)

    answer = client.get(reverse(name, args=[quiz.key, "A"]))
    document = pypdf.PdfReader(io.BytesIO(answer.content))

    assert answer["Content-Disposition"] == f'attachment; filename="{file}"'
    assert document.metadata.title == expected
    assert bool(document.trailer["/Root"]["/MarkInfo"]["/Marked"]) is True
    # Sheets come apart: the second one says which paper it is of.
    if name == "quizzes:paper":
        assert "Paper A" in document.pages[1].extract_text()


@pytest.mark.slow
@pytest.mark.skipif(not core_pdf.pdf_available(), reason="Pango is missing here")
def test_paper_is_printed_in_the_language_of_the_page(client, trainer):
    data = single_data(stem={"en": "How much?", "ar": "كم؟"})
    quiz = make_quiz(data)
    quiz.title.data = {"en": "Check", "ar": "اختبار"}
    quiz.save()
    paper_of(quiz)

    answer = client.get(f"/ar/country/checks/of/{quiz.key}/papers/A.pdf")
    document = pypdf.PdfReader(io.BytesIO(answer.content))

    assert document.trailer["/Root"]["/Lang"] == "ar"
