"""Who may do what with a plan, and when: one table; everything else is refused.

A person has parts in a plan: reads it (everybody who reads the record of its country),
runs it (coordinator, country administrator), speaks for an institution (its focal
points). A view asks can(); whether somebody finds the plan at all says
Plan.objects.visible_to. What is done with one line also asks whose line it is.
"""

from enum import StrEnum

from lms.accounts.models import User
from toolkit.network.permissions import can_plan, can_read, own_institutions
from toolkit.plans.models import Plan, PlanItem

State = Plan.State


class Part(StrEnum):
    """What somebody is in a plan."""

    READS = "reads"
    RUNS = "runs"
    SPEAKS = "speaks"


class Action(StrEnum):
    """What can be done with a plan."""

    SEE = "see"
    EDIT = "edit"
    APPROVE = "approve"
    AMEND = "amend"
    END_AMENDMENT = "end_amendment"
    TRACK = "track"
    CHECK = "check"
    RUN = "run"
    CLOSE = "close"


_ALL = frozenset(State)
_OPEN = frozenset({State.DRAFT, State.AMENDING})
_RUNNING = frozenset(Plan.RUNNING)

#: Action > part > the states in which that part may do it.
TABLE: dict[Action, dict[Part, frozenset]] = {
    Action.SEE: {Part.READS: _ALL},
    # Targets, roles, capacity, building, lines.
    Action.EDIT: {Part.RUNS: _OPEN},
    Action.APPROVE: {Part.RUNS: frozenset({State.DRAFT})},
    # Begin an amendment of what was approved; approve it or give it up.
    Action.AMEND: {Part.RUNS: frozenset({State.APPROVED})},
    Action.END_AMENDMENT: {Part.RUNS: frozenset({State.AMENDING})},
    # Words, percent and deliverables of lines: see also may_report().
    Action.TRACK: {Part.RUNS: _RUNNING, Part.SPEAKS: _RUNNING},
    # Look whether a line is done: see also may_check().
    Action.CHECK: {Part.RUNS: _RUNNING, Part.SPEAKS: _RUNNING},
    # Quarterly reviews, new dates by decision, assigning modules.
    Action.RUN: {Part.RUNS: _RUNNING},
    Action.CLOSE: {Part.RUNS: frozenset({State.APPROVED})},
}


def parts_in(user, plan: Plan) -> frozenset[Part]:
    """Return what somebody is in a plan; no query beyond the memberships."""
    if not can_read(user, plan.country):
        return frozenset()
    parts = {Part.READS}
    if can_plan(user, plan.country):
        parts.add(Part.RUNS)
    # Of this country: who also speaks for an institution elsewhere does not here.
    speaks = any(
        one.institution_id in own_institutions(user)
        and one.institution.country_id == plan.country_id
        for one in user.current_memberships
    )
    if speaks:
        parts.add(Part.SPEAKS)
    return frozenset(parts)


def allowed(parts, action: Action, state: str) -> bool:
    """Return whether one of the parts may do that in this state."""
    table = TABLE[action]
    return any(state in table.get(part, ()) for part in parts)


def can(user, action: Action, plan: Plan) -> bool:
    """Return whether somebody may do that with this plan now."""
    return allowed(parts_in(user, plan), action, plan.state)


def may_report(user, item: PlanItem) -> bool:
    """Return whether somebody says how far a line is, and adds what it has brought.

    The focal points of the responsible institution, and who runs the plan.
    """
    if not can(user, Action.TRACK, item.plan):
        return False
    return can_plan(user, item.plan.country) or item.responsible_id in own_institutions(
        user
    )


def may_check(user, item: PlanItem) -> bool:
    """Return whether somebody looks whether a line is done.

    Who runs the plan, or a focal point of another institution: never who reported
    it, and never somebody of the institution that is responsible.
    """
    if not can(user, Action.CHECK, item.plan) or user.pk == item.reported_by_id:
        return False
    return item.responsible_id is None or not works_for(user, item.responsible_id)


def works_for(user: User, institution: int) -> bool:
    """Return whether somebody holds any role of an institution."""
    return any(one.institution_id == institution for one in user.current_memberships)
