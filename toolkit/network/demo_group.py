"""The invented working group of the demonstration: a year of meetings and decisions.

Everybody and everything in it is made up; days are counted back from today. Nobody is
written to.
"""

from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from lms.accounts.models import Country, Institution, User
from toolkit.network.demo_group_stories import STORIES, Followed, Story
from toolkit.network.models import (
    Decision,
    FocalPoint,
    GroupMember,
    Meeting,
    Participant,
    WorkingGroup,
)
from toolkit.network.services import members as seats
from toolkit.network.services.decisions import follow_up, record_decision
from toolkit.network.services.groups import found_group
from toolkit.network.services.meetings import plan_meeting
from toolkit.network.services.meetings_inviting import add_from_network
from toolkit.network.services.meetings_minutes import (
    hold_meeting,
    note_attendance,
    save_minutes,
)
from toolkit.network.services.terms import approve_terms, save_terms

ZONE = "Asia/Tashkent"
FOUNDED = 400
Seat = GroupMember.Seat


def load(country: Country, by: User) -> WorkingGroup:
    """Fill group, terms, seats, meetings and decisions; twice changes nothing.

    by: a person who keeps the record of the country. Needs the focal points of
    toolkit.network.demo.
    """
    found = WorkingGroup.objects.filter(country=country).first()
    if found:
        return found
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        group = _group(country, by)
        _seats(group, by)
        made: dict[str, Decision] = {}
        for story in STORIES:
            _meeting(group, story, made, by)
    return group


def _day(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _group(country: Country, by: User) -> WorkingGroup:
    group = found_group(
        country,
        name="Working group on migration data",
        founded_on=_day(FOUNDED),
        founded_by="Order 214 of the Deputy Prime Minister",
        secretariat=Institution.objects.filter(
            country=country, key="migration-committee"
        ).first(),
        language=settings.LANGUAGE_CODE,
        by=by,
    )
    _approve(group, FOUNDED - 20, "Rustam Vell, Deputy Prime Minister", by)
    group.refresh_from_db()
    sections = [
        {
            **one,
            "text": one["text"].replace("within ten working", "within five working"),
        }
        for one in group.terms
    ]
    save_terms(group, sections=sections, edit_number=group.edit_number, by=by)
    _approve(group, 158, "Rustam Vell, Deputy Prime Minister", by)
    group.refresh_from_db()
    return group


def _approve(group: WorkingGroup, days: int, name: str, by: User) -> None:
    group.refresh_from_db()
    approve_terms(
        group,
        number=group.draft_number,
        approved_by=name,
        approved_on=_day(days),
        edit_number=group.edit_number,
        by=by,
    )


def _seats(group: WorkingGroup, by: User) -> None:
    """Who was there at the beginning, and the changes since: a chair, a member."""
    start = _day(FOUNDED - 30)
    then = FocalPoint.objects.of_country(group.country).filter(
        started_on__lte=_day(300)
    )
    seats.add_focal_points(
        group, then, joined_on=start, change_note="Order 214, annex", by=by
    )
    names = {one.full_name: one for one in group.members.all()}
    if chair := names.get("Karim Toller"):
        # Given on the first day, so that it is no change of the record.
        GroupMember.objects.filter(pk=chair.pk).update(seat=Seat.CHAIR)
    if second := names.get("Leila Aram"):
        GroupMember.objects.filter(pk=second.pk).update(seat=Seat.CO_CHAIR)
    if left := names.get("Viktor Sanen"):
        seats.end_seat(
            left, on=_day(160), edit_number=left.edit_number, note="Note 71", by=by
        )
    if new := names.get("Stefan Orlo"):
        seats.change_seat(
            new,
            seat=Seat.CHAIR,
            on=_day(155),
            edit_number=new.edit_number,
            note="Decision of the deputy ministers, minutes 5",
            replace_chair=True,
            by=by,
        )
    later = FocalPoint.objects.of_country(group.country).filter(
        full_name__in=("Aliya Benat", "Dina Falk")
    )
    made = seats.add_focal_points(
        group, later, joined_on=_day(160), change_note="Notes 71 and 55", by=by
    )
    for one in made:
        if one.full_name == "Dina Falk":
            GroupMember.objects.filter(pk=one.pk).update(seat=Seat.OBSERVER)


def _meeting(group: WorkingGroup, story: Story, made: dict, by: User) -> Meeting:
    country = group.country
    zone = ZoneInfo(ZONE)
    day = _day(story.days)
    starts = datetime.combine(day, time(10, 0), tzinfo=zone)
    last = day + timedelta(days=story.last_day)
    meeting = plan_meeting(
        country,
        once_token=uuid5(NAMESPACE_URL, f"demo:{country.iso3}:{story.title}"),
        kind=story.kind,
        title=story.title,
        starts_at=starts,
        ends_at=datetime.combine(last, time(10 + story.length, 0), tzinfo=zone),
        time_zone=ZONE,
        place=story.place,
        language="Russian",
        template=story.kind,
        by=by,
    )
    people = add_from_network(
        meeting, members=GroupMember.objects.filter(group=group).current(day), by=by
    )
    told = starts - timedelta(days=14)
    if told < timezone.now():
        meeting.participants.update(invited_at=told, told_number=0)
    for one in story.followed:
        due = day + timedelta(days=one.due) if one.due else None
        _follow(made, one, meeting, due, by)
    for one in story.decisions:
        made[one.key] = record_decision(
            meeting,
            once_token=uuid5(NAMESPACE_URL, f"demo:{country.iso3}:{one.key}"),
            text=one.text,
            owner=Institution.objects.get(country=country, key=one.owner),
            owner_name=one.person,
            due_on=day + timedelta(days=one.due),
            by=by,
        )
    if story.minutes:
        _write_up(meeting, story, people, day, by)
    return meeting


def _follow(made: dict, one: Followed, meeting: Meeting, due, by: User) -> None:
    decision = made[one.key]
    decision.refresh_from_db()
    follow_up(
        decision,
        meeting=meeting,
        state=one.state,
        note=one.note,
        due_on=due,
        edit_number=decision.edit_number,
        by=by,
    )


def _write_up(meeting: Meeting, story: Story, people, day: date, by: User) -> None:
    answers = {}
    for one in people:
        answers[one.pk] = (
            Participant.Attendance.EXCUSED
            if one.full_name in story.excused
            else Participant.Attendance.ABSENT
            if one.full_name in story.absent
            else Participant.Attendance.PRESENT
        )
    note_attendance(meeting, answers, by=by)
    meeting.refresh_from_db()
    save_minutes(
        meeting,
        minutes=story.minutes,
        minutes_on=day + timedelta(days=story.last_day + 3),
        edit_number=meeting.edit_number,
        by=by,
    )
    hold_meeting(meeting, by=by)
