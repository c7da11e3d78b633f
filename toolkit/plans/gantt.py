"""A plan as a drawing: where each line's bar stands among its quarters. Pure.

One table for up to six quarters; a longer plan gets one table for each year, and a bar
that goes on beyond it has an open end. Places are percentages of the width of the
quarters, so the same drawing serves page and PDF; right to left it is mirrored.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toolkit.plans.content import DONE, PLANNED, REPORTED, RUNNING, Group, Line
from toolkit.plans.content import by_pillar as grouped
from toolkit.plans.quarter_words import quarter_words
from toolkit.plans.quarters import Quarter, quarter_of

#: The most quarters that stand in one table.
MOST = 6
#: How a quarter is written: in a column of its year, and alone.
YEAR = 4


#: Percent by which an open end lies outside the drawing, and a closed one inside.
_OUTSIDE, _INSIDE = 2, 0.4


@dataclass(frozen=True)
class Bar:
    """A bar in percent of the width: where it begins, how long, how much is filled.

    ``late``: part past its date, hatched. ``opens``, ``closes``: whether it has come
    from before, or goes on after, the quarters shown.
    """

    x: float
    width: float
    filled: float
    late_x: float | None
    late_width: float
    opens: bool
    closes: bool
    words: str

    @property
    def is_late(self) -> bool:
        """Whether it is past its date."""
        return self.late_x is not None

    @property
    def frame(self) -> tuple[float, float]:
        """Where its frame begins and how long it is: an open end lies outside."""
        begin = self.x - _OUTSIDE if self.opens else self.x + _INSIDE
        end = self.x + self.width
        end += _OUTSIDE if self.closes else -_INSIDE
        return round(begin, 2), round(end - begin, 2)

    @property
    def fill(self) -> tuple[float, float]:
        """Where its filled part begins and how long it is."""
        begin, length = self.frame
        filled = min(self.x + self.filled - begin, length)
        return begin, round(max(0, filled), 2) if self.filled else 0


@dataclass(frozen=True)
class State:
    """How far a line is: words, sign and kind for components/status_chip.html."""

    text: str
    sign: str
    kind: str = ""


@dataclass(frozen=True)
class Row:
    """A line in a table of quarters; ``needs``, ``after``: what it waits for there."""

    line: Line
    bar: Bar
    state: State
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Some quarters with the lines that run in them, by pillar.

    ``columns``: (quarter, its name, whether it is now). ``today``: place of the day
    in percent, None when it lies elsewhere.
    """

    title: str
    columns: tuple[tuple[Quarter, str, bool], ...]
    today: float | None
    groups: tuple[tuple[Group, tuple[Row, ...]], ...]

    @property
    def grid(self) -> list[float]:
        """The places between the quarters, in percent."""
        number = len(self.columns)
        return [round(100 * place / number, 2) for place in range(1, number)]

    @property
    def now(self) -> float | None:
        """Where the quarter of today begins, in percent."""
        for place, (_quarter, _name, is_now) in enumerate(self.columns):
            if is_now:
                return round(100 * place / len(self.columns), 2)
        return None

    @property
    def column(self) -> float:
        """The width of a quarter, in percent."""
        return round(100 / len(self.columns), 2)

    @property
    def span(self) -> int:
        """How many columns the table has."""
        return len(self.columns) + 3


def tables(
    lines: Iterable[Line], quarters, today: dt.date, *, known: Collection[str] = ()
) -> list[Table]:
    """Return the tables of some lines over these quarters.

    known: codes of all lines of the plan, to say what a line waits for.
    """
    lines = [one for one in lines if one.start]
    if not lines:
        return []
    quarters = list(quarters)
    if len(quarters) <= MOST:
        windows = [quarters]
    else:
        windows = [
            quarters[place : place + YEAR] for place in range(0, len(quarters), YEAR)
        ]
        # The last year has its four columns too, so that all tables are alike.
        while len(windows[-1]) < YEAR:
            windows[-1].append(windows[-1][-1].plus(1))
    return [_table(lines, window, today, known) for window in windows]


def span_words(start: Quarter, end: Quarter) -> str:
    """Return "Q1 to Q3 2027", "Q4 2027 to Q1 2028", or one quarter alone."""
    if start == end:
        return quarter_words(start)
    if start.year == end.year:
        return _("Q%(first)s to Q%(last)s %(year)s") % {
            "first": start.number,
            "last": end.number,
            "year": start.year,
        }
    return _("%(start)s to %(end)s") % {
        "start": quarter_words(start),
        "end": quarter_words(end),
    }


def length_words(quarters: int) -> str:
    """Return "3 quarters"."""
    return ngettext("%(count)s quarter", "%(count)s quarters", quarters) % {
        "count": quarters
    }


def state_of(line: Line, today: dt.date) -> State:
    """Return how far a line is, in words."""
    if line.dropped:
        return State(_("Dropped"), "barred")
    if line.status == DONE:
        return State(_("Done, checked"), "done", "ok")
    if line.status == REPORTED:
        return State(_("Done, to be checked"), "ring")
    if line.late:
        day = date_format(line.end.last_day, "MONTH_DAY_FORMAT")
        if line.end.last_day.year != today.year:
            day = date_format(line.end.last_day, "DATE_FORMAT")
        return State(_("Late since %(date)s") % {"date": day}, "triangle", "err")
    if line.status == RUNNING:
        return State(_("Under way, %(percent)s%%") % {"percent": line.percent}, "half")
    if line.start is None:
        return State(_("Later"), "arrow")
    words = _("Starts in %(quarter)s") % {"quarter": quarter_words(line.start)}
    if line.start <= quarter_of(today):
        words = _("Not begun")
    return State(words, "dot")


def _table(lines, window: list[Quarter], today: dt.date, known) -> Table:
    first, last, now = window[0], window[-1], quarter_of(today)
    shown = [
        one
        for one in lines
        if one.start <= last and max(one.end, now if one.late else one.end) >= first
    ]
    title = span_words(first, last)
    if (first.number, last) == (1, first.plus(YEAR - 1)):
        title = str(first.year)
    one_year = first.year == last.year
    place = None
    if first <= now <= last:
        days = (now.last_day - now.first_day).days + 1
        inside = now.since(first) + (today - now.first_day).days / days
        place = round(100 * inside / len(window), 2)
    return Table(
        title=title,
        columns=tuple(
            (one, f"Q{one.number}" if one_year else quarter_words(one), one == now)
            for one in window
        ),
        today=place,
        groups=tuple(
            (
                group,
                tuple(_row(one, window, today, known) for one in group.lines),
            )
            for group in grouped(shown)
        ),
    )


def _row(line: Line, window: list[Quarter], today: dt.date, known) -> Row:
    needs, after = (
        tuple(one for one in names if one in known and one not in line.waivers)
        for names in (line.needs, line.after)
    )
    return Row(line, bar_of(line, window, today), state_of(line, today), needs, after)


def bar_of(line: Line, window: list[Quarter], today: dt.date) -> Bar:
    """Return the bar of a line among these quarters."""
    first, number = window[0], len(window)
    start, end = line.start.since(first), line.end.since(first) + 1
    until = end
    if line.late:
        until = max(end, quarter_of(today).since(first) + 1)
    share = 1 if line.status in (DONE, REPORTED) else line.percent / 100
    filled = start + share * (end - start)

    def at(place: float) -> float:
        return round(100 * min(number, max(0, place)) / number, 2)

    x, width = at(start), round(at(until) - at(start), 2)
    late = (at(max(filled, start)), round(at(until) - at(filled), 2))
    words = [span_words(line.start, line.end)]
    if line.status != PLANNED:
        words.append(_("%(percent)s%% done") % {"percent": round(100 * share)})
    words.append(state_of(line, today).text)
    return Bar(
        x=x,
        width=width,
        filled=round(max(0, at(filled) - x), 2),
        late_x=late[0] if line.late else None,
        late_width=late[1] if line.late else 0,
        opens=start < 0,
        closes=until > number,
        words=" · ".join(words),
    )
