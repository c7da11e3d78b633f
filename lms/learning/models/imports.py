"""Lists of people that are looked at before they join a cohort."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.checked_files import CheckedFile
from lms.learning.cohort_querysets import InsideCohortQuerySet

from .cohorts import Cohort, CohortMember


class MemberImport(CheckedFile):
    """What a file or a list of addresses would do to a cohort, until it is done.

    Kept on the server, so that exactly what was shown is carried out, once.
    The rows are emptied afterwards: they name people who may never come.
    """

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="imports",
        verbose_name=_("cohort"),
    )
    way = models.CharField(_("came by"), max_length=10, choices=CohortMember.Way)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    ignored_columns = models.JSONField(default=list)

    objects = InsideCohortQuerySet.as_manager()

    class Meta(CheckedFile.Meta):
        verbose_name = _("import of learners")
        verbose_name_plural = _("imports of learners")

    def __str__(self):
        """Return which cohort, and when."""
        return f"{self.cohort}, {self.made_at:%Y-%m-%d %H:%M}"
