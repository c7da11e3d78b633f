"""Which rows of this room somebody may see, and other named selections.

Every model has visible_to(user); what it does not name is not seen. Nothing
here writes.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class CountryQuerySet(models.QuerySet):
    """Countries."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the countries whose people and records this person may open.

        A country administrator has own countries; a system administrator those
        of own region, or all without one.
        """
        return self.filter(scope_of(user))

    def real(self) -> models.QuerySet:
        """Return the countries that were not invented for the demonstration."""
        return self.filter(is_demo=False)


class InstitutionQuerySet(models.QuerySet):
    """Institutions."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the institutions of the countries this person manages."""
        return self.filter(scope_of(user, "country__"))

    def active(self) -> models.QuerySet:
        """Return the institutions that still exist."""
        return self.filter(is_active=True)


class UserQuerySet(models.QuerySet):
    """People."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the people this person manages, and always the person alone.

        Somebody belongs to a country through a membership there, current or
        ended: those who left stay in the list as such. People without any
        country are seen by system administrators of all regions only.
        """
        if not user.is_authenticated:
            return self.none()
        if user.manages_everything:
            return self.all()
        inside = Q(
            pk__in=self.model.objects.filter(
                scope_of(user, "memberships__country__"),
                memberships__country__isnull=False,
            ).values("pk")
        )
        return self.filter(inside | Q(pk=user.pk))

    def of_country(self, country) -> models.QuerySet:
        """Return the people with a membership, current or ended, in a country."""
        return self.filter(
            pk__in=self.model.objects.filter(memberships__country=country).values("pk")
        )

    def with_current_role(self, role, country=None) -> models.QuerySet:
        """Return the people who hold this role now, in a country if one is given."""
        held = Q(memberships__role=role, memberships__ended_at__isnull=True)
        if country is not None:
            held &= Q(memberships__country=country)
        return self.filter(pk__in=self.model.objects.filter(held).values("pk"))

    def search(self, text: str) -> models.QuerySet:
        """Return the people whose name, in either script, or e-mail has the text.

        Each word must be found. SQLite folds case for Latin letters only.
        """
        found = self
        for word in text.split():
            found = found.filter(
                Q(full_name__icontains=word)
                | Q(latin_name__icontains=word)
                | Q(email__icontains=word)
            )
        return found


class MembershipQuerySet(models.QuerySet):
    """Memberships."""

    def current(self) -> models.QuerySet:
        """Return the memberships that have not ended."""
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user) -> models.QuerySet:
        """Return the memberships in countries this person manages, and own ones."""
        if not user.is_authenticated:
            return self.none()
        if user.manages_everything:
            return self.all()
        return self.filter(
            Q(scope_of(user, "country__"), country__isnull=False) | Q(person=user)
        )


class InvitationQuerySet(models.QuerySet):
    """Invitations."""

    def pending(self) -> models.QuerySet:
        """Return those neither accepted nor withdrawn, run out or not."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def open(self, at=None) -> models.QuerySet:
        """Return those that can be accepted at a time (now by default)."""
        return self.pending().filter(expires_at__gt=at or timezone.now())

    def visible_to(self, user) -> models.QuerySet:
        """Return the invitations into countries this person manages."""
        if not user.is_authenticated:
            return self.none()
        if user.manages_everything:
            return self.all()
        return self.filter(scope_of(user, "country__"), country__isnull=False)


class AuditEntryQuerySet(models.QuerySet):
    """Entries of the activity log."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the entries of the countries this person manages."""
        if not user.is_authenticated:
            return self.none()
        if user.manages_everything:
            return self.all()
        return self.filter(scope_of(user, "country__"), country__isnull=False)


def scope_of(user, prefix: str = "") -> Q:
    """Return the condition "lies in a country that this person manages".

    prefix leads from the model to its country ("country__"). Nobody without a
    managing role manages anything.
    """
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    if user.manages_everything:
        return Q()
    condition = Q(pk__in=[])
    if user.managed_country_ids:
        condition |= Q(**{f"{prefix}pk__in": user.managed_country_ids})
    if user.managed_region_ids:
        condition |= Q(**{f"{prefix}region__in": user.managed_region_ids})
    return condition
