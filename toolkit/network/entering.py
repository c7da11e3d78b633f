"""Which country an address means, and whether this person may enter.

The three-letter code of a country stands in every address of its record. Whoever
may not read the record does not find it; whoever reads it but may not keep it is
told so.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from lms.accounts.models import Country
from lms.accounts.roles import Capability
from lms.accounts.views.access import refusal
from toolkit.network.permissions import can_read


def country_for(
    request, code: str, capability: Capability = Capability.READ_RECORD
) -> Country:
    """Return the country of an address for somebody who may do that there.

    Http404 when the person may not read the country's record; PermissionDenied
    with words when reading is all that is allowed.
    """
    country = named_country(code)
    if not can_read(request.user, country):
        raise Http404
    if not request.user.may(capability, country):
        raise PermissionDenied(refusal(capability))
    return country


def named_country(code: str) -> Country:
    """Return the country with this three-letter code, in lower case, or Http404."""
    if code != code.lower():
        raise Http404
    return get_object_or_404(
        Country.objects.select_related("region"), iso3=code.upper()
    )


def own_country(user) -> Country | None:
    """Return the country whose record this person opens first, if there is one."""
    readable = Country.objects.where_allowed(user, Capability.READ_RECORD)
    return readable.order_by("iso3").first()
