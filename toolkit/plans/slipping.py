"""What moves when a line of a plan slips. Pure.

Only what has to move moves: what needs the late action, and what follows those that
begin later. Capacity is not looked at again; people decide whether the plan is then
too full, and the warnings say where.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from toolkit.plans.scheduling import Schedule


@dataclass(frozen=True)
class Moved:
    """An action that begins or ends later. Quarters from 0, both included.

    ``because``: those that push it; empty for the one that slipped itself.
    """

    action: str
    start: int
    end: int
    because: tuple[str, ...] = ()


def ripple(
    plan: Schedule, late: Mapping[str, int], *, begun: Collection[str] = ()
) -> list[Moved]:
    """Return what moves, by new start and id, when actions are late.

    late: action > quarters. begun: actions that run already: they end later but
    their start stays.
    """
    starts, ends = dict(plan.starts), dict(plan.ends)
    pushed: dict[str, tuple[str, ...]] = {}
    # What comes before an action stands before it here: it begins earlier, or in the
    # same quarter and is what the other one follows.
    for name in _in_order(plan):
        one = plan.selection.by_id[name]
        slip = late.get(name, 0)
        needed = [other for other in one.needs if other in starts]
        followed = [other for other in one.after if other in starts]
        first = max(
            [starts[name], *(ends[other] + 1 for other in needed)]
            + [starts[other] for other in followed]
        )
        if name in begun:
            first = starts[name]
        pushed[name] = tuple(
            sorted(
                {other for other in needed if ends[other] + 1 > starts[name]}
                | {other for other in followed if starts[other] > starts[name]}
            )
        )
        length = one.action.quarters
        if name in begun:
            ends[name] += slip
        else:
            starts[name] = max(first, plan.starts[name] + slip)
            ends[name] = starts[name] + length - 1
    moved = [
        Moved(name, starts[name], ends[name], pushed[name])
        for name in starts
        if (starts[name], ends[name]) != (plan.starts[name], plan.ends[name])
    ]
    return sorted(moved, key=lambda one: (one.start, one.action))


def _in_order(plan: Schedule) -> list[str]:
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in found or name not in plan.starts:
            return
        one = plan.selection.by_id[name]
        for other in (*one.needs, *one.after):
            visit(other)
        found[name] = None

    for name in plan.starts:
        visit(name)
    return list(found)
