"""What to think about in a plan as its lines stand now. Pure.

The warnings of the library document are worked out on the edited plan, so after every
edit they are true; beside them stands what only lines can show: nobody responsible, an
institution that left the network, too much at once, an order that is broken.
"""

from collections.abc import Collection
from dataclasses import replace

from assessments.maturity.showing import language_of_page
from assessments.questions.languages import pick
from toolkit.plans.advice import Advice, warnings_of
from toolkit.plans.content import OWN, PLANNED
from toolkit.plans.making import Task, schedule_of
from toolkit.plans.quarter_words import quarter_words
from toolkit.plans.quarters import Quarter
from toolkit.plans.scheduling import YEAR, Frame, Schedule

#: Warnings of a gap that no action of the library closes in this plan.
_NOTHING_FOR_IT = ("uncovered", "exhausted", "given_up")


def line_warnings(task: Task, *, today: Quarter | None = None) -> list[Advice]:
    """Return every warning of a plan, what hinders its approval first.

    today: to warn of a beginning in the past, for plans that are not approved yet.
    """
    plan = schedule_of(task)
    lines = [one for one in task.lines if not one.dropped]
    names = {one.code: one.responsible or one.role_name for one in lines}
    found = []
    for one in lines:
        if one.responsible_id is None:
            found.append(Advice("no_owner", {"action": one.code}))
        elif not one.active:
            values = {"action": one.code, "entity": one.responsible}
            found.append(Advice("left_network", values))
    if today and task.start < today:
        found.append(Advice("past_start", {"quarter": str(task.start)}))
    if not task.library.actions:
        found.append(Advice("other_framework", {"framework": task.library.framework}))
    begun = {one.code for one in lines if one.status != PLANNED}
    found += _order(plan, begun)
    found += _crowded(task, plan)
    advice = warnings_of(
        task.framework,
        plan,
        start=task.start,
        frame=Frame(owners={code: name for code, name in names.items() if name}),
        funded={one.code for one in lines if one.is_funded},
    )
    found += [one for one in advice if not _answered(one, task)]
    if plan.quarters > YEAR * task.years:
        values = {"number": plan.quarters, "years": task.years}
        found.append(Advice("longer", values))
    return [_in_words(one, task) for one in found]


def _answered(one: Advice, task: Task) -> bool:
    """Whether a line of the country's own does what a warning misses."""
    if one.code not in (*_NOTHING_FOR_IT, "essential_late"):
        return False
    for line in task.lines:
        lifts = any(each.question == one.values["question"] for each in line.reasons)
        if line.kind != OWN or line.dropped or not lifts:
            continue
        soon = line.start and line.start.since(task.start) < YEAR
        if soon or one.code in _NOTHING_FOR_IT:
            return True
    return False


def _in_words(one: Advice, task: Task) -> Advice:
    """Return a warning with its quarter and area as people write them."""
    values = dict(one.values)
    if "quarter" in values:
        values["quarter"] = quarter_words(str(values["quarter"]))
    if area := task.library.areas.get(str(values.get("type", ""))):
        values["type"] = pick(area, language_of_page())
    return replace(one, values=values)


def about(warnings: list[Advice], code: str) -> list[Advice]:
    """Return the warnings that name a line."""
    return [
        one
        for one in warnings
        if code in (one.values.get("action"), one.values.get("before"))
    ]


def _order(plan: Schedule, begun: Collection[str]) -> list[Advice]:
    """Lines that begin too early for what they need or follow, without a waiver.

    For lines that have begun it is too late to say so.
    """
    found = []
    for name, start in plan.starts.items():
        if name in begun:
            continue
        one = plan.selection.by_id[name]
        for before in one.needs:
            if plan.ends.get(before, start) >= start:
                values = {"action": name, "before": before}
                found.append(Advice("too_early", values))
        found += [
            Advice("before_start", {"action": name, "before": before})
            for before in one.after
            if plan.starts.get(before, -YEAR) > start
        ]
    return found


def _crowded(task: Task, plan: Schedule) -> list[Advice]:
    limit = task.capacity.at_once
    if limit is None:
        return []
    return [
        Advice(
            "crowded",
            {
                "number": len(plan.running(quarter)),
                "quarter": str(task.start.plus(quarter)),
                "limit": limit,
            },
        )
        for quarter in range(plan.quarters)
        if len(plan.running(quarter)) > limit
    ]
