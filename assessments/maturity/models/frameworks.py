"""Frameworks as rows: what is in force stays as it is for ever.

Rounds point at these rows, so a published version is never rewritten. The plain
values that scoring needs come from :meth:`FrameworkVersion.instrument`.
"""

from decimal import Decimal

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import PreviewableMixin

from assessments.maturity import assembling
from assessments.maturity.instrument import Framework
from assessments.maturity.querysets import FrameworkVersionQuerySet
from assessments.maturity.reading import VERSION

version_validator = RegexValidator(
    rf"\A{VERSION}\Z", _("Write numbers with points between them, like 1.0.0.")
)


class FrameworkVersion(PreviewableMixin, models.Model):
    """One version of an instrument: its scale, its rules, and what is around them.

    ``levels``, ``scoring``, ``respondents`` and ``map`` hold what stands in the
    content file under these names; texts in them are by language.
    """

    class State(models.TextChoices):
        """A draft may change; what is published may not."""

        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    key = models.SlugField(_("key"), max_length=60)
    version = models.CharField(
        _("version"), max_length=20, validators=[version_validator]
    )
    #: The version so that it sorts: 1.10.0 after 1.9.0.
    version_sort = models.CharField(max_length=40, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    title = I18nCharField(_("title"))
    summary = I18nTextField(_("summary"), blank=True, default="")
    source = I18nTextField(_("source"), blank=True, default="")
    languages = models.JSONField(_("languages"), default=list, blank=True)
    levels = models.JSONField(_("levels"), default=list)
    scoring = models.JSONField(_("scoring"), default=dict)
    respondents = models.JSONField(_("respondents"), default=list, blank=True)
    map = models.JSONField(_("map from the previous version"), default=list, blank=True)
    #: Of what it says, whatever its state; changes with every change.
    content_digest = models.CharField(max_length=64, editable=False)
    #: Of what the file said that it was loaded from.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = FrameworkVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["key", "-version_sort"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version_sort"], name="maturity_one_row_per_version"
            )
        ]

    def __str__(self):
        return f"{self.title} {self.version}"

    def get_absolute_url(self) -> str:
        """Where this version is read."""
        return reverse("maturity:version", args=[self.key, self.version])

    @property
    def is_published(self) -> bool:
        """Whether it is in force and so cannot change."""
        return self.state == self.State.PUBLISHED

    def instrument(self) -> Framework:
        """The whole framework as plain values, kept in memory."""
        return assembling.instrument_of(self)

    # Editors' preview

    preview_modes = PreviewableMixin.DEFAULT_PREVIEW_MODES

    def get_preview_template(self, request, mode_name):
        """Name the page that shows a framework to be read."""
        return "maturity/framework.html"

    def get_preview_context(self, request, mode_name):
        """Show it as everybody will read it once it is published."""
        # Showing needs this module.
        from assessments.maturity.showing import framework_context  # noqa: PLC0415

        return {"request": request, **framework_context(self)}


class Dimension(models.Model):
    """A group of questions, with its leading question."""

    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.CASCADE, related_name="dimensions"
    )
    code = models.CharField(_("id"), max_length=20)
    title = I18nCharField(_("title"))
    question = I18nTextField(_("leading question"), blank=True, default="")
    basis = I18nTextField(_("basis"), blank=True, default="")
    weight = models.DecimalField(
        _("weight"), max_digits=10, decimal_places=6, default=Decimal(1)
    )
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        ordering = ["sort_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"], name="maturity_one_dimension_per_code"
            )
        ]

    def __str__(self):
        return f"{self.code} {self.title}"


class Question(ClusterableModel):
    """One question of a framework: what institutions answer and agree on."""

    class Combine(models.TextChoices):
        """How the answers of institutions become one proposal."""

        FACT = "fact", _("one true answer exists")
        WEAKEST = "weakest", _("the weakest member counts")
        SHARE = "share", _("spread over institutions")

    #: Also in the dimension; here so that an id is unique in its framework.
    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.CASCADE, related_name="questions"
    )
    dimension = models.ForeignKey(
        Dimension, on_delete=models.CASCADE, related_name="questions"
    )
    code = models.CharField(_("id"), max_length=20)
    title = I18nCharField(_("title"))
    essential = models.BooleanField(_("essential"), default=False)
    combine = models.CharField(
        _("how answers combine"), max_length=10, choices=Combine.choices
    )
    allow_na = models.BooleanField(_("may not apply"), default=False)
    weight = models.DecimalField(
        _("weight"),
        max_digits=10,
        decimal_places=6,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.000001"))],
    )
    respondents = models.JSONField(_("answered by"), default=list, blank=True)
    guidance = I18nTextField(_("why it matters"), blank=True, default="")
    evidence = I18nTextField(_("evidence"), blank=True, default="")
    modules = models.JSONField(_("modules"), default=list, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("question of a framework")
        verbose_name_plural = _("questions of frameworks")
        ordering = ["sort_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"], name="maturity_one_question_per_code"
            )
        ]

    def __str__(self):
        return f"{self.code} {self.title}"


class Descriptor(models.Model):
    """What is true at one level of one question."""

    question = ParentalKey(
        Question, on_delete=models.CASCADE, related_name="descriptors"
    )
    level = models.PositiveSmallIntegerField(_("level"))
    text = I18nTextField(_("descriptor"))

    class Meta:
        verbose_name = _("descriptor")
        verbose_name_plural = _("descriptors")
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "level"], name="maturity_one_descriptor_per_level"
            )
        ]

    def __str__(self):
        return f"{self.level}: {self.text}"
