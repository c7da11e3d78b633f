"""Checks as editors make them."""

import uuid

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from assessments.questions.languages import lazy, texts_of
from assessments.questions.models import Question
from assessments.quizzes.querysets import QuizQuerySet

#: What makes a quiz score otherwise: when one of these changes, the version rises.
SCORED = ("kind", "draw", "pools", "pass_mark", "questions")


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
    order, when empty; or so many out of each of its pools, and all that stand in
    none), a pass mark in points (one per question), so many attempts,
    with a wait between them.
    """

    class Review(models.TextChoices):
        """When the review of a module's check points out right answers."""

        PASSED = "passed", _("once passed, or when no attempt is left")
        ALWAYS = "always", _("always")

    class Feedback(models.TextChoices):
        """When a learner hears how an answer in a module's check was judged."""

        END = "end", _("after handing in")
        EACH = "each", _("after each answer, which then stays")

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
    time_limit = models.PositiveSmallIntegerField(
        _("time limit"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("In minutes. Leave empty for none: a limit is hard on many."),
    )
    feedback = models.CharField(
        _("feedback"),
        max_length=10,
        choices=Feedback.choices,
        default=Feedback.END,
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
        """How many questions one attempt has. At most three queries."""
        if self.draw:
            return self.draw
        pools = list(self.pools.all())
        items = list(self.items.all())
        fixed = sum(1 for item in items if not item.pool)
        return fixed + sum(pool.draw for pool in pools)

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
        if self.time_limit:
            data["time_limit"] = self.time_limit
        if self.feedback != self.Feedback.END:
            data["feedback"] = str(self.feedback)
        if self.review != self.Review.PASSED:
            data["review"] = str(self.review)
        items = list(self.items.all())
        pools = [
            {
                "key": pool.key,
                "draw": pool.draw,
                "questions": [
                    item.question.key for item in items if item.pool == pool.key
                ],
            }
            for pool in self.pools.all()
        ]
        if pools:
            data["pools"] = pools
        data["questions"] = [item.question.key for item in items]
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
        self.time_limit = data.get("time_limit")
        self.feedback = data.get("feedback", self.Feedback.END)
        self.review = data.get("review", self.Review.PASSED)


class QuizPool(Orderable):
    """Questions out of which every attempt gets so many."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="pools")
    key = models.CharField(
        _("name"),
        max_length=20,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*$",
                _("Use small letters a-z, digits and hyphens."),
            )
        ],
    )
    draw = models.PositiveSmallIntegerField(
        _("questions drawn"), validators=[MinValueValidator(1)]
    )

    class Meta(Orderable.Meta):
        verbose_name = _("pool of the check")
        verbose_name_plural = _("pools of the check")
        constraints = [
            models.UniqueConstraint(fields=["quiz", "key"], name="quizzes_pool_once")
        ]

    def __str__(self):
        """Return the name."""
        return self.key


class QuizItem(Orderable):
    """A question in a quiz."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        related_name="quiz_items",
        verbose_name=_("question"),
    )
    pool = models.CharField(
        _("pool"),
        max_length=20,
        blank=True,
        help_text=_("Name of a pool below; leave empty to ask it always."),
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
