"""What every template may ask for."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language, get_language_info

SCHEMES = ("light", "dark")
_CODES = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Address:
    """Where the reader is: the path with its query, and what follows the language.

    Where the address carries no language (has_language) the switch is a form,
    because the choice has to be remembered.
    """

    path: str
    rest: str
    has_language: bool


@dataclass(frozen=True)
class Language:
    """A language of the site: code, its own name, direction, whether it is active."""

    code: str
    name: str
    dir: str
    current: bool


def site(request) -> dict:
    """Return the site's name, the chosen colour scheme, languages and the address."""
    scheme = request.COOKIES.get("scheme", "")
    return {
        "site_name": settings.SITE_NAME,
        "base_url": settings.BASE_URL,
        "demo_mode": settings.DEMO_MODE,
        "support_email": settings.SUPPORT_EMAIL,
        "scheme": scheme if scheme in SCHEMES else "",
        "languages": languages(get_language()),
        "address": address(request),
    }


def address(request) -> Address:
    """Return where the reader is."""
    path = request.get_full_path()
    first, _slash, rest = path[1:].partition("/")
    return Address(path, rest, first in _CODES)


@lru_cache(maxsize=16)
def languages(active: str | None) -> tuple[Language, ...]:
    """Return every language of the site, the active one marked."""
    found = []
    for code, name in settings.LANGUAGES:
        direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
        found.append(Language(code, name, direction, code == active))
    return tuple(found)
