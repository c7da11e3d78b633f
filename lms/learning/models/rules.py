"""The rules of completion as they were changed, one row a version."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.learning import rules

#: Longest reason for changing a rule, in characters.
RULE_REASON_LENGTH = 500


class CompletionRule(models.Model):
    """One version of a rule: what it asks, since when, who made it and why.

    Holds from the moment it is made until the next version of its kind (and, where
    it is for one module, of that module). Versions count up within a kind over all
    modules, so that a completion's number names one rule. Version 1 is no row: the
    platform comes with it (rules.SHIPPED). Never changed, never deleted.

    total, done and finished_at say how far the platform is in completing what the
    rule made complete at once; gained counts the completions that made.
    """

    class Kind(models.TextChoices):
        """What the rule is about."""

        LESSON = rules.LESSON, _("Lessons")
        MODULE = rules.MODULE, _("Modules")
        PATH = rules.PATH, _("Learning paths")

    kind = models.CharField(_("about"), max_length=10, choices=Kind)
    module_key = models.CharField(_("module"), max_length=20, blank=True)
    version = models.PositiveSmallIntegerField(_("version"))
    parameters = models.JSONField(_("what it asks"))
    reason = models.CharField(_("reason"), max_length=RULE_REASON_LENGTH)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("holds since"), default=timezone.now)
    total = models.PositiveIntegerField(default=0, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    gained = models.PositiveIntegerField(default=0, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("rule of completion")
        verbose_name_plural = _("rules of completion")
        ordering = ["kind", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "version"], name="learning_rule_version_once"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=2), name="learning_rule_first_is_shipped"
            ),
            models.CheckConstraint(
                condition=Q(module_key="") | Q(kind=rules.MODULE),
                name="learning_rule_only_modules_alone",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="learning_rule_has_reason"
            ),
        ]

    def __str__(self):
        """Return kind and version, which name the rule."""
        return f"{self.get_kind_display()} {self.version}"

    def clean(self):
        """Raise ValidationError for parameters that make no rule."""
        try:
            self.as_rule()
        except rules.RuleInvalid as error:
            raise ValidationError({"parameters": str(error)}) from error

    def as_rule(self) -> rules.Rule:
        """Return the rule itself. Raises rules.RuleInvalid."""
        return rules.make_rule(
            self.kind,
            self.parameters,
            version=self.version,
            made_at=self.made_at,
            module_key=self.module_key,
        )
