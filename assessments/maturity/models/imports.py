"""Filled questionnaires that are looked at before they become answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.maturity.round_querysets import OfInstitutionQuerySet
from lms.core.checked_files import CheckedFile

from .rounds import RoundInstitution


class AnswersImport(CheckedFile):
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

    objects = OfInstitutionQuerySet.as_manager()

    class Meta(CheckedFile.Meta):
        verbose_name = _("import of answers")
        verbose_name_plural = _("imports of answers")

    def __str__(self):
        """Return whose answers, and when."""
        return f"{self.institution}, {self.made_at:%Y-%m-%d %H:%M}"
