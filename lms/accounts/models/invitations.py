"""An invitation by e-mail: the way into a country."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.querysets import InvitationQuerySet
from lms.accounts.roles import Role

from .memberships import scope_constraints
from .people import NAME_LENGTH, LowercaseEmailField
from .places import Country, Institution, Region


class Invitation(models.Model):
    """A role offered to an e-mail address by somebody who may grant it.

    Only a digest of the token is kept: who reads the table cannot accept.
    """

    email = LowercaseEmailField(_("e-mail address"), max_length=254)
    full_name = models.CharField(_("full name"), max_length=NAME_LENGTH, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("country"),
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("region"),
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("institution"),
    )
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="invitations_sent",
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    sent_at = models.DateTimeField(
        _("sent"),
        null=True,
        blank=True,
        help_text=_("When the e-mail left; empty while it waits."),
    )
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_accepted",
        verbose_name=_("accepted by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "role",
                "country",
                condition=Q(
                    accepted_at__isnull=True,
                    withdrawn_at__isnull=True,
                    country__isnull=False,
                ),
                name="accounts_invitation_pending_country",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "role",
                "region",
                condition=Q(
                    accepted_at__isnull=True,
                    withdrawn_at__isnull=True,
                    region__isnull=False,
                ),
                name="accounts_invitation_pending_region",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "role",
                condition=Q(
                    accepted_at__isnull=True,
                    withdrawn_at__isnull=True,
                    country__isnull=True,
                    region__isnull=True,
                ),
                name="accounts_invitation_pending_general",
            ),
            *scope_constraints("invitation"),
        ]

    def __str__(self):
        """Return whom it invites, and as what."""
        return f"{self.email}: {self.get_role_display()}"

    @property
    def place(self):
        """Return the country or region, or None for a role without either."""
        return self.country or self.region

    def state(self, at=None) -> str:
        """Return "accepted", "withdrawn", "expired" or "open" at a time."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "open" if (at or timezone.now()) < self.expires_at else "expired"
