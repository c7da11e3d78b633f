"""A session as an entry of a calendar."""

from datetime import timedelta

from django.utils import timezone

from lms.core.calendar import PUBLISH, Entry, calendar_file, content_type, uid_of
from lms.learning.models import ClassSession

TYPE = content_type(PUBLISH)


def calendar_of(session: ClassSession, *, module: str = "", url: str = "") -> bytes:
    """Return a file with one entry.

    module: what it is about, shown below the title; url: where to read on. The
    name of the entry stays, and its number rises when the session is changed, so
    that a calendar which has it already moves it.
    """
    entry = Entry(
        uid=uid_of("session", session.pk),
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.starts_at + timedelta(minutes=session.minutes),
        changed_at=timezone.now(),
        sequence=session.revision,
        place=session.place,
        about="\n".join(part for part in (session.cohort.name, module, url) if part),
        url=url,
    )
    return calendar_file([entry])
