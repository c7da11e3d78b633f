"""The page of a country: parts of its record, for strangers as far as they are public.

Rooms above this one keep parts too. Each registers, when the site starts, who makes
what is shown of its part.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.maturity.models import Round
from lms.accounts.models import Country, Institution
from toolkit.network.facts import page_of
from toolkit.network.models import (
    FocalPoint,
    InstitutionProfile,
    Meeting,
    PublicItem,
    TermsVersion,
)
from toolkit.network.permissions import can_read
from toolkit.network.publishing import Item, public_items
from toolkit.network.terms_text import numbered

#: How many meetings stand on the page, the newest ones.
MEETINGS = 12

TITLES = {
    Item.INSTITUTIONS: gettext_lazy("Institutions"),
    Item.FOCAL_POINTS: gettext_lazy("Focal points"),
    Item.TERMS: gettext_lazy("Working group"),
    Item.MEETINGS: gettext_lazy("Meetings"),
    Item.SOURCES: gettext_lazy("Data sources"),
    Item.INDICATORS: gettext_lazy("Minimum set of indicators"),
    Item.PLAN: gettext_lazy("Action plan"),
}


@dataclass(frozen=True)
class Download:
    """A document of a part: its words with the kind of file, and where it is."""

    words: str
    url: str


@dataclass(frozen=True)
class Content:
    """What is shown of a part: exactly what strangers see when it is public.

    ``url``: of the page where it is kept, when it is another one than the part's.
    """

    template: str
    values: dict
    downloads: tuple[Download, ...] = ()
    url: str = ""


#: Makes what is shown of a part; None where there is nothing to show yet.
Maker = Callable[[Country], Content | None]


@dataclass(frozen=True)
class Part:
    """Who makes a part; the name of the address of a country where it is kept.

    ``opens``: whether that page is read by strangers as well when the part is public.
    """

    maker: Maker
    page: str
    opens: bool


@dataclass(frozen=True)
class Section:
    """A part on the page. ``row``: by whom and when it was made public, or None.

    ``url``: of the page where it is kept, for those who may read that page.
    """

    item: str
    title: str
    content: Content | None
    row: PublicItem | None
    url: str = ""

    @property
    def is_public(self) -> bool:
        """Return whether strangers see it."""
        return self.row is not None


_parts: dict[str, Part] = {}


def register(item: str, maker: Maker, *, page: str = "", opens: bool = False) -> None:
    """Let a room show its part of the record; the same item again replaces it."""
    _parts[item] = Part(maker, page, opens)


def register_all() -> None:
    """Say which parts this room keeps."""
    register(Item.INSTITUTIONS, institutions, page="network:network")
    register(Item.FOCAL_POINTS, focal_points, page="network:network")
    register(Item.TERMS, terms, page="network:group")
    register(Item.MEETINGS, meetings, page="network:meetings")


def kept_items() -> list[Item]:
    """Return the parts that some room keeps, in the order of the page."""
    return [item for item in Item if item in _parts]


def sections_for(user, country: Country) -> list[Section]:
    """Return what somebody, signed in or not, sees of a country's record.

    Strangers: what is public and not empty. Who reads the record: everything.
    """
    reads, public = can_read(user, country), public_items(country)
    found = []
    for item in kept_items():
        row, part = public.get(item), _parts[item]
        if not reads and row is None:
            continue
        content = part.maker(country)
        if reads or content:
            kept = (content and content.url) or page_of(country, part.page)
            url = kept if reads or part.opens else ""
            found.append(Section(item, str(TITLES[item]), content, row, url))
    return found


def published_rounds(user, country: Country) -> list[Round]:
    """Return the assessments whose results this country has published.

    They are read by everybody who is signed in; the newest stands first.
    """
    rows = Round.objects.visible_to(user).filter(country=country)
    rows = rows.filter(state=Round.State.PUBLISHED)
    return list(rows.order_by("-reference_date", "-pk"))


def downloads(country: Country, *files: tuple) -> tuple[Download, ...]:
    """Return documents: each is words, the name of its address, and what follows the
    country in it. Without an address there is no document.
    """
    return tuple(
        Download(words, url)
        for words, name, *more in files
        if (url := page_of(country, name, *more))
    )


def institutions(country: Country) -> Content | None:
    """Show institutions with website and role mailbox, by what they answer for."""
    rows = _active(country).select_related("profile")
    shown = [(one, _profile(one)) for one in _in_order(rows)]
    return _rows("network/_public_institutions.html", shown)


def focal_points(country: Country) -> Content | None:
    """Show names and titles of focal points and deputies; never how to reach them."""
    people = FocalPoint.objects.current().order_by("-post", "started_on", "pk")
    rows = _active(country).prefetch_related(
        Prefetch("focal_points", people, to_attr="named")
    )
    shown = [(one, one.named) for one in _in_order(rows) if one.named]
    return _rows("network/_public_focal_points.html", shown)


def terms(country: Country) -> Content | None:
    """Show the terms of reference as they were approved last."""
    versions = TermsVersion.objects.of_country(country).select_related("group")
    version = versions.order_by("-number").first()
    if version is None:
        return None
    return Content(
        "network/_public_terms.html",
        {"version": version, "sections": numbered(version.terms)},
        downloads(
            country,
            (
                _("Terms of reference (PDF)"),
                "network:terms_version_pdf",
                version.number,
            ),
        ),
    )


def meetings(country: Country) -> Content | None:
    """Show the days and subjects of the newest meetings: held, or still to come."""
    to_come = Q(state=Meeting.State.PLANNED, ends_at__gte=timezone.now())
    rows = Meeting.objects.of_country(country)
    rows = rows.filter(Q(state=Meeting.State.HELD) | to_come)
    shown = list(rows.order_by("-starts_at", "-pk")[:MEETINGS])
    return _rows("network/_public_meetings.html", shown)


def _rows(template: str, rows: list) -> Content | None:
    return Content(template, {"rows": rows}) if rows else None


def _active(country: Country):
    return Institution.objects.active().filter(country=country)


def _in_order(rows: Iterable[Institution]) -> list[Institution]:
    order = {kind: place for place, kind in enumerate(Institution.Kind.values)}
    return sorted(rows, key=lambda one: (order[one.kind], str(one), one.pk))


def _profile(institution: Institution) -> InstitutionProfile:
    try:
        return institution.profile
    except InstitutionProfile.DoesNotExist:
        return InstitutionProfile(institution=institution)
