"""Archives of what is held about a person."""

import uuid
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.querysets import DataExportQuerySet
from lms.core.private_files import private_storage

#: How long an archive can be taken.
KEPT_FOR = timedelta(days=7)


class DataExport(models.Model):
    """An archive that somebody asked for: waiting, ready, or it did not work out."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="data_exports",
        verbose_name=_("person"),
    )
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    file = models.CharField(_("file"), max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("archive of a person's data")
        verbose_name_plural = _("archives of people's data")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            # A double click must not make two.
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="waiting"),
                name="accounts_export_one_waiting",
            ),
        ]

    def __str__(self):
        """Return the public id."""
        return str(self.public_id)

    @property
    def valid_until(self):
        """Return until when it can be taken."""
        return self.asked_at + KEPT_FOR

    def remove(self) -> None:
        """Delete the row, and the file once that is certain."""
        if self.file:
            forget = partial(private_storage().delete, self.file)
            transaction.on_commit(forget, robust=True)
        self.delete()
