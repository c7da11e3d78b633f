"""Approval, amendments, versions and how they differ."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from lms.accounts.models import Institution, Role
from tests.accounts.factories import make_person
from tests.toolkit.plans.factories import PlanItemFactory
from toolkit.plans.approving import (
    Snapshot,
    cautions_in,
    differences,
    missing_in,
    rows_of,
    snapshot_of,
    taken_back,
)
from toolkit.plans.models import Plan, PlanItem, PlanVersion
from toolkit.plans.plan_reading import content_of
from toolkit.plans.quarters import Quarter
from toolkit.plans.services.approving import (
    adopt_amendment,
    approve_plan,
    begin_amendment,
    give_up_amendment,
)
from toolkit.plans.services.redating import redate
from toolkit.plans.services.tracking import update_item
from toolkit.plans.tracking_errors import (
    ChangedMeanwhile,
    NotNow,
    NotReady,
    NotYours,
)

from .conftest import SIGNED, line

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 5, 10)


def approve(plan, by, **fields):
    given = {
        "approved_on": DAY,
        "signatories": SIGNED,
        "decision": "Decree 12",
        "edit_number": Plan.objects.get(pk=plan.pk).edit_number,
    }
    return approve_plan(plan, **given | fields, by=by)


def adopt(plan, by, **fields):
    given = {
        "approved_on": DAY,
        "signatories": SIGNED,
        "decision": "Decree 13",
        "reason": "The law is late.",
        "edit_number": Plan.objects.get(pk=plan.pk).edit_number,
    }
    return adopt_amendment(plan, **given | fields, by=by)


def changes_of(version):
    before = version.plan.versions.get(number=version.number - 1)
    return [
        (one.code, one.about, one.before, one.after)
        for one in differences(snapshot_of(before), snapshot_of(version))
    ]


class TestApproval:
    def test_it_freezes_the_plan_as_version_1(self, draft, coordinator):
        version = approve(draft, coordinator, introduction="Why we do this.")

        draft.refresh_from_db()
        assert (draft.state, version.number) == ("approved", 1)
        assert version.signatories == SIGNED
        content = snapshot_of(version).content
        assert [one.code for one in content.scheduled] == [
            "LIFT-1",
            "LIFT-2",
            "LIFT-3",
            "LIFT-4",
        ]
        assert content.introduction == "Why we do this."

    def test_later_changes_do_not_reach_the_version(self, plan):
        plan.items.filter(code="LIFT-1").update(title="Other", start="2028Q1")

        kept = snapshot_of(plan.versions.get()).content.by_code["LIFT-1"]
        assert (kept.title, str(kept.start)) == ("Lift A1", "2027Q1")

    def test_every_missing_owner_and_quarter_is_named(self, draft, coordinator):
        draft.items.filter(code="LIFT-1").update(responsible=None)
        Institution.objects.filter(plan_items__code="LIFT-2").update(is_active=False)
        draft.items.filter(code="LIFT-3").update(start="")

        with pytest.raises(NotReady) as refusal:
            approve(draft, coordinator)

        assert [(one.code, one.kind) for one in refusal.value.missing] == [
            ("LIFT-1", "owner"),
            ("LIFT-2", "owner"),
            ("LIFT-3", "quarter"),
        ]
        assert "has left the network" in refusal.value.missing[1].words
        draft.refresh_from_db()
        assert draft.state == "draft"

    def test_what_is_dropped_or_for_later_lacks_nothing(self, draft, coordinator):
        draft.items.filter(code="LIFT-1").update(
            responsible=None, dropped_at=timezone.now(), dropped_reason="No."
        )
        draft.items.filter(code="LIFT-3").update(start="", later_reason="person")

        assert approve(draft, coordinator).number == 1

    def test_a_plan_without_lines_is_not_approved(self, draft, coordinator):
        draft.items.update(start="", later_reason="capacity")

        with pytest.raises(NotReady):
            approve(draft, coordinator)

    def test_a_large_line_without_money_is_a_caution_only(self, draft, coordinator):
        content = content_of(draft)
        assert [one.code for one in cautions_in(content)] == ["LIFT-4"]
        assert missing_in(content) == []
        draft.items.filter(code="LIFT-4").update(cost=Decimal(10), funding="Budget")
        assert cautions_in(content_of(draft)) == []

    def test_pressed_twice_there_is_one_version(self, draft, coordinator):
        one = approve(draft, coordinator)
        assert approve(draft, coordinator) == one
        assert PlanVersion.objects.count() == 1

    def test_who_comes_second_is_told(self, draft, coordinator):
        approve(draft, coordinator)
        other = make_person(Role.COORDINATOR, draft.country)

        with pytest.raises(NotNow):
            approve(draft, other)

    @pytest.mark.parametrize("role", [Role.RESPONDENT, Role.SYSTEM_ADMINISTRATOR])
    def test_others_approve_nothing(self, draft, role):
        place = None if role == Role.SYSTEM_ADMINISTRATOR else draft.country
        with pytest.raises(NotYours):
            approve(draft, make_person(role, place))

    def test_a_plan_that_changed_meanwhile_is_not_approved(self, draft, coordinator):
        Plan.objects.filter(pk=draft.pk).update(edit_number=3)

        with pytest.raises(ChangedMeanwhile):
            approve(draft, coordinator, edit_number=2)

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"signatories": []}, "signatories"),
            ({"signatories": [{"name": "Ana", "post": ""}]}, "signatories"),
            ({"approved_on": dt.date(2027, 5, 13)}, "approved_on"),
            ({"decision": "x" * 501}, "decision"),
        ],
    )
    def test_the_form_is_complete(self, draft, coordinator, fields, field):
        with pytest.raises(ValidationError) as refusal:
            approve(draft, coordinator, **fields)

        assert list(refusal.value.error_dict) == [field]

    def test_the_plan_before_is_closed(self, plan, coordinator):
        Plan.objects.filter(pk=plan.pk).update(state=Plan.State.APPROVED)
        new = Plan.objects.get(pk=plan.pk)
        new.pk, new.state, new.previous = None, Plan.State.DRAFT, plan
        new.save()
        PlanItemFactory(plan=new)

        approve(new, coordinator)

        plan.refresh_from_db()
        assert (plan.state, new.state) == ("closed", "approved")


class TestAmendment:
    @pytest.fixture
    def amending(self, plan, coordinator):
        begin_amendment(plan, by=coordinator)
        begin_amendment(plan, by=coordinator)
        return plan

    def test_it_becomes_the_next_version_with_what_changed(self, amending, coordinator):
        item = line(amending, "LIFT-4")
        item.start, item.cost = "2027Q4", Decimal(500)
        item.save()
        PlanItemFactory(plan=amending, code="OWN-7", title="Our own")
        amending.items.filter(code="LIFT-3").update(
            dropped_at=timezone.now(), dropped_reason="Done by others."
        )

        version = adopt(amending, coordinator)

        assert (version.number, version.is_amendment) == (2, True)
        assert Plan.objects.get(pk=amending.pk).state == "approved"
        found = changes_of(version)
        assert ("LIFT-4", "Quarters", "Q3 2027", "Q4 2027") in found
        assert ("LIFT-4", "Cost estimate", "", "500.00") in found
        assert [one[:2] for one in found if one[0] == "OWN-7"] == [("OWN-7", "Added")]
        assert [one[3] for one in found if one[:2] == ("LIFT-3", "Dropped")] == [
            "Done by others."
        ]

    def test_pillar_and_question_of_a_line_are_changes_too(self, amending, coordinator):
        lifts = [{"question": "A1", "from": 1, "to": 3}]
        amending.items.filter(code="LIFT-4").update(pillar="minimum_set", reasons=lifts)

        found = changes_of(adopt(amending, coordinator))

        assert ("LIFT-4", "Pillar", "", "Minimum set of indicators") in found
        assert [one[3] for one in found if one[1] == "Lifts"] == ["A1 1 → 3"]

    def test_without_a_change_there_is_nothing_to_adopt(self, amending, coordinator):
        with pytest.raises(NotNow, match="Nothing has changed"):
            adopt(amending, coordinator)

    def test_another_language_is_no_change(self, amending, coordinator):
        with translation.override("fr"), pytest.raises(NotNow):
            adopt(amending, coordinator)

    def test_decision_and_reason_are_needed(self, amending, coordinator):
        amending.items.filter(code="LIFT-1").update(title="Other")

        with pytest.raises(ValidationError) as refusal:
            adopt(amending, coordinator, decision=" ", reason="")

        assert set(refusal.value.error_dict) == {"decision", "reason"}

    def test_a_line_without_owner_keeps_it_from_adoption(self, amending, coordinator):
        amending.items.filter(code="LIFT-1").update(responsible=None)

        with pytest.raises(NotReady):
            adopt(amending, coordinator)

    def test_adopted_twice_it_is_adopted_once(self, amending, coordinator):
        amending.items.filter(code="LIFT-1").update(title="Other")

        assert adopt(amending, coordinator) == adopt(amending, coordinator)
        assert amending.versions.count() == 2

    def test_a_draft_is_not_amended(self, draft, coordinator):
        with pytest.raises(NotNow):
            begin_amendment(draft, by=coordinator)

    def test_given_up_the_lines_are_as_before_and_tracking_stays(
        self, amending, coordinator
    ):
        before = list(amending.items.values("code", "title", "start", "length", "cost"))
        item = line(amending, "LIFT-1")
        update_item(item, status="running", percent=30, once="a", by=coordinator)
        amending.items.filter(code="LIFT-1").update(title="X", start="2029Q1", cost=3)
        amending.items.filter(code="LIFT-2").update(dropped_at=timezone.now())
        amending.items.filter(code="LIFT-3").delete()
        PlanItemFactory(plan=amending, code="OWN-1")
        told = PlanItemFactory(plan=amending, code="OWN-2")
        update_item(told, status="running", percent=5, once="b", by=coordinator)
        Plan.objects.filter(pk=amending.pk).update(title="Other title")

        give_up_amendment(amending, by=coordinator)
        give_up_amendment(amending, by=coordinator)

        after = list(
            amending.items.exclude(code="OWN-2").values(
                "code", "title", "start", "length", "cost"
            )
        )
        assert sorted(after, key=lambda row: row["code"]) == sorted(
            before, key=lambda row: row["code"]
        )
        assert line(amending, "LIFT-1").percent == 30
        assert line(amending, "OWN-2").dropped_at is not None
        assert not PlanItem.objects.filter(dropped_at=None, code="OWN-1").exists()
        amending.refresh_from_db()
        assert (amending.state, amending.title != "Other title") == ("approved", True)

    def test_given_up_new_dates_by_decision_stay(self, plan, coordinator):
        redate(
            line(plan, "LIFT-4"),
            end=Quarter(2028, 1),
            decision="Minutes 3",
            decided_on=DAY,
            edit_number=Plan.objects.get(pk=plan.pk).edit_number,
            by=coordinator,
        )
        begin_amendment(plan, by=coordinator)
        last = plan.versions.get()
        now = Snapshot(content_of(plan), rows_of(plan))
        assert differences(snapshot_of(last), now)
        assert taken_back(differences(snapshot_of(last), now), plan, last) == []
        plan.items.filter(code="LIFT-4").update(start="2030Q1")

        give_up_amendment(plan, by=coordinator)

        assert line(plan, "LIFT-4").start == "2028Q1"
