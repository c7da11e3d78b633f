"""The tabs on every page of a country's record."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from lms.accounts.models import Country
from toolkit.network.permissions import can_read

register = template.Library()


@register.inclusion_tag("components/tabs.html", takes_context=True)
def country_tabs(context, country: Country) -> dict:
    """Show the tabs of a country: its page, and what is kept for itself."""
    request = context["request"]
    tabs = [(_("Country page"), "network:country")]
    if can_read(request.user, country):
        tabs += [
            (_("Network"), "network:network"),
            (_("Working group"), "network:group"),
            (_("Data sources"), "indicators:sources"),
            (_("Minimum set"), "indicators:set"),
        ]
    found = []
    for title, name in tabs:
        try:
            url = reverse(name, args=[country.iso3.lower()])
        except NoReverseMatch:
            continue
        found.append({"title": title, "url": url})
    here = max(
        (one["url"] for one in found if request.path.startswith(one["url"])),
        key=len,
        default="",
    )
    for one in found:
        one["current"] = one["url"] == here
    return {"label": str(country), "tabs": found}
