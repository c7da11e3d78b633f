"""Meetings planned and changed; invitations with a file for the calendar."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from lms.accounts.models import OutgoingMail
from lms.core import calendar
from tests.accounts.factories import make_person
from tests.toolkit.network.factories import (
    FocalPointFactory,
    GroupMemberFactory,
    MeetingFactory,
    ParticipantFactory,
    WorkingGroupFactory,
)
from toolkit.network.models import Meeting, Participant
from toolkit.network.services.groups_errors import (
    AlreadyThere,
    ChangedMeanwhile,
    MeetingCancelled,
    MeetingHeld,
    MeetingOver,
)
from toolkit.network.services.meetings import (
    cancel_meeting,
    change_meeting,
    plan_meeting,
)
from toolkit.network.services.meetings_inviting import (
    add_participant,
    remove_participant,
    send_invitations,
)

#: Any text of several lines, without what a calendar cannot hold.
LETTERS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.just("\n"),
    max_size=120,
)
SOON = datetime(2030, 3, 4, 5, 0, tzinfo=UTC)


def plan(country, by, **fields):
    """Plan a meeting of the group, 10:00 to 12:00 in Tashkent."""
    values = {
        "once_token": uuid4(),
        "kind": "group",
        "title": "First meeting",
        "starts_at": SOON,
        "ends_at": SOON + timedelta(hours=2),
        "time_zone": "Asia/Tashkent",
        "place": "Room 3",
        "language": "",
        "template": "group",
    }
    return plan_meeting(country, by=by, **values | fields)


def change(meeting, by, **fields):
    """Change a meeting in these respects."""
    meeting = Meeting.objects.get(pk=meeting.pk)
    names = ("kind", "title", "starts_at", "ends_at", "time_zone", "place", "language")
    values = {name: getattr(meeting, name) for name in names}
    values["edit_number"] = meeting.edit_number
    return change_meeting(meeting, by=by, **values | fields)


def entry(message):
    """Return the method and the event of the file of an e-mail."""
    (part,) = [
        one
        for one in message.message().walk()
        if one.get_content_type() == "text/calendar"
    ]
    found = Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == found["METHOD"]
    return str(found["METHOD"]), found.walk("VEVENT")[0]


@pytest.fixture
def meeting(country, keeper):
    return plan(country, keeper)


@pytest.fixture
def invited(meeting, keeper, django_capture_on_commit_callbacks):
    """A meeting with one person invited by e-mail."""
    ParticipantFactory(meeting=meeting, full_name="Nadia Oren", email="n@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        send_invitations(meeting, by=keeper)
    return meeting


@pytest.fixture
def sending(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


class TestPlanning:
    def test_begins_with_the_agenda_at_the_time_of_the_place(self, meeting):
        assert [(one["start"], one["type"]) for one in meeting.agenda][:2] == [
            ("10:00", "opening"),
            ("10:10", "follow-up"),
        ]

    def test_the_same_form_twice_is_one_meeting(self, country, keeper):
        token = uuid4()
        assert plan(country, keeper, once_token=token) == plan(
            country, keeper, once_token=token
        )
        assert Meeting.objects.count() == 1

    def test_the_form_twice_is_one_meeting(self, kept, country):
        url = reverse("network:meeting_new", args=["xaa"])
        token = kept.get(url).context["form"]["once_token"].value()
        data = {
            "once_token": token,
            "kind": "technical",
            "title": "Templates",
            "day": "2030-03-04",
            "begins": "09:00",
            "ends": "17:00",
            "time_zone": "Asia/Tashkent",
            "place": "Room 3",
            "with_agenda": "on",
        }
        pages = [kept.post(url, data, follow=True) for _time in range(2)]
        assert Meeting.objects.count() == 1
        assert "7 items of the template found no place" in pages[0].text
        assert Meeting.objects.get().starts_at == datetime(2030, 3, 4, 4, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"ends": "08:00"}, "The meeting ends before it begins."),
            ({"last_day": "2030-03-03"}, "The last day lies before the first."),
            ({"last_day": "2031-03-03"}, "A meeting takes 14 days at most."),
            ({"title": ""}, "Write a title."),
            ({"day": "04/03"}, "Write the date like 2027-09-30."),
            ({"begins": "late"}, "Write the time like 09:30."),
            # The clock of Berlin leaves this hour out.
            (
                {"day": "2030-03-31", "begins": "02:30", "time_zone": "Europe/Berlin"},
                "There is no such time on this day.",
            ),
        ],
    )
    def test_each_fault_has_its_words(self, kept, country, fields, words):
        data = {
            "once_token": uuid4(),
            "kind": "group",
            "title": "Mine",
            "day": "2030-03-04",
            "begins": "09:00",
            "ends": "17:00",
            "time_zone": "UTC",
            "place": "Kept place",
        }
        page = kept.post(reverse("network:meeting_new", args=["xaa"]), data | fields)
        assert page.status_code == 422
        assert words in page.text
        assert 'value="Kept place"' in page.text
        assert not Meeting.objects.exists()

    def test_a_database_refuses_an_end_before_the_beginning(self, country):
        with pytest.raises(IntegrityError):
            MeetingFactory(country=country, ends_at=timezone.now() - timedelta(days=90))


class TestChoosing:
    def test_members_are_ticked_and_focal_points_without_a_seat_offered(
        self, kept, country, meeting, office
    ):
        group = WorkingGroupFactory(country=country)
        member = GroupMemberFactory(group=group, full_name="Nadia Oren")
        GroupMemberFactory(group=group, full_name="On The List", email="l@example.org")
        ParticipantFactory(meeting=meeting, email="l@example.org")
        FocalPointFactory(
            institution=office, full_name="Nadia Oren", email=member.email
        )
        point = FocalPointFactory(
            institution=office, full_name="Pavel Ions", post="deputy"
        )
        url = reverse("network:meeting_participants", args=["xaa", meeting.pk])
        form = kept.get(url).context["choose"]
        assert list(form.fields["members"].queryset) == [member]
        assert list(form.fields["focal_points"].queryset) == [point]
        assert form.initial["members"] == [member.pk]
        kept.post(url, {"members": [member.pk], "focal_points": [point.pk]})
        assert meeting.participants.count() == 3

    def test_without_anybody_on_the_list_the_way_there_is_shown(self, kept, country):
        meeting = MeetingFactory(country=country)
        page = kept.get(reverse("network:meeting_invite", args=["xaa", meeting.pk]))
        assert "Nobody is on the list yet." in page.text
        people = reverse("network:meeting_participants", args=["xaa", meeting.pk])
        assert people in page.text

    def test_a_past_meeting_offers_who_got_a_seat_since(self, kept, country, office):
        """As when a record is begun after the first meeting."""
        meeting = MeetingFactory(
            country=country, starts_at=timezone.now() - timedelta(days=10)
        )
        group, today = WorkingGroupFactory(country=country), timezone.localdate()
        before = GroupMemberFactory(
            group=group, full_name="Ada", email="", left_on=today
        )
        again = GroupMemberFactory(
            group=group, full_name="Ada", email="", seat="chair", joined_on=today
        )
        new = GroupMemberFactory(group=group, joined_on=today)
        point = FocalPointFactory(institution=office, started_on=today)
        url = reverse("network:meeting_participants", args=["xaa", meeting.pk])
        form = kept.get(url).context["choose"]
        assert set(form.fields["members"].queryset) == {before, new}
        assert again not in form.fields["members"].queryset
        assert list(form.fields["focal_points"].queryset) == [point]

    def test_by_hand_and_twice(self, kept, meeting):
        url = reverse("network:meeting_participants", args=["xaa", meeting.pk])
        data = {"do": "by_hand", "hand-full_name": "Guest", "hand-email": "G@x.org"}
        assert kept.post(url, data).status_code == 302
        page = kept.post(url, data)
        assert page.status_code == 422
        assert "This person is on the list already." in page.text
        assert Participant.objects.get().email == "g@x.org"

    def test_nobody_chosen_is_said(self, kept, meeting):
        url = reverse("network:meeting_participants", args=["xaa", meeting.pk])
        page = kept.post(url, {"do": "choose"})
        assert page.status_code == 422
        assert "Choose at least one person." in page.text

    def test_the_same_name_without_address_is_once(self, meeting, keeper):
        add_participant(meeting, full_name="Guest", by=keeper)
        with pytest.raises(AlreadyThere):
            add_participant(meeting, full_name="Guest", by=keeper)


class TestInviting:
    def test_a_request_in_utc_with_a_stable_name(self, invited):
        (message,) = mail.outbox
        method, event = entry(message)
        assert method == "REQUEST"
        assert str(event["UID"]).startswith(f"meeting-{invited.pk}@")
        assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
        assert event.decoded("DTSTART") == SOON
        assert b"DTSTART:20300304T050000Z" in message.attachments[0].content.encode()
        assert event["ATTENDEE"] == "mailto:n@example.org"
        assert event["ORGANIZER"].startswith("mailto:")
        assert "4 March 2030, 10:00 to 12:00 (Asia/Tashkent, UTC+05:00)" in message.body
        assert message.subject == "First meeting: 4 March 2030"

    def test_nobody_twice_for_the_same_state(self, invited, keeper, sending):
        with sending():
            assert send_invitations(invited, by=keeper) == 0
        assert len(mail.outbox) == 1

    def test_nor_after_being_put_on_the_list_again_by_another_way(
        self, invited, keeper, sending
    ):
        Participant.objects.all().delete()
        ParticipantFactory(meeting=invited, full_name="N. Oren", email="n@example.org")
        with sending():
            assert send_invitations(invited, by=keeper) == 0
        assert len(mail.outbox) == 1

    def test_each_in_the_own_language(self, country, meeting, keeper, sending):
        reader = make_person("respondent", country, language="ru")
        ParticipantFactory(meeting=meeting, person=reader, email=reader.email)
        ParticipantFactory(meeting=meeting, email="fr@x.org", language="fr")
        country.working_languages = ["ky", "es"]
        country.save()
        ParticipantFactory(meeting=meeting, email="es@x.org")
        with sending():
            send_invitations(meeting, by=keeper)
        found = OutgoingMail.objects.values_list("recipient", "language")
        assert dict(found) == {reader.email: "ru", "fr@x.org": "fr", "es@x.org": "es"}
        russian = next(one for one in mail.outbox if one.to == [reader.email])
        assert "марта 2030" in russian.body

    def test_a_new_date_is_told_once_with_the_next_number(
        self, invited, keeper, sending
    ):
        later = SOON + timedelta(days=7)
        with sending():
            told = change(
                invited, keeper, starts_at=later, ends_at=later + timedelta(hours=2)
            )
        assert told == 1
        method, event = entry(mail.outbox[1])
        assert (method, event["SEQUENCE"]) == ("REQUEST", 1)
        assert event.decoded("DTSTART") == later
        assert entry(mail.outbox[0])[1]["UID"] == event["UID"]
        with sending():
            assert change(invited, keeper) == 0
            assert send_invitations(invited, by=keeper) == 0
        assert len(mail.outbox) == 2

    def test_a_new_kind_tells_nobody(self, invited, keeper):
        assert change(invited, keeper, kind="technical") == 0

    def test_the_agenda_moves_with_the_beginning(self, meeting, keeper):
        change(meeting, keeper, starts_at=SOON - timedelta(minutes=30))
        meeting.refresh_from_db()
        assert meeting.agenda[0]["start"] == "09:30"

    def test_a_stale_change_shows_both(self, kept, keeper, meeting):
        change(meeting, keeper, title="Their title")
        url = reverse("network:meeting_edit", args=["xaa", meeting.pk])
        data = {
            "edit_number": 0,
            "kind": "group",
            "title": "My title",
            "day": "2030-03-04",
            "begins": "10:00",
            "ends": "12:00",
            "time_zone": "Asia/Tashkent",
            "place": "Room 3",
        }
        page = kept.post(url, data)
        assert page.status_code == 409
        assert "Their title" in page.text
        assert 'value="My title"' in page.text
        with pytest.raises(ChangedMeanwhile):
            change(meeting, keeper, title="Third", edit_number=0)

    def test_cancelling_says_when_nobody_was_invited(self, kept, country):
        meeting = MeetingFactory(country=country)
        page = kept.get(reverse("network:meeting_cancel", args=["xaa", meeting.pk]))
        assert "Nobody was invited yet, so nobody is written to." in page.text

    def test_cancelling_takes_it_out_once(self, invited, keeper, sending):
        with sending():
            assert cancel_meeting(invited, reason="No room.", by=keeper) == 1
            assert cancel_meeting(invited, reason="No room.", by=keeper) == 0
        assert len(mail.outbox) == 2
        method, event = entry(mail.outbox[1])
        assert (method, event["STATUS"], event["SEQUENCE"]) == (
            "CANCEL",
            "CANCELLED",
            1,
        )
        assert "No room." in mail.outbox[1].body
        with pytest.raises(MeetingCancelled):
            send_invitations(invited, by=keeper)

    def test_who_was_not_invited_is_not_told(self, meeting, keeper):
        ParticipantFactory(meeting=meeting)
        assert cancel_meeting(meeting, reason="", by=keeper) == 0

    def test_taken_off_the_list_and_invited_again(self, invited, keeper, sending):
        with sending():
            assert remove_participant(invited.participants.get(), by=keeper)
        method, event = entry(mail.outbox[1])
        assert (method, event["SEQUENCE"]) == ("CANCEL", 1)
        ParticipantFactory(meeting=invited, email="n@example.org")
        with sending():
            assert send_invitations(invited, by=keeper) == 1
        method, event = entry(mail.outbox[2])
        assert (method, event["SEQUENCE"]) == ("REQUEST", 2)

    def test_a_meeting_that_is_over_invites_nobody(self, country, keeper):
        past = MeetingFactory(
            country=country,
            starts_at=timezone.now() - timedelta(days=2),
            ends_at=timezone.now() - timedelta(days=1),
        )
        with pytest.raises(MeetingOver):
            send_invitations(past, by=keeper)
        past.state = "held"
        past.save()
        with pytest.raises(MeetingHeld):
            cancel_meeting(past, reason="", by=keeper)

    def test_the_button_sends_once(self, kept, meeting, sending):
        ParticipantFactory(meeting=meeting)
        ParticipantFactory(meeting=meeting, email="", full_name="By letter")
        url = reverse("network:meeting_invite", args=["xaa", meeting.pk])
        assert "Send 1 invitation" in kept.get(url).text
        with sending():
            pages = [kept.post(url, follow=True) for _time in range(2)]
        assert "1 invitation is sent." in pages[0].text
        assert "0 invitations are sent." in pages[1].text
        assert len(mail.outbox) == 1

    def test_the_file_to_download(self, kept, meeting):
        page = kept.get(reverse("network:meeting_ics", args=["xaa", meeting.pk]))
        found = Calendar.from_ical(page.content)
        assert found["METHOD"] == "PUBLISH"
        assert "ATTENDEE" not in found.walk("VEVENT")[0]


class TestTheFile:
    @settings(max_examples=60)
    @given(LETTERS, LETTERS, LETTERS)
    def test_lines_are_short_and_the_words_come_back(self, title, about, name):
        content = calendar.calendar_file(
            [
                calendar.Entry(
                    uid="meeting-1@example.org",
                    title=title,
                    about=about,
                    starts_at=SOON,
                    ends_at=SOON + timedelta(hours=1),
                    changed_at=SOON,
                    organiser=(name, "o@example.org"),
                    attendee=(name, "a@example.org"),
                )
            ],
            method=calendar.REQUEST,
        )
        assert content.endswith(b"END:VCALENDAR\r\n")
        for line in content.split(b"\r\n"):
            assert len(line) <= 75
            assert b"\n" not in line
            line.decode()  # never cut within a letter
        event = Calendar.from_ical(content).walk("VEVENT")[0]
        assert str(event["SUMMARY"]) == " ".join(title.split())
        assert str(event.get("DESCRIPTION", "")) == about
        assert event.decoded("DTSTART") == SOON

    def test_characters_that_no_calendar_holds_are_left_out(self):
        one = calendar.Entry(
            uid="x@y",
            title="A\x00B\x1b\r\nC",
            starts_at=SOON,
            ends_at=SOON,
            changed_at=SOON,
        )
        event = Calendar.from_ical(calendar.calendar_file([one])).walk("VEVENT")[0]
        assert str(event["SUMMARY"]) == "AB C"

    def test_days_end_on_the_day_after(self):
        day = SOON.date()
        content = calendar.calendar_file(
            [
                calendar.Entry(
                    uid="x@y",
                    title="Due",
                    starts_at=day,
                    ends_at=day,
                    changed_at=SOON,
                )
            ]
        )
        assert b"DTSTART;VALUE=DATE:20300304" in content
        assert b"DTEND;VALUE=DATE:20300305" in content

    def test_an_invitation_without_organiser_is_refused(self):
        one = calendar.Entry(
            uid="x@y", title="t", starts_at=SOON, ends_at=SOON, changed_at=SOON
        )
        with pytest.raises(ValueError, match="who organises"):
            calendar.calendar_file([one], method=calendar.REQUEST)
