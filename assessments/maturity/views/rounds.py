"""Pages of rounds: the list, opening one, one round, its due date, its steps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.maturity import cockpit, listing
from assessments.maturity.models import Round
from assessments.maturity.permissions import Action
from assessments.maturity.round_forms import DueForm, OpenRoundForm
from assessments.maturity.services.errors import RoundError
from assessments.maturity.services.rounds import open_round
from assessments.maturity.services.setting_up import set_due_date
from lms.accounts.places import countries_for
from lms.accounts.roles import Capability
from lms.accounts.views.access import needs

from .access import found_round, refused, round_for

FORM = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def round_list(request):
    """The rounds that somebody may open, and where answers are awaited."""
    return render(request, "maturity/rounds.html", listing.rounds_for(request))


@require_safe
@login_required
def round_page(request, pk):
    """One round: where it stands and what is to be done."""
    round = found_round(request, pk)
    found = cockpit.cockpit_for(request.user, round)
    context = {
        "round": round,
        "cockpit": found,
        "stepper": cockpit.steps_of(round),
        "sign": cockpit.SIGNS[round.state],
    }
    return render(request, "maturity/round.html", context)


@require_http_methods(FORM)
@needs(Capability.RUN_ROUNDS)
def new(request):
    """Open a round for a country."""
    countries = countries_for(request.user, Capability.RUN_ROUNDS)
    country = _chosen(request, countries)
    if country is None:
        context = {"countries": countries}
        return render(request, "maturity/round_country.html", context)
    data = request.POST if request.method == "POST" else None
    form = OpenRoundForm(data, country=country)
    if request.method == "POST" and form.is_valid():
        try:
            round = open_round(country, by=request.user, **form.cleaned_data)
        except RoundError as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("The round is open as a draft. Now say who answers.")
            messages.success(request, words)
            return redirect("maturity:round_people", pk=round.pk)
    under_way = Round.objects.filter(country=country).under_way().first()
    context = {"form": form, "country": country, "under_way": under_way}
    status = 422 if form.errors else 200
    return render(request, "maturity/round_new.html", context, status=status)


def _chosen(request, countries):
    """Return the country of an address, the only one there is, or None to choose."""
    wanted = request.GET.get("country", "")
    if not wanted:
        return countries[0] if len(countries) == 1 else None
    for country in countries:
        if country.iso2 == wanted:
            return country
    raise Http404


@require_http_methods(FORM)
@login_required
def due(request, pk):
    """Change until when answers are awaited."""
    round = round_for(request, pk, Action.SET_UP)
    data = request.POST if request.method == "POST" else None
    form = DueForm(data, initial={"due_on": round.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            set_due_date(round, due_on=form.cleaned_data["due_on"], by=request.user)
        except (RoundError, ValidationError) as refusal:
            form.add_error(None, refused(refusal))
        else:
            messages.success(request, _("The due date is saved."))
            return redirect("maturity:round", pk=round.pk)
    context = {"form": form, "round": round}
    status = 422 if form.errors else 200
    return render(request, "maturity/round_due.html", context, status=status)
