"""The page "what moved since last time"."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toolkit.plans.moved_pages import moved_context
from toolkit.plans.views.access import found_plan


@require_safe
@login_required
def moved(request, pk):
    """Levels of the plan's round and of a later one, beside what aimed at them."""
    plan = found_plan(request, pk)
    context = moved_context(request.user, plan, request.GET.get("round", ""))
    return render(request, "plans/moved.html", context)
