"""Fragments are kept by what they depend on, and nobody sees another's."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from django.utils.translation import override

from lms.core.fragments import fragment, frozen

BUTTON = "components/button.html"
QUOTATION = "components/quotation.html"


@dataclass(frozen=True)
class Link:
    title: str


@dataclass
class Loose:
    title: str


def test_fragment_is_the_component_as_included():
    assert '<button class="button primary"' in fragment(BUTTON, {"text": "Go on"}, {})


def test_fragment_with_other_values_is_another():
    assert "Start" in fragment(BUTTON, {"text": "Start"}, {})
    assert "Stop" in fragment(BUTTON, {"text": "Stop"}, {})


def test_fill_is_put_in_anew_every_time_and_escaped():
    first = fragment(BUTTON, {}, {"text": "Mira & Ana"})
    second = fragment(BUTTON, {}, {"text": mark_safe("<b>Olga</b>")})

    assert "Mira &amp; Ana" in first
    assert "<b>Olga</b>" in second


def test_fill_cannot_be_written_by_somebody():
    with override("en"):
        shown = fragment(BUTTON, {"text": "\x02text\x03"}, {"url": "/en/"})

    assert "\x02text\x03" in shown


def test_fragment_follows_the_language():
    with override("en"):
        first = fragment("components/footer_links.html", {"language": "x"}, {})
    with override("fr"):
        second = fragment("components/footer_links.html", {"language": "x"}, {})

    assert first != second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, "1"),
        ("<b>", mark_safe("<b>")),
        ([1], [2]),
        ({"a": "b"}, {"a": mark_safe("b")}),
        (Link("a"), Link("b")),
        (None, ""),
        (dt.date(2027, 9, 2), "2027-09-02"),
    ],
)
def test_what_may_render_otherwise_is_kept_apart(one, other):
    assert frozen(one) != frozen(other)


def test_lazy_text_is_kept_by_what_it_says():
    assert frozen(lazystr("a")) == frozen("a")


@pytest.mark.parametrize("value", [Loose("a"), object(), {1, 2}])
def test_value_that_may_change_is_refused(value):
    with pytest.raises(TypeError):
        frozen(value)


@pytest.mark.django_db
def test_two_visitors_get_forms_with_tokens_of_their_own():
    pages = [
        Client().get("/en/account/login/", {"next": f"/{name}/"}).content.decode()
        for name in ("one", "two")
    ]
    tokens = [
        {
            part.partition('"')[0]
            for part in page.split('csrfmiddlewaretoken" value="')[1:]
        }
        for page in pages
    ]

    assert len(tokens[0]) == len(tokens[1]) == 1
    assert tokens[0] != tokens[1]
    assert "/one/" in pages[0]
    assert "/one/" not in pages[1]
