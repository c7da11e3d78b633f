"""The pages of the course as visitors meet them."""

import pytest
from django.core.cache import cache
from django.db import transaction
from i18nfield.strings import LazyI18nString
from wagtail.models import PageViewRestriction

from lms.accounts.models import Role
from lms.core.site_loader import load_site
from modules.loader import load_modules
from modules.models import GlossaryTerm, LessonPage
from tests.accounts.factories import MembershipFactory
from tests.modules.course_files import write_course

MODULE_URL = "/en/modules/01-first-module/"
LESSON_URL = f"{MODULE_URL}lesson-one/"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The course on the site, loaded once; tests take back what they change."""
    root = tmp_path_factory.mktemp("course")
    write_course(root)
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        load_site()
        load_modules(root)
        yield root
        transaction.set_rollback(True)


@pytest.fixture
def course(loaded, db, settings):
    """The folder of the course's module; the cache begins empty."""
    settings.MODULE_CONTENT_DIR = loaded
    cache.clear()
    return loaded / "01-first-module"


@pytest.fixture
def trainer(db):
    return MembershipFactory(role=Role.TRAINER).person


@pytest.fixture
def learner(db):
    return MembershipFactory(role=Role.LEARNER).person


def test_index_shows_the_module_as_a_card(course, client):
    page = client.get("/en/modules/").content.decode()

    assert f'href="{MODULE_URL}"' in page
    assert "1 module, about" in " ".join(page.split())


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("?role=focal_point", True),
        ("?role=trainer", False),
        ("?topic=sharing", True),
        ("?topic=funding", False),
        ("?role=nonsense", True),
    ],
)
def test_index_filters_by_role_and_topic(course, client, query, shown):
    page = client.get(f"/en/modules/{query}").content.decode()

    assert (f'href="{MODULE_URL}"' in page) is shown


def test_filter_without_hits_offers_all_modules(course, client):
    page = client.get("/en/modules/?role=trainer").content.decode()

    assert "No module fits" in page


def test_module_page_lists_objectives_lessons_and_check(course, client):
    page = client.get(MODULE_URL).content.decode()

    assert "Count to three." in page
    assert f'href="{LESSON_URL}"' in page
    assert "Module check" in page


def test_module_page_lists_its_sources_as_further_reading(course, client):
    page = client.get(MODULE_URL).content.decode()

    assert "Sources and further reading" in page
    assert "The General Model." in page


def test_lesson_is_read_without_signing_in(course, client):
    answer = client.get(LESSON_URL)

    assert answer.status_code == 200
    assert "How much is 2 × 3?" in answer.content.decode()


def test_lesson_in_a_missing_language_offers_the_one_there_is(course, client):
    answer = client.get("/fr/modules/01-first-module/lesson-one/")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert '<html lang="fr"' in page
    assert (
        f'<a href="{LESSON_URL}" lang="en" dir="ltr" hreflang="en">English: Lesson one</a>'
        in page
    )


def test_address_that_leads_nowhere_is_a_decent_404(course, client):
    answer = client.get("/en/modules/99-nothing/")

    assert answer.status_code == 404
    assert "There is no page here" in answer.content.decode()


def test_front_door_leads_to_a_language_that_has_a_home(course, client):
    assert client.get("/", headers={"accept-language": "fr"}).url == "/en/"


def test_exercise_is_an_attachment_for_everybody(course, client):
    answer = client.get("/en/files/modules/01/table.xlsx")

    assert answer.getvalue() == b"not really"
    assert answer["Content-Disposition"] == 'attachment; filename="table.xlsx"'


def test_solution_is_for_trainers_only(course, client, learner, trainer):
    url = "/en/files/modules/01/answer.xlsx"

    assert client.get(url).status_code == 302
    client.force_login(learner)
    assert client.get(url).status_code == 403
    assert "answer.xlsx" not in client.get(MODULE_URL).content.decode()
    client.force_login(trainer)
    assert client.get(url).getvalue() == b"not really"
    assert "answer.xlsx" in client.get(MODULE_URL).content.decode()


@pytest.mark.parametrize(
    "name", ["..%2Fmodule.yaml", "module.yaml", "gone.xlsx", ".hidden"]
)
def test_file_that_is_not_listed_is_not_served(course, client, name):
    assert client.get(f"/en/files/modules/01/{name}").status_code == 404


def test_guide_is_for_trainers_only(course, client, learner, trainer):
    client.force_login(learner)
    assert client.get("/en/guides/01/").status_code == 403
    client.force_login(trainer)
    assert (
        "Begin with a round of names." in client.get("/en/guides/01/").content.decode()
    )


def test_glossary_finds_a_term_by_its_definition(course, client):
    assert 'id="stock"' in client.get("/en/glossary/?q=one moment").content.decode()
    assert "No term fits" in client.get("/en/glossary/?q=nonsense").content.decode()


def test_glossary_shows_a_term_in_its_other_languages(course, client):
    GlossaryTerm.objects.filter(key="stock").update(
        term=LazyI18nString({"en": "stock", "fr": "effectif", "ar": "العدد"})
    )

    english = client.get("/en/glossary/").content.decode()
    french = client.get("/fr/glossary/").content.decode()

    assert '<bdi><span lang="fr" dir="ltr">effectif</span> (fr)</bdi>' in english
    assert '<bdi><span lang="ar" dir="rtl">العدد</span> (ar)</bdi>' in english
    assert '<span lang="en" dir="ltr">' not in english
    assert '<span lang="en" dir="ltr">stock</span>' in french
    assert '<span lang="fr" dir="ltr">' not in french


def test_glossary_leaves_out_the_line_without_other_languages(course, client):
    assert "In other languages" not in client.get("/en/glossary/").content.decode()


def test_address_is_found_in_one_walk(course, client, django_assert_max_num_queries):
    client.get(LESSON_URL)

    with django_assert_max_num_queries(1):
        client.get(LESSON_URL)


def test_private_page_asks_who_is_there(course, client, learner):
    lesson = LessonPage.objects.get(key="01/01")
    client.get(LESSON_URL)
    PageViewRestriction.objects.create(
        page=lesson, restriction_type=PageViewRestriction.LOGIN
    )

    assert client.get(LESSON_URL).status_code == 302
    client.force_login(learner)
    assert client.get(LESSON_URL).status_code == 200


def test_draft_of_an_editor_is_not_public(course, client):
    lesson = LessonPage.objects.get(key="01/01")
    lesson.lede = "Not yet."
    lesson.save_revision()

    assert "Not yet." not in client.get(LESSON_URL).content.decode()


def test_page_taken_off_the_site_is_gone(course, client):
    LessonPage.objects.get(key="01/02").unpublish()
    cache.clear()

    assert client.get(f"{MODULE_URL}lesson-two/").status_code == 404


def test_pages_carry_the_strict_policy_and_the_cms_its_own(course, client):
    site_policy = client.get("/en/modules/")["Content-Security-Policy"]
    cms_policy = client.get("/cms/login/")["Content-Security-Policy"]

    assert "unsafe-inline" not in site_policy
    assert "default-src 'none'" in site_policy
    assert "unsafe-inline" in cms_policy
