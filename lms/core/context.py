"""What every template may ask for."""

from django.conf import settings
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

SCHEMES = ("light", "dark")


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
    here = request.get_full_path()
    active = get_language()
    links = []
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        there = translate_url(here, code)
        links.append(
            {
                "code": code,
                "name": info["name_local"].capitalize(),
                "dir": "rtl" if info["bidi"] else "ltr",
                "url": there if there.startswith(f"/{code}/") else "",
                "current": code == active,
            }
        )
    return links
