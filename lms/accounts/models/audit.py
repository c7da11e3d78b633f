"""Who did what, when: the activity log."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.querysets import AuditEntryQuerySet

from .places import Country


class AuditEntry(models.Model):
    """One line of the activity log. Written once, through audit.record().

    Names are kept as they were: the log still reads when a person has changed
    the name or a thing has gone.
    """

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="audit_entries",
        verbose_name=_("who"),
    )
    actor_name = models.CharField(_("who"), max_length=254, blank=True)
    verb = models.CharField(_("what"), max_length=60)
    subject_kind = models.CharField(_("kind of subject"), max_length=100, blank=True)
    subject_id = models.CharField(_("id of subject"), max_length=64, blank=True)
    subject_name = models.CharField(_("about"), max_length=254, blank=True)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="audit_entries",
        verbose_name=_("country"),
    )
    address = models.CharField(
        _("network"),
        max_length=45,
        blank=True,
        help_text=_("The network address without its last part."),
    )
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the activity log")
        verbose_name_plural = _("activity log")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["country", "-at"], name="accounts_audit_by_country"),
            models.Index(
                fields=["subject_kind", "subject_id", "-at"],
                name="accounts_audit_by_subject",
            ),
        ]

    def __str__(self):
        """Return the line without its details."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.subject_name}"
