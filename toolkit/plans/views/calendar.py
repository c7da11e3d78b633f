"""Calendars of institutions: the secret address, and what it gives."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.models import Institution
from lms.core.calendar import PUBLISH, calendar_file, content_type
from lms.core.refusals import Refusal
from lms.learning.throttle import spend
from toolkit.plans.calendar_feed import entries_of, feed_by
from toolkit.plans.permissions import Action
from toolkit.plans.services.calendar_feeds import end_feed, make_feed, may_make

from .access import plan_for
from .tracking import FORM

#: Readings of calendars that one address may do in a quarter of an hour.
LIMIT, SECONDS = 120, 900
#: Where an address waits to be shown once.
MADE = "plans.calendar_made"


@require_http_methods(FORM)
@login_required
@never_cache
def calendars(request, pk):
    """The institutions of a plan; POST makes a new address, shown once, or ends it."""
    plan = plan_for(request, pk, Action.TRACK)
    if request.method == "POST":
        named = request.POST.get("institution", "")
        institution = get_object_or_404(
            Institution.objects.filter(country=plan.country),
            pk=named if named.isdecimal() else 0,
        )
        try:
            if request.POST.get("do") == "end":
                end_feed(plan, institution, by=request.user)
                messages.success(request, _("The address is ended."))
                return redirect("plans:calendars", pk=plan.pk)
            secret = make_feed(plan, institution, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("plans:calendars", pk=plan.pk)
        path = reverse("plans:calendar", args=[secret])
        # Handed over to the next page, which shows it and forgets it.
        request.session[MADE] = [institution.pk, f"{settings.BASE_URL}{path}"]
        return redirect("plans:calendars", pk=plan.pk)
    made = request.session.pop(MADE, None)
    return render(
        request,
        "plans/calendar_feeds.html",
        {"plan": plan, "rows": _rows(request.user, plan), "made": made},
    )


def _rows(user, plan):
    """(institution, its feed or None) of those whose calendar this person hands out."""
    feeds = {row.institution_id: row for row in plan.feeds.select_related("made_by")}
    named = plan.items.filter(dropped_at=None).exclude(start="")
    institutions = Institution.objects.active().filter(
        pk__in=[
            *named.exclude(responsible=None).values_list("responsible_id", flat=True),
            *named.exclude(supporting=None).values_list("supporting", flat=True),
            *feeds,
        ]
    )
    return sorted(
        (
            (one, feeds.get(one.pk))
            for one in institutions
            if may_make(user, plan, one.pk)
        ),
        key=lambda row: (str(row[0]), row[0].pk),
    )


@require_safe
@never_cache
def calendar(request, secret):
    """The calendar for whoever has the address; nothing for everybody else."""
    wait = spend(request, "plan-calendar", 1, limit=LIMIT, seconds=SECONDS)
    if wait:
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    feed = feed_by(secret)
    if feed is None:
        raise Http404
    return HttpResponse(
        calendar_file(entries_of(feed)),
        content_type=content_type(PUBLISH),
        headers={
            "Content-Disposition": 'inline; filename="plan.ics"',
            "X-Robots-Tag": "noindex",
            "Referrer-Policy": "no-referrer",
        },
    )
