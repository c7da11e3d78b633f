"""Which checks and attempts."""

from django.db import models

from lms.accounts.models import Membership
from lms.accounts.querysets import scope_of


class QuizQuerySet(models.QuerySet):
    """Knowledge checks."""

    def active(self) -> "QuizQuerySet":
        """Those in use, without the retired."""
        return self.filter(is_active=True)

    def for_lessons(self) -> "QuizQuerySet":
        """Those a lesson can show."""
        return self.active().filter(kind="lesson")

    def for_modules(self) -> "QuizQuerySet":
        """Those that are passed or not, at the end of a module."""
        return self.active().filter(kind="module")


class AttemptQuerySet(models.QuerySet):
    """Sittings of a check."""

    def visible_to(self, user) -> "AttemptQuerySet":
        """A person's own; nobody else's."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(person=user)

    def of_learners(self, user, capability: str) -> "AttemptQuerySet":
        """Those of learners in a country where ``user`` may do something.

        People without a country count where somebody may do it everywhere.
        """
        if user.may_everywhere(capability):
            return self.all()
        inside = Membership.objects.current().filter(
            scope_of(user, "country__", capability)
        )
        return self.filter(person__in=inside.values("person"))

    def at_modules(self) -> "AttemptQuerySet":
        """Attempts that are handed in as a whole."""
        return self.filter(kind="module")

    def submitted(self) -> "AttemptQuerySet":
        """Those handed in, first to last."""
        return self.filter(submitted_at__isnull=False).order_by("submitted_at", "pk")

    def still_open(self) -> "AttemptQuerySet":
        """Those not handed in."""
        return self.filter(submitted_at__isnull=True)

    def passed(self) -> "AttemptQuerySet":
        """Those that reached the pass mark, first that was known to come first."""
        return self.filter(passed=True).order_by("passed_at", "pk")
