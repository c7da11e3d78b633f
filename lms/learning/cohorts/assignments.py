"""Giving modules and paths to a cohort or a person, with the day they are due."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.accounts.audit import record
from lms.accounts.models import User
from lms.learning.following import settle_assigned
from lms.learning.models import Assignment, Cohort
from lms.learning.permissions import can_see_learning_of
from modules.choices import Role as PathRole
from modules.outline import module_outline

from .errors import DatesImpossible, NothingAssignable, NotYours
from .services import refuse_others


def assign_module(
    target: User | Cohort,
    module_key: str,
    *,
    by: User,
    due_on: date | None = None,
    opens_on: date | None = None,
    note: str = "",
    permitted: bool = False,
    at: datetime | None = None,
) -> Assignment:
    """Assign a module to a cohort or a person; the first time, or with another date.

    A module assigned already keeps its row and gets the new dates, so that
    calling this twice changes nothing. Enrols nobody: it shows on the learner's
    home. permitted: the calling room has asked its own rules whether by may.
    Raises NotYours, CohortArchived, DatesImpossible, NothingAssignable.
    """
    outline = module_outline(module_key, get_language() or "en")
    if outline is None:
        raise NothingAssignable
    return _assign(
        target,
        {"module_key": module_key, "path_role": ""},
        permitted=permitted,
        by=by,
        at=at,
        due_on=due_on,
        opens_on=opens_on,
        note=note,
    )


def assign_path(
    target: User | Cohort,
    path_role: str,
    *,
    by: User,
    due_on: date | None = None,
    opens_on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Assignment:
    """Assign all modules of a learning path; otherwise as assign_module."""
    if path_role not in PathRole.values:
        raise NothingAssignable(_("There is no such learning path."))
    return _assign(
        target,
        {"module_key": "", "path_role": str(path_role)},
        by=by,
        at=at,
        due_on=due_on,
        opens_on=opens_on,
        note=note,
    )


@transaction.atomic
def _assign(
    target, what: dict, *, by: User, at, permitted: bool = False, **fields
) -> Assignment:
    refuse_dates(fields["opens_on"], fields["due_on"])
    fields["note"] = fields["note"].strip()
    if isinstance(target, Cohort):
        refuse_others(target, by)
        whom = {"cohort": target, "person": None}
    else:
        if not (permitted or can_assign_to(by, target)):
            raise NotYours(_("You run no cohort in which this person learns."))
        whom = {"cohort": None, "person": target}
    try:
        # Own savepoint: of two clicks at once the second finds the row taken.
        with transaction.atomic():
            row, made = Assignment.objects.live().get_or_create(
                **whom,
                **what,
                defaults=fields | {"made_by": by, "made_at": at or timezone.now()},
            )
    except IntegrityError:
        row, made = Assignment.objects.live().get(**whom, **what), False
    if made:
        record(by, "assigned", row, country=_country_of(target))
        if row.path_role:
            transaction.on_commit(lambda: settle_assigned.enqueue(row.pk))
    elif any(getattr(row, name) != value for name, value in fields.items()):
        _change(row, by=by, **fields)
    return row


def can_assign_to(by: User, person: User) -> bool:
    """Return whether by may give this person something to learn."""
    return can_see_learning_of(by, person)


@transaction.atomic
def change_assignment(
    assignment: Assignment,
    *,
    by: User,
    due_on: date | None,
    opens_on: date | None = None,
    note: str = "",
) -> Assignment:
    """Change the dates and the note of what is assigned.

    Raises NotYours, CohortArchived, DatesImpossible; NothingAssignable when it
    was withdrawn meanwhile.
    """
    refuse_dates(opens_on, due_on)
    row = _locked(assignment, by)
    if row.withdrawn_at:
        raise NothingAssignable(_("This was withdrawn meanwhile."))
    return _change(row, by=by, due_on=due_on, opens_on=opens_on, note=note.strip())


@transaction.atomic
def withdraw_assignment(
    assignment: Assignment, *, by: User, at: datetime | None = None
) -> Assignment:
    """Take back what is assigned; what was learnt stays. Twice leaves the first.

    Raises NotYours, CohortArchived.
    """
    row = _locked(assignment, by)
    if row.withdrawn_at is None:
        row.withdrawn_at = at or timezone.now()
        row.save(update_fields=["withdrawn_at"])
        record(by, "assignment_withdrawn", row, country=_country_of(row.target))
    return row


def refuse_dates(opens_on: date | None, due_on: date | None) -> None:
    """Raise DatesImpossible when something is due before it opens."""
    if opens_on and due_on and due_on < opens_on:
        raise DatesImpossible


def _change(row: Assignment, *, by: User, **fields) -> Assignment:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    due = row.due_on.isoformat() if row.due_on else ""
    country = _country_of(row.target)
    record(by, "assignment_changed", row, country=country, due=due)
    return row


def _locked(assignment: Assignment, by: User) -> Assignment:
    """Return the row as it is now, held; raise unless by may change it."""
    row = (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cohort", "person")
        .get(pk=assignment.pk)
    )
    if row.cohort is not None:
        refuse_others(row.cohort, by)
    elif row.made_by_id != by.pk and not can_assign_to(by, row.person):
        raise NotYours
    return row


def _country_of(target):
    return target.country
