"""Agreement of the owners, and the approval of the set."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lms.accounts.roles import Capability
from toolkit.indicators.matrix_forms import ApprovalForm, PaperForm
from toolkit.indicators.services.agreeing import agree as agree_to
from toolkit.indicators.services.agreeing import record_agreement
from toolkit.indicators.services.approving import approve as approve_set
from toolkit.indicators.services.asking import ask_owners
from toolkit.indicators.services.set_refusals import (
    AlreadyApproved,
    NoDraft,
    SetRefusal,
)
from toolkit.indicators.sets_pages import matrix_row
from toolkit.network.permissions import can_keep, own_institutions

from .set_access import FORM, on_draft


@require_safe
@on_draft(Capability.READ_RECORD)
def agree(request, draft):
    """Which owners have agreed to their rows, and who is awaited."""
    keeps = can_keep(request.user, draft.country)
    context = {
        "draft": draft,
        "country": draft.country,
        "keeps": keeps,
        "own": own_institutions(request.user),
        "waits": any(row.is_complete and not row.is_agreed for row in draft.rows),
        "stepper": draft.stepper("agree") if keeps else None,
    }
    return render(request, "indicators/set_agree.html", context)


@require_POST
@on_draft()
def ask(request, draft):
    """Write to the focal points whose agreement is awaited."""
    asked = ask_owners(draft.set, by=request.user)
    if asked.people:
        words = ngettext(
            "%(count)d focal point is asked to agree.",
            "%(count)d focal points are asked to agree.",
            asked.people,
        )
        messages.success(request, words % {"count": asked.people})
        if asked.unreached:
            words = _(
                "Nobody could be asked for: %(owners)s. There is no focal point with "
                "an account. Record the agreement on paper."
            )
            names = "; ".join(map(str, asked.unreached))
            messages.warning(request, words % {"owners": names})
    else:
        words = _(
            "Nobody could be asked: no row waits whose owner has a focal point with "
            "an account. Record the agreement on paper."
        )
        messages.warning(request, words)
    return redirect("indicators:set_agree", draft.code)


@require_http_methods(FORM)
@on_draft(Capability.READ_RECORD)
def agree_row(request, draft, indicator):
    """One row to read in full; the owner agrees, or an agreement on paper is kept."""
    row = next((one for one in draft.rows if one.code == indicator), None)
    if row is None:
        raise Http404
    keeps = can_keep(request.user, draft.country)
    speaks = row.chosen.owner_id in own_institutions(request.user)
    paper = keeps and row.is_complete
    form = PaperForm(
        request.POST if request.method == "POST" and "paper" in request.POST else None,
        initial={
            "edit_number": row.chosen.edit_number,
            "on": timezone.localdate(),
        },
    )
    problem = ""
    if request.method == "POST":
        try:
            if _agreed(request, row, form):
                messages.success(request, _("The agreement is kept."))
                return redirect("indicators:set_agree", draft.code)
        except NoDraft:
            raise
        except SetRefusal as refusal:
            problem = str(refusal)
    context = {
        "draft": draft,
        "country": draft.country,
        "row": row,
        "matrix_row": matrix_row(row),
        "form": form if paper else None,
        "speaks": speaks,
        "problem": problem,
        "stepper": draft.stepper("agree") if keeps else None,
    }
    status = 422 if problem or form.errors else 200
    return render(request, "indicators/set_agree_row.html", context, status=status)


def _agreed(request, row, form) -> bool:
    """Keep the agreement that was given; False when the form says why not."""
    if "paper" not in request.POST:
        number = request.POST.get("edit_number", "")
        seen = int(number) if number.isdecimal() else -1
        agree_to(row.chosen, by=request.user, edit_number=seen)
        return True
    if form.is_valid():
        record_agreement(row.chosen, by=request.user, **form.cleaned_data)
        return True
    return False


@require_http_methods(FORM)
@on_draft()
def approve(request, draft):
    """Every reason why the set cannot be approved yet; or the approval."""
    form = ApprovalForm(
        request.POST if request.method == "POST" else None,
        initial={"on": timezone.localdate(), "number": draft.set.number},
    )
    if request.method == "POST" and form.is_valid():
        answer = _approved(request, draft, form)
        if answer:
            return answer
    context = {
        "draft": draft,
        "country": draft.country,
        "form": form,
        "stepper": draft.stepper("approve"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "indicators/set_approve.html", context, status=status)


def _approved(request, draft, form):
    """Approve the set and show it; None when the form says why not."""
    wanted = form.cleaned_data.pop("number")
    if wanted != draft.set.number:
        # Pressed twice, or another version than the one that was read.
        return redirect("indicators:set", draft.code)
    try:
        approve_set(draft.set, by=request.user, **form.cleaned_data)
    except AlreadyApproved:
        return redirect("indicators:set", draft.code)
    except SetRefusal as refusal:
        form.add_error("on" if not draft.missing else None, str(refusal))
        return None
    messages.success(request, _("The minimum set is approved and frozen."))
    return redirect("indicators:set", draft.code)
