"""The workbook: a module on A4, to be read and written in without a line."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import override

from lms.core.pdf import render_pdf
from modules.books.compose import Book, Layout

LAYOUT = Layout(chapter="#lesson-{number}", glossary="#term-", paper=True)
TEMPLATE = "pdf/workbook.html"
STYLESHEET = "pdf/workbook.css"


def workbook_digest(book: Book) -> str:
    """Return what tells one version of a workbook from another: all that is in it."""
    parts = [workbook_html(book), version("weasyprint")]
    for name in (STYLESHEET, "pdf/page.css"):
        parts.append(Path(finders.find(name)).read_text(encoding="utf-8"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def workbook_pdf(book: Book) -> bytes:
    """Return the workbook (A4, PDF/UA). Raises the exceptions of render_pdf."""
    return render_pdf(
        TEMPLATE, {"book": book}, stylesheet=STYLESHEET, language=book.language
    )


def workbook_html(book: Book) -> str:
    """Return what the PDF is made of, in the book's language."""
    with override(book.language):
        context = {
            "book": book,
            "language": book.language,
            "direction": book.direction,
        }
        return render_to_string(TEMPLATE, context)
