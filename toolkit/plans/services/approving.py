"""A plan is approved and frozen; later it changes only by an amendment."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import User
from toolkit.plans.approving import (
    ITEM_FIELDS,
    PLAN_FIELDS,
    Snapshot,
    differences,
    missing_in,
    rows_of,
    snapshot_of,
)
from toolkit.plans.models import Plan, PlanItem, PlanVersion, Redating
from toolkit.plans.permissions import Action, Part, can, parts_in
from toolkit.plans.plan_reading import content_of
from toolkit.plans.tracking_errors import (
    ChangedMeanwhile,
    NotNow,
    NotReady,
    NotYours,
)

State = Plan.State
DECISION_LENGTH = 500
#: Most people who sign.
MOST_SIGNATORIES = 8
SIGNATORY = ("name", "post", "institution")


@transaction.atomic
def approve_plan(
    plan: Plan,
    *,
    approved_on: dt.date,
    signatories: Sequence[dict],
    decision: str = "",
    introduction: str = "",
    edit_number: int,
    by: User,
    at: dt.datetime | None = None,
) -> PlanVersion:
    """Freeze a draft as version 1; the plan of the country that ran before is closed.

    signatories: [{"name", "post", "institution"}]. edit_number: of the plan, as the
    person saw it. Pressed twice it is done once. Raises NotYours, NotNow, NotReady
    with everything that is missing, ChangedMeanwhile; ValidationError.
    """
    at = at or timezone.now()
    locked = _locked(plan)
    signed = _signed(signatories)
    if found := _same_version(locked, by, approved_on, decision, signed, amends=False):
        return found
    _refuse_others(locked, by, Action.APPROVE)
    if edit_number != locked.edit_number:
        raise ChangedMeanwhile
    _refuse_words(approved_on, decision, signed, at)
    if missing := missing_in(content_of(locked, today=timezone.localdate(at))):
        raise NotReady(missing)
    _close_running(locked, by)
    locked.state, locked.introduction = State.APPROVED, introduction.strip()
    try:
        # Own savepoint: one plan of a country runs at a time.
        with transaction.atomic():
            locked.save(update_fields=["state", "introduction"])
    except IntegrityError:
        raise NotNow(_("Another plan of this country was approved just now.")) from None
    version = _freeze(
        locked,
        by=by,
        at=at,
        approved_on=approved_on,
        decision=decision,
        signatories=signed,
    )
    audit.record(by, "plan_approved", locked, country=locked.country, version=1)
    _follow(plan, locked)
    return version


@transaction.atomic
def begin_amendment(plan: Plan, *, by: User) -> Plan:
    """Open an approved plan for changes; twice is once. Raises NotYours, NotNow."""
    locked = _locked(plan)
    if locked.state == State.AMENDING and can(by, Action.END_AMENDMENT, locked):
        return locked
    _refuse_others(locked, by, Action.AMEND)
    locked.state = State.AMENDING
    locked.save(update_fields=["state"])
    audit.record(by, "plan_amendment_begun", locked, country=locked.country)
    _follow(plan, locked)
    return locked


@transaction.atomic
def adopt_amendment(
    plan: Plan,
    *,
    approved_on: dt.date,
    signatories: Sequence[dict],
    decision: str,
    reason: str,
    edit_number: int,
    by: User,
    at: dt.datetime | None = None,
) -> PlanVersion:
    """Freeze the amended plan as its next version; twice is once.

    Raises NotYours, NotNow when nothing has changed, NotReady, ChangedMeanwhile;
    ValidationError.
    """
    at = at or timezone.now()
    locked = _locked(plan)
    signed = _signed(signatories)
    if found := _same_version(locked, by, approved_on, decision, signed, amends=True):
        return found
    _refuse_others(locked, by, Action.END_AMENDMENT)
    if edit_number != locked.edit_number:
        raise ChangedMeanwhile
    _refuse_words(approved_on, decision, signed, at, reason=reason, amends=True)
    content = content_of(locked, today=timezone.localdate(at))
    if missing := missing_in(content):
        raise NotReady(missing)
    last = locked.versions.order_by("number").last()
    if not differences(snapshot_of(last), Snapshot(content, rows_of(locked))):
        raise NotNow(
            _("Nothing has changed since version %(number)s. Give the amendment up.")
            % {"number": last.number}
        )
    if approved_on < last.approved_on:
        raise ValidationError(
            {"approved_on": _("The version before was approved later than that.")}
        )
    locked.state = State.APPROVED
    locked.save(update_fields=["state"])
    version = _freeze(
        locked,
        by=by,
        at=at,
        approved_on=approved_on,
        decision=decision,
        reason=reason.strip(),
        signatories=signed,
        is_amendment=True,
        number=last.number + 1,
    )
    audit.record(
        by, "plan_amended", locked, country=locked.country, version=version.number
    )
    _follow(plan, locked)
    return version


@transaction.atomic
def give_up_amendment(plan: Plan, *, by: User) -> Plan:
    """Bring the lines back to the version in force; twice is once.

    Words, deliverables, checks and new dates by decision stay. A line that was added
    goes; if something was said about it, it stays as dropped. Raises NotYours, NotNow.
    """
    locked = _locked(plan)
    if locked.state == State.APPROVED and can(by, Action.AMEND, locked):
        return locked
    _refuse_others(locked, by, Action.END_AMENDMENT)
    last = locked.versions.order_by("number").last()
    _restore(locked, last)
    locked.state = State.APPROVED
    locked.edit_number += 1
    locked.save()
    audit.record(by, "plan_amendment_given_up", locked, country=locked.country)
    _follow(plan, locked)
    return locked


def _restore(plan: Plan, version: PlanVersion) -> None:
    rows = version.content["rows"]
    for name in PLAN_FIELDS:
        setattr(plan, name, rows["plan"][name])
    present = {item.code: item for item in plan.items.select_for_update()}
    for code, item in present.items():
        if code not in rows["items"]:
            _take_out(item)
    for code, kept in rows["items"].items():
        item = present.get(code) or PlanItem(plan=plan, code=code)
        for name in ITEM_FIELDS:
            setattr(item, name, kept[name])
        item.cost = None if kept["cost"] is None else Decimal(kept["cost"])
        item.dropped_at = (
            dt.datetime.fromisoformat(kept["dropped_at"])
            if kept["dropped_at"]
            else None
        )
        item.edit_number += 1
        item.save()
        item.supporting.set(kept["supporting"])
        present[code] = item
    since = Redating.objects.filter(item__plan=plan, at__gt=version.recorded_at)
    for row in since.order_by("at", "pk").select_related("item"):
        item = present.get(row.item.code)
        if item is not None and item.pk and item.code in rows["items"]:
            item.start, item.length = row.start_after, row.length_after
            item.edited = sorted({*item.edited, "start", "length"})
            item.save(update_fields=["start", "length", "edited"])


def _take_out(item: PlanItem) -> None:
    told = (item.updates, item.deliverables, item.checks, item.redatings)
    if not any(rows.exists() for rows in told):
        item.delete()
    elif not item.dropped_at:
        item.dropped_at = timezone.now()
        item.dropped_reason = _("The amendment that added it was given up.")
        item.edit_number += 1
        item.save(update_fields=["dropped_at", "dropped_reason", "edit_number"])


def _freeze(plan: Plan, *, by, at, **fields) -> PlanVersion:
    content = content_of(plan, today=timezone.localdate(at)).data()
    return PlanVersion.objects.create(
        plan=plan,
        content=content | {"rows": rows_of(plan)},
        recorded_by=by,
        recorded_at=at,
        **{"number": 1} | fields | {"decision": fields["decision"].strip()},
    )


def _close_running(plan: Plan, by: User) -> None:
    """Close what ran in the country until now: one plan runs at a time."""
    running = Plan.objects.select_for_update(of=("self",)).filter(
        country=plan.country, state__in=Plan.RUNNING
    )
    for one in running.exclude(pk=plan.pk):
        if one.state == State.AMENDING:
            raise NotNow(
                _(
                    "An amendment of “%(plan)s” is being prepared. Adopt it or give it "
                    "up first: approving this plan closes that one."
                )
                % {"plan": one.title}
            )
        one.state = State.CLOSED
        one.save(update_fields=["state"])
        audit.record(by, "plan_closed", one, country=plan.country, next=plan.pk)


def _same_version(plan, by, approved_on, decision, signed, *, amends):
    """Return the version that the same person made with the same words just now."""
    if plan.state != State.APPROVED:
        return None
    last = plan.versions.order_by("number").last()
    same = last and (
        last.is_amendment,
        last.recorded_by_id,
        last.approved_on,
        last.decision,
        last.signatories,
    ) == (amends, by.pk, approved_on, decision.strip(), signed)
    return last if same else None


def _locked(plan: Plan) -> Plan:
    rows = Plan.objects.select_for_update(of=("self",)).with_places()
    return rows.get(pk=plan.pk)


def _follow(plan: Plan, locked: Plan) -> None:
    plan.state, plan.edit_number = locked.state, locked.edit_number
    plan.introduction = locked.introduction


def _refuse_others(plan: Plan, by: User, action: Action) -> None:
    if can(by, action, plan):
        return
    if Part.RUNS in parts_in(by, plan):
        raise NotNow
    raise NotYours(_("Plans are approved and amended by who runs them."))


def _signed(signatories: Sequence[dict]) -> list[dict]:
    found = []
    for one in signatories:
        row = {name: str(one.get(name) or "").strip() for name in SIGNATORY}
        if any(row.values()):
            found.append(row)
    return found


def _refuse_words(approved_on, decision, signed, at, *, reason="", amends=False):
    wrong = {}
    if approved_on > timezone.localdate(at):
        wrong["approved_on"] = _(
            "This day is still to come. Write the day on which it was signed."
        )
    if amends and not decision.strip():
        wrong["decision"] = _(
            "Name the decision it rests on: who decided, number or minutes."
        )
    elif len(decision) > DECISION_LENGTH:
        wrong["decision"] = _("Write at most %(number)s characters.") % {
            "number": DECISION_LENGTH
        }
    if amends and not reason.strip():
        wrong["reason"] = _("Write why the plan is changed.")
    if not signed:
        wrong["signatories"] = _("Name at least one person who has signed.")
    elif any(not (one["name"] and one["post"]) for one in signed):
        wrong["signatories"] = _("Write name and post of everybody who has signed.")
    elif len(signed) > MOST_SIGNATORIES:
        wrong["signatories"] = _("At most %(number)s people sign.") % {
            "number": MOST_SIGNATORIES
        }
    if wrong:
        raise ValidationError(wrong)
