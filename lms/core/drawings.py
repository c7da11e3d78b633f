"""Drawings that stand in a page: SVG files kept with the content.

A drawing is put into the page itself, so that it follows the colour scheme,
needs no request of its own and prints. Only files of the repository are
read; an editor's own picture is an image, never SVG.
"""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_UNSPOKEN = 'aria-hidden="true" focusable="false"'
_HIDDEN = re.compile(rf"<svg {_UNSPOKEN}([^>]*)>")
_NAME = re.compile(r"^(?:(?P<folder>[a-z0-9-]+)/)?(?P<name>[a-z0-9-]+)$")


def drawing_path(name: str, folder: str = "") -> Path | None:
    """Return the file of a drawing, or None when there is none.

    name: "four-roles", or "01/four-roles" for a drawing of another module.
    folder: key of the module whose page asks.
    """
    match = _NAME.match(name)
    if match is None:
        return None
    key = match["folder"] or folder
    found = sorted(
        settings.MODULE_CONTENT_DIR.glob(f"{key}-*/figures/{match['name']}.svg")
    )
    return found[0] if found else None


def drawing_svg(name: str, folder: str = "") -> SafeString:
    """Return the SVG element of a drawing, hidden from screen readers.

    The figure around it carries the description. A drawing that is missing
    gives an empty text: the words under it still say what is meant.
    """
    path = drawing_path(name, folder)
    return _read(path, path.stat().st_mtime_ns) if path else SafeString("")


def drawing_with_words(svg: str, words: str, name: str) -> SafeString:
    """Return a drawing that says itself what it shows, for documents.

    name: an id that nothing else on the page has. What is no drawing (an empty
    text, an image) comes back as it is.
    """
    title = format_html('<title id="{}">{}</title>', name, words)
    opened = format_html('<svg role="img" aria-labelledby="{}"', name)
    # A page needs no namespace; a book, which is XML, does.
    space = "" if " xmlns=" in svg else ' xmlns="http://www.w3.org/2000/svg"'
    markup = _HIDDEN.sub(
        lambda found: f"{opened}{space}{found[1]}>{title}", str(svg), count=1
    )
    return mark_safe(markup)  # noqa: S308 - a file of the repository, words escaped


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int) -> SafeString:
    svg = path.read_text(encoding="utf-8")
    svg = re.sub(r"<\?xml[^>]*\?>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r">\s+<", "><", svg).strip()
    svg = re.sub(r"^<svg\b", f"<svg {_UNSPOKEN}", svg, count=1)
    return mark_safe(svg)  # noqa: S308 - a file of the repository, reviewed like code
