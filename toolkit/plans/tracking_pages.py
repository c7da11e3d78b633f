"""What the pages of tracking show: chips, the story of a line, the burn-up drawing."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toolkit.plans import status
from toolkit.plans.models import Deliverable, PlanItem
from toolkit.plans.quarter_words import quarter_words, span_words
from toolkit.plans.quarters import read_quarter
from toolkit.plans.status import Shift
from toolkit.plans.tracking import Standing
from toolkit.plans.tracking_chart import BurnUp
from toolkit.plans.tracking_counts import Burned

#: Status > sign of its chip.
_SIGNS = {"planned": "dot", "running": "half", "reported": "ring", "done": "done"}


@dataclass(frozen=True)
class Chip:
    """Where a line is: words, sign and kind of components/status_chip.html."""

    text: str
    sign: str
    kind: str = ""


def chip_of(line: status.Line, day) -> Chip:
    """Return how far a line is, in a few words."""
    if line.dropped:
        return Chip(_("Dropped"), "barred")
    if line.start is None:
        return Chip(_("For later"), "arrow")
    if line.status == status.DONE:
        return Chip(_("Done and checked"), "done", "ok")
    if line.status == status.REPORTED:
        return Chip(_("Reported done, to be checked"), "ring")
    if status.is_late(line, day):
        since = date_format(line.end.last_day, "DATE_FORMAT")
        return Chip(_("Late since %(date)s") % {"date": since}, "triangle", "err")
    if line.status == status.RUNNING:
        words = _("In progress, %(percent)s %%") % {"percent": line.percent}
        return Chip(words, "half")
    words = _("Planned for %(quarters)s") % {
        "quarters": span_words(line.start, line.end)
    }
    return Chip(words, "dot")


@dataclass(frozen=True)
class Told:
    """One entry of the story of a line."""

    at: datetime
    by: str
    words: str
    note: str = ""
    sign: str = "pencil"


def story_of(item: PlanItem) -> list[Told]:
    """Return all that was said and decided about a line, the latest first."""
    found = []
    for row in item.updates.select_related("by"):
        if row.status == PlanItem.Status.REPORTED:
            words, sign = _("Reported done, to be checked"), "ring"
        else:
            words = _("%(status)s, %(percent)s %%") % {
                "status": row.get_status_display(),
                "percent": row.percent,
            }
            sign = _SIGNS[row.status]
        found.append(Told(row.at, row.by.display_name, words, row.note, sign))
    for row in item.checks.select_related("by"):
        words = _("Checked: it is done") if row.accepted else _("Sent back")
        sign = "done" if row.accepted else "barred"
        found.append(Told(row.at, row.by.display_name, words, row.note, sign))
    for row in item.redatings.select_related("by", "cause"):
        found.append(
            Told(
                row.at,
                row.by.display_name,
                _redated(row),
                _("%(decision)s, decided on %(date)s")
                % {
                    "decision": row.decision,
                    "date": date_format(row.decided_on, "DATE_FORMAT"),
                },
                "arrow",
            )
        )
    for row in item.deliverables.select_related("added_by"):
        words = _("Deliverable added: %(title)s") % {"title": row.title}
        found.append(Told(row.added_at, row.added_by.display_name, words, "", "sheet"))
        if row.removed_at:
            words = _("Deliverable removed: %(title)s") % {"title": row.title}
            found.append(Told(row.removed_at, "", words, "", "minus"))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _redated(row) -> str:
    before = read_quarter(row.start_before or row.start_after)
    after = read_quarter(row.start_after)
    values = {
        "before": span_words(before, before.plus(row.length_before - 1)),
        "after": span_words(after, after.plus(row.length_after - 1)),
    }
    if row.cause:
        return _("New dates because of %(code)s: %(before)s, now %(after)s") % (
            values | {"code": row.cause.code}
        )
    return _("New dates by decision: %(before)s, now %(after)s") % values


class LinePage:
    """One line on its page: in words, what it waits for and what waits for it."""

    def __init__(self, item: PlanItem, standing: Standing) -> None:
        self.item, self.standing = item, standing
        self.line = standing.words[item.code]
        self.place = next(one for one in standing.lines if one.code == item.code)

    @property
    def chip(self) -> Chip:
        """Where it is."""
        return chip_of(self.place, self.standing.today)

    @property
    def percent_words(self) -> str:
        """How far it is, below the bar."""
        return _("%(percent)s %% done") % {"percent": self.item.percent}

    @cached_property
    def deliverables(self) -> list[Deliverable]:
        """What it has brought."""
        rows = self.item.deliverables.filter(removed_at=None)
        return list(rows.select_related("added_by"))

    @property
    def waits_for(self) -> list[tuple[str, str]]:
        """(code, title) of what has to be done first and is not."""
        codes = status.blocked_by(self.standing.lines).get(self.item.code, ())
        return [(code, self.standing.title(code)) for code in codes]

    @property
    def holds(self) -> list[tuple[str, str]]:
        """(code, title) of what waits for it."""
        found = status.blocking(self.standing.lines, [self.item.code])
        codes = found[0].directly if found and self.place.is_open else ()
        return [(code, self.standing.title(code)) for code in codes]

    @property
    def owner_words(self) -> str:
        """Who is responsible; that it has left the network, where it has."""
        line = self.line
        if not line.responsible:
            return _("Not named yet")
        if line.active:
            return line.responsible
        return _("%(institution)s (has left the network)") % {
            "institution": line.responsible
        }

    @property
    def facts(self) -> list[dict]:
        """Pairs for components/facts.html."""
        line = self.line
        found = [
            (_("Responsible entity"), self.owner_words),
            (_("Focal points"), "; ".join(line.focal_points)),
            (_("Supporting entities"), "; ".join(line.supporting)),
            (_("Quarters"), span_words(line.start, line.end) or _("for later")),
            (_("Deliverable"), line.deliverable),
            (_("Done when"), line.criterion),
        ]
        return [{"label": label, "value": value} for label, value in found if value]


# The dashboard


@dataclass(frozen=True)
class Row:
    """A line in a list: ``place`` as status sees it, ``line`` in words."""

    line: object
    place: status.Line
    chip: Chip


class Dashboard:
    """Everything the page of progress shows."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.today = standing.today

    def rows(self, lines) -> list[Row]:
        """Return lines with their words and chips."""
        return [
            Row(self.standing.words[one.code], one, chip_of(one, self.today))
            for one in lines
        ]

    @property
    def late(self) -> list[Row]:
        """What is late, the oldest first."""
        return self.rows(self.standing.late)

    @property
    def next_due(self) -> list[Row]:
        """What is to be done next."""
        return self.rows(status.due_next(self.standing.lines, self.today))

    @property
    def to_check(self) -> list[Row]:
        """What waits for a check."""
        return self.rows(
            one
            for one in self.standing.lines
            if one.is_planned and one.status == status.REPORTED
        )

    @property
    def everything(self) -> list[Row]:
        """All lines with quarters, in the order of the plan."""
        by_code = {one.code: one for one in self.standing.lines}
        return self.rows(by_code[one.code] for one in self.standing.content.scheduled)

    @property
    def holding(self) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
        """((code, title) of a late line, what waits for it)."""
        title = self.standing.title
        return [
            (
                (one.code, title(one.code)),
                [(code, title(code)) for code in one.directly],
            )
            for one in status.blocking(
                self.standing.lines, [late.code for late in self.standing.late]
            )
        ]

    @property
    def drift(self) -> list[Shift]:
        """What moves if late lines are done this quarter at the earliest."""
        return status.drift(self.standing.lines, self.today)

    @cached_property
    def strip(self) -> list[dict]:
        """The four facts on top."""
        now = self.now
        late, waiting = len(self.standing.late), len(self.to_check)
        other = [one for one in self.drift if one.code not in self._late_codes]
        return [
            {
                "label": _("To be done by the end of %(quarter)s")
                % {"quarter": quarter_words(self.standing.quarter)},
                "value": actions_words(now.due if now else 0),
            },
            {
                "label": _("Done and checked"),
                "value": actions_words(now.done or 0 if now else 0),
                "text": _("%(count)s to be checked") % {"count": waiting}
                if waiting
                else "",
            },
            {"label": _("Late"), "value": actions_words(late)},
            {
                "label": _("If late actions are done this quarter"),
                "text": ngettext(
                    "%(count)s other action moves.",
                    "%(count)s other actions move.",
                    len(other),
                )
                % {"count": len(other)}
                if other
                else _("No other action moves."),
            },
        ]

    @property
    def _late_codes(self) -> set[str]:
        return {one.code for one in self.standing.late}

    @cached_property
    def now(self) -> Burned | None:
        """The row of the burn-up of today."""
        return next(
            (
                one
                for one in self.standing.burned
                if one.quarter == self.standing.quarter
            ),
            None,
        )

    @cached_property
    def chart(self) -> BurnUp | None:
        """The drawing; None while there is nothing to draw."""
        burned = self.standing.burned
        return BurnUp(tuple(burned), self.finding) if burned else None

    @property
    def finding(self) -> str:
        """What the drawing says, in a sentence."""
        if not self.standing.burned:
            return ""
        total = self.standing.burned[-1].due
        if self.now is None:
            return _("The plan has not begun: %(total)s actions to do.") % {
                "total": total
            }
        before = [
            one for one in self.standing.burned if one.quarter < self.standing.quarter
        ]
        return _(
            "%(done)s of %(total)s done and checked; the plan said %(planned)s by now."
        ) % {
            "done": self.now.done,
            "total": total,
            "planned": before[-1].approved if before else 0,
        }


def actions_words(count: int) -> str:
    """Return "3 actions" in the active language."""
    return ngettext("%(count)s action", "%(count)s actions", count) % {"count": count}
