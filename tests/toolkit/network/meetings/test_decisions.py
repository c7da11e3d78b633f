"""The log of decisions: owner and due date, follow-up, filters, reminders."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.accounts.factories import InstitutionFactory, make_person
from tests.toolkit.network.factories import (
    DecisionFactory,
    FocalPointFactory,
    MeetingFactory,
    ProfileFactory,
)
from toolkit.network.models import Decision, DecisionFollowUp
from toolkit.network.services.decisions import (
    change_decision,
    follow_up,
    record_decision,
    reopen,
)
from toolkit.network.services.decisions_reminding import remind
from toolkit.network.services.groups_errors import (
    ChangedMeanwhile,
    DecisionClosed,
    GroupRefused,
    NotYet,
)


def days(number):
    """Return a day so many days from today."""
    return timezone.localdate() + timedelta(days=number)


def meeting_of(country, ago, **fields):
    """Return a meeting so many days ago."""
    starts = timezone.now() - timedelta(days=ago)
    return MeetingFactory(country=country, starts_at=starts, **fields)


@pytest.fixture
def first(country):
    return meeting_of(country, 60, title="First meeting")


@pytest.fixture
def second(country):
    return meeting_of(country, 1, title="Second meeting")


@pytest.fixture
def decision(first, office):
    return DecisionFactory(meeting=first, owner=office, due_on=days(-5), number=1)


class TestRecording:
    def record(self, meeting, office, by, **fields):
        values = {
            "once_token": uuid4(),
            "text": "Count the permits.",
            "owner": office,
            "due_on": days(30),
        }
        return record_decision(meeting, by=by, **values | fields)

    def test_numbers_count_up_in_a_meeting(self, first, office, keeper):
        made = [self.record(first, office, keeper).number for _time in range(3)]
        assert made == [1, 2, 3]

    def test_the_same_form_twice_is_one_decision(self, kept, first, office):
        url = reverse("network:decision_new", args=["xaa", first.pk])
        data = {
            "once_token": kept.get(url).context["form"]["once_token"].value(),
            "text": "Count the permits.",
            "owner": office.pk,
            "due_on": days(30).isoformat(),
        }
        for _time in range(2):
            assert kept.post(url, data).status_code == 302
        assert Decision.objects.get().first_due_on == days(30)

    def test_owner_and_due_date_have_their_own_words(self, kept, first):
        url = reverse("network:decision_new", args=["xaa", first.pk])
        page = kept.post(url, {"once_token": uuid4(), "text": "Count."})
        assert page.status_code == 422
        assert "Choose the institution that sees to it. A decision has an owner." in (
            page.text
        )
        assert "Write until when. A decision has a due date." in page.text
        assert "Count.</textarea>" in page.text

    def test_an_owner_of_another_country_is_refused(self, kept, first, keeper):
        other = InstitutionFactory()
        with pytest.raises(GroupRefused, match="an institution of your country"):
            self.record(first, other, keeper)

    def test_a_due_date_before_the_meeting_is_refused(self, first, office, keeper):
        with pytest.raises(GroupRefused, match="before the meeting"):
            self.record(first, office, keeper, due_on=days(-61))

    def test_not_before_the_meeting_begins(self, country, office, keeper):
        with pytest.raises(NotYet):
            self.record(meeting_of(country, -3), office, keeper)

    def test_correcting_is_refused_when_stale(self, decision, office, keeper):
        values = {"owner": office, "owner_name": "", "due_on": days(9)}
        change_decision(decision, text="A", edit_number=0, by=keeper, **values)
        with pytest.raises(ChangedMeanwhile):
            change_decision(decision, text="B", edit_number=0, by=keeper, **values)


class TestFollowingUp:
    def note(self, decision, meeting, by, state="done", **fields):
        values = {"edit_number": decision.edit_number} | fields
        return follow_up(decision, meeting=meeting, state=state, by=by, **values)

    def test_done_closes_on_the_day_of_the_meeting(self, decision, second, keeper):
        self.note(decision, second, keeper, note="All counted.")
        decision.refresh_from_db()
        assert (decision.state, decision.closed_on) == ("done", second.on)

    def test_still_open_needs_a_later_date_and_keeps_the_first(
        self, decision, second, keeper
    ):
        for due in (None, second.on):
            with pytest.raises(GroupRefused):
                self.note(decision, second, keeper, "open", due_on=due)
        self.note(decision, second, keeper, "open", due_on=days(20))
        decision.refresh_from_db()
        assert (decision.state, decision.due_on) == ("open", days(20))

    def test_dropped_needs_a_note(self, decision, second, keeper):
        with pytest.raises(GroupRefused, match="which decision drops it"):
            self.note(decision, second, keeper, "dropped")

    def test_twice_is_noted_once(self, decision, second, keeper):
        for _time in range(2):
            self.note(decision, second, keeper, edit_number=0)
        assert DecisionFollowUp.objects.count() == 1

    def test_something_else_meanwhile_is_refused(self, decision, second, keeper):
        self.note(decision, second, keeper, "open", due_on=days(20))
        with pytest.raises(ChangedMeanwhile):
            self.note(decision, second, keeper, edit_number=0)

    def test_a_closed_one_is_not_followed_up(self, decision, second, keeper):
        self.note(decision, second, keeper)
        decision.refresh_from_db()
        with pytest.raises(DecisionClosed):
            self.note(decision, second, keeper, "dropped", note="No.")

    def test_only_at_a_later_meeting(self, decision, country, keeper):
        with pytest.raises(GroupRefused, match="later meeting"):
            self.note(decision, meeting_of(country, 90), keeper)

    def test_opened_again_with_a_reason(self, decision, second, keeper):
        self.note(decision, second, keeper)
        decision.refresh_from_db()
        with pytest.raises(GroupRefused):
            reopen(decision, note=" ", edit_number=1, by=keeper)
        reopen(decision, note="A slip.", edit_number=1, by=keeper)
        decision.refresh_from_db()
        assert (decision.state, decision.closed_on) == ("open", None)

    def test_the_page_lists_open_ones_of_earlier_meetings(
        self, kept, country, decision, second, office
    ):
        DecisionFactory(
            meeting=decision.meeting, owner=office, text="Closed", state="done"
        )
        DecisionFactory(meeting=second, owner=office, text="Of this meeting")
        DecisionFactory(
            text="Of another country", meeting=meeting_of(office.country, 90)
        )
        DecisionFactory(text="Elsewhere")
        url = reverse("network:meeting_follow_up", args=["xaa", second.pk])
        found = [line.decision.text for line, _form in kept.get(url).context["lines"]]
        assert found == [decision.text, "Of another country"]

    def test_by_the_page_and_in_words(self, kept, decision, second):
        url = reverse("network:meeting_follow_up", args=["xaa", second.pk])
        prefix = f"decision-{decision.pk}"
        data = {"decision": decision.pk, f"{prefix}-edit_number": 0}
        page = kept.post(url, data | {f"{prefix}-state": "open"})
        assert page.status_code == 422
        assert "Write until when it is due now." in page.text
        due = days(40).isoformat()
        kept.post(url, data | {f"{prefix}-state": "open", f"{prefix}-due_on": due})
        decision.refresh_from_db()
        assert decision.due_on == days(40)
        page = kept.get(reverse("network:decision", args=["xaa", decision.pk]))
        assert "Still open, now due on" in page.text

    def test_a_decision_of_another_country_is_not_found(self, kept, second):
        other = DecisionFactory()
        url = reverse("network:meeting_follow_up", args=["xaa", second.pk])
        assert kept.post(url, {"decision": other.pk}).status_code == 404


class TestLog:
    @pytest.fixture
    def log(self, first, office):
        border = InstitutionFactory(country=office.country)
        DecisionFactory(meeting=first, owner=office, text="Late", due_on=days(-3))
        DecisionFactory(meeting=first, owner=border, text="Coming", due_on=days(9))
        DecisionFactory(
            meeting=first, owner=office, text="=SUM(1)", state="done", due_on=days(-9)
        )
        DecisionFactory(text="Elsewhere")
        return border

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["Late", "Coming", "=SUM(1)"]),
            ({"state": "open"}, ["Late", "Coming"]),
            ({"state": "overdue"}, ["Late"]),
            ({"state": "done"}, ["=SUM(1)"]),
            ({"state": "dropped"}, []),
            ({"state": "nonsense"}, ["Late", "Coming", "=SUM(1)"]),
        ],
    )
    def test_filters(self, kept, log, query, found):
        page = kept.get(reverse("network:decisions", args=["xaa"]), query)
        assert [line.decision.text for line in page.context["lines"]] == found

    def test_by_owner_with_the_words_of_the_filter(self, kept, log):
        url = reverse("network:decisions", args=["xaa"])
        page = kept.get(url, {"owner": log.pk})
        assert [line.decision.text for line in page.context["lines"]] == ["Coming"]
        assert "1 decision" in page.text

    def test_overdue_is_said_with_days(self, kept, log):
        text = kept.get(reverse("network:decisions", args=["xaa"])).text
        assert "3 days late" in text
        assert "1 is overdue." in text

    def test_the_workbook_has_the_history_and_no_formula(self, kept, log, keeper):
        late = Decision.objects.get(text="Late")
        follow_up(late, meeting=None, state="done", edit_number=0, note="!", by=keeper)
        page = kept.get(reverse("network:decisions_xlsx", args=["xaa"]))
        book = load_workbook(BytesIO(page.content))
        assert [sheet.title for sheet in book] == ["Decisions", "Follow-up"]
        texts = [row[3] for row in book["Decisions"].iter_rows(values_only=True)][1:]
        assert sorted(texts) == sorted(["Late", "Coming", "'=SUM(1)"])
        assert book["Follow-up"].max_row == 2

    def test_asks_the_same_for_many(
        self, kept, first, office, django_assert_max_num_queries
    ):
        DecisionFactory.create_batch(15, meeting=first, owner=office)
        url = reverse("network:decisions", args=["xaa"])
        kept.get(url)
        with django_assert_max_num_queries(16):
            assert kept.get(url).status_code == 200


class TestReminding:
    def due(self, first, office, in_days):
        return DecisionFactory(meeting=first, owner=office, due_on=days(in_days))

    def test_the_focal_point_is_reminded_before_and_after_each_once(
        self, first, office, django_capture_on_commit_callbacks
    ):
        decision = self.due(first, office, 6)
        FocalPointFactory(institution=office, post="deputy", email="deputy@x.org")
        FocalPointFactory(institution=office, email="point@x.org")
        with django_capture_on_commit_callbacks(execute=True):
            assert [remind(), remind()] == [1, 0]
            later = timezone.now() + timedelta(days=8)
            assert [remind(at=later), remind(at=later)] == [1, 0]
        assert [one.to for one in mail.outbox] == [["point@x.org"]] * 2
        assert mail.outbox[0].subject.startswith("A decision is due on ")
        assert mail.outbox[1].subject.startswith("A decision was due on ")
        assert decision.text in mail.outbox[0].body

    def test_a_new_date_begins_anew(self, first, office, keeper):
        FocalPointFactory(institution=office)
        decision = self.due(first, office, 2)
        assert remind() == 1
        follow_up(
            decision,
            meeting=None,
            state="open",
            due_on=days(7),
            edit_number=0,
            by=keeper,
        )
        assert remind() == 1

    def test_without_focal_point_the_deputy_else_the_role_mailbox(
        self, first, office, django_capture_on_commit_callbacks
    ):
        self.due(first, office, 1)
        ProfileFactory(institution=office, email="role@x.org")
        FocalPointFactory(
            institution=office, email="gone@x.org", ended_on=date(2026, 1, 2)
        )
        with django_capture_on_commit_callbacks(execute=True):
            remind()
        assert [one.to for one in mail.outbox] == [["role@x.org"]]

    def test_in_the_language_of_the_focal_point(
        self, first, office, django_capture_on_commit_callbacks
    ):
        person = make_person("focal_point", office.country, language="ru")
        FocalPointFactory(institution=office, person=person, email=person.email)
        self.due(first, office, 1)
        with django_capture_on_commit_callbacks(execute=True):
            remind()
        assert "/ru/countries/xaa/" in mail.outbox[0].body

    def test_what_is_closed_or_far_is_left_alone(self, first, office):
        FocalPointFactory(institution=office)
        self.due(first, office, 30)
        self.due(first, office, -40)
        DecisionFactory(meeting=first, owner=office, due_on=days(1), state="done")
        assert remind() == 0
