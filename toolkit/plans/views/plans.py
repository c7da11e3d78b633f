"""Pages of plans: the list, making one, one plan, its means, deleting a draft."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.maturity.models import Round
from lms.accounts.roles import Capability
from lms.accounts.views.access import needs, refusal
from toolkit.network.permissions import can_plan
from toolkit.plans import plan_pages
from toolkit.plans.making_forms import NewPlanForm, PlanMeansForm
from toolkit.plans.models import Plan
from toolkit.plans.permissions import Action
from toolkit.plans.services.building import delete_draft, set_capacity
from toolkit.plans.services.continuing import begin_plan, plan_before
from toolkit.plans.services.errors import (
    DraftExists,
    LinesBefore,
    PlanError,
    RoundNotReady,
)
from toolkit.plans.views.access import found_plan, plan_for

FORM = ["GET", "HEAD", "POST"]


@require_safe
@needs(Capability.READ_RECORD)
def plans(request):
    """The plans that somebody may read, and rounds that wait for one."""
    return render(request, "plans/plans.html", plan_pages.plans_context(request.user))


@require_http_methods(FORM)
@login_required
def new(request):
    """Build an action plan from a round."""
    round = _round(request)
    form = NewPlanForm(request.POST if request.method == "POST" else None)
    draft = Plan.objects.of_country(round.country).draft().first()
    before = plan_before(round)
    problem = "" if round.is_frozen else str(RoundNotReady.message)
    if request.method == "POST" and not problem and form.is_valid():
        try:
            plan = begin_plan(round, by=request.user, **form.cleaned_data)
        except DraftExists as refused:
            draft = refused.plan
            # Pressed twice: it is the plan that was just built.
            if (draft.round_id, draft.edit_number) == (round.pk, 0):
                return redirect("plans:plan", draft.pk)
        except PlanError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("The plan is built. Check targets, roles and lines.")
            )
            return redirect("plans:plan", plan.pk)
    context = {"form": form, "round": round, "draft": draft, "problem": problem}
    context["before"] = before
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/new.html", context, status=status)


@require_safe
@login_required
def plan(request, pk):
    """One plan with its lines."""
    found = found_plan(request, pk)
    return render(request, "plans/plan.html", plan_pages.plan_context(request, found))


@require_http_methods(FORM)
@login_required
def capacity(request, pk):
    """Change title, first quarter and how much is carried at once."""
    plan = plan_for(request, pk, Action.EDIT)
    form = PlanMeansForm(request.POST if request.method == "POST" else None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            set_capacity(plan, by=request.user, **form.cleaned_data)
        except LinesBefore as refused:
            form.add_error("start", str(refused))
        except PlanError as refused:
            form.add_error(None, str(refused))
            form.renew(found_plan(request, pk))
        else:
            messages.success(
                request, _("Saved. Build the plan again to let its lines follow.")
            )
            return redirect("plans:build", pk)
    context = plan_pages.frame(plan) | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "plans/capacity.html", context, status=status)


@require_http_methods(FORM)
@login_required
def delete(request, pk):
    """Ask, then delete a draft."""
    plan = plan_for(request, pk, Action.APPROVE)
    if request.method == "POST":
        delete_draft(plan, by=request.user)
        messages.success(request, _("The draft is deleted."))
        return redirect("plans:plans")
    context = plan_pages.frame(plan) | {"number": plan.items.count()}
    return render(request, "plans/delete.html", context)


def _round(request) -> Round:
    """Return the round of the address, for somebody who plans for its country."""
    wanted = request.GET.get("round") or request.POST.get("round") or ""
    rounds = Round.objects.visible_to(request.user)
    rounds = rounds.select_related("country__region", "framework")
    round = get_object_or_404(rounds, pk=wanted if wanted.isdecimal() else 0)
    if not can_plan(request.user, round.country):
        raise PermissionDenied(refusal(Capability.RUN_PLANS))
    return round
