"""Work on many attempts at once: corrections, and the figures of a check."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.questions.models import Question
from assessments.quizzes.models.attempts import Attempt
from assessments.quizzes.models.quizzes import Quiz


class Regrade(models.Model):
    """A correction of what is right in a question, and its way through the attempts.

    Proposed with its effect in numbers; published, it becomes the question's
    version ``version``; then every attempt that had an older one is judged anew.
    """

    class State(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed", _("proposed")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="regrades"
    )
    version = models.PositiveIntegerField()
    #: The question as corrected.
    spec = models.JSONField()
    #: Digest of the question it corrects: it is not published over another change.
    based_on = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.PROPOSED
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "version"],
                condition=Q(state__in=["running", "done"]),
                name="quizzes_one_regrade_a_version",
            )
        ]

    def __str__(self):
        """Return the question and its version."""
        return f"{self.spec['key']} · {self.version}"


class RegradedAttempt(models.Model):
    """The result of an attempt before and after a correction. Never changed."""

    regrade = models.ForeignKey(
        Regrade, on_delete=models.CASCADE, related_name="attempts"
    )
    attempt = models.ForeignKey(
        Attempt, on_delete=models.CASCADE, related_name="regraded"
    )
    old_points = models.DecimalField(max_digits=7, decimal_places=2)
    new_points = models.DecimalField(max_digits=7, decimal_places=2)
    #: Whether the points reached the pass mark; None: waiting to be marked.
    old_passed = models.BooleanField(null=True)
    new_passed = models.BooleanField(null=True)
    at = models.DateTimeField()
    #: Whether the other rooms still have to hear of a pass newly reached.
    to_tell = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["regrade", "attempt"], name="quizzes_regraded_once"
            )
        ]

    def __str__(self):
        """Return old and new points."""
        return f"{self.old_points} → {self.new_points}"

    @property
    def differs(self) -> bool:
        """Whether anything came out otherwise."""
        return (self.old_points, self.old_passed) != (self.new_points, self.new_passed)


class ItemAnalysis(models.Model):
    """The figures of a check for the learners of some countries, as last worked out."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="analyses")
    #: "all", or ids of countries and regions: "c3,c5,r2".
    scope = models.CharField(max_length=200)
    #: None while it is being worked out for the first time.
    figures = models.JSONField(null=True)
    made_at = models.DateTimeField(null=True)
    is_running = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "scope"], name="quizzes_one_analysis_a_scope"
            )
        ]

    def __str__(self):
        """Return the key of the check."""
        return f"{self.quiz_id} · {self.scope}"
