"""What people do with the lines of a plan: change, add, drop, take back, reorder.

Building again leaves all of it alone: what was changed is named in the line's
``edited``. A line that would begin too early is refused until the order is waived with
a reason; what has to move with it is said first and moved when that was wanted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.maturity.round_reading import framework_of
from lms.accounts import audit
from lms.accounts.models import Institution, User
from toolkit.plans import editing
from toolkit.plans.content import OWN, Line
from toolkit.plans.making import PERSON, Task
from toolkit.plans.models import Plan, PlanItem
from toolkit.plans.plan_reading import action_of, said_by, task_of
from toolkit.plans.quarter_words import quarter_words
from toolkit.plans.quarters import read_quarter
from toolkit.plans.selection import today

from .building import locked, touch
from .errors import (
    Elsewhere,
    MovesOthers,
    NotNow,
    OutOfOrder,
    ReasonMissing,
    SomebodyWasFirst,
)

#: What people may change in a line.
FIELDS = (
    "title",
    "start",
    "length",
    "responsible",
    "supporting",
    "deliverable",
    "criterion",
    "cost",
    "funding",
    "modules",
    "pillar",
)
_TEXTS = ("title", "deliverable", "criterion")


def values_of(item: PlanItem) -> dict[str, Any]:
    """Return what a line says now under the names of FIELDS.

    Texts are the library's as long as nobody has edited them; start is a Quarter or
    None, responsible an institution or None, supporting their ids, sorted. A line of
    the country's own also says the ``question`` it lifts, "" for none.
    """
    plan = item.plan
    action = action_of(item, framework_of(plan.round), plan.library.library())
    found = {name: getattr(item, name) for name in FIELDS if name not in _TEXTS}
    found |= {name: said_by(item, name, action) for name in _TEXTS}
    found["start"] = read_quarter(item.start) if item.start else None
    found["supporting"] = sorted(one.pk for one in item.supporting.all())
    if item.kind == OWN:
        found["question"] = item.reasons[0]["question"] if item.reasons else ""
    return found


def reasons_for(plan: Plan, question: str) -> list[dict[str, Any]]:
    """Return what a line of the country's own lifts: from today's level to the target.

    Nothing without a question, or with one whose target is not above today.
    """
    now = today(framework_of(plan.round), plan.levels).get(question)
    target = plan.targets.get(question)
    if now is None or target is None or target <= now:
        return []
    return [{"question": question, "from": now, "to": target}]


@transaction.atomic
def edit_item(
    item: PlanItem,
    *,
    values: Mapping[str, Any],
    by: User,
    edit_number: int,
    waive_reason: str = "",
    move_others: bool = False,
) -> PlanItem:
    """Change a line; values as in values_of(), those left out stay.

    waive_reason: why it may begin before what it needs or follows, or why others
    need not wait for it. move_others: whether lines that have to move with it do.
    Raises NotNow, SomebodyWasFirst, Elsewhere, OutOfOrder, MovesOthers.
    """
    plan, item = _held(item, by=by, edit_number=edit_number)
    changed = editing.differing(values_of(item), values)
    if not changed:
        return item
    if item.status != PlanItem.Status.PLANNED and {"start"} & {*changed}:
        raise NotNow(_("This line has begun. Give it new dates on its own page."))
    _refuse_elsewhere(plan, values)
    if {"start", "length"} & {*changed}:
        _keep_order(plan, item, values, waive_reason.strip(), move_others=move_others)
    write_values(item, {name: values[name] for name in changed})
    item.edited = sorted({*item.edited, *changed})
    item.edit_number += 1
    item.save()
    touch(plan)
    audit.record(by, "plan_line_changed", item, country=plan.country)
    return item


@transaction.atomic
def add_item(plan: Plan, *, values: Mapping[str, Any], by: User) -> PlanItem:
    """Add a line of the country's own. The same line sent twice is added once.

    Raises NotNow, Elsewhere.
    """
    plan = locked(plan, by=by)
    _refuse_elsewhere(plan, values)
    items = list(plan.items.all())
    newest = max(items, key=lambda one: one.pk, default=None)
    if newest and newest.kind == OWN and newest.edit_number == 0:
        newest.plan = plan
        said = values_of(newest) | {"effort": newest.effort}
        if not editing.differing(said, values):
            return newest
    item = PlanItem(
        plan=plan,
        code=editing.next_code(one.code for one in items),
        kind=OWN,
        position=max((one.position for one in items), default=0) + 1,
        edited=sorted(values),
    )
    effort = values.get("effort")
    item.effort = effort or item.effort
    write_values(
        item,
        {
            name: value
            for name, value in values.items()
            if name in (*FIELDS, "question")
        },
    )
    touch(plan)
    audit.record(by, "plan_line_added", item, country=plan.country)
    return item


@transaction.atomic
def drop_item(item: PlanItem, *, reason: str, by: User, edit_number: int) -> PlanItem:
    """Drop a line with a reason; what needs it goes on without it, for that reason.

    Raises NotNow, SomebodyWasFirst, ReasonMissing.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    if item.dropped_at and item.dropped_reason == reason:
        return item
    plan, item = _held(item, by=by, edit_number=edit_number)
    if item.status in (PlanItem.Status.REPORTED, PlanItem.Status.DONE):
        raise NotNow(_("This line is reported done, so it cannot be dropped."))
    for other in editing.needed_by(task_of(plan).lines, item.code):
        _add_waivers(plan, other.code, [item.code], reason)
    item.dropped_at, item.dropped_reason = timezone.now(), reason
    item.edit_number += 1
    item.save(update_fields=["dropped_at", "dropped_reason", "edit_number"])
    touch(plan)
    audit.record(by, "plan_line_dropped", item, country=plan.country)
    return item


@transaction.atomic
def restore_item(item: PlanItem, *, by: User) -> PlanItem:
    """Take a dropped line into the plan again. Raises NotNow."""
    if not item.dropped_at:
        return item
    plan, item = _held(item, by=by)
    for other in plan.items.all():
        if other.waivers.get(item.code) == item.dropped_reason:
            del other.waivers[item.code]
            other.save(update_fields=["waivers"])
    item.dropped_at, item.dropped_reason = None, ""
    item.edit_number += 1
    item.save(update_fields=["dropped_at", "dropped_reason", "edit_number"])
    touch(plan)
    audit.record(by, "plan_line_restored", item, country=plan.country)
    return item


@transaction.atomic
def move_item(item: PlanItem, *, up: bool, by: User) -> PlanItem:
    """Let a line change places with the one before or after it in its quarter.

    The first cannot go up nor the last down; then nothing changes. Raises NotNow.
    """
    plan, item = _held(item, by=by)
    rows = list(plan.items.kept().order_by("start", "position", "pk"))
    beside = [one for one in rows if one.start == item.start]
    place = next(n for n, one in enumerate(beside) if one.pk == item.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(beside):
        return item
    beside[place], beside[other] = beside[other], beside[place]
    order = iter(beside)
    rows = [next(order) if one.start == item.start else one for one in rows]
    for number, one in enumerate(rows, start=1):
        one.position = number
    PlanItem.objects.bulk_update(rows, ["position"])
    touch(plan)
    return item


@transaction.atomic
def free_item(item: PlanItem, *, by: User) -> PlanItem:
    """Let building find the quarter of a line again that somebody had dated.

    The quarter stays until the plan is built again. Raises NotNow.
    """
    plan, item = _held(item, by=by)
    if "start" not in item.edited or item.kind == OWN:
        return item
    item.edited = [one for one in item.edited if one != "start"]
    item.edit_number += 1
    item.save(update_fields=["edited", "edit_number"])
    touch(plan)
    audit.record(by, "plan_line_changed", item, country=plan.country)
    return item


@transaction.atomic
def waive(item: PlanItem, *, before: str, reason: str, by: User) -> PlanItem:
    """Let a line begin without waiting for another one, for a written reason.

    An empty reason takes the waiver back. Raises NotNow, OutOfOrder when the line
    does not wait for that one.
    """
    plan, item = _held(item, by=by)
    if before not in (*item.needs, *item.after):
        raise OutOfOrder(
            _("%(line)s does not wait for %(before)s.")
            % {"line": item.code, "before": before}
        )
    if reason.strip():
        item.waivers[before] = reason.strip()
    else:
        item.waivers.pop(before, None)
    item.edited = sorted({*item.edited, "waivers"})
    item.edit_number += 1
    item.save(update_fields=["waivers", "edited", "edit_number"])
    touch(plan)
    audit.record(by, "plan_line_changed", item, country=plan.country)
    return item


def _held(item: PlanItem, *, by: User, edit_number: int | None = None):
    """Return plan and line, held; a line that was changed meanwhile is refused."""
    plan = locked(item.plan, by=by)
    found = plan.items.select_for_update(of=("self",)).get(pk=item.pk)
    found.plan = plan
    if edit_number is not None and edit_number != found.edit_number:
        raise SomebodyWasFirst
    return plan, found


def _keep_order(plan, item, values, reason: str, *, move_others: bool) -> None:
    """See to it that the order is kept, waived, or that others move too."""
    task = task_of(plan)
    line = task.by_code[item.code]
    start = values.get("start", line.start)
    if start and start < task.start:
        raise OutOfOrder(
            _("The plan begins in %(quarter)s. Choose that quarter or a later one.")
            % {"quarter": quarter_words(task.start)}
        )
    changed = replace(
        line, start=start, length=values.get("length") or line.length, edited=("start",)
    )
    found = editing.effect(task, changed)
    if found.broken and not reason:
        raise OutOfOrder(_too_early(found.broken), [one.before for one in found.broken])
    if found.left and not reason:
        raise OutOfOrder(
            _("These lines need it and keep their quarter: %(lines)s. Write a reason.")
            % {"lines": ", ".join(one.line for one in found.left)},
            [one.line for one in found.left],
        )
    if found.pushed and not move_others and not reason:
        raise MovesOthers(found.pushed)
    # What the line itself waits for, and what then need not wait for it.
    for one in (*found.broken, *found.left):
        _add_waivers(plan, one.line, [one.before], reason, of=item)
    if found.pushed and move_others:
        _push(plan, found.pushed)
    elif found.pushed:
        for one in editing.broken_orders(_with(task, changed)):
            if one.before == item.code:
                _add_waivers(plan, one.line, [one.before], reason, of=item)


def _with(task: Task, changed: Line) -> Task:
    lines = tuple(changed if one.code == changed.code else one for one in task.lines)
    return replace(task, lines=lines)


def _push(plan: Plan, pushed: Iterable[editing.Pushed]) -> None:
    starts = {one.line.code: str(one.start) for one in pushed}
    items = list(plan.items.filter(code__in=starts))
    for one in items:
        one.start = starts[one.code]
        one.edit_number += 1
    PlanItem.objects.bulk_update(items, ["start", "edit_number"])


def _add_waivers(plan, code, befores, reason: str, of: PlanItem | None = None) -> None:
    """Write why a line need not wait; ``of``: the line at hand, saved by the caller."""
    target = of if of and of.code == code else plan.items.get(code=code)
    target.waivers |= dict.fromkeys(befores, reason)
    if target is not of:
        target.save(update_fields=["waivers"])


def _too_early(broken: Iterable[editing.Broken]) -> str:
    hard = [one.before for one in broken if one.hard]
    if hard:
        return _(
            "It would begin before what it needs is finished: %(lines)s. Choose a later "
            "quarter, or write why it may begin earlier."
        ) % {"lines": ", ".join(hard)}
    return _(
        "It would begin before what it should follow has begun: %(lines)s. Choose a "
        "later quarter, or write why it may begin earlier."
    ) % {"lines": ", ".join(one.before for one in broken)}


def _refuse_elsewhere(plan: Plan, values: Mapping[str, Any]) -> None:
    """Refuse institutions of other countries, and closed ones as a new choice."""
    ids = {*(values.get("supporting") or ())}
    if responsible := values.get("responsible"):
        ids.add(responsible.pk)
    found = Institution.objects.filter(country=plan.country, pk__in=ids)
    if found.count() != len(ids):
        raise Elsewhere


def write_values(item: PlanItem, values: Mapping[str, Any]) -> None:
    """Write values into a line and save it; what may be written was judged before."""
    for name, value in values.items():
        if name == "start":
            item.start = str(value or "")
            item.later_reason = "" if value else PERSON
        elif name == "question":
            item.reasons = reasons_for(item.plan, value)
        elif name != "supporting":
            setattr(item, name, value)
    item.save()
    if "supporting" in values:
        item.supporting.set(values["supporting"])
