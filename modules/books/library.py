"""Which book somebody gets: the module, the version, the file."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import PageViewRestriction

from lms.core.memory import Memory
from modules.books import epub, pdf
from modules.books.compose import Layout, compose
from modules.books.keeping import kept_or_made
from modules.models import LessonPage, ModulePage

#: Seconds for which a process takes for granted that a book is as it was.
DIGEST_TTL = 60
_digests = Memory(limit=200)


@dataclass(frozen=True)
class File:
    """A book as it is handed out."""

    content: bytes
    digest: str
    name: str


@dataclass(frozen=True)
class BookLink:
    """A book to download: title, address, and "PDF, 200 KB" once its size is known."""

    title: str
    url: str
    words: str


def module_for_book(key: str, language: str) -> ModulePage | None:
    """Return the published module in this language, otherwise in the main one."""
    found = {
        page.locale.language_code: page
        for page in ModulePage.objects.live()
        .filter(key=key, locale__language_code__in=(language, settings.LANGUAGE_CODE))
        .select_related("locale")
    }
    page = found.get(language) or found.get(settings.LANGUAGE_CODE)
    return page if page and page.is_published else None


def lessons_of(module: ModulePage) -> list[LessonPage]:
    """Return the live lessons in their order."""
    return list(LessonPage.objects.of_module(module))


def restrictions_of(module: ModulePage) -> list[PageViewRestriction]:
    """Return what keeps people from reading the module or any of its lessons.

    One query where nothing on the site is private.
    """
    if not PageViewRestriction.objects.exists():
        return []
    found = {}
    for page in (module, *lessons_of(module)):
        for restriction in page.get_view_restrictions():
            found[restriction.pk] = restriction
    return list(found.values())


def workbook(module: ModulePage) -> File:
    """Return the PDF workbook. Raises PdfFailed and its children."""
    return _file(
        module,
        "pdf",
        pdf.LAYOUT,
        lambda book: (pdf.workbook_digest(book), lambda: pdf.workbook_pdf(book)),
    )


def electronic_book(module: ModulePage) -> File:
    """Return the EPUB. Raises EpubFailed."""

    def prepare(book):
        parts = epub.epub_parts(book)
        return epub.epub_digest(parts), lambda: epub.epub_file(parts)

    return _file(module, "epub", epub.LAYOUT, prepare)


def book_links(key: str, language: str) -> list[BookLink]:
    """Return both books of a module for a list of downloads; one look into the cache."""
    sizes = cache.get_many(
        [_size_name(key, language, kind) for kind in ("pdf", "epub")]
    )
    links = []
    for kind, title, address in (
        ("pdf", _("Workbook to print"), "modules:workbook"),
        ("epub", _("Book for phones and readers"), "modules:epub"),
    ):
        size = sizes.get(_size_name(key, language, kind))
        words = kind.upper()
        if size:
            words = _("%(type)s, %(size)s") % {
                "type": words,
                "size": filesizeformat(size),
            }
        links.append(BookLink(title, reverse(address, args=[key]), words))
    return links


def _file(module: ModulePage, kind: str, layout: Layout, prepare: Callable) -> File:
    language = module.locale.language_code
    making: dict[str, Callable[[], bytes]] = {}

    def digest_now() -> str:
        book = compose(module, lessons_of(module), layout)
        digest, making["make"] = prepare(book)
        return digest

    def make() -> bytes:
        if "make" not in making:
            digest_now()
        return making["make"]()

    name = (kind, module.pk, module.last_published_at)
    digest = _digests.recall(name, DIGEST_TTL, digest_now)
    content = kept_or_made(f"{module.key}-{language}", digest, kind, make)
    cache.set(_size_name(module.key, language, kind), len(content), None)
    return File(content, digest, f"streetlight-module-{module.key}-{language}.{kind}")


def _size_name(key: str, language: str, kind: str) -> str:
    return f"modules:book-size:{key}:{language}:{kind}"
