"""Agreeing levels: all questions, and those to which everybody gave the same."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.maturity import agree_pages as pages
from assessments.maturity import equal_pages
from assessments.maturity.agree_forms import ALL, EqualForm, FilterForm
from assessments.maturity.cockpit import steps_of
from assessments.maturity.models import Round
from assessments.maturity.permissions import Action, allowed, parts_in
from assessments.maturity.services.agreeing import agree_equal
from assessments.maturity.services.errors import NotNow

from .access import round_for

FORM = ["GET", "HEAD", "POST"]


@require_safe
@login_required
@never_cache
def agree(request, pk):
    """All questions by dimension: what is agreed, what has to be discussed."""
    round = round_for(request, pk, Action.SEE_ANSWERS)
    parts = parts_in(request.user, round)
    table = pages.Table(round)
    form = FilterForm(request.GET or None, initial={"show": ALL})
    may_agree = allowed(parts, Action.AGREE, round.state)
    context = {
        "round": round,
        "stepper": steps_of(round),
        "table": table,
        "groups": table.groups(form.shown),
        "filter": form,
        "is_filtered": form.shown != ALL,
        "next": table.next_after(""),
        "may_agree": may_agree,
        "closed": "" if may_agree else closed_words(round),
        "sees_result": allowed(parts, Action.SEE_RESULT, round.state),
        "equal": equal_pages.offered(table) if may_agree else [],
        "sent_back": pages.sent_back(round),
    }
    return render(request, "maturity/agree.html", context)


@require_http_methods(FORM)
@login_required
@never_cache
def equal(request, pk):
    """Questions to which every institution gave one level, agreed in one step."""
    round = round_for(request, pk, Action.AGREE)
    table = pages.Table(round)
    data = request.POST if request.method == "POST" else None
    form = EqualForm(data, framework=table.framework, institutions=table.institutions)
    if request.method == "POST" and form.is_valid():
        try:
            done = agree_equal(
                round,
                levels=form.read_levels,
                reason=form.cleaned_data["reason"],
                who=form.chosen,
                by=request.user,
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        except NotNow as refusal:
            form.add_error(None, str(refusal))
        else:
            _say(request, len(done), len(form.read_levels))
            return redirect("maturity:agree", pk=round.pk)
    context = {
        "round": round,
        "form": form,
        "lines": equal_pages.lines(table, form),
    }
    status = 422 if form.errors else 200
    return render(request, "maturity/agree_equal.html", context, status=status)


def _say(request, done: int, wanted: int) -> None:
    """Say how many levels are agreed now, and how many were left as they are."""
    words = ngettext(
        "%(count)s level is agreed.", "%(count)s levels are agreed.", done
    ) % {"count": done}
    messages.success(request, words)
    if done < wanted:
        messages.info(
            request,
            _(
                "The others are left as they are: they were agreed already, or an "
                "answer has changed."
            ),
        )


def closed_words(round: Round) -> str:
    """Return why levels cannot be set now, or not by this person."""
    if round.state == Round.State.AGREEING:
        return _("You can read this page. The country sets the levels.")
    if round.state in (Round.State.DRAFT, Round.State.COLLECTING):
        return _("Levels are set when the answers are closed. Until then, only read.")
    return _("Levels cannot be changed at this step of the round: %(step)s.") % {
        "step": round.get_state_display()
    }
