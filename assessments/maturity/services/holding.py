"""A round as it is now, held until the transaction ends."""

from assessments.maturity.models import Round
from assessments.maturity.permissions import Action, allowed, parts_in
from lms.accounts.models import User

from .errors import NotNow


def held_for(round: Round, action: Action, *, by: User) -> Round:
    """Lock a round for an action and return it anew.

    Raises NotNow when the person may not do that in the state it has now.
    """
    round = (
        Round.objects.select_for_update(of=("self",))
        .select_related("country", "framework")
        .get(pk=round.pk)
    )
    if not allowed(parts_in(by, round), action, round.state):
        raise NotNow
    return round
