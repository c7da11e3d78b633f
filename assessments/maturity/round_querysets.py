"""Which rounds, and what belongs to them, somebody may see.

The table that decides is in permissions.py; what a person may read of a round's
parts also depends on its state, which the views ask there.
"""

from django.db import models
from django.db.models import Q

from lms.accounts.querysets import scope_of
from lms.accounts.roles import Capability

#: States in which people of the region who are not of the country see a round.
HANDED_ON = ("submitted", "validated", "published")


def within_reach(user, prefix: str, capability: str) -> Q:
    """Return the condition "in a country where this person may do that".

    Unlike scope_of, "everywhere" is a condition too: an empty one is lost as soon
    as it stands beside an "or".
    """
    return scope_of(user, prefix, capability) or Q(**{f"{prefix}pk__isnull": False})


def handed_on_to(user, prefix: str) -> Q:
    """Return the condition "of a country whose rounds are handed on to this person".

    prefix leads to the country ("country__"). Validators never judge a country
    they work for.
    """
    own = [one.country_id for one in user.current_memberships if one.country_id]
    validates = within_reach(user, prefix, Capability.VALIDATE_ROUNDS)
    if own:
        validates &= ~Q(**{f"{prefix}pk__in": own})
    return validates | within_reach(user, prefix, Capability.OVERSEE_ROUNDS)


class RoundQuerySet(models.QuerySet):
    """Rounds."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the rounds this person may open at all.

        The country's coordinator and administrators see all of their rounds;
        respondents those in which they are asked; validators and regional
        administrators those that a country has submitted; everybody who is
        signed in those that a country has published.
        """
        if not user.is_authenticated:
            return self.none()
        own = within_reach(user, "country__", Capability.RUN_ROUNDS)
        asked = Q(pk__in=self._asked(user))
        handed_on = Q(state__in=HANDED_ON) & handed_on_to(user, "country__")
        return self.filter(
            own | asked & ~Q(state="draft") | handed_on | Q(state="published")
        )

    def run_by(self, user) -> models.QuerySet:
        """Return the rounds this person runs as coordinator or administrator."""
        return self.filter(within_reach(user, "country__", Capability.RUN_ROUNDS))

    def under_way(self) -> models.QuerySet:
        """Return those a country still works on."""
        return self.filter(state__in=self.model.UNDER_WAY)

    def frozen(self) -> models.QuerySet:
        """Return those whose scores do not change any more."""
        return self.filter(state__in=self.model.FROZEN)

    def published(self) -> models.QuerySet:
        """Return those that everybody of the country may read."""
        return self.filter(state="published")

    def _asked(self, user):
        institution = self.model._meta.get_field("institutions").related_model
        return institution.objects.answered_by(user).values("round")


class InsideRoundQuerySet(models.QuerySet):
    """Rows that belong to a round."""

    def visible_to(self, user) -> models.QuerySet:
        """Return those of the rounds this person may open."""
        round_model = self.model._meta.get_field("round").related_model
        return self.filter(round__in=round_model.objects.visible_to(user))


class OfInstitutionQuerySet(models.QuerySet):
    """Institutions of a round, and what they answered and showed."""

    def answered_by(self, user) -> models.QuerySet:
        """Return those for which this person is asked to answer."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            **{
                f"{self._to_institution}respondents__person": user,
                f"{self._to_institution}respondents__removed_at__isnull": True,
            }
        ).distinct()

    def visible_to(self, user) -> models.QuerySet:
        """Return what this person may read of institutions' answers.

        Own institution's; all of a round that the person runs; those of submitted
        rounds for validators and regional administrators. A respondent never
        reads another institution's answers.
        """
        if not user.is_authenticated:
            return self.none()
        prefix = f"{self._to_institution}round__"
        country = f"{prefix}country__"
        runs = within_reach(user, country, Capability.RUN_ROUNDS)
        handed_on = Q(**{f"{prefix}state__in": HANDED_ON}) & handed_on_to(user, country)
        own = Q(pk__in=self.model.objects.answered_by(user).values("pk"))
        return self.filter(runs | own | handed_on)

    def present(self) -> models.QuerySet:
        """Return the evidence that was not removed."""
        return self.filter(removed_at__isnull=True)

    @property
    def _to_institution(self) -> str:
        names = {field.name for field in self.model._meta.fields}
        return "" if "round" in names else "institution__"
