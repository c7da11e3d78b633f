"""Learners of a cohort x modules: read in a fixed number of queries, sorted, filtered.

The database adds up what people did, so that one row a learner comes back for
lessons and visits and one a check for results, however long a history is.
Nothing here reads private notes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    FloatField,
    Max,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, NullIf
from django.utils import timezone

from assessments.quizzes.models import Attempt, Kind
from lms.accounts.models import Membership
from lms.learning.desk.due import Due, due_modules
from lms.learning.desk.stuck import Reason, Signs, reasons
from lms.learning.models import Assignment, Cohort, CohortMember, Completion, Enrolment
from modules.outline import ModuleOutline, all_outlines

OPEN, STARTED, CHECK, WAITING, DONE = "open", "started", "check", "waiting", "done"


class Cell(NamedTuple):
    """One learner in one module.

    state: "open" (not begun), "started", "check" (only the module check is left),
    "waiting" (texts of the check are to be marked) or "done". percent is the best
    result of the check, 0 to 100, None without one. is_late: due and not done.
    """

    state: str
    lessons: int
    total: int
    percent: int | None
    is_late: bool
    failed: int = 0


@dataclass(frozen=True)
class Column:
    """One module of the matrix; due_on is None where no date was set."""

    outline: ModuleOutline
    due: Due | None

    @property
    def key(self) -> str:
        """Return the key of the module."""
        return self.outline.key

    @property
    def due_on(self) -> date | None:
        """Return by when it is to be done."""
        return self.due.due_on if self.due else None


@dataclass(frozen=True)
class Row:
    """One learner: who, how far, when here last, why stuck."""

    person_id: int
    name: str
    latin: str
    email: str
    institution: str
    institution_id: int | None
    joined_at: datetime
    last_visit: datetime | None
    cells: tuple[Cell, ...]
    stuck: tuple[Reason, ...] = ()

    @property
    def done(self) -> int:
        """Return how many of the modules shown are done."""
        return sum(cell.state == DONE for cell in self.cells)

    @property
    def late(self) -> int:
        """Return how many of the modules shown are late."""
        return sum(cell.is_late for cell in self.cells)

    @property
    def has_begun(self) -> bool:
        """Return whether any of the modules shown was begun."""
        return any(cell.state != OPEN for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """All of it, as of a moment. rows are sorted by name."""

    cohort: Cohort
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    at: datetime

    @property
    def done_percent(self) -> int | None:
        """Return the share of cells that are done; None without cells."""
        cells = len(self.columns) * len(self.rows)
        return (
            round(100 * sum(row.done for row in self.rows) / cells) if cells else None
        )

    def row_of(self, person_id: int) -> Row | None:
        """Return the row of one learner, or None."""
        return next((row for row in self.rows if row.person_id == person_id), None)


def cohort_matrix(
    cohort: Cohort,
    language: str,
    *,
    at: datetime | None = None,
    all_modules: bool = False,
    only: int | None = None,
) -> Matrix:
    """Return the matrix of the learners who are in the cohort now: six queries.

    Columns are the modules assigned to the cohort, alone or by a path; all that
    are published where all_modules is asked for or nothing was assigned. only: the
    id of the one learner to look at.
    """
    at = at or timezone.now()
    outlines = all_outlines(language)
    assignments = Assignment.objects.filter(cohort=cohort, withdrawn_at__isnull=True)
    due = due_modules(assignments, language)
    keys = [key for key in outlines if key in due]
    if all_modules or not keys:
        keys = [key for key, one in outlines.items() if one.is_published or key in due]
    columns = tuple(Column(outlines[key], due.get(key)) for key in keys)
    inside = CohortMember.objects.current().filter(cohort=cohort)
    if only is not None:
        inside = inside.filter(person=only)
    return Matrix(cohort, columns, tuple(_rows(cohort, inside, columns, at)), at)


def members_of(cohort: Cohort) -> QuerySet:
    """Return the ids of the learners who are in a cohort now, for a subquery."""
    inside = CohortMember.objects.current().filter(cohort=cohort)
    return inside.order_by().values("person_id")


def _rows(
    cohort: Cohort, members: QuerySet, columns: tuple[Column, ...], at: datetime
) -> list[Row]:
    inside = members.order_by().values("person_id")
    today = timezone.localdate(at)
    finished = _finished(inside, columns)
    begun = _begun(inside, columns)
    results = _results(inside, columns)
    institutions = _institutions(cohort, inside)
    late = [column.due is not None and column.due.is_past(today) for column in columns]
    people = members.order_by("person__full_name", "person__email").values_list(
        "person_id",
        "person__full_name",
        "person__latin_name",
        "person__email",
        "person__last_login",
        "joined_at",
    )
    nothing = (0,) * (1 + len(columns))
    rows = []
    for person_id, full, latin, email, last_login, joined_at in people:
        done, *lessons = finished.get(person_id, nothing)
        last_seen, opened = begun.get(person_id, (None, 0))
        visits = [moment for moment in (last_seen, last_login) if moment]
        mine = results.get(person_id, {})
        cells = tuple(
            _cell(
                column.outline,
                done=bool(done >> place & 1),
                opened=bool(opened >> place & 1),
                lessons=lessons[place],
                result=mine.get(column.outline.check),
                is_past=late[place],
            )
            for place, column in enumerate(columns)
        )
        name = full or latin or email
        institution_id, institution = institutions.get(person_id, (None, ""))
        row = Row(
            person_id=person_id,
            name=name,
            latin=latin if latin != name else "",
            email=email,
            institution=institution,
            institution_id=institution_id,
            joined_at=joined_at,
            last_visit=max(visits, default=None),
            cells=cells,
        )
        rows.append(replace(row, stuck=_stuck(row, columns, today)))
    return rows


def _cell(
    outline: ModuleOutline,
    *,
    done: bool,
    opened: bool,
    lessons: int,
    result: tuple | None,
    is_past: bool,
) -> Cell:
    total = len(outline.lessons)
    percent, failed, waiting = result or (None, 0, 0)
    if done:
        return Cell(DONE, total, total, percent, False)
    if waiting:
        state = WAITING
    elif total and lessons >= total:
        state = CHECK
    elif opened or lessons or result:
        state = STARTED
    else:
        state = OPEN
    return Cell(state, lessons, total, percent, is_past, failed)


def _stuck(row: Row, columns: tuple[Column, ...], today: date) -> tuple[Reason, ...]:
    open_cells = [
        (column, cell)
        for column, cell in zip(columns, row.cells, strict=True)
        if cell.state != DONE
    ]
    signs = Signs(
        joined_on=timezone.localdate(row.joined_at),
        last_visit=timezone.localdate(row.last_visit) if row.last_visit else None,
        due=tuple(
            (column.key, column.due_on)
            for column, _cell in open_cells
            if column.due_on is not None
        ),
        failed=tuple(
            (column.key, cell.failed)
            for column, cell in open_cells
            if cell.failed and cell.state != WAITING
        ),
    )
    return reasons(signs, today=today)


def _finished(inside: QuerySet, columns: tuple[Column, ...]) -> dict[int, tuple]:
    """Return person > (modules done as bits, lessons done of each module).

    Asks for nothing that the index on person, kind and content lacks, so that the
    rows themselves are never read.
    """
    kinds = Completion.Kind
    modules = [
        When(translation_key=column.outline.translation_key, then=Value(1 << place))
        for place, column in enumerate(columns)
    ]
    packs = {
        f"pack_{first}": _bits(
            _counting(columns[first : first + PACKED]), kind=kinds.LESSON
        )
        for first in range(0, len(columns), PACKED)
    }
    rows = (
        Completion.objects.filter(
            person_id__in=inside, kind__in=[kinds.LESSON, kinds.MODULE]
        )
        .order_by()
        .values("person_id")
        .annotate(modules=_bits(modules, kind=kinds.MODULE), **packs)
        .values_list("person_id", "modules", *packs)
    )
    return {
        person: (int(done), *_unpacked(found, len(columns)))
        for person, done, *found in rows
    }


#: Modules whose numbers of lessons go into one sum, each with its bits.
PACKED, PACKED_BITS = 6, 10


def _counting(columns: tuple[Column, ...]) -> list[When]:
    """Return the cases of a sum that counts the lessons of several modules at once."""
    return [
        When(
            translation_key__in=[one.translation_key for one in column.outline.lessons],
            then=Value(1 << place * PACKED_BITS),
        )
        for place, column in enumerate(columns)
        if column.outline.lessons
    ]


def _unpacked(sums: list[int], number: int) -> list[int]:
    """Return the numbers that such sums hold."""
    mask = (1 << PACKED_BITS) - 1
    counts = [
        int(total) >> place * PACKED_BITS & mask
        for total in sums
        for place in range(PACKED)
    ]
    return counts[:number]


def _begun(inside: QuerySet, columns: tuple[Column, ...]) -> dict[int, tuple]:
    """Return person > (last visit, modules begun as bits)."""
    modules = [
        When(translation_key=column.outline.translation_key, then=Value(1 << place))
        for place, column in enumerate(columns)
    ]
    rows = (
        Enrolment.objects.filter(person_id__in=inside)
        .order_by()
        .values("person_id")
        .annotate(last=Max("last_seen_at"), begun=_bits(modules))
        .values_list("person_id", "last", "begun")
    )
    return {person: (last, int(begun)) for person, last, begun in rows}


def _bits(cases: list[When], **condition) -> Sum:
    """Return a sum of whole numbers of up to 63 bits, of which each case adds its own.

    condition: of rows looked at; where there is one, others are not compared.
    """
    whole = BigIntegerField()
    value = Case(*cases, default=Value(0), output_field=whole)
    if condition:
        value = Case(
            When(**condition, then=value), default=Value(0), output_field=whole
        )
    return Sum(value)


def _results(inside: QuerySet, columns: Iterable[Column]) -> dict[int, dict]:
    """Return person > check > (best result in percent, times failed, waiting)."""
    checks = [column.outline.check for column in columns if column.outline.check]
    share = Cast("points", FloatField()) * 100.0 / NullIf(F("possible"), 0)
    rows = (
        Attempt.objects.filter(
            person_id__in=inside,
            kind=Kind.MODULE,
            quiz__key__in=checks,
            submitted_at__isnull=False,
        )
        .order_by()
        .values("person_id", "quiz__key")
        .annotate(
            best=Max(share),
            failures=Count("pk", filter=Q(passed=False)),
            passes=Count("pk", filter=Q(passed=True)),
            unmarked=Count("pk", filter=Q(passed__isnull=True)),
        )
        .values_list("person_id", "quiz__key", "best", "failures", "passes", "unmarked")
    )
    found: dict[int, dict] = {}
    for person, check, best, failures, passes, unmarked in rows:
        percent = None if best is None else int(best + 0.5)
        standing = (percent, 0, 0) if passes else (percent, failures, unmarked)
        found.setdefault(person, {})[check] = standing
    return found


def _institutions(cohort: Cohort, inside: QuerySet) -> dict[int, tuple[int, str]]:
    """Return person > (id, name) of the institution, of the oldest current role.

    Only institutions of the cohort's own country or region: where else somebody
    works is not for its trainers to see.
    """
    here = (
        {"institution__country": cohort.country_id}
        if cohort.country_id
        else {"institution__country__region": cohort.region_id}
    )
    rows = (
        Membership.objects.current()
        .filter(person_id__in=inside, **here)
        .order_by("-started_at", "-pk")
        .values_list("person_id", "institution_id", "institution__name")
    )
    return {person: (pk, str(name)) for person, pk, name in rows}
