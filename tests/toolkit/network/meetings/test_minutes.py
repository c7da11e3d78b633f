"""After the meeting: who came, minutes, and when it counts as held."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from tests.toolkit.network.factories import (
    DecisionFactory,
    MeetingFactory,
    ParticipantFactory,
    WorkingGroupFactory,
)
from toolkit.network.models import Meeting, Participant
from toolkit.network.services.decisions_reminding import remind
from toolkit.network.services.groups_errors import (
    AttendanceMissing,
    ChangedMeanwhile,
    GroupRefused,
    MinutesMissing,
    NotYet,
)
from toolkit.network.services.meetings_minutes import (
    hold_meeting,
    note_attendance,
    save_minutes,
)


@pytest.fixture
def past(country, keeper):
    """A meeting of ten days ago, with one participant and no minutes."""
    starts = timezone.now() - timedelta(days=10)
    meeting = MeetingFactory(
        country=country, created_by=keeper, starts_at=starts, title="Past meeting"
    )
    ParticipantFactory(meeting=meeting, full_name="Nadia Oren")
    return meeting


def write(meeting, by, **fields):
    """Save minutes of today."""
    meeting.refresh_from_db()
    values = {
        "minutes": "All was said.",
        "minutes_on": timezone.localdate(),
        "edit_number": meeting.edit_number,
    }
    return save_minutes(meeting, by=by, **values | fields)


def came(meeting, by, state="present"):
    """Note the same for everybody on the list."""
    answers = dict.fromkeys(meeting.participants.values_list("pk", flat=True), state)
    return note_attendance(meeting, answers, by=by)


class TestHolding:
    def test_needs_attendance(self, past, keeper):
        write(past, keeper)
        with pytest.raises(AttendanceMissing):
            hold_meeting(past, by=keeper)

    def test_needs_somebody_present(self, past, keeper):
        write(past, keeper)
        came(past, keeper, "absent")
        with pytest.raises(AttendanceMissing):
            hold_meeting(past, by=keeper)

    def test_needs_minutes(self, past, keeper):
        came(past, keeper)
        with pytest.raises(MinutesMissing):
            hold_meeting(past, by=keeper)

    def test_with_both_it_is_held(self, past, keeper):
        came(past, keeper)
        write(past, keeper)
        for _time in range(2):
            hold_meeting(past, by=keeper)
        assert Meeting.objects.get().state == "held"

    def test_nothing_is_written_before_it_begins(self, country, keeper):
        coming = MeetingFactory(country=country)
        for act in (lambda: came(coming, keeper), lambda: write(coming, keeper)):
            with pytest.raises(NotYet):
                act()

    def test_minutes_are_kept_when_holding_is_refused(self, kept, past):
        url = reverse("network:meeting_minutes", args=["xaa", past.pk])
        data = {
            "minutes": "Long text.",
            "minutes_on": timezone.localdate().isoformat(),
            "edit_number": 0,
            "do": "hold",
        }
        page = kept.post(url, data, follow=True)
        assert "Say first who came." in page.text
        past.refresh_from_db()
        assert (past.minutes, past.state) == ("Long text.", "planned")

    def test_minutes_of_a_held_meeting_do_not_become_empty(self, past, keeper):
        came(past, keeper)
        write(past, keeper)
        hold_meeting(past, by=keeper)
        with pytest.raises(MinutesMissing):
            write(past, keeper, minutes=" ")

    def test_minutes_are_not_dated_before_the_meeting_or_in_future(self, past, keeper):
        for days in (-11, 2):
            day = timezone.localdate() + timedelta(days=days)
            with pytest.raises(GroupRefused, match="dated on the day"):
                write(past, keeper, minutes_on=day)

    def test_a_conflict_shows_both(self, kept, past, keeper):
        write(past, keeper, minutes="Their minutes.")
        url = reverse("network:meeting_minutes", args=["xaa", past.pk])
        data = {
            "minutes": "My minutes.",
            "minutes_on": timezone.localdate().isoformat(),
            "edit_number": 0,
        }
        page = kept.post(url, data)
        assert page.status_code == 409
        assert "Their minutes." in page.text
        assert "My minutes." in page.text
        with pytest.raises(ChangedMeanwhile):
            write(past, keeper, minutes="Third.", edit_number=0)


class TestAttendance:
    def test_by_the_page(self, kept, past):
        one = past.participants.get()
        url = reverse("network:meeting_attendance", args=["xaa", past.pk])
        kept.post(url, {f"person_{one.pk}": "excused"})
        one.refresh_from_db()
        assert one.attendance == "excused"

    def test_what_somebody_else_noted_meanwhile_stays(self, kept, past, keeper):
        one = past.participants.get()
        came(past, keeper, "present")
        url = reverse("network:meeting_attendance", args=["xaa", past.pk])
        # The page still shows what was there before, and nothing was changed on it.
        kept.post(url, {f"person_{one.pk}": "absent", f"seen_{one.pk}": "absent"})
        one.refresh_from_db()
        assert one.attendance == "present"

    def test_somebody_who_came_is_added_as_present(self, kept, past):
        url = reverse("network:meeting_attendance", args=["xaa", past.pk])
        data = {"do": "came", "came-full_name": "Pavel Brand"}
        assert kept.post(url, data).status_code == 302
        assert Participant.objects.get(full_name="Pavel Brand").attendance == "present"
        page = kept.post(url, data)
        assert page.status_code == 422
        assert "This person is on the list already." in page.text


class TestMissingMinutes:
    def words(self, meeting):
        day = date_format(meeting.on, "DATE_FORMAT")
        return f"Held on {day}? Minutes are missing."

    @pytest.mark.parametrize("page", ["meeting", "meetings", "group"])
    def test_are_said_on_the_page_in_the_list_and_to_the_keeper(
        self, kept, country, past, page
    ):
        WorkingGroupFactory(country=country)
        arguments = ["xaa", past.pk] if page == "meeting" else ["xaa"]
        text = kept.get(reverse(f"network:{page}", args=arguments)).text
        assert self.words(past) in text
        for action in ("meeting_minutes", "meeting_cancel"):
            assert reverse(f"network:{action}", args=["xaa", past.pk]) in text

    def test_are_not_said_of_a_cancelled_one(self, kept, past):
        kept.post(
            reverse("network:meeting_cancel", args=["xaa", past.pk]), {"reason": ""}
        )
        text = kept.get(reverse("network:meetings", args=["xaa"])).text
        assert "Minutes are missing" not in text
        assert not mail.outbox

    def test_a_meeting_with_a_decision_is_not_cancelled(self, kept, past):
        DecisionFactory(meeting=past)
        url = reverse("network:meeting_cancel", args=["xaa", past.pk])
        page = kept.post(url, {"reason": "No."})
        assert page.status_code == 422
        assert "so it was held. It cannot be cancelled." in page.text
        past.refresh_from_db()
        assert past.state == "planned"

    def test_those_who_keep_the_record_are_told_once(
        self, past, keeper, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            assert [remind(), remind()] == [1, 0]
        (message,) = mail.outbox
        assert message.to == [keeper.email]
        assert message.subject.startswith("Held on ")


class TestPages:
    def test_the_list_asks_the_same_for_many(
        self, kept, country, django_assert_max_num_queries
    ):
        MeetingFactory.create_batch(12, country=country)
        url = reverse("network:meetings", args=["xaa"])
        kept.get(url)
        with django_assert_max_num_queries(12):
            assert kept.get(url).status_code == 200

    def test_the_page_asks_the_same_for_many(
        self, kept, past, django_assert_max_num_queries
    ):
        ParticipantFactory.create_batch(6, meeting=past)
        DecisionFactory.create_batch(6, meeting=past)
        url = reverse("network:meeting", args=["xaa", past.pk])
        kept.get(url)
        with django_assert_max_num_queries(20):
            assert kept.get(url).status_code == 200

    @pytest.mark.slow
    def test_the_minutes_on_paper(self, past, keeper):
        from io import BytesIO  # noqa: PLC0415

        from pypdf import PdfReader  # noqa: PLC0415

        from toolkit.network.groups_documents import minutes_pdf  # noqa: PLC0415

        came(past, keeper)
        write(past, keeper)
        DecisionFactory(meeting=past, text="Count the permits.")
        past.refresh_from_db()
        reader = PdfReader(BytesIO(minutes_pdf(past)))
        text = " ".join(page.extract_text() for page in reader.pages)
        for words in ("Nadia Oren", "All was said.", "Count the permits.", "Present"):
            assert words in text
