"""What of a country's record strangers may read, and what they see of it.

A part is public when the country says so, one by one; everything else is for
those who read the record.
"""

from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country
from toolkit.network.models import PublicItem
from toolkit.network.permissions import can_read

Item = PublicItem.Item

#: What strangers see when a part is public, said before it is made so.
WHAT_STRANGERS_SEE = {
    Item.INSTITUTIONS: _(
        "Everybody on the internet sees the names of the institutions of the network, "
        "what they answer for, their websites and their role mailboxes. Personal "
        "addresses are never shown."
    ),
    Item.FOCAL_POINTS: _(
        "Everybody on the internet sees the names and titles of focal points and "
        "deputies, beside their institution. Their e-mail addresses and telephone "
        "numbers are never shown. Ask them before you make this public."
    ),
    Item.TERMS: _(
        "Everybody on the internet reads the terms of reference as they were approved "
        "last, on the page and as a PDF. Drafts are never shown."
    ),
    Item.MEETINGS: _(
        "Everybody on the internet sees the dates and subjects of meetings. Agenda, "
        "participants, minutes and decisions are never shown."
    ),
    Item.SOURCES: _(
        "Everybody on the internet sees the names, owners and topics of the data "
        "sources. What they hold and what is wrong with them is never shown."
    ),
    Item.INDICATORS: _(
        "Everybody on the internet sees the minimum set as it was approved last, with "
        "its definition matrix, and can download both. Drafts are never shown."
    ),
    Item.PLAN: _(
        "Everybody on the internet sees the action plan as it was approved last, with "
        "its actions, quarters and responsible institutions, and can download it. "
        "Progress and drafts are never shown."
    ),
}


def public_items(country: Country) -> dict[str, PublicItem]:
    """Return item > its row, for the parts that are public; one query."""
    rows = PublicItem.objects.filter(country=country).select_related("made_public_by")
    return {row.item: row for row in rows}


def countries_with_page() -> list[Country]:
    """Return the countries with something public, by name in the page's language."""
    public = PublicItem.objects.values("country")
    return sorted(Country.objects.filter(pk__in=public), key=str)


def is_public(country: Country, item: str) -> bool:
    """Return whether strangers may read this part; one query."""
    return PublicItem.objects.filter(country=country, item=item).exists()


def may_see(user, country: Country, item: str) -> bool:
    """Return whether somebody, signed in or not, may read this part.

    Whoever reads the record reads all of it; no query beyond the memberships then.
    """
    return can_read(user, country) or is_public(country, item)
