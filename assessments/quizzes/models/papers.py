"""Checks as they were printed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.quizzes.models.quizzes import Quiz
from assessments.quizzes.querysets import PaperQuerySet


class Paper(models.Model):
    """One paper version of a check, frozen when it was made: "Paper A".

    It never changes, so that results can be typed in whatever became of the
    questions. Every country prints the same papers, so it belongs to none.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(_("paper"), max_length=4)
    #: The language it was made in; numbers typed from it are read in this one.
    language = models.CharField(_("language"), max_length=10)
    #: See PaperCheck.to_data.
    content = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made on"), default=timezone.now)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("check on paper")
        verbose_name_plural = _("checks on paper")
        ordering = ["quiz", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "code"], name="quizzes_paper_once")
        ]

    def __str__(self):
        """Return key of the check and code."""
        return f"{self.quiz_id} {self.code}"
