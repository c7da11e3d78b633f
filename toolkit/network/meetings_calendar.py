"""A meeting as an entry of a calendar, and its times in words."""

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.core import calendar
from toolkit.network.models import Meeting, Participant

#: Name of the file, the same in every language.
FILE_NAME = "meeting.ics"


def entry_of(
    meeting: Meeting, participant: Participant | None = None
) -> calendar.Entry:
    """Return the entry in the active language, for one participant or for anybody."""
    about = [str(meeting.get_kind_display()), *agenda_lines(meeting)]
    if meeting.state == Meeting.State.CANCELLED:
        about = [cancelled_words(meeting)]
    return calendar.Entry(
        uid=calendar.uid_of("meeting", meeting.pk),
        sequence=meeting.calendar_number,
        changed_at=meeting.calendar_changed_at,
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        about="\n".join(about),
        url=address_of(meeting),
        organiser=_organiser(meeting),
        attendee=(participant.full_name, participant.email) if participant else None,
        is_cancelled=meeting.state == Meeting.State.CANCELLED,
    )


def file_of(meeting: Meeting) -> bytes:
    """Return the file that anybody who reads the record puts into a calendar."""
    return calendar.calendar_file([entry_of(meeting)])


def address_of(meeting: Meeting) -> str:
    """Return the whole address of its page, in the active language."""
    path = reverse("network:meeting", args=[meeting.country.iso3.lower(), meeting.pk])
    return f"{settings.BASE_URL}{path}"


def when_words(meeting: Meeting) -> str:
    """Return when it takes place in its own time zone, in the active language."""
    start, end = meeting.local_start, meeting.local_end
    names = {
        "day": date_format(start, "DATE_FORMAT"),
        "start": date_format(start, "TIME_FORMAT"),
        "end": date_format(end, "TIME_FORMAT"),
        "zone": zone_words(meeting),
        "last_day": date_format(end, "DATE_FORMAT"),
    }
    if meeting.days == 1:
        # Translators: "3 March 2027, 10:00 to 12:00 (Asia/Tashkent, UTC+05:00)"
        return _("%(day)s, %(start)s to %(end)s (%(zone)s)") % names
    # Translators: "3 March 2027, 10:00, to 4 March 2027, 17:00 (UTC)"
    return _("%(day)s, %(start)s, to %(last_day)s, %(end)s (%(zone)s)") % names


def zone_words(meeting: Meeting) -> str:
    """Return the time zone with its distance from UTC, as it is then."""
    if meeting.time_zone == "UTC":
        return "UTC"
    offset = f"{meeting.local_start:%z}"
    return f"{meeting.time_zone}, UTC{offset[:3]}:{offset[3:]}"


def cancelled_words(meeting: Meeting) -> str:
    """Return that it does not take place, with the reason if one was given."""
    if meeting.cancel_reason:
        words = _("This meeting does not take place: %(reason)s")
        return words % {"reason": meeting.cancel_reason}
    return _("This meeting does not take place.")


def agenda_lines(meeting: Meeting) -> list[str]:
    """Return the agenda as lines of text; days are named where there are several."""
    lines = []
    day = None
    for row in meeting.agenda:
        if meeting.days > 1 and row["day"] != day:
            day = row["day"]
            lines.append(_("Day %(number)s") % {"number": day})
        time = f"{row['start']}–{row['end']}" if row["end"] else row["start"]
        lines.append(f"{time}  {row['title']}")
    return lines


def _organiser(meeting: Meeting) -> tuple[str, str]:
    """Return who planned it; the platform when that account is gone."""
    by = meeting.created_by
    if by.is_active and by.email:
        return by.display_name, by.email
    return parseaddr(settings.DEFAULT_FROM_EMAIL)
