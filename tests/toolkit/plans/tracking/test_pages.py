"""The pages of approval, tracking, reviews, calendars and learning."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from tests.toolkit.plans.factories import PlanItemFactory
from toolkit.plans.models import ItemUpdate, Plan, PlanItem, Review
from toolkit.plans.services.tracking import report_done
from toolkit.plans.services.tracking_deliverables import add_file

from .conftest import PDF, line, paper

pytestmark = pytest.mark.django_db


def html(response) -> str:
    return " ".join(response.content.decode().split())


def url(name, plan, *more):
    return reverse(f"plans:{name}", args=[plan.pk, *more])


SIGNED = {
    "approved_on": "2027-05-10",
    "decision": "Decree 12",
    "name_1": "Ana Rivas",
    "post_1": "Deputy Minister",
    "institution_1": "Foreign Affairs",
}


class TestApproval:
    def send(self, client, plan, name="approve", **fields):
        plan.refresh_from_db()
        data = SIGNED | {"edit_number": plan.edit_number} | fields
        return client.post(url(name, plan), data)

    def test_a_signed_plan_becomes_version_1(self, client, draft, coordinator):
        client.force_login(coordinator)

        response = self.send(client, draft, introduction="Why.")

        assert response.status_code == 302
        page = html(client.get(response.url))
        assert "Approved on 10 May 2027" in page
        assert "Ana Rivas" in page
        assert "Deputy Minister, Foreign Affairs" in page

    def test_what_is_missing_is_listed_with_its_link(self, client, draft, coordinator):
        client.force_login(coordinator)
        draft.items.filter(code="LIFT-1").update(responsible=None)

        response = self.send(client, draft)

        assert response.status_code == 422
        assert f'href="{url("item", draft, "LIFT-1")}"' in html(response)
        assert "No institution is responsible for it." in html(response)

    def test_typed_words_are_kept_when_something_is_wrong(
        self, client, draft, coordinator
    ):
        client.force_login(coordinator)

        response = self.send(client, draft, post_1="")

        assert response.status_code == 422
        assert 'value="Ana Rivas"' in html(response)
        assert "Write the post of the person who has signed." in html(response)

    def test_everybody_who_signed_has_a_post(self, client, draft, coordinator):
        client.force_login(coordinator)

        response = self.send(client, draft, name_2="Oleg Marin")

        assert response.status_code == 422
        assert "Write name and post of everybody who has signed." in html(response)

    def test_a_second_press_leads_to_the_same_version(self, client, draft, coordinator):
        client.force_login(coordinator)
        first, second = self.send(client, draft), self.send(client, draft)

        assert first.url == second.url
        assert draft.versions.count() == 1

    def test_an_amendment_from_beginning_to_version_2(self, client, plan, coordinator):
        client.force_login(coordinator)
        assert client.get(url("amend", plan)).status_code == 200
        assert client.post(url("amend", plan)).status_code == 302
        plan.items.filter(code="LIFT-4").update(start="2027Q4")
        assert "Q4 2027" in html(client.get(url("adopt", plan)))

        response = self.send(client, plan, "adopt", reason="Late.")

        page = html(client.get(response.url))
        assert "What changed against version 1" in page
        assert "in force" in page
        assert "Version 2" in html(client.get(url("versions", plan)))
        assert client.get(url("version", plan, 1)).status_code == 200

    @pytest.mark.parametrize("number", ["x", "²", "-1", "99999999999999999999"])
    def test_no_version_is_compared_with_nonsense(self, client, plan, people, number):
        client.force_login(people.respondent)

        there = url("version", plan, 1)
        assert client.get(there, {"since": number}).status_code == 404

    def test_an_amendment_can_be_given_up(self, client, plan, coordinator):
        client.force_login(coordinator)
        client.post(url("amend", plan))
        plan.items.filter(code="LIFT-4").update(start="2027Q4")
        page = html(client.get(url("give_up", plan)))
        assert "What is taken back" in page
        assert page.index("LIFT-4") > page.index("What is taken back")

        client.post(url("give_up", plan))

        assert line(plan, "LIFT-4").start == "2027Q3"
        assert Plan.objects.get(pk=plan.pk).state == "approved"


class TestTheLine:
    def here(self, plan, code="LIFT-1"):
        return url("line", plan, code)

    def update(self, client, plan, **fields):
        data = {"do": "update", "status": "running", "percent": "40", "once": "a"}
        return client.post(self.here(plan), data | fields)

    def test_progress_is_saved_once(self, client, plan, people):
        client.force_login(people.owner)
        for _press in range(2):
            assert self.update(client, plan, note="Draft.").status_code == 302

        page = html(client.get(self.here(plan)))
        assert ItemUpdate.objects.count() == 1
        assert "Draft." in page
        assert "In progress, 40 %" in page

    def test_what_is_wrong_stands_beside_its_field(self, client, plan, people):
        client.force_login(people.owner)

        response = self.update(client, plan, percent="140", note="Kept words")

        assert response.status_code == 422
        assert "Write a number from 0 to 100." in html(response)
        assert "Kept words" in html(response)

    def test_from_deliverable_to_done(self, client, plan, people):
        client.force_login(people.owner)
        assert "Add the deliverable first." in html(client.get(self.here(plan)))
        sent = client.post(self.here(plan), {"do": "deliver", "file": paper()})
        assert sent.status_code == 302
        client.post(self.here(plan), {"do": "report", "note": "Ready.", "once": "r"})
        page = html(client.get(self.here(plan)))
        assert "Take the report back" in page
        assert "Accept it as done" not in page

        client.force_login(people.other)
        assert "Accept it as done" in html(client.get(self.here(plan)))
        answer = client.post(self.here(plan), {"do": "check", "verdict": "accept"})

        assert answer.status_code == 302
        assert "Done and checked" in html(client.get(self.here(plan)))

    def test_sending_back_without_a_note_is_refused(self, client, plan, people):
        add_file(line(plan, "LIFT-1"), paper(), by=people.owner)
        report_done(line(plan, "LIFT-1"), once="r", by=people.owner)
        client.force_login(people.coordinator)

        response = client.post(self.here(plan), {"do": "check", "verdict": "return"})

        assert response.status_code == 422
        assert "Write what is missing" in html(response)

    def test_who_may_not_is_told_why(self, client, plan, people):
        client.force_login(people.respondent)
        assert "Save this progress" not in html(client.get(self.here(plan)))

        response = self.update(client, plan)

        assert response.status_code == 409
        assert "focal points of the responsible institution" in html(response)
        assert not ItemUpdate.objects.exists()

    def test_a_file_or_an_address_not_both_and_not_nothing(self, client, plan, people):
        client.force_login(people.owner)
        both = {"do": "deliver", "file": paper(), "url": "https://stat.example/"}

        for data in ({"do": "deliver"}, both):
            assert client.post(self.here(plan), data).status_code == 422

    def test_the_file_is_for_who_reads_the_plan(self, client, plan, people):
        piece = add_file(line(plan, "LIFT-1"), paper("Décret.pdf"), by=people.owner)
        there = reverse("plans:deliverable", args=[piece.pk])
        client.force_login(people.respondent)
        response = client.get(there)
        assert response.content == PDF
        assert "attachment" in response["Content-Disposition"]

        piece.removed_at = dt.datetime.now(dt.UTC)
        piece.save()
        assert client.get(there).status_code == 404

    def test_an_unknown_line_or_button_is_not_found(self, client, plan, people):
        client.force_login(people.owner)

        assert client.get(url("line", plan, "NONE-1")).status_code == 404
        assert client.post(self.here(plan), {"do": "win"}).status_code == 404
        for piece in ("", "x", "²", "99999999999999999999"):
            sent = {"do": "remove", "piece": piece}
            assert client.post(self.here(plan), sent).status_code == 404

    def test_the_words_of_people_are_text(self, client, plan, people):
        client.force_login(people.owner)
        self.update(client, plan, note="<script>alert(1)</script>")

        assert "<script>alert" not in html(client.get(self.here(plan)))


class TestNewDate:
    DATA = {"end": "2027Q4", "decision": "Minutes 3", "decided_on": "2027-05-10"}

    def test_what_moves_is_shown_and_then_saved(self, client, plan, people):
        client.force_login(people.coordinator)
        there = url("redate", plan, "LIFT-1")
        assert "Lift A2" in html(client.get(there))
        data = self.DATA | {"edit_number": plan.edit_number, "seen": "2027Q2"}

        unseen = client.post(there, data)
        saved = client.post(there, data | {"seen": "2027Q4"})

        assert unseen.status_code == 422
        assert "Look at what moves" in html(unseen)
        assert saved.status_code == 302
        assert line(plan, "LIFT-1").start == "2027Q4"

    def test_only_looking_writes_nothing(self, client, plan, people):
        client.force_login(people.coordinator)
        data = self.DATA | {"edit_number": plan.edit_number, "look": "1"}

        assert client.post(url("redate", plan, "LIFT-1"), data).status_code == 200
        assert line(plan, "LIFT-1").start == "2027Q1"

    def test_somebody_elses_change_is_told(self, client, plan, people):
        client.force_login(people.coordinator)
        data = self.DATA | {"edit_number": 99, "seen": "2027Q4"}

        response = client.post(url("redate", plan, "LIFT-1"), data)

        assert response.status_code == 409
        assert "Minutes 3" in html(response)


class TestProgress:
    def test_late_lines_and_what_waits_for_them(self, client, plan, people):
        client.force_login(people.respondent)

        page = html(client.get(url("track", plan)))

        assert "Late since 31 March 2027" in page
        assert "0 of 4 done and checked; the plan said 1 by now." in page
        assert "<polyline" in page

    def test_a_slip_shows_what_moves_and_changes_nothing(self, client, plan, people):
        client.force_login(people.respondent)

        page = html(client.get(url("track", plan), {"line": "LIFT-2", "quarters": "2"}))

        assert "If “Lift A2” is 2 quarters late" in page
        assert line(plan, "LIFT-2").start == "2027Q2"

    @pytest.mark.parametrize(
        "asked", [{"line": "X"}, {"line": "LIFT-2", "quarters": "-1"}]
    )
    def test_nonsense_in_the_address_is_no_error(self, client, plan, people, asked):
        client.force_login(people.respondent)

        assert client.get(url("track", plan), asked).status_code == 200

    def test_many_lines_cost_no_more_queries(
        self, client, plan, people, django_assert_max_num_queries
    ):
        client.force_login(people.respondent)
        client.get(url("track", plan))
        for _number in range(12):
            PlanItemFactory(plan=plan, responsible=line(plan, "LIFT-1").responsible)

        with django_assert_max_num_queries(18):
            client.get(url("track", plan))

    def test_before_the_plan_begins(self, client, plan, people):
        client.force_login(people.respondent)
        with time_machine.travel("2026-12-20T10:00:00Z"):
            client.force_login(people.respondent)
            page = html(client.get(url("track", plan)))

        assert "The plan has not begun: 4 actions to do." in page
        assert "No action is late." in page


class TestReviews:
    def test_the_list_names_each_quarter(self, client, plan, people):
        client.force_login(people.respondent)

        page = html(client.get(url("reviews", plan)))

        assert page.index("Review of Q2 2027") < page.index("Review of Q1 2027")

    def test_a_review_is_closed_with_a_conclusion(self, client, plan, people):
        client.force_login(people.coordinator)
        there = url("review", plan, "2027Q1")
        assert "Give LIFT-1 a new date" in html(client.get(there))
        empty = client.post(there, {"edit_number": plan.edit_number})
        assert empty.status_code == 422

        client.post(there, {"conclusion": "Hurry up.", "edit_number": plan.edit_number})

        page = html(client.get(there))
        assert Review.objects.count() == 1
        assert "Hurry up." in page
        assert "Close this review" not in page
        assert "Give LIFT-1 a new date" not in page

    @pytest.mark.parametrize("quarter", ["2027Q3", "2026Q4", "2027q1", "soon"])
    def test_other_quarters_are_not_found(self, client, plan, people, quarter):
        client.force_login(people.coordinator)

        assert client.get(url("review", plan, quarter)).status_code == 404

    def test_readers_do_not_close(self, client, plan, people):
        client.force_login(people.owner)
        there = url("review", plan, "2027Q1")
        assert "Close this review" not in html(client.get(there))

        data = {"conclusion": "Mine.", "edit_number": plan.edit_number}
        assert client.post(there, data).status_code == 409
        assert not Review.objects.exists()


class TestLearning:
    def test_what_is_ticked_is_assigned(self, client, plan, people, modules):
        PlanItem.objects.filter(code="LIFT-4").update(modules=["01"])
        client.force_login(people.coordinator)
        page = html(client.get(url("learning", plan)))
        assert "Assign module 01 to Owner" in page

        sent = {"assign": [f"01:{people.owner.pk}", "x", "01:999999999"]}
        response = client.post(url("learning", plan), sent, follow=True)

        assert "1 module is assigned." in html(response)
        assert "Module 01: assigned, due on 11 June 2027" in html(response)

    def test_nothing_ticked_is_told(self, client, plan, people, modules):
        client.force_login(people.coordinator)

        assert client.post(url("learning", plan), {}).status_code == 422
