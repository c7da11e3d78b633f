"""The quarterly review of a plan as plain values: pages, documents and closed reviews.

:func:`review_content` works it out while the review is open; when it is closed,
:meth:`ReviewContent.data` is kept and read again, so that it stays as the meeting saw
it. What counts in which quarter: due is what ends in it, also where a decision gave it
other dates since; done is what was checked in it; slipped is what was to be done by its
end and was neither done nor reported. A new date counts in the quarter of its decision,
or in the review of the quarter that it is about, and only once.
"""

import datetime as dt
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils import timezone

from toolkit.plans import status
from toolkit.plans.models import Deliverable, ItemUpdate, Plan, Redating, Review
from toolkit.plans.quarters import Quarter, quarter_of, read_quarter
from toolkit.plans.tracking import Standing
from toolkit.plans.tracking_counts import Burned, Share


@dataclass(frozen=True)
class ReviewLine:
    """A line in a review, in words.

    ``status``: as PlanItem.Status. ``late_since``: the day after its last quarter, when
    it is late. ``deliverables``: titles of what it has brought. ``note``: last word.
    """

    code: str
    title: str
    institution: str
    start: Quarter
    end: Quarter
    status: str
    percent: int
    late_since: dt.date | None = None
    done_on: dt.date | None = None
    deliverables: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Redated:
    """A line with new quarters by decision; ``because``: the line that pushed it."""

    pk: int
    code: str
    title: str
    institution: str
    end_before: Quarter
    end_after: Quarter
    decision: str
    decided_on: dt.date
    because: str = ""


@dataclass(frozen=True)
class Holding:
    """A late line and what waits for it: pairs of code and title.

    ``further``: what waits for these in turn.
    """

    code: str
    title: str
    waiting: tuple[tuple[str, str], ...]
    further: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Silent:
    """A line without a word for quarters; ``who`` hears of it, as in advice."""

    code: str
    title: str
    institution: str
    quarters: int
    who: str


@dataclass(frozen=True)
class Part:
    """How a pillar or an institution stands; see toolkit.plans.tracking_counts.Share."""

    name: str
    lines: int
    due: int
    done: int
    late: int
    waiting: int


@dataclass(frozen=True)
class ReviewContent:
    """The review of one quarter.

    ``as_of``: the day to which all of it is true. ``to_check``: reported done, nobody
    has looked yet. ``coming``: due in the next quarter. ``conclusion``, ``closed_on``
    and ``closed_by`` once it is closed.
    """

    plan_pk: int
    plan: str
    country: str
    quarter: Quarter
    as_of: dt.date
    due: tuple[ReviewLine, ...]
    done: tuple[ReviewLine, ...]
    to_check: tuple[ReviewLine, ...]
    slipped: tuple[ReviewLine, ...]
    redated: tuple[Redated, ...]
    holding: tuple[Holding, ...]
    silent: tuple[Silent, ...]
    coming: tuple[ReviewLine, ...]
    burned: tuple[Burned, ...]
    pillars: tuple[Part, ...]
    institutions: tuple[Part, ...]
    conclusion: str = ""
    closed_on: dt.date | None = None
    closed_by: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether it can only be read."""
        return self.closed_on is not None

    @property
    def due_done(self) -> int:
        """How many of the lines due in the quarter are done and checked."""
        return sum(one.status == status.DONE for one in self.due)

    @property
    def for_meeting(self) -> tuple[Silent, ...]:
        """Lines that the meeting has to speak of: three quarters without a word."""
        return tuple(one for one in self.silent if one.who == "meeting")

    def data(self) -> dict[str, Any]:
        """The whole review as JSON takes it; :func:`from_data` reads it."""
        return _plain(asdict(self))


def review_content(
    plan: Plan, quarter: Quarter, *, today: dt.date | None = None
) -> ReviewContent:
    """Return the review of a quarter, as it was when closed, or as things are today.

    In the active language; a closed one in the language in which it was closed.
    """
    reviews = {row.quarter: row for row in plan.reviews.select_related("closed_by")}
    closed = reviews.get(str(quarter))
    if closed:
        return closed_content(closed)
    counted = {
        one["pk"] for row in reviews.values() for one in row.content.get("redated", [])
    }
    return _Reviewing(plan, quarter, today, counted).content()


def closed_content(review: Review) -> ReviewContent:
    """Return a closed review as it was."""
    return from_data(
        review.content
        | {
            "conclusion": review.note,
            "closed_on": timezone.localdate(review.closed_at).isoformat(),
            "closed_by": review.closed_by.display_name,
        }
    )


def from_data(data: dict[str, Any]) -> ReviewContent:
    """Return the review that :meth:`ReviewContent.data` wrote."""
    given = {
        one.name: data[one.name] for one in fields(ReviewContent) if one.name in data
    }
    kinds = {
        "due": ReviewLine,
        "done": ReviewLine,
        "to_check": ReviewLine,
        "slipped": ReviewLine,
        "coming": ReviewLine,
        "redated": Redated,
        "holding": Holding,
        "silent": Silent,
        "burned": Burned,
        "pillars": Part,
        "institutions": Part,
    }
    for name, kind in kinds.items():
        given[name] = tuple(_made(kind, one) for one in data[name])
    return _made(ReviewContent, given)


class _Reviewing:
    """What is known while an open review is worked out."""

    def __init__(self, plan, quarter, today, counted) -> None:
        self.plan, self.quarter, self.counted = plan, quarter, counted
        self.standing = Standing(plan, today=today)
        self.today = self.standing.today
        self.notes = dict(
            ItemUpdate.objects.filter(item__plan=plan)
            .exclude(note="")
            .order_by("at", "pk")
            .values_list("item__code", "note")
        )
        self.brought: dict[str, list[str]] = {}
        for code, title in (
            Deliverable.objects.filter(item__plan=plan, removed_at=None)
            .order_by("added_at", "pk")
            .values_list("item__code", "title")
        ):
            self.brought.setdefault(code, []).append(title)
        self.redatings = list(
            Redating.objects.filter(item__plan=plan)
            .select_related("item", "cause")
            .order_by("at", "pk")
        )

    def content(self) -> ReviewContent:
        standing, lines = self.standing, self.standing.lines
        redated = [one for one in self.redatings if self.is_of_quarter(one)]
        moved_away = {
            one.item.code for one in redated if _end_before(one) == self.quarter
        }
        by_end = sorted(
            (one for one in lines if one.is_planned),
            key=lambda one: (one.end, one.code),
        )
        late = [one.code for one in standing.late]
        return ReviewContent(
            plan_pk=self.plan.pk,
            plan=self.plan.title,
            country=str(self.plan.country),
            quarter=self.quarter,
            as_of=self.today,
            due=self.said(
                one
                for one in by_end
                if one.end == self.quarter or one.code in moved_away
            ),
            done=self.said(
                one
                for one in by_end
                if one.is_done
                and one.done_on
                and quarter_of(one.done_on) == self.quarter
            ),
            to_check=self.said(one for one in by_end if one.status == status.REPORTED),
            slipped=self.said(one for one in by_end if self.has_slipped(one)),
            redated=tuple(self.redated(one) for one in redated),
            holding=tuple(self.holding(one) for one in status.blocking(lines, late)),
            silent=tuple(
                Silent(
                    one.code,
                    standing.title(one.code),
                    standing.words[one.code].responsible,
                    quarters,
                    who,
                )
                for one, quarters, who in status.silent(lines, self.today)
            ),
            coming=self.said(
                one for one in by_end if one.is_open and one.end == self.quarter.plus(1)
            ),
            burned=tuple(standing.burned),
            pillars=tuple(_part(*row) for row in standing.pillars),
            institutions=tuple(_part(*row) for row in standing.institutions),
        )

    def has_slipped(self, line: status.Line) -> bool:
        """Whether a line was to be done by the end of the quarter and was not."""
        if line.end > self.quarter or line.status == status.REPORTED:
            return False
        if line.end == self.quarter and self.today <= self.quarter.last_day:
            return False
        return not line.done_by(self.quarter.last_day)

    def is_of_quarter(self, row: Redating) -> bool:
        """Whether this review tells of a new date that none has told of yet."""
        if row.pk in self.counted or row.decided_on < self.quarter.first_day:
            return False
        if row.decided_on <= self.quarter.last_day:
            return True
        return self._about(row) <= self.quarter

    def _about(self, row: Redating) -> Quarter:
        """The quarter a decision is about: that in which the late line was due."""
        if row.cause_id is None:
            return _end_before(row)
        return min(
            _end_before(one)
            for one in self.redatings
            if one.at == row.at and row.cause_id in (one.item_id, one.cause_id)
        )

    def said(self, lines) -> tuple[ReviewLine, ...]:
        """Lines in words."""
        return tuple(self._line(one) for one in lines)

    def _line(self, line: status.Line) -> ReviewLine:
        words = self.standing.words[line.code]
        is_late = status.is_late(line, self.today)
        return ReviewLine(
            code=line.code,
            title=words.title,
            institution=words.responsible,
            start=line.start,
            end=line.end,
            status=line.status,
            percent=line.percent,
            late_since=line.end.plus(1).first_day if is_late else None,
            done_on=line.done_on if line.is_done else None,
            deliverables=tuple(self.brought.get(line.code, ())),
            note=self.notes.get(line.code, ""),
        )

    def redated(self, row: Redating) -> Redated:
        """A new date in words."""
        words = self.standing.words[row.item.code]
        return Redated(
            pk=row.pk,
            code=row.item.code,
            title=words.title,
            institution=words.responsible,
            end_before=_end_before(row),
            end_after=read_quarter(row.start_after).plus(row.length_after - 1),
            decision=row.decision,
            decided_on=row.decided_on,
            because=row.cause.code if row.cause else "",
        )

    def holding(self, one: status.Blocking) -> Holding:
        """What waits for a line, in words."""

        def named(codes):
            return tuple((code, self.standing.title(code)) for code in codes)

        further = [code for code in one.altogether if code not in one.directly]
        return Holding(
            one.code, self.standing.title(one.code), named(one.directly), named(further)
        )


def _part(name: str, share: Share) -> Part:
    return Part(name, share.lines, share.due, share.done, share.late, share.waiting)


def _end_before(row: Redating) -> Quarter:
    start = read_quarter(row.start_before or row.start_after)
    return start.plus(row.length_before - 1)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"year", "number"}:
            return str(Quarter(**value))
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


_QUARTERS = {"quarter", "start", "end", "end_before", "end_after"}
_DAYS = {"as_of", "late_since", "done_on", "decided_on", "closed_on"}


def _made(kind, data: dict[str, Any]):
    """Return a dataclass of this module from plain values."""
    given = {}
    for one in fields(kind):
        if one.name not in data:
            continue
        value = data[one.name]
        if isinstance(value, str) and one.name in _QUARTERS:
            value = read_quarter(value)
        elif isinstance(value, str) and one.name in _DAYS:
            value = dt.date.fromisoformat(value)
        elif isinstance(value, list):
            value = tuple(tuple(row) if isinstance(row, list) else row for row in value)
        given[one.name] = value
    return kind(**given)
