"""The page of a country, what is public of it, and the list of such pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.models import Country
from lms.accounts.roles import Capability
from toolkit.network import country_page as pages
from toolkit.network.entering import country_for, named_country
from toolkit.network.permissions import can_keep, can_read
from toolkit.network.publishing import (
    WHAT_STRANGERS_SEE,
    countries_with_page,
    public_items,
)
from toolkit.network.services.publishing import make_public, make_restricted

#: What a press on a button of the page that asks once more wants.
PUBLIC, RESTRICTED = "public", "restricted"


@require_safe
@login_required
def home(request):
    """Open the page of one's country; a choice when there are several."""
    rows = Country.objects.where_allowed(request.user, Capability.READ_RECORD)
    found = sorted(rows, key=str)
    own = request.user.country
    if not found and own is None:
        return redirect("network:countries")
    if len(found) <= 1:
        return redirect("network:country", (found or [own])[0].iso3.lower())
    return render(request, "network/home.html", {"countries": found})


@require_safe
def countries(request):
    """All countries with something public: names in order, no ranks."""
    context = {"countries": countries_with_page()}
    return render(request, "network/countries.html", context)


@require_safe
def country(request, code):
    """A country's record: for strangers what is public, for its people all of it."""
    found = named_country(code)
    reads = can_read(request.user, found)
    as_stranger = reads and request.GET.get("as") == "stranger"
    reader = AnonymousUser() if as_stranger else request.user
    context = {
        "country": found,
        "reads": reads and not as_stranger,
        "as_stranger": as_stranger,
        "keeps": can_keep(request.user, found),
        "sections": pages.sections_for(reader, found),
        "rounds": pages.published_rounds(reader, found),
    }
    return render(request, "network/country.html", context)


@require_safe
@login_required
def publishing(request, code):
    """Decide item by item what strangers may read."""
    found = country_for(request, code, Capability.KEEP_RECORD)
    public = public_items(found)
    rows = [
        {
            "item": item,
            "label": item.label,
            "row": public.get(item),
            "words": WHAT_STRANGERS_SEE[item],
        }
        for item in pages.kept_items()
    ]
    context = {"country": found, "rows": rows, "public": len(public)}
    return render(request, "network/publishing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request, code, item):
    """Ask once more, saying what strangers will see; POST makes it so."""
    found = country_for(request, code, Capability.KEEP_RECORD)
    kept = {str(one): one for one in pages.kept_items()}
    if item not in kept:
        raise Http404
    item = kept[item]
    row = public_items(found).get(item)
    if request.method != "POST":
        context = {
            "country": found,
            "item": item,
            "row": row,
            "words": WHAT_STRANGERS_SEE[item],
        }
        return render(request, "network/publish.html", context)
    if request.POST.get("do") == PUBLIC:
        make_public(found, item, by=request.user)
        words = _("Now public: %(part)s.")
    elif request.POST.get("do") == RESTRICTED:
        make_restricted(found, item, by=request.user)
        words = _("Not public any more: %(part)s.")
    else:
        raise Http404
    messages.success(request, words % {"part": item.label})
    return redirect("network:publishing", code)
