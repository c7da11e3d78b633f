"""Files that people send are judged by what they hold."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from lms.core.uploads import check_upload


def office(folder: str, *extra: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("[Content_Types].xml", f"{folder}/document.xml", *extra):
            archive.writestr(name, "<x/>")
    return packed.getvalue()


GOOD = {
    "letter.pdf": b"%PDF-1.7 text",
    "letter.docx": office("word"),
    "table.XLSX": office("xl"),
    "talk.pptx": office("ppt"),
    "table.csv": "страна;число\n".encode(),
}


@pytest.mark.parametrize(("name", "content"), GOOD.items(), ids=GOOD)
def test_file_that_is_what_it_says_is_taken(name, content):
    file = SimpleUploadedFile(name, content)

    assert check_upload(file) is None
    assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("letter.pdf", b"<html><script>alert(1)</script>", "content"),
        ("table.xlsx", office("word"), "content"),
        ("table.xlsx", b"PK\x03\x04 not a zip", "content"),
        ("macro.docx", office("word", "word/vbaProject.bin"), "content"),
        ("table.csv", b"\x00\x01\x02", "content"),
        ("table.csv", b"\xff\xfe\xfa", "content"),
        ("empty.pdf", b"", "content"),
        ("page.html", b"<html>", "kind"),
        ("drawing.svg", b"<svg/>", "kind"),
        ("noending", b"text", "kind"),
        ("letter.pdf", b"%PDF-" + b"x" * 100, "size"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(name, content, code):
    with pytest.raises(ValidationError) as refused:
        check_upload(
            SimpleUploadedFile(name, content), limit=50 if code == "size" else 2000
        )

    assert refused.value.code == code
