"""Questions put to the solver, with its answers, so that none is asked twice."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .plans import OfPlanQuerySet, Plan


class Solving(models.Model):
    """One exact plan: asked for, being worked out, or there.

    ``key``: digest of everything the answer follows from (Task.key), so the same
    question has one row. ``answer``: as making.answer_data writes it.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="solvings", verbose_name=_("plan")
    )
    key = models.CharField(max_length=64)
    way = models.CharField(_("way of scheduling"), max_length=10, choices=Plan.Way)
    budget = models.PositiveSmallIntegerField(null=True, blank=True)
    quarters = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    answer = models.JSONField(null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    heard_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("exact plan")
        verbose_name_plural = _("exact plans")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "key"], name="plans_solved_once_per_question"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(answer__isnull=False),
                name="plans_solved_has_answer",
            ),
        ]

    def __str__(self):
        return f"{self.plan} {self.way}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be worked out."""
        return self.state in (self.State.WAITING, self.State.RUNNING)
