"""Reminders of what is due: in each person's language and day, never twice.

Asked for every hour by `manage.py send_reminders`. Each person is reminded of a
module or a path by its first due date, whichever cohort set it; of the reminders
whose time has come only the latest goes out, so that nothing floods in after a
standstill. All that is due for a person at that moment goes into one e-mail.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import groupby, islice

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from assessments.maturity.services.reminding import remind_due
from lms.accounts import mail
from lms.accounts import reminders as senders
from lms.accounts.models import User
from lms.learning.contents import path_translation_key, zone_of
from lms.learning.desk.due import module_keys
from lms.learning.desk.messages import deliver_unfinished
from lms.learning.models import (
    Assignment,
    CohortMember,
    CohortReminders,
    Completion,
    ReminderSent,
)
from modules.choices import Role
from modules.outline import all_outlines
from modules.paths import learning_path

log = logging.getLogger("streetlight.reminders")
Kind = ReminderSent.Kind
#: Days after its day on which a missed reminder of what is late still goes out.
CATCH_UP_DAYS = 14
#: Longest time before and after a due date at which anybody may be reminded.
LONGEST_DAYS = 60
CHUNK = 200
DEFAULTS = CohortReminders()


@dataclass(frozen=True)
class Candidate:
    """Something that is due for somebody; since: from when it was to be seen."""

    person_id: int
    assignment: Assignment
    since: datetime
    plan: CohortReminders

    @property
    def key(self) -> str:
        """Return the module or the role of the path."""
        return self.assignment.module_key or self.assignment.path_role


@dataclass(frozen=True)
class Item:
    """One line of a reminder; done and total count the modules of a path."""

    assignment: Assignment
    kind: str
    key: str
    title: str
    url: str
    done: int = 0
    total: int = 0

    @property
    def is_path(self) -> bool:
        """Return whether it is a learning path."""
        return bool(self.assignment.path_role)

    @property
    def due_on(self) -> date:
        """Return the due date."""
        return self.assignment.due_on


def kind_due(due_on: date, *, today: date, plan: CohortReminders) -> str | None:
    """Return which reminder is due on a day: the latest whose time has come, or None.

    Pure. What is late is told for CATCH_UP_DAYS days and then left alone.
    """
    if not plan.is_on:
        return None
    left = (due_on - today).days
    if left < 0:
        after = plan.after_days
        in_time = after is not None and after <= -left <= after + CATCH_UP_DAYS
        return Kind.AFTER if in_time else None
    if plan.last_days is not None and left <= plan.last_days:
        return Kind.LAST
    if plan.first_days is not None and left <= plan.first_days:
        return Kind.FIRST
    return None


@task()
def send_due_reminders() -> None:
    """The same as background work: reminders, and messages left unfinished."""
    send_reminders()
    remind_due()
    senders.send_all()
    deliver_unfinished()


def send_reminders(*, at: datetime | None = None) -> int:
    """Send all reminders that are due; return how many e-mails were written.

    Called twice, or by two processes at once, it sends nothing twice.
    """
    at = at or timezone.now()
    written = 0
    candidates = _candidates(at)
    while chunk := list(islice(candidates, CHUNK)):
        written += _remind(dict(chunk), at)
    return written


def _candidates(at: datetime) -> Iterator[tuple[int, list[Candidate]]]:
    """Yield (person, what is due by a date near enough), person by person.

    Only people of whom something may be due today; of these everything, because an
    earlier date stands before a later one.
    """
    day = at.date()
    near = Q(
        due_on__gte=day - timedelta(days=LONGEST_DAYS + CATCH_UP_DAYS + 1),
        due_on__lte=day + timedelta(days=LONGEST_DAYS + 1),
    )
    current = Assignment.objects.current().filter(near)
    rows = current.select_related("cohort__country")
    assignments = {one.pk: one for one in rows}
    plans = {row.cohort_id: row for row in CohortReminders.objects.all()}
    of_cohort: dict[int, list[Assignment]] = {}
    for one in assignments.values():
        if one.cohort_id:
            of_cohort.setdefault(one.cohort_id, []).append(one)
    inside = (
        CohortMember.objects.current()
        .filter(cohort__in=current.filter(cohort__isnull=False).values("cohort"))
        .order_by("person_id")
        .values_list("person_id", "cohort_id", "joined_at")
    )
    through_cohorts = (
        Candidate(
            person_id,
            one,
            max(joined_at, one.made_at),
            plans.get(cohort_id, DEFAULTS),
        )
        for person_id, cohort_id, joined_at in inside.iterator(chunk_size=2000)
        for one in of_cohort.get(cohort_id, ())
    )
    alone = (
        Candidate(one.person_id, one, one.made_at, DEFAULTS)
        for one in sorted(
            (one for one in assignments.values() if one.person_id),
            key=lambda one: one.person_id,
        )
    )
    hot = {
        one.pk
        for one in assignments.values()
        if _may_be_due(one.due_on, day, plans.get(one.cohort_id, DEFAULTS))
    }
    for person_id, found in _by_person(through_cohorts, alone):
        if any(one.assignment.pk in hot for one in found):
            yield person_id, found


def _may_be_due(due_on: date, day: date, plan: CohortReminders) -> bool:
    """Return whether a reminder may be due somewhere on earth on this day of UTC."""
    days = (day + timedelta(days=shift) for shift in (-1, 0, 1))
    return any(kind_due(due_on, today=one, plan=plan) for one in days)


def _by_person(one: Iterable[Candidate], other: Iterable[Candidate]) -> Iterator:
    """Yield (person, candidates) of two streams that are sorted by person."""
    both = merge(one, other, key=lambda found: found.person_id)
    for person_id, found in groupby(both, key=lambda found: found.person_id):
        yield person_id, list(found)


def _remind(found: dict[int, list[Candidate]], at: datetime) -> int:
    people = User.objects.filter(pk__in=list(found), is_active=True).in_bulk()
    wanted = {}
    for person_id, candidates in found.items():
        person = people.get(person_id)
        due = _due_now(person, candidates, at) if person else []
        if due:
            wanted[person_id] = due
    done: dict[int, set] = {}
    kinds = [Completion.Kind.MODULE, Completion.Kind.PATH]
    for person_id, key in Completion.objects.filter(
        person__in=list(wanted), kind__in=kinds
    ).values_list("person_id", "translation_key"):
        done.setdefault(person_id, set()).add(key)
    sent = set(
        ReminderSent.objects.filter(person__in=list(wanted)).values_list(
            "person_id", "key", "kind", "due_on"
        )
    )
    written = 0
    for person_id, due in wanted.items():
        items = [
            item
            for candidate, kind in due
            if (person_id, candidate.key, kind, candidate.assignment.due_on) not in sent
            and (item := _item(candidate, kind, people[person_id], done.get(person_id)))
        ]
        try:
            written += bool(items and _write(people[person_id], items, at))
        except Exception:
            # One person's trouble must not keep the others waiting.
            log.exception("The reminder for person %s was not written.", person_id)
    return written


def _due_now(
    person: User, candidates: list[Candidate], at: datetime
) -> list[tuple[Candidate, str]]:
    """Return what a person is to be reminded of on the day it is there, and how."""
    zone = zone_of(person)
    today = at.astimezone(zone).date()
    first: dict[str, Candidate] = {}
    for one in sorted(candidates, key=lambda one: one.assignment.due_on):
        opens_on = one.assignment.opens_on
        if one.plan.is_on and not (opens_on and opens_on > today):
            first.setdefault(one.key, one)
    due = []
    for one in first.values():
        kind = kind_due(one.assignment.due_on, today=today, plan=one.plan)
        came_late = one.since.astimezone(zone).date() > one.assignment.due_on
        if kind and not (kind == Kind.AFTER and came_late):
            due.append((one, kind))
    return due


def _item(
    candidate: Candidate, kind: str, person: User, done: set | None
) -> Item | None:
    """Return the line for something that is not done yet, in the person's language."""
    done = done or set()
    assignment = candidate.assignment
    outlines = all_outlines(person.language)
    if assignment.module_key:
        outline = outlines.get(assignment.module_key)
        if outline is None or outline.translation_key in done:
            return None
        url = outline.url
        return Item(assignment, kind, outline.key, outline.title, url)
    path = learning_path(assignment.path_role, person.language)
    keys = module_keys(assignment, person.language)
    finished = [
        key for key in keys if key in outlines and outlines[key].translation_key in done
    ]
    if (
        path is None
        or path_translation_key(path.role) in done
        or len(finished) == len(keys)
    ):
        return None
    with translation.override(person.language):
        title, url = str(Role(path.role).label), reverse("learning:home")
    return Item(assignment, kind, path.role, title, url, len(finished), len(keys))


@transaction.atomic
def _write(person: User, items: list[Item], at: datetime) -> bool:
    """Note the reminders and write the e-mail; return False where all were noted."""
    new = []
    for item in items:
        row, made = ReminderSent.objects.get_or_create(
            person=person,
            key=item.key,
            kind=item.kind,
            due_on=item.due_on,
            defaults={"assignment": item.assignment, "sent_at": at},
        )
        if made:
            new.append((row, item))
    if not new:
        return False
    items = sorted((item for _row, item in new), key=lambda item: item.due_on)
    with translation.override(person.language):
        home = reverse("learning:home")
    mail.send(
        "learning/email/reminder",
        to=person.email,
        language=person.language,
        context={
            "person": person,
            "items": items,
            "only": items[0] if len(items) == 1 else None,
            "late": all(item.kind == Kind.AFTER for item in items),
            "link": f"{settings.BASE_URL}{items[0].url if len(items) == 1 else home}",
        },
        person=person,
        country=items[0].assignment.cohort and items[0].assignment.cohort.country,
        once_key=f"reminder:{new[0][0].pk}",
    )
    return True
