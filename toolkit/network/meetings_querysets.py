"""Which meetings are meant. Nothing here writes."""

from django.db import models
from django.utils import timezone

from toolkit.network.groups_querysets import others_than
from toolkit.network.querysets import RecordQuerySet


class MeetingQuerySet(RecordQuerySet):
    """Meetings of countries; those without minutes are asked for often."""

    def planned(self) -> models.QuerySet:
        """Return those neither held nor cancelled."""
        return self.filter(state="planned")

    def coming(self, at=None) -> models.QuerySet:
        """Return the planned ones that are not over, the next one first."""
        at = at or timezone.now()
        return self.planned().filter(ends_at__gte=at).order_by("starts_at", "pk")

    def over(self, at=None) -> models.QuerySet:
        """Return those that are held, cancelled or past, the newest first."""
        at = at or timezone.now()
        past = models.Q(ends_at__lt=at) | ~models.Q(state="planned")
        return self.filter(past).order_by("-starts_at", "-pk")

    def without_minutes(self, at=None) -> models.QuerySet:
        """Return the planned ones that are over and of which nothing is written."""
        at = at or timezone.now()
        return (
            self.planned()
            .filter(ends_at__lt=at, minutes="")
            .order_by("starts_at", "pk")
        )

    def before(self, meeting) -> models.QuerySet:
        """Return the meetings of the same country that began earlier."""
        return self.filter(country=meeting.country_id).filter(
            models.Q(starts_at__lt=meeting.starts_at)
            | models.Q(starts_at=meeting.starts_at, pk__lt=meeting.pk)
        )


def known_at(people, meeting) -> models.QuerySet:
    """Return the members or focal points of the day of a meeting.

    Of a past one also who came after: a record is often begun when the first
    meetings are over, and then everybody is in it since a later day.
    """
    then = people.current(meeting.on)
    if not meeting.has_begun:
        return then
    return then | others_than(people.current(), then)


def not_at(people, meeting) -> models.QuerySet:
    """Return the members or focal points who are not on the list of a meeting."""
    return others_than(people, meeting.participants.all())
