"""How the lines of a plan get on: words, deliverables, new dates, quarterly reviews."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.core.checked_files import CheckedFile
from lms.core.private_files import private_storage

from .plans import (
    TEXT_LENGTH,
    OfItemQuerySet,
    OfPlanQuerySet,
    Plan,
    PlanItem,
    quarter_validator,
)


class ItemUpdate(models.Model):
    """A word about a line: status, percent, note. Kept for ever."""

    item = models.ForeignKey(
        PlanItem,
        on_delete=models.CASCADE,
        related_name="updates",
        verbose_name=_("line"),
    )
    status = models.CharField(_("status"), max_length=8, choices=PlanItem.Status)
    percent = models.PositiveSmallIntegerField(_("percent done"), default=0)
    note = models.TextField(_("note"), max_length=TEXT_LENGTH, blank=True)
    #: Of a double click only one is written.
    once = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("word about a line")
        verbose_name_plural = _("words about lines")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.item_id} {self.status} {self.percent}"


class Deliverable(models.Model):
    """What a line has brought: a file or an address. Removed ones keep their row."""

    item = models.ForeignKey(
        PlanItem,
        on_delete=models.CASCADE,
        related_name="deliverables",
        verbose_name=_("line"),
    )
    title = models.CharField(_("title"), max_length=250)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    file = models.FileField(
        _("file"), storage=private_storage, max_length=250, blank=True
    )
    file_name = models.CharField(_("name of the file"), max_length=250, blank=True)
    file_size = models.PositiveIntegerField(_("size in bytes"), default=0)
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("added by"),
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.title


class Check(models.Model):
    """Somebody other than the owner looked whether a line is done. Kept for ever."""

    item = models.ForeignKey(
        PlanItem,
        on_delete=models.CASCADE,
        related_name="checks",
        verbose_name=_("line"),
    )
    accepted = models.BooleanField(_("accepted"))
    note = models.TextField(_("note"), max_length=TEXT_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a line")
        verbose_name_plural = _("checks of lines")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.item_id} {self.accepted}"


class Redating(models.Model):
    """A line was given other quarters by a decision. Kept for ever.

    ``cause``: the line that slipped first, where this one only moved with it.
    """

    item = models.ForeignKey(
        PlanItem,
        on_delete=models.CASCADE,
        related_name="redatings",
        verbose_name=_("line"),
    )
    cause = models.ForeignKey(
        PlanItem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("because of"),
    )
    start_before = models.CharField(max_length=6, blank=True)
    start_after = models.CharField(max_length=6, validators=[quarter_validator])
    length_before = models.PositiveSmallIntegerField(default=1)
    length_after = models.PositiveSmallIntegerField(default=1)
    decision = models.CharField(_("decision"), max_length=500)
    decided_on = models.DateField(_("decided on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("new date of a line")
        verbose_name_plural = _("new dates of lines")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.item_id} {self.start_before} > {self.start_after}"


class Review(models.Model):
    """The review of one quarter, closed with its figures as they were."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("plan")
    )
    quarter = models.CharField(
        _("quarter"), max_length=6, validators=[quarter_validator]
    )
    note = models.TextField(_("conclusion"), max_length=TEXT_LENGTH, blank=True)
    #: The figures and lines of the review as they were when it was closed.
    content = models.JSONField(default=dict)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("closed by"),
    )
    closed_at = models.DateTimeField(_("closed"), default=timezone.now)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("quarterly review")
        verbose_name_plural = _("quarterly reviews")
        ordering = ["plan", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "quarter"], name="plans_review_once"
            ),
        ]

    def __str__(self):
        return f"{self.plan} {self.quarter}"


class PlanImport(CheckedFile):
    """A plan edited offline that is looked at before it counts."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="imports", verbose_name=_("plan")
    )
    #: The plan's edit number when the file was checked.
    edit_number = models.PositiveIntegerField(default=0)

    objects = OfPlanQuerySet.as_manager()

    class Meta(CheckedFile.Meta):
        verbose_name = _("import of a plan")
        verbose_name_plural = _("imports of plans")

    def __str__(self):
        return f"{self.plan}, {self.made_at:%Y-%m-%d %H:%M}"


class CalendarFeed(models.Model):
    """The secret address of an institution's calendar of a plan's dates."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="feeds", verbose_name=_("plan")
    )
    institution = models.ForeignKey(
        "accounts.Institution",
        on_delete=models.CASCADE,
        related_name="plan_feeds",
        verbose_name=_("institution"),
    )
    #: Digest of the secret in the address; a new secret ends the old address.
    secret = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar of an institution")
        verbose_name_plural = _("calendars of institutions")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "institution"], name="plans_feed_once"
            ),
        ]

    def __str__(self):
        return f"{self.plan}: {self.institution}"


class LineReminder(models.Model):
    """A reminder of a line that went out: which kind, for which quarter, to whom.

    ``to``: digest of the e-mail address, so that nobody is reminded twice of the same
    and the address stands only where it is used.
    """

    class Kind(models.TextChoices):
        """What was reminded of."""

        SOON = "soon", _("due soon")
        LATE = "late", _("late")
        OWNER = "owner", _("a quarter without a word, to the owner")
        COORDINATOR = "coordinator", _("two quarters without a word, to who runs it")

    item = models.ForeignKey(
        PlanItem,
        on_delete=models.CASCADE,
        related_name="reminders",
        verbose_name=_("line"),
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    quarter = models.CharField(
        _("quarter"), max_length=6, validators=[quarter_validator]
    )
    to = models.CharField(max_length=64, editable=False)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder of a line")
        verbose_name_plural = _("reminders of lines")
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "kind", "quarter", "to"], name="plans_reminded_once"
            ),
        ]

    def __str__(self):
        return f"{self.item_id} {self.kind} {self.quarter}"
