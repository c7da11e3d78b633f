"""What is due, for whom and by when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.learning.cohort_querysets import AssignmentQuerySet
from modules.choices import Role as PathRole

from .cohorts import Cohort


class Assignment(models.Model):
    """A module or a learning path that a cohort or one person is to finish by a day.

    Withdrawn, never deleted: reminders that were sent point at it.
    """

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("cohort"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("person"),
    )
    module_key = models.CharField(_("module"), max_length=20, blank=True)
    path_role = models.CharField(
        _("learning path"), max_length=40, choices=PathRole, blank=True
    )
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    note = models.CharField(_("note to the learner"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("assigned by"),
    )
    made_at = models.DateTimeField(_("assigned"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = [F("due_on").asc(nulls_last=True), "module_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cohort__isnull=True) ^ Q(person__isnull=True),
                name="learning_assignment_to_one",
            ),
            models.CheckConstraint(
                condition=Q(module_key="") ^ Q(path_role=""),
                name="learning_assignment_of_one",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(opens_on__isnull=True)
                | Q(due_on__gte=F("opens_on")),
                name="learning_assignment_due_after_open",
            ),
            models.UniqueConstraint(
                fields=["cohort", "module_key", "path_role"],
                condition=Q(withdrawn_at__isnull=True, cohort__isnull=False),
                name="learning_assignment_once_per_cohort",
            ),
            models.UniqueConstraint(
                fields=["person", "module_key", "path_role"],
                condition=Q(withdrawn_at__isnull=True, person__isnull=False),
                name="learning_assignment_once_per_person",
            ),
        ]

    def __str__(self):
        """Return what is due for whom."""
        what = self.module_key or self.path_role
        return f"{self.target}: {what}"

    @property
    def target(self):
        """Return the cohort or the person it is for."""
        return self.cohort or self.person
