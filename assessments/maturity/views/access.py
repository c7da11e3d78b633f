"""Which round an address means, and what is said to somebody who may not do that."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from assessments.maturity.models import Round
from assessments.maturity.permissions import TABLE, Action, allowed, parts_in
from assessments.maturity.services.errors import NotNow


def found_round(request, pk: int) -> Round:
    """Return a round that this person may open, or Http404."""
    rounds = Round.objects.visible_to(request.user)
    return get_object_or_404(rounds.select_related("country", "framework"), pk=pk)


def round_for(request, pk: int, action: Action) -> Round:
    """Return a round in which this person may do that now.

    Http404 when the person does not find the round; PermissionDenied with words
    when the round is not at that step, or this is for others.
    """
    round = found_round(request, pk)
    parts = parts_in(request.user, round)
    if allowed(parts, action, round.state):
        return round
    if parts & set(TABLE[action]):
        raise PermissionDenied(str(NotNow.message))
    raise PermissionDenied(
        _("You can read this assessment, but this page is for others.")
    )


def refused(refusal: Exception) -> ValidationError | str:
    """Return a service's refusal as what Form.add_error takes."""
    return refusal if isinstance(refusal, ValidationError) else str(refusal)
