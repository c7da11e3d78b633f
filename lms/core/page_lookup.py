"""Finding a page by its whole address, in one query."""

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site

#: Seconds for which the places of the home pages are remembered.
HOMES_TTL = 60
#: Seconds for which the class of the page at an address is remembered.
CLASS_TTL = 600


def home_paths() -> dict[str, str]:
    """Return language code -> url_path of the live home page in that language."""
    homes = cache.get("core.home_paths")
    if homes is None:
        site = (
            Site.objects.select_related("root_page")
            .filter(is_default_site=True)
            .first()
        )
        homes = {}
        if site is not None:
            root = site.root_page
            homes = dict(
                Page.objects.filter(
                    translation_key=root.translation_key, live=True
                ).values_list("locale__language_code", "url_path")
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
    itself then says that it is not translated yet (BasePage.serve). The page
    carries `restrictions_exist`: whether any page of the site is private.
    """
    homes = home_paths()
    tail = f"{path.strip('/')}/" if path.strip("/") else ""
    for language in dict.fromkeys((get_language(), settings.LANGUAGE_CODE)):
        if language not in homes:
            continue
        page = _live_page_at(homes[language] + tail)
        if page is not None:
            return page
    return None


def _live_page_at(url_path: str) -> Page | None:
    """Return the live page with this url_path as its own class, or None.

    Which class that is, is remembered, so that a known address costs one query.
    """
    name = f"core.page_class:{url_path}"
    label = cache.get(name)
    if label is not None:
        page = _live(apps.get_model(label)).filter(url_path=url_path).first()
        if page is not None:
            return page
    plain = Page.objects.live().filter(url_path=url_path).only("content_type").first()
    if plain is None:
        return None
    model = plain.specific_class
    cache.set(name, model._meta.label, CLASS_TTL)
    return _live(model).filter(url_path=url_path).first()


def _live(model: type[Page]):
    return (
        model.objects.live()
        .select_related("locale")
        .annotate(restrictions_exist=Exists(PageViewRestriction.objects.all()))
    )
