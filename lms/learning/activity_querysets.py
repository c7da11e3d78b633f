"""Which statements of the activity record: named selections."""

from django.db import models
from django.utils import timezone


class StatementQuerySet(models.QuerySet):
    """Statements of the activity record."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the person's own statements."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def waiting(self) -> models.QuerySet:
        """Return those that the learning record store has not taken yet."""
        return self.filter(state="waiting")

    def due(self, at=None) -> models.QuerySet:
        """Return those to forward at a time (now by default), the oldest first."""
        at = at or timezone.now()
        return self.waiting().filter(next_try_at__lte=at).order_by("at", "id")

    def refused(self) -> models.QuerySet:
        """Return those that the learning record store does not want."""
        return self.filter(state="refused")
