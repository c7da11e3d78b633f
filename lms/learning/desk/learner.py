"""One learner of a cohort: every module, what is missing, results, attendance.

Private notes are the learner's own and are not read here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.quizzes.models import Attempt, Kind
from lms.accounts.models import User
from lms.learning.desk.due import due_modules
from lms.learning.desk.matrix import DONE, OPEN, Cell, Column, Matrix, Row
from lms.learning.facts import deeds_of, lesson_answers, rulebook
from lms.learning.judging import judge
from lms.learning.known import known_of
from lms.learning.models import Assignment, Attendance, ClassSession, Cohort
from lms.learning.progress import progress_of
from lms.learning.services import Missing, missing_in
from modules.outline import ModuleOutline


@dataclass(frozen=True)
class ModuleState:
    """One module of one learner. attempts: at its check, the first one first.

    other_due_on: a date that another assignment of this learner sets.
    """

    column: Column
    cell: Cell
    missing: tuple[Missing, ...]
    attempts: tuple[Attempt, ...]
    other_due_on: date | None


@dataclass(frozen=True)
class LearnerPage:
    """Everything the page shows. sessions: (session, attendance or None)."""

    person: User
    row: Row
    modules: tuple[ModuleState, ...]
    sessions: tuple[tuple[ClassSession, Attendance | None], ...]


def learner_page(
    cohort: Cohort, person: User, matrix: Matrix, *, reader: User
) -> LearnerPage:
    """Return the page of a learner from a matrix with the learner's row alone.

    reader: who looks; dates that other people set elsewhere stay theirs.

    What is missing is looked up for all modules that were begun, in two queries.
    """
    row = matrix.rows[0]
    attempts = _attempts(person, matrix.columns)
    others = due_modules(_other_assignments(cohort, person, reader), person.language)
    begun = [
        column.outline
        for column, cell in zip(matrix.columns, row.cells, strict=True)
        if cell.state not in (OPEN, DONE)
    ]
    missing = _missing(person, begun, attempts)
    modules = []
    for column, cell in zip(matrix.columns, row.cells, strict=True):
        other = others.get(column.key)
        modules.append(
            ModuleState(
                column=column,
                cell=cell,
                missing=missing.get(column.key, ()),
                attempts=tuple(attempts.get(column.outline.check, ())),
                other_due_on=other.due_on if other else None,
            )
        )
    return LearnerPage(person, row, tuple(modules), _sessions(cohort, person))


def _missing(
    person: User, begun: list[ModuleOutline], attempts: dict[str, list[Attempt]]
) -> dict[str, tuple[Missing, ...]]:
    """Return module key > what is missing, of these modules."""
    if not begun:
        return {}
    book, known = rulebook(), known_of(person)
    lessons = [lesson for outline in begun for lesson in outline.lessons]
    answers = lesson_answers(person, lessons)
    found = {}
    for outline in begun:
        passed = any(one.passed for one in attempts.get(outline.check, ()))
        progress = progress_of(outline, known.facts(outline))
        deeds = deeds_of(progress, answers, passed)
        judged = judge(book, outline, deeds, answers.asked)
        found[outline.key] = tuple(missing_in(judged))
    return found


def _attempts(person: User, columns: Iterable[Column]) -> dict[str, list[Attempt]]:
    checks = [one.outline.check for one in columns if one.outline.check]
    rows = (
        Attempt.objects.submitted()
        .filter(person=person, kind=Kind.MODULE, quiz__key__in=checks)
        .select_related("quiz")
    )
    found: dict[str, list[Attempt]] = {}
    for row in rows:
        found.setdefault(row.quiz.key, []).append(row)
    return found


def _other_assignments(cohort: Cohort, person: User, reader: User):
    """Return what else is assigned to the learner, as far as the reader may see it."""
    reaching = Assignment.objects.reaching(person).visible_to(reader)
    return reaching.exclude(cohort=cohort)


def _sessions(cohort: Cohort, person: User) -> tuple:
    noted = {
        row.session_id: row
        for row in Attendance.objects.filter(session__cohort=cohort, person=person)
    }
    sessions = ClassSession.objects.filter(cohort=cohort)
    return tuple((session, noted.get(session.pk)) for session in sessions)
