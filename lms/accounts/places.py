"""The places a page of the administration can be about."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from lms.accounts.models import Country, Region
from lms.accounts.roles import Capability


@dataclass(frozen=True)
class Place:
    """A country, a region as a whole, or everywhere; value stands in addresses."""

    value: str
    label: str
    country: Country | None = None
    region: Region | None = None


def countries_for(user, capability: str) -> list[Country]:
    """Return the countries where this person may do something, by name."""
    return sorted(Country.objects.where_allowed(user, capability), key=str)


def places_to_invite(user) -> list[Place]:
    """Return the places for which this person may give any role."""
    places = [
        Place(country.iso2, str(country), country=country)
        for country in countries_for(user, Capability.INVITE)
    ]
    everywhere = user.may_everywhere(Capability.INVITE)
    regions = (
        Region.objects.all()
        if everywhere
        else [
            membership.region
            for membership in user.scopes(Capability.INVITE)
            if membership.region_id
        ]
    )
    places += [
        Place(
            f"region:{region.key}",
            _("Region: %(name)s") % {"name": region},
            region=region,
        )
        for region in regions
    ]
    if everywhere:
        places.append(Place("all", _("No country: editors, translators, all regions")))
    return places


def chosen_place(user, value: str) -> tuple[Place | None, list[Place]]:
    """Return the place chosen in an address, and all there are.

    The only place there is needs no choosing; None when one must be chosen.
    Raises Http404 for a place that is not this person's.
    """
    places = places_to_invite(user)
    if not value:
        return (places[0] if len(places) == 1 else None), places
    for place in places:
        if place.value == value:
            return place, places
    raise Http404
