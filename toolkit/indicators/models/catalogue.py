"""The catalogue of candidate indicators, loaded from files."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField


class CatalogueVersion(models.Model):
    """A version of the catalogue: packs and the structure all indicators share.

    The one with the highest version is in force. ``packs``: [{"key": "origin",
    "name": texts, "audience": texts}]. ``structure``: the common concepts,
    [{"concept": "SEX", "role": "dimension", "means": texts, "codes": [{"code": "M",
    "name": texts}]}]; codes may be missing. Texts are by language code.
    """

    version = models.CharField(_("version"), max_length=20)
    #: The version as text that sorts.
    version_sort = models.CharField(max_length=24, unique=True, editable=False)
    languages = models.JSONField(_("languages"), default=list)
    title = I18nCharField(_("title"))
    summary = I18nTextField(_("summary"))
    source = I18nTextField(_("sources"))
    packs = models.JSONField(_("packs"), default=list)
    structure = models.JSONField(_("common structure"), default=list)
    content_digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("version of the catalogue")
        verbose_name_plural = _("versions of the catalogue")
        ordering = ["-version_sort"]

    def __str__(self):
        return self.version


class Indicator(models.Model):
    """One candidate for a minimum set: what it counts and how.

    Loaded from toolkit/indicators/content; the same for all countries. An indicator
    that leaves the files stays here, inactive, because sets point at it.
    """

    class Kind(models.TextChoices):
        """What sort of figure; kinds are never added together."""

        STOCK = "stock", _("stock")
        FLOW = "flow", _("flow")
        EVENTS = "events", _("flow (events)")
        DERIVED = "derived", _("derived")

    class Topic(models.TextChoices):
        """What it is about; a set is balanced across topics."""

        POPULATION = "population", _("Population and its change")
        BORDER = "border", _("Border crossings")
        PERMITS = "permits", _("Residence and citizenship")
        WORK = "work", _("Work")
        PROTECTION = "protection", _("Protection")
        IRREGULAR = "irregular", _("Irregular situation and return")
        ABROAD = "abroad", _("Nationals abroad and return")
        MONEY = "money", _("Remittances")
        EDUCATION = "education", _("Education")
        GOVERNANCE = "governance", _("Governance and data quality")

    code = models.CharField(_("code"), max_length=20, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    name = I18nCharField(_("name"))
    definition = I18nTextField(_("definition"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic)
    unit = I18nCharField(_("unit"))
    breakdowns = I18nTextField(_("breakdowns"), blank=True, default="")
    #: Whether sex is among the breakdowns.
    by_sex = models.BooleanField(_("by sex"), default=False)
    usual_source = I18nTextField(_("usual source"))
    usual_owner = I18nCharField(_("usual owner"))
    #: Kinds of institutions that usually own it (Institution.Kind values).
    owner_kinds = models.JSONField(_("kinds of owners"), default=list)
    periodicity = I18nCharField(_("periodicity"))
    reference = I18nTextField(_("legal or standard reference"))
    pitfalls = I18nTextField(_("pitfalls"))
    goals = models.CharField(_("related goals"), max_length=200, blank=True)
    check_rule = I18nTextField(_("check"), blank=True, default="")
    #: Concepts beyond the common ones: [{"concept": "COUNTERPART_AREA", "role":
    #: "dimension", "means": texts}].
    concepts = models.JSONField(_("concept roles"), default=list, blank=True)
    #: Keys of the packs it belongs to, e.g. ["dsm-six", "destination"].
    packs = models.JSONField(_("packs"), default=list, blank=True)
    is_active = models.BooleanField(_("in the catalogue"), default=True)
    content_digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position"]

    def __str__(self):
        return f"{self.code} {self.name}"
