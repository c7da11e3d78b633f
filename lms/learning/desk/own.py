"""What was assigned to single people, outside of cohorts, and how far they are."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lms.learning.desk.due import module_keys
from lms.learning.models import Assignment, Completion
from modules.choices import Role
from modules.outline import all_outlines


@dataclass(frozen=True)
class OwnAssignment:
    """One assignment; done and total count its modules."""

    assignment: Assignment
    title: str
    done: int
    total: int
    is_late: bool

    @property
    def is_done(self) -> bool:
        """Return whether all of it is done."""
        return self.done == self.total


def own_assignments(
    user, language: str, *, at: datetime | None = None
) -> list[OwnAssignment]:
    """Return what user assigned to single people, what is due first in two queries."""
    today = timezone.localdate(at)
    rows = list(
        Assignment.objects.current()
        .filter(made_by=user, person__isnull=False)
        .exclude(person=user)
        .select_related("person")
    )
    outlines = all_outlines(language)
    done: dict[int, set] = {}
    for person, key in Completion.objects.filter(
        person__in={row.person_id for row in rows}, kind=Completion.Kind.MODULE
    ).values_list("person_id", "translation_key"):
        done.setdefault(person, set()).add(key)
    found = []
    for row in rows:
        asked = [outlines[key] for key in module_keys(row, language) if key in outlines]
        mine = done.get(row.person_id, ())
        number = sum(one.translation_key in mine for one in asked)
        title = f"{asked[0].key} · {asked[0].title}" if row.module_key and asked else ""
        found.append(
            OwnAssignment(
                assignment=row,
                title=title
                or str(Role(row.path_role).label if row.path_role else row.module_key),
                done=number,
                total=len(asked),
                is_late=bool(row.due_on and row.due_on < today and number < len(asked)),
            )
        )
    return found
