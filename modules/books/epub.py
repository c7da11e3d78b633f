"""The module as an electronic book: EPUB 3, reflowable, without scripts.

Written with zipfile and templates: the one kept library for it (EbookLib) is under
the AGPL, which this project's licence cannot take in, and the format is a folder of
XHTML with a list of contents.
"""

import hashlib
import mimetypes
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.books.compose import Book, Layout, well_formed

LAYOUT = Layout(
    chapter="lesson-{number}.xhtml", glossary="glossary.xhtml#term-", paper=False
)
MIMETYPE = b"application/epub+zip"
FOLDER = "EPUB"
STYLESHEET = "modules/epub.css"
_IMAGE = re.compile(r'<img\b[^>]*?\bsrc="([^"]+)"')
#: Every book of the same content is the same to the last bit.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


class EpubFailed(Exception):
    """A text of the module cannot be put into a book; the message says which."""


@dataclass(frozen=True)
class Page:
    """One file of the book: its name, title and inner markup.

    kind is its role for reading systems (epub:type without the prefix).
    """

    name: str
    title: str
    kind: str
    body: str

    @property
    def properties(self) -> str:
        """What the package has to say about it: whether drawings stand in it."""
        return "svg" if "<svg" in self.body else ""

    @property
    def id(self) -> str:
        """The id in the package."""
        return self.name.removesuffix(".xhtml")


@dataclass(frozen=True)
class Resource:
    """A picture of the book: its name in it, its bytes."""

    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """The kind of picture."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def id(self) -> str:
        """The id in the package."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower())


def epub_parts(book: Book) -> dict[str, bytes]:
    """Return name -> content of all files of the book, the mimetype first.

    Raises EpubFailed when a page is no well-formed XML.
    """
    with override(book.language):
        pages = _pages(book)
        pictures = _pictures(pages)
        cover = Path(finders.find(book.cover)) if book.cover else None
        context = {
            "book": book,
            "pages": pages,
            "pictures": pictures,
            "cover": bool(cover),
            "identifier": uuid5(NAMESPACE_URL, f"{book.url}#{book.language}").urn,
            "modified": _modified(book),
            "publisher": settings.SITE_NAME,
        }
        parts = {
            "mimetype": MIMETYPE,
            "META-INF/container.xml": _drawn("container.xml", {}),
            f"{FOLDER}/package.opf": _drawn("package.opf", context),
            f"{FOLDER}/nav.xhtml": _drawn("nav.xhtml", context),
            f"{FOLDER}/style.css": Path(finders.find(STYLESHEET)).read_bytes(),
        }
        if cover:
            parts[f"{FOLDER}/cover.svg"] = cover.read_bytes()
            parts[f"{FOLDER}/cover.xhtml"] = _drawn("cover.xhtml", context)
        for page in pages:
            parts[f"{FOLDER}/{page.name}"] = _drawn(
                "page.xhtml", context | {"page": page}
            )
        for picture in pictures:
            parts[f"{FOLDER}/{picture.name}"] = picture.content
    return parts


def epub_digest(parts: dict[str, bytes]) -> str:
    """Return what tells one version of a book from another."""
    digest = hashlib.sha256()
    for name, content in parts.items():
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def epub_file(parts: dict[str, bytes]) -> bytes:
    """Return the book as one file: the mimetype first and as it is, the rest packed."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as book:
        for name, content in parts.items():
            entry = ZipInfo(name, _LONG_AGO)
            entry.external_attr = 0o644 << 16
            kind = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            book.writestr(entry, content, compress_type=kind)
    return buffer.getvalue()


def _pages(book: Book) -> list[Page]:
    def part(name: str, context: dict | None = None) -> str:
        drawn = render_to_string(
            f"modules/book/_{name}.html", {"book": book} | (context or {})
        )
        return well_formed(drawn)

    pages = [Page("about.xhtml", _("About this module"), "preface", part("about"))]
    for chapter in book.chapters:
        title = _("Lesson %(number)s: %(title)s") % {
            "number": chapter.number,
            "title": chapter.title,
        }
        body = part("lesson", {"chapter": chapter})
        name = LAYOUT.chapter_url(chapter.number)
        pages.append(Page(name, title, "chapter", body))
    if book.messages:
        title = _("The module in short")
        pages.append(Page("summary.xhtml", title, "conclusion", part("summary")))
    if book.terms:
        title = _("Words of this module")
        pages.append(Page("glossary.xhtml", title, "glossary", part("glossary")))
    if book.sources:
        title = _("Sources and further reading")
        pages.append(Page("reading.xhtml", title, "bibliography", part("reading")))
    return _with_own_pictures(pages)


def _with_own_pictures(pages: list[Page]) -> list[Page]:
    """Return the pages with the addresses of uploaded pictures made those of the book."""
    own = settings.MEDIA_URL
    return [
        Page(
            page.name,
            page.title,
            page.kind,
            re.sub(
                rf'(<img\b[^>]*?\bsrc="){re.escape(own)}(?:[^"]*/)?([^"/]+")',
                r"\1pictures/\2",
                page.body,
            ),
        )
        for page in pages
    ]


def _pictures(pages: list[Page]) -> list[Resource]:
    names = dict.fromkeys(
        found.removeprefix("pictures/")
        for page in pages
        for found in _IMAGE.findall(page.body)
    )
    pictures = []
    for name in names:
        # Where Wagtail keeps what it makes of an uploaded picture.
        with default_storage.open(f"images/{name}") as file:
            pictures.append(Resource(f"pictures/{name}", file.read()))
    return pictures


def _drawn(name: str, context: dict) -> bytes:
    text = render_to_string(f"modules/epub/{name}", context).strip()
    content = well_formed(text).encode()
    try:
        fromstring(content, forbid_dtd=False)
    except ElementTree.ParseError as error:
        page = context.get("page")
        raise EpubFailed(f"{page.name if page else name}: {error}") from error
    return content


def _modified(book: Book) -> str:
    moment = book.modified
    if moment is None:
        day = book.updated or datetime(2026, 1, 1, tzinfo=UTC).date()
        moment = datetime.combine(day, time(), tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
