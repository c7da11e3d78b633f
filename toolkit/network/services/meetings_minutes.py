"""What is written after a meeting: who came, the minutes, and that it was held."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import User
from toolkit.network.models import Meeting, Participant

from .groups import check_keeper
from .groups_errors import (
    AttendanceMissing,
    ChangedMeanwhile,
    GroupRefused,
    MeetingCancelled,
    MinutesMissing,
    NotYet,
)
from .meetings import fresh, touch

State = Meeting.State
Attendance = Participant.Attendance


@transaction.atomic
def note_attendance(meeting: Meeting, answers: Mapping[int, str], *, by: User) -> int:
    """Note who came: participant id > attendance; return how many rows changed.

    Who is not named stays as noted; what is empty or unknown is left out. Raises
    NotYours, MeetingCancelled, NotYet.
    """
    check_keeper(by, meeting.country)
    meeting = fresh(meeting)
    refuse_before(meeting)
    changed = []
    for row in meeting.participants.all():
        wanted = answers.get(row.pk, "")
        if wanted in Attendance.values and wanted != row.attendance:
            row.attendance = wanted
            changed.append(row)
    Participant.objects.bulk_update(changed, ["attendance"])
    if changed:
        audit.record(
            by,
            "attendance_of_meeting",
            meeting,
            country=meeting.country,
            people=len(changed),
        )
    return len(changed)


@transaction.atomic
def save_minutes(
    meeting: Meeting,
    *,
    minutes: str,
    minutes_on: date | None,
    edit_number: int,
    by: User,
) -> Meeting:
    """Save the minutes and their date; after the meeting as well, with a trace.

    Raises NotYours, MeetingCancelled, NotYet, ChangedMeanwhile; MinutesMissing when
    the minutes of a meeting that was held would become empty; GroupRefused when
    they are dated before the meeting or after today.
    """
    check_keeper(by, meeting.country)
    meeting = fresh(meeting)
    refuse_before(meeting)
    minutes = minutes.strip()
    if (meeting.minutes, meeting.minutes_on) == (minutes, minutes_on):
        return meeting
    if meeting.edit_number != edit_number:
        raise ChangedMeanwhile
    if meeting.state == State.HELD and not (minutes and minutes_on):
        raise MinutesMissing
    if minutes_on and not meeting.on <= minutes_on <= _today(meeting):
        raise GroupRefused(
            _(
                "Minutes are dated on the day of the meeting or later, and not in future."
            )
        )
    meeting.minutes, meeting.minutes_on = minutes, minutes_on
    touch(meeting)
    audit.record(by, "minutes_saved", meeting, country=meeting.country)
    return meeting


@transaction.atomic
def hold_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Record that a meeting was held; twice is once.

    Raises NotYours, MeetingCancelled, NotYet, AttendanceMissing, MinutesMissing.
    """
    check_keeper(by, meeting.country)
    meeting = fresh(meeting)
    if meeting.state == State.HELD:
        return meeting
    refuse_before(meeting)
    noted = list(meeting.participants.values_list("attendance", flat=True))
    if not noted or "" in noted or Attendance.PRESENT not in noted:
        raise AttendanceMissing
    if not (meeting.minutes and meeting.minutes_on):
        raise MinutesMissing
    meeting.state = State.HELD
    touch(meeting)
    audit.record(by, "meeting_held", meeting, country=meeting.country)
    return meeting


def refuse_before(meeting: Meeting) -> None:
    """Refuse what belongs to a meeting that takes place and has begun."""
    if meeting.state == State.CANCELLED:
        raise MeetingCancelled
    if not meeting.has_begun:
        raise NotYet


def _today(meeting: Meeting) -> date:
    """Return the later of today here and today where the meeting takes place."""
    now = timezone.now()
    return max(timezone.localdate(now), now.astimezone(meeting.zone).date())
