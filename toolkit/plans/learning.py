"""Who should take which module before which line begins, and who has."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.accounts.models import Membership, User
from lms.accounts.roles import Role
from lms.learning.models import Assignment, CohortMember, Completion
from modules.outline import all_outlines
from toolkit.plans.content import Learned, Line, PlanContent
from toolkit.plans.models import Plan
from toolkit.plans.plan_reading import content_of
from toolkit.plans.quarters import Quarter

#: Days that somebody gets for a module when the line begins too soon.
DAYS = 30

#: What becomes of one person and one module.
OPEN, ASSIGNED, COMPLETED = "open", "assigned", "completed"


@dataclass(frozen=True)
class Place:
    """One person and one module of a line.

    ``state``: open, assigned or completed; ``day``: when it is due, was assigned to be
    due, or was completed.
    """

    module: str
    person_id: int
    state: str
    day: dt.date | None

    @property
    def key(self) -> str:
        """What a form sends for it."""
        return f"{self.module}:{self.person_id}"


@dataclass(frozen=True)
class Learner:
    """Somebody proposed for a line; ``why``: the role in words."""

    person: User
    why: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class LearningLine:
    """A line with its modules and the people proposed for them."""

    line: Line
    modules: tuple[Learned, ...]
    due_on: dt.date
    learners: tuple[Learner, ...]

    def count(self, *states: str) -> int:
        """How many pairs of person and module are in one of these states."""
        return sum(
            place.state in states
            for learner in self.learners
            for place in learner.places
        )

    @property
    def total(self) -> int:
        """How many pairs of person and module there are."""
        return self.count(OPEN, ASSIGNED, COMPLETED)

    @property
    def completed(self) -> int:
        """How many of them are completed."""
        return self.count(COMPLETED)

    @property
    def open(self) -> int:
        """How many of them can be assigned."""
        return self.count(OPEN)


def due_before(start: Quarter, today: dt.date) -> dt.date:
    """Return by when something is to be learnt before a line begins.

    The last day of the quarter before; when that has passed, in 30 days.
    """
    day = start.plus(-1).last_day
    return day if day >= today else today + dt.timedelta(days=DAYS)


def learning_of(
    plan: Plan, *, content: PlanContent | None = None, today: dt.date | None = None
) -> list[LearningLine]:
    """Return the lines with modules that are not done, with who should take them.

    Focal points of the responsible and the supporting institutions, and who
    coordinates in the country. A fixed number of queries.
    """
    today = today or timezone.localdate()
    content = content or content_of(plan, today=today)
    lines = [one for one in content.scheduled if one.modules and one.status != "done"]
    if not lines:
        return []
    known = _Known(plan, lines)
    found = []
    for line in lines:
        due_on = due_before(line.start, today)
        found.append(
            LearningLine(
                line,
                line.modules,
                due_on,
                tuple(
                    Learner(person, why, known.places(line, person, due_on))
                    for person, why in known.people(line)
                ),
            )
        )
    return found


def proposals(lines: list[LearningLine]) -> dict[tuple[str, int], tuple]:
    """Return (module, person id) > (person, first due date, line) of what is open."""
    found: dict[tuple[str, int], tuple] = {}
    for one in lines:
        for learner in one.learners:
            for place in learner.places:
                key = (place.module, place.person_id)
                if place.state == OPEN and (
                    key not in found or one.due_on < found[key][1]
                ):
                    found[key] = (learner.person, one.due_on, one.line)
    return found


class _Known:
    """Roles, assignments and completions of the people concerned, read once."""

    def __init__(self, plan: Plan, lines: list[Line]) -> None:
        outlines = all_outlines(get_language() or "en")
        self.modules = {key: one.translation_key for key, one in outlines.items()}
        self.by_institution: dict[int, list[User]] = defaultdict(list)
        self.coordinators: list[User] = []
        held = Membership.objects.current().filter(
            country=plan.country,
            role__in=(Role.FOCAL_POINT, Role.COORDINATOR),
            person__is_active=True,
        )
        rows = held.select_related("person").order_by("person__full_name", "person__pk")
        for row in rows:
            if row.role == Role.COORDINATOR:
                self.coordinators.append(row.person)
            elif row.institution_id:
                self.by_institution[row.institution_id].append(row.person)
        people = {row.person_id for row in rows}
        keys = {module.key for line in lines for module in line.modules}
        self.completed = {
            (person, key): at
            for person, key, at in Completion.objects.filter(
                person__in=people,
                kind=Completion.Kind.MODULE,
                translation_key__in=[
                    self.modules[key] for key in keys if key in self.modules
                ],
            ).values_list("person_id", "translation_key", "at")
        }
        self.assigned = _assigned_to(people, keys)

    def people(self, line: Line) -> list[tuple[User, str]]:
        """Who should take the modules of a line, each once, with the first reason."""
        found: dict[int, tuple[User, str]] = {}
        groups = [
            (self.by_institution.get(line.responsible_id, ()), line.responsible),
            *(
                (self.by_institution.get(pk, ()), name)
                for pk, name in zip(line.supporting_ids, line.supporting, strict=True)
            ),
        ]
        for people, institution in groups:
            for person in people:
                why = _("Focal point, %(institution)s") % {"institution": institution}
                found.setdefault(person.pk, (person, why))
        for person in self.coordinators:
            found.setdefault(person.pk, (person, _("Coordinator")))
        return list(found.values())

    def places(self, line: Line, person: User, due_on: dt.date) -> tuple[Place, ...]:
        """What becomes of the modules of a line for one person."""
        found = []
        for module in line.modules:
            if module.key not in self.modules:
                continue
            at = self.completed.get((person.pk, self.modules[module.key]))
            if at:
                state, day = COMPLETED, timezone.localdate(at)
            elif (person.pk, module.key) in self.assigned:
                state, day = ASSIGNED, self.assigned[person.pk, module.key]
            else:
                state, day = OPEN, due_on
            found.append(Place(module.key, person.pk, state, day))
        return tuple(found)


def _assigned_to(people: set[int], keys: set[str]) -> dict:
    """Return (person, module) > first due date, alone or through a cohort."""
    rows = Assignment.objects.current().filter(module_key__in=keys)
    cohorts: dict[int, list[int]] = defaultdict(list)
    for person, cohort in (
        CohortMember.objects.current()
        .filter(person__in=people, cohort__archived_at=None)
        .values_list("person_id", "cohort_id")
    ):
        cohorts[cohort].append(person)
    alone = rows.filter(person__in=people)
    shared = rows.filter(cohort__in=list(cohorts))
    found: dict[tuple[int, str], dt.date | None] = {}
    for one in [*alone, *shared]:
        for person in [one.person_id] if one.person_id else cohorts[one.cohort_id]:
            place = (person, one.module_key)
            days = [day for day in (found.get(place), one.due_on) if day]
            found[place] = min(days, default=None)
    return found
