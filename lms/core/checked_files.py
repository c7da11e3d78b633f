"""Files that are looked at before they change anything: checked, shown, carried out."""

from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: How long a file that was checked and never carried out is kept, at the most.
UNFINISHED_KEPT_FOR = timedelta(days=30)


class CheckedFile(models.Model):
    """What a file would do, kept until somebody says yes.

    Kept on the server, so that exactly what was shown is carried out, once.
    ``rows`` is what will be written; ``result`` says afterwards what became of it.
    """

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

    class Meta:
        abstract = True
        ordering = ["-made_at", "-pk"]

    def claim(self, at=None) -> bool:
        """Mark as carried out; return False when somebody else was first.

        Call it inside the transaction that carries it out: of two at once one waits
        and then gets False.
        """
        at = at or timezone.now()
        waiting = type(self)._default_manager.filter(pk=self.pk, applied_at=None)
        if not waiting.update(applied_at=at):
            return False
        self.applied_at = at
        return True


def forget_unfinished(*, at: datetime | None = None) -> int:
    """Delete the files of all rooms nobody said yes to for 30 days; return how many."""
    before = (at or timezone.now()) - UNFINISHED_KEPT_FOR
    deleted = 0
    for model in checked_files():
        rows = model._base_manager.filter(applied_at=None, made_at__lt=before)
        deleted += rows.delete()[1].get(model._meta.label, 0)
    return deleted


def checked_files() -> list[type[CheckedFile]]:
    """Return the models of all rooms that keep files until they are carried out."""
    return [model for model in apps.get_models() if issubclass(model, CheckedFile)]
