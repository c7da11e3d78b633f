"""What the page of a country shows of its action plan."""

from django.urls import reverse

from lms.accounts.models import Country
from toolkit.network.country_page import Content, register
from toolkit.network.publishing import Item
from toolkit.plans.content import UnknownContent, by_pillar, from_data
from toolkit.plans.models import PlanVersion


def register_all() -> None:
    """Say which part this room keeps."""
    register(Item.PLAN, plan)


def plan(country: Country) -> Content | None:
    """Show the version approved last: actions, quarters, responsible institutions.

    Costs and progress are left out; so is what was dropped or is for later.
    """
    versions = PlanVersion.objects.of_country(country)
    version = versions.order_by("-approved_on", "-pk").first()
    if version is None:
        return None
    try:
        content = from_data(version.content)
    except UnknownContent:
        return None
    values = {
        "version": version,
        "plan": content,
        "groups": [one for one in by_pillar(content.scheduled) if one.lines],
    }
    url = reverse("plans:plan", args=[version.plan_id])
    return Content("plans/_public_plan.html", values, url=url)
