"""render_pdf: tagged, repeatable, and blind to everything but the disk."""

import io
import logging

import pypdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings

from lms.core import pdf
from lms.core.pdf import (
    DISK,
    LettersMissing,
    PdfFailed,
    PdfUnavailable,
    check_pdf_library,
    read_from_disk,
    render_pdf,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not pdf.pdf_available(), reason="Pango is missing here"),
]
PAGE = """{% extends "pdf/base.html" %}
{% block title %}The title{% endblock title %}
{% block content %}<h1>Heading</h1><p>{{ text }}</p>PICTURE{% endblock content %}"""


@pytest.fixture
def render(settings, tmp_path):
    """Render a small document whose body ends with the given HTML."""
    engine = settings.TEMPLATES[0]
    loaders = ["django.template.loaders.filesystem.Loader", "lms.core.compact.Loader"]
    settings.TEMPLATES = [
        engine
        | {"DIRS": [tmp_path], "OPTIONS": engine["OPTIONS"] | {"loaders": loaders}}
    ]

    def call(text="Text", picture="", language="en", **options):
        (tmp_path / "page.html").write_text(PAGE.replace("PICTURE", picture))
        return render_pdf(
            "page.html",
            {"text": text},
            stylesheet="pdf/page.css",
            language=language,
            **options,
        )

    return call


def read(content):
    return pypdf.PdfReader(io.BytesIO(content))


def test_render_pdf_is_tagged_titled_and_in_its_language(render):
    document = read(render(language="ru"))

    root = document.trailer["/Root"]
    assert document.metadata.title == "The title"
    assert root["/Lang"] == "ru"
    assert bool(root["/MarkInfo"]["/Marked"]) is True
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_render_pdf_twice_gives_the_same_bytes(render):
    assert render("Айгүл محمد Ánh") == render("Айгүл محمد Ánh")


def test_render_pdf_escapes_text(render):
    text = read(render("<b>bold</b> & O'Brien")).pages[0].extract_text()

    assert "<b>bold</b> & O'Brien" in text


def test_render_pdf_reads_pictures_from_the_media_folder(render, settings, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        default_storage.save(
            "dot.svg",
            ContentFile(
                b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'
            ),
        )

        content = render(picture='<img src="/media/dot.svg" alt="A dot">')

    assert content.startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/logo.svg",
        "http://127.0.0.1:1/logo.svg",
        "file:///etc/passwd",
        "data:text/css,body{}",
        "ftp://example.org/logo.svg",
        "/static/pdf/../../../pyproject.toml",
        "/static/pdf/no-such-picture.svg",
        "/manage.py",
    ],
)
def test_render_pdf_refuses_everything_that_is_not_its_own(render, address):
    with pytest.raises(PdfFailed):
        render(picture=f'<img src="{address}" alt="">')


@pytest.mark.parametrize(
    "address",
    [
        f"{DISK}/static/%2e%2e/%2e%2e/pyproject.toml",
        f"{DISK}/media/../../pyproject.toml",
        f"{DISK}/etc/passwd",
        "https://example.org/static/pdf/page.css",
        "file:///etc/passwd",
    ],
)
def test_read_from_disk_refuses_other_places(address):
    with pytest.raises(PermissionError):
        read_from_disk(address)


def test_read_from_disk_gives_static_files():
    assert read_from_disk(f"{DISK}/static/pdf/page.css").startswith(b"/* What every")


def test_render_pdf_says_which_letters_no_font_has(render):
    # Not a letter yet: no font can have it.
    with pytest.raises(LettersMissing) as refused:
        render("Ана \u0378\u0379\u0378", refuse_missing_letters=True)

    assert refused.value.letters == "\u0378\u0379"


def test_render_pdf_prints_boxes_when_nobody_asked(render, caplog):
    with caplog.at_level(logging.CRITICAL, logger="weasyprint"):
        assert render("\u0378").startswith(b"%PDF")


def test_without_the_library_it_is_said_and_not_tried(render, monkeypatch):
    monkeypatch.setattr(pdf, "_NATIVE", (("libno-such-thing.so.0",),))
    pdf.pdf_available.cache_clear()
    try:
        warning = check_pdf_library(None)[0]

        assert warning.id == "streetlight.W001"
        assert "apt install libpangoft2-1.0-0" in warning.msg
        with pytest.raises(PdfUnavailable):
            render()
    finally:
        pdf.pdf_available.cache_clear()


def test_with_the_library_the_check_is_silent():
    assert check_pdf_library(None) == []
