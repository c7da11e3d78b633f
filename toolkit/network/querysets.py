"""Which rows of a country's record somebody may see. Nothing here writes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lms.accounts.querysets import scope_of
from lms.accounts.roles import Capability


class RecordQuerySet(models.QuerySet):
    """Rows that a country keeps; ``PLACE`` leads from the row to its country."""

    PLACE = "country__"

    def visible_to(self, user) -> models.QuerySet:
        """Return the rows of the countries whose record this person reads."""
        return self.filter(scope_of(user, self.PLACE, Capability.READ_RECORD))

    def of_country(self, country) -> models.QuerySet:
        """Return the rows of one country."""
        return self.filter(**{self.PLACE.removesuffix("__"): country})


class OfInstitutionQuerySet(RecordQuerySet):
    """Rows that hang on an institution."""

    PLACE = "institution__country__"


class FocalPointQuerySet(OfInstitutionQuerySet):
    """Focal points and deputies, with those who were it before."""

    def current(self, on=None) -> models.QuerySet:
        """Return those who are it on a day (today by default)."""
        on = on or timezone.localdate()
        return self.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=on), started_on__lte=on
        )

    def verified_since(self, day) -> models.QuerySet:
        """Return those whose data somebody confirmed on this day or later."""
        return self.filter(verified_on__gte=day)

    def with_places(self) -> models.QuerySet:
        """Return them with institution, its contact data, unit and account."""
        return self.select_related(
            "institution__country", "institution__profile", "unit", "person"
        )

    def reachable(self) -> models.QuerySet:
        """Return those with an e-mail address; not those whose account is closed."""
        return self.exclude(email="").exclude(person__is_active=False)


class OfFocalPointQuerySet(RecordQuerySet):
    """Rows that hang on a focal point."""

    PLACE = "focal_point__institution__country__"

    def open(self) -> models.QuerySet:
        """Return the notes that nobody has seen to."""
        return self.filter(done_at=None)


class OfGroupQuerySet(RecordQuerySet):
    """Rows that hang on a working group."""

    PLACE = "group__country__"


class OfMeetingQuerySet(RecordQuerySet):
    """Rows that hang on a meeting."""

    PLACE = "meeting__country__"
