"""Who gets what on the pages of the working group, meetings and decisions."""

from datetime import timedelta

from django.utils import timezone

from tests.access import Row, World
from tests.toolkit.network.factories import (
    DecisionFactory,
    GroupMemberFactory,
    MeetingFactory,
    ParticipantFactory,
    TermsVersionFactory,
    WorkingGroupFactory,
)

KEEPERS = ("coordinator", "country_administrator")
#: Read the whole record, but change nothing of it.
READERS = ("respondent", "focal_point", "system_administrator")


def prepare(world: World) -> None:
    """A group with a member and approved terms, a meeting of yesterday, a decision."""
    group = WorkingGroupFactory(country=world.arvania, has_draft=True)
    TermsVersionFactory(group=group)
    world.things["seat"] = GroupMemberFactory(group=group)
    begun = timezone.now() - timedelta(days=1)
    meeting = MeetingFactory(country=world.arvania, starts_at=begun)
    world.things["group_meeting"] = meeting
    world.things["participant"] = ParticipantFactory(meeting=meeting)
    world.things["decision"] = DecisionFactory(meeting=meeting)


def of(*names: str):
    """Return a path: Arvania's code and the ids of things of the world."""
    return lambda world: ["xaa", *(world.things[name].pk for name in names)]


def reading(*names: str, **options) -> Row:
    """Return a row of a page that everybody reads who reads the record."""
    expected = dict.fromkeys((*KEEPERS, *READERS), 200)
    return Row(of(*names), expected=expected, otherwise=404, **options)


def keeping(*names: str, status: int = 200, **options) -> Row:
    """Return a row of a page for those who keep the record."""
    expected = dict.fromkeys(KEEPERS, status) | dict.fromkeys(READERS, 403)
    return Row(of(*names), expected=expected, otherwise=404, **options)


def kept(*names: str, **data) -> list[Row]:
    """Return rows of a form: opened, and sent with something that is refused."""
    return [
        keeping(*names),
        keeping(*names, status=422, method="post", data=data),
    ]


ROWS = {
    "network:group": reading(),
    "network:group_found": keeping(status=302),
    "network:group_edit": kept(),
    "network:terms": reading(),
    "network:terms_edit": [
        keeping(),
        keeping(status=200, method="post", data={"do": "add"}),
    ],
    "network:terms_approve": kept(),
    "network:terms_pdf": reading(),
    "network:terms_version_pdf": [
        Row(
            lambda world: ["xaa", 1],
            expected=dict.fromkeys((*KEEPERS, *READERS), 200),
            otherwise=404,
            anonymous=404,
        ),
        Row(lambda world: ["xaa", 7], otherwise=404, anonymous=404),
    ],
    "network:members": reading(),
    "network:member_new": kept(),
    "network:members_propose": kept(),
    "network:member_seat": kept("seat"),
    "network:member_end": kept("seat"),
    "network:member_edit": kept("seat"),
    "network:meetings": reading(),
    "network:meeting_new": kept(),
    "network:meeting": reading("group_meeting"),
    "network:meeting_edit": kept("group_meeting"),
    "network:meeting_cancel": keeping("group_meeting"),
    "network:meeting_ics": reading("group_meeting"),
    "network:meeting_agenda": [
        keeping("group_meeting"),
        keeping("group_meeting", method="post", data={"do": "add"}),
    ],
    "network:meeting_agenda_pdf": reading("group_meeting"),
    "network:meeting_participants": kept("group_meeting", do="by_hand"),
    "network:meeting_participant_remove": keeping("group_meeting", "participant"),
    "network:meeting_invite": [
        keeping("group_meeting"),
        keeping("group_meeting", status=302, method="post"),
    ],
    "network:meeting_attendance": kept("group_meeting", do="came"),
    "network:meeting_minutes": kept("group_meeting"),
    "network:meeting_minutes_pdf": reading("group_meeting"),
    "network:meeting_hold": keeping("group_meeting", status=302, method="post"),
    "network:meeting_follow_up": keeping("group_meeting"),
    "network:decision_new": kept("group_meeting"),
    "network:decisions": reading(),
    "network:decisions_xlsx": reading(),
    "network:decision": [
        reading("decision"),
        keeping("decision", status=422, method="post"),
    ],
    "network:decision_edit": kept("decision"),
}
