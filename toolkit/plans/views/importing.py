"""Bringing in a plan that was edited offline: the file, its preview, carrying it out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.core.table_files import FILE_LIMIT, FileRefused
from toolkit.plans.importing.forms import DecideForm, PlanFileForm
from toolkit.plans.importing.judging import Given, judge
from toolkit.plans.importing.pages import preview_context
from toolkit.plans.importing.reading import read_plan
from toolkit.plans.models import PlanImport
from toolkit.plans.permissions import Action
from toolkit.plans.services import importing as services
from toolkit.plans.services.errors import PlanError

from .access import plan_for

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@login_required
@never_cache
def choose(request, pk):
    """Choose a file; it is checked whole and nothing is saved."""
    plan = plan_for(request, pk, Action.EDIT)
    form, faults = PlanFileForm(), []
    if request.method == "POST":
        form = PlanFileForm(request.POST, request.FILES)
        given = _read(form) if form.is_valid() else None
        if given:
            faults = judge(plan, given).faults
            if not faults:
                return _prepared(request, plan, given, form)
    context = {
        "plan": plan,
        "country": plan.country,
        "form": form,
        "faults": faults,
        "upload_limit": filesizeformat(FILE_LIMIT),
    }
    status = 422 if faults or form.errors else 200
    return render(request, "plans/importing_choose.html", context, status=status)


@require_http_methods(FORM)
@login_required
@never_cache
def check(request, pk, number):
    """What the file would do; decide about conflicts and missing lines, bring it in."""
    plan = plan_for(request, pk, Action.EDIT)
    prepared = _found(request, plan, number)
    if prepared.applied_at:
        if request.method == "POST":
            return _done(request, pk, prepared.result.get("counts", {}))
        raise Http404
    judged = judge(plan, services.given_of(prepared))
    data = request.POST if request.method == "POST" else None
    form = DecideForm(data, judged=judged, edit_number=plan.edit_number)
    faults, status = judged.faults, 200
    if data is not None and not form.is_valid():
        status = 422
    elif data is not None:
        try:
            counts = services.apply_import(prepared, by=request.user, **form.decisions)
        except services.PlanMoved as refused:
            messages.warning(request, str(refused))
            return redirect("plans:import_check", pk, number)
        except services.FileFaulty as refused:
            faults, status = refused.faults, 422
        except PlanError as refused:
            form.add_error(None, str(refused))
            status = 422
        else:
            return _done(request, pk, counts)
    context = preview_context(prepared, judged) | {"form": form, "faults": faults}
    return render(request, "plans/importing_check.html", context, status=status)


def _read(form: PlanFileForm) -> Given | None:
    """Return the rows of the file; what is wrong with its form is said beside it."""
    try:
        return read_plan(form.cleaned_data["file"])
    except FileRefused as refusal:
        form.add_error("file", str(refusal))
        return None


def _prepared(request, plan, given, form):
    name = form.cleaned_data["file"].name
    prepared = services.prepare_import(plan, given, by=request.user, file_name=name)
    return redirect("plans:import_check", plan.pk, prepared.pk)


def _found(request, plan, number) -> PlanImport:
    rows = PlanImport.objects.filter(plan=plan, made_by=request.user)
    prepared = get_object_or_404(rows, pk=number)
    prepared.plan = plan
    return prepared


def _done(request, pk, counts):
    number = sum(counts.values())
    if not number:
        messages.info(request, _("The file changed nothing."))
    else:
        words = ngettext(
            "%(count)d line of the file is in the plan.",
            "%(count)d lines of the file are in the plan.",
            number,
        )
        messages.success(request, words % {"count": number})
    return redirect("plans:plan", pk)
