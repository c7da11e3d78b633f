"""Decisions of meetings: recorded with owner and due date, followed up, closed."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import Institution, User
from toolkit.network.models import Decision, DecisionFollowUp, Meeting

from .groups import check_keeper
from .groups_errors import (
    ChangedMeanwhile,
    DecisionClosed,
    GroupRefused,
    MeetingCancelled,
)
from .meetings import fresh
from .meetings_minutes import refuse_before

State = Decision.State


@transaction.atomic
def record_decision(
    meeting: Meeting,
    *,
    once_token: UUID,
    text: str,
    owner: Institution,
    due_on: date,
    by: User,
    owner_name: str = "",
) -> Decision:
    """Record a decision of a meeting under its next number.

    The same form sent twice returns the same decision. Raises NotYours,
    MeetingCancelled, NotYet (the meeting has not begun); GroupRefused for an owner
    of another country or a due date before the meeting.
    """
    check_keeper(by, meeting.country)
    meeting = fresh(meeting)
    if found := Decision.objects.filter(once_token=once_token, meeting=meeting).first():
        return found
    refuse_before(meeting)
    _check(meeting, owner, due_on)
    last = meeting.decisions.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            decision = Decision.objects.create(
                meeting=meeting,
                number=last + 1,
                once_token=once_token,
                text=text,
                owner=owner,
                owner_name=owner_name,
                due_on=due_on,
                first_due_on=due_on,
            )
    except IntegrityError:
        return Decision.objects.get(once_token=once_token, meeting=meeting)
    audit.record(by, "decision_recorded", decision, country=meeting.country)
    return decision


@transaction.atomic
def change_decision(
    decision: Decision,
    *,
    text: str,
    owner: Institution,
    owner_name: str,
    due_on: date,
    edit_number: int,
    by: User,
) -> Decision:
    """Correct how a decision was written down, while it is open.

    A new due date that a meeting gave belongs into a follow-up. Raises NotYours,
    DecisionClosed, ChangedMeanwhile, GroupRefused.
    """
    decision = _fresh(decision, by)
    wanted = {
        "text": text,
        "owner": owner,
        "owner_name": owner_name,
        "due_on": due_on,
    }
    if all(getattr(decision, key) == value for key, value in wanted.items()):
        return decision
    if decision.state != State.OPEN:
        raise DecisionClosed
    if decision.edit_number != edit_number:
        raise ChangedMeanwhile
    _check(decision.meeting, owner, due_on)
    if not decision.follow_ups.exists():
        decision.first_due_on = due_on
    for key, value in wanted.items():
        setattr(decision, key, value)
    decision.edit_number += 1
    decision.save()
    audit.record(by, "decision_changed", decision, country=decision.meeting.country)
    return decision


@transaction.atomic
def follow_up(
    decision: Decision,
    *,
    meeting: Meeting | None,
    state: str,
    edit_number: int,
    by: User,
    note: str = "",
    due_on: date | None = None,
) -> DecisionFollowUp:
    """Note what a later meeting says about a decision, and let it count.

    Done and dropped close it on the day of the meeting, or today; still open gives
    it a new due date. The same sent twice is noted once. Raises NotYours,
    DecisionClosed, ChangedMeanwhile, MeetingCancelled, NotYet; GroupRefused for a
    new date that does not lie ahead, or nothing said of why it is dropped.
    """
    decision = _fresh(decision, by)
    if found := _same(decision, meeting, state, note, due_on, edit_number):
        return found
    if meeting is not None:
        meeting = fresh(meeting)
        _check_meeting(decision, meeting)
        refuse_before(meeting)
    if decision.edit_number != edit_number:
        raise ChangedMeanwhile
    if decision.state != State.OPEN:
        raise DecisionClosed
    day = meeting.on if meeting else timezone.localdate()
    if state == State.OPEN:
        if due_on is None:
            raise GroupRefused(_("Write until when it is due now."))
        if due_on <= day:
            raise GroupRefused(_("The new due date lies after the day of the meeting."))
        decision.due_on = due_on
    else:
        if state == State.DROPPED and not note.strip():
            raise GroupRefused(_("Write which decision drops it, and why."))
        due_on = None
        decision.closed_on = day
    decision.state = state
    decision.edit_number += 1
    decision.save()
    made = DecisionFollowUp.objects.create(
        decision=decision, meeting=meeting, state=state, note=note, due_on=due_on, by=by
    )
    audit.record(
        by,
        "decision_followed_up",
        decision,
        country=decision.meeting.country,
        state=state,
    )
    return made


@transaction.atomic
def reopen(decision: Decision, *, note: str, edit_number: int, by: User) -> Decision:
    """Open a decision again that was closed by mistake; its due date is as it was.

    Raises NotYours, ChangedMeanwhile, GroupRefused (without a reason).
    """
    decision = _fresh(decision, by)
    if decision.state == State.OPEN:
        return decision
    if decision.edit_number != edit_number:
        raise ChangedMeanwhile
    if not note.strip():
        raise GroupRefused(_("Write why it is open again."))
    decision.state, decision.closed_on = State.OPEN, None
    decision.edit_number += 1
    decision.save()
    DecisionFollowUp.objects.create(
        decision=decision, state=State.OPEN, note=note, by=by
    )
    audit.record(by, "decision_reopened", decision, country=decision.meeting.country)
    return decision


def _fresh(decision: Decision, by: User) -> Decision:
    """Return a decision as it is now, locked, for somebody who keeps the record."""
    check_keeper(by, decision.meeting.country)
    rows = Decision.objects.select_for_update(of=("self",))
    return rows.select_related("meeting__country", "owner").get(pk=decision.pk)


def _same(decision, meeting, state, note, due_on, edit_number):
    """Return the follow-up that this one repeats: a second click of the same form."""
    if decision.edit_number != edit_number + 1:
        return None
    last = decision.follow_ups.order_by("-at", "-pk").first()
    if last is None or (last.meeting_id, last.state, last.note) != (
        meeting.pk if meeting else None,
        state,
        note,
    ):
        return None
    return last if state != State.OPEN or last.due_on == due_on else None


def _check_meeting(decision: Decision, meeting: Meeting) -> None:
    same_country = decision.meeting.country_id == meeting.country_id
    if meeting.state == Meeting.State.CANCELLED:
        raise MeetingCancelled
    if not same_country or decision.meeting.starts_at >= meeting.starts_at:
        raise GroupRefused(_("A decision is followed up at a later meeting."))


def _check(meeting: Meeting, owner: Institution, due_on: date) -> None:
    if owner.country_id != meeting.country_id:
        raise GroupRefused(_("Choose an institution of your country as owner."))
    if due_on < meeting.on:
        raise GroupRefused(
            _("The due date lies before the meeting. Write a later one.")
        )
