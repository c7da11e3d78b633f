"""Files that people send: judged by what they hold, not by what they are called."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

_START = 4096


@dataclass(frozen=True)
class Kind:
    """A kind of file: its ending, and the test of its content."""

    ending: str
    looks_right: object


def _is_pdf(file: File) -> bool:
    return file.read(5) == b"%PDF-"


def _is_office(folder: str):
    """Return a test for the packed XML of Office files with this folder inside."""

    def test(file: File) -> bool:
        try:
            names = zipfile.ZipFile(file).namelist()
        except (zipfile.BadZipFile, ValueError, OSError):
            return False
        macros = any(name.endswith("vbaProject.bin") for name in names)
        return (
            "[Content_Types].xml" in names
            and not macros
            and any(name.startswith(folder) for name in names)
        )

    return test


def _starts_with(signature: bytes):
    """Return a test for the first bytes that all pictures of a kind have."""

    def test(file: File) -> bool:
        return file.read(len(signature)) == signature

    return test


def _is_text(file: File) -> bool:
    start = file.read(_START)
    try:
        # The last character may be cut in two at the end of what was read.
        start.decode("utf-8", errors="ignore" if len(start) == _START else "strict")
    except UnicodeDecodeError:
        return False
    return b"\0" not in start


KINDS = {
    kind.ending: kind
    for kind in (
        Kind("pdf", _is_pdf),
        Kind("docx", _is_office("word/")),
        Kind("xlsx", _is_office("xl/")),
        Kind("pptx", _is_office("ppt/")),
        Kind("csv", _is_text),
        Kind("png", _starts_with(b"\x89PNG\r\n\x1a\n")),
        Kind("jpg", _starts_with(b"\xff\xd8\xff")),
        Kind("jpeg", _starts_with(b"\xff\xd8\xff")),
    )
}
#: What is allowed where nothing else is said.
DOCUMENTS = ("pdf", "docx", "xlsx", "pptx", "csv")


def check_upload(
    file: File, *, endings: tuple[str, ...] = DOCUMENTS, limit: int | None = None
) -> None:
    """Refuse a file that is too large, of another kind, or not what its name says.

    endings: the kinds allowed; limit: bytes, settings.UPLOAD_LIMIT if None.
    Raises ValidationError with what is wrong and what to do.
    """
    limit = limit or settings.UPLOAD_LIMIT
    if file.size > limit:
        raise ValidationError(
            _("The file is %(size)s. The limit is %(limit)s."),
            params={"size": filesizeformat(file.size), "limit": filesizeformat(limit)},
            code="size",
        )
    ending = Path(file.name).suffix.lower().lstrip(".")
    allowed = ", ".join(ending.upper() for ending in endings)
    if ending not in endings:
        raise ValidationError(
            _("This is a %(kind)s file. Add one of: %(allowed)s."),
            params={"kind": ending.upper() or "?", "allowed": allowed},
            code="kind",
        )
    file.seek(0)
    right = file.size > 0 and KINDS[ending].looks_right(file)
    file.seek(0)
    if not right:
        raise ValidationError(
            _(
                "The content is not what the name says (%(kind)s). Save it again and add that file."
            ),
            params={"kind": ending.upper()},
            code="content",
        )
