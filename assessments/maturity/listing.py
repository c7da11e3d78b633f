"""What the first page of the area "Assess" lists for one person."""

from assessments.maturity.cockpit import SIGNS, doors_of, steps_of
from assessments.maturity.models import Round
from assessments.maturity.permissions import can_validate_for
from lms.accounts.places import countries_for
from lms.accounts.roles import Capability
from lms.accounts.views.access import paged


def rounds_for(request) -> dict:
    """Return the rounds that a person may open, newest first, and the open doors.

    The number of queries does not grow with the number of rounds.
    """
    user = request.user
    listed = paged(
        request, Round.objects.visible_to(user).select_related("country", "framework")
    )
    mine = countries_for(user, Capability.RUN_ROUNDS)
    states: dict[int, set[str]] = {}
    for country, state in Round.objects.filter(country__in=mine).values_list(
        "country", "state"
    ):
        states.setdefault(country, set()).add(state)
    busy = {pk for pk, found in states.items() if found & set(Round.UNDER_WAY)}
    return listed | {
        "rows": [
            (round, SIGNS[round.state], steps_of(round))
            for round in listed["page"].object_list
        ],
        "doors": doors_of(user),
        "to_validate": [
            round
            for round in listed["page"].object_list
            if round.state == Round.State.SUBMITTED
            and can_validate_for(user, round.country)
        ],
        "without": [country for country in mine if country.pk not in states],
        "oversees": user.may(Capability.OVERSEE_ROUNDS),
        "may_open": [country for country in mine if country.pk not in busy],
    }
