"""Which batches of certificates somebody may see."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from lms.accounts.querysets import scope_of
from lms.accounts.roles import Capability


class IssueBatchQuerySet(models.QuerySet):
    """Batches of certificates."""

    def visible_to(self, user) -> models.QuerySet:
        """Return own batches and those of the countries somebody manages."""
        if not user.is_authenticated:
            return self.none()
        if user.may_everywhere(Capability.WITHDRAW_CERTIFICATES):
            return self.all()
        managed = scope_of(user, "country__", Capability.WITHDRAW_CERTIFICATES)
        return self.filter(Q(made_by=user) | managed)

    def open(self) -> models.QuerySet:
        """Return those that are not finished."""
        return self.filter(state__in=["waiting", "running"])

    def silent_since(self, at: datetime) -> models.QuerySet:
        """Return the open ones that gave no sign of life after a moment."""
        return self.open().filter(heard_at__lt=at)
