"""The shipped course: loads, loads again, comes back byte for byte, and shows."""

import re
import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from lms.core.site_loader import load_site
from modules.books import epub, library, pdf
from modules.books.compose import compose
from modules.exporter import export_modules
from modules.loader import load_modules
from modules.models import LessonPage, ModulePage
from tests.modules.test_epub import links_of

# One worker loads it, once.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.xdist_group("shipped_content"),
]


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    """The shipped course; what a test changes in it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        load_site()
        yield load_modules()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def test_shipped_course_makes_the_round_trip_and_shows_every_page(
    shipped, client, tmp_path
):
    again = load_modules()
    copy = shutil.copytree(settings.MODULE_CONTENT_DIR, tmp_path / "content")
    report = export_modules(copy)

    assert (bool(again), again.skipped) == (False, [])
    assert report.written == []
    titles = {}
    for page in [*ModulePage.objects.live(), *LessonPage.objects.live()]:
        shown = client.get(page.url)
        assert shown.status_code == 200, page.url
        title = re.search(r"<title>(.+?)</title>", shown.content.decode(), re.DOTALL)[1]
        # In one language no two pages have the same.
        place = (page.url.split("/")[1], title)
        assert titles.setdefault(place, page.url) == page.url


def test_sixteen_modules_are_there_and_the_first_is_complete(shipped):
    modules = ModulePage.objects.live().in_order()

    assert [module.key for module in modules] == [f"{n:02}" for n in range(1, 17)]
    assert modules[0].is_published
    assert LessonPage.objects.of_module(modules[0]).count() == 7


def test_every_module_becomes_a_book_whose_links_all_lead_somewhere(shipped):
    for module in ModulePage.objects.live().in_order():
        lessons = library.lessons_of(module)

        files = epub.epub_parts(compose(module, lessons, epub.LAYOUT))
        html = pdf.workbook_html(compose(module, lessons, pdf.LAYOUT))

        assert [link for link in links_of(files) if not link[2]] == []
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), module.key
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids), module.key
        # Every drawing says what it shows.
        assert html.count("<svg") == html.count("<title id=") >= 2, module.key
