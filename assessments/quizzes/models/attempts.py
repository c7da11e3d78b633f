"""Attempts as learners leave them."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.questions.grading import Grade
from assessments.questions.models import Question
from assessments.questions.registry import type_of
from assessments.quizzes.models.quizzes import Kind, Quiz
from assessments.quizzes.querysets import AttemptQuerySet

#: What the line may take: answers that arrive so long after the time limit count.
GRACE = dt.timedelta(seconds=30)


class Attempt(models.Model):
    """One person's sitting of one check, judged by what is frozen here.

    At a lesson's check a person has one attempt for ever: it counts as submitted
    once every question has been answered, and goes on taking answers.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    quiz_version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts"
    )
    #: What the drawing and the order of answers follow from.
    seed = models.BigIntegerField()
    language = models.CharField(max_length=10)
    pass_mark = models.PositiveSmallIntegerField(null=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    #: Sum of the fractions, rounded half up to two decimals; what is shown is judged.
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    possible = models.PositiveSmallIntegerField(null=True)
    #: Once true it stays so, whatever a regrade finds.
    passed = models.BooleanField(null=True)
    #: When that became known: handed in, marked or regraded. Never moves.
    passed_at = models.DateTimeField(null=True, blank=True)
    #: When the time is up; None without a limit.
    deadline = models.DateTimeField(null=True, blank=True)
    feedback = models.CharField(
        max_length=10, choices=Quiz.Feedback.choices, default=Quiz.Feedback.END
    )
    #: The printed check it was written on; None: taken on the site.
    paper = models.ForeignKey(
        "quizzes.Paper", on_delete=models.PROTECT, null=True, related_name="attempts"
    )

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "person"],
                condition=Q(submitted_at__isnull=True),
                name="quizzes_one_open_attempt",
            ),
            models.UniqueConstraint(
                fields=["quiz", "person"],
                condition=Q(kind=Kind.LESSON),
                name="quizzes_one_lesson_attempt",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True)
                | Q(points__isnull=False, points__lte=F("possible")),
                name="quizzes_submitted_has_points",
            ),
        ]

    def __str__(self):
        """Return the public id."""
        return str(self.public_id)

    @property
    def is_open(self) -> bool:
        """Whether it has not been handed in."""
        return self.submitted_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether it depends on texts nobody has marked yet if it is passed."""
        return not self.is_open and self.pass_mark is not None and self.passed is None

    @property
    def answers_stay(self) -> bool:
        """Whether an answer is judged at once and cannot be changed."""
        return self.feedback == Quiz.Feedback.EACH

    def time_is_up(self, at: dt.datetime) -> bool:
        """Whether nothing is taken any more at this moment, grace included."""
        return self.deadline is not None and at > self.deadline + GRACE


class AttemptItem(models.Model):
    """One question of one attempt: what was shown, what was right, what stands.

    ``answer`` repeats the latest response, so that an attempt is read in one query.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="attempt_items"
    )
    question_version = models.PositiveIntegerField()
    spec = models.JSONField()
    shown = models.JSONField(default=list)
    answer = models.JSONField(null=True)
    answered_at = models.DateTimeField(null=True)
    steps = models.PositiveIntegerField(default=0)
    unsure = models.BooleanField(default=False)
    #: Points by criterion, where somebody has marked the answer; the latest stand.
    marks = models.JSONField(null=True)
    #: The correction it was last judged by; None: judged as it was shown.
    regrade = models.ForeignKey(
        "quizzes.Regrade", on_delete=models.PROTECT, null=True, related_name="items"
    )
    #: Share of the point, known once judged; see :class:`Grade` for what None means.
    fraction = models.DecimalField(max_digits=7, decimal_places=6, null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="quizzes_position_once"
            ),
            models.UniqueConstraint(
                fields=["attempt", "question", "question_version"],
                name="quizzes_question_version_once",
            ),
            models.CheckConstraint(
                condition=Q(fraction__isnull=True)
                | Q(fraction__gte=0, fraction__lte=1),
                name="quizzes_fraction_0_to_1",
            ),
        ]

    def __str__(self):
        """Return the key of the question."""
        return self.spec["key"]

    @property
    def is_answered(self) -> bool:
        """Whether an answer stands."""
        return self.answer is not None

    @property
    def counts(self) -> bool:
        """Whether its point is among the possible ones."""
        return type_of(self.spec).counts

    @property
    def judged_by(self) -> dict:
        """The spec the answer is judged by: as shown, or as corrected since.

        One query where it was corrected, unless ``regrade`` is at hand.
        """
        return self.regrade.spec if self.regrade_id else self.spec

    def grade(self) -> Grade:
        """What the standing answer earns."""
        spec = self.judged_by
        answer = self.answer
        if answer is not None and not type_of(spec).fits(spec, answer):
            answer = None  # what was taken is no longer among the answers
        return type_of(spec).grade_marked(spec, answer, self.marks or {})


class Response(models.Model):
    """One step: an answer as it was saved. Never changed, never deleted alone."""

    item = models.ForeignKey(
        AttemptItem, on_delete=models.CASCADE, related_name="responses"
    )
    number = models.PositiveIntegerField()
    answer = models.JSONField(null=True)
    at = models.DateTimeField()
    #: Known at once in a lesson's check; a module's check is judged as a whole.
    fraction = models.DecimalField(max_digits=7, decimal_places=6, null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="quizzes_step_number_once"
            )
        ]

    def __str__(self):
        """Return the number of the step."""
        return str(self.number)


class Marking(models.Model):
    """One marking of a text by a trainer: a step. Never changed."""

    item = models.ForeignKey(
        AttemptItem, on_delete=models.CASCADE, related_name="markings"
    )
    marks = models.JSONField()
    comment = models.TextField(_("what to say to the learner"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="markings",
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        """Return the points."""
        return str(self.marks)
