"""What the pages of meetings show: their state in words, agenda, people, follow-up."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.accounts.models import Country
from toolkit.network.agendas import from_rows, overlaps
from toolkit.network.agendas_catalogue import FOLLOW_UP, TYPES
from toolkit.network.decisions_pages import DecisionLine, decision_lines
from toolkit.network.meetings_calendar import when_words
from toolkit.network.models import Decision, Meeting, Participant
from toolkit.network.services.meetings_inviting import language_of

State = Meeting.State


@dataclass(frozen=True)
class MeetingLine:
    """A meeting with its state in words and when it is; missing: what to do about
    minutes that are not there, empty when nothing is missing.
    """

    meeting: Meeting
    state: str
    sign: str
    kind: str
    when: str
    missing: str = ""


@dataclass(frozen=True)
class PersonLine:
    """Somebody on the list of a meeting, and what that person was told."""

    participant: Participant
    told: str
    language: str


def meeting_line(meeting: Meeting) -> MeetingLine:
    """Return a meeting as a row of the list."""
    state, sign, kind = _state(meeting)
    return MeetingLine(
        meeting=meeting,
        state=state,
        sign=sign,
        kind=kind,
        when=when_words(meeting),
        missing=missing_words(meeting),
    )


def missing_words(meeting: Meeting) -> str:
    """Return what is said about a meeting that is over and has no minutes."""
    if not meeting.lacks_minutes:
        return ""
    day = date_format(meeting.local_start, "DATE_FORMAT")
    return _("Held on %(date)s? Minutes are missing.") % {"date": day}


def meetings_context(country: Country) -> dict:
    """Return the list: coming, past; two queries."""
    rows = Meeting.objects.of_country(country).select_related("country")
    return {
        "coming": [meeting_line(one) for one in rows.coming()],
        "over": [meeting_line(one) for one in rows.over()],
    }


def meeting_context(meeting: Meeting) -> dict:
    """Return what the page of a meeting shows; the same number of queries always."""
    people = list(
        meeting.participants.select_related("institution", "person").order_by(
            "full_name", "pk"
        )
    )
    for one in people:
        one.meeting = meeting
    made = meeting.decisions.with_names().order_by("number")
    return {
        "meeting": meeting,
        "line": meeting_line(meeting),
        "agenda": agenda_days(meeting),
        "warnings": agenda_warnings(meeting),
        "people": [person_line(meeting, one) for one in people],
        "waiting": sum(_waits(meeting, one) for one in people),
        "noted": sum(bool(one.attendance) for one in people),
        "present": sum(one.attendance == "present" for one in people),
        "decisions": decision_lines(made),
        "earlier": follow_up_lines(meeting),
    }


def follow_up_lines(meeting: Meeting) -> list[DecisionLine]:
    """Return what the meeting follows up: overdue first."""
    rows = Decision.objects.to_follow_up_at(meeting).with_names()
    return decision_lines(rows.urgent_first())


def agenda_days(meeting: Meeting) -> list[dict]:
    """Return the agenda by day: number, date and rows with words for the type."""
    days: dict[int, dict] = {}
    for row in meeting.agenda:
        day = days.setdefault(
            row["day"], {"number": row["day"], "rows": [], "of": meeting.days}
        )
        day["rows"].append(
            {
                **row,
                "type_words": TYPES.get(row.get("type", ""), ""),
                "points": row.get("points", []),
                # Translators: from 10:00 to 10:30
                "time": f"{row['start']}–{row['end']}" if row["end"] else row["start"],
            }
        )
    for day in days.values():
        day["date"] = date_of(meeting, day["number"])
    return [days[number] for number in sorted(days)]


def date_of(meeting: Meeting, number: int):
    """Return the date of a day of a meeting, counted from 1."""
    return meeting.on + timedelta(days=number - 1)


def agenda_warnings(meeting: Meeting) -> list[str]:
    """Return what is odd about an agenda without being a fault, in words."""
    items = from_rows(meeting.agenda)
    found = [
        _("Day %(day)s: “%(second)s” begins before “%(first)s” ends.")
        % {"day": first.day, "first": first.title, "second": second.title}
        for first, second in overlaps(items)
    ]
    if any(one.day > meeting.days for one in items):
        found.append(_("The agenda has more days than the meeting."))
    last = [one for one in items if one.day == meeting.days and one.end]
    end = f"{meeting.local_end:%H:%M}"
    if any(one.end > end for one in last):
        found.append(
            _("The agenda goes on after the meeting ends, at %(time)s.") % {"time": end}
        )
    start = f"{meeting.local_start:%H:%M}"
    if any(one.day == 1 and one.start < start for one in items):
        words = _("The agenda begins before the meeting, at %(time)s.")
        found.append(words % {"time": start})
    if (
        meeting.kind == Meeting.Kind.GROUP
        and items
        and (len(items) < 2 or items[1].type != FOLLOW_UP)
    ):
        found.append(
            _("The follow-up of decisions is the second item of a working group.")
        )
    return found


def person_line(meeting: Meeting, one: Participant) -> PersonLine:
    """Return somebody on the list with what that person was told, in words."""
    if not one.email:
        told = _("No e-mail address")
    elif one.person_id and not one.person.is_active:
        told = _("The account is closed")
    elif one.told_number is None:
        told = _("Not invited yet")
    elif one.told_number != meeting.calendar_number:
        told = _("Does not know the last change yet")
    else:
        day = date_format(timezone.localtime(one.invited_at), "DATE_FORMAT")
        told = _("Invited on %(date)s") % {"date": day}
    return PersonLine(one, told, language_of(one))


def _waits(meeting: Meeting, one: Participant) -> bool:
    gone = one.person_id and not one.person.is_active
    return bool(one.email) and not gone and one.told_number != meeting.calendar_number


def _state(meeting: Meeting) -> tuple[str, str, str]:
    """Return words, sign and kind of the chip of a meeting."""
    words = str(meeting.get_state_display())
    if meeting.state == State.CANCELLED:
        return words, "barred", ""
    if meeting.state == State.HELD:
        return words, "tick", ""
    if meeting.lacks_minutes:
        return _("Minutes are missing"), "clock", "err"
    if meeting.has_begun and meeting.minutes:
        return _("Not recorded as held yet"), "half", ""
    if meeting.has_begun:
        return _("Under way"), "half", ""
    return words, "flag", ""
