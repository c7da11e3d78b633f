"""Which checks and attempts."""

from django.db import models


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
        """Those that reached the pass mark."""
        return self.submitted().filter(passed=True)
