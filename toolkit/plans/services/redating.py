"""Lines get other quarters by a decision, and what hangs on them moves with them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import User
from toolkit.plans import status
from toolkit.plans.models import Plan, PlanItem, Redating
from toolkit.plans.permissions import Action, can
from toolkit.plans.quarters import Quarter, quarter_of
from toolkit.plans.status import Shift
from toolkit.plans.tracking import lines_of
from toolkit.plans.tracking_errors import ChangedMeanwhile, NotNow, NotYours

DECISION_LENGTH = 500
#: The farthest that a line may be moved, in quarters.
FARTHEST = 20


def moves_of(plan: Plan, code: str, end: Quarter) -> list[Shift]:
    """Return what moves when a line is to end with another quarter. Writes nothing.

    Empty when the line is not open or would not end later.
    """
    lines = lines_of(plan)
    line = next((one for one in lines if one.code == code and one.is_open), None)
    if line is None or end <= line.end:
        return []
    return status.shifts(lines, {code: end.since(line.end)})


@transaction.atomic
def redate(
    item: PlanItem,
    *,
    end: Quarter,
    decision: str,
    decided_on: date,
    edit_number: int,
    by: User,
    at: datetime | None = None,
) -> Sequence[Redating]:
    """Give a line another last quarter by a decision, and move what has to move.

    A line that has begun keeps its start and takes longer. edit_number: of the plan,
    as the person saw it with what would move. Pressed twice it is done once. Raises
    NotYours, NotNow, ChangedMeanwhile; ValidationError on ``end``, ``decision`` or
    ``decided_on``.
    """
    at = at or timezone.now()
    plan = _locked_plan(item)
    if not can(by, Action.RUN, plan):
        raise NotYours(_("New dates are given by who runs the plan, once approved."))
    decision = decision.strip()
    line = next(one for one in lines_of(plan) if one.code == item.code)
    if edit_number != plan.edit_number:
        if found := _same_before(item, line, end, decision, decided_on, by):
            return found
        raise ChangedMeanwhile
    if not line.is_open:
        raise NotNow(_("Only a line with quarters that is not done gets new ones."))
    _refuse(line, end, decision, decided_on, timezone.localdate(at))
    moved = moves_of(plan, item.code, end)
    items = {one.code: one for one in plan.items.select_for_update()}
    cause = items[item.code]
    rows = [
        _moved(items[one.code], one, cause, decision, decided_on, by, at)
        for one in moved
    ]
    rows.sort(key=lambda row: row.cause_id is not None)
    Plan.objects.filter(pk=plan.pk).update(edit_number=F("edit_number") + 1)
    audit.record(
        by,
        "plan_line_redated",
        cause,
        country=plan.country,
        plan=plan.pk,
        end=str(end),
        moved=[one.code for one in moved if one.code != item.code],
    )
    return rows


def _moved(item, shift: Shift, cause, decision, decided_on, by, at) -> Redating:
    row = Redating.objects.create(
        item=item,
        cause=None if item.pk == cause.pk else cause,
        start_before=item.start,
        start_after=str(shift.start),
        length_before=item.length,
        length_after=shift.end.since(shift.start) + 1,
        decision=decision,
        decided_on=decided_on,
        by=by,
        at=at,
    )
    item.start, item.length = row.start_after, row.length_after
    # A decision of people: building again in an amendment leaves it alone.
    item.edited = sorted({*item.edited, "start", "length"})
    item.edit_number += 1
    item.save(update_fields=["start", "length", "edited", "edit_number"])
    return row


def _locked_plan(item: PlanItem) -> Plan:
    rows = Plan.objects.select_for_update(of=("self",)).select_related("country")
    return rows.get(pk=item.plan_id)


def _same_before(item, line, end, decision, decided_on, by) -> list[Redating]:
    """Return what the same person has done with the same words a moment ago."""
    if line.end != end:
        return []
    last = item.redatings.filter(cause=None, by=by).order_by("at", "pk").last()
    if last is None or (last.decision, last.decided_on) != (decision, decided_on):
        return []
    return [last, *Redating.objects.filter(cause=item, at=last.at).order_by("pk")]


def _refuse(line: status.Line, end: Quarter, decision, decided_on, today) -> None:
    wrong = {}
    if end <= line.end:
        wrong["end"] = _("Choose a quarter after %(quarter)s.") % {
            "quarter": str(line.end)
        }
    elif end < quarter_of(today):
        wrong["end"] = _("This quarter has passed. Choose this quarter or a later one.")
    elif end.since(line.end) > FARTHEST:
        wrong["end"] = _(
            "That is more than five years later. Drop the line by an amendment instead."
        )
    if not decision:
        wrong["decision"] = _(
            "Name the decision it rests on: who decided, number or minutes."
        )
    elif len(decision) > DECISION_LENGTH:
        wrong["decision"] = _("Write at most %(number)s characters.") % {
            "number": DECISION_LENGTH
        }
    if decided_on > today:
        wrong["decided_on"] = _(
            "This day is still to come. Write the day it was decided."
        )
    if wrong:
        raise ValidationError(wrong)
