"""A session as an entry of a calendar (iCalendar, RFC 5545)."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from lms.learning.models import ClassSession

TYPE = "text/calendar; charset=utf-8"
#: Longest line in bytes, without its end (RFC 5545, 3.1).
_LINE = 75


def calendar_of(session: ClassSession, *, module: str = "", url: str = "") -> bytes:
    """Return a file with one entry.

    module: what it is about, shown below the title; url: where to read on. The
    name of the entry stays, and its number rises when the session is changed, so
    that a calendar which has it already moves it.
    """
    host = urlsplit(settings.BASE_URL).hostname or "streetlight"
    end = session.starts_at + timedelta(minutes=session.minutes)
    about = "\n".join(part for part in (session.cohort.name, module, url) if part)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(settings.SITE_NAME)}//Sessions//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:session-{session.pk}@{host}",
        f"SEQUENCE:{session.revision}",
        f"DTSTAMP:{_moment(timezone.now())}",
        f"DTSTART:{_moment(session.starts_at)}",
        f"DTEND:{_moment(end)}",
        f"SUMMARY:{_text(session.title)}",
        f"DESCRIPTION:{_text(about)}",
        *([f"LOCATION:{_text(session.place)}"] if session.place else []),
        *([f"URL:{url}"] if url else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """Return a text with the signs escaped that mean something (RFC 5545, 3.3.11)."""
    for sign in "\\;,":
        words = words.replace(sign, f"\\{sign}")
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(one for one in words if one.isprintable())


def _folded(line: str) -> str:
    """Return a line cut into parts of at most 75 bytes, never within a letter."""
    parts, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LINE:
            parts.append("")
            size = 1  # the space at the beginning counts
        parts[-1] += letter
        size += width
    return "\r\n ".join(parts)
