"""Building the lines of a plan again, and comparing ways to do it."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from toolkit.plans import plan_pages
from toolkit.plans.building import BEST
from toolkit.plans.building_pages import (
    EXACT,
    build_context,
    built_from,
    compare_context,
    query_of,
    scheduled,
    task_for,
)
from toolkit.plans.making_forms import CompareForm
from toolkit.plans.models import Plan
from toolkit.plans.permissions import Action
from toolkit.plans.plan_reading import task_of
from toolkit.plans.services.building import build_again
from toolkit.plans.services.errors import NotSolved, PlanError
from toolkit.plans.services.solving_jobs import ask
from toolkit.plans.views.access import plan_for

FORM = ["GET", "HEAD", "POST"]
#: Seconds after which the page of a plan that is worked out asks again.
REFRESH = 3


@require_http_methods(FORM)
@login_required
def build(request, pk):
    """Show what building again would change; then do it."""
    plan = plan_for(request, pk, Action.EDIT)
    task = task_for(plan, request.GET)
    if request.method == "POST" and request.POST.get("do") == "solve":
        return _solve(request, plan, [task], _here("plans:build", plan, task))
    if request.method == "POST":
        try:
            schedule, row = scheduled(plan, task)
            if schedule is None:
                raise NotSolved
            number = request.POST.get("edit_number", "")
            build_again(
                plan,
                plan_schedule=schedule,
                task=task,
                by=request.user,
                built=built_from(row),
                edit_number=int(number) if number.isdecimal() else -1,
            )
        except PlanError as refused:
            messages.error(request, str(refused))
            return redirect(_here("plans:build", plan, task))
        messages.success(request, _("The plan is built again."))
        return redirect("plans:plan", pk)
    context = plan_pages.frame(plan) | build_context(plan, task)
    return _waiting(render(request, "plans/build.html", context), context)


@require_http_methods(FORM)
@login_required
def compare(request, pk):
    """Show ways to plan side by side; work the exact ones out when asked."""
    plan = plan_for(request, pk, Action.EDIT)
    if request.method == "POST":
        form = CompareForm(request.POST)
        if not form.is_valid():
            context = plan_pages.frame(plan) | compare_context(plan, {})
            context |= {"form": form}
            return render(request, "plans/compare.html", context, status=422)
        tasks = [_exact(plan, way, form.cleaned_data) for way in EXACT]
        query = query_of(tasks[-1]).partition("&")[2]
        return _solve(
            request, plan, tasks, f"{reverse('plans:compare', args=[pk])}?{query}"
        )
    context = plan_pages.frame(plan) | compare_context(plan, request.GET)
    return _waiting(render(request, "plans/compare.html", context), context)


def _exact(plan: Plan, way: str, means: dict):
    if way != BEST:
        means = {"budget": None, "quarters": None}
    return replace(task_of(plan), way=way, **means)


def _solve(request, plan: Plan, tasks, url: str):
    """Ask for exact plans, then go to where they are shown."""
    try:
        for task in tasks:
            ask(plan, task)
    except PlanError as refused:
        messages.error(request, str(refused))
    return redirect(url)


def _here(name: str, plan: Plan, task) -> str:
    return f"{reverse(name, args=[plan.pk])}?{query_of(task)}"


def _waiting(response, context):
    """Let a page that waits for the solver come again by itself, without script."""
    if context["working"]:
        response["Refresh"] = str(REFRESH)
    return response
