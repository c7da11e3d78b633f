"""The plan as a workbook: to be worked with offline and brought in again.

Sheets: the plan with the columns of :mod:`toolkit.plans.importing.columns`, costs with
formulas over it, what is for later with the reasons, and how to use it. Lists of what
can be chosen stand on a hidden sheet.
"""

from collections.abc import Sequence
from io import BytesIO

from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from lms.accounts.models import Institution
from lms.core.workbooks import new_workbook, safe_cell
from toolkit.plans import content as values
from toolkit.plans.content import PILLAR_NAMES, Line, PlanContent
from toolkit.plans.importing.columns import LATER, TITLES, mark_of, texts_of
from toolkit.plans.item_forms import QUARTERS_AHEAD
from toolkit.plans.models import Action, Plan
from toolkit.plans.plan_pages import LATER as REASONS
from toolkit.plans.plan_reading import content_of

#: Empty rows below the lines that are ready for lines of one's own.
SPARE = 60
KEYS = tuple(TITLES)
#: What may be written in; everything else is locked.
OPEN = (
    "title",
    "start",
    "length",
    "responsible",
    "supporting",
    "pillar",
    "deliverable",
    "criterion",
    "cost",
    "funding",
    "modules",
    "reason",
)
#: Columns whose cells a new line needs open too.
OPEN_FOR_NEW = (*OPEN, "effort")
_WIDTHS = {
    "code": 13,
    "title": 44,
    "start": 11,
    "length": 9,
    "end": 10,
    "responsible": 30,
    "supporting": 30,
    "pillar": 22,
    "deliverable": 30,
    "criterion": 40,
    "effort": 8,
    "cost": 14,
    "funding": 22,
    "modules": 14,
    "lifts": 22,
    "needs": 18,
    "status": 18,
    "reason": 26,
}
_NUMBER, _TEXT = "#,##0.##", "@"


def plan_workbook(plan: Plan) -> bytes:
    """Return the plan as XLSX, in the active language."""
    content = content_of(plan)
    here = Institution.objects.active().filter(country=plan.country)
    buffer = BytesIO()
    with new_workbook(buffer) as book:
        _Writing(book, content, [str(one) for one in here]).write()
        book.set_properties({"title": content.title})
    return buffer.getvalue()


class _Writing:
    """One workbook while it is written."""

    def __init__(self, book, content: PlanContent, institutions: list[str]) -> None:
        self.book, self.content = book, content
        self.lines = content.kept
        self.last = len(self.lines) + SPARE
        self.institutions = sorted(institutions)
        self.mirrored = get_language_info(get_language() or "en")["bidi"]
        wrap = {"text_wrap": True, "valign": "top"}
        opened = wrap | {"locked": False, "bg_color": "#FFFBF0"}
        self.styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "bold": book.add_format({"bold": True}),
            "text": book.add_format(wrap),
            "open": book.add_format(opened),
            "open_number": book.add_format(opened | {"num_format": _NUMBER}),
            # 01 stays 01.
            "open_text": book.add_format(opened | {"num_format": _TEXT}),
            "number": book.add_format({"num_format": _NUMBER}),
            "sum": book.add_format({"num_format": _NUMBER, "bold": True, "top": 1}),
        }

    def write(self) -> None:
        """Write all sheets."""
        # Translators: names of sheets in a workbook, short.
        self.plan = self._sheet(_("Plan"))
        costs, later, about = (
            self._sheet(one) for one in (_("Costs"), _("Later"), _("Read me"))
        )
        self.lists = self._sheet(_("Lists"))
        self.lists.hide()
        self._plan()
        self._costs(costs)
        self._later(later)
        self._about(about)

    def _sheet(self, name: str):
        page = self.book.add_worksheet(name[:31])
        if self.mirrored:
            page.right_to_left()
        return page

    def _plan(self) -> None:
        page = self.plan
        for place, key in enumerate(KEYS):
            page.write_string(0, place, str(TITLES[key]), self.styles["head"])
            options = {"hidden": True} if key == "mark" else {}
            page.set_column(place, place, _WIDTHS.get(key, 12), None, options)
        page.freeze_panes(1, 2)
        for row, line in enumerate(self.lines, start=1):
            self._line(row, line)
        for row in range(len(self.lines) + 1, self.last + 1):
            for key in OPEN_FOR_NEW:
                page.write_blank(row, KEYS.index(key), None, self._style(key, True))
            self._end(row, None)
        self._choices()
        page.protect(
            "",
            {
                "format_columns": True,
                "format_rows": True,
                "format_cells": True,
                "insert_rows": True,
                "delete_rows": True,
                "sort": True,
                "autofilter": True,
            },
        )
        page.autofilter(0, 0, len(self.lines), len(KEYS) - 2)

    def _line(self, row: int, line: Line) -> None:
        texts = texts_of(line) | {
            "code": line.code,
            "lifts": ", ".join(
                f"{one.question} {one.level}-{one.to}" for one in line.reasons
            ),
            "needs": ", ".join(line.needs),
            "reason": "",
            "mark": mark_of(line, self.content.pk, get_language() or "en"),
        }
        texts["start"] = texts["start"] or str(LATER)
        for place, key in enumerate(KEYS):
            style = self._style(key)
            if key == "end":
                self._end(row, line)
            elif key == "length":
                self.plan.write_number(row, place, line.length, style)
            elif key == "cost" and line.cost is not None:
                self.plan.write_number(row, place, float(line.cost), style)
            elif texts[key]:
                self.plan.write_string(row, place, safe_cell(texts[key]), style)
            else:
                self.plan.write_blank(row, place, None, style)

    def _style(self, key: str, new: bool = False):
        if key == "cost":
            return self.styles["open_number"]
        if key in ("modules", "start"):
            return self.styles["open_text"]
        return self.styles["open" if key in (OPEN_FOR_NEW if new else OPEN) else "text"]

    def _end(self, row: int, line: Line | None) -> None:
        """Write the quarter in which a line ends, as a formula of the two before it."""
        start = xl_rowcol_to_cell(row, KEYS.index("start"))
        length = xl_rowcol_to_cell(row, KEYS.index("length"))
        last = f"(VALUE(LEFT({start},4))*4+VALUE(RIGHT({start},1))-1+{length}-1)"
        formula = f'=IFERROR(INT({last}/4)&"Q"&(MOD({last},4)+1),"")'
        value = str(line.end) if line and line.end else ""
        place = KEYS.index("end")
        self.plan.write_formula(row, place, formula, self.styles["text"], value)

    def _choices(self) -> None:
        """Let cells be chosen from lists."""
        first = self.content.first
        quarters = [str(first.plus(one)) for one in range(QUARTERS_AHEAD)]
        known = {one.responsible for one in self.lines if one.responsible}
        lists = {
            "responsible": sorted({*self.institutions, *known}),
            "start": [str(LATER), *quarters],
            "pillar": [str(one) for one in PILLAR_NAMES.values()],
            "effort": list(Action.Effort.values),
        }
        for place, (key, choices) in enumerate(lists.items()):
            for row, one in enumerate(choices):
                self.lists.write_string(row, place, safe_cell(one))
            if not choices:
                continue
            column = xl_col_to_name(place)
            area = f"${column}$1:${column}${len(choices)}"
            self.plan.data_validation(
                1,
                KEYS.index(key),
                self.last,
                KEYS.index(key),
                {
                    "validate": "list",
                    "source": f"={_quoted(self.lists.get_name())}!{area}",
                    "error_title": str(TITLES[key]),
                    "error_message": _("Choose one from the list."),
                },
            )
        whole = {
            "validate": "integer",
            "criteria": "between",
            "minimum": 1,
            "maximum": 40,
            "error_title": str(TITLES["length"]),
            "error_message": _("Write a whole number from 1 to 40."),
        }
        place = KEYS.index("length")
        self.plan.data_validation(1, place, self.last, place, whole)

    def _area(self, key: str) -> str:
        column = xl_col_to_name(KEYS.index(key))
        name = _quoted(self.plan.get_name())
        return f"{name}!${column}$2:${column}${self.last + 1}"

    def _costs(self, page) -> None:
        """Write the sums: formulas over the plan, with what they come to today."""
        page.set_column(0, 0, 44)
        page.set_column(1, 1, 18)
        content, lines = self.content, self.lines
        quarters = values.cost_by_quarter(lines)
        by_start = [(str(one), quarters.get(one, 0)) for one in content.quarters]
        by_start.append((str(LATER), values.total_cost(content.later)))
        by_pillar = [(one.name, one.cost) for one in values.by_pillar(lines) if one.key]
        by_funding = [
            (name, cost) for name, cost in values.cost_by_funding(lines).items() if name
        ]
        total = values.total_cost(lines)
        heading = _("Costs in %(currency)s") % {"currency": content.currency}
        page.write_string(0, 0, safe_cell(heading), self.styles["bold"])
        row = 2
        for title, key, rest, rows in (
            (
                _("By quarter in which a line begins"),
                "start",
                _("Other quarters"),
                by_start,
            ),
            (_("By pillar"), "pillar", _("Other actions"), by_pillar),
            (_("By source of money"), "funding", _("No source named"), by_funding),
        ):
            row = self._sums(page, row, title, key, rest, rows, total) + 2
        page.write_string(row, 0, _("Lines without an estimate"))
        code, cost = self._area("title"), self._area("cost")
        formula = f'=SUMPRODUCT(({code}<>"")*({cost}=""))'
        without = sum(one.cost is None for one in lines)
        page.write_formula(row, 1, formula, None, without)

    def _sums(
        self, page, row: int, title: str, key: str, rest: str, rows: Sequence, total
    ) -> int:
        """Write one table of sums; return the row below it."""
        styles = self.styles
        page.write_string(row, 0, title, styles["head"])
        page.write_string(row, 1, str(TITLES["cost"]), styles["head"])
        cost, criterion = self._area("cost"), self._area(key)
        first = row + 1
        for place, (name, amount) in enumerate(rows, start=first):
            page.write_string(place, 0, safe_cell(name))
            cell = xl_rowcol_to_cell(place, 0)
            # As it stands there, also where it begins with < or >.
            formula = f'=SUMIFS({cost},{criterion},"="&{cell})'
            page.write_formula(place, 1, formula, styles["number"], float(amount))
        end = first + len(rows)
        named = sum(amount for _name, amount in rows)
        above = f"-SUM(B{first + 1}:B{end})" if rows else ""
        page.write_string(end, 0, rest)
        left = f"=SUM({cost}){above}"
        page.write_formula(end, 1, left, styles["number"], float(total - named))
        page.write_string(end + 1, 0, _("Together"), styles["bold"])
        page.write_formula(end + 1, 1, f"=SUM({cost})", styles["sum"], float(total))
        return end + 2

    def _later(self, page) -> None:
        """Write what is for later, and what was dropped, with the reasons."""
        page.set_column(0, 0, 13)
        page.set_column(1, 2, 60)
        heads = (str(TITLES["code"]), str(TITLES["title"]), _("Reason"))
        for place, head in enumerate(heads):
            page.write_string(0, place, head, self.styles["head"])
        rows = [
            (one.code, one.title, str(REASONS.get(one.later_reason, "")))
            for one in self.content.later
        ]
        rows += [
            (
                one.code,
                one.title,
                _("Dropped: %(reason)s") % {"reason": one.dropped_reason},
            )
            for one in self.content.dropped
        ]
        for row, texts in enumerate(rows, start=1):
            for place, text in enumerate(texts):
                page.write_string(row, place, safe_cell(text), self.styles["text"])

    def _about(self, page) -> None:
        """Write how the workbook is used."""
        page.set_column(0, 0, 100)
        content = self.content
        texts = [
            f"{content.country}: {content.title}",
            _("Cells with a light ground can be changed. Everything else is locked."),
            _(
                "For a line of your own use a row below the last one, and leave its ID "
                "empty."
            ),
            _(
                "Begins in: a quarter like 2027Q1, or %(later)s. Several supporting "
                "entities: names with a semicolon between them."
            )
            % {"later": LATER},
            _(
                "A line that would begin before what it needs is refused, unless a "
                "reason stands in the column “%(column)s”."
            )
            % {"column": TITLES["reason"]},
            _(
                "A row that you delete does not delete the line. When you bring the "
                "workbook in you can drop the line with a reason."
            ),
            _(
                "Status and progress are reported on the site. The hidden last column "
                "lets the site see what you changed: leave it."
            ),
            _(
                "On the site open the plan, choose “Bring in a workbook that was "
                "edited offline”, and look at what would change before it is saved."
            ),
        ]
        for row, text in enumerate(texts):
            style = self.styles["bold" if row == 0 else "text"]
            page.write_string(row, 0, safe_cell(text), style)


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
