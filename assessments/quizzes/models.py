"""Checks as editors make them, and attempts as learners leave them."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from assessments.questions.languages import lazy, texts_of
from assessments.questions.models import Question
from assessments.questions.registry import type_of
from assessments.quizzes.querysets import AttemptQuerySet, QuizQuerySet

#: What makes a quiz score otherwise: when one of these changes, the version rises.
SCORED = ("kind", "draw", "pass_mark", "questions")


def new_stamp() -> str:
    """A mark that no state of any quiz has had before."""
    return uuid.uuid4().hex


class Kind(models.TextChoices):
    """Where a check stands and what it is for."""

    LESSON = "lesson", _("in a lesson: answers at once, without limit")
    MODULE = "module", _("at the end of a module: passed or not")


class Quiz(ClusterableModel):
    """A set of questions; learners know it as a knowledge check.

    A lesson's check shows all its questions and answers each at once. A module's
    check is handed in as a whole: ``draw`` questions out of all (all, in their
    order, when empty), a pass mark in points (one per question), so many attempts,
    with a wait between them.
    """

    class Review(models.TextChoices):
        """When the review of a module's check points out right answers."""

        PASSED = "passed", _("once passed, or when no attempt is left")
        ALWAYS = "always", _("always")

    key = models.CharField(
        _("key"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*$",
                _("Use small letters a-z, digits and hyphens."),
            )
        ],
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.MODULE
    )
    module = models.CharField(_("module"), max_length=10, blank=True)
    lesson = models.CharField(
        _("lesson"), max_length=20, blank=True, help_text=_("For example 01/03.")
    )
    title = I18nCharField(_("title"))
    draw = models.PositiveSmallIntegerField(
        _("questions drawn"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leave empty to ask all, in their order."),
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"),
        null=True,
        blank=True,
        help_text=_("In points; each question is worth one."),
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leave empty for any number."),
    )
    wait_minutes = models.PositiveIntegerField(
        _("wait between attempts"), default=0, help_text=_("In minutes.")
    )
    review = models.CharField(
        _("right answers are shown"),
        max_length=10,
        choices=Review.choices,
        default=Review.PASSED,
    )
    is_active = models.BooleanField(_("in use"), default=True)
    #: Digest of the data last loaded from a file; empty: written here.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    #: Changes with the quiz and with every question in it; caches hang on it.
    stamp = models.CharField(max_length=32, default=new_stamp, editable=False)

    objects = QuizQuerySet.as_manager()

    class Meta:
        verbose_name = _("knowledge check")
        verbose_name_plural = _("knowledge checks")
        ordering = ["key"]

    def __str__(self):
        """Return key and title."""
        return f"{self.key} · {self.title}"

    @property
    def question_count(self) -> int:
        """How many questions one attempt has. One query unless they are drawn."""
        return self.draw or self.items.count()

    def data(self) -> dict:
        """The quiz as its content file holds it, with the keys of its questions."""
        data = {
            "key": self.key,
            "version": self.version,
            "kind": str(self.kind),
            "module": self.module,
            "lesson": self.lesson or None,
            "title": texts_of(self.title),
            "draw": self.draw,
            "pass_mark": self.pass_mark,
            "attempts": self.attempts_allowed,
            "wait_minutes": self.wait_minutes,
        }
        if self.review != self.Review.PASSED:
            data["review"] = str(self.review)
        data["questions"] = [item.question.key for item in self.items.all()]
        return data

    def fill(self, data: dict) -> None:
        """Take over the fields (not the questions) from such data."""
        self.key = data["key"]
        self.version = data["version"]
        self.kind = data["kind"]
        self.module = data["module"]
        self.lesson = data["lesson"] or ""
        self.title = lazy(data["title"])
        self.draw = data["draw"]
        self.pass_mark = data["pass_mark"]
        self.attempts_allowed = data["attempts"]
        self.wait_minutes = data["wait_minutes"]
        self.review = data.get("review", self.Review.PASSED)


class QuizItem(Orderable):
    """A question in a quiz."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        related_name="quiz_items",
        verbose_name=_("question"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("question of the check")
        verbose_name_plural = _("questions of the check")
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "question"], name="quizzes_question_once"
            )
        ]

    def __str__(self):
        """Return the question."""
        return str(self.question)


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
    passed = models.BooleanField(null=True)

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
