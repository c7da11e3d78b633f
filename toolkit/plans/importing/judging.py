"""What a workbook would change in a plan: line by line, with faults and conflicts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from lms.accounts.models import Institution
from lms.core.table_files import Fault, Table, nearest
from modules.outline import all_outlines
from toolkit.plans import editing
from toolkit.plans.content import OWN, PLANNED, Line
from toolkit.plans.importing.columns import (
    FIELDS,
    WATCHED,
    digest,
    plain_number,
    read_mark,
    texts_of,
    title_of,
)
from toolkit.plans.importing.values import Names, Unclear, is_later, value_of
from toolkit.plans.making import PERSON, Task
from toolkit.plans.models import Action, Plan
from toolkit.plans.plan_reading import content_of, task_of

NEW, CHANGED, SAME, DROPPED = "new", "changed", "same", "dropped"


@dataclass(frozen=True)
class Given:
    """What a file says: its rows by number, and how it calls sheet and columns."""

    sheet: str
    columns: Mapping[str, str]
    rows: tuple[tuple[int, Mapping[str, str]], ...]

    @classmethod
    def of(cls, table: Table) -> "Given":
        """Return what was read."""
        rows = tuple((one.number, dict(one.cells)) for one in table.rows)
        return cls(table.sheet, dict(table.columns), rows)

    @property
    def language(self) -> str:
        """The language that the texts were written in, by the marks; "" without."""
        for _number, cells in self.rows:
            if mark := read_mark(cells.get("mark", "")):
                return mark.language
        return ""

    def fault(self, row: int, key: str, message: str, remedy: str = "") -> Fault:
        """Return a fault in a cell."""
        return Fault(self.sheet, row, self.columns.get(key, ""), message, remedy)


@dataclass(frozen=True)
class Difference:
    """One field: its words, what the plan says now, what the file says."""

    field: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """What the field is called."""
        return title_of(self.field)


@dataclass(frozen=True)
class Judged:
    """One row of the file.

    ``values``: what would be written, as services.editing takes it. ``conflicts``:
    fields changed here and in the plan since the file was made. ``notes``: what is not
    taken over.
    """

    row: int
    code: str
    title: str
    verdict: str
    values: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Difference, ...] = ()
    conflicts: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """What a file would do to a plan.

    ``missing``: lines of the plan that are not in the file. ``waivers``: line > line
    before > reason. ``marked``: whether the file says what it was made from.
    """

    rows: tuple[Judged, ...]
    faults: tuple[Fault, ...]
    missing: tuple[Line, ...]
    waivers: Mapping[str, Mapping[str, str]]
    marked: bool

    def of(self, verdict: str) -> list[Judged]:
        """Return the rows of one kind."""
        return [one for one in self.rows if one.verdict == verdict]

    @property
    def conflicts(self) -> list[Judged]:
        """Return the rows with a conflict."""
        return [one for one in self.rows if one.conflicts]


def judge(plan: Plan, given: Given, *, take: Collection[str] = ()) -> Judgement:
    """Compare a file with a plan as it is now.

    take: ids of lines in whose conflicts the file wins; otherwise the plan stays.
    """
    return _Judging(plan, given, take).judgement()


class _Judging:
    """A file beside the plan, in the language in which the file was written."""

    def __init__(self, plan: Plan, given: Given, take: Collection[str]) -> None:
        self.plan, self.given, self.take = plan, given, frozenset(take)
        known = {code for code, _name in settings.LANGUAGES}
        language = given.language if given.language in known else None
        with translation.override(language or translation.get_language()):
            self.content = content_of(plan)
            self.texts = {one.code: texts_of(one) for one in self.content.lines}
        self.lines = self.content.by_code
        here = Institution.objects.filter(country=plan.country).order_by("kind", "key")
        modules = {*all_outlines(translation.get_language() or "en")}
        modules |= {one.key for line in self.content.lines for one in line.modules}
        self.names = Names.of(here, sorted(modules))
        self.faults: list[Fault] = []
        self.reasons: dict[str, str] = {}
        self.numbers: dict[str, int] = {}

    def judgement(self) -> Judgement:
        """Return everything that the file says."""
        rows = [one for one in map(self._row, self.given.rows) if one]
        waivers = self._orders(rows)
        missing = (one for one in self.content.kept if one.code not in self.numbers)
        return Judgement(
            rows=tuple(rows),
            faults=tuple(sorted(self.faults, key=lambda one: one.row)),
            missing=tuple(missing),
            waivers=waivers,
            marked=bool(self.given.language),
        )

    def _fault(self, row: int, key: str, message: str, remedy: str = "") -> None:
        self.faults.append(self.given.fault(row, key, message, remedy))

    def _row(self, row: tuple[int, Mapping[str, str]]) -> Judged | None:
        number, cells = row
        code = cells["code"].strip()
        mark = read_mark(cells.get("mark", ""))
        if mark and mark.plan != self.plan.pk and code:
            self._fault(
                number,
                "mark",
                _("This row is from the workbook of another plan."),
                _("Download the workbook of this plan and write your changes there."),
            )
            return None
        if not code:
            return self._new(number, cells)
        code = next((one for one in self.lines if one.upper() == code.upper()), code)
        if code in self.numbers:
            words = _("%(code)s stands in row %(row)s already.")
            self._fault(
                number,
                "code",
                words % {"code": code, "row": self.numbers[code]},
                _("Keep one of the two rows."),
            )
            return None
        self.numbers[code] = number
        if code not in self.lines:
            return self._unknown(number, code)
        return self._known(number, cells, self.lines[code], mark)

    def _unknown(self, number: int, code: str) -> None:
        near = nearest(code, self.lines)
        remedy = _("For a line of your own leave the ID empty.")
        if near:
            remedy = _(
                "Did you mean %(code)s? For a line of your own leave the ID empty."
            )
            remedy = remedy % {"code": near}
        message = _("The plan has no line %(code)s.") % {"code": code}
        self._fault(number, "code", message, remedy)

    def _known(self, number: int, cells, line: Line, mark) -> Judged:
        """Judge a row of a line that the plan has."""
        now = self.texts[line.code]
        # A row that was copied from another line says nothing about this one.
        base = mark.digests if mark and mark.code == line.code else {}
        self.reasons[line.code] = cells.get("reason", "").strip()
        values, changes, conflicts, notes = {}, [], [], []
        for name in self._there():
            text = cells[name]
            if name == "start" and is_later(text):
                text = ""
            here = digest(self._canonical(name, text))
            if here in (digest(now[name]), base.get(name)):
                continue
            try:
                value = value_of(name, text, self.names)
            except Unclear as unclear:
                self._fault(number, name, unclear.message, unclear.remedy)
                continue
            if self._same(line, name, value):
                continue
            difference = Difference(name, now[name], text)
            theirs = base.get(name, digest(now[name])) != digest(now[name])
            if theirs:
                conflicts.append(difference)
                if line.code not in self.take:
                    continue
            if not self._may(number, line, name, value):
                continue
            values[name] = value
            changes.append(difference)
        for name in WATCHED:
            text = cells.get(name, "")
            if base and text and digest(text) not in (base[name], digest(now[name])):
                words = _("“%(column)s” is not changed from a file.")
                notes.append(words % {"column": title_of(name)})
        if line.dropped:
            notes.append(_("The line was dropped. It stays dropped."))
            return Judged(number, line.code, line.title, DROPPED, notes=tuple(notes))
        return Judged(
            row=number,
            code=line.code,
            title=line.title,
            verdict=CHANGED if values else SAME,
            values=values,
            changes=tuple(changes),
            conflicts=tuple(conflicts),
            notes=tuple(notes),
        )

    def _there(self) -> list[str]:
        """Return the fields that the file has a column for."""
        return [one for one in FIELDS if one in self.given.columns]

    def _canonical(self, name: str, text: str) -> str:
        """Return a cell as the workbook wrote it, as far as spelling matters."""
        if name in ("start", "cost", "modules"):
            try:
                value = value_of(name, text, self.names)
            except Unclear:
                return text
            if name == "start":
                return str(value or "")
            if name == "modules":
                return ", ".join(value)
            return plain_number(value)
        return text

    def _same(self, line: Line, name: str, value) -> bool:
        """Return whether a value, other words or not, is what the line says."""
        if name == "responsible":
            return (value.pk if value else None) == line.responsible_id
        if name == "supporting":
            return value == sorted(line.supporting_ids)
        if name == "modules":
            return value == [one.key for one in line.modules]
        return getattr(line, name, None) == value

    def _may(self, number: int, line: Line | None, name: str, value) -> bool:
        """Refuse what may not be changed in a line, with words."""
        if name == "start" and line and line.status != PLANNED:
            self._fault(
                number,
                name,
                _("%(code)s has begun, so its quarter stays.") % {"code": line.code},
                _("Give it a new date on its own page."),
            )
            return False
        if name == "start" and value and value < self.content.start:
            words = {"quarter": self.content.start}
            self._fault(
                number,
                name,
                _("The plan begins in %(quarter)s.") % words,
                _("Choose that quarter or a later one."),
            )
            return False
        chosen = []
        if name == "responsible" and value:
            chosen = [value.pk]
        if name == "supporting":
            chosen = value
        was = {line.responsible_id, *line.supporting_ids} if line else set()
        if any(pk not in self.names.open and pk not in was for pk in chosen):
            self._fault(
                number,
                name,
                _("An institution that is named here has left the network."),
                _("Choose one from the list."),
            )
            return False
        return True

    def _new(self, number: int, cells) -> Judged | None:
        """Judge a row without an id: a line of the country's own."""
        values, good = {}, True
        for name in self._there():
            try:
                value = value_of(name, cells[name], self.names)
            except Unclear as unclear:
                self._fault(number, name, unclear.message, unclear.remedy)
                good = False
                continue
            good &= self._may(number, None, name, value)
            values[name] = value
        effort = cells.get("effort", "").strip().upper() or Action.Effort.SMALL
        if effort not in Action.Effort.values:
            self._fault(
                number,
                "effort",
                _("“%(text)s” is no effort.") % {"text": effort},
                _("Write S, M or L."),
            )
            good = False
        if not good:
            return None
        values["effort"] = effort
        told = (one for one in self._there() if one != "title" and cells[one].strip())
        changes = tuple(Difference(one, "", cells[one]) for one in told)
        return self._added(number, values, changes)

    def _added(self, number: int, values: dict, changes) -> Judged | None:
        """Return a new line, unless the plan or the file has it already."""
        title = values["title"]
        name = f"new:{title.casefold()}"
        if name in self.numbers:
            words = _("Row %(row)s adds the same line.") % {"row": self.numbers[name]}
            self._fault(number, "title", words, _("Keep one of the two rows."))
            return None
        self.numbers[name] = number
        for line in self.content.kept:
            if line.kind != OWN or line.title.casefold() != title.casefold():
                continue
            mine = (one for one in values if one != "effort")
            if all(self._same(line, one, values[one]) for one in mine):
                self.numbers[line.code] = number
                return Judged(number, line.code, title, SAME)
            self._fault(
                number,
                "code",
                _("%(code)s has this event already.") % {"code": line.code},
                _("To change that line, write %(code)s into this cell.")
                % {"code": line.code},
            )
            return None
        return Judged(number, "", title, NEW, values=values, changes=changes)

    def _orders(self, rows: Sequence[Judged]) -> dict[str, dict[str, str]]:
        """Return the waivers that the file gives; what else breaks the order is a fault."""
        task = task_of(self.plan, self.content)
        moved = {
            one.code: one.values
            for one in rows
            if one.verdict == CHANGED and {"start", "length"} & {*one.values}
        }
        if not moved:
            return {}
        before = {(one.line, one.before) for one in editing.broken_orders(task)}
        waivers: dict[str, dict[str, str]] = {}
        for one in editing.broken_orders(_with(task, moved)):
            if (one.line, one.before) in before:
                continue
            reason = self.reasons.get(one.line) or self.reasons.get(one.before)
            if reason:
                waivers.setdefault(one.line, {})[one.before] = reason
            else:
                self._out_of_order(one, moved)
        return waivers

    def _out_of_order(self, one: editing.Broken, moved: Collection[str]) -> None:
        place = one.line if one.line in moved else one.before
        words = {"line": one.line, "before": one.before}
        if one.hard:
            message = _(
                "%(line)s would begin before %(before)s, which it needs, is finished."
            )
        else:
            message = _(
                "%(line)s would begin before %(before)s, which it should follow, has "
                "begun."
            )
        remedy = _(
            "Change the quarters of one of them, or write why in the column "
            "“%(column)s”."
        )
        self._fault(
            self.numbers[place],
            "start",
            message % words,
            remedy % {"column": title_of("reason")},
        )


def _with(task: Task, moved: Mapping[str, Mapping[str, Any]]) -> Task:
    """Return a task whose lines have the quarters of the file."""

    def changed(line: Line) -> Line:
        values = moved.get(line.code)
        if values is None:
            return line
        start = values.get("start", line.start)
        return replace(
            line,
            start=start,
            length=values.get("length", line.length),
            later_reason="" if start else PERSON,
            edited=("start",),
        )

    return replace(task, lines=tuple(changed(one) for one in task.lines))
