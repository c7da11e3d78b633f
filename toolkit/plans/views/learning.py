"""Learning from gaps: the modules of a plan, who should take them, who has."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.core.refusals import Refusal
from toolkit.plans.learning import learning_of, proposals
from toolkit.plans.permissions import Action
from toolkit.plans.services.learning import assign_modules

from .access import plan_for
from .tracking import FORM


@require_http_methods(FORM)
@login_required
@never_cache
def learning(request, pk):
    """Each line with modules, and the people proposed; POST assigns what is ticked."""
    plan = plan_for(request, pk, Action.RUN)
    problem = ""
    if request.method == "POST":
        picked = _picked(request.POST.getlist("assign"))
        problem = "" if picked else _("Tick at least one module of one person.")
        if picked:
            try:
                made = assign_modules(plan, picked, by=request.user)
            except Refusal as refusal:
                problem = str(refusal)
            else:
                messages.success(request, _assigned_words(len(made)))
                return redirect("plans:learning", pk=plan.pk)
    lines = learning_of(plan)
    context = {
        "plan": plan,
        "lines": lines,
        "open": len(proposals(lines)),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "plans/learning.html", context, status=status)


def _picked(values) -> set[tuple[str, int]]:
    """(module, person) of what was ticked; nonsense is left out."""
    found = set()
    for value in values:
        module, _colon, person = value.rpartition(":")
        if module and person.isdecimal() and len(person) < 12:
            found.add((module, int(person)))
    return found


def _assigned_words(count: int) -> str:
    if not count:
        return _("Nothing new to assign: all of it was assigned or completed before.")
    return ngettext(
        "%(count)s module is assigned.", "%(count)s modules are assigned.", count
    ) % {"count": count}
