"""What the country agreed on, and who thinks otherwise."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.maturity.round_querysets import (
    InsideRoundQuerySet,
)

from .given import GivenMixin
from .lengths import ID_LENGTH, TEXT_LENGTH
from .rounds import Round, RoundInstitution


class AgreedLevel(GivenMixin):
    """The country's level for one question, why, and who agreed to it."""

    round = models.ForeignKey(
        Round,
        on_delete=models.CASCADE,
        related_name="agreed_levels",
        verbose_name=_("round"),
    )
    question = models.CharField(_("question"), max_length=ID_LENGTH)
    #: What was computed when this was agreed, and how it came about.
    proposed = models.CharField(max_length=4, blank=True)
    proposed_why = models.TextField(blank=True)
    reason = models.TextField(_("reason"), max_length=TEXT_LENGTH)
    agreed_by = models.ManyToManyField(
        RoundInstitution,
        related_name="agreed_levels",
        verbose_name=_("who agreed"),
        blank=True,
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("set by"),
    )
    set_at = models.DateTimeField(_("set"), default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)
    #: True where a reviewer has accepted "not applicable".
    na_accepted = models.BooleanField(null=True, blank=True)

    objects = InsideRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed level")
        verbose_name_plural = _("agreed levels")
        ordering = ["question"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "question"], name="maturity_agreed_once"
            ),
        ]

    def __str__(self):
        """Return the question and its level."""
        return f"{self.round} {self.question}: {self.given}"


class AgreedChange(GivenMixin):
    """An agreed level as it was after a change. Kept for ever."""

    agreed = models.ForeignKey(
        AgreedLevel,
        on_delete=models.CASCADE,
        related_name="changes",
        verbose_name=_("agreed level"),
    )
    version = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    #: Names of the institutions that agreed, as they were.
    who = models.JSONField(default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("change of an agreed level")
        verbose_name_plural = _("changes of agreed levels")
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreed", "version"], name="maturity_agreed_change_once"
            ),
        ]

    def __str__(self):
        """Return the agreed level and the number of the change."""
        return f"{self.agreed_id} v{self.version}"


class Dissent(GivenMixin):
    """A different opinion of an institution, kept beside the agreed level."""

    agreed = models.ForeignKey(
        AgreedLevel,
        on_delete=models.CASCADE,
        related_name="dissents",
        verbose_name=_("agreed level"),
    )
    institution = models.ForeignKey(
        RoundInstitution,
        on_delete=models.CASCADE,
        related_name="dissents",
        verbose_name=_("institution"),
    )
    text = models.TextField(_("different opinion"), max_length=TEXT_LENGTH)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("noted by"),
    )
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)

    class Meta:
        verbose_name = _("different opinion")
        verbose_name_plural = _("different opinions")
        ordering = ["institution__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreed", "institution"], name="maturity_dissent_once"
            ),
        ]

    def __str__(self):
        """Return whose opinion it is, about what."""
        return f"{self.institution}: {self.agreed_id}"
