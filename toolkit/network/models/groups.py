"""The inter-ministerial working group: terms of reference, members, approval."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country, Institution
from lms.accounts.models.people import NAME_LENGTH
from toolkit.network.groups_querysets import GroupMemberQuerySet
from toolkit.network.querysets import OfGroupQuerySet, RecordQuerySet


class WorkingGroup(models.Model):
    """The inter-ministerial working group of a country.

    ``terms``: a list of {"key": section of the skeleton, "title", "text"}, as they
    are now. ``terms_version``: number of the version approved last, 0 before the
    first; ``approved_on`` and ``approved_by`` are of that one.
    """

    country = models.OneToOneField(
        Country,
        on_delete=models.PROTECT,
        related_name="working_group",
        verbose_name=_("country"),
    )
    name = models.CharField(_("name"), max_length=250)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    founded_by = models.CharField(
        _("decision that creates it"),
        max_length=250,
        blank=True,
        help_text=_("Type, number and date, for example Order 214 of 3 March 2027."),
    )
    secretariat = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="secretariats",
        verbose_name=_("secretariat"),
    )
    terms = models.JSONField(_("terms of reference"), default=list, blank=True)
    terms_language = models.CharField(
        _("language of the terms"), max_length=10, blank=True
    )
    terms_version = models.PositiveIntegerField(_("version"), default=0)
    #: Whether the terms say anything else than the version approved last.
    has_draft = models.BooleanField(default=False, editable=False)
    #: Counted up at every change, so that nobody writes over another's words unseen.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_by = models.CharField(
        _("approved by"),
        max_length=250,
        blank=True,
        help_text=_("Name and post, for example the deputy minister of the interior."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ["country"]

    def __str__(self):
        return self.name

    @property
    def draft_number(self) -> int:
        """Return the number that the terms get when they are approved next."""
        return self.terms_version + 1


class TermsVersion(models.Model):
    """Terms of reference as they were approved. Kept for ever."""

    group = models.ForeignKey(
        WorkingGroup,
        on_delete=models.CASCADE,
        related_name="terms_versions",
        verbose_name=_("working group"),
    )
    number = models.PositiveIntegerField(_("version"))
    terms = models.JSONField(_("terms of reference"))
    language = models.CharField(_("language"), max_length=10, blank=True)
    approved_on = models.DateField(_("approved on"))
    approved_by = models.CharField(_("approved by"), max_length=250)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)

    objects = OfGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("approved terms of reference")
        verbose_name_plural = _("approved terms of reference")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"], name="network_terms_version_once"
            ),
        ]

    def __str__(self):
        return f"{self.group} {self.number}"


class GroupMember(models.Model):
    """A seat in the working group, for a time; who leaves keeps the row."""

    class Seat(models.TextChoices):
        """What somebody is in the group."""

        CHAIR = "chair", _("Chair")
        CO_CHAIR = "co_chair", _("Co-chair")
        MEMBER = "member", _("Member")
        ALTERNATE = "alternate", _("Alternate")
        SECRETARY = "secretary", _("Secretary")
        OBSERVER = "observer", _("Observer")

    group = models.ForeignKey(
        WorkingGroup,
        on_delete=models.CASCADE,
        related_name="members",
        verbose_name=_("working group"),
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="group_seats",
        verbose_name=_("institution"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="group_seats",
        verbose_name=_("person"),
    )
    full_name = models.CharField(_("full name"), max_length=NAME_LENGTH)
    title = models.CharField(_("title"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    seat = models.CharField(_("seat"), max_length=10, choices=Seat, default=Seat.MEMBER)
    joined_on = models.DateField(_("since"))
    left_on = models.DateField(_("until"), null=True, blank=True)
    change_note = models.CharField(
        _("decision that gives the seat"), max_length=250, blank=True
    )
    end_note = models.CharField(
        _("decision that ends the seat"), max_length=250, blank=True
    )
    #: Counted up at every change, so that nobody writes over another's words unseen.
    edit_number = models.PositiveIntegerField(default=0, editable=False)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a working group")
        verbose_name_plural = _("members of a working group")
        ordering = ["group", "joined_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(seat="chair", left_on__isnull=True),
                name="network_one_chair",
            ),
            models.UniqueConstraint(
                fields=["group", "full_name", "email"],
                condition=Q(left_on__isnull=True),
                name="network_one_seat_each",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="network_seat_ends_later",
            ),
        ]

    def __str__(self):
        return self.full_name
