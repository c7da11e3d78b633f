"""A plan on a day: its lines as rows, as words, and as toolkit.plans.status sees them."""

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

from django.utils import timezone

from toolkit.plans import content as plan_content
from toolkit.plans import status
from toolkit.plans.models import Plan, PlanItem, PlanVersion
from toolkit.plans.plan_reading import content_of
from toolkit.plans.quarters import Quarter, quarter_of, read_quarter
from toolkit.plans.tracking_counts import Burned, Share, burn_up, shares


def line_of(item: PlanItem) -> status.Line:
    """Return a row as toolkit.plans.status takes it; what was waived is left out."""
    return status.Line(
        code=item.code,
        start=read_quarter(item.start) if item.start else None,
        length=item.length,
        status=item.status,
        percent=item.percent,
        effort=item.effort,
        pillar=item.pillar,
        owner=item.responsible_id,
        needs=tuple(code for code in item.needs if code not in item.waivers),
        after=tuple(code for code in item.after if code not in item.waivers),
        last_word=timezone.localdate(item.updated_at) if item.updated_at else None,
        done_on=item.done_on,
        dropped=bool(item.dropped_at),
    )


def lines_of(plan: Plan) -> list[status.Line]:
    """Return all lines of a plan; one query."""
    return [line_of(item) for item in plan.items.order_by("position", "pk")]


def approved_ends(version: PlanVersion | None) -> Mapping[str, Quarter] | None:
    """Return line > last quarter as it was approved; None without a version."""
    if version is None:
        return None
    return {
        one["code"]: read_quarter(one["start"]).plus(one["length"] - 1)
        for one in version.content["lines"]
        if one["start"] and not one["dropped"]
    }


class Standing:
    """How a plan stands on a day (today by default); a fixed number of queries."""

    def __init__(self, plan: Plan, *, today: dt.date | None = None) -> None:
        self.plan = plan
        self.today = today or timezone.localdate()

    @cached_property
    def content(self) -> plan_content.PlanContent:
        """The whole plan in words."""
        return content_of(self.plan, today=self.today)

    @cached_property
    def lines(self) -> list[status.Line]:
        """Its lines for the functions of toolkit.plans.status."""
        return lines_of(self.plan)

    @cached_property
    def version(self) -> PlanVersion | None:
        """The version in force: the last one that was approved."""
        return self.plan.versions.order_by("number").last()

    @cached_property
    def words(self) -> Mapping[str, plan_content.Line]:
        """Line by code, in words."""
        return self.content.by_code

    @property
    def quarter(self) -> Quarter:
        """The quarter of the day."""
        return quarter_of(self.today)

    @cached_property
    def late(self) -> list[status.Line]:
        """What is late, the oldest first."""
        return status.late(self.lines, self.today)

    @cached_property
    def burned(self) -> list[Burned]:
        """The burn-up, against the version in force."""
        return burn_up(self.lines, day=self.today, approved=approved_ends(self.version))

    @cached_property
    def pillars(self) -> list[tuple[str, Share]]:
        """(name, share) of the three pillars, each there even when empty, and others."""
        known = {
            one.key: one
            for one in shares(self.lines, lambda line: line.pillar, day=self.today)
        }
        groups = plan_content.by_pillar(self.content.scheduled)
        return [
            (group.name, known.get(group.key) or Share(group.key, 0, 0, 0, 0, 0))
            for group in groups
        ]

    @cached_property
    def institutions(self) -> list[tuple[str, Share]]:
        """(name, share) of the responsible institutions, by name; none named last."""
        names = {one.responsible_id: one.responsible for one in self.content.scheduled}
        found = shares(self.lines, lambda line: line.owner, day=self.today)
        rows = [(names.get(one.key, ""), one) for one in found]
        return sorted(rows, key=lambda row: (not row[0], row[0], str(row[1].key)))

    def title(self, code: str) -> str:
        """What a line is called; its code when the plan has no such line."""
        line = self.words.get(code)
        return line.title if line else code
