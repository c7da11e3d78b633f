"""What the network knows of an institution beyond its name: address and units."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from lms.accounts.models import Institution
from toolkit.network.querysets import OfInstitutionQuerySet


class InstitutionProfile(models.Model):
    """Contact data of an institution and its part in the network (Annex 4)."""

    class Part(models.TextChoices):
        """What an institution does in the network."""

        PRODUCER = "producer", _("produces data")
        USER = "user", _("uses data")
        BOTH = "both", _("produces and uses data")
        ADVISER = "adviser", _("advises on methods or law")

    institution = models.OneToOneField(
        Institution,
        on_delete=models.CASCADE,
        related_name="profile",
        verbose_name=_("institution"),
    )
    is_core = models.BooleanField(
        _("core institution"),
        default=True,
        help_text=_("Core institutions own data of the minimum set or use it."),
    )
    part = models.CharField(
        _("part in the network"), max_length=10, choices=Part, default=Part.BOTH
    )
    address = models.TextField(_("address"), max_length=500, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    fax = models.CharField(_("fax"), max_length=60, blank=True)
    email = models.EmailField(_("role mailbox"), blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    #: Counted up at every change, so that nobody writes over another's words unseen.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact data of an institution")
        verbose_name_plural = _("contact data of institutions")
        ordering = ["institution"]

    def __str__(self):
        return str(self.institution)


class Unit(models.Model):
    """A department, service or section inside an institution."""

    institution = models.ForeignKey(
        Institution,
        on_delete=models.CASCADE,
        related_name="units",
        verbose_name=_("institution"),
    )
    name = I18nCharField(_("name"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["institution", "position", "pk"]

    def __str__(self):
        return str(self.name)


class PublicItem(models.Model):
    """What of a country's record everybody may read without signing in.

    One row for each part that is public; without a row a part is restricted.
    """

    class Item(models.TextChoices):
        """Parts of the record that can be made public."""

        INSTITUTIONS = "institutions", _("Institutions and their role mailboxes")
        FOCAL_POINTS = "focal_points", _("Names of focal points")
        TERMS = "terms", _("Terms of reference of the working group")
        MEETINGS = "meetings", _("Dates and subjects of meetings")
        SOURCES = "sources", _("Data sources: names, owners and topics")
        INDICATORS = "indicators", _("Minimum set and definition matrix")
        PLAN = "plan", _("Approved action plan")

    country = models.ForeignKey(
        "accounts.Country",
        on_delete=models.CASCADE,
        related_name="public_items",
        verbose_name=_("country"),
    )
    item = models.CharField(_("part"), max_length=20, choices=Item)
    made_public_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made public by"),
    )
    made_public_at = models.DateTimeField(_("made public"), default=timezone.now)

    class Meta:
        verbose_name = _("public part of a record")
        verbose_name_plural = _("public parts of records")
        ordering = ["country", "item"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "item"], name="network_public_item_once"
            ),
        ]

    def __str__(self):
        return f"{self.country}: {self.get_item_display()}"
