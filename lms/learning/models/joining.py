"""How people come into a cohort: invitation links, and addresses waited for."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models.people import NAME_LENGTH, LowercaseEmailField
from lms.learning.cohort_querysets import JoinLinkQuerySet, PendingMemberQuerySet

from .cohorts import Cohort, CohortMember

#: Most people that one link may let in.
LINK_LIMIT = 2000


class JoinLink(models.Model):
    """An address that lets people into a cohort, until it is full or has run out.

    The token in the address is signed (see services of cohorts), so that it
    can be shown again and nothing here opens a door by itself.
    """

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="links",
        verbose_name=_("cohort"),
    )
    nonce = models.CharField(max_length=32, unique=True, editable=False)
    limit = models.PositiveIntegerField(
        _("how many people"),
        validators=[MinValueValidator(1), MaxValueValidator(LINK_LIMIT)],
    )
    expires_at = models.DateTimeField(_("valid until"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = JoinLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation link")
        verbose_name_plural = _("invitation links")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        """Return where it leads and until when."""
        return f"{self.cohort}, {self.expires_at:%Y-%m-%d}"

    @property
    def last_day(self):
        """Return the last day on which it works, in the active time zone."""
        return timezone.localdate(self.expires_at - timedelta(seconds=1))


class PendingMember(models.Model):
    """An e-mail address that joins the cohort once its owner has an account."""

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="pending",
        verbose_name=_("cohort"),
    )
    email = LowercaseEmailField(_("e-mail address"), max_length=254)
    full_name = models.CharField(_("full name"), max_length=NAME_LENGTH, blank=True)
    latin_name = models.CharField(
        _("full name in Latin letters"), max_length=NAME_LENGTH, blank=True
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    link = models.ForeignKey(
        JoinLink,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="pending",
        verbose_name=_("invitation link"),
    )
    way = models.CharField(_("came by"), max_length=10, choices=CohortMember.Way)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    claimed_at = models.DateTimeField(_("joined"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = PendingMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("invited learner")
        verbose_name_plural = _("invited learners")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "email"],
                condition=Q(claimed_at__isnull=True, withdrawn_at__isnull=True),
                name="learning_pending_member_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["email"],
                condition=Q(claimed_at__isnull=True, withdrawn_at__isnull=True),
                name="learning_pending_by_email",
            ),
        ]

    def __str__(self):
        """Return who is waited for."""
        return f"{self.email}: {self.cohort}"
