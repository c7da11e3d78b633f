"""Planning the sessions of a cohort, and telling learners of them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from lms.accounts import mail
from lms.accounts.audit import record
from lms.accounts.models import User
from lms.learning.classroom.calendars import calendar_of
from lms.learning.cohorts.errors import CohortError
from lms.learning.cohorts.services import refuse_others
from lms.learning.contents import zone_of
from lms.learning.models import ClassSession, Cohort, CohortMember
from modules.outline import ModuleOutline, all_outlines

#: Learners written to by one piece of background work.
IN_ONE_GO = 100
#: Coming sessions shown on a learner's page.
SHOWN_AT_HOME = 5


class SessionExists(CohortError):
    """The cohort has one with this title at this time."""

    message = _("There is already a session with this title at this time.")


class SessionInUse(CohortError):
    """Something was noted about it, so that it stays."""

    message = _(
        "Attendance or results were noted for this session, so it cannot be deleted. "
        "You can change its title, time and place."
    )


class SessionOver(CohortError):
    """It is over: nobody is told to come any more."""

    message = _("This session is over. Nobody was written to.")


@transaction.atomic
def plan_session(
    cohort: Cohort,
    title: str,
    *,
    by: User,
    starts_at: datetime,
    minutes: int,
    place: str = "",
    module_key: str = "",
) -> ClassSession:
    """Plan a meeting. The same title at the same time again is the first one.

    minutes: how long. Raises NotYours, CohortArchived.
    """
    refuse_others(cohort, by)
    fields = {"minutes": minutes, "place": place.strip(), "module_key": module_key}
    session, made = ClassSession.objects.get_or_create(
        cohort=cohort,
        title=title.strip(),
        starts_at=starts_at,
        defaults=fields | {"made_by": by},
    )
    if made:
        record(by, "session_planned", session, country=cohort.country)
    return session


@transaction.atomic
def change_session(session: ClassSession, *, by: User, **fields) -> ClassSession:
    """Change what is said of a session. The same again changes nothing.

    Raises NotYours, CohortArchived, SessionExists.
    """
    session = _locked(session, by)
    changed = [name for name in fields if getattr(session, name) != fields[name]]
    if not changed:
        return session
    for name in changed:
        setattr(session, name, fields[name])
    session.revision += 1
    try:
        with transaction.atomic():
            session.save(update_fields=[*changed, "revision"])
    except IntegrityError:
        raise SessionExists from None
    record(by, "session_changed", session, country=session.cohort.country)
    return session


@transaction.atomic
def delete_session(session: ClassSession, *, by: User) -> None:
    """Delete a session of which nothing was noted.

    Raises NotYours, CohortArchived, SessionInUse.
    """
    session = _locked(session, by)
    if is_in_use(session):
        raise SessionInUse
    record(by, "session_deleted", session, country=session.cohort.country)
    session.delete()


def is_in_use(session: ClassSession) -> bool:
    """Return whether attendance or results were noted."""
    return session.attendance.exists() or session.paper_results.exists()


def announce_session(session: ClassSession, *, by: User) -> int:
    """Write to the learners when and where it is; return to how many.

    Each gets one e-mail about a session as it stands: another one only after it was
    changed. Raises NotYours, CohortArchived, SessionOver.
    """
    refuse_others(session.cohort, by)
    if end_of(session) < timezone.now():
        raise SessionOver
    people = list(learners_of(session.cohort).values_list("person_id", flat=True))
    with transaction.atomic():
        record(
            by,
            "session_announced",
            session,
            country=session.cohort.country,
            learners=len(people),
        )
        for start in range(0, len(people), IN_ONE_GO):
            part = people[start : start + IN_ONE_GO]
            transaction.on_commit(
                lambda part=part: write_of_session.enqueue(session.pk, part),
                robust=True,
            )
    return len(people)


def learners_of(cohort: Cohort):
    """Return the current learners of a cohort who can sign in."""
    return cohort.members.current().filter(person__is_active=True)


@task()
def write_of_session(session_pk: int, people: list[int]) -> None:
    """Write these e-mails, each in the language and the time zone of its reader."""
    session = ClassSession.objects.select_related("cohort__country").get(pk=session_pk)
    for person in User.objects.filter(pk__in=people, is_active=True).order_by("pk"):
        zone = zone_of(person)
        with translation.override(person.language), timezone.override(zone):
            outline = module_of(session, person.language)
            mail.send(
                "learning/email/session",
                to=person.email,
                language=person.language,
                person=person,
                country=session.cohort.country,
                once_key=f"session:{session.pk}:{session.revision}:{person.pk}",
                context={
                    "person": person,
                    "session": session,
                    "cohort": session.cohort,
                    "module": outline,
                    "zone": str(zone),
                },
                attachments=(
                    mail.Attachment(
                        "session.ics", calendar_for(session, outline), "text/calendar"
                    ),
                ),
            )


def calendar_for(session: ClassSession, outline: ModuleOutline | None) -> bytes:
    """Return the entry for a calendar, its words in the active language."""
    return calendar_of(
        session,
        module=outline.title if outline else "",
        url=f"{settings.BASE_URL}{outline.url}" if outline else "",
    )


def module_of(session: ClassSession, language: str) -> ModuleOutline | None:
    """Return the module a session is about, or None."""
    return all_outlines(language).get(session.module_key)


def end_of(session: ClassSession) -> datetime:
    """Return when it is over."""
    return session.starts_at + timedelta(minutes=session.minutes)


def coming_sessions(person: User, *, at: datetime | None = None) -> list[ClassSession]:
    """Return the next sessions of the cohorts somebody learns in: one query."""
    at = at or timezone.now()
    mine = CohortMember.objects.current().filter(person=person)
    found = ClassSession.objects.filter(
        cohort__in=mine.values("cohort"),
        cohort__archived_at__isnull=True,
        # Nothing lasts longer than a day.
        starts_at__gt=at - timedelta(days=1),
    ).select_related("cohort")
    coming = (one for one in found[: 4 * SHOWN_AT_HOME] if end_of(one) > at)
    return list(coming)[:SHOWN_AT_HOME]


def _locked(session: ClassSession, by: User) -> ClassSession:
    """Return the row as it is now, held; raise unless by may change it."""
    refuse_others(session.cohort, by)
    return (
        ClassSession.objects.select_for_update(of=("self",))
        .select_related("cohort__country")
        .get(pk=session.pk)
    )
