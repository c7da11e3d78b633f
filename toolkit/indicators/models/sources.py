"""The inventory of data sources: what is collected, where, when, why, how, by whom."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country, Institution
from lms.core.checked_files import CheckedFile
from toolkit.indicators.sources_querysets import DataSourceQuerySet
from toolkit.network.querysets import RecordQuerySet

TEXT_LENGTH = 2000
NOTE_LENGTH = 500


class DataSource(models.Model):
    """One data source of a country: a register, a case file, a survey, a census.

    Texts are the country's own, in its own language. ``topics``: values of
    Indicator.Topic, in their order. ``key`` names it in spreadsheets and stays when
    the name changes. A closed source keeps its row: sets and plans point at it.
    """

    class Kind(models.TextChoices):
        """What sort of source."""

        REGISTER = "register", _("register")
        CASE_FILE = "case_file", _("case file or permit database")
        BORDER = "border", _("border system or cards")
        CENSUS = "census", _("census")
        SURVEY = "survey", _("sample survey")
        REPORTING = "reporting", _("reports of lower offices")
        OTHER = "other", _("other")

    class Access(models.TextChoices):
        """Who outside the owner gets something of it."""

        NONE = "none", _("not shared")
        ON_REQUEST = "on_request", _("tables on request")
        REGULAR = "regular", _("tables at agreed times")
        RECORDS = "records", _("single records, by agreement")
        PUBLIC = "public", _("published")

    class Frequency(models.TextChoices):
        """How often it is brought up to date."""

        CONTINUOUS = "continuous", _("continuously")
        MONTHLY = "monthly", _("monthly")
        QUARTERLY = "quarterly", _("quarterly")
        HALF_YEARLY = "half_yearly", _("half-yearly")
        YEARLY = "yearly", _("yearly")
        RARER = "rarer", _("more rarely")

    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="data_sources",
        verbose_name=_("country"),
    )
    key = models.SlugField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=250)
    owner = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="data_sources",
        verbose_name=_("owner"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    purpose = models.TextField(_("why it is kept"), max_length=TEXT_LENGTH, blank=True)
    unit = models.CharField(
        _("unit of observation"),
        max_length=250,
        blank=True,
        help_text=_("What one row is: a person, a permit, a crossing, a case."),
    )
    coverage = models.TextField(_("who is covered"), max_length=TEXT_LENGTH, blank=True)
    missed = models.TextField(_("who is missed"), max_length=TEXT_LENGTH, blank=True)
    counted_twice = models.TextField(
        _("who may be counted twice"), max_length=TEXT_LENGTH, blank=True
    )
    where_collected = models.TextField(
        _("where it is collected"), max_length=TEXT_LENGTH, blank=True
    )
    how_collected = models.TextField(
        _("how it is collected"), max_length=TEXT_LENGTH, blank=True
    )
    legal_basis = models.TextField(_("legal basis"), max_length=TEXT_LENGTH, blank=True)
    frequency = models.CharField(
        _("how often updated"), max_length=12, choices=Frequency, blank=True
    )
    since_year = models.PositiveSmallIntegerField(
        _("kept since"), null=True, blank=True
    )
    identifiers = models.TextField(
        _("identifiers"),
        max_length=TEXT_LENGTH,
        blank=True,
        help_text=_("Numbers that identify a person or case in it."),
    )
    access = models.CharField(_("sharing"), max_length=12, choices=Access, blank=True)
    shared_with = models.TextField(
        _("shared with whom, why and how"), max_length=TEXT_LENGTH, blank=True
    )
    format = models.CharField(_("format"), max_length=250, blank=True)
    problems = models.TextField(_("known problems"), max_length=TEXT_LENGTH, blank=True)
    is_active = models.BooleanField(_("still kept"), default=True)
    closed_on = models.DateField(_("no longer kept since"), null=True, blank=True)
    closed_note = models.TextField(
        _("why it is no longer kept"), max_length=NOTE_LENGTH, blank=True
    )
    #: Counted up at every change, so that nobody writes over another's words unseen.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("changed by"),
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = DataSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("data source")
        verbose_name_plural = _("data sources")
        ordering = ["country", "owner", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "key"], name="indicators_source_key_per_country"
            ),
            models.UniqueConstraint(
                fields=["owner", "name"], name="indicators_source_name_per_owner"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the address of its page; asks for the country."""
        return reverse("indicators:source", args=[self.country.iso3.lower(), self.pk])


class SourceImport(CheckedFile):
    """An inventory as a spreadsheet that is looked at before it counts."""

    country = models.ForeignKey(
        Country,
        on_delete=models.CASCADE,
        related_name="source_imports",
        verbose_name=_("country"),
    )

    objects = RecordQuerySet.as_manager()

    class Meta(CheckedFile.Meta):
        verbose_name = _("import of data sources")
        verbose_name_plural = _("imports of data sources")

    def __str__(self):
        return f"{self.country}, {self.made_at:%Y-%m-%d %H:%M}"
