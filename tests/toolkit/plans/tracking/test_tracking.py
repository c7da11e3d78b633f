"""Words about lines, deliverables, reporting done and the check."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from lms.accounts.models import Institution, OutgoingMail
from tests.accounts.factories import InstitutionFactory
from toolkit.plans.models import Check, Deliverable, ItemUpdate, Plan
from toolkit.plans.services.tracking import (
    check_item,
    report_done,
    take_back_report,
    update_item,
)
from toolkit.plans.services.tracking_deliverables import (
    add_file,
    add_link,
    remove_deliverable,
)
from toolkit.plans.tracking_errors import (
    CheckedByAnother,
    NothingToShow,
    NotNow,
    NotYourCheck,
    NotYours,
)

from .conftest import PDF, focal_point, line, paper

pytestmark = pytest.mark.django_db


def said(plan, by, code="LIFT-1", **fields):
    given = {"status": "running", "percent": 40, "note": "Draft is there."}
    return update_item(line(plan, code), **given | {"once": "a"} | fields, by=by)


def reported(plan, by, code="LIFT-1"):
    add_file(line(plan, code), paper(), by=by)
    return report_done(line(plan, code), note="Signed.", once=f"r-{code}", by=by)


class TestWords:
    def test_the_owner_says_how_far_it_is(self, plan, people):
        said(plan, people.owner)

        item = line(plan, "LIFT-1")
        assert (item.status, item.percent) == ("running", 40)
        assert item.updated_at.date() == dt.date(2027, 5, 12)

    def test_a_double_click_writes_one_word(self, plan, people):
        assert said(plan, people.owner) == said(plan, people.owner, percent=80)

        assert ItemUpdate.objects.count() == 1
        assert line(plan, "LIFT-1").percent == 40

    def test_who_runs_the_plan_writes_about_every_line(self, plan, people):
        said(plan, people.coordinator, "LIFT-2")
        said(plan, people.administrator, once="b")

        assert ItemUpdate.objects.count() == 2

    @pytest.mark.parametrize("who", ["other", "third", "respondent"])
    def test_others_write_nothing(self, plan, people, who):
        with pytest.raises(NotYours):
            said(plan, getattr(people, who))

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"percent": 101}, "percent"),
            ({"percent": -1}, "percent"),
            ({"status": "planned", "percent": 5}, "percent"),
            ({"status": "done"}, "status"),
            ({"status": "reported"}, "status"),
            ({"note": "x" * 4001}, "note"),
        ],
    )
    def test_nonsense_is_refused_beside_its_field(self, plan, people, fields, field):
        with pytest.raises(ValidationError) as refusal:
            said(plan, people.owner, **fields)

        assert list(refusal.value.error_dict) == [field]
        assert not ItemUpdate.objects.exists()

    def test_a_draft_and_a_closed_plan_are_not_followed(self, plan, people):
        for state in (Plan.State.DRAFT, Plan.State.CLOSED):
            Plan.objects.filter(pk=plan.pk).update(state=state)
            with pytest.raises(NotYours):
                said(plan, people.owner, once=state)

    def test_tracking_goes_on_while_an_amendment_is_prepared(self, plan, people):
        Plan.objects.filter(pk=plan.pk).update(state=Plan.State.AMENDING)

        assert said(plan, people.owner).percent == 40

    def test_a_line_for_later_or_dropped_is_not_worked_on(self, plan, people):
        with pytest.raises(NotNow, match="for later"):
            said(plan, people.coordinator, "GEN-3:B2")
        plan.items.filter(code="LIFT-1").update(dropped_at=dt.datetime.now(dt.UTC))
        with pytest.raises(NotNow, match="dropped"):
            said(plan, people.owner)

    def test_the_same_once_for_another_line_is_refused(self, plan, people):
        said(plan, people.coordinator)

        with pytest.raises(NotNow):
            said(plan, people.coordinator, "LIFT-2")
        assert ItemUpdate.objects.count() == 1


class TestDeliverables:
    def test_a_file_is_kept_privately_and_once(self, plan, people):
        item = line(plan, "LIFT-1")

        first = add_file(item, paper(), by=people.owner, title="Decision 12")
        again = add_file(item, paper(), by=people.owner)

        assert first == again
        assert first.title == "Decision 12"
        assert (first.file_name, first.file_size) == ("decision.pdf", len(PDF))
        with first.file.open() as file:
            assert file.read() == PDF

    @pytest.mark.parametrize(
        "file", [paper("virus.exe"), paper("decision.pdf", b"MZ"), paper("a.pdf", b"")]
    )
    def test_what_is_no_document_is_refused(self, plan, people, file):
        with pytest.raises(ValidationError) as refusal:
            add_file(line(plan, "LIFT-1"), file, by=people.owner)

        assert "file" in refusal.value.error_dict

    @pytest.mark.parametrize(
        "url", ["", "decision", "javascript:alert(1)", "ftp://x.y"]
    )
    def test_an_address_is_a_whole_one(self, plan, people, url):
        with pytest.raises(ValidationError) as refusal:
            add_link(line(plan, "LIFT-1"), url, by=people.owner)

        assert "url" in refusal.value.error_dict

    def test_others_add_nothing(self, plan, people):
        with pytest.raises(NotYours):
            add_link(line(plan, "LIFT-1"), "https://stat.example/", by=people.other)

    def test_a_removed_one_keeps_its_row(self, plan, people):
        piece = add_link(line(plan, "LIFT-1"), "https://stat.example/", by=people.owner)

        remove_deliverable(piece, by=people.owner)
        remove_deliverable(piece, by=people.owner)

        assert Deliverable.objects.get().removed_at is not None

    def test_what_was_reported_stays_as_it_is(self, plan, people):
        reported(plan, people.owner)
        piece = Deliverable.objects.select_related("item__plan__country").get()

        with pytest.raises(NotNow, match="Take the report back"):
            remove_deliverable(piece, by=people.owner)


class TestReporting:
    def test_without_a_deliverable_nothing_is_done(self, plan, people):
        with pytest.raises(NothingToShow):
            report_done(line(plan, "LIFT-1"), once="a", by=people.owner)

    def test_a_removed_deliverable_does_not_count(self, plan, people):
        piece = add_link(line(plan, "LIFT-1"), "https://stat.example/", by=people.owner)
        remove_deliverable(piece, by=people.owner)

        with pytest.raises(NothingToShow):
            report_done(line(plan, "LIFT-1"), once="a", by=people.owner)

    def test_it_waits_for_a_check_and_the_coordinator_is_told(self, plan, people):
        reported(plan, people.owner)

        item = line(plan, "LIFT-1")
        assert (item.status, item.percent) == ("reported", 100)
        assert item.reported_by == people.owner
        mails = OutgoingMail.objects.filter(kind="plan_line_to_check")
        assert {row.recipient for row in mails} == {
            people.coordinator.email,
            people.administrator.email,
        }
        assert mails[0].subject == "“Lift A1” waits for your check"

    def test_reported_twice_is_reported_once(self, plan, people):
        first = reported(plan, people.owner)
        again = report_done(line(plan, "LIFT-1"), once="r-LIFT-1", by=people.owner)

        assert first == again
        assert ItemUpdate.objects.count() == 1

    def test_a_coordinator_who_reports_asks_the_others(self, plan, people):
        reported(plan, people.coordinator)

        mails = OutgoingMail.objects.filter(kind="plan_line_to_check")
        assert [row.recipient for row in mails] == [people.administrator.email]

    def test_no_word_is_written_while_it_waits(self, plan, people):
        reported(plan, people.owner)

        with pytest.raises(NotNow, match="waits for a check"):
            said(plan, people.owner)

    def test_taken_back_it_is_where_it_was(self, plan, people):
        said(plan, people.owner, percent=70)
        reported(plan, people.owner)
        take_back_report(line(plan, "LIFT-1"), once="t", by=people.colleague)
        take_back_report(line(plan, "LIFT-1"), once="t", by=people.colleague)

        item = line(plan, "LIFT-1")
        assert (item.status, item.percent, item.reported_by) == ("running", 70, None)
        assert ItemUpdate.objects.count() == 3


class TestChecking:
    @pytest.mark.parametrize("who", ["coordinator", "administrator", "other", "third"])
    def test_somebody_else_accepts_it(self, plan, people, who):
        reported(plan, people.owner)

        check_item(line(plan, "LIFT-1"), accepted=True, by=getattr(people, who))

        item = line(plan, "LIFT-1")
        assert (item.status, item.percent) == ("done", 100)
        assert item.done_on == dt.date(2027, 5, 12)
        assert item.checked_by == getattr(people, who)

    @pytest.mark.parametrize("who", ["owner", "colleague", "respondent"])
    def test_the_owner_and_who_only_reads_do_not_check(self, plan, people, who):
        reported(plan, people.owner)

        with pytest.raises(NotYourCheck):
            check_item(line(plan, "LIFT-1"), accepted=True, by=getattr(people, who))
        assert line(plan, "LIFT-1").status == "reported"

    def test_a_focal_point_of_another_country_who_reads_here_cannot_check(
        self, plan, people
    ):
        focal_point(InstitutionFactory(), person=people.respondent)
        people.respondent.forget_memberships()
        reported(plan, people.owner)

        with pytest.raises(NotYourCheck):
            check_item(line(plan, "LIFT-1"), accepted=True, by=people.respondent)

    def test_a_coordinator_who_reported_cannot_check(self, plan, people):
        reported(plan, people.coordinator)

        with pytest.raises(NotYourCheck):
            check_item(line(plan, "LIFT-1"), accepted=True, by=people.coordinator)

    def test_a_coordinator_of_the_responsible_institution_cannot_check(
        self, plan, people
    ):
        row = people.coordinator.memberships.get()
        row.institution = Institution.objects.get(plan_items__code="LIFT-1")
        row.save()
        people.coordinator.forget_memberships()
        reported(plan, people.owner)

        with pytest.raises(NotYourCheck):
            check_item(line(plan, "LIFT-1"), accepted=True, by=people.coordinator)

    def test_sent_back_it_runs_again_with_the_note(self, plan, people):
        said(plan, people.owner, percent=60)
        reported(plan, people.owner)

        check_item(
            line(plan, "LIFT-1"), accepted=False, note="No signature.", by=people.third
        )

        item = line(plan, "LIFT-1")
        assert (item.status, item.percent, item.done_on) == ("running", 60, None)
        told = OutgoingMail.objects.get(kind="plan_line_checked")
        assert (told.recipient, told.subject) == (
            people.owner.email,
            "“Lift A1” was sent back",
        )

    def test_sending_back_needs_a_note(self, plan, people):
        reported(plan, people.owner)

        with pytest.raises(ValidationError):
            check_item(line(plan, "LIFT-1"), accepted=False, note=" ", by=people.third)

    def test_pressed_twice_it_is_checked_once(self, plan, people):
        reported(plan, people.owner)
        one = check_item(line(plan, "LIFT-1"), accepted=True, by=people.third)
        two = check_item(line(plan, "LIFT-1"), accepted=True, by=people.third)

        assert one == two
        assert Check.objects.count() == 1

    def test_the_second_of_two_people_is_told(self, plan, people):
        reported(plan, people.owner)
        check_item(line(plan, "LIFT-1"), accepted=True, by=people.third)

        with pytest.raises(CheckedByAnother):
            check_item(
                line(plan, "LIFT-1"), accepted=False, note="No.", by=people.coordinator
            )

    def test_what_is_done_stays(self, plan, people):
        reported(plan, people.owner)
        check_item(line(plan, "LIFT-1"), accepted=True, by=people.third)

        with pytest.raises(NotNow, match="done and checked"):
            said(plan, people.owner)
