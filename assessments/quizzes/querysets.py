"""Which checks and attempts."""

from django.db import models
from django.db.models import Q

from lms.accounts.models import Membership
from lms.accounts.roles import Capability

EVERYWHERE = "all"


def reach_of(user, capability: str) -> str:
    """Where ``user`` may do something, as a text: "all", or ids: "c3,c5,r2".

    Empty: nowhere.
    """
    if not user.is_authenticated:
        return ""
    if user.may_everywhere(capability):
        return EVERYWHERE
    held = user.scopes(capability)
    return ",".join(
        sorted(
            {f"c{row.country_id}" for row in held if row.country_id}
            | {f"r{row.region_id}" for row in held if row.region_id}
        )
    )


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
        return self.within(reach_of(user, capability))

    def within(self, reach: str) -> "AttemptQuerySet":
        """Those of learners within a reach, as :func:`reach_of` writes it."""
        if reach == EVERYWHERE:
            return self.all()
        parts = [part for part in reach.split(",") if part]
        countries = [int(part[1:]) for part in parts if part[0] == "c"]
        regions = [int(part[1:]) for part in parts if part[0] == "r"]
        inside = Membership.objects.current().filter(
            Q(country__in=countries) | Q(country__region__in=regions)
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


class PaperQuerySet(models.QuerySet):
    """Checks that were printed."""

    def visible_to(self, user) -> "PaperQuerySet":
        """All of them for those who run courses; a paper is no country's own."""
        if user.is_authenticated and user.may(Capability.ANALYSE_QUESTIONS):
            return self.all()
        return self.none()

    def of_quiz(self, quiz) -> "PaperQuerySet":
        """Those of one check, first made first."""
        return self.filter(quiz=quiz).order_by("pk")
