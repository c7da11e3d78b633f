"""Seats in the working group: taken, changed and given up, with the decision.

A seat that was ever taken stays in the record, so that the group of any day can be
shown. The day on which a seat ends is the first day without it.
"""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from lms.accounts import audit
from lms.accounts.models import Institution, User
from toolkit.network.models import FocalPoint, GroupMember, WorkingGroup

from .groups import check_keeper
from .groups_errors import ChairTaken, ChangedMeanwhile, SeatEnded, SeatTaken, TooEarly

Seat = GroupMember.Seat


@transaction.atomic
def add_member(
    group: WorkingGroup,
    *,
    full_name: str,
    seat: str,
    joined_on: date,
    by: User,
    title: str = "",
    email: str = "",
    institution: Institution | None = None,
    person: User | None = None,
    change_note: str = "",
    replace_chair: bool = False,
) -> GroupMember:
    """Give somebody a seat from a day on; the same again returns the seat there is.

    replace_chair: whoever is the chair then becomes a member on that day. Raises
    NotYours, ChairTaken, SeatTaken (the person has another seat), TooEarly.
    """
    check_keeper(by, group.country)
    _alone(group)
    email = email.strip().lower()
    there = _seat_of(group, full_name, email, joined_on)
    if there is not None:
        same = (there.seat, there.joined_on) == (seat, joined_on)
        if same and there.institution == institution:
            return there
        raise SeatTaken(there)
    if seat == Seat.CHAIR:
        _free_the_chair(group, joined_on, change_note, replace_chair, by)
    try:
        with transaction.atomic():
            member = GroupMember.objects.create(
                group=group,
                full_name=full_name,
                title=title,
                email=email,
                institution=institution,
                person=person,
                seat=seat,
                joined_on=joined_on,
                change_note=change_note,
            )
    except IntegrityError as error:
        # The database keeps one open seat for each person.
        there = GroupMember.objects.filter(
            group=group, full_name=full_name, email=email, left_on=None
        ).first()
        if there is None:
            raise
        raise SeatTaken(there) from error
    audit.record(by, "member_joined", member, country=group.country, seat=seat)
    return member


@transaction.atomic
def add_focal_points(
    group: WorkingGroup,
    focal_points: Iterable[FocalPoint],
    *,
    joined_on: date,
    by: User,
    change_note: str = "",
) -> list[GroupMember]:
    """Give seats to focal points (members) and deputies (alternates); return the new.

    Who has a seat already keeps it. Raises NotYours.
    """
    check_keeper(by, group.country)
    _alone(group)
    made = []
    for one in focal_points:
        if _seat_of(group, one.full_name, one.email, joined_on):
            continue
        deputy = one.post == FocalPoint.Post.DEPUTY
        made.append(
            add_member(
                group,
                full_name=one.full_name,
                title=one.title,
                email=one.email,
                institution=one.institution,
                person=one.person,
                seat=Seat.ALTERNATE if deputy else Seat.MEMBER,
                joined_on=joined_on,
                change_note=change_note,
                by=by,
            )
        )
    return made


@transaction.atomic
def change_seat(
    member: GroupMember,
    *,
    seat: str,
    on: date,
    edit_number: int,
    by: User,
    note: str = "",
    replace_chair: bool = False,
) -> GroupMember:
    """Give a member another seat from a day on; return the row of the new seat.

    On the day on which the seat began it is a correction and no new row. Raises
    NotYours, SeatEnded, ChangedMeanwhile, TooEarly, ChairTaken.
    """
    check_keeper(by, member.group.country)
    _alone(member.group)
    member = _fresh(member)
    if member.seat == seat and member.left_on is None:
        return member
    _refuse_stale(member, edit_number, on)
    if seat == Seat.CHAIR:
        _free_the_chair(member.group, on, note, replace_chair, by, but=member)
    changed = _with_seat(member, seat, on, note)
    audit.record(
        by,
        "seat_changed",
        changed,
        country=member.group.country,
        before=member.seat,
        after=seat,
    )
    return changed


@transaction.atomic
def end_seat(
    member: GroupMember, *, on: date, edit_number: int, by: User, note: str = ""
) -> GroupMember:
    """End a seat on a day, with the decision; the same again changes nothing.

    Raises NotYours, SeatEnded, ChangedMeanwhile, TooEarly.
    """
    check_keeper(by, member.group.country)
    member = _fresh(member)
    if (member.left_on, member.end_note) == (on, note):
        return member
    _refuse_stale(member, edit_number, on)
    member.left_on, member.end_note = on, note
    member.edit_number += 1
    member.save()
    audit.record(by, "member_left", member, country=member.group.country)
    return member


@transaction.atomic
def correct_member(
    member: GroupMember,
    *,
    full_name: str,
    title: str,
    email: str,
    institution: Institution | None,
    edit_number: int,
    by: User,
) -> GroupMember:
    """Correct how somebody is named. Raises NotYours, ChangedMeanwhile, SeatTaken."""
    check_keeper(by, member.group.country)
    member = _fresh(member)
    wanted = {
        "full_name": full_name,
        "title": title,
        "email": email.strip().lower(),
        "institution": institution,
    }
    if all(getattr(member, key) == value for key, value in wanted.items()):
        return member
    if member.edit_number != edit_number:
        raise ChangedMeanwhile
    for key, value in wanted.items():
        setattr(member, key, value)
    member.edit_number += 1
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        raise SeatTaken(member) from error
    audit.record(by, "member_corrected", member, country=member.group.country)
    return member


def _alone(group: WorkingGroup) -> None:
    """Let changes of one group come one after the other."""
    WorkingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)


def _fresh(member: GroupMember) -> GroupMember:
    rows = GroupMember.objects.select_for_update(of=("self",))
    return rows.select_related("group__country", "institution").get(pk=member.pk)


def _refuse_stale(member: GroupMember, edit_number: int, on: date) -> None:
    if member.left_on is not None:
        raise SeatEnded
    if member.edit_number != edit_number:
        raise ChangedMeanwhile
    if on < member.joined_on:
        raise TooEarly(member)


def _seat_of(group, full_name: str, email: str, on: date) -> GroupMember | None:
    """Return the seat that somebody has on a day or takes later: by address, without
    one by name.
    """
    rows = GroupMember.objects.filter(group=group).ending_after(on)
    rows = rows.filter(email=email) if email else rows.filter(full_name=full_name)
    return rows.order_by("joined_on", "pk").first()


def _free_the_chair(group, on: date, note: str, replace: bool, by, *, but=None) -> None:
    """See to it that nobody else is chair from a day on, or raise ChairTaken."""
    rows = GroupMember.objects.filter(group=group, seat=Seat.CHAIR).ending_after(on)
    for chair in rows.exclude(pk=but.pk if but else None).select_related("group"):
        if not replace or chair.left_on is not None:
            raise ChairTaken(chair)
        if on < chair.joined_on:
            raise TooEarly(chair)
        changed = _with_seat(chair, Seat.MEMBER, on, note)
        audit.record(
            by,
            "seat_changed",
            changed,
            country=group.country,
            before=Seat.CHAIR,
            after=Seat.MEMBER,
        )


def _with_seat(member: GroupMember, seat: str, on: date, note: str) -> GroupMember:
    """End the seat on a day and begin the other; on its first day correct it."""
    if member.joined_on == on:
        changed = GroupMember.objects.get(pk=member.pk)
        changed.seat, changed.change_note = seat, note or member.change_note
        changed.edit_number += 1
        changed.save()
        return changed
    GroupMember.objects.filter(pk=member.pk).update(
        left_on=on, end_note=note, edit_number=member.edit_number + 1
    )
    return GroupMember.objects.create(
        group=member.group,
        institution=member.institution,
        person=member.person,
        full_name=member.full_name,
        title=member.title,
        email=member.email,
        seat=seat,
        joined_on=on,
        change_note=note,
    )
