"""A cohort once more, for the next year: the same work on later days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lms.accounts.audit import record
from lms.accounts.models import User
from lms.accounts.roles import Capability, roles_with
from lms.learning.models import Assignment, Cohort, CohortMember

from .errors import NotYours
from .members import enter_many, people_of_place, tell_joined
from .services import make_cohort

#: Days after which a copy begins unless told otherwise: a year of whole weeks, so
#: that what was due on a Monday is due on a Monday.
YEAR = timedelta(weeks=52)


@dataclass(frozen=True)
class Moved:
    """An assignment with its old and its new dates."""

    assignment: Assignment
    opens_on: date | None
    due_on: date | None


def moved_assignments(cohort: Cohort, starts_on: date, rows=None) -> list[Moved]:
    """Return what a copy that begins on a day would have, in the order of due dates.

    rows: the assignments, where they are at hand.
    """
    days = starts_on - cohort.starts_on
    rows = cohort.assignments.live() if rows is None else rows
    return [
        Moved(row, _moved(row.opens_on, days), _moved(row.due_on, days)) for row in rows
    ]


def moved_end(cohort: Cohort, starts_on: date) -> date | None:
    """Return the last day of a copy that begins on a day."""
    return _moved(cohort.ends_on, starts_on - cohort.starts_on)


def _moved(day: date | None, days: timedelta) -> date | None:
    return day + days if day else None


@transaction.atomic
def copy_cohort(
    cohort: Cohort,
    *,
    by: User,
    name: str,
    starts_on: date,
    learners: bool = False,
    at: datetime | None = None,
) -> Cohort:
    """Make a cohort like another, with all dates moved to its new first day.

    Trainers who may still run cohorts come along, learners where asked and still
    in the country or region; links, sessions and messages do not. The original
    stays as it is, archived or not. A double click makes one.

    Raises NotYours, CohortExists.
    """
    if not Cohort.objects.visible_to(by).filter(pk=cohort.pk).exists():
        raise NotYours
    at = at or timezone.now()
    copy = make_cohort(
        name,
        by=by,
        starts_on=starts_on,
        country=cohort.country,
        region=cohort.region,
        ends_on=moved_end(cohort, starts_on),
        description=cohort.description,
        prerequisites_bind=cohort.prerequisites_bind,
        trainers=_trainers(cohort),
        copied_from=cohort,
        at=at,
    )
    if copy.created_at != at:
        return copy
    Assignment.objects.bulk_create(
        Assignment(
            cohort=copy,
            module_key=one.assignment.module_key,
            path_role=one.assignment.path_role,
            opens_on=one.opens_on,
            due_on=one.due_on,
            note=one.assignment.note,
            made_by=by,
            made_at=at,
        )
        for one in moved_assignments(cohort, starts_on)
    )
    if learners:
        _take_along(cohort, copy, at)
    record(by, "cohort_copied", copy, country=copy.country, original=cohort.pk)
    return copy


def _trainers(cohort: Cohort) -> list[User]:
    """Return the trainers who still may run cohorts somewhere, and can sign in."""
    still = cohort.trainers.filter(
        is_active=True,
        memberships__ended_at__isnull=True,
        memberships__role__in=roles_with(Capability.RUN_COHORTS),
    )
    return list(still.distinct())


def _take_along(cohort: Cohort, copy: Cohort, at: datetime) -> None:
    people = people_of_place(cohort).filter(
        is_active=True, pk__in=cohort.members.current().values("person")
    )
    members = enter_many(copy, people, way=CohortMember.Way.COPY, at=at)
    tell_joined(members)
