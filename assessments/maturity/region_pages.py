"""Where the countries of a region are in their rounds. Sorted by name, never ranked."""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from assessments.maturity.models import Round, RoundMove
from assessments.maturity.permissions import can_validate_for
from assessments.maturity.round_querysets import handed_on_to
from lms.accounts.models import Country
from lms.accounts.roles import Capability

#: Countries without a round, in the filter.
NONE = "none"


@dataclass(frozen=True)
class Place:
    """One country with its newest round, which is None where there is none.

    Of a round that is not submitted nothing but its state and dates is shown.
    """

    country: str
    round: Round | None
    since: datetime | None
    due_on: date | None
    opens: bool
    waits: bool

    @property
    def state(self) -> str:
        """The state in words."""
        return str(self.round.get_state_display() if self.round else _("No round yet"))


class RegionFilter(forms.Form):
    """Which countries are listed."""

    state = forms.ChoiceField(
        label=_("Where the round stands"),
        required=False,
        choices=[("", _("All")), *Round.State.choices, (NONE, _("No round yet"))],
    )


def sees_region(user) -> bool:
    """Return whether this page is for this person."""
    return user.may(Capability.VALIDATE_ROUNDS) or user.may(Capability.OVERSEE_ROUNDS)


def region_context(user, data) -> dict:
    """Return what the page shows; data: what the filter was asked for."""
    form = RegionFilter(data)
    wanted = form.cleaned_data["state"] if form.is_valid() else ""
    places = places_for(user)
    return {
        "form": form,
        "waiting": [one for one in places if one.waits],
        "places": [one for one in places if _fits(one, wanted)],
        "filtered": wanted and dict(RegionFilter.base_fields["state"].choices)[wanted],
        "total": len(places),
    }


def places_for(user) -> list[Place]:
    """Return the countries within reach, in three queries however many there are."""
    countries = Country.objects.filter(handed_on_to(user, ""))
    last = RoundMove.objects.filter(round=OuterRef("pk")).order_by("-at", "-pk")
    rounds = (
        Round.objects.filter(country__in=countries)
        .annotate(moved_at=Subquery(last.values("at")[:1]))
        .defer("scores")
        .order_by("-reference_date", "-pk")
    )
    newest: dict[int, Round] = {}
    for round in rounds:
        known = newest.get(round.country_id)
        # What a country works on comes before what it has finished.
        if known is None or (known.is_frozen and not round.is_frozen):
            newest[round.country_id] = round
    places = [_place(user, country, newest.get(country.pk)) for country in countries]
    return sorted(places, key=lambda one: one.country.casefold())


def _place(user, country: Country, round: Round | None) -> Place:
    if round is not None:
        round.country = country  # known already: no query for each name
    handed_on = round is not None and round.state not in (
        Round.State.DRAFT,
        Round.State.COLLECTING,
        Round.State.AGREEING,
    )
    return Place(
        country=str(country),
        round=round,
        since=round and (round.moved_at or round.created_at),
        due_on=round and round.due_on,
        opens=handed_on,
        waits=handed_on
        and round.state == Round.State.SUBMITTED
        and can_validate_for(user, country),
    )


def _fits(place: Place, wanted: str) -> bool:
    if wanted == NONE:
        return place.round is None
    return not wanted or (place.round is not None and place.round.state == wanted)
