"""Choosing the indicators of a set, how they cover the topics, their order."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from toolkit.indicators.services.set_refusals import (
    ChangedByAnother,
    NoDraft,
    SetRefusal,
)
from toolkit.indicators.services.sets import choose as choose_indicators
from toolkit.indicators.services.sets import move_chosen
from toolkit.indicators.sets_forms import ChoiceForm
from toolkit.indicators.sets_pages import (
    building,
    candidates_of,
    choice_groups,
    first_ticks,
)

from .set_access import FORM, on_draft

#: Names of the buttons beside the main one.
LATER, LOOK = "later", "look"


@require_http_methods(FORM)
@on_draft()
def choose(request, draft):
    """Tick five to ten candidates; what is ticked stays ticked when it is refused."""
    pairs = candidates_of(draft.set)
    data = request.POST.copy() if request.method == "POST" else None
    initial = {
        "codes": first_ticks(draft.set, pairs),
        "edit_number": draft.set.edit_number,
    }
    form = ChoiceForm(data, candidates=pairs, initial=initial)
    saves = request.method == "POST" and LOOK not in request.POST
    if saves and form.is_valid() and _chosen(request, draft, form):
        later = LATER in request.POST
        name = "indicators:set_choose" if later else "indicators:set_define"
        return redirect(name, draft.code)
    context = {
        "draft": draft,
        "country": draft.country,
        "form": form,
        "groups": choice_groups(draft.set, pairs, form.ticked),
        "building": building(pairs, form.ticked),
        "is_first": not draft.rows,
        "stepper": draft.stepper("choose"),
    }
    status = 422 if saves else 200
    return render(request, "indicators/set_choose.html", context, status=status)


def _chosen(request, draft, form) -> bool:
    """Save the choice; say in the form why not."""
    try:
        choose_indicators(
            draft.set,
            codes=form.cleaned_data["codes"],
            by=request.user,
            edit_number=form.cleaned_data["edit_number"],
            unfinished=LATER in request.POST,
        )
    except ChangedByAnother:
        form.data["edit_number"] = draft.set.edit_number
        words = _(
            "Somebody else has changed the choice while you had the page open. It is "
            "now: %(codes)s. Yours is still ticked below; save again to put it in its "
            "place."
        ) % {"codes": ", ".join(row.code for row in draft.rows) or "–"}
        form.add_error("codes", words)
    except NoDraft:
        raise
    except SetRefusal as refusal:
        form.add_error("codes", str(refusal))
    else:
        messages.success(request, _("The choice is saved."))
        return True
    return False


@require_POST
@on_draft()
def look(request, draft):
    """How what is ticked covers the topics: a piece of the page, nothing is saved."""
    pairs = candidates_of(draft.set)
    form = ChoiceForm(request.POST, candidates=pairs)
    context = {"building": building(pairs, form.ticked)}
    return render(request, "indicators/_set_building.html", context)


@require_POST
@on_draft()
def move(request, draft, indicator):
    """Move an indicator up or down."""
    rows = draft.set.chosen.select_related("minimum_set")
    chosen = get_object_or_404(rows, indicator__code=indicator)
    seen = request.POST.get("seen", "")
    if not seen.isdecimal():
        return HttpResponse(status=400)
    move_chosen(chosen, up="up" in request.POST, seen=int(seen))
    return redirect("indicators:set_define", draft.code)
