"""Reminders of lines: before and after the date, and when nobody writes."""

import datetime as dt

import pytest
import time_machine

from lms.accounts import reminders
from lms.accounts.models import Institution, OutgoingMail
from tests.toolkit.network.factories import FocalPointFactory
from toolkit.plans import reminding
from toolkit.plans.models import LineReminder, Plan
from toolkit.plans.quarters import Quarter
from toolkit.plans.reminding import Wanted, reminders_due
from toolkit.plans.services.reminding import remind
from toolkit.plans.services.tracking import update_item
from toolkit.plans.status import Line

from .conftest import line

Q1, Q2 = Quarter(2027, 1), Quarter(2027, 2)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (dt.date(2027, 3, 16), []),
        (dt.date(2027, 3, 17), [Wanted(reminding.SOON, Q1)]),
        (dt.date(2027, 3, 31), [Wanted(reminding.SOON, Q1)]),
        (dt.date(2027, 4, 1), [Wanted(reminding.LATE, Q1)]),
        (dt.date(2027, 4, 30), [Wanted(reminding.LATE, Q1)]),
        (dt.date(2027, 5, 1), [Wanted(reminding.OWNER, Q2)]),
        (dt.date(2027, 7, 1), [Wanted(reminding.COORDINATOR, Q2.plus(1))]),
        (dt.date(2027, 10, 1), []),
    ],
)
def test_the_owner_then_who_runs_it_then_the_meeting(day, wanted):
    assert reminders_due(Line("A", Q1), day) == wanted


def test_what_waits_for_a_check_or_is_done_asks_nobody():
    for state in ("reported", "done"):
        assert reminders_due(Line("A", Q1, status=state), dt.date(2027, 4, 2)) == []


@pytest.mark.django_db
class TestEmails:
    def sent(self, at):
        before = set(OutgoingMail.objects.values_list("pk", flat=True))
        with time_machine.travel(at):
            count = remind()
        rows = OutgoingMail.objects.exclude(pk__in=before).order_by("pk")
        assert count == len(rows)
        return [(row.kind, row.recipient, row.subject) for row in rows]

    def test_before_the_end_of_the_quarter_in_the_language_of_each(self, plan, people):
        people.colleague.language = "fr"
        people.colleague.save()

        found = self.sent("2027-03-20T10:00:00Z")

        assert {one[:2] for one in found} == {
            ("plan_line_due_soon", people.owner.email),
            ("plan_line_due_soon", people.colleague.email),
        }
        assert found[0][2] == "“Lift A1” is to be done by 31 March 2027"
        languages = OutgoingMail.objects.filter(kind="plan_line_due_soon")
        assert set(languages.values_list("language", flat=True)) == {"en", "fr"}

    def test_nothing_goes_out_twice(self, plan, people):
        assert self.sent("2027-03-20T10:00:00Z")
        assert self.sent("2027-03-20T11:00:00Z") == []
        assert self.sent("2027-03-30T11:00:00Z") == []
        assert LineReminder.objects.count() == 2

    def test_after_the_date_a_second_time(self, plan, people):
        self.sent("2027-03-20T10:00:00Z")

        assert {one[0] for one in self.sent("2027-04-02T10:00:00Z")} == {
            "plan_line_late"
        }

    def test_contacts_without_an_account_get_them_too(self, plan, people):
        institution = Institution.objects.get(plan_items__code="LIFT-2")
        contact = FocalPointFactory(
            institution=institution, started_on=dt.date(2026, 1, 1)
        )

        found = self.sent("2027-09-20T10:00:00Z")

        assert contact.email in {
            one[1] for one in found if one[0] == "plan_line_due_soon"
        }

    def test_silence_reaches_who_runs_the_plan_after_two_quarters(self, plan, people):
        update_item(
            line(plan, "LIFT-3"),
            status="running",
            percent=5,
            note="On it.",
            once="a",
            by=people.owner,
        )
        found = self.sent("2027-10-20T10:00:00Z")

        silent = [one for one in found if one[0] == "plan_line_silent"]
        assert {one[1] for one in silent} == {
            people.coordinator.email,
            people.administrator.email,
            people.owner.email,
            people.colleague.email,
        }

    def test_an_owner_that_nobody_answers_for_is_brought_before_the_coordinator(
        self, plan, coordinator
    ):
        found = self.sent("2027-03-20T10:00:00Z")

        assert [one[:2] for one in found] == [("plan_line_due_soon", coordinator.email)]

    def test_drafts_and_closed_plans_remind_of_nothing(self, plan, people):
        Plan.objects.filter(pk=plan.pk).update(state=Plan.State.CLOSED)

        assert self.sent("2027-03-20T10:00:00Z") == []

    def test_the_hourly_command_asks_for_them(self, plan, people):
        with time_machine.travel("2027-03-20T10:00:00Z"):
            reminders.send_all()

        assert LineReminder.objects.exists()
