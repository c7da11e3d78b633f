"""Which cohorts, and what belongs to them, somebody may see."""

from datetime import date

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from lms.accounts.querysets import NOTHING, each_word, placed
from lms.accounts.roles import Capability


def cohorts_seen_by(user, prefix: str = "") -> Q:
    """Return the condition "in a cohort that this person runs or oversees".

    A trainer sees the cohorts that name the trainer; who oversees learning
    (country and system administrators) sees all cohorts of the place. prefix
    leads from the model to its cohort ("cohort__").
    """
    if not user.is_authenticated:
        return NOTHING
    if user.may_everywhere(Capability.OVERSEE_COHORTS):
        return Q(**{f"{prefix}pk__isnull": False})
    condition = placed(user, Capability.OVERSEE_COHORTS, prefix)
    if user.may(Capability.RUN_COHORTS):
        condition |= Q(**{f"{prefix}trainers": user})
    return condition


class CohortQuerySet(models.QuerySet):
    """Cohorts."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the cohorts this person runs or oversees."""
        seen = self.model.objects.filter(cohorts_seen_by(user)).values("pk")
        return self.filter(pk__in=seen)

    def current(self) -> models.QuerySet:
        """Return those that are not archived."""
        return self.filter(archived_at__isnull=True)

    def archived(self) -> models.QuerySet:
        """Return those that are over and kept to be read."""
        return self.filter(archived_at__isnull=False)

    def search(self, text: str) -> models.QuerySet:
        """Return the cohorts in whose name each word is."""
        return self.filter(each_word(text, "name"))

    def with_counts(self) -> models.QuerySet:
        """Add learners, the number of those in the cohort now."""
        members = self.model._meta.get_field("members").related_model.objects
        inside = members.current().filter(cohort=OuterRef("pk"))
        counted = inside.order_by().values("cohort").annotate(n=Count("pk"))
        return self.annotate(learners=Coalesce(Subquery(counted.values("n")), 0))

    def learnt_in_by(self, person) -> models.QuerySet:
        """Return the cohorts in which somebody is a learner now."""
        inside = self.model._meta.get_field("members").related_model.objects.current()
        return self.current().filter(
            pk__in=inside.filter(person=person).values("cohort")
        )


class InsideCohortQuerySet(models.QuerySet):
    """Rows that belong to a cohort."""

    def visible_to(self, user) -> models.QuerySet:
        """Return those of the cohorts this person runs or oversees."""
        cohort = self.model._meta.get_field("cohort").related_model
        return self.filter(cohort__in=cohort.objects.visible_to(user))


class CohortMemberQuerySet(InsideCohortQuerySet):
    """Learners of cohorts."""

    def current(self) -> models.QuerySet:
        """Return those who have not left."""
        return self.filter(left_at__isnull=True)

    def former(self) -> models.QuerySet:
        """Return those who have left and did not come back."""
        return self.filter(left_at__isnull=False).exclude(
            Exists(
                self.model.objects.filter(
                    cohort=OuterRef("cohort"), person=OuterRef("person")
                ).filter(Q(left_at__isnull=True) | Q(pk__gt=OuterRef("pk")))
            )
        )

    def search(self, text: str) -> models.QuerySet:
        """Return the learners in whose name or address each word is."""
        names = ("person__email", "person__full_name", "person__latin_name")
        return self.filter(each_word(text, *names))


class PendingMemberQuerySet(InsideCohortQuerySet):
    """Invited learners."""

    def waiting(self) -> models.QuerySet:
        """Return those who have neither joined nor been withdrawn."""
        return self.filter(claimed_at__isnull=True, withdrawn_at__isnull=True)

    def of_address(self, invitation) -> models.QuerySet:
        """Return those of an invitation's address in its country or its region."""
        country = invitation.country
        here = models.Q(cohort__country=country)
        if country and country.region_id:
            here |= models.Q(cohort__country=None, cohort__region=country.region_id)
        return self.filter(here, email=invitation.email).order_by("cohort__name", "pk")


class JoinLinkQuerySet(InsideCohortQuerySet):
    """Invitation links."""

    def with_counts(self) -> models.QuerySet:
        """Add joined, people who came in by it, and asked, those not confirmed yet."""
        return self.annotate(
            joined=Count("members", distinct=True),
            asked=Count(
                "pending",
                filter=Q(
                    pending__claimed_at__isnull=True,
                    pending__withdrawn_at__isnull=True,
                ),
                distinct=True,
            ),
        )

    def open(self, at=None) -> models.QuerySet:
        """Return those that have not run out, full or not."""
        return self.filter(
            withdrawn_at__isnull=True, expires_at__gt=at or timezone.now()
        )


class AssignmentQuerySet(models.QuerySet):
    """Assignments."""

    def visible_to(self, user) -> models.QuerySet:
        """Return own assignments and those of cohorts the person runs or oversees."""
        if not user.is_authenticated:
            return self.none()
        cohort = self.model._meta.get_field("cohort").related_model
        return self.filter(
            Q(person=user)
            | Q(cohort__in=cohort.objects.visible_to(user))
            | Q(person__in=self._learners_seen_by(user))
        )

    def handled_by(self, user) -> models.QuerySet:
        """Return those that the person may change: not what is only asked of them."""
        if not user.is_authenticated:
            return self.none()
        cohort = self.model._meta.get_field("cohort").related_model
        return self.filter(
            Q(cohort__in=cohort.objects.visible_to(user))
            | Q(person__in=self._learners_seen_by(user))
        )

    def _learners_seen_by(self, user) -> models.QuerySet:
        """Return the ids of those who learn in cohorts the person runs or oversees."""
        cohort = self.model._meta.get_field("cohort").related_model
        members = cohort._meta.get_field("members").related_model.objects
        return members.visible_to(user).current().values("person")

    def live(self) -> models.QuerySet:
        """Return those that were not withdrawn, whatever became of the cohort."""
        return self.filter(withdrawn_at__isnull=True)

    def to_learners_of(self, cohort) -> models.QuerySet:
        """Return what is assigned alone to those who learn in a cohort."""
        inside = cohort.members.current().values("person")
        return self.filter(person__in=inside)

    def current(self) -> models.QuerySet:
        """Return those that were not withdrawn, of cohorts that are not archived."""
        return self.live().exclude(cohort__archived_at__isnull=False)

    def reaching(self, person) -> models.QuerySet:
        """Return what is assigned to somebody, alone or through a cohort."""
        cohort = self.model._meta.get_field("cohort").related_model
        return self.current().filter(
            Q(person=person) | Q(cohort__in=cohort.objects.learnt_in_by(person))
        )

    def due_by(self, day: date) -> models.QuerySet:
        """Return those due on a day or before."""
        return self.filter(due_on__lte=day)
