"""How the pages of a set are opened: by whoever reads, keeps, or by strangers."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from lms.accounts.roles import Capability
from toolkit.indicators.models import MinimumSet
from toolkit.indicators.services.set_refusals import NoDraft
from toolkit.indicators.sets_pages import Draft
from toolkit.network.entering import country_for, named_country
from toolkit.network.models import PublicItem
from toolkit.network.permissions import can_read
from toolkit.network.publishing import may_see

FORM = ["GET", "HEAD", "POST"]


def reads_set(view):
    """Return a view(request, country, ...) for whoever may read the country's set.

    Strangers may when it is public; ``request.reads_record`` says whether somebody
    reads the country's record.
    """

    @wraps(view)
    def opened(request, code, *args, **kwargs):
        country = named_country(code)
        request.reads_record = can_read(request.user, country)
        if may_see(request.user, country, PublicItem.Item.INDICATORS):
            return view(request, country, *args, **kwargs)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404

    return opened


def on_draft(capability=Capability.KEEP_RECORD):
    """Return a decorator: view(request, draft, ...) for the country's draft.

    Without a draft everybody is sent to the overview and told so.
    """

    def decorate(view):
        @wraps(view)
        @login_required
        def opened(request, code, *args, **kwargs):
            country = country_for(request, code, capability)
            found = MinimumSet.objects.of_country(country).drafts()
            minimum_set = found.select_related("country").first()
            try:
                if minimum_set is None:
                    raise NoDraft
                return view(request, Draft(minimum_set), *args, **kwargs)
            except NoDraft as refusal:
                if not _pressed_twice(request, country):
                    messages.error(request, str(refusal))
                return redirect("indicators:set", code)

        return opened

    return decorate


def _pressed_twice(request, country) -> bool:
    """Return whether somebody approves the version that has just been approved."""
    number = request.POST.get("number", "")
    versions = MinimumSet.objects.of_country(country).in_force()
    return number.isdecimal() and versions.filter(number=number).exists()


def version_for(request, country, number: int) -> MinimumSet:
    """Return a version that somebody may read: strangers the one in force alone."""
    versions = MinimumSet.objects.of_country(country).select_related("country")
    if not request.reads_record:
        versions = versions.in_force()
    return get_object_or_404(versions, number=number)
