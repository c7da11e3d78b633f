"""Markdown to Wagtail's HTML and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.markdown import clean, inline_html, plain_text, to_html, to_markdown

CANONICAL = [
    "One paragraph.",
    "Two\n\nparagraphs.",
    "## A heading\n\nText below it.",
    "- one\n- two with **bold**",
    "1. first\n2. second\n   - inside\n   - again\n3. third",
    "*A title*, then **bold**, then `12 × 6 = 72`.",
    "[a term](term:stock) and [a lesson](lesson:01/03) and [out](https://example.org/a?b=1&c=2)",
    "FOR_STOCK keeps its underscore, 5 < 6 and R&D too.",
    "A no-break space: 69.8\u00a0%.",
]


@pytest.mark.parametrize("text", CANONICAL)
def test_canonical_markdown_comes_back_the_same(text):
    assert to_markdown(to_html(text)) == text


def test_raw_html_is_shown_as_text():
    assert (
        to_html("<script>alert(1)</script>")
        == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


def test_script_address_is_dropped():
    assert "javascript" not in to_html("[click](javascript:alert(1))").replace(
        "](javascript", ""
    )
    assert clean('<a href="javascript:alert(1)">x</a>') == "<a>x</a>"


def test_clean_takes_away_handlers_and_styles():
    dirty = '<p style="color:red" onclick="x()">Text <img src=x onerror=y></p>'

    assert clean(dirty) == "<p>Text </p>"


def test_inline_html_has_no_paragraph():
    assert inline_html("One **word**.") == "One <b>word</b>."


def test_plain_text_keeps_words_apart():
    assert (
        plain_text("<p>One &amp; two</p><ul><li>three</li></ul>") == "One & two three"
    )


@given(
    st.text(
        alphabet=st.characters(
            whitelist_categories=("L", "N", "P", "S"), max_codepoint=0x6FF
        ),
        min_size=1,
        max_size=40,
    )
)
def test_any_words_survive_the_way_there_and_back(words):
    html = to_html(to_markdown(f"<p>{plain_to_html(words)}</p>"))

    assert html == f"<p>{plain_to_html(words)}</p>"


@pytest.mark.parametrize("words", ["__0__", "_", "a_b", "_a_ b__c", "1_"])
def test_underscores_survive_the_way_there_and_back(words):
    assert to_html(to_markdown(f"<p>{words}</p>")) == f"<p>{words}</p>"


def plain_to_html(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
