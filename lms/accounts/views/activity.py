"""The activity log: who did what, when."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from lms.accounts.forms import ActivityFilter
from lms.accounts.models import AuditEntry, User
from lms.accounts.places import countries_for
from lms.accounts.roles import Capability

from .access import active_filters, needs, paged


@require_GET
@needs(Capability.VIEW_ACTIVITY_LOG)
def log(request):
    """The log of own countries, of one person if the address says so."""
    countries = countries_for(request.user, Capability.VIEW_ACTIVITY_LOG)
    form = ActivityFilter(request.GET, countries=countries)
    entries = form.narrowed(AuditEntry.objects.visible_to(request.user))
    person = None
    if request.GET.get("person", "").isdecimal():
        people = User.objects.visible_to(request.user)
        person = get_object_or_404(people, pk=request.GET["person"])
        entries = entries.of_person(person)
    listing = paged(request, entries.select_related("country"))
    count = listing["page"].paginator.count
    context = listing | {
        "filter": form,
        "person": person,
        "countries": countries,
        "many": len(countries) > 1,
        "count": ngettext("%(count)d entry", "%(count)d entries", count)
        % {"count": count},
        "active": active_filters(request, form, request.path),
    }
    return render(request, "accounts/activity.html", context)
