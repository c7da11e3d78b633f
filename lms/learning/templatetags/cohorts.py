"""The strip of links between the pages of a cohort."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()

#: Name of the address and words, in the order shown. One whose address does not
#: exist is left out.
TABS = (
    ("learning:cohort", _("Overview")),
    ("learning:desk", _("Progress")),
    ("learning:cohort_members", _("Learners")),
    ("learning:cohort_assignments", _("Assignments")),
    ("learning:sessions", _("Sessions")),
    ("learning:desk_messages", _("Messages")),
    ("learning:desk_results", _("Results")),
)
#: Pages below another address that belong to one of these.
BELONGS = {"learning:sessions": "learning:paper_results"}


@register.inclusion_tag("learning/_cohort_tabs.html", takes_context=True)
def cohort_tabs(context, cohort):
    """Show the pages of a cohort; the current one is that above this address."""
    here = context["request"].path
    tabs = []
    for name, title in TABS:
        try:
            url = reverse(name, args=[cohort.pk])
        except NoReverseMatch:
            continue
        whole = name == "learning:cohort"
        current = here == url if whole else here.startswith(url)
        if name in BELONGS:
            current = current or here.startswith(
                reverse(BELONGS[name], args=[cohort.pk])
            )
        tabs.append({"title": title, "url": url, "current": current})
    return {"cohort": cohort, "tabs": tabs}
