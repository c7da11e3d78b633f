"""Who answers in a round: institutions, people asked, reminders."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.maturity.cockpit import institution_lines, reminded_today
from assessments.maturity.models import Respondent, Round
from assessments.maturity.permissions import Action, Part, parts_in
from assessments.maturity.round_forms import (
    InstitutionsForm,
    InviteForm,
    NewInstitutionForm,
)
from assessments.maturity.round_reading import framework_of
from assessments.maturity.services import rounds as services
from assessments.maturity.services.errors import RoundError
from assessments.maturity.services.reminding import remind_respondent
from assessments.maturity.services.setting_up import add_institution
from lms.accounts.services.errors import AccountsError

from .access import found_round, refused, round_for

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@login_required
def institutions(request, pk):
    """Say which institutions answer, and which of them are core."""
    round = round_for(request, pk, Action.SET_UP)
    data = request.POST if request.method == "POST" else None
    form = InstitutionsForm(data, round=round)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_institutions(
                round, institutions=form.wanted(), by=request.user
            )
        except RoundError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The list of institutions is saved."))
            return redirect("maturity:round_people", pk=round.pk)
    context = {"form": form, "round": round}
    status = 422 if form.errors else 200
    return render(request, "maturity/round_institutions.html", context, status=status)


@require_http_methods(FORM)
@login_required
def institution_add(request, pk):
    """Add an institution that the country's list lacks."""
    round = round_for(request, pk, Action.SET_UP)
    form = NewInstitutionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = add_institution(round, by=request.user, **form.cleaned_data)
        except (RoundError, ValidationError) as refusal:
            form.add_error(None, refused(refusal))
        else:
            words = _("%(institution)s answers in this round. Now say who.")
            messages.success(request, words % {"institution": row})
            return redirect("maturity:round_people", pk=round.pk)
    context = {"form": form, "round": round}
    status = 422 if form.errors else 200
    return render(
        request, "maturity/round_institution_add.html", context, status=status
    )


@require_http_methods(FORM)
@login_required
def people(request, pk):
    """Who is asked to answer for each institution, how far they are; ask one more."""
    round = found_round(request, pk)
    if Part.RUNS not in parts_in(request.user, round):
        raise PermissionDenied(_("This page is for those who run the round."))
    if request.method == "POST":
        round_for(request, pk, Action.SET_UP)
    initial = {
        "language": request.LANGUAGE_CODE,
        "institution": request.GET.get("institution", ""),
    }
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, round=round, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            respondent = services.invite_respondent(
                form.cleaned_data["institution"], by=request.user, **form.asked()
            )
        except (RoundError, AccountsError) as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(name)s is asked to answer for %(institution)s.")
            names = {"name": respondent, "institution": respondent.institution}
            messages.success(request, words % names)
            return redirect("maturity:round_people", pk=round.pk)
    return _people_page(request, round, form)


def _people_page(request, round: Round, form):
    lines = institution_lines(round, asked=list(framework_of(round).by_id))
    context = {
        "round": round,
        "form": form,
        "lines": lines,
        "open": round.state in (Round.State.DRAFT, Round.State.COLLECTING),
        "collecting": round.state == Round.State.COLLECTING,
        "reminded": reminded_today(
            round, [one for line in lines for one in line.respondents]
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "maturity/round_people.html", context, status=status)


def _found(request, pk, respondent) -> Respondent:
    """Return somebody asked in a round that this person sets up, or 404."""
    round = round_for(request, pk, Action.SET_UP)
    rows = Respondent.objects.filter(
        institution__round=round, removed_at=None
    ).select_related(
        "person", "institution__institution", "institution__round__country"
    )
    return get_object_or_404(rows, pk=respondent)


@require_http_methods(FORM)
@login_required
def respondent_remove(request, pk, respondent):
    """Ask, then take somebody off the list."""
    found = _found(request, pk, respondent)
    if request.method == "POST":
        services.remove_respondent(found, by=request.user)
        words = _("%(name)s is not asked any more.")
        messages.success(request, words % {"name": found})
        return redirect("maturity:round_people", pk=pk)
    context = {"round": found.institution.round, "respondent": found}
    return render(request, "maturity/respondent_remove.html", context)


@require_POST
@login_required
def remind(request, pk, respondent):
    """Remind somebody by e-mail, at most once a day."""
    found = _found(request, pk, respondent)
    try:
        sent = remind_respondent(found, by=request.user)
    except RoundError as refusal:
        messages.error(request, str(refusal))
    else:
        words = (
            _("%(name)s gets a reminder by e-mail.")
            if sent
            else _("%(name)s had a reminder today already.")
        )
        messages.success(request, words % {"name": found})
    return redirect("maturity:round_people", pk=pk)
