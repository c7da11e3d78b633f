"""Calendar files (iCalendar, RFC 5545): the one place that meets icalendar.

A room fills in entries and gets the bytes of an .ics file. Moments are written in
UTC, so that no file carries rules of a time zone; lines are folded at 75 octets.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

#: What a file says it is for: to be read, to be answered, to be taken out again.
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar.

    uid: stays the same for ever (see uid_of). changed_at: when it last became what
    it is. starts_at, ends_at: moments with a time zone; or days for what takes
    whole days, the last one included. sequence: counts up at every change of what
    a calendar shows. organiser, attendee: (name, e-mail address).
    """

    uid: str
    title: str
    starts_at: datetime | date
    ends_at: datetime | date
    changed_at: datetime
    sequence: int = 0
    place: str = ""
    about: str = ""
    url: str = ""
    organiser: tuple[str, str] | None = None
    attendee: tuple[str, str] | None = None
    is_cancelled: bool = False


def uid_of(kind: str, number: int) -> str:
    """Return the name of an entry, the same each time: "meeting-12@host"."""
    host = urlsplit(settings.BASE_URL).hostname or "streetlight"
    return f"{kind}-{number}@{host}"


def content_type(method: str) -> str:
    """Return the media type of a file with this method."""
    return f"text/calendar; method={method}"


def calendar_file(entries: Iterable[Entry], *, method: str = PUBLISH) -> bytes:
    """Return the file with these entries.

    Raises ValueError when REQUEST or CANCEL lacks who organises or is asked, which
    calendars then refuse (RFC 5546, 3.2).
    """
    # Loaded at the first file: it reads its list of time zones at import.
    from icalendar import Calendar  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", f"-//{_clean(settings.SITE_NAME)}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    for entry in entries:
        if method != PUBLISH and not (entry.organiser and entry.attendee):
            raise ValueError("An invitation names who organises and who is asked.")
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def cancelled(entry: Entry) -> Entry:
    """Return an entry as it is taken out of one person's calendar."""
    return replace(entry, is_cancelled=True, sequence=entry.sequence + 1)


def _event(entry: Entry):
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", entry.sequence)
    event.add("dtstart", _moment(entry.starts_at))
    event.add("dtend", _moment(_end(entry.ends_at)))
    event.add("summary", " ".join(_clean(entry.title).split()))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.place:
        event.add("location", " ".join(_clean(entry.place).split()))
    if entry.about:
        event.add("description", _clean(entry.about))
    if entry.url:
        event.add("url", entry.url)
    if entry.organiser:
        event.add("organizer", _person(*entry.organiser))
    if entry.attendee:
        asked = _person(*entry.attendee)
        asked.params["ROLE"] = "REQ-PARTICIPANT"
        if not entry.is_cancelled:
            asked.params["PARTSTAT"] = "NEEDS-ACTION"
            asked.params["RSVP"] = "TRUE"
        event.add("attendee", asked)
    return event


def _person(name: str, email: str):
    from icalendar import vCalAddress, vText  # noqa: PLC0415

    found = vCalAddress(f"mailto:{_clean(email)}")
    # A parameter knows no quotation marks (RFC 5545, 3.2).
    if words := " ".join(_clean(name).replace('"', "'").split()):
        found.params["CN"] = vText(words)
    return found


def _moment(at: datetime | date) -> datetime | date:
    """Return a moment in UTC, without parts of a second; a day as it is."""
    if isinstance(at, datetime):
        return at.astimezone(UTC).replace(microsecond=0)
    return at


def _end(at: datetime | date) -> datetime | date:
    """Return the end as the format wants it: of whole days the day after."""
    return at if isinstance(at, datetime) else at + timedelta(days=1)


def _clean(words: str) -> str:
    """Return a text without control characters, which no calendar may hold."""
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return "".join(
        one for one in words if one in "\n\t" or unicodedata.category(one) not in _NOT
    )


#: Kinds of characters that are left out: control, halves of a pair.
_NOT = frozenset({"Cc", "Cs"})
