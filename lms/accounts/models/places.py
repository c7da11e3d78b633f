"""Regions, countries and institutions."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from lms.accounts.querysets import CountryQuerySet, InstitutionQuerySet


class Region(models.Model):
    """A group of countries looked after together, for example Central Asia."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = I18nCharField(_("name"))

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["key"]

    def __str__(self):
        """Return the name in the active language."""
        return str(self.name)


class Country(models.Model):
    """A State that takes part, or an invented one of the demonstration.

    Codes are ISO 3166-1; invented countries use the codes that the standard
    leaves to users (XA to XZ, XAA to XZZ).
    """

    iso2 = models.CharField(
        _("two-letter code"),
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"\A[A-Z]{2}\Z")],
    )
    iso3 = models.CharField(
        _("three-letter code"),
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"\A[A-Z]{3}\Z")],
    )
    name = I18nCharField(_("name"))
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="countries",
        verbose_name=_("region"),
    )
    working_languages = models.JSONField(
        _("working languages"),
        default=list,
        help_text=_("Language codes, the main one first, for example ky, ru."),
    )
    is_demo = models.BooleanField(_("invented, for demonstration"), default=False)

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["iso3"]

    def __str__(self):
        """Return the name in the active language."""
        return str(self.name)


class Institution(models.Model):
    """A body of a country that makes or uses migration data."""

    class Kind(models.TextChoices):
        """What an institution answers for, after Annex 4 of the General Model."""

        INTERIOR = "interior", _("Interior")
        BORDER = "border", _("Border")
        FOREIGN_AFFAIRS = "foreign_affairs", _("Foreign affairs")
        LABOUR = "labour", _("Labour and employment")
        MIGRATION = "migration", _("Migration and asylum")
        ASYLUM = "asylum", _("Asylum, where it is separate")
        STATISTICS = "statistics", _("Statistics")
        EDUCATION = "education", _("Education")
        TOURISM = "tourism", _("Tourism")
        TAX = "tax", _("Tax")
        GOVERNMENT_IT = "government_it", _("Government information technology")
        HEALTH = "health", _("Health")
        JUSTICE = "justice", _("Justice")
        DATA_PROTECTION = "data_protection", _("Data protection")
        CENTRAL_BANK = "central_bank", _("Central bank")
        ANTI_TRAFFICKING = "anti_trafficking", _("Anti-trafficking")
        CHILD_PROTECTION = "child_protection", _("Child protection")
        LOCAL_GOVERNMENT = "local_government", _("Local government")
        CIVIL_SOCIETY = "civil_society", _("Civil society")
        RESEARCH = "research", _("Universities and research")
        OTHER = "other", _("Other")

    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="institutions",
        verbose_name=_("country"),
    )
    key = models.SlugField(_("key"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = I18nCharField(_("name"))
    is_active = models.BooleanField(_("active"), default=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["country", "kind", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "key"], name="accounts_institution_key_per_country"
            ),
        ]

    def __str__(self):
        """Return the name in the active language."""
        return str(self.name)
