"""What a plan lacks before it can be approved, and how two versions of it differ.

A version keeps the plan twice: in words (toolkit.plans.content), as it was signed, and
as bare rows, so that versions in different languages can be compared and an amendment
can be given up.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from toolkit.plans.content import Line, PlanContent, from_data
from toolkit.plans.library import LARGE
from toolkit.plans.models import Action, Plan, PlanItem, PlanVersion, Redating
from toolkit.plans.quarter_words import span_words

#: What of a plan and of its lines an amendment may change.
PLAN_FIELDS = (
    "title",
    "start",
    "years",
    "at_once",
    "per_institution",
    "new_a_year",
    "way",
    "budget",
    "quarters",
    "levels",
    "validated",
    "targets",
    "roles",
    "done_actions",
    "currency",
    "introduction",
    "built",
)
ITEM_FIELDS = (
    "kind",
    "position",
    "pillar",
    "area",
    "title",
    "start",
    "length",
    "later_reason",
    "repeat",
    "responsible_id",
    "responsible_role",
    "reasons",
    "needs",
    "after",
    "required_by",
    "waivers",
    "deliverable",
    "criterion",
    "effort",
    "cost",
    "funding",
    "modules",
    "edited",
    "dropped_at",
    "dropped_reason",
)
OWNER, QUARTER, LINES = "owner", "quarter", "lines"


@dataclass(frozen=True)
class Missing:
    """What a line lacks; ``code`` is empty where the whole plan lacks it."""

    kind: str
    words: str
    code: str = ""
    title: str = ""


@dataclass(frozen=True)
class Change:
    """One difference: what it is about, and both sides in words.

    ``field``: of the line, where one of its fields differs.
    """

    code: str
    title: str
    about: str
    before: str
    after: str
    field: str = ""


@dataclass(frozen=True)
class Snapshot:
    """A plan at one moment: in words and as rows."""

    content: PlanContent
    rows: dict[str, Any]


def missing_in(content: PlanContent) -> list[Missing]:
    """Return what keeps a plan from being approved, line by line."""
    found = []
    if not content.scheduled:
        found.append(Missing(LINES, _("The plan has no line with a quarter.")))
    for line in content.kept:
        if not line.start and not line.later_reason:
            words = _("It has no quarter. Choose one, put it off or drop it.")
            found.append(Missing(QUARTER, words, line.code, line.title))
        if line.start and not line.has_owner:
            found.append(Missing(OWNER, _owner_words(line), line.code, line.title))
    return found


def cautions_in(content: PlanContent) -> list[Missing]:
    """Return what to think about before signing; it forbids nothing."""
    return [
        Missing(
            "unfunded",
            _unfunded(line),
            line.code,
            line.title,
        )
        for line in content.scheduled
        if line.effort == LARGE and not line.is_funded
    ]


def rows_of(plan: Plan) -> dict[str, Any]:
    """Return what an amendment may change, as JSON takes it; two queries."""
    items = plan.items.prefetch_related("supporting").order_by("position", "pk")
    return {
        "plan": {name: getattr(plan, name) for name in PLAN_FIELDS},
        "items": {item.code: _row(item) for item in items},
    }


def snapshot_of(version: PlanVersion) -> Snapshot:
    """Return a version as it was approved."""
    return Snapshot(from_data(version.content), version.content.get("rows", {}))


def differences(before: Snapshot, after: Snapshot) -> list[Change]:
    """Return how a plan differs from an earlier one, line by line.

    Words are of the language in which each was written; whether something changed
    is judged by the rows, which have none.
    """
    old, new = before.rows.get("items", {}), after.rows.get("items", {})
    found = _of_the_plan(before, after)
    for code in sorted({*old, *new}, key=lambda code: _place(code, after, before)):
        was, line = before.content.by_code.get(code), after.content.by_code.get(code)
        there, here = _is_kept(old.get(code)), _is_kept(new.get(code))
        if here and not there:
            about = _("Taken in again") if was else _("Added")
            found.append(_change(line, about, "", _summary(line)))
        elif there and not here:
            reason = line.dropped_reason if line else ""
            found.append(_change(was, _("Dropped"), _summary(was), reason))
        elif here:
            found += _of_line(old[code], new[code], was, line)
    return found


def _of_line(old, new, was: Line, line: Line) -> list[Change]:
    found = []
    sides = (
        (("start", "length"), _("Quarters"), _when),
        (("responsible_id",), _("Responsible entity"), lambda one: one.responsible),
        (
            ("supporting",),
            _("Supporting entities"),
            lambda one: "; ".join(one.supporting),
        ),
        (("title",), _("Event"), lambda one: one.title),
        (("pillar",), _("Pillar"), _pillar),
        (("reasons",), _("Lifts"), _lifts),
        (("deliverable",), _("Deliverable"), lambda one: one.deliverable),
        (("criterion",), _("Done when"), lambda one: one.criterion),
        (("effort",), _("Effort"), lambda one: one.effort),
        (
            ("cost",),
            _("Cost estimate"),
            lambda one: "" if one.cost is None else str(one.cost),
        ),
        (("funding",), _("Source of money"), lambda one: one.funding),
        (
            ("modules",),
            _("Modules to take first"),
            lambda one: ", ".join(each.key for each in one.modules),
        ),
        (("needs",), _("Needs"), lambda one: ", ".join(one.needs)),
        (
            ("waivers",),
            _("Order waived"),
            lambda one: "; ".join(
                f"{code}: {reason}" for code, reason in sorted(one.waivers.items())
            ),
        ),
    )
    for names, about, said in sides:
        if any(old.get(name) != new.get(name) for name in names):
            found.append(_change(line, about, said(was), said(line), names[0]))
    return found


def taken_back(changes: list[Change], plan: Plan, version: PlanVersion) -> list[Change]:
    """Return the changes that go when an amendment is given up.

    Not those that follow from decisions about dates: they stay.
    """
    decided = {
        row.item.code: (row.start_after, row.length_after)
        for row in Redating.objects.filter(
            item__plan=plan, at__gt=version.recorded_at
        ).select_related("item")
    }
    present = {one.code: (one.start, one.length) for one in plan.items.all()}
    return [
        one
        for one in changes
        if one.field != "start" or decided.get(one.code) != present.get(one.code)
    ]


def _of_the_plan(before: Snapshot, after: Snapshot) -> list[Change]:
    old, new = before.rows.get("plan", {}), after.rows.get("plan", {})
    sides = (
        ("title", _("Title of the plan")),
        ("introduction", _("Introduction")),
        ("currency", _("Currency")),
    )
    found = [
        Change("", "", about, str(old.get(name, "")), str(new.get(name, "")))
        for name, about in sides
        if old.get(name) != new.get(name)
    ]
    was, now = old.get("targets", {}), new.get("targets", {})
    for question in sorted({*was, *now}):
        if was.get(question) != now.get(question):
            title = after.content.questions.get(question, "")
            found.append(
                Change(
                    question,
                    title,
                    _("Target level"),
                    str(was.get(question, "")),
                    str(now.get(question, "")),
                )
            )
    return found


def _change(line: Line, about: str, before: str, after: str, name="") -> Change:
    return Change(line.code, line.title, str(about), before, after, name)


def _summary(line: Line) -> str:
    return " · ".join(filter(None, [_when(line), line.responsible]))


def _pillar(line: Line) -> str:
    return str(Action.Pillar(line.pillar).label) if line.pillar else ""


def _lifts(line: Line) -> str:
    return ", ".join(f"{one.question} {one.level} → {one.to}" for one in line.reasons)


def _when(line: Line) -> str:
    return span_words(line.start, line.end) or _("for later")


def _is_kept(row: dict | None) -> bool:
    return row is not None and not row["dropped_at"]


def _place(code: str, *snapshots: Snapshot) -> tuple:
    for one in snapshots:
        for place, line in enumerate(one.content.lines):
            if line.code == code:
                return (place, code)
    return (len(code), code)


def _row(item: PlanItem) -> dict[str, Any]:
    found = {name: getattr(item, name) for name in ITEM_FIELDS}
    found["cost"] = None if item.cost is None else str(item.cost)
    found["dropped_at"] = item.dropped_at.isoformat() if item.dropped_at else None
    found["supporting"] = sorted(one.pk for one in item.supporting.all())
    return found


def _owner_words(line: Line) -> str:
    if line.responsible_id is None:
        return _("No institution is responsible for it. Choose one.")
    return _("%(institution)s has left the network. Choose another institution.") % {
        "institution": line.responsible
    }


def _unfunded(line: Line) -> str:
    """Say what a line of great effort lacks."""
    if line.cost is None and not line.funding:
        return _(
            "It needs equipment, fieldwork or a law, and has neither a cost estimate "
            "nor a source of money."
        )
    if line.cost is None:
        return _("It needs equipment, fieldwork or a law, and has no cost estimate.")
    return _("It needs equipment, fieldwork or a law, and has no source of money.")
