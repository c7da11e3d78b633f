"""Focal points and deputies of institutions, past and present."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Institution
from lms.accounts.models.people import NAME_LENGTH, LowercaseEmailField
from lms.core.checked_files import CheckedFile
from lms.core.private_files import private_storage
from toolkit.network.querysets import (
    FocalPointQuerySet,
    OfFocalPointQuerySet,
    RecordQuerySet,
)

from .institutions import Unit

#: Longest note, in characters.
NOTE_LENGTH = 4000


class FocalPoint(models.Model):
    """A named contact of an institution, or the deputy, for a time.

    Never deleted or written over by the next person: who leaves gets ``ended_on``
    and a handover note; so the list of any day in the past can be shown. ``person``
    is the account, once there is one; name and address stand here, because the
    contact list also names people without an account.
    """

    class Post(models.TextChoices):
        """Which of the two."""

        FOCAL_POINT = "focal_point", _("Focal point")
        DEPUTY = "deputy", _("Deputy")

    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="focal_points",
        verbose_name=_("institution"),
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="focal_points",
        verbose_name=_("unit"),
    )
    post = models.CharField(
        _("post"), max_length=12, choices=Post, default=Post.FOCAL_POINT
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="focal_point_posts",
        verbose_name=_("person"),
    )
    full_name = models.CharField(_("full name"), max_length=NAME_LENGTH)
    title = models.CharField(_("title"), max_length=200, blank=True)
    address = models.TextField(_("address"), max_length=500, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    fax = models.CharField(_("fax"), max_length=60, blank=True)
    email = LowercaseEmailField(_("e-mail address"), max_length=254, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    languages = models.CharField(
        _("languages"),
        max_length=200,
        blank=True,
        help_text=_("Languages this person works in, for example Russian, English."),
    )
    started_on = models.DateField(_("designated on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    nominated_by = models.CharField(
        _("nominated by"),
        max_length=250,
        blank=True,
        help_text=_("Who signed, and the number of the letter."),
    )
    letter = models.FileField(
        _("letter of designation"),
        storage=private_storage,
        max_length=250,
        blank=True,
    )
    letter_name = models.CharField(_("name of the file"), max_length=250, blank=True)
    handover_note = models.TextField(
        _("handover note"), max_length=NOTE_LENGTH, blank=True
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verified by"),
    )
    #: Day of the last quarterly request; one request is sent in a quarter.
    asked_on = models.DateField(_("asked to confirm on"), null=True, blank=True)
    #: Counted up at every change, so that nobody writes over another's words unseen.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = FocalPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ["institution", "-post", "started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "post"],
                condition=Q(ended_on__isnull=True),
                name="network_one_focal_point_and_deputy",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="network_focal_point_ends_later",
            ),
        ]

    def __str__(self):
        return self.full_name


class ContactNote(models.Model):
    """What somebody in the list says has changed; the keeper of the record sees to it."""

    focal_point = models.ForeignKey(
        FocalPoint,
        on_delete=models.CASCADE,
        related_name="notes",
        verbose_name=_("focal point"),
    )
    text = models.TextField(_("what has changed"), max_length=NOTE_LENGTH)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("done by"),
    )

    objects = OfFocalPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("note about contact data")
        verbose_name_plural = _("notes about contact data")
        ordering = ["written_at", "pk"]

    def __str__(self):
        return self.text


class ContactImport(CheckedFile):
    """A contact list in the columns of Annex 4 that is looked at before it counts."""

    country = models.ForeignKey(
        "accounts.Country",
        on_delete=models.CASCADE,
        related_name="contact_imports",
        verbose_name=_("country"),
    )

    objects = RecordQuerySet.as_manager()

    class Meta(CheckedFile.Meta):
        verbose_name = _("import of contacts")
        verbose_name_plural = _("imports of contacts")

    def __str__(self):
        return f"{self.country}, {self.made_at:%Y-%m-%d %H:%M}"
