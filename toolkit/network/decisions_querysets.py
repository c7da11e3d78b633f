"""Which decisions are meant. Nothing here writes."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from toolkit.network.querysets import OfMeetingQuerySet


class DecisionQuerySet(OfMeetingQuerySet):
    """Decisions of a country's meetings, with what has become of them."""

    def of_country(self, country) -> models.QuerySet:
        """Return the decisions of the meetings of one country."""
        return self.filter(meeting__country=country)

    def open(self) -> models.QuerySet:
        """Return those that somebody still has to see to."""
        return self.filter(state="open")

    def overdue(self, today=None) -> models.QuerySet:
        """Return the open ones whose day has passed."""
        return self.open().filter(due_on__lt=today or timezone.localdate())

    def to_follow_up_at(self, meeting) -> models.QuerySet:
        """Return what a meeting has to follow up: earlier decisions that are open,
        and those that it has followed up already.
        """
        earlier = Q(meeting__country=meeting.country_id) & (
            Q(meeting__starts_at__lt=meeting.starts_at)
            | Q(meeting__starts_at=meeting.starts_at, meeting__lt=meeting.pk)
        )
        follow_ups = self.model._meta.get_field("follow_ups").related_model.objects
        noted = follow_ups.filter(meeting=meeting).order_by().values("decision")
        return self.filter(earlier & (Q(state="open") | Q(pk__in=noted)))

    def urgent_first(self, today=None) -> models.QuerySet:
        """Return overdue ones first, then open ones, both by their day; then the rest,
        the newest meeting first.
        """
        today = today or timezone.localdate()
        place = Case(
            When(state="open", due_on__lt=today, then=Value(0)),
            When(state="open", then=Value(1)),
            default=Value(2),
            output_field=models.IntegerField(),
        )
        by_day = Case(When(state="open", then=F("due_on")))
        return self.annotate(place=place, by_day=by_day).order_by(
            "place",
            F("by_day").asc(nulls_last=True),
            "-meeting__starts_at",
            "number",
            "pk",
        )

    def with_names(self) -> models.QuerySet:
        """Return the decisions with meeting, owner and history: three queries in all."""
        return self.select_related("owner", "meeting__country").prefetch_related(
            "follow_ups__meeting", "follow_ups__by"
        )
