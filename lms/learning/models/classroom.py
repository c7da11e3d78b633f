"""Results of checks on paper, as they are typed in for a cohort."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.quizzes.models import Attempt, Paper
from lms.learning.cohort_querysets import InsideCohortQuerySet

from .cohorts import ClassSession, Cohort


class PaperUpload(models.Model):
    """A workbook of results that was read and is looked at before it counts.

    Kept on the server, so that exactly what was shown is carried out, once. The
    rows are emptied afterwards; the answers are in the attempts then.
    """

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="paper_uploads",
        verbose_name=_("cohort"),
    )
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, related_name="+", verbose_name=_("paper")
    )
    session = models.ForeignKey(
        ClassSession,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("session"),
    )
    #: When the paper was written, where it was in no session.
    written_on = models.DateField(_("written on"))
    file_name = models.CharField(_("file"), max_length=255)
    #: [{"person": id, "row": number, "answers": [[answer, marks or None], ...]}]
    rows = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    applied_at = models.DateTimeField(_("carried out"), null=True, blank=True)

    objects = InsideCohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("workbook of paper results")
        verbose_name_plural = _("workbooks of paper results")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        """Return the cohort and when."""
        return f"{self.cohort}, {self.made_at:%Y-%m-%d %H:%M}"


class PaperResult(models.Model):
    """That the sheet of one learner of a cohort was typed in, and which attempt it is.

    The constraint keeps the same workbook, sent twice, from making two attempts.
    """

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="paper_results",
        verbose_name=_("cohort"),
    )
    paper = models.ForeignKey(
        Paper,
        on_delete=models.PROTECT,
        related_name="results",
        verbose_name=_("paper"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="paper_results",
        verbose_name=_("person"),
    )
    attempt = models.OneToOneField(
        Attempt,
        on_delete=models.CASCADE,
        related_name="paper_result",
        verbose_name=_("attempt"),
    )
    #: None: written outside a session. One with results is not deleted.
    session = models.ForeignKey(
        ClassSession,
        on_delete=models.PROTECT,
        null=True,
        related_name="paper_results",
        verbose_name=_("session"),
    )
    #: SHA-256 of what was typed: tells a changed row from the same one.
    digest = models.CharField(max_length=64)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("typed in by"),
    )
    typed_at = models.DateTimeField(_("typed in"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)

    objects = InsideCohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("result on paper")
        verbose_name_plural = _("results on paper")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "paper", "person"],
                name="learning_paper_result_once",
            ),
        ]

    def __str__(self):
        """Return who and which paper."""
        return f"{self.person}: {self.paper}"
