"""Action libraries as rows: plans point at them, so a loaded version stays.

The plain values that selection needs come from :meth:`ActionLibrary.library`.
"""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from toolkit.plans import assembling
from toolkit.plans.library import Library
from toolkit.plans.querysets import ActionLibraryQuerySet


class ActionLibrary(models.Model):
    """One version of an action library, made for one framework.

    ``roles``, ``areas`` and ``generic`` hold what stands in the content file under
    these names; texts in them are by language.
    """

    key = models.SlugField(_("key"), max_length=60)
    version = models.CharField(_("version"), max_length=20)
    #: The version so that it sorts: 1.10.0 after 1.9.0.
    version_sort = models.CharField(max_length=40, editable=False)
    #: The key of the framework whose questions its actions lift.
    framework_key = models.SlugField(_("framework"), max_length=60)
    title = I18nCharField(_("title"))
    summary = I18nTextField(_("summary"), blank=True, default="")
    source = I18nTextField(_("source"), blank=True, default="")
    languages = models.JSONField(_("languages"), default=list, blank=True)
    roles = models.JSONField(_("roles"), default=list)
    areas = models.JSONField(_("areas"), default=list)
    generic = models.JSONField(_("generic actions"), default=list, blank=True)
    #: Of all that it says; changes with every change.
    content_digest = models.CharField(max_length=64, editable=False)

    objects = ActionLibraryQuerySet.as_manager()

    class Meta:
        verbose_name = _("action library")
        verbose_name_plural = _("action libraries")
        ordering = ["key", "-version_sort"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version_sort"], name="plans_one_library_per_version"
            )
        ]

    def __str__(self):
        return f"{self.title} {self.version}"

    def library(self) -> Library:
        """The whole library as plain values, kept in memory."""
        return assembling.library_of(self)


class Action(models.Model):
    """One action of a library: what a line of a plan can begin as."""

    class Effort(models.TextChoices):
        """What an action costs beside time."""

        SMALL = "S", _("small: staff time only")
        MEDIUM = "M", _("medium: some travel, expert or meeting cost")
        LARGE = "L", _("large: equipment, fieldwork or legislation")

    class Pillar(models.TextChoices):
        """The three pillars of the General Model."""

        FOCAL_POINTS = "focal_points", _("Focal points")
        WORKING_GROUP = "working_group", _("Inter-ministerial working group")
        MINIMUM_SET = "minimum_set", _("Minimum set of indicators")

    library_version = models.ForeignKey(
        ActionLibrary,
        verbose_name=_("action library"),
        on_delete=models.CASCADE,
        related_name="actions",
    )
    code = models.CharField(_("id"), max_length=20)
    title = I18nCharField(_("title"))
    area = models.CharField(_("area"), max_length=60)
    pillar = models.CharField(
        _("pillar"), max_length=20, choices=Pillar.choices, blank=True
    )
    #: A list of {"question": id, "to": [levels]}.
    lifts = models.JSONField(_("lifts"), default=list)
    needs = models.JSONField(_("needs"), default=list, blank=True)
    after = models.JSONField(_("follows"), default=list, blank=True)
    responsible = models.JSONField(_("responsible"), default=list)
    supporting = models.JSONField(_("supporting"), default=list, blank=True)
    quarters = models.PositiveSmallIntegerField(
        _("quarters"), validators=[MinValueValidator(1)]
    )
    repeat = models.CharField(_("repeated"), max_length=20, blank=True)
    effort = models.CharField(_("effort"), max_length=1, choices=Effort.choices)
    criterion = I18nTextField(_("done when"))
    deliverable = I18nCharField(_("deliverable"))
    modules = models.JSONField(_("modules"), default=list, blank=True)
    annex = models.JSONField(
        _("rows of the sample work plan"), default=list, blank=True
    )
    first_year = models.BooleanField(_("in the first year's plan"), default=False)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["sort_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["library_version", "code"], name="plans_one_action_per_code"
            )
        ]

    def __str__(self):
        return f"{self.code} {self.title}"
