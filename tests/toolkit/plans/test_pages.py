"""The action library as everybody reads it."""

import pytest
from django.core.cache import cache

from assessments.maturity.loader import load_frameworks
from toolkit.plans.loader import load_libraries

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    """The framework and the library that ship."""
    cache.clear()
    load_frameworks()
    load_libraries()


def text_of(client, address):
    """The text of a page."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def shown(page):
    """The ids of the actions of a page."""
    return [
        one for one in (f"ACT-{n:02}" for n in range(1, 49)) if f'id="{one}"' in page
    ]


def test_page_shows_every_action_with_what_it_lifts(client, loaded):
    page = text_of(client, "/en/actions/")

    assert len(shown(page)) == 48
    assert "48 actions" in page
    assert 'href="/en/framework/#A2"' in page
    assert 'href="/en/actions/#ACT-03"' in page
    assert 'id="GEN-5"' in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("pillar=focal_points", ["ACT-03", "ACT-41", "ACT-42"]),
        ("dimension=J", ["ACT-45", "ACT-46", "ACT-47", "ACT-48"]),
        ("dimension=J&pillar=focal_points", []),
    ],
)
def test_filter_narrows_by_dimension_and_pillar(client, loaded, query, expected):
    assert shown(text_of(client, f"/en/actions/?{query}")) == expected


def test_a_filter_can_be_taken_away(client, loaded):
    page = text_of(client, "/en/actions/?dimension=E&pillar=minimum_set")

    assert 'href="/en/actions/?dimension=E"' in page
    assert 'href="/en/actions/?pillar=minimum_set"' in page
    assert "Show all actions" in page


def test_the_framework_leads_to_the_actions(client, loaded):
    assert 'href="/en/actions/"' in text_of(client, "/en/framework/")


def test_what_the_filter_does_not_know_counts_as_empty(client, loaded):
    assert len(shown(text_of(client, "/en/actions/?dimension=ZZ&pillar=roof"))) == 48


def test_without_a_library_the_page_says_so(client):
    assert "There are no actions to read yet" in text_of(client, "/en/actions/")


def test_page_is_there_in_every_language(client, loaded):
    for language in ("fr", "ru", "ar", "es"):
        assert len(shown(text_of(client, f"/{language}/actions/"))) == 48


def test_number_of_queries_is_small(client, loaded, django_assert_max_num_queries):
    text_of(client, "/en/actions/")

    with django_assert_max_num_queries(8):
        text_of(client, "/en/actions/")
