"""Answering for an institution: all questions, evidence, handing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from assessments.maturity import answer_pages as pages
from assessments.maturity.models import Evidence, Round, RoundInstitution
from assessments.maturity.permissions import can_answer_for, can_fill_in_for
from assessments.maturity.services import answering as services
from assessments.maturity.services.errors import RoundError
from lms.core.downloads import stored_download

FORM = ["GET", "HEAD", "POST"]


def found_institution(request, pk: int, institution: int) -> RoundInstitution:
    """Return an institution whose answers this person may read, or raise 404."""
    rounds = Round.objects.visible_to(request.user)
    rows = RoundInstitution.objects.visible_to(request.user).filter(
        round__in=rounds.filter(pk=pk)
    )
    rows = rows.select_related("round__country", "round__framework", "institution")
    return get_object_or_404(rows, pk=institution)


@require_safe
@login_required
@never_cache
def overview(request, pk, institution):
    """All questions of an institution by dimension, with their state."""
    found = found_institution(request, pk, institution)
    standing = pages.Standing(found)
    may_answer = can_answer_for(request.user, found)
    context = {
        "institution": found,
        "round": found.round,
        "standing": standing,
        "groups": standing.groups(),
        "may_change": may_answer and not found.handed_in_at,
        "may_take_back": _may_take_back(request.user, found),
        "may_fill_in": can_fill_in_for(request.user, found) and not found.handed_in_at,
        "closed": ""
        if may_answer and not found.handed_in_at
        else pages.closed_words(found, asked=may_answer),
    }
    return render(request, "maturity/answer_overview.html", context)


@require_safe
@login_required
@never_cache
def evidence(request, pk):
    """The file of a piece of evidence, for who may read the answers it belongs to."""
    rows = Evidence.objects.visible_to(request.user).present()
    rows = rows.filter(
        institution__round__in=Round.objects.visible_to(request.user)
    ).exclude(file="")
    found = get_object_or_404(rows, pk=pk)
    return stored_download(found.file, found.file_name)


@require_http_methods(FORM)
@login_required
@never_cache
def hand_in(request, pk, institution):
    """What is still blank, and the question whether to hand in all the same."""
    found = found_institution(request, pk, institution)
    if request.method == "POST":
        try:
            services.hand_in(found, by=request.user)
        except RoundError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("The answers of %(institution)s are handed in.")
                % {"institution": found.institution},
            )
        return redirect(pages.overview_url(found))
    if not can_answer_for(request.user, found) or found.handed_in_at:
        return redirect(pages.overview_url(found))
    standing = pages.Standing(found)
    lines = [line for group in standing.groups() for line in group.lines]
    context = {
        "institution": found,
        "round": found.round,
        "standing": standing,
        "blank": [line for line in lines if line.state != "done"],
        "unshown": [line for line in lines if line.lacks_evidence],
    }
    return render(request, "maturity/answer_hand_in.html", context)


@require_POST
@login_required
def take_back(request, pk, institution):
    """Open what was handed in again."""
    found = found_institution(request, pk, institution)
    try:
        services.take_back(found, by=request.user)
    except RoundError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The answers can be changed again."))
    return redirect(pages.overview_url(found))


def _may_take_back(user, institution) -> bool:
    return bool(institution.handed_in_at) and can_fill_in_for(user, institution)
