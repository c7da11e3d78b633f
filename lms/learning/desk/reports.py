"""What leaves the desk as figures: results of a cohort, and its anonymous summary."""

from statistics import median

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.quizzes.models import Attempt, Kind
from lms.accounts.sheets import Sheet, workbook
from lms.learning.desk.matrix import DONE, OPEN, Column, Matrix, members_of
from lms.learning.desk.summary import OTHERS, Count, Person, Summary, summarise
from lms.learning.desk.table import cell_texts
from lms.learning.models import Attendance, ClassSession


def results_workbook(matrix: Matrix) -> bytes:
    """Return all results of a cohort as XLSX: names included, for who runs it."""
    sheets = [
        _overview_sheet(matrix),
        _modules_sheet(matrix),
        _learners_sheet(matrix),
        _attempts_sheet(matrix),
        *_attendance_sheet(matrix),
        _definitions_sheet(),
    ]
    return workbook(matrix.cohort.name, sheets)


def _overview_sheet(matrix: Matrix) -> Sheet:
    cohort = matrix.cohort
    rows = [
        (_("Cohort"), cohort.name),
        (_("Country or region"), str(cohort.place)),
        (_("First day"), cohort.starts_on),
        (_("Last day"), cohort.ends_on),
        (_("As of"), matrix.at),
        (_("Learners"), len(matrix.rows)),
        (_("Modules"), len(matrix.columns)),
        (_("Modules done, all learners together, %"), matrix.done_percent),
        (_("Learners with everything done"), _all_done(matrix)),
        (_("Learners with something late"), sum(row.late > 0 for row in matrix.rows)),
        (_("Learners who are stuck"), sum(bool(row.stuck) for row in matrix.rows)),
    ]
    return Sheet(_("Summary"), [_("Figure"), _("Value")], rows, width=36)


def _all_done(matrix: Matrix) -> int:
    number = len(matrix.columns)
    return sum(0 < number == row.done for row in matrix.rows)


def _modules_sheet(matrix: Matrix) -> Sheet:
    heads = [
        _("Module"),
        _("Title"),
        _("Due on"),
        _("Not begun"),
        _("Under way"),
        _("Done"),
        _("Done, %"),
        _("Late"),
        _("Median of the best results, %"),
    ]
    rows = [
        [
            column.key,
            column.outline.title,
            column.due_on,
            *module_figures(matrix, place),
        ]
        for place, column in enumerate(matrix.columns)
    ]
    return Sheet(_("Modules"), heads, rows)


def module_figures(matrix: Matrix, place: int) -> tuple:
    """Return (not begun, under way, done, done in %, late, median result in %)."""
    cells = [row.cells[place] for row in matrix.rows]
    unopened = sum(cell.state == OPEN for cell in cells)
    done = sum(cell.state == DONE for cell in cells)
    results = [cell.percent for cell in cells if cell.percent is not None]
    return (
        unopened,
        len(cells) - unopened - done,
        done,
        round(100 * done / len(cells)) if cells else None,
        sum(cell.is_late for cell in cells),
        median(results) if results else None,
    )


def _learners_sheet(matrix: Matrix) -> Sheet:
    heads = [
        _("Full name"),
        _("Full name in Latin letters"),
        _("E-mail address"),
        _("Institution"),
        _("Joined"),
        _("Last visit"),
        _("Modules done"),
        _("Modules late"),
    ]
    for column in matrix.columns:
        words = {"key": column.key}
        heads += [
            _("%(key)s: state") % words,
            _("%(key)s: lessons done") % words,
            _("%(key)s: best result, %%") % words,
        ]
    rows = (
        [
            row.name,
            row.latin,
            row.email,
            row.institution,
            row.joined_at,
            row.last_visit,
            row.done,
            row.late,
            *(
                value
                for cell in row.cells
                for value in (_state_words(cell), cell.lessons, cell.percent)
            ),
        ]
        for row in matrix.rows
    )
    return Sheet(_("Learners and modules"), heads, rows)


def _state_words(cell) -> str:
    words, _figure = cell_texts(cell)
    return f"{words}, {_('late')}" if cell.is_late else words


def _attempts_sheet(matrix: Matrix) -> Sheet:
    heads = [
        _("Full name"),
        _("E-mail address"),
        _("Module"),
        _("Attempt"),
        _("Handed in"),
        _("Points"),
        _("Possible"),
        _("Pass mark"),
        _("Result"),
    ]
    return Sheet(_("Attempts"), heads, _attempt_rows(matrix))


def _attempt_rows(matrix: Matrix) -> list[list]:
    names = {row.person_id: row for row in matrix.rows}
    modules = {column.outline.check: column.key for column in matrix.columns}
    modules.pop("", None)
    attempts = (
        Attempt.objects.submitted()
        .filter(
            person__in=members_of(matrix.cohort),
            kind=Kind.MODULE,
            quiz__key__in=list(modules),
        )
        .select_related("quiz")
        .defer("quiz__title")
    )
    numbers: dict[tuple, int] = {}
    rows = []
    for one in attempts:
        row = names.get(one.person_id)
        if row is None:
            continue
        key = modules[one.quiz.key]
        number = numbers[one.person_id, key] = numbers.get((one.person_id, key), 0) + 1
        rows.append(
            [
                row.name,
                row.email,
                key,
                number,
                one.submitted_at,
                float(one.points),
                one.possible,
                one.pass_mark,
                attempt_words(one),
            ]
        )
    return sorted(rows, key=lambda found: (found[0], found[1], found[2], found[3]))


def attempt_words(attempt: Attempt) -> str:
    """Return whether an attempt at a module check was passed, in words."""
    if attempt.is_waiting:
        return _("a text is to be marked")
    return _("passed") if attempt.passed else _("not passed")


def _attendance_sheet(matrix: Matrix) -> list[Sheet]:
    """Return the sheet of attendance; none where there were no sessions."""
    sessions = list(ClassSession.objects.filter(cohort=matrix.cohort))
    if not sessions:
        return []
    noted = {
        (row.person_id, row.session_id): str(row.get_status_display())
        for row in Attendance.objects.filter(session__cohort=matrix.cohort)
    }
    heads = [_("Full name"), _("E-mail address")]
    for session in sessions:
        day = date_format(timezone.localtime(session.starts_at), "Y-m-d")
        heads.append(f"{day} {session.title}")
    rows = [
        [
            row.name,
            row.email,
            *(noted.get((row.person_id, session.pk), "") for session in sessions),
        ]
        for row in matrix.rows
    ]
    return [Sheet(_("Attendance"), heads, rows)]


def _definitions_sheet() -> Sheet:
    rows = [
        (_("Done"), _("The module was completed by the rule that held at that time.")),
        (
            _("Check left"),
            _("All lessons are complete, the module check is not passed."),
        ),
        (
            _("Best result, %"),
            _(
                "Points of the best attempt at the module check, in percent of the possible."
            ),
        ),
        (_("Late"), _("Not done although the due date has passed.")),
        (
            _("Last visit"),
            _("The last sign-in, or the last time another lesson was opened."),
        ),
        (
            _("Stuck"),
            _(
                "Never signed in; failed the same check twice or more; something is late; "
                "or away for 14 days while something is due."
            ),
        ),
        (_("Attendance"), _("Empty: not noted.")),
    ]
    return Sheet(_("Definitions"), [_("Word"), _("Meaning")], rows, width=48)


def summary_of(matrix: Matrix) -> Summary | None:
    """Return the anonymous summary of a cohort; None for too few learners."""
    keys = [column.key for column in matrix.columns]
    people = [
        Person(
            institution=str(row.institution_id or ""),
            began=frozenset(
                key
                for key, cell in zip(keys, row.cells, strict=True)
                if cell.state != OPEN
            ),
            done=frozenset(
                key
                for key, cell in zip(keys, row.cells, strict=True)
                if cell.state == DONE
            ),
            results={
                key: cell.percent
                for key, cell in zip(keys, row.cells, strict=True)
                if cell.percent is not None
            },
        )
        for row in matrix.rows
    ]
    return summarise(people, keys)


def group_names(matrix: Matrix, summary: Summary) -> list[str]:
    """Return the names of the groups of a summary, in their order."""
    names = {str(row.institution_id): row.institution for row in matrix.rows}
    names[OTHERS] = _("Other institutions, or none")
    return [names[key] for key, _size in summary.groups]


def summary_workbook(matrix: Matrix, summary: Summary) -> bytes:
    """Return the anonymous summary as XLSX. What is not shown is empty, and said so."""
    cohort = matrix.cohort
    overview = [
        (_("Cohort"), cohort.name),
        (_("Country or region"), str(cohort.place)),
        (_("As of"), timezone.localdate(matrix.at)),
        (_("Learners"), summary.learners),
        (_("Institutions"), summary.institutions),
        (_("Learners with all modules done"), _number(summary.all_done)),
        (_("Not shown"), not_shown_words()),
    ]
    heads = [
        _("Module"),
        _("Title"),
        _("Learners"),
        _("Began"),
        _("Done"),
        _("Done, %"),
        _("Median of the best results, %"),
    ]
    titles = {column.key: column.outline.title for column in matrix.columns}
    modules = [
        [
            line.key,
            titles[line.key],
            summary.learners,
            _number(line.began),
            _number(line.done),
            line.done.percent,
            line.median,
        ]
        for line in summary.modules
    ]
    sheets = [
        Sheet(_("Summary"), [_("Figure"), _("Value")], overview, width=36),
        Sheet(_("Modules"), heads, modules),
    ]
    if summary.groups:
        names = group_names(matrix, summary)
        rows = [
            [
                name,
                size,
                summary.shares[place],
                *(_number(line.by_group[place]) for line in summary.modules),
            ]
            for place, (name, (_key, size)) in enumerate(
                zip(names, summary.groups, strict=True)
            )
        ]
        by = [
            _("Institution"),
            _("Learners"),
            _("All modules together: done, % (to the nearest 5)"),
        ]
        by += [_("Done: %(key)s") % {"key": line.key} for line in summary.modules]
        sheets.append(Sheet(_("Institutions"), by, rows))
    return workbook(cohort.name, sheets)


def _number(count: Count) -> int | str:
    return count.value if count.is_shown else "*"


def not_shown_words() -> str:
    """Return what the star in a summary means."""
    return _(
        "* stands where a figure would be under 5 people, would leave fewer than 5 "
        "others, or would let such a figure be worked out."
    )


def module_lines(matrix: Matrix, summary: Summary) -> list[tuple[Column, object]]:
    """Return (column, line of the summary) for each module."""
    return list(zip(matrix.columns, summary.modules, strict=True))
