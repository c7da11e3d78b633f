"""Several people at the same moment: approving, reporting, checking, closing.

SQLite lets one writer in after the other and shares its test database with no
second connection, so these tests need PostgreSQL.
"""

import datetime as dt

import pytest
from django.db import connection

from lms.accounts.models import OutgoingMail
from lms.core.refusals import Refusal
from tests.learning.test_concurrency import AT_ONCE, all_at_once, fresh
from toolkit.plans.models import Check, ItemUpdate, Plan, PlanVersion, Redating, Review
from toolkit.plans.quarters import Quarter
from toolkit.plans.services.approving import approve_plan
from toolkit.plans.services.redating import redate
from toolkit.plans.services.reminding import remind
from toolkit.plans.services.reviewing import close_review
from toolkit.plans.services.tracking import check_item, report_done
from toolkit.plans.services.tracking_deliverables import add_link

from .conftest import SIGNED, line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs several connections"
    ),
]


def at_once(act):
    """Let the same be done several times at the same moment."""

    def tried():
        try:
            return act()
        except Refusal as refusal:
            return refusal

    return all_at_once(*[tried] * AT_ONCE)


def test_a_plan_is_approved_once(draft, coordinator):
    at_once(
        lambda: approve_plan(
            fresh(draft),
            approved_on=dt.date(2027, 5, 10),
            signatories=SIGNED,
            decision="Decree 12",
            edit_number=0,
            by=fresh(coordinator),
        )
    )

    assert PlanVersion.objects.count() == 1
    assert Plan.objects.get().state == "approved"


def test_a_double_click_reports_once_and_tells_once(plan, people):
    add_link(line(plan, "LIFT-1"), "https://stat.example/", by=people.owner)
    at_once(lambda: report_done(line(plan, "LIFT-1"), once="r", by=fresh(people.owner)))

    assert ItemUpdate.objects.count() == 1
    assert OutgoingMail.objects.filter(kind="plan_line_to_check").count() == 2


def test_a_line_is_checked_once(plan, people):
    add_link(line(plan, "LIFT-1"), "https://stat.example/", by=people.owner)
    report_done(line(plan, "LIFT-1"), once="r", by=people.owner)
    at_once(
        lambda: check_item(line(plan, "LIFT-1"), accepted=True, by=fresh(people.third))
    )

    assert Check.objects.count() == 1


def test_a_new_date_is_given_once(plan, people):
    number = Plan.objects.get().edit_number
    at_once(
        lambda: redate(
            line(plan, "LIFT-1"),
            end=Quarter(2027, 3),
            decision="Minutes 3",
            decided_on=dt.date(2027, 5, 10),
            edit_number=number,
            by=fresh(people.coordinator),
        )
    )

    assert Redating.objects.filter(cause=None).count() == 1


def test_a_review_is_closed_once(plan, people):
    number = Plan.objects.get().edit_number
    at_once(
        lambda: close_review(
            fresh(plan),
            Quarter(2027, 1),
            conclusion="Go on.",
            edit_number=number,
            by=fresh(people.coordinator),
        )
    )

    assert Review.objects.count() == 1


def test_two_processes_remind_once(plan, people):
    at_once(lambda: remind(at=dt.datetime(2027, 3, 20, 10, tzinfo=dt.UTC)))

    kinds = OutgoingMail.objects.filter(kind="plan_line_due_soon")
    assert kinds.count() == 2
