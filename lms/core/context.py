"""What every template may ask for."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

SCHEMES = ("light", "dark")
_CODES = frozenset(code for code, _name in settings.LANGUAGES)


def site(request) -> dict:
    """Return the site's name, the chosen colour scheme and the language links."""
    scheme = request.COOKIES.get("scheme", "")
    return {
        "site_name": settings.SITE_NAME,
        "base_url": settings.BASE_URL,
        "demo_mode": settings.DEMO_MODE,
        "support_email": settings.SUPPORT_EMAIL,
        "scheme": scheme if scheme in SCHEMES else "",
        "language_links": SimpleLazyObject(lambda: language_links(request)),
    }


def language_links(request) -> list[dict]:
    """Return one entry per language: code, name (its own), url, current, dir.

    A page whose address carries no language has the empty url: there the
    switch is a form, because the choice has to be remembered.
    """
    # Only the first part of an address tells the language; nothing else in the
    # table of addresses is translated, so it need not be searched.
    first, _slash, rest = request.get_full_path()[1:].partition("/")
    active = get_language()
    links = []
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        links.append(
            {
                "code": code,
                "name": info["name_local"].capitalize(),
                "dir": "rtl" if info["bidi"] else "ltr",
                "url": f"/{code}/{rest}" if first in _CODES else "",
                "current": code == active,
            }
        )
    return links
