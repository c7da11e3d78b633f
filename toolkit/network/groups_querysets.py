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


def without_seat(people, members) -> models.QuerySet:
    """Return the focal points among ``people`` who are none of these members: told
    apart by address, without one by name.
    """
    return others_than(people, members)


def others_than(people, there) -> models.QuerySet:
    """Return the rows of people that are not among other rows of people.

    Both have full_name and email. Whoever has an address is known by it.
    """
    by_email = there.exclude(email="").order_by().values("email")
    by_name = there.filter(email="").order_by().values("full_name")
    return people.exclude(~Q(email="") & Q(email__in=by_email)).exclude(
        Q(email="") & Q(full_name__in=by_name)
    )
