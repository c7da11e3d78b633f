"""Finding a page by its whole address, in one or two queries."""

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language
from wagtail.models import Page, Site

#: Seconds for which the places of the home pages are remembered.
HOMES_TTL = 60


def home_paths() -> dict[str, str]:
    """Return language code -> url_path of the live home page in that language."""
    homes = cache.get("core.home_paths")
    if homes is None:
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        homes = {}
        if site is not None:
            root = site.root_page
            homes = dict(
                Page.objects.filter(translation_key=root.translation_key, live=True)
                .values_list("locale__language_code", "url_path")
            )
        if homes:
            cache.set("core.home_paths", homes, HOMES_TTL)
    return homes


def languages_with_a_home() -> set[str]:
    """Return the codes of the languages in which the site has a home page."""
    return set(home_paths())


def find_live_page(request, path: str) -> Page | None:
    """Return the live page at this path below the home page, or None.

    Looks in the active language first, then in the default language: the page
    itself then says that it is not translated yet (BasePage.serve).
    """
    homes = home_paths()
    tail = f"{path.strip('/')}/" if path.strip("/") else ""
    for language in dict.fromkeys((get_language(), settings.LANGUAGE_CODE)):
        if language not in homes:
            continue
        page = (
            Page.objects.live()
            .select_related("locale")
            .filter(url_path=homes[language] + tail)
            .first()
        )
        if page is not None:
            return page.specific
    return None
