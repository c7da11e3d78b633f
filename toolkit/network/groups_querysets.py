"""Which seats of a working group are meant. Nothing here writes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from toolkit.network.querysets import OfGroupQuerySet


class GroupMemberQuerySet(OfGroupQuerySet):
    """Seats in a working group, present and past."""

    def current(self, on=None) -> models.QuerySet:
        """Return who had a seat on a day (today by default).

        The day on which a seat ends no longer belongs to it.
        """
        on = on or timezone.localdate()
        return self.filter(
            Q(left_on__isnull=True) | Q(left_on__gt=on), joined_on__lte=on
        )

    def ending_after(self, day) -> models.QuerySet:
        """Return the seats that somebody has on this day or takes later."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=day))

    def with_names(self) -> models.QuerySet:
        """Return the seats with institution and account in the same query."""
        return self.select_related("institution", "person")
