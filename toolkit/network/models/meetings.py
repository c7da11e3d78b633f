"""Meetings: agenda, who was there, minutes, and the decisions with their owners."""

from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country, Institution
from lms.accounts.models.people import NAME_LENGTH
from toolkit.network.decisions_querysets import DecisionQuerySet
from toolkit.network.meetings_querysets import MeetingQuerySet
from toolkit.network.querysets import OfMeetingQuerySet

#: Longest minutes and longest agenda text of an item, in characters.
MINUTES_LENGTH, ITEM_LENGTH = 20000, 250


class Meeting(models.Model):
    """A meeting of the country: planned, held with minutes, or cancelled.

    ``agenda``: a list of {"day": 1, "start": "10:00", "end": "10:30", "title",
    "type", "speaker", "points"}, first filled from a template; times are those of
    ``time_zone``, an end may be empty. ``calendar_number`` counts up at what a
    calendar shows: it is the SEQUENCE of the calendar file, and names the state
    that participants were told.
    """

    class Kind(models.TextChoices):
        """Kinds of meetings, after Annexes 6 to 8."""

        GROUP = "group", _("Working group")
        TECHNICAL = "technical", _("Technical meeting")
        VISIT = "visit", _("National visit")
        REGIONAL = "regional", _("Regional workshop")

    class State(models.TextChoices):
        """Where it stands."""

        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="meetings",
        verbose_name=_("country"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.GROUP)
    title = models.CharField(_("title"), max_length=250)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=63, default="UTC")
    place = models.CharField(_("place"), max_length=250)
    language = models.CharField(_("language"), max_length=100, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PLANNED
    )
    agenda = models.JSONField(_("agenda"), default=list, blank=True)
    minutes = models.TextField(_("minutes"), max_length=MINUTES_LENGTH, blank=True)
    minutes_on = models.DateField(_("minutes of"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason"), max_length=500, blank=True)
    #: Counted up at every change, so that nobody writes over another's words unseen.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    calendar_number = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(default=timezone.now, editable=False)
    #: Of the form that made it: sent twice, it makes one meeting.
    once_token = models.UUIDField(default=uuid4, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="network_meeting_ends_later",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which its times are said."""
        return ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime:
        """Return when it begins, in its own time zone."""
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        """Return when it ends, in its own time zone."""
        return self.ends_at.astimezone(self.zone)

    @property
    def on(self) -> date:
        """Return its first day, in its own time zone."""
        return self.local_start.date()

    @property
    def days(self) -> int:
        """Return over how many days it goes, 1 or more."""
        return (self.local_end.date() - self.on).days + 1

    @property
    def has_begun(self) -> bool:
        """Return whether it has begun by now."""
        return self.starts_at <= timezone.now()

    @property
    def lacks_minutes(self) -> bool:
        """Return whether it is over, was not cancelled and has no minutes."""
        return (
            self.state == self.State.PLANNED
            and not self.minutes
            and self.ends_at < timezone.now()
        )


class Participant(models.Model):
    """Somebody invited to a meeting, or who came."""

    class Attendance(models.TextChoices):
        """Whether somebody came."""

        PRESENT = "present", _("Present")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Absent")

    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.CASCADE,
        related_name="participants",
        verbose_name=_("meeting"),
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    full_name = models.CharField(_("full name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    #: Which state of the meeting this person was told: its calendar_number.
    told_number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    attendance = models.CharField(
        _("attendance"), max_length=8, choices=Attendance, blank=True
    )

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["meeting", "full_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "full_name", "email"],
                name="network_participant_once",
            ),
        ]

    def __str__(self):
        return self.full_name


class Decision(models.Model):
    """A decision of a meeting: what, who sees to it, until when, and what came of it."""

    class State(models.TextChoices):
        """What has become of it."""

        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped by decision")

    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("meeting"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("decision"), max_length=2000)
    owner = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("owner"),
    )
    owner_name = models.CharField(_("person"), max_length=NAME_LENGTH, blank=True)
    due_on = models.DateField(_("due on"))
    #: As the meeting decided it; ``due_on`` is the one that holds after follow-ups.
    first_due_on = models.DateField(_("first due on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    #: Counted up at every change, so that nobody writes over another's words unseen.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    #: Of the form that made it: sent twice, it makes one decision.
    once_token = models.UUIDField(default=uuid4, unique=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="network_decision_number_once"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_overdue(self) -> bool:
        """Return whether it is open although its day has passed."""
        return self.state == self.State.OPEN and self.due_on < timezone.localdate()


class DecisionFollowUp(models.Model):
    """What a later meeting noted about a decision. Kept for ever."""

    decision = models.ForeignKey(
        Decision,
        on_delete=models.CASCADE,
        related_name="follow_ups",
        verbose_name=_("decision"),
    )
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("noted at"),
    )
    state = models.CharField(_("state"), max_length=8, choices=Decision.State)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    due_on = models.DateField(_("new due date"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("follow-up of a decision")
        verbose_name_plural = _("follow-ups of decisions")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.decision_id} {self.state}"
