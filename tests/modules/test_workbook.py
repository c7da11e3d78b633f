"""The module as a PDF workbook: what stands in it, who gets it, and how often."""

import io
import itertools
import re

import pypdf
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from assessments.quizzes.content import renew
from assessments.quizzes.models import Quiz
from lms.core import pdf as core_pdf
from lms.core.memory import forget_everything
from lms.core.pdf import PdfUnavailable
from lms.core.private_files import private_storage
from modules.books import library, pdf
from modules.books.compose import compose, well_formed
from modules.models import LessonPage, ModulePage
from tests.accounts.factories import CountryFactory, UserFactory, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_shelf(settings, tmp_path):
    """Books of other tests must not be found."""
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        }
    }
    cache.clear()
    forget_everything()
    with override("en"):
        yield


@pytest.fixture
def rendered(monkeypatch):
    """Stand in for WeasyPrint: count how often a PDF is made."""
    made = []

    def render(template, context, **options):
        made.append(context["book"])
        return f"%PDF {len(made)}".encode()

    monkeypatch.setattr(pdf, "render_pdf", render)
    return made


def module():
    return ModulePage.objects.get(key="01", locale__language_code="en")


def book(layout=pdf.LAYOUT):
    return compose(module(), library.lessons_of(module()), layout)


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def shelf():
    return private_storage().listdir("books")[1]


def test_workbook_holds_every_part_of_the_module(long_course):
    html = pdf.workbook_html(book())
    text = words(html)

    for part in (
        "Module 01: First module",
        "Two lessons.",
        "introductory · 20 minutes · 3 lessons · text as of 20 November 2026",
        "You will be able to Count to three.",
        "For whom Everybody.",
        "A table: table.xlsx (XLSX, 10 bytes)",
        "The check has 1 question; the pass mark is 1.",
        "Lesson 1 · 5 minutes Lesson one What it is about.",
        "Key message Count once.",
        "One line",
        "A line from left to right.",
        "In your country Who counts in your country?",
        "Check yourself 1 How much is 2 × 3? Choose one letter. a 6 b 5",
        "Sources of this lesson The General Model. (section 2)",
        "Exercise: Count 10 minutes Open the file. File: table.xlsx",
        "2005 One site. Today Many sites.",
        "Two rows Name Number One 1 Two 2 Source: The General Model.",
        "Worked example: Add up Take 1 and 2: 1 + 2 = 3 . Write it down. A B Sum 3 "
        "The sum is 3. Try with your own numbers: table.xlsx",
        "A note First line",
        "Careful: No names Leave them out.",
        "Example: Arvania, 2026 Seven names. Source: The General Model.",
        "Statistics is a streetlight. The General Model.",
        "Video: A meeting",
        "The chair speaks.",
        "The module in short Lesson 1: Lesson one Count once.",
        "Words of this module stock A number at one moment. Source: Test",
        "Sources and further reading The General Model.",
    ):
        assert part in text, part


def test_workbook_has_room_to_write_and_no_answers(long_course):
    html = pdf.workbook_html(book())

    # Two questions about the own country, six lines each.
    assert html.count('<div class="ruled">') == 12
    assert "Count it." not in html  # why it is so
    assert "That is 2 + 3." not in html  # feedback on a choice
    assert "answer.xlsx" not in html  # the solution


def test_figure_says_itself_what_it_shows(course):
    html = pdf.workbook_html(book())

    drawing = re.search(r"<svg[^>]*>.*?</svg>", html, re.DOTALL)[0]
    assert '<title id="l01-3-t0">A line.</title>' in drawing
    assert 'role="img"' in drawing
    assert "aria-hidden" not in drawing


def test_links_stay_in_the_workbook_where_they_can(long_course):
    html = pdf.workbook_html(book())

    ids = set(re.findall(r'\bid="([^"]+)"', html))
    inner = set(re.findall(r'href="#([^"]+)"', html))
    assert inner <= ids
    assert {"lesson-02", "lesson-01", "term-stock"} <= inner
    assert f'href="http://testserver{module().url}"' in html
    assert len(ids) == len(re.findall(r'\bid="', html))


def test_headings_skip_no_level(long_course):
    html = pdf.workbook_html(book())

    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_workbook_is_made_once_for_each_version(client, course, rendered):
    url = reverse("modules:workbook", args=["01"])

    first, second = client.get(url), client.get(url)
    forget_everything()
    third = client.get(url)

    assert first.content == b"%PDF 1"
    assert second.content == b"%PDF 1"
    assert third.content == b"%PDF 1"
    assert len(rendered) == 1
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Length"] == "6"
    assert first["Content-Disposition"] == (
        'attachment; filename="streetlight-module-01-en.pdf"'
    )
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_change_in_a_lesson_makes_a_new_version_and_removes_the_old(
    client, course, rendered
):
    url = reverse("modules:workbook", args=["01"])
    before = client.get(url)
    old = shelf()
    lesson = LessonPage.objects.get(key="01/01")
    lesson.title = "Another title"
    lesson.save_revision().publish()

    after = client.get(url)

    assert after.content == b"%PDF 2"
    assert before["ETag"] != after["ETag"]
    assert len(shelf()) == 1
    assert shelf() != old


def test_change_in_a_question_makes_a_new_version(client, course, rendered):
    url = reverse("modules:workbook", args=["01"])
    client.get(url)
    quiz = Quiz.objects.get(key="01-01-check")
    question = quiz.items.get().question
    question.stem = "How much is 3 × 3?"
    question.save()
    renew([quiz])
    forget_everything()

    client.get(url)

    assert len(rendered) == 2
    assert "3 × 3" in rendered[1].chapters[0].body


def test_full_disk_does_not_keep_the_workbook_from_the_reader(
    client, course, rendered, monkeypatch
):
    def full(name, content):
        raise OSError("No space left on device")

    monkeypatch.setattr("modules.books.keeping.store_private", full)

    answer = client.get(reverse("modules:workbook", args=["01"]))

    assert answer.content == b"%PDF 1"


def test_machine_without_pango_says_so_and_leads_back(client, course, monkeypatch):
    def unavailable(*args, **options):
        raise PdfUnavailable

    monkeypatch.setattr(pdf, "render_pdf", unavailable)

    page = client.get(reverse("modules:workbook", args=["01"]))

    assert page.status_code == 503
    assert "This installation cannot make PDF files." in page.content.decode()
    assert "Back to module 01: First module" in page.content.decode()


def test_workbook_in_a_language_without_the_module_is_the_one_there_is(
    client, course, rendered
):
    answer = client.get("/ar/workbooks/01/")

    assert answer.status_code == 200
    assert (rendered[0].language, rendered[0].direction) == ("en", "ltr")


def test_module_that_is_not_there_or_not_ready_has_no_workbook(
    client, course, rendered
):
    ModulePage.objects.filter(key="01").update(state="coming")

    assert client.get("/en/workbooks/01/").status_code == 404
    assert client.get("/en/workbooks/99/").status_code == 404
    assert client.get("/en/workbooks/99.epub").status_code == 404


def test_private_lesson_keeps_the_book_private(client, course, rendered):
    lesson = LessonPage.objects.get(key="01/02")
    PageViewRestriction.objects.create(
        page=lesson, restriction_type=PageViewRestriction.LOGIN
    )
    url = reverse("modules:workbook", args=["01"])

    assert client.get(url).url == f"/en/account/login/?next={url}"
    client.force_login(UserFactory())
    assert client.get(url).status_code == 200


def test_lesson_for_a_group_keeps_the_book_from_others(client, course, rendered):
    lesson = LessonPage.objects.get(key="01/02")
    PageViewRestriction.objects.create(
        page=lesson, restriction_type=PageViewRestriction.GROUPS
    )
    client.force_login(UserFactory())

    answer = client.get(reverse("modules:workbook", args=["01"]))

    assert answer.status_code == 403


def test_kept_workbook_costs_few_queries(
    client, course, rendered, django_assert_max_num_queries
):
    url = reverse("modules:workbook", args=["01"])
    client.get(url)

    # Which module, whether anything is private.
    with django_assert_max_num_queries(4):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["course", "long_course"])
def test_composing_costs_the_same_whatever_the_number_of_lessons(
    name, request, django_assert_max_num_queries
):
    request.getfixturevalue(name)
    page, lessons = module(), library.lessons_of(module())
    compose(page, lessons, pdf.LAYOUT)
    forget_everything()

    # Terms, outlines, the module's check and its questions.
    with django_assert_max_num_queries(16):
        compose(page, lessons, pdf.LAYOUT)


def test_overview_offers_both_books_with_their_sizes_once_known(
    client, course, rendered
):
    url = module().url
    before = client.get(url).content.decode()
    client.get(reverse("modules:workbook", args=["01"]))
    after = client.get(url).content.decode()

    assert "Workbook to print (PDF)" in before
    assert "Book for phones and readers (EPUB)" in before
    assert 'href="/en/workbooks/01.epub"' in before
    assert "Workbook to print (PDF, 6 bytes)" in after.replace("\xa0", " ")


def test_guide_leads_to_everything_to_print(client, course):
    client.force_login(make_person("trainer", CountryFactory()))

    page = client.get(reverse("modules:guide", args=["01"])).content.decode()

    for address in (
        "/en/workbooks/01/",
        "/en/guides/01/answers.pdf",
        "/en/country/checks/of/01-check/papers/",
    ):
        assert f'href="{address}"' in page


def test_html_becomes_well_formed():
    assert well_formed('a<br>b<br />c&nbsp;&eacute;&amp;&lt;<img src="x" alt="">') == (
        'a<br/>b<br/>c\xa0é&amp;&lt;<img src="x" alt=""/>'
    )


@pytest.mark.slow
@pytest.mark.skipif(not core_pdf.pdf_available(), reason="Pango is missing here")
def test_pdf_is_tagged_with_bookmarks_contents_and_page_numbers(client, long_course):
    answer = client.get(reverse("modules:workbook", args=["01"]))
    document = pypdf.PdfReader(io.BytesIO(answer.content))

    titles = [item["/Title"] for item in document.outline if not isinstance(item, list)]
    assert document.metadata.title == "Module 01: First module. Workbook"
    assert bool(document.trailer["/Root"]["/MarkInfo"]["/Marked"]) is True
    assert titles == [
        "Module 01: First module",
        "Contents",
        "About this module",
        "Lesson one",
        "Lesson two",
        "Lesson three",
        "The module in short",
        "Words of this module",
        "Sources and further reading",
    ]
    contents = document.pages[1].extract_text()
    assert re.search(r"Lesson 1: Lesson one[ .]+4", contents)
    assert "2 / " in contents
    assert document.pages[0].mediabox[2:] == pytest.approx([595.3, 841.9], abs=0.1)


@pytest.mark.slow
@pytest.mark.skipif(not core_pdf.pdf_available(), reason="Pango is missing here")
def test_answers_to_lesson_checks_are_for_trainers(client, course):
    client.force_login(make_person("trainer", CountryFactory()))

    answer = client.get(reverse("modules:workbook_answers", args=["01"]))

    document = pypdf.PdfReader(io.BytesIO(answer.content))
    text = " ".join(document.pages[0].extract_text().split())
    assert "For trainers: do not hand out" in text
    assert "Lesson 1: Lesson one" in text
    assert "1 a How much is 2 × 3? 6 Count it." in text
