"""The person who signs in."""

import zoneinfo

from django.conf import settings
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.accounts.querysets import UserQuerySet
from lms.accounts.roles import Capability, allows

#: Longest name in either script, in characters.
NAME_LENGTH = 200


class LowercaseEmailField(models.EmailField):
    """An e-mail address kept and looked up in small letters.

    People write the same address in different cases; mail servers in use do
    not tell them apart, so neither does the sign-in.
    """

    def get_prep_value(self, value):
        """Return the value as it is stored: without case."""
        value = super().get_prep_value(value)
        return value.lower() if isinstance(value, str) else value


def validate_time_zone(value: str) -> None:
    """Raise ValidationError unless the value names a zone of the tz database."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("There is no time zone with this name."))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes people; the e-mail address is the name to sign in with."""

    use_in_migrations = False

    def get_by_natural_key(self, username):
        """Return the person with this e-mail address, in any case."""
        return self.get(email=username)

    def create_user(self, email, password=None, **fields):
        """Create a person without any role.

        Raises ValueError for an empty address. Without a password nobody can
        sign in until one is set by e-mail.
        """
        if not email:
            raise ValueError("A person needs an e-mail address.")
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email, password=None, **fields):
        """Create a person to whom every door is open (createsuperuser)."""
        return self.create_user(
            email, password, **(fields | {"is_staff": True, "is_superuser": True})
        )


class NameChoice(models.TextChoices):
    """Which spellings of a name stand on certificates, the first one large."""

    OWN_FIRST = "own_first", _("Both; the own script first")
    LATIN_FIRST = "latin_first", _("Both; Latin letters first")
    OWN_ONLY = "own_only", _("The own script only")
    LATIN_ONLY = "latin_only", _("Latin letters only")


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What somebody may do follows from memberships, not from here."""

    email = LowercaseEmailField(
        _("e-mail address"),
        max_length=254,
        unique=True,
        error_messages={
            "unique": _("Somebody with this e-mail address is already here.")
        },
    )
    full_name = models.CharField(
        _("full name"),
        max_length=NAME_LENGTH,
        blank=True,
        help_text=_("In your own script, as it should stand on a certificate."),
    )
    latin_name = models.CharField(
        _("full name in Latin letters"),
        max_length=NAME_LENGTH,
        blank=True,
        help_text=_("As in your passport, if your name is written in another script."),
    )
    certificate_name = models.CharField(
        _("name on certificates"),
        max_length=12,
        choices=NameChoice,
        default=NameChoice.OWN_FIRST,
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[validate_time_zone]
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(
        _("staff"), default=False, help_text=_("Looks after the platform itself.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    deactivated_at = models.DateTimeField(_("deactivated"), null=True, blank=True)
    #: When the person closed the account for good: nobody is behind it any more.
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    #: Counted up to end all sessions of the person at once.
    session_number = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["full_name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="accounts_user_email_any_case"
            ),
        ]

    def __str__(self):
        """Return the name to show."""
        return self.display_name

    @property
    def display_name(self) -> str:
        """Return the full name, or what there is instead of one."""
        if self.closed_at:
            return gettext("Closed account %(number)s") % {"number": self.pk}
        return self.full_name or self.latin_name or self.email

    def get_full_name(self) -> str:
        """Return the name to show (asked for by Django and Wagtail)."""
        return self.display_name

    def get_short_name(self) -> str:
        """Return the name to show; names are never cut into parts here."""
        return self.display_name

    def _get_session_auth_hash(self, secret=None):
        """Return what a session must carry to stay signed in.

        Django derives it from the password alone; the number beside it lets a
        session end while the password stays.
        """
        value = f"{self.password}:{self.session_number}"
        salt = "lms.accounts.User.session"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    def certificate_names(self) -> tuple[str, str]:
        """Return the name that stands large on certificates, and the second spelling.

        As the person chose. The second is empty when it is not wanted, is missing
        or says the same; a spelling that is missing is never chosen. Certificates
        are public, so the e-mail address never takes the place of a name.
        """
        own = self.full_name or self.latin_name or gettext("Name not given")
        latin = self.latin_name or own
        first, second = {
            NameChoice.LATIN_FIRST: (latin, own),
            NameChoice.OWN_ONLY: (own, ""),
            NameChoice.LATIN_ONLY: (latin, ""),
        }.get(self.certificate_name, (own, latin))
        return first, second if second != first else ""

    # What somebody may do. One query, once per request, for all of these.

    @cached_property
    def current_memberships(self) -> list:
        """Return the memberships that have not ended, the oldest first."""
        if self.pk is None:
            return []
        return list(
            self.memberships.current()
            .select_related("country", "region", "institution")
            .order_by("started_at", "pk")
        )

    def forget_memberships(self) -> None:
        """Read the memberships anew at the next question, after a change."""
        for name in ("current_memberships", "roles"):
            self.__dict__.pop(name, None)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Return the values of the roles held now, anywhere."""
        return frozenset(membership.role for membership in self.current_memberships)

    @property
    def country(self):
        """Return the main country: that of the oldest current membership, or None."""
        for membership in self.current_memberships:
            if membership.country_id:
                return membership.country
        return None

    @property
    def region(self):
        """Return the region of a regional membership, or None."""
        for membership in self.current_memberships:
            if membership.region_id:
                return membership.region
        return None

    def has_role(self, role: str, country=None) -> bool:
        """Return whether the role is held now, in this country if one is given.

        A membership without a country, or in the country's region, covers it.
        """
        return any(
            membership.role == role and (country is None or membership.covers(country))
            for membership in self.current_memberships
        )

    def scopes(self, capability: str) -> list:
        """Return the current memberships that allow something, with their places."""
        if not self.is_active:
            return []
        return [
            membership
            for membership in self.current_memberships
            if allows(membership.role, capability)
        ]

    def may(self, capability: str, country=None) -> bool:
        """Return whether something is allowed: here, or anywhere without a country."""
        if self.is_superuser and self.is_active:
            return True
        return any(
            country is None or membership.covers(country)
            for membership in self.scopes(capability)
        )

    def may_everywhere(self, capability: str) -> bool:
        """Return whether something is allowed in every country and outside of them."""
        if self.is_superuser and self.is_active:
            return True
        return any(membership.place is None for membership in self.scopes(capability))

    @property
    def manages_everything(self) -> bool:
        """Return whether people of all countries are managed by this person."""
        return self.may_everywhere(Capability.MANAGE_PEOPLE)
