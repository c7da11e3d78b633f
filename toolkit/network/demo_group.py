"""The invented working group of the demonstration: a year of meetings and decisions.

Everybody and everything in it is made up; days are counted back from today. Nobody is
written to.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from lms.accounts.models import Country, Institution, User
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
Kind = Meeting.Kind
State = Decision.State


@dataclass(frozen=True)
class Made:
    """A decision: what, the owner's key, who there, due days after the meeting."""

    key: str
    text: str
    owner: str
    person: str
    due: int


@dataclass(frozen=True)
class Followed:
    """What a meeting noted: which decision, its state, a note, new days until due."""

    key: str
    state: str
    note: str = ""
    due: int = 0


@dataclass(frozen=True)
class Story:
    """A meeting so many days before today; without minutes it was not written up."""

    days: int
    kind: str
    title: str
    place: str
    minutes: str = ""
    length: int = 2
    last_day: int = 0
    decisions: tuple[Made, ...] = ()
    followed: tuple[Followed, ...] = ()
    excused: frozenset[str] = field(default_factory=frozenset)
    absent: frozenset[str] = field(default_factory=frozenset)


STORIES = (
    Story(
        334,
        Kind.GROUP,
        "First meeting of the working group",
        "State Committee for Migration, 15 Lamp Street, room 3",
        minutes=(
            "The chair opened the meeting. All seven institutions were represented, one "
            "by its deputy.\n\nThe group took note of its terms of reference. It agreed "
            "that residence permits, border crossings and work permits are mapped "
            "first, because every member asks for them.\n\nThe statistics office "
            "explained how a stock differs from a flow. Two members count permits and "
            "not persons; this will be said in the definitions."
        ),
        decisions=(
            Made(
                "mapping",
                "Each institution lists its data sources on migration with owner, "
                "legal basis and coverage.",
                "statistics-office",
                "Leila Aram",
                75,
            ),
            Made(
                "glossary",
                "Draft a glossary of the twelve terms that institutions use "
                "differently.",
                "statistics-office",
                "Pavel Ions",
                80,
            ),
            Made(
                "it-agency",
                "Invite the Government IT Agency to the group as an observer.",
                "migration-committee",
                "Ольга Мерник",
                30,
            ),
        ),
        excused=frozenset({"Emil Tarko"}),
    ),
    Story(
        243,
        Kind.GROUP,
        "Second meeting of the working group",
        "National Statistics Office, 3 Census Lane, hall",
        minutes=(
            "Follow-up came second on the agenda. Of three decisions one is done and "
            "one is late.\n\nThe inventory shows eleven sources. Departures by land "
            "have no source at all; the Border Service will look into its paper forms."
            "\n\nThe group looked at the list of candidate indicators and asked for a "
            "proposal of eight."
        ),
        followed=(
            Followed("mapping", State.DONE, "Eleven sources are in the inventory."),
            Followed(
                "glossary",
                State.OPEN,
                "Eight of twelve terms are agreed; the translation takes longer.",
                60,
            ),
            Followed("it-agency", State.DONE, "The agency attends since this meeting."),
        ),
        decisions=(
            Made(
                "departures",
                "Count departures by land from paper forms of one month as a test.",
                "border-service",
                "Karim Toller",
                85,
            ),
            Made(
                "proposal",
                "Propose eight indicators for the minimum set, with owners.",
                "statistics-office",
                "Leila Aram",
                80,
            ),
        ),
        absent=frozenset({"Pavel Ions"}),
    ),
    Story(
        152,
        Kind.GROUP,
        "Third meeting of the working group",
        "Ministry of Internal Affairs, 4 Mill Road, room 210",
        minutes=(
            "The new chair from the Ministry of Internal Affairs opened the meeting. "
            "The second version of the terms of reference, with a rule for decisions "
            "in writing, was taken note of.\n\nThe proposal of eight indicators was "
            "discussed one by one. Six were agreed as proposed; for two the owners "
            "will clear up the definition.\n\nThe test at one crossing point counted "
            "96 percent of departures."
        ),
        followed=(
            Followed("glossary", State.DONE, "Twelve terms agreed in two languages."),
            Followed("proposal", State.DONE, "Eight indicators proposed, six agreed."),
            Followed(
                "departures",
                State.OPEN,
                "One crossing point is counted; two more follow.",
                70,
            ),
        ),
        decisions=(
            Made(
                "definitions",
                "Clear up the definitions of work permits and of residence permits.",
                "labour-ministry",
                "Samir Haddad",
                75,
            ),
            Made(
                "register",
                "Ask for access to the register of students for the yearly table.",
                "foreign-ministry",
                "Aliya Benat",
                60,
            ),
        ),
    ),
    Story(
        110,
        Kind.TECHNICAL,
        "Technical meeting on templates",
        "Training centre of the Government IT Agency, 40 Cable Street",
        minutes=(
            "Two days of work on the templates in which figures are delivered. The "
            "templates for stocks are final. For flows the group chose one row for "
            "each month, sex and citizenship.\n\nThe IT agency showed how files are "
            "passed on safely."
        ),
        length=7,
        last_day=1,
        decisions=(
            Made(
                "templates",
                "Try the final templates with the figures of the last full year.",
                "interior-ministry",
                "Stefan Orlo",
                120,
            ),
        ),
        excused=frozenset({"Irena Dosh"}),
    ),
    Story(
        61,
        Kind.GROUP,
        "Fourth meeting of the working group",
        "Ministry of Labour, 22 Orchard Street, room 8",
        minutes=(
            "The group agreed the minimum set of eight indicators. Each owner confirmed "
            "it in the meeting.\n\nThe request for the register of students was dropped: "
            "the yearly table of the Ministry of Education is enough.\n\nThe release "
            "calendar of next year was discussed; the statistics office will write it."
        ),
        followed=(
            Followed("definitions", State.DONE, "Both definitions are in the matrix."),
            Followed(
                "register",
                State.DROPPED,
                "Dropped by the group: the yearly table of the ministry is enough.",
            ),
            Followed(
                "departures",
                State.OPEN,
                "Two crossing points are counted; the third needs new forms.",
                50,
            ),
        ),
        decisions=(
            Made(
                "calendar",
                "Write the release calendar of next year, with the day of each figure.",
                "statistics-office",
                "Leila Aram",
                85,
            ),
            Made(
                "protection",
                "Give an opinion on the smallest cell that may be published.",
                "data-protection-authority",
                "Dina Falk",
                66,
            ),
        ),
        excused=frozenset({"Karim Toller"}),
    ),
    Story(
        9,
        Kind.VISIT,
        "National visit of the regional secretariat",
        "State Committee for Migration, 15 Lamp Street, room 3",
        length=2,
    ),
    Story(
        -24,
        Kind.GROUP,
        "Fifth meeting of the working group",
        "Border Service, 9 Station Square, conference room",
    ),
)


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
