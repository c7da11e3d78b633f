"""What is asked of one learner: assignments, alone or through cohorts, and by when.

Asked for in one query that Django works out once: every visit to the learner's home
needs it. It joins two short lists, so that the database follows an index in each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import CharField, F, Value
from django.utils.timezone import localdate

from lms.core.compiled import Compiled, Parameter
from lms.learning.desk.due import module_keys
from lms.learning.models import Assignment


@dataclass(frozen=True)
class Asked:
    """One assignment as it reaches a learner.

    cohort: its name, empty for what is assigned alone. by: the person who asked,
    in words; empty for one's own plans.
    """

    module_key: str
    path_role: str
    opens_on: date | None
    due_on: date | None
    cohort: str = ""
    by: str = ""
    note: str = ""

    @property
    def opens_in_future(self) -> bool:
        """Return whether it is planned to begin later; nothing is locked by that."""
        return self.opens_on is not None and self.opens_on > localdate()

    @property
    def key(self) -> str:
        """Return what it is about: the key of a module, or the role of a path."""
        return self.module_key or self.path_role


@dataclass(frozen=True)
class Due:
    """A module or a path that is asked for, by the first of its dates.

    sources: all assignments that ask for it, the first date first; of a module
    those of paths it lies on as well. days: until then, negative when it is late;
    None without any date.
    """

    key: str
    sources: tuple[Asked, ...]
    days: int | None

    @property
    def due_on(self) -> date | None:
        """Return the first date, or None."""
        return self.sources[0].due_on

    @property
    def is_path(self) -> bool:
        """Return whether it is a path."""
        return any(one.path_role == self.key for one in self.sources)

    @property
    def is_late(self) -> bool:
        """Return whether the date has passed."""
        return self.days is not None and self.days < 0


def asked_of(person) -> list[Asked]:
    """Return everything that is asked of a person now, done or not. One query."""
    found = []
    for row in _reaching().rows(person=person.pk):
        *fields, note, cohort, made_by, full_name, latin_name, email = row
        by = "" if made_by == person.pk else full_name or latin_name or email
        found.append(Asked(*fields, cohort=cohort or "", by=by, note=note))
    return found


def due_of(
    asked: Iterable[Asked], language: str, *, done: Iterable[str], today: date
) -> list[Due]:
    """Return what is due, late things and early dates first. Pure but for the course.

    done: keys of modules and roles of paths that are complete: they are due no
    more. What has no date stands last.
    """
    asked, done = list(asked), set(done)
    within: dict[str, list[Asked]] = {}
    for one in asked:
        for key in {one.key, *module_keys(one, language)}:
            within.setdefault(key, []).append(one)
    keys = {one.key for one in asked} - done
    found = [_due(key, within[key], today) for key in keys]
    return sorted(found, key=lambda due: (due.due_on or date.max, due.key))


def _due(key: str, sources: list[Asked], today: date) -> Due:
    ordered = sorted(sources, key=lambda one: (one.due_on or date.max, one.cohort))
    first = ordered[0].due_on
    return Due(key, tuple(ordered), (first - today).days if first else None)


@lru_cache(maxsize=1)
def _reaching() -> Compiled:
    person = Parameter("person", Assignment._meta.get_field("id"))
    own = Assignment.objects.live().filter(person_id=person)
    shared = Assignment.objects.live().filter(
        cohort__archived_at__isnull=True,
        cohort__members__person_id=person,
        cohort__members__left_at__isnull=True,
    )
    return Compiled(
        lambda: _columns(own, Value("", output_field=CharField())).union(
            _columns(shared, F("cohort__name")), all=True
        )
    )


def _columns(rows, cohort):
    return (
        rows.order_by()
        .annotate(of_cohort=cohort)
        .values_list(
            "module_key",
            "path_role",
            "opens_on",
            "due_on",
            "note",
            "of_cohort",
            "made_by",
            "made_by__full_name",
            "made_by__latin_name",
            "made_by__email",
        )
    )
