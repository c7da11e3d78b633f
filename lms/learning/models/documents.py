"""Documents of a cohort that take too long for a request."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.learning.cohort_querysets import InsideCohortQuerySet

from .cohorts import Cohort


class ResultsDocument(models.Model):
    """The results of a large cohort as PDF: asked for, being made, or kept.

    One for each language and time zone, because words and days follow from them.
    key: digest of the figures in the file. file and key are those of the last that
    was made, also while the next one is being made.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="results_documents",
        verbose_name=_("cohort"),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    zone = models.CharField(_("time zone"), max_length=64)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    key = models.CharField(max_length=64, blank=True)
    file = models.CharField(_("file"), max_length=120, blank=True)
    problem = models.TextField(_("problem"), blank=True)
    heard_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)

    objects = InsideCohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("results of a cohort as PDF")
        verbose_name_plural = _("results of cohorts as PDF")
        ordering = ["pk"]
        constraints = [
            # A double click makes one.
            models.UniqueConstraint(
                fields=["cohort", "language", "zone"],
                name="learning_results_once_per_language",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(file=""),
                name="learning_results_ready_has_file",
            ),
        ]

    def __str__(self):
        """Return of which cohort, in which language."""
        return f"{self.cohort} ({self.language})"

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be made."""
        return self.state in (self.State.WAITING, self.State.RUNNING)
