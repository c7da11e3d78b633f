"""Which plan and line an address means, and what is said to who may not do that."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from toolkit.plans.models import Plan, PlanItem
from toolkit.plans.permissions import TABLE, Action, allowed, parts_in


def found_plan(request, pk: int) -> Plan:
    """Return a plan whose country's record this person reads, or Http404."""
    plans = Plan.objects.visible_to(request.user)
    return get_object_or_404(plans.with_places(), pk=pk)


def plan_for(request, pk: int, action: Action) -> Plan:
    """Return a plan with which this person may do that now.

    Http404 when the person does not find it; PermissionDenied with words when the
    plan is not at that step, or this is for others.
    """
    plan = found_plan(request, pk)
    parts = parts_in(request.user, plan)
    if allowed(parts, action, plan.state):
        return plan
    if parts & set(TABLE[action]):
        raise PermissionDenied(not_now(plan))
    raise PermissionDenied(_("You can read this plan, but this page is for others."))


def item_of(plan: Plan, code: str) -> PlanItem:
    """Return the line of a plan with this id, or Http404. The plan is its own."""
    item = get_object_or_404(plan.items.select_related("responsible"), code=code)
    item.plan = plan
    return item


def not_now(plan: Plan) -> str:
    """Say why nothing of the kind can be done with a plan in its state."""
    return {
        Plan.State.DRAFT: _(
            "The plan is a draft. This can be done when it is approved."
        ),
        Plan.State.APPROVED: _(
            "The plan is approved. To change it, begin an amendment."
        ),
        Plan.State.AMENDING: _(
            "An amendment of the plan is being prepared. Approve it or give it up first."
        ),
        Plan.State.CLOSED: _("The plan is closed. It can only be read."),
    }[plan.state]
