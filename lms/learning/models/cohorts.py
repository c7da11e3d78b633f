"""Groups with a calendar: who learns with whom, what is due, who came."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country, Region
from lms.learning.cohort_querysets import (
    CohortMemberQuerySet,
    CohortQuerySet,
    InsideCohortQuerySet,
)


class Cohort(models.Model):
    """People who learn together, in one country or across a region.

    Trainers named here run it, wherever they come from; who else sees it says
    CohortQuerySet.visible_to. A cohort is archived, never deleted.
    """

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cohorts",
        verbose_name=_("country"),
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cohorts",
        verbose_name=_("region"),
    )
    trainers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="cohorts_trained",
        verbose_name=_("trainers"),
        blank=True,
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    prerequisites_bind = models.BooleanField(
        _("prerequisites bind"),
        default=False,
        help_text=_(
            "Learners of this cohort open the check of a module only after the "
            "modules that come before it."
        ),
    )
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("copied from"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(country__isnull=True) ^ Q(region__isnull=True),
                name="learning_cohort_one_place",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="learning_cohort_ends_after_start",
            ),
            # A double click on "Make" must not make two.
            models.UniqueConstraint(
                fields=["country", "name", "starts_on"],
                condition=Q(country__isnull=False),
                name="learning_cohort_once_per_country",
            ),
            models.UniqueConstraint(
                fields=["region", "name", "starts_on"],
                condition=Q(region__isnull=False),
                name="learning_cohort_once_per_region",
            ),
        ]

    def __str__(self):
        """Return the name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the first page, for those who run it."""
        return reverse("learning:cohort", args=[self.pk])

    @property
    def place(self):
        """Return the country or the region."""
        return self.country or self.region

    @property
    def is_archived(self) -> bool:
        """Return whether it is over and kept only to be read."""
        return self.archived_at is not None


class CohortMember(models.Model):
    """A learner of a cohort. Leaving ends the row; coming back opens a new one."""

    class Way(models.TextChoices):
        """How somebody came in."""

        LINK = "link", _("Invitation link")
        EMAIL = "email", _("Invited by e-mail")
        FILE = "file", _("Imported from a file")
        COPY = "copy", _("Copied from another cohort")
        ADDED = "added", _("Added by hand")

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="members",
        verbose_name=_("cohort"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="cohort_memberships",
        verbose_name=_("person"),
    )
    way = models.CharField(_("came by"), max_length=10, choices=Way)
    link = models.ForeignKey(
        "JoinLink",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("invitation link"),
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = CohortMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("learner of a cohort")
        verbose_name_plural = _("learners of a cohort")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"],
                condition=Q(left_at__isnull=True),
                name="learning_cohort_member_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"],
                condition=Q(left_at__isnull=True),
                name="learning_member_current",
            ),
        ]

    def __str__(self):
        """Return who learns where."""
        return f"{self.person}: {self.cohort}"


class ClassSession(models.Model):
    """A meeting of a cohort in a classroom or online."""

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="sessions",
        verbose_name=_("cohort"),
    )
    title = models.CharField(_("title"), max_length=160)
    module_key = models.CharField(_("module"), max_length=20, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveIntegerField(
        _("minutes"),
        default=90,
        validators=[MinValueValidator(5), MaxValueValidator(24 * 60)],
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    #: Rises when it moves, so that calendars replace the entry they have.
    revision = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )

    objects = InsideCohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("classroom session")
        verbose_name_plural = _("classroom sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "title", "starts_at"],
                name="learning_session_once",
            ),
        ]

    def __str__(self):
        """Return the title and the day."""
        return f"{self.title}, {self.starts_at:%Y-%m-%d}"


class Attendance(models.Model):
    """Whether a learner came to a session. No row: not noted yet."""

    class Status(models.TextChoices):
        """What was noted."""

        PRESENT = "present", _("Present")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Absent")

    session = models.ForeignKey(
        ClassSession,
        on_delete=models.CASCADE,
        related_name="attendance",
        verbose_name=_("session"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="attendance",
        verbose_name=_("person"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("noted by"),
    )
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="learning_attendance_once"
            ),
        ]

    def __str__(self):
        """Return who, when and whether."""
        return f"{self.person}, {self.session}: {self.get_status_display()}"
