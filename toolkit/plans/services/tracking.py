"""How a line gets on: words about it, reporting it done, and the check."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import User
from toolkit.plans.models import Check, ItemUpdate, Plan, PlanItem
from toolkit.plans.models.plans import TEXT_LENGTH
from toolkit.plans.permissions import may_check, may_report
from toolkit.plans.services.reminding import tell_of_check, tell_who_checks
from toolkit.plans.tracking_errors import (
    CheckedByAnother,
    NothingToShow,
    NotNow,
    NotYourCheck,
    NotYours,
)

Status = PlanItem.Status
#: What a person may say about a line; the rest follows from reporting and checking.
SAID = (Status.PLANNED, Status.RUNNING)


@transaction.atomic
def update_item(
    item: PlanItem,
    *,
    status: str,
    percent: int,
    note: str = "",
    once: str,
    by: User,
    at: datetime | None = None,
) -> ItemUpdate:
    """Say how far a line is; the same once twice is written once.

    status: planned or running; percent from 0 to 100. Raises NotYours, NotNow (the
    plan does not run; the line is done, waits for a check, has no quarter or was
    dropped); ValidationError on ``status``, ``percent`` or ``note``.
    """
    _refuse_words(status, percent, note)
    return _written(
        item, by=by, at=at, once=once, status=status, percent=percent, note=note
    )


@transaction.atomic
def report_done(
    item: PlanItem,
    *,
    note: str = "",
    once: str,
    by: User,
    at: datetime | None = None,
    tell: bool = True,
) -> ItemUpdate:
    """Report a line done, to be checked by somebody else.

    tell: write to who checks it. Raises NothingToShow without a deliverable;
    otherwise as update_item.
    """
    _refuse_words(Status.RUNNING, 100, note)
    update = _written(
        item, by=by, at=at, once=once, status=Status.REPORTED, percent=100, note=note
    )
    if tell:
        tell_who_checks(update)
    return update


@transaction.atomic
def take_back_report(
    item: PlanItem, *, once: str, by: User, at: datetime | None = None
) -> ItemUpdate:
    """Open a line again that was reported done and is not checked yet.

    Raises NotYours; NotNow when it does not wait for a check.
    """
    locked = _locked(item)
    if found := ItemUpdate.objects.filter(once=once, item=locked).first():
        return found
    if not may_report(by, locked):
        raise NotYours
    if locked.status != Status.REPORTED:
        raise NotNow(_("This line does not wait for a check."))
    return _opened_again(locked, once=once, by=by, at=at or timezone.now())


@transaction.atomic
def check_item(
    item: PlanItem,
    *,
    accepted: bool,
    note: str = "",
    by: User,
    at: datetime | None = None,
    tell: bool = True,
) -> Check:
    """Say that a line is done, or send it back with a note.

    tell: write to who reported it. The same person saying the same twice says it
    once. Raises NotYourCheck,
    CheckedByAnother when it waits no more, NothingToShow when the deliverable is
    gone; ValidationError on ``note`` when it is missing while sending back.
    """
    note = note.strip()
    if not accepted and not note:
        raise ValidationError(
            {"note": _("Write what is missing, so that it can be mended.")}
        )
    if len(note) > TEXT_LENGTH:
        raise ValidationError({"note": _too_long()})
    at = at or timezone.now()
    locked = _locked(item)
    if locked.status != Status.REPORTED:
        last = locked.checks.order_by("at", "pk").last()
        if last and (last.by_id, last.accepted, last.note) == (by.pk, accepted, note):
            return last
        raise CheckedByAnother
    if not may_check(by, locked):
        raise NotYourCheck
    if accepted and not locked.deliverables.filter(removed_at=None).exists():
        raise NothingToShow
    check = Check.objects.create(
        item=locked, accepted=accepted, note=note, by=by, at=at
    )
    reporter = locked.reported_by
    if accepted:
        locked.status, locked.percent = Status.DONE, 100
        locked.done_on = timezone.localdate(at)
        locked.checked_by = by
        locked.save(update_fields=["status", "percent", "done_on", "checked_by"])
    else:
        locked.status, locked.percent = Status.RUNNING, _percent_before(locked)
        locked.reported_by = None
        locked.save(update_fields=["status", "percent", "reported_by"])
    audit.record(
        by,
        "plan_line_checked",
        locked,
        country=locked.plan.country,
        accepted=accepted,
        plan=locked.plan_id,
    )
    if tell:
        tell_of_check(check, reporter)
    _follow(item, locked)
    return check


def refuse_closed(item: PlanItem) -> None:
    """Raise NotNow where a line cannot be worked on at all."""
    if item.plan.state not in Plan.RUNNING:
        raise NotNow(_("The plan is not approved yet, or it is closed."))
    if item.dropped_at:
        raise NotNow(_("This line was dropped. Take it into the plan again first."))
    if not item.start:
        raise NotNow(
            _("This line is for later. Give it a quarter by an amendment first.")
        )
    if item.status == Status.DONE:
        raise NotNow(_("This line is done and checked. It stays as it is."))


def _written(item, *, by, at, once, status, percent, note) -> ItemUpdate:
    at = at or timezone.now()
    locked = _locked(item)
    # Read after the lock: of two presses at once the second finds the first.
    if found := ItemUpdate.objects.filter(once=once, item=locked).first():
        return found
    if not may_report(by, locked):
        raise NotYours
    refuse_closed(locked)
    if locked.status == Status.REPORTED:
        raise NotNow(
            _(
                "This line waits for a check. Take the report back before you change "
                "anything."
            )
        )
    reported = status == Status.REPORTED
    if reported and not locked.deliverables.filter(removed_at=None).exists():
        raise NothingToShow
    update = _write_update(
        locked, by=by, at=at, once=once, status=status, percent=percent, note=note
    )
    locked.status, locked.percent, locked.updated_at = status, percent, at
    locked.reported_by = by if reported else None
    locked.save(update_fields=["status", "percent", "updated_at", "reported_by"])
    if reported:
        audit.record(
            by,
            "plan_line_reported",
            locked,
            country=locked.plan.country,
            plan=locked.plan_id,
        )
    _follow(item, locked)
    return update


def _opened_again(locked: PlanItem, *, once, by, at) -> ItemUpdate:
    percent = _percent_before(locked)
    update = _write_update(
        locked,
        by=by,
        at=at,
        once=once,
        status=Status.RUNNING,
        percent=percent,
        note=_("Report taken back."),
    )
    locked.status, locked.percent, locked.updated_at = Status.RUNNING, percent, at
    locked.reported_by = None
    locked.save(update_fields=["status", "percent", "updated_at", "reported_by"])
    return update


def _write_update(locked, **fields) -> ItemUpdate:
    try:
        # Own savepoint: the once of another line, or of a database without locks.
        with transaction.atomic():
            return ItemUpdate.objects.create(item=locked, **fields)
    except IntegrityError:
        raise NotNow from None


def _locked(item: PlanItem) -> PlanItem:
    rows = PlanItem.objects.select_for_update(of=("self",)).select_related(
        "plan__country", "responsible", "reported_by"
    )
    return rows.get(pk=item.pk)


def _percent_before(item: PlanItem) -> int:
    """What was said before the line was reported done; 0 without any word."""
    last = item.updates.exclude(status=Status.REPORTED).order_by("at", "pk").last()
    return last.percent if last else 0


def _follow(item: PlanItem, locked: PlanItem) -> None:
    """Bring the caller's object to where the row is now."""
    for name in (
        "status",
        "percent",
        "updated_at",
        "reported_by_id",
        "checked_by_id",
        "done_on",
    ):
        setattr(item, name, getattr(locked, name))


def _refuse_words(status: str, percent: int, note: str) -> None:
    wrong = {}
    if status not in SAID:
        wrong["status"] = _("Choose whether it is planned or in progress.")
    if not 0 <= percent <= 100:
        wrong["percent"] = _("Write a number from 0 to 100.")
    elif status == Status.PLANNED and percent:
        wrong["percent"] = _("What has not begun is at 0 percent.")
    if len(note) > TEXT_LENGTH:
        wrong["note"] = _too_long()
    if wrong:
        raise ValidationError(wrong)


def _too_long() -> str:
    return _("Write at most %(number)s characters.") % {"number": TEXT_LENGTH}
