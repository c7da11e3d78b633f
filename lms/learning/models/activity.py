"""The activity record: what is told to a learning record store (xAPI)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.learning.activity_querysets import StatementQuerySet


class Pseudonym(models.Model):
    """The name by which the activity record knows a person: drawn, not derived.

    Nobody can work out the person from it, and once this row is deleted
    (a closed account) nobody can find it out here either.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="pseudonym",
        verbose_name=_("person"),
    )
    name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("pseudonym")
        verbose_name_plural = _("pseudonyms")

    def __str__(self):
        """Return the name."""
        return str(self.name)


class Statement(models.Model):
    """One xAPI statement, kept here and forwarded once.

    Its id follows from the fact it tells (see activity.statements), so that
    telling the same fact again makes no second one.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        FORWARDED = "forwarded", _("Forwarded")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("person"),
    )
    verb = models.CharField(_("verb"), max_length=20)
    statement = models.JSONField(_("statement"))
    at = models.DateTimeField(_("when it happened"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    forwarded_at = models.DateTimeField(_("forwarded"), null=True, blank=True)
    last_error = models.CharField(_("answer"), max_length=300, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="forwarded") | Q(forwarded_at__isnull=False),
                name="learning_statement_forwarded_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state="waiting"),
                name="learning_statement_due",
            ),
        ]

    def __str__(self):
        """Return verb and id."""
        return f"{self.verb} {self.id}"
