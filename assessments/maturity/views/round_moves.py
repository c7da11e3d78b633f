"""The page before a step of a round, and the step itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.maturity import move_words
from assessments.maturity.models import Round
from assessments.maturity.moves import MOVES, move_between
from assessments.maturity.permissions import parts_in
from assessments.maturity.round_forms import MoveForm
from assessments.maturity.services.errors import RoundError, SomebodyWasFirst
from assessments.maturity.services.rounds import (
    leaves_out,
    missing_before,
    move_round,
)

from .access import found_round


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def move(request, pk, to):
    """Ask, then take the round to another state."""
    round = found_round(request, pk)
    if to not in Round.State.values:
        raise Http404
    step = move_between(round.state, to)
    if step is None or not step.parts & parts_in(request.user, round):
        return _no_such_step(request, round, to)
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        initial={"move_number": round.move_number},
        needs_reason=step.back or bool(leaves_out(round, to)),
    )
    problem = missing_before(round, to)
    if request.method == "POST" and form.is_valid():
        try:
            move_round(round, to=to, by=request.user, **form.cleaned_data)
        except SomebodyWasFirst:
            return _too_late(request, round, to)
        except RoundError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, move_words.done(to))
            return redirect("maturity:round", pk=round.pk)
    context = {
        "round": round,
        "step": step,
        "form": form,
        "problem": problem,
        "title": move_words.title(step),
        "facts": move_words.facts(round, step),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "maturity/round_move.html", context, status=status)


def _no_such_step(request, round, to):
    """Send back who comes too late or presses twice; refuse everybody else."""
    parts = parts_in(request.user, round)
    if any(parts & step.parts for step in MOVES if step.after == to):
        return _too_late(request, round, to)
    raise PermissionDenied(_("This step is for others."))


def _too_late(request, round, to):
    """Tell who was second; who pressed twice is told nothing new."""
    last = round.moves.order_by("pk").last()
    if last is None or (last.after, last.by_id) != (to, request.user.pk):
        messages.error(request, str(SomebodyWasFirst.message))
    return redirect("maturity:round", pk=round.pk)
