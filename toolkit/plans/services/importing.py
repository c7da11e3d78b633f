"""A plan that was edited offline: looked at first, then carried out as shown, once."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts import audit
from lms.accounts.models import User
from lms.core.table_files import Fault
from toolkit.plans import editing
from toolkit.plans.content import OWN
from toolkit.plans.importing.judging import CHANGED, NEW, Given, Judged, judge
from toolkit.plans.models import Plan, PlanImport, PlanItem
from toolkit.plans.permissions import Action, can

from .building import locked, touch
from .editing import FIELDS, drop_item, write_values
from .errors import NotNow, PlanError, ReasonMissing

#: How long a file that was never brought in is kept.
KEPT_FOR = timedelta(days=7)


class PlanMoved(PlanError):
    """The plan was changed between the preview and the button."""

    message = _(
        "The plan was changed since you looked at this. Nothing is saved yet: look at "
        "it again."
    )


class FileFaulty(PlanError):
    """With these decisions the file has faults; ``faults``: which."""

    message = _("With these decisions the file has faults. Nothing was saved.")

    def __init__(self, faults: Collection[Fault]) -> None:
        super().__init__()
        self.faults = tuple(faults)


@transaction.atomic
def prepare_import(
    plan: Plan, given: Given, *, by: User, file_name: str = ""
) -> PlanImport:
    """Keep what a file without faults says; nothing else changes.

    What the person looked at before and never carried out is forgotten, and what
    anybody left lying. Raises NotNow.
    """
    if not can(by, Action.EDIT, plan):
        raise NotNow
    waiting = PlanImport.objects.filter(plan=plan, applied_at=None)
    waiting.filter(made_by=by).delete()
    waiting.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
    return PlanImport.objects.create(
        plan=plan,
        file_name=file_name[:255],
        rows=[[number, dict(cells)] for number, cells in given.rows],
        result={"sheet": given.sheet, "columns": dict(given.columns)},
        edit_number=plan.edit_number,
        made_by=by,
    )


def given_of(prepared: PlanImport) -> Given:
    """Return what a kept file says."""
    rows = tuple((number, cells) for number, cells in prepared.rows)
    return Given(prepared.result["sheet"], prepared.result["columns"], rows)


@transaction.atomic
def apply_import(
    prepared: PlanImport,
    *,
    by: User,
    edit_number: int,
    take: Collection[str] = (),
    drop: Collection[str] = (),
    reason: str = "",
) -> dict[str, int]:
    """Carry out what was shown, all or nothing; a second time gives the first result.

    edit_number: of the plan, as the person saw what would happen. take: ids of lines
    in whose conflicts the file wins. drop: ids of lines that the file lacks, to be
    dropped for the reason. Returns how many lines were new, changed
    and dropped. Raises NotNow, PlanMoved, FileFaulty, ReasonMissing.
    """
    plan = locked(prepared.plan, by=by)
    prepared.refresh_from_db()
    if prepared.applied_at:
        return prepared.result.get("counts", {})
    if plan.edit_number != edit_number:
        raise PlanMoved
    if drop and not reason.strip():
        raise ReasonMissing
    judged = judge(plan, given_of(prepared), take=take)
    if judged.faults:
        raise FileFaulty(judged.faults)
    prepared.claim()
    missing = {one.code for one in judged.missing}
    counts = {
        "new": _add(plan, judged.of(NEW)),
        "changed": _change(plan, judged.of(CHANGED), judged.waivers),
        "dropped": _drop(plan, missing & {*drop}, reason, by),
    }
    if any(counts.values()):
        plan.refresh_from_db(fields=["edit_number"])
        touch(plan)
        audit.record(by, "plan_imported", plan, country=plan.country, **counts)
    prepared.result = {"counts": counts}
    prepared.rows = []
    prepared.save(update_fields=["rows", "result"])
    return counts


def _add(plan: Plan, rows: list[Judged]) -> int:
    items = list(plan.items.all())
    codes = [one.code for one in items]
    last = max((one.position for one in items), default=0)
    for place, row in enumerate(rows, start=1):
        item = PlanItem(
            plan=plan,
            code=editing.next_code(codes),
            kind=OWN,
            position=last + place,
            effort=row.values["effort"],
            edited=sorted(row.values),
        )
        codes.append(item.code)
        write_values(item, _fields(row.values))
    return len(rows)


def _change(
    plan: Plan, rows: list[Judged], waivers: Mapping[str, Mapping[str, str]]
) -> int:
    changed = {one.code: one.values for one in rows}
    for item in plan.items.filter(code__in={*changed, *waivers}):
        values = _fields(changed.get(item.code, {}))
        item.edited = sorted({*item.edited, *values})
        if own := waivers.get(item.code):
            item.waivers |= own
            item.edited = sorted({*item.edited, "waivers"})
        item.edit_number += 1
        write_values(item, values)
    return len(rows)


def _drop(plan: Plan, codes: Collection[str], reason: str, by: User) -> int:
    items = list(plan.items.filter(code__in=codes).select_related("plan__country"))
    for item in items:
        drop_item(item, reason=reason, by=by, edit_number=item.edit_number)
    return len(items)


def _fields(values: Mapping) -> dict:
    """Return the values of a line; who is responsible does not support itself."""
    found = {name: value for name, value in values.items() if name in FIELDS}
    leads = found.get("responsible")
    if leads and "supporting" in found:
        found["supporting"] = [one for one in found["supporting"] if one != leads.pk]
    return found
