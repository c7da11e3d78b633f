"""White space is taken out of templates, and nothing else."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Origin, Template, engines
from django.template.base import Lexer, TokenType
from django.template.loader import get_template

from lms.core.compact import ROOMS, Loader, compact

TEMPLATES = sorted(
    path
    for room in ROOMS
    for path in (settings.BASE_DIR / room).rglob("templates/**/*.html")
)


def rendered(source: str, **values) -> str:
    return Template(compact(source)).render(Context(values))


def test_indentation_becomes_one_line_break():
    assert compact("<ul>\n    <li>\n\n      a  b\n") == "<ul>\n<li>\na  b\n"


def test_lines_of_tags_that_print_nothing_vanish():
    source = "<p>\n  {% if yes %}\n    a\n  {% else %}\n    b\n  {% endif %}\n</p>"

    assert rendered(source, yes=True) == "<p>\na\n</p>"
    assert rendered(source, yes=False) == "<p>\nb\n</p>"


def test_white_space_between_words_stays_whatever_is_shown():
    source = "a\n{% if yes %}\n  <b>b</b>\n{% endif %}\nc"

    assert rendered(source, yes=True) == "a\n<b>b</b>\nc"
    assert rendered(source, yes=False) == "a\nc"


def test_line_of_a_tag_that_prints_keeps_its_break():
    assert rendered("{% load i18n %}\n{% translate 'x' %}\n<b>") == "x\n<b>"


def test_line_that_only_sets_a_variable_vanishes():
    assert rendered("{% load i18n %}a\n{% translate 'x' as y %}\n{{ y }}") == "a\nx"


def test_line_with_words_between_two_tags_keeps_its_break():
    source = "{% if a %}{{ a }}{% endif %}\n{% if b %}\n  {{ b }}\n{% endif %}"

    assert rendered(source, a="one.", b="Two.") == "one.\nTwo.\n"


def test_tag_beside_words_is_left_alone():
    assert compact("a{% if b %}\nc{% endif %}\n") == "a{% if b %}\nc{% endif %}\n"


def test_text_to_translate_is_looked_up_as_it_was_written():
    source = "{% blocktranslate %}one\n     two{% endblocktranslate %}"

    assert compact(source) == source


@pytest.mark.parametrize("tag", ["pre", "textarea"])
def test_white_space_that_is_seen_stays(tag):
    source = f"<{tag} rows=3>\n  a\n    b\n</{tag}>"

    assert compact(source) == source


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_shipped_template_keeps_its_tags_and_words(path):
    before = path.read_text("utf-8")

    assert pieces(compact(before)) == pieces(before)


def pieces(source: str) -> list[str]:
    """Return tags and words in order; words run on over tags that are no words."""
    tokens = [
        token
        for token in Lexer(source).tokenize()
        if token.token_type != TokenType.COMMENT
    ]
    return [
        re.sub(r"\s+", " ", token.contents).strip()
        for token in tokens
        if token.contents.strip()
    ]


def test_only_our_own_pages_are_packed():
    loader = Loader(engines["django"].engine)
    ours, theirs = (
        Path(get_template(name).origin.name)
        for name in ("base.html", "wagtailadmin/home.html")
    )

    assert loader.get_contents(Origin(ours)) != ours.read_text("utf-8")
    assert loader.get_contents(Origin(theirs)) == theirs.read_text("utf-8")
