"""What every page shows of the signed-in person: areas and account menu.

Only what exists: an address that no room has yet is left out. Costs nothing
for visitors and, once per request, one query for the memberships of somebody
signed in.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.accounts import permissions
from lms.accounts.roles import Capability


@dataclass(frozen=True)
class Link:
    """One entry of a menu."""

    title: str
    url: str
    current: bool = False


def navigation(request) -> dict:
    """Return nav_areas, account_links, country_links, worked out when asked for.

    registration_open says whether visitors may open an account.
    """
    return {
        "nav_areas": SimpleLazyObject(lambda: nav_areas(request)),
        "account_links": SimpleLazyObject(lambda: account_links(request)),
        "country_links": SimpleLazyObject(lambda: country_links(request)),
        "registration_open": settings.REGISTRATION_OPEN,
    }


def nav_areas(request) -> list[Link]:
    """Return the areas of the header; several roles give the union."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return _links(
            request,
            (_("Modules"), _page("modules"), ["modules"]),
            (_("Glossary"), "modules:glossary", ["glossary"]),
            (_("About"), _page("about"), ["about"]),
        )
    own_country = None
    reads_record = user.may(Capability.READ_RECORD)
    if reads_record and user.country:
        own_country = "network:home"
    elif permissions.can_manage_people(user):
        own_country = "accounts:people"
    elif permissions.can_invite(user):
        own_country = "accounts:invitations"
    elif user.may(Capability.MARK_TEXTS):
        own_country = "quizzes:analyses"
    region = user.is_superuser or any(
        membership.country_id is None
        for membership in user.current_memberships
        if permissions.manages(membership)
    )
    return _links(
        request,
        (
            _("Learn"),
            "learning:home",
            ["learn", "modules", "checks", "glossary"],
        ),
        (
            _("Cohorts"),
            user.may(Capability.RUN_COHORTS) and "learning:cohorts",
            ["cohorts"],
        ),
        (
            _("Assess"),
            permissions.takes_part_in_rounds(user) and "maturity:rounds",
            ["assess", "framework"],
        ),
        (_("Plan"), reads_record and "plans:plans", ["plans", "actions"]),
        (
            _("Region") if region else _("Our country"),
            own_country,
            ["country", "countries"],
        ),
    )


def country_links(request) -> list[Link]:
    """Return the pages of the area "Our country", shown as tabs on each of them."""
    user = request.user
    return _links(
        request,
        (
            _("Network and data"),
            user.may(Capability.READ_RECORD) and "network:home",
            ["countries"],
        ),
        (
            _("People"),
            permissions.can_manage_people(user) and "accounts:people",
            ["country/people"],
        ),
        (
            _("Invitations"),
            permissions.can_invite(user) and "accounts:invitations",
            ["country/invitations"],
        ),
        (
            _("Certificates issued"),
            user.may(Capability.WITHDRAW_CERTIFICATES)
            and "learning:issued_certificates",
            ["country/certificates"],
        ),
        (
            _("Knowledge checks"),
            user.may(Capability.ANALYSE_QUESTIONS) and "quizzes:analyses",
            ["country/checks"],
        ),
        (
            _("E-mails"),
            permissions.can_manage_people(user) and "accounts:mails",
            ["country/mails"],
        ),
        (
            _("Activity log"),
            permissions.can_view_activity_log(user) and "accounts:activity",
            ["country/activity"],
        ),
        (
            _("Activity record"),
            settings.XAPI_ACTIVITY
            and user.manages_everything
            and "learning:activity_record",
            ["country/record"],
        ),
    )


def account_links(request) -> list[Link]:
    """Return the entries of the account menu, without "Sign out"."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    own = _links(
        request,
        (_("My cohorts"), "learning:my_cohorts", ["learn/cohorts"]),
        (_("My notes"), "learning:notes", ["learn/notes"]),
        (_("Messages"), "learning:messages", ["learn/messages"]),
        (_("Certificates"), "learning:certificates", ["learn/certificates"]),
        (_("Profile"), "accounts:profile", ["profile"]),
    )
    tools = _links(
        request,
        (
            _("Content"),
            permissions.can_edit_content(user) and "wagtailadmin_home",
            [],
        ),
        (
            _("Rules of completion"),
            user.may(Capability.CHANGE_RULES) and "learning:rules",
            ["rules"],
        ),
        (
            _("Translation"),
            permissions.can_translate(user) and "rosetta-old-home-redirect",
            [],
        ),
        (_("Style guide"), user.is_staff and "styleguide", ["styleguide"]),
    )
    return [*own, *country_links(request), *tools]


def _links(request, *entries) -> list[Link]:
    """Return the links whose addresses exist.

    An entry is words, the name of an address (or a path, or nothing), and the
    beginnings of paths, without language, below which it is the current one.
    """
    here = _without_language(request.path_info)
    found = []
    for title, name, below in entries:
        url = _address(name)
        if url:
            current = any(f"{here}/".startswith(f"{start}/") for start in below)
            found.append(Link(title, url, current))
    return found


def _address(name) -> str:
    """Return the path of a named address, a path as it is, or nothing."""
    if not name or name.startswith("/"):
        return name or ""
    return _reversed(name, get_language(), get_script_prefix(), get_urlconf())


@lru_cache(maxsize=256)
def _reversed(name: str, _language, _prefix, _urlconf) -> str:
    """Return the path of a named address; it follows from all of the arguments."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _page(slug: str) -> str:
    """Return the path of a page of the site in the active language."""
    return f"/{get_language() or settings.LANGUAGE_CODE}/{slug}/"


def _without_language(path: str) -> str:
    """Return "learn/notes" for "/ru/learn/notes/"."""
    first, _slash, rest = path.strip("/").partition("/")
    return rest if first in dict(settings.LANGUAGES) else path.strip("/")
