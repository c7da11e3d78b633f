"""Who may do what, where: a person's roles."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.accounts.querysets import MembershipQuerySet
from lms.accounts.roles import COUNTRY_ROLES, REGIONAL_ROLES, Role

from .places import Country, Institution, Region


def scope_error(role: str, *, country, region, institution):
    """Return what is wrong with the scope of a role, or None.

    The same rules stand as constraints in the database; this gives the words.
    """
    if country and region:
        return _("Choose a country or a region, not both.")
    if role in COUNTRY_ROLES and not country:
        return _("This role needs a country.")
    if role in REGIONAL_ROLES and country:
        return _("This role belongs to a region, not to one country.")
    if role == Role.LEARNER and region:
        return _("A learner belongs to a country or to none.")
    if institution and not country:
        return _("An institution needs its country.")
    if institution and institution.country_id != country.pk:
        return _("This institution belongs to another country.")
    return None


def scope_constraints(name: str) -> list:
    """Return the database's side of scope_error for a table with these columns."""
    return [
        models.CheckConstraint(
            condition=Q(country__isnull=True) | Q(region__isnull=True),
            name=f"accounts_{name}_one_scope",
        ),
        models.CheckConstraint(
            condition=~Q(role__in=[str(role) for role in COUNTRY_ROLES])
            | Q(country__isnull=False),
            name=f"accounts_{name}_country_role",
        ),
        models.CheckConstraint(
            condition=~Q(role__in=[str(role) for role in REGIONAL_ROLES])
            | Q(country__isnull=True),
            name=f"accounts_{name}_regional_role",
        ),
        models.CheckConstraint(
            condition=~Q(role=str(Role.LEARNER)) | Q(region__isnull=True),
            name=f"accounts_{name}_learner_scope",
        ),
        models.CheckConstraint(
            condition=Q(institution__isnull=True) | Q(country__isnull=False),
            name=f"accounts_{name}_institution_scope",
        ),
        models.CheckConstraint(
            condition=Q(role__in=[str(role) for role in Role]),
            name=f"accounts_{name}_known_role",
        ),
    ]


class Membership(models.Model):
    """A role of a person in a country, in a region, or in general.

    Never deleted: a role that is taken away gets ended_at, so that what
    somebody did can be read against what that person was allowed to do.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("country"),
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("region"),
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("institution"),
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships_granted",
        verbose_name=_("granted by"),
    )
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["started_at", "pk"]
        constraints = [
            # Three, because a unique constraint takes no two empty values as equal.
            models.UniqueConstraint(
                fields=["person", "role", "country"],
                condition=Q(ended_at__isnull=True, country__isnull=False),
                name="accounts_membership_current_country",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "region"],
                condition=Q(ended_at__isnull=True, region__isnull=False),
                name="accounts_membership_current_region",
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(
                    ended_at__isnull=True, country__isnull=True, region__isnull=True
                ),
                name="accounts_membership_current_general",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(ended_at__gte=models.F("started_at")),
                name="accounts_membership_ends_after_start",
            ),
            *scope_constraints("membership"),
        ]
        indexes = [
            models.Index(
                fields=["country", "role"],
                condition=Q(ended_at__isnull=True),
                name="accounts_current_by_country",
            ),
        ]

    def __str__(self):
        """Return the role and where it holds, "Trainer, Arvania"."""
        role, place = self.get_role_display(), self.place
        if place is None:
            return str(role)
        # Translators: a role and its country, "Trainer, Arvania".
        return gettext("%(role)s, %(place)s") % {"role": role, "place": place}

    def clean(self):
        """Refuse a scope that the role cannot have."""
        error = scope_error(
            self.role,
            country=self.country,
            region=self.region,
            institution=self.institution,
        )
        if error:
            raise ValidationError(error)

    @property
    def is_current(self) -> bool:
        """Return whether the role is still held."""
        return self.ended_at is None

    @property
    def place(self):
        """Return the country or region, or None for a role without either."""
        return self.country or self.region

    def covers(self, country) -> bool:
        """Return whether the role holds in this country."""
        if self.country_id:
            return self.country_id == country.pk
        if self.region_id:
            return self.region_id == country.region_id
        return True
