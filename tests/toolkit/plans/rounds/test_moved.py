"""Levels before and after beside the actions that aimed at them."""

from dataclasses import replace
from datetime import date

import pytest

from lms.accounts.roles import Role
from tests.accounts.factories import CountryFactory, make_person
from tests.assessments.maturity.instruments import framework
from tests.assessments.maturity.result_rounds import make_round
from tests.toolkit.plans.factories import plan_with_lines
from toolkit.plans.moved_pages import moved_context

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    found = plan_with_lines(state="approved")
    found.items.filter(code__in=["LIFT-1", "LIFT-3"]).update(status="done", percent=100)
    return found


@pytest.fixture
def coordinator(plan):
    return make_person(Role.COORDINATOR, plan.country)


def later(plan, **levels):
    return make_round(
        plan.country,
        institutions=1,
        levels=dict.fromkeys(("A1", "A2", "B1", "B2"), 1) | levels,
        on=date(2028, 6, 30),
    )


def rows(context):
    return {
        row.question.question: row for group in context["groups"] for row in group.rows
    }


def test_without_a_later_round_the_page_says_so(client, plan, coordinator):
    client.force_login(coordinator)

    page = client.get(f"/en/plans/{plan.pk}/moved/")

    assert page.status_code == 200
    assert "No later assessment yet" in page.content.decode()


def test_a_plan_that_goes_on_from_another_leads_to_what_that_one_moved(
    client, plan, coordinator
):
    following = plan_with_lines(round=later(plan, A1=3), previous=plan)
    client.force_login(coordinator)

    page = client.get(f"/en/plans/{following.pk}/moved/").content.decode()

    assert "No later assessment yet" in page
    assert f'href="/en/plans/{plan.pk}/moved/"' in page


def test_levels_stand_beside_the_lines_that_aimed_at_them(plan, coordinator):
    later(plan, A1=3, A2=1, B1=1, B2=2)

    found = rows(moved_context(coordinator, plan))

    assert [one.line.code for one in found["A1"].aimed] == ["LIFT-1"]
    assert (found["A1"].before.sign, found["A1"].after.sign) == ("1", "3")
    assert found["A1"].question.reached
    assert found["A1"].change.text.endswith("+2")
    assert not found["A2"].question.reached
    assert [one.line.code for one in found["B1"].aimed] == ["LIFT-3", "LIFT-4"]


def test_done_without_effect_and_moved_without_action_are_named(plan, coordinator):
    plan.items.filter(code="GEN-3:B2").delete()
    later(plan, A1=3, B2=2)

    context = moved_context(coordinator, plan)

    assert context["without_effect"] == ["B1"]
    assert context["without_action"] == ["B2"]
    assert context["finding"] == "2 levels rose; fallen: 0, unchanged: 2."


def test_nothing_moved_is_said(plan, coordinator):
    later(plan, A1=1)

    context = moved_context(coordinator, plan)

    assert context["finding"] == "No level moved."
    assert context["without_effect"] == ["A1", "B1"]


def test_targets_reached_are_of_those_that_lay_above(plan, coordinator):
    plan.targets = {"A1": 3, "A2": 1, "B1": 3, "B2": 3}
    plan.save()
    later(plan, A1=3, B1=2, B2=3)

    facts = {
        str(one["label"]): one["value"]
        for one in moved_context(coordinator, plan)["facts"]
    }

    assert facts["Targets reached"] == "2 of 3"
    # GEN-3:B2 is for later: nobody expected it to be done.
    assert facts["Actions done"] == "2 of 4"


def test_other_frameworks_cannot_be_compared(plan, coordinator):
    other = replace(framework("open-data"), key="other")
    make_round(plan.country, institutions=1, framework=other, on=date(2028, 6, 30))

    assert moved_context(coordinator, plan)["comparable"] is False


def test_page_takes_a_fixed_number_of_queries(
    client, plan, coordinator, django_assert_max_num_queries
):
    later(plan, A1=3)
    client.force_login(coordinator)

    with django_assert_max_num_queries(32):
        page = client.get(f"/en/plans/{plan.pk}/moved/").content.decode()

    assert "3 levels rose" not in page
    assert "1 level rose" in page


def test_a_round_of_another_country_is_not_found(client, plan):
    client.force_login(make_person(Role.COORDINATOR, CountryFactory()))

    assert client.get(f"/en/plans/{plan.pk}/moved/").status_code == 404
