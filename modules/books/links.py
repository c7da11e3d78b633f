"""Links inside a book: they stay in it where they can, or name the site in full."""

import re

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from modules.outline import lesson_outline, module_outline
from modules.rendering import InnerLinks

#: What editors link to on the site itself: pages, documents.
_OWN_PAGE = re.compile(r'(<a\b[^>]*?\bhref=")(/[^/"][^"]*|/)"')


class BookLinks(InnerLinks):
    """Turns the links of lessons into links of one book.

    lessons: key of a lesson -> its address in the book; glossary: what comes before
    the key of a term in the address of its definition. ``used`` are the keys of the
    terms that were met, in order.
    """

    def __init__(self, language: str, *, lessons: dict[str, str], glossary: str):
        super().__init__(language)
        self.lessons = lessons
        self.definitions = glossary
        self.used: dict[str, None] = {}

    def expand(self, html: str) -> SafeString:
        """Return rendered HTML whose links work inside the book, or from outside."""
        return mark_safe(  # noqa: S308 - rendered by us
            _OWN_PAGE.sub(
                lambda link: f'{link[1]}{full_url(link[2])}"', super().expand(html)
            )
        )

    def begin_chapter(self) -> None:
        """Let the first use of each term be a link again."""
        self.defined = set()

    def _term(self, key, words, _definitions) -> str:
        if key not in self.terms:
            return words
        self.used[key] = None
        if key in self.defined:
            return words
        self.defined.add(key)
        return f'<a class="term" href="{self.definitions}{escape(key)}">{words}</a>'

    def _lesson(self, key, words, _definitions) -> str:
        if key in self.lessons:
            return f'<a href="{self.lessons[key]}">{words}</a>'
        return _on_the_site(lesson_outline(key, self.language), words)

    def _module(self, key, words, _definitions) -> str:
        return _on_the_site(module_outline(key, self.language), words)

    def _source(self, key, words, _definitions) -> str:
        return words


def _on_the_site(outline, words: str) -> str:
    if outline is None:
        return words
    return f'<a href="{escape(full_url(outline.url))}">{words}</a>'


def full_url(url: str) -> str:
    """Return an address of this site as it works from outside."""
    return url if "://" in url else f"{settings.BASE_URL}{url}"
