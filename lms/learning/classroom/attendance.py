"""Noting who came to a session, and how often somebody came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from lms.accounts.audit import entry_about, record
from lms.accounts.models import AuditEntry, User
from lms.learning.cohorts.services import refuse_others
from lms.learning.models import Attendance, ClassSession, Cohort, CohortMember

Status = Attendance.Status


@dataclass(frozen=True)
class Line:
    """A learner of a session; noted is None where nothing was noted.

    has_left: no longer in the cohort, shown because something was noted.
    """

    person: User
    noted: Attendance | None
    has_left: bool

    @property
    def status(self) -> str:
        """Return what was noted, or nothing."""
        return self.noted.status if self.noted else ""


@dataclass(frozen=True)
class Tally:
    """How often somebody came: present, excused, absent; of so many noted."""

    present: int = 0
    excused: int = 0
    absent: int = 0

    @property
    def noted(self) -> int:
        """Return for how many sessions something was noted."""
        return self.present + self.excused + self.absent


@dataclass(frozen=True)
class Noted:
    """What noting did: rows that are new, and rows that were changed."""

    new: int
    changed: int


def lines_of(session: ClassSession) -> list[Line]:
    """Return the learners of a session by name: three queries."""
    members = CohortMember.objects.current().filter(cohort=session.cohort)
    inside = set(members.values_list("person_id", flat=True))
    noted = {
        row.person_id: row
        for row in session.attendance.select_related("noted_by").order_by("pk")
    }
    people = User.objects.filter(pk__in=inside | set(noted))
    return sorted(
        (Line(one, noted.get(one.pk), one.pk not in inside) for one in people),
        key=lambda line: (line.person.display_name.casefold(), line.person.pk),
    )


@transaction.atomic
def note_attendance(
    session: ClassSession,
    statuses: Mapping[int, str],
    *,
    by: User,
    at: datetime | None = None,
) -> Noted:
    """Note who came: person id > status. Who is not named stays as noted.

    The same again changes nothing. Names of people who neither learn in the cohort
    nor were noted before are left out. A status that replaces another one is written
    to the activity log, with both. Raises NotYours, CohortArchived.
    """
    at = at or timezone.now()
    refuse_others(session.cohort, by)
    # One page at a time: two clicks come one after the other.
    session = ClassSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    country = session.cohort.country
    noted = {row.person_id: row for row in session.attendance.all()}
    members = CohortMember.objects.current().filter(cohort=session.cohort_id)
    allowed = set(members.values_list("person_id", flat=True)) | set(noted)
    new, changed, entries = [], [], []
    for person, status in statuses.items():
        if person not in allowed or status not in Status.values:
            continue
        row = noted.get(person)
        if row is None:
            new.append(Attendance(session=session, person_id=person, status=status))
        elif row.status != status:
            entries.append((person, row.status, status))
            row.status = status
            changed.append(row)
    for row in (*new, *changed):
        row.noted_by, row.noted_at = by, at
    Attendance.objects.bulk_create(new)
    Attendance.objects.bulk_update(changed, ["status", "noted_by", "noted_at"])
    if new:
        record(by, "attendance_noted", session, country=country, learners=len(new))
    people = User.objects.in_bulk([person for person, _old, _new in entries])
    AuditEntry.objects.bulk_create(
        entry_about(
            by,
            "attendance_changed",
            people[person],
            country=country,
            session=session.pk,
            before=before,
            after=after,
        )
        for person, before, after in entries
    )
    return Noted(len(new), len(changed))


def tallies(cohort: Cohort, *, module_key: str = "") -> dict[int, Tally]:
    """Return person id > how often the person came: one query.

    module_key: count only the sessions about this module.
    """
    rows = Attendance.objects.filter(session__cohort=cohort)
    if module_key:
        rows = rows.filter(session__module_key=module_key)
    counted = rows.values("person_id").annotate(
        **{str(one): Count("pk", filter=Q(status=one)) for one in Status.values}
    )
    return {row.pop("person_id"): Tally(**row) for row in counted.order_by("person_id")}


def tally_of(cohort: Cohort, person: User) -> Tally:
    """Return how often one person came."""
    counts = dict.fromkeys(Status.values, 0)
    rows = Attendance.objects.filter(session__cohort=cohort, person=person)
    for status in rows.values_list("status", flat=True):
        counts[status] += 1
    return Tally(**counts)
