"""The rows that hang on a question. All point at the base, whatever the type."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from assessments.questions.models.base import Question, key_validator

#: Names of the relations every question may have rows in.
CHILDREN = ("choices", "pairs", "order_items", "accepted", "near", "criteria")

#: The most points one criterion of a rubric can bring.
MOST_POINTS = 20


class Choice(Orderable):
    """One answer of a single or multiple choice question."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="choices")
    key = models.CharField(_("key"), max_length=20, validators=[key_validator])
    text = I18nCharField(_("text"))
    right = models.BooleanField(_("right"), default=False)
    feedback = I18nTextField(_("feedback"), blank=True, default="")

    class Meta(Orderable.Meta):
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "key"], name="questions_choice_key_once"
            )
        ]

    def __str__(self):
        """Return the text."""
        return str(self.text)


class MatchPair(Orderable):
    """A term and its partner; without a term: a partner too many."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="pairs")
    key = models.CharField(_("key"), max_length=20, validators=[key_validator])
    left = I18nCharField(
        _("term"),
        blank=True,
        default="",
        help_text=_("Leave empty for a partner that belongs to no term."),
    )
    right = I18nCharField(_("partner"))

    class Meta(Orderable.Meta):
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "key"], name="questions_pair_key_once"
            )
        ]

    def __str__(self):
        """Return the partner."""
        return str(self.right)


class OrderItem(Orderable):
    """One line of an ordering question; the stored order is the right one."""

    question = ParentalKey(
        Question, on_delete=models.CASCADE, related_name="order_items"
    )
    key = models.CharField(_("key"), max_length=20, validators=[key_validator])
    text = I18nCharField(_("text"))

    class Meta(Orderable.Meta):
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "key"], name="questions_item_key_once"
            )
        ]

    def __str__(self):
        """Return the text."""
        return str(self.text)


class AcceptedAnswer(Orderable):
    """A text that earns credit in a short text question."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="accepted")
    text = I18nCharField(_("text"))
    credit = models.DecimalField(
        _("credit"),
        max_digits=4,
        decimal_places=3,
        default=1,
        help_text=_("Share of the point, more than 0 and at most 1."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("accepted answer")
        verbose_name_plural = _("accepted answers")

    def __str__(self):
        """Return the text."""
        return str(self.text)


class NearMiss(Orderable):
    """A wrong number or text that people often give, and what to tell them."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="near")
    value = models.DecimalField(
        _("number"), max_digits=15, decimal_places=6, null=True, blank=True
    )
    text = I18nCharField(_("text"), blank=True, default="")
    feedback = I18nTextField(_("feedback"))

    class Meta(Orderable.Meta):
        verbose_name = _("near miss")
        verbose_name_plural = _("near misses")

    def __str__(self):
        """Return the number or the text."""
        return str(self.text or self.value)

    def clean(self):
        """Ask for the number or the text, whichever the question is about."""
        if self.value is None and not self.text:
            raise ValidationError(_("Write what people wrongly answer."))


class Criterion(Orderable):
    """One line of the rubric by which a text is marked."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="criteria")
    key = models.CharField(_("key"), max_length=20, validators=[key_validator])
    text = I18nCharField(_("criterion"))
    points = models.PositiveSmallIntegerField(
        _("points"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_POINTS)],
    )
    full = I18nTextField(_("what earns all points"))
    partly = I18nTextField(_("what earns some of them"), blank=True, default="")

    class Meta(Orderable.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "key"], name="questions_criterion_key_once"
            )
        ]

    def __str__(self):
        """Return the text."""
        return str(self.text)
