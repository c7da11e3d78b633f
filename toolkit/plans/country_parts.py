"""What the page of a country shows of its plan: as it was approved last."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.models import Country
from toolkit.network.country_page import Content, Download, register
from toolkit.network.publishing import Item
from toolkit.plans.content import UnknownContent, by_pillar, by_quarter, from_data
from toolkit.plans.models import Plan, PlanVersion
from toolkit.plans.quarter_words import quarter_words, span_words


def register_all() -> None:
    """Say which part this room keeps."""
    register(Item.PLAN, plan, page="plans:plans")


def public_version(country: Country) -> PlanVersion | None:
    """Return the version of a country's plan that was approved last, if there is one.

    Of the plan that runs; when none runs, of the newest that is closed.
    """
    versions = PlanVersion.objects.filter(plan__country=country)
    versions = versions.select_related("plan").order_by("-number")
    running = versions.filter(plan__state__in=Plan.RUNNING).first()
    return running or versions.order_by("-approved_on", "-plan", "-number").first()


def plan(country: Country) -> Content | None:
    """Show events, quarters and responsible institutions, and the PDF.

    Levels, costs and progress are left out; so is what was dropped or is for later.
    """
    version = public_version(country)
    if version is None:
        return None
    try:
        content = from_data(version.content)
    except UnknownContent:
        return None
    values = {
        "version": version,
        "content": content,
        "pillars": [one for one in by_pillar(content.scheduled) if one.key],
        "span": span_words(content.first, content.last),
        "quarters": [
            (
                quarter_words(quarter),
                [(one, span_words(one.start, one.end)) for one in lines],
            )
            for quarter, lines in by_quarter(content.scheduled)
        ],
    }
    address = reverse("plans:pdf", args=[version.plan_id])
    address = f"{address}?version={version.number}"
    return Content(
        "plans/_public_plan.html",
        values,
        (Download(_("Plan (PDF)"), address),),
        url=reverse("plans:plan", args=[version.plan_id]),
    )
