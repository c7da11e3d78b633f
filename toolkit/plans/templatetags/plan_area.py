"""The tabs on every page of a plan, and quarters in words."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from toolkit.plans.models import Plan
from toolkit.plans.permissions import Action, can
from toolkit.plans.quarter_words import quarter_words, span_words

#: Ends of addresses below the plan that belong to the tab "Progress".
_OF_PROGRESS = ("/progress/", "/new-date/", "/calendars/")

register = template.Library()
register.filter("quarter", quarter_words)


@register.filter
def span(line) -> str:
    """Return the quarters of something with start and end: "Q1 2027 to Q3 2027"."""
    return span_words(line.start, line.end)


@register.inclusion_tag("components/tabs.html", takes_context=True)
def plan_tabs(context, plan: Plan) -> dict:
    """Show the tabs of a plan: itself, and what is done with it once it is approved."""
    request = context["request"]
    tabs = [(pgettext("tab", "Plan"), "plans:plan")]
    if plan.state != Plan.State.DRAFT:
        tabs += [(_("Progress"), "plans:track"), (_("Reviews"), "plans:reviews")]
        if can(request.user, Action.RUN, plan):
            tabs.append((_("Learning"), "plans:learning"))
        tabs.append((_("Versions"), "plans:versions"))
        tabs.append((_("What moved"), "plans:moved"))
    found = []
    for title, name in tabs:
        try:
            url = reverse(name, args=[plan.pk])
        except NoReverseMatch:
            continue
        found.append({"title": title, "url": url})
    path = request.path
    if path.endswith(_OF_PROGRESS):
        path = reverse("plans:track", args=[plan.pk])
    here = max(
        (one["url"] for one in found if path.startswith(one["url"])),
        key=len,
        default="",
    )
    for one in found:
        one["current"] = one["url"] == here
    return {"label": plan.title, "tabs": found}
