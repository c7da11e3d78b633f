"""Planning meetings, changing and cancelling them, and keeping their agendas."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from lms.accounts import audit
from lms.accounts.models import Country, User
from toolkit.network.agendas import Item, from_rows, moved_by, shifted, to_rows
from toolkit.network.agendas_catalogue import templates
from toolkit.network.models import Meeting

from .groups import check_keeper
from .groups_errors import (
    ChangedMeanwhile,
    MeetingCancelled,
    MeetingHeld,
    SomethingWritten,
)
from .meetings_inviting import tell_of_cancelling, tell_of_change

State = Meeting.State
#: What a calendar shows of a meeting: when it changes, participants are told.
SHOWN = ("title", "starts_at", "ends_at", "place")


@transaction.atomic
def plan_meeting(
    country: Country,
    *,
    once_token: UUID,
    kind: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    time_zone: str,
    place: str,
    language: str,
    template: str,
    by: User,
) -> Meeting:
    """Plan a meeting; the same form sent twice returns the same meeting.

    template: key of the agenda to begin with, moved to the beginning of the meeting,
    or empty. Raises NotYours.
    """
    check_keeper(by, country)
    if found := Meeting.objects.filter(once_token=once_token, country=country).first():
        return found
    meeting = Meeting(
        country=country,
        once_token=once_token,
        kind=kind,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=time_zone,
        place=place,
        language=language,
        created_by=by,
    )
    if template in templates():
        meeting.agenda = to_rows(from_template(meeting, template)[0])
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError:
        # The other click was a moment faster.
        return Meeting.objects.get(once_token=once_token, country=country)
    audit.record(by, "meeting_planned", meeting, country=country)
    return meeting


def from_template(meeting: Meeting, key: str) -> tuple[list[Item], list[Item]]:
    """Return (rows of a template at the time of a meeting, rows without a place).

    In the active language.
    """
    return shifted(
        templates()[key].rows(get_language() or "en"),
        start=f"{meeting.local_start:%H:%M}",
        days=meeting.days,
    )


@transaction.atomic
def change_meeting(
    meeting: Meeting,
    *,
    kind: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    time_zone: str,
    place: str,
    language: str,
    edit_number: int,
    by: User,
) -> int:
    """Change what a meeting is about, when and where; return how many were told.

    The agenda moves with the beginning. Whoever was invited gets the change once.
    The same again changes nothing. Raises NotYours, MeetingCancelled, MeetingHeld,
    ChangedMeanwhile.
    """
    check_keeper(by, meeting.country)
    meeting = fresh(meeting)
    wanted = {
        "kind": kind,
        "title": title,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "time_zone": time_zone,
        "place": place,
        "language": language,
    }
    changed = {key for key, value in wanted.items() if getattr(meeting, key) != value}
    if not changed:
        return 0
    _refuse_closed(meeting)
    if meeting.edit_number != edit_number:
        raise ChangedMeanwhile
    before = _minute(meeting)
    for key in changed:
        setattr(meeting, key, wanted[key])
    _move_agenda(meeting, _minute(meeting) - before)
    if changed & set(SHOWN):
        _count_up(meeting)
    touch(meeting)
    audit.record(
        by,
        "meeting_changed",
        meeting,
        country=meeting.country,
        changed=sorted(changed),
    )
    return tell_of_change(meeting, by=by) if changed & set(SHOWN) else 0


@transaction.atomic
def save_agenda(
    meeting: Meeting, *, items: Sequence[Item], edit_number: int, by: User
) -> Meeting:
    """Save the rows of an agenda. Raises NotYours, MeetingCancelled, ChangedMeanwhile."""
    check_keeper(by, meeting.country)
    meeting = fresh(meeting)
    rows = to_rows(items)
    if rows == meeting.agenda:
        return meeting
    if meeting.state == State.CANCELLED:
        raise MeetingCancelled
    if meeting.edit_number != edit_number:
        raise ChangedMeanwhile
    meeting.agenda = rows
    touch(meeting)
    audit.record(by, "agenda_changed", meeting, country=meeting.country)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: User) -> int:
    """Cancel a meeting and tell those invited; return how many were told.

    Somebody whose meeting is still to come gets it taken out of the calendar. Twice
    is once. Raises NotYours, MeetingHeld, SomethingWritten.
    """
    check_keeper(by, meeting.country)
    meeting = fresh(meeting)
    if meeting.state == State.CANCELLED:
        return 0
    if meeting.state == State.HELD:
        raise MeetingHeld
    if meeting.minutes or meeting.decisions.exists():
        raise SomethingWritten
    meeting.state, meeting.cancel_reason = State.CANCELLED, reason
    _count_up(meeting)
    touch(meeting)
    audit.record(by, "meeting_cancelled", meeting, country=meeting.country)
    if meeting.ends_at < timezone.now():
        return 0
    return tell_of_cancelling(meeting, by=by)


def fresh(meeting: Meeting) -> Meeting:
    """Return a meeting as it is now, locked: changes come one after the other."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("country")
    return rows.get(pk=meeting.pk)


def touch(meeting: Meeting) -> None:
    """Save a changed meeting under its next edit number."""
    meeting.edit_number += 1
    meeting.save()


def _refuse_closed(meeting: Meeting) -> None:
    if meeting.state == State.CANCELLED:
        raise MeetingCancelled
    if meeting.state == State.HELD:
        raise MeetingHeld


def _count_up(meeting: Meeting) -> None:
    meeting.calendar_number += 1
    meeting.calendar_changed_at = timezone.now()


def _minute(meeting: Meeting) -> int:
    """Return the minute of the day at which it begins where it takes place."""
    local = meeting.local_start
    return local.hour * 60 + local.minute


def _move_agenda(meeting: Meeting, by: int) -> None:
    """Let the agenda begin as much later as the meeting does, where it still fits."""
    if by and meeting.agenda:
        placed = moved_by(from_rows(meeting.agenda), by)
        if placed is not None:
            meeting.agenda = to_rows(placed)
