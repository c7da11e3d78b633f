"""The plan of a new round begins from the plan before it: kept, finished, dropped."""

from collections.abc import Mapping

from django.db import transaction

from assessments.maturity.models import Round
from lms.accounts.models import User
from toolkit.plans.making import Task, greedy
from toolkit.plans.models import Plan, PlanItem
from toolkit.plans.plan_reading import task_of
from toolkit.plans.quarters import Quarter, read_quarter

from .building import build_again, make_plan
from .editing import reasons_for

Kind, Status = PlanItem.Kind, PlanItem.Status

#: What a line keeps when it goes on in the next plan. Reasons and order are built
#: again, from the levels of the new round.
_KEPT = (
    "code",
    "kind",
    "pillar",
    "area",
    "title",
    "start",
    "length",
    "repeat",
    "responsible_id",
    "responsible_role",
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


def plan_before(round: Round) -> Plan | None:
    """Return the plan that a plan of this round goes on from: the country's running
    one, or else the one that was closed last; None for the first plan.
    """
    plans = Plan.objects.of_country(round.country).exclude(state=Plan.State.DRAFT)
    running = plans.running().first()
    return running or plans.order_by("-created_at", "-pk").first()


def begin_plan(round: Round, *, by: User, start: Quarter, **settings) -> Plan:
    """Make the draft of a round: the country's first, or one that goes on from the
    plan before. settings: as in make_plan. Raises what make_plan raises.
    """
    previous = plan_before(round)
    if previous is None or previous.round_id == round.pk:
        return make_plan(round, by=by, start=start, **settings)
    return continue_plan(previous, round, by=by, start=start, **settings)


@transaction.atomic
def continue_plan(
    previous: Plan, round: Round, *, by: User, start: Quarter, **settings
) -> Plan:
    """Make the draft of a new round from the plan before it, and build its lines.

    What is done there counts as done. Lines that run go on; own lines, lines that
    people edited and dropped ones come along as people left them. The others are
    chosen again, where the new levels still ask for them. settings: as in make_plan.
    Raises what make_plan raises.
    """
    items = list(
        previous.items.select_related("responsible")
        .prefetch_related("supporting")
        .order_by("position")
    )
    finished = {
        one.code
        for one in items
        if one.status == Status.DONE and one.kind != Kind.OWN and not one.dropped_at
    }
    plan = make_plan(
        round,
        by=by,
        start=start,
        previous=previous,
        done=tuple(sorted({*previous.done_actions, *finished})),
        roles=_still_there(previous),
        build=False,
        **settings,
    )
    for item in items:
        if _goes_on(item):
            _carry(item, plan, start)
    task = task_of(plan)
    _say_what_runs_is_for(plan, task)
    build_again(plan, plan_schedule=greedy(task), task=task, by=by)
    plan.refresh_from_db()
    return plan


def _goes_on(item: PlanItem) -> bool:
    """Whether a line comes along: people had a hand in it, and it is not done."""
    if item.status == Status.DONE:
        return False
    return bool(
        item.kind == Kind.OWN
        or item.edited
        or item.dropped_at
        or item.status != Status.PLANNED
    )


def _carry(item: PlanItem, plan: Plan, start: Quarter) -> None:
    """Write a line into the next plan; quarters that have passed move to its first.

    A line that runs keeps its last quarter. One that was reported done but never
    checked has still to be checked, so it goes on in the new plan.
    """
    values = {name: getattr(item, name) for name in _KEPT}
    going = item.status != Status.PLANNED and not item.dropped_at
    if item.responsible and not item.responsible.is_active:
        values["responsible_id"] = None
    if item.kind == Kind.OWN and item.reasons:
        values["reasons"] = reasons_for(plan, item.reasons[0]["question"])
    begins = read_quarter(item.start) if item.start else None
    if begins and begins < start:
        left = begins.plus(item.length).since(start)
        values["start"] = str(start)
        if going:
            values["length"] = max(1, left)
        else:
            values["edited"] = [one for one in item.edited if one != "start"]
    following = PlanItem.objects.create(
        plan=plan,
        position=item.position,
        status=Status.RUNNING if going else Status.PLANNED,
        percent=item.percent if going else 0,
        **values,
    )
    following.supporting.set(one for one in item.supporting.all() if one.is_active)


def _say_what_runs_is_for(plan: Plan, task: Task) -> None:
    """Write into lines that run already what they lift now, and their order.

    Building leaves such lines alone, so that a decision is needed to change them.
    """
    running = [
        one
        for one in plan.items.all()
        if one.status == Status.RUNNING and one.kind != Kind.OWN
    ]
    for item in running:
        chosen = task.selection.by_id[item.code]
        item.reasons = [
            {"question": one.question, "from": one.level, "to": one.to}
            for one in chosen.reasons
        ]
        item.needs, item.after = list(chosen.action.needs), list(chosen.action.after)
        item.required_by = list(chosen.required_by)
    PlanItem.objects.bulk_update(running, ["reasons", "needs", "after", "required_by"])


def _still_there(previous: Plan) -> Mapping[str, list[int]] | None:
    """Return who took which role, without institutions that are closed; None: nobody."""
    active = set(previous.country.institutions.active().values_list("pk", flat=True))
    roles = {
        role: [pk for pk in ids if pk in active] for role, ids in previous.roles.items()
    }
    return {role: ids for role, ids in roles.items() if ids} or None
