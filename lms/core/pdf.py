"""PDF documents: the only place that meets WeasyPrint.

Every document is a template, a style sheet and a function in its owner's
``documents.py`` that calls :func:`render_pdf`. WeasyPrint and the native
libraries under it are loaded at the first document, never at start: they cost
half a second and 40 MB, and a machine without them still runs everything else.
"""

import contextlib
import ctypes
import ctypes.util
import hashlib
import io
import logging
import re
import threading
import warnings
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import Warning as CheckWarning
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext_lazy as _

#: Addresses inside documents start here. Nothing is ever asked of it: the
#: fetcher below reads from disk what other addresses would fetch.
DISK = "https://disk.invalid"
REMEDY = (
    "PDF files cannot be made here: the native library Pango is missing. "
    "Debian and Ubuntu: apt install libpangoft2-1.0-0 libharfbuzz-subset0. "
    "macOS: brew install pango."
)
_NATIVE = (
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0.0.dylib"),
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0.0.dylib"),
    ("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz.0.dylib"),
    ("libfontconfig.so.1", "libfontconfig.dylib", "libfontconfig.1.dylib"),
)
_MISSING_LETTER = re.compile(r"unsupported by fonts.*U\+([0-9A-F]+)")

# Pango's font maps must not be used by two threads at once.
_one_at_a_time = threading.Lock()


class PdfFailed(Exception):
    """A document could not be made; the text can be shown to a person."""

    default = _("The PDF could not be made. Try again in a minute.")

    def __init__(self, message="") -> None:
        super().__init__(message or self.default)


class PdfUnavailable(PdfFailed):
    """This machine lacks the native library that PDFs need."""

    default = _("This installation cannot make PDF files. Print the page instead.")


class LettersMissing(PdfFailed):
    """The text holds letters that no font on this machine has.

    ``letters`` names each of them once, in the order of the text.
    """

    default = _("Some letters cannot be printed on this machine.")

    def __init__(self, letters: str) -> None:
        self.letters = letters
        super().__init__()


@lru_cache(maxsize=1)
def pdf_available() -> bool:
    """Return whether PDFs can be made here; looked up once per process.

    Only opens the native libraries, which takes a millisecond; WeasyPrint
    itself stays unloaded until the first document.
    """
    return all(_opens(names) for names in _NATIVE)


def _opens(names: tuple[str, ...]) -> bool:
    for name in names:
        with contextlib.suppress(OSError):
            ctypes.CDLL(name)
            return True
    found = ctypes.util.find_library(names[0].removeprefix("lib").split(".so")[0])
    return found is not None


def check_pdf_library(app_configs, **kwargs) -> list[CheckWarning]:
    """System check W001: say in one line how PDFs can be switched on."""
    if pdf_available():
        return []
    return [CheckWarning(REMEDY, id="streetlight.W001")]


def render_pdf(
    template_name: str,
    context: dict,
    *,
    stylesheet: str,
    language: str,
    refuse_missing_letters: bool = False,
) -> bytes:
    """Return a tagged PDF (PDF/UA-1) of the template in this language.

    ``stylesheet`` is a static name such as ``"pdf/certificate.css"``. The
    template gets ``language`` and ``direction`` beside the context. The same
    input gives the same bytes on the same machine: there is no clock and no
    chance in it.

    Raises PdfUnavailable without the native library, LettersMissing (only when
    asked for) instead of printing boxes, and PdfFailed for everything else,
    such as a picture that is not on disk.
    """
    if not pdf_available():
        raise PdfUnavailable
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    with override(language):
        html = render_to_string(
            template_name, context | {"language": language, "direction": direction}
        )
    with _one_at_a_time, _missing_letters() as missing:
        content = _write(html, stylesheet)
    if missing and refuse_missing_letters:
        raise LettersMissing("".join(missing))
    return content


def _write(html: str, stylesheet: str) -> bytes:
    weasyprint = _weasyprint()
    identifier = hashlib.sha256(f"{stylesheet}\n{html}".encode()).digest()[:16]
    try:
        document = weasyprint.HTML(
            string=html, base_url=f"{DISK}/", url_fetcher=_fetcher()
        )
        return document.write_pdf(
            stylesheets=[_stylesheet(stylesheet)],
            font_config=_fonts(),
            pdf_identifier=identifier,
            pdf_variant="pdf/ua-1",
        )
    except weasyprint.urls.FatalURLFetchingError as error:
        raise PdfFailed from error
    except Exception as error:
        logging.getLogger("streetlight.pdf").exception("A PDF could not be made.")
        raise PdfFailed from error


@lru_cache(maxsize=1)
def _weasyprint():
    # On a machine without libharfbuzz-subset it warns, and without Pango it
    # prints a page of advice: we say both in our own words (REMEDY).
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            import weasyprint
            import weasyprint.text.fonts
        except OSError as error:
            raise PdfUnavailable from error
    return weasyprint


@lru_cache(maxsize=1)
def _fonts():
    """One per process: reading the system's list of fonts takes 0.35 s."""
    return _weasyprint().text.fonts.FontConfiguration()


def _stylesheet(name: str):
    return _parsed_now(name) if settings.DEBUG else _parsed_once(name)


def _parsed_now(name: str):
    url = f"{DISK}{settings.STATIC_URL}{name}"
    return _weasyprint().CSS(url=url, url_fetcher=_fetcher(), font_config=_fonts())


_parsed_once = lru_cache(maxsize=32)(_parsed_now)


@lru_cache(maxsize=1)
def _fetcher():
    """Return a fetcher that knows static files, media and pictures in data: only."""
    urls = _weasyprint().urls

    class DiskFetcher(urls.URLFetcher):
        def fetch(self, url: str, headers=None):
            if url.startswith("data:image/"):
                return super().fetch(url, headers)
            return urls.URLFetcherResponse(url, read_from_disk(url))

    return DiskFetcher(allowed_protocols=("data",), fail_on_errors=True)


def read_from_disk(url: str) -> bytes:
    """Return the static or media file that an address in a document names.

    Raises PermissionError for any other address (another host, ``file:``, a
    path that climbs out of its folder) and FileNotFoundError.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    if f"{parts.scheme}://{parts.netloc}" != DISK:
        raise PermissionError(f"Documents may not read {url}.")
    try:
        if path.startswith(settings.STATIC_URL):
            return _static(path.removeprefix(settings.STATIC_URL))
        if path.startswith(settings.MEDIA_URL):
            with default_storage.open(path.removeprefix(settings.MEDIA_URL)) as file:
                return file.read()
    except SuspiciousOperation as error:
        raise PermissionError(f"Documents may not read {url}.") from error
    raise PermissionError(f"Documents may not read {url}.")


def _static(name: str) -> bytes:
    if found := finders.find(name):
        with open(found, "rb") as file:  # noqa: PTH123 - finders return text
            return file.read()
    # A name with a hash in it, as {% static %} writes in production.
    with staticfiles_storage.open(name) as file:
        return file.read()


@contextlib.contextmanager
def _missing_letters():
    """Collect the letters that WeasyPrint prints as boxes."""
    letters: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found = _MISSING_LETTER.search(record.getMessage())
            if found and (letter := chr(int(found[1], 16))) not in letters:
                letters.append(letter)

    logger = logging.getLogger("weasyprint")
    handler = Collect(level=logging.WARNING)
    logger.addHandler(handler)
    try:
        yield letters
    finally:
        logger.removeHandler(handler)
