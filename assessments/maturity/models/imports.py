"""Filled questionnaires that are looked at before they become answers."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.maturity.round_querysets import OfInstitutionQuerySet

from .rounds import RoundInstitution


class AnswersImport(models.Model):
    """What a filled questionnaire would do to an institution's answers.

    Kept on the server, so that exactly what was shown is carried out, once. The
    rows are emptied afterwards: the answers hold them then.
    """

    institution = models.ForeignKey(
        RoundInstitution,
        on_delete=models.CASCADE,
        related_name="imports",
        verbose_name=_("institution"),
    )
    file_name = models.CharField(_("file"), max_length=255, blank=True)
    rows = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    applied_at = models.DateTimeField(_("carried out"), null=True, blank=True)
    result = models.JSONField(default=dict)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of answers")
        verbose_name_plural = _("imports of answers")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        """Return whose answers, and when."""
        return f"{self.institution}, {self.made_at:%Y-%m-%d %H:%M}"
