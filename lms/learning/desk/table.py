"""The matrix as rows of a table: filtered, sorted, and written out cheaply.

5,000 cells through a template would take longer than all the rest of the page;
cells that look the same are written once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.learning.desk.matrix import (
    CHECK,
    DONE,
    OPEN,
    STARTED,
    WAITING,
    Cell,
    Column,
    Matrix,
    Row,
)

#: Filters by state, in the order shown.
STATES = ("stuck", "late", "none", "begun", "all_done")
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_PLACES = {OPEN: 0, STARTED: 1, CHECK: 2, WAITING: 3, DONE: 4}


def narrowed(matrix: Matrix, *, text: str = "", state: str = "") -> list[Row]:
    """Return the rows that a search and a state leave, sorted by name."""
    words = text.casefold().split()
    chosen = _STATES.get(state, lambda row, number: True)
    number = len(matrix.columns)
    return [
        row
        for row in matrix.rows
        if chosen(row, number) and all(word in _searched(row) for word in words)
    ]


_STATES: dict[str, Callable[[Row, int], bool]] = {
    "stuck": lambda row, number: bool(row.stuck),
    "late": lambda row, number: row.late > 0,
    "none": lambda row, number: not row.has_begun,
    "begun": lambda row, number: row.has_begun and row.done < number,
    "all_done": lambda row, number: 0 < number == row.done,
}


def _searched(row: Row) -> str:
    texts = (row.name, row.latin, row.email, row.institution)
    return " ".join(texts).casefold()


def sorted_rows(rows: Iterable[Row], columns: tuple[Column, ...], by: str) -> list[Row]:
    """Return rows in the order asked for: "done", "late", "visit", "m03" or "name".

    A minus before it turns the order round; equals stay in the order of names. An
    order that does not exist is that of the names.
    """
    key = _sort_key(by.removeprefix("-"), [column.key for column in columns])
    rows = list(rows)
    if key is None:
        return rows[::-1] if by == "-name" else rows
    return sorted(rows, key=key, reverse=by.startswith("-"))


def _sort_key(by: str, keys: list[str]) -> Callable[[Row], object] | None:
    if by == "done":
        return lambda row: row.done
    if by == "late":
        return lambda row: row.late
    if by == "visit":
        return lambda row: row.last_visit or _LONG_AGO
    if by.startswith("m") and by[1:] in keys:
        place = keys.index(by[1:])
        return lambda row: _weight(row.cells[place])
    return None


def _weight(cell: Cell) -> tuple:
    share = cell.lessons / cell.total if cell.total else 0
    return _PLACES[cell.state], share, cell.percent or 0


@dataclass(frozen=True)
class Head:
    """The head of a column: where it sorts, and how it is sorted now."""

    title: str
    url: str
    sort: str = ""
    due_on: date | None = None
    words: str = ""


def heads(columns: tuple[Column, ...], query, by: str) -> list[Head]:
    """Return the heads: learner, done, late, last visit, then the modules.

    query: what stands in the address (a QueryDict); filters stay when sorting.
    """
    simple = [
        ("name", _("Learner"), None, ""),
        ("done", _("Done"), None, ""),
        ("late", _("Late"), None, ""),
        ("visit", _("Last visit"), None, ""),
    ]
    modules = [
        (f"m{one.key}", one.key, one.due_on, one.outline.title) for one in columns
    ]
    found = []
    for key, title, due_on, words in (*simple, *modules):
        order = {key: "ascending", f"-{key}": "descending"}.get(by, "")
        asked = query.copy()
        asked.pop("page", None)
        # The first click on a number shows the highest first.
        turned = f"-{key}" if key != "name" else key
        if by in (key, f"-{key}"):
            turned = key if by.startswith("-") else f"-{key}"
        asked["sort"] = turned
        found.append(Head(title, f"?{asked.urlencode()}", order, due_on, words))
    return found


def rows_html(rows: Iterable[Row], matrix: Matrix) -> SafeString:
    """Return the body of the table, one <tr> a learner.

    Every cell has its words, and for a narrow screen the key of its module.
    """
    seen: dict[tuple, str] = {}
    keys = [column.key for column in matrix.columns]
    address = reverse("learning:desk_learner", args=[matrix.cohort.pk, 0])
    before = address.removesuffix("0/")
    number = len(keys)
    stuck = escape(_("stuck"))
    texts = _labels()
    days: dict[date, str] = {}
    parts = []
    for row in rows:
        person = row.person_id
        parts.append(
            f'<tr><th scope="row"><div><input type="checkbox" name="to" value="{person}"'
            f' aria-labelledby="n{person}"><div><a href="{before}{person}/" id="n{person}">'
            f"<bdi>{escape(row.name)}</bdi></a>"
        )
        if row.institution:
            parts.append(f"<small>{escape(row.institution)}</small>")
        if row.stuck:
            parts.append(f"<small><b>{stuck}: {escape(row.stuck[0].title)}</b></small>")
        parts.append(
            f'</div></div></th><td class="n" data-m="{texts["done"]}">{row.done}/{number}</td>'
            f'<td class="n" data-m="{texts["late"]}">{row.late or ""}</td>'
            f'<td data-m="{texts["visit"]}">{_day(row, days)}</td>'
        )
        for key, cell in zip(keys, row.cells, strict=True):
            known = (key, *cell)
            html = seen.get(known)
            if html is None:
                html = seen[known] = _cell_html(key, cell)
            parts.append(html)
        parts.append("</tr>")
    return mark_safe("".join(parts))  # noqa: S308 - escaped above


def _labels() -> dict[str, str]:
    return {
        "done": escape(_("Done")),
        "late": escape(_("Late")),
        "visit": escape(_("Last visit")),
    }


def _day(row: Row, days: dict[date, str]) -> str:
    if row.last_visit is None:
        return escape(_("never"))
    day = timezone.localdate(row.last_visit)
    if day not in days:
        days[day] = escape(date_format(day, "DATE_FORMAT"))
    return days[day]


def _cell_html(key: str, cell: Cell) -> str:
    late = f" <b>{escape(_('late'))}</b>" if cell.is_late else ""
    kind = f"{cell.state}{' late' if cell.is_late else ''}"
    words, figure = (escape(text) for text in cell_texts(cell))
    return (
        f'<td class="{kind}" data-m="{escape(key)}"><i>{words}</i> {figure}{late}</td>'
    )


def cell_texts(cell: Cell) -> tuple[str, str]:
    """Return the state of a cell in words, and the figure that is seen beside its sign."""
    lessons = f"{cell.lessons}/{cell.total}"
    percent = "" if cell.percent is None else f"{cell.percent}\N{NO-BREAK SPACE}%"
    return {
        OPEN: (pgettext("state of a module", "not begun"), ""),
        STARTED: (pgettext("state of a module", "started"), lessons),
        CHECK: (pgettext("state of a module", "check left"), lessons),
        WAITING: (pgettext("state of a module", "text to be marked"), percent),
        DONE: (pgettext("state of a module", "done"), percent),
    }[cell.state]


def legend() -> list[tuple[str, str]]:
    """Return (state, words) of all signs, for the key above the matrix."""
    return [
        (OPEN, _("not begun")),
        (STARTED, _("started: lessons done of all lessons")),
        (CHECK, _("all lessons done, the check is left")),
        (WAITING, _("a text of the check is to be marked")),
        (DONE, _("done, with the best result of the check")),
        ("late", _("late: the due date has passed")),
    ]
