"""Where the country wants to stand, and who takes which role."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from toolkit.plans import plan_pages, target_pages
from toolkit.plans.permissions import Action
from toolkit.plans.roles_pages import RolesForm, roles_context
from toolkit.plans.services.building import set_roles, set_targets
from toolkit.plans.services.errors import PlanError
from toolkit.plans.target_pages import TargetsForm
from toolkit.plans.views.access import found_plan, plan_for

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@login_required
def targets(request, pk):
    """Set targets on the profile of the result; the effect is shown before saving."""
    plan = plan_for(request, pk, Action.EDIT)
    posted = request.method == "POST"
    form = TargetsForm(request.POST if posted else None, plan=plan)
    do = request.POST.get("do", "")
    if posted and do in target_pages.RESETS:
        form = TargetsForm(plan=plan, years=target_pages.RESETS[do])
    elif posted and form.is_valid() and do == "save":
        try:
            set_targets(plan, by=request.user, **form.cleaned())
        except PlanError as refused:
            form.add_error(None, str(refused))
            form.renew(found_plan(request, pk))
        else:
            messages.success(request, _("The targets are saved."))
            return redirect("plans:build", pk)
    asked = request.headers.get("HX-Trigger-Name", "")
    context = target_pages.targets_context(plan, form, asked=asked)
    context |= plan_pages.frame(plan)
    if request.headers.get("HX-Request"):
        return render(request, "plans/_effect.html", context)
    status = 422 if form.errors else 200
    return render(request, "plans/targets.html", context, status=status)


@require_http_methods(FORM)
@login_required
def roles(request, pk):
    """Say which institutions take which role of the library."""
    plan = plan_for(request, pk, Action.EDIT)
    form = RolesForm(request.POST if request.method == "POST" else None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            set_roles(plan, by=request.user, **form.cleaned())
        except PlanError as refused:
            form.add_error(None, str(refused))
            form.renew(found_plan(request, pk))
        else:
            messages.success(request, _("The roles are saved; lines follow them."))
            return redirect("plans:plan", pk)
    context = plan_pages.frame(plan) | roles_context(plan, form)
    status = 422 if form.errors else 200
    return render(request, "plans/roles.html", context, status=status)
