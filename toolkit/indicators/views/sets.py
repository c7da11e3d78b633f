"""Pages of a minimum set: overview, starting, profile and weights, scores, versions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.roles import Capability
from toolkit.indicators.matrix import Matrix
from toolkit.indicators.models import MinimumSet
from toolkit.indicators.services.set_refusals import ChangedByAnother
from toolkit.indicators.services.sets import change_profile, save_scores, start_set
from toolkit.indicators.sets_changes import changes
from toolkit.indicators.sets_forms import ProfileForm, ScoresForm, initial_profile
from toolkit.indicators.sets_pages import Draft, candidates_of, ranking
from toolkit.indicators.sets_reading import snapshot
from toolkit.indicators.sets_words import CRITERIA
from toolkit.network.entering import country_for
from toolkit.network.permissions import can_keep, own_institutions

from .set_access import FORM, on_draft, reads_set, version_for


@require_safe
@reads_set
def overview(request, country):
    """The set in force, the draft that is worked on, and the versions before."""
    versions = MinimumSet.objects.of_country(country).select_related("country")
    in_force = versions.in_force().first()
    found = versions.drafts().first() if request.reads_record else None
    draft = Draft(found) if found else None
    context = {
        "country": country,
        "keeps": can_keep(request.user, country),
        "reads": request.reads_record,
        "matrix": in_force and Matrix(snapshot(in_force)),
        "draft": draft,
        "stepper": draft and draft.stepper(),
        "awaited": draft and draft.awaited(own_institutions(request.user)),
        "earlier": versions.agreed_upon().replaced() if request.reads_record else [],
    }
    return render(request, "indicators/set.html", context)


@require_http_methods(FORM)
@login_required
def start(request, code):
    """Start the first version, or the next one as a copy of the one in force."""
    country = country_for(request, code, Capability.KEEP_RECORD)
    in_force = MinimumSet.objects.of_country(country).in_force().first()
    form = ProfileForm(
        request.POST if request.method == "POST" and not in_force else None,
        country=country,
    )
    if request.method == "POST" and (in_force or form.is_valid()):
        start_set(country, by=request.user, **({} if in_force else form.asked))
        if in_force:
            words = _("The new version is a copy. Change what has to change.")
            messages.success(request, words)
            return redirect("indicators:set_define", code)
        messages.success(request, _("The draft is there. Now score the candidates."))
        return redirect("indicators:set_scores", code)
    context = {"form": form, "country": country, "in_force": in_force}
    status = 422 if form.errors else 200
    return render(request, "indicators/set_start.html", context, status=status)


@require_http_methods(FORM)
@on_draft()
def profile(request, draft):
    """Say what the country is, and how candidates are weighed."""
    data = request.POST.copy() if request.method == "POST" else None
    form = ProfileForm(data, initial=initial_profile(draft.set), country=draft.country)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(
                draft.set,
                **form.asked,
                by=request.user,
                edit_number=form.cleaned_data["edit_number"] or 0,
            )
        except ChangedByAnother as refusal:
            form.data["edit_number"] = draft.set.edit_number
            form.add_error(None, str(refusal))
            theirs = ranking(draft.set, [])["weights"]
        else:
            messages.success(request, _("Profile and weights are saved."))
            return redirect("indicators:set_scores", draft.code)
    context = {
        "draft": draft,
        "country": draft.country,
        "form": form,
        "theirs": theirs,
        "stepper": draft.stepper("profile"),
    }
    status = 422 if form.errors else 200
    return render(request, "indicators/set_profile.html", context, status=status)


@require_http_methods(FORM)
@on_draft()
def scores(request, draft):
    """Score every candidate from 1 to 5, four times; see them ranked."""
    pairs = candidates_of(draft.set)
    data = request.POST if request.method == "POST" else None
    form = ScoresForm(data, candidates=pairs)
    if request.method == "POST" and form.is_valid():
        conflicts = save_scores(
            draft.set, scores=form.scores, seen=form.seen, by=request.user
        )
        if not conflicts:
            messages.success(request, _("The scores are saved."))
            if "go" in request.POST:
                return redirect("indicators:set_choose", draft.code)
            return redirect("indicators:set_scores", draft.code)
        form.refuse(conflicts)
    context = {
        "draft": draft,
        "country": draft.country,
        "form": form,
        "criteria": CRITERIA.values(),
        "ranking": ranking(draft.set, pairs),
        "stepper": draft.stepper("scores"),
    }
    status = 422 if form.errors else 200
    return render(request, "indicators/set_scores.html", context, status=status)


@require_safe
@reads_set
def version(request, country, number):
    """One version as it stands or stood, and what changed since the one before."""
    found = version_for(request, country, number)
    matrix = Matrix(snapshot(found))
    before = None
    if request.reads_record:
        earlier = MinimumSet.objects.of_country(country).agreed_upon()
        before = earlier.filter(number__lt=number).first()
    context = {
        "country": country,
        "minimum_set": found,
        "matrix": matrix,
        "reads": request.reads_record,
        "before": before,
        "changes": before and changes(Matrix(snapshot(before)), matrix),
        "as_of": matrix.as_of,
    }
    return render(request, "indicators/set_version.html", context)
