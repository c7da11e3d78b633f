"""Pages are found by their address in one query, and are never old."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from lms.core.page_lookup import find_live_page
from tests.learning.factories import make_module, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    return make_site()


def find(path):
    request = RequestFactory().get(f"/en/{path}/")
    request.user = AnonymousUser()
    with override("en"):
        return find_live_page(request, path)


def test_page_is_found_as_its_own_class(index):
    assert find("modules") == index
    assert type(find("modules")) is type(index)


def test_page_that_is_known_takes_one_query(index, django_assert_num_queries):
    find("modules")

    with django_assert_num_queries(1):
        page = find("modules")
        assert page.locale.language_code == "en"


def test_address_without_a_page_finds_nothing(index):
    assert find("nowhere") is None


def test_page_that_was_published_anew_is_the_new_one(index):
    find("modules")
    index.title = "Courses"
    index.save_revision().publish()

    assert find("modules").title == "Courses"


def test_page_that_was_written_without_publishing_is_the_new_one(index):
    find("modules")
    index.title = "Courses"
    index.save()

    assert find("modules").title == "Courses"


def test_page_taken_off_the_site_is_not_found(index):
    find("modules")
    index.unpublish()

    assert find("modules") is None


def test_page_that_moved_is_found_at_its_new_address(index):
    find("modules")
    index.slug = "courses"
    index.save()

    assert find("modules") is None
    assert find("courses").url_path.endswith("/courses/")


def test_private_pages_are_noticed_at_once(index):
    assert not find("modules").restrictions_exist

    PageViewRestriction.objects.create(page=index, restriction_type="login")

    assert find("modules").restrictions_exist


def test_private_lesson_sends_a_visitor_to_sign_in(client):
    outline = make_module()
    url = outline.lessons[0].url
    assert client.get(url).status_code == 200

    index = find("modules")
    PageViewRestriction.objects.create(page=index, restriction_type="login")

    assert client.get(url).status_code == 302


def test_what_is_done_to_a_page_stays_with_the_request(index):
    find("modules").title = "Scribbled over"

    assert find("modules").title == "Modules"
