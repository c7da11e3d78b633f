"""What assignments make due: modules, each by the first of its dates. No queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lms.learning.models import Assignment
from modules.paths import learning_path


@dataclass(frozen=True)
class Due:
    """A module that was assigned; due_on and opens_on may be open (None)."""

    module_key: str
    due_on: date | None
    opens_on: date | None

    def is_past(self, day: date) -> bool:
        """Return whether the due date lies before a day."""
        return self.due_on is not None and self.due_on < day


def module_keys(assignment: Assignment, language: str) -> list[str]:
    """Return the modules that an assignment asks for: one, or those of its path."""
    if assignment.module_key:
        return [assignment.module_key]
    path = learning_path(assignment.path_role, language)
    return [one.key for one in path.modules] if path else []


def due_modules(assignments: Iterable[Assignment], language: str) -> dict[str, Due]:
    """Return module key > when it is due, of all that these assignments ask for.

    A module asked for twice is due by the first date, and open from the first.
    """
    found: dict[str, Due] = {}
    for assignment in assignments:
        for key in module_keys(assignment, language):
            known = found.get(key)
            found[key] = Due(
                module_key=key,
                due_on=_first(known and known.due_on, assignment.due_on),
                opens_on=_earliest(known, assignment.opens_on),
            )
    return found


def _first(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def _earliest(known: Due | None, opens_on: date | None) -> date | None:
    """Return when the module opens; without a date it is open at once."""
    if known is None:
        return opens_on
    if known.opens_on is None or opens_on is None:
        return None
    return min(known.opens_on, opens_on)
