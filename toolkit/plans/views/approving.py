"""Approving a plan, amending it, and its versions as they were."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.core.refusals import Refusal
from toolkit.plans.approving import (
    Snapshot,
    cautions_in,
    differences,
    missing_in,
    rows_of,
    snapshot_of,
    taken_back,
)
from toolkit.plans.approving_forms import AdoptForm, ApproveForm
from toolkit.plans.content import by_pillar
from toolkit.plans.models import Plan
from toolkit.plans.permissions import Action
from toolkit.plans.plan_reading import content_of
from toolkit.plans.services import approving as services
from toolkit.plans.tracking_errors import NotReady

from .access import found_plan, plan_for

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@login_required
@never_cache
def approve(request, pk):
    """What is missing; or the form of the day, the decision and who signed."""
    plan = found_plan(request, pk)
    if request.method == "POST" and plan.state == Plan.State.APPROVED:
        # A second press: the service knows its own version again.
        return _sign(request, plan, ApproveForm, _approved)
    return _sign(request, plan_for(request, pk, Action.APPROVE), ApproveForm, _approved)


@require_http_methods(FORM)
@login_required
@never_cache
def adopt(request, pk):
    """What an amendment changes, and the form that adopts it."""
    plan = found_plan(request, pk)
    if request.method == "POST" and plan.state == Plan.State.APPROVED:
        return _sign(request, plan, AdoptForm, _adopted)
    plan = plan_for(request, pk, Action.END_AMENDMENT)
    return _sign(request, plan, AdoptForm, _adopted)


def _approved(plan, form, user):
    services.approve_plan(
        plan,
        approved_on=form.cleaned_data["approved_on"],
        decision=form.cleaned_data["decision"],
        introduction=form.cleaned_data["introduction"],
        signatories=form.signatories,
        edit_number=form.cleaned_data["edit_number"],
        by=user,
    )
    return _("The plan is approved. From now on it is followed here.")


def _adopted(plan, form, user):
    version = services.adopt_amendment(
        plan,
        approved_on=form.cleaned_data["approved_on"],
        decision=form.cleaned_data["decision"],
        reason=form.cleaned_data["reason"],
        signatories=form.signatories,
        edit_number=form.cleaned_data["edit_number"],
        by=user,
    )
    return _("The amendment is adopted as version %(number)s.") % {
        "number": version.number
    }


def _sign(request, plan, kind, act):
    data = request.POST if request.method == "POST" else None
    form = kind(
        data,
        edit_number=plan.edit_number,
        initial={"introduction": plan.introduction},
    )
    problem, number = "", 200
    if data is not None:
        number = 422
        if form.is_valid():
            try:
                words = act(plan, form, request.user)
            except ValidationError as error:
                form.refuse(error)
            except NotReady as refusal:
                problem = str(refusal)
            except Refusal as refusal:
                problem, number = str(refusal), 409
            else:
                messages.success(request, words)
                return redirect("plans:version", pk=plan.pk, number=_last(plan).number)
    content = content_of(plan)
    last = _last(plan)
    changes = (
        differences(snapshot_of(last), _present(plan, last.content.get("language", "")))
        if last
        else []
    )
    context = {
        "plan": plan,
        "form": form,
        "problem": problem,
        "missing": missing_in(content),
        "cautions": cautions_in(content),
        "content": content,
        "last": last,
        "changes": changes,
        "running": Plan.objects.of_country(plan.country)
        .filter(state__in=Plan.RUNNING)
        .exclude(pk=plan.pk)
        .first(),
    }
    template = "adopt" if kind is AdoptForm else "approve"
    return render(request, f"plans/approving_{template}.html", context, status=number)


@require_http_methods(FORM)
@login_required
@never_cache
def amend(request, pk):
    """Ask, then open the lines of an approved plan."""
    plan = found_plan(request, pk)
    if plan.state != Plan.State.AMENDING or request.method != "POST":
        plan = plan_for(request, pk, Action.AMEND)
    if request.method != "POST":
        return render(request, "plans/approving_amend.html", {"plan": plan})
    return _moved(
        request, plan, services.begin_amendment, _("The plan can be changed.")
    )


@require_http_methods(FORM)
@login_required
@never_cache
def give_up(request, pk):
    """Ask, then bring the lines back to the version in force."""
    plan = found_plan(request, pk)
    if plan.state != Plan.State.APPROVED or request.method != "POST":
        plan = plan_for(request, pk, Action.END_AMENDMENT)
    if request.method != "POST":
        last = _last(plan)
        present = _present(plan, last.content.get("language", ""))
        changes = taken_back(differences(snapshot_of(last), present), plan, last)
        context = {"plan": plan, "last": last, "changes": changes}
        return render(request, "plans/approving_give_up.html", context)
    words = _("The amendment is given up. The plan is as it was approved.")
    return _moved(request, plan, services.give_up_amendment, words)


def _moved(request, plan, act, words):
    try:
        act(plan, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("plans:plan", pk=plan.pk)


@require_safe
@login_required
@never_cache
def versions(request, pk):
    """All versions of a plan, the latest first."""
    plan = found_plan(request, pk)
    rows = plan.versions.select_related("recorded_by").order_by("-number")
    context = {"plan": plan, "versions": rows.defer("content")}
    return render(request, "plans/approving_versions.html", context)


@require_safe
@login_required
@never_cache
def version(request, pk, number):
    """A version as it was signed; an amendment with what it changed."""
    plan = found_plan(request, pk)
    row = get_object_or_404(plan.versions.select_related("recorded_by"), number=number)
    snapshot = snapshot_of(row)
    before = _before(request, plan, row)
    context = {
        "plan": plan,
        "signed": row,
        "content": snapshot.content,
        "groups": by_pillar(snapshot.content.scheduled),
        "before": before,
        "changes": differences(snapshot_of(before), snapshot) if before else [],
        "others": plan.versions.exclude(number=number).order_by("number"),
        "last": _last(plan).number == number,
    }
    return render(request, "plans/approving_version.html", context)


def _before(request, plan, row):
    """The version to compare with: the one asked for, or the one before."""
    wanted = request.GET.get("since", "")
    if not wanted:
        return plan.versions.filter(number__lt=row.number).order_by("number").last()
    if not wanted.isdecimal() or int(wanted) == row.number:
        raise Http404
    return get_object_or_404(plan.versions, number=int(wanted))


def _last(plan):
    return plan.versions.order_by("number").last()


def _present(plan, language):
    """The plan as it is, in the language of the version it is compared with."""
    with translation.override(language or translation.get_language()):
        return Snapshot(content_of(plan), rows_of(plan))
