"""Finding a page by its whole address, in one query."""

import copy

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site

from lms.core.compiled import Compiled, Parameter
from lms.core.memory import Memory, forget_everything

#: Seconds for which the places of the home pages are remembered.
HOMES_TTL = 60
#: Seconds for which a page is kept in memory.
PAGE_TTL = 60

_memory = Memory(limit=500)
_VERSION = Compiled(
    lambda: (
        Page.objects.filter(
            url_path=Parameter("url_path", Page._meta.get_field("url_path")), live=True
        )
        .order_by()
        .values_list(
            "pk",
            "live_revision_id",
            "last_published_at",
            Exists(PageViewRestriction.objects.all()),
        )
    )
)


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

    Whether it is live, where it is, in which version, and whether anything is
    private is asked every time; the page itself is kept until there is another
    version.
    """
    for *version, restrictions_exist in _VERSION.rows(url_path=url_path):
        name = (url_path, *version)
        page = _memory.recall(name, PAGE_TTL, lambda pk=version[0]: _read(pk))
        if page is not None:
            # A copy, because whoever serves a page may leave notes on it.
            page = copy.copy(page)
            page.restrictions_exist = restrictions_exist
            return page
    return None


def _read(pk: int) -> Page | None:
    plain = Page.objects.select_related("locale").filter(pk=pk).first()
    if plain is None:
        return None
    page = plain.specific
    page.locale = plain.locale
    return page


@receiver([post_save, post_delete], dispatch_uid="core.page_lookup.forget")
def _forget(sender, instance, **kwargs) -> None:
    """Read pages anew after one was written without being published."""
    if isinstance(instance, Page):
        forget_everything()
        transaction.on_commit(forget_everything)
