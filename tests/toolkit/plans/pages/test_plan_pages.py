"""Pages of plans: list, new, one plan, means."""

import pytest
from django.urls import reverse

from lms.accounts.models import Institution
from lms.accounts.roles import Role
from tests.accounts.factories import CountryFactory, make_person
from tests.assessments.maturity.result_rounds import make_round
from tests.toolkit.plans.factories import PlanItemFactory
from toolkit.plans.models import Plan

pytestmark = pytest.mark.django_db


def url(name, *arguments):
    return reverse(f"plans:{name}", args=arguments)


def text(response):
    return " ".join(response.content.decode().split())


def new_plan(round, **changes):
    fields = {
        "round": round.pk,
        "title": "",
        "start": "2199Q1",
        "years": 1,
        "at_once": 8,
        "per_institution": "",
        "new_a_year": "",
        "currency": "usd",
    }
    return fields | changes


def test_a_plan_is_built_from_a_validated_round(signed_in, validated, today_quarter):
    page = signed_in.get(url("new"), {"round": validated.pk})
    assert str(today_quarter.plus(1)) in text(page)

    answer = signed_in.post(
        url("new"), new_plan(validated, start=str(today_quarter.plus(1)))
    )

    plan = Plan.objects.get()
    assert answer.url == url("plan", plan.pk)
    assert (plan.start, plan.currency) == (str(today_quarter.plus(1)), "USD")
    assert plan.items.count() == 5


def test_a_round_is_offered_first_only_while_no_plan_of_it_runs(signed_in, plan):
    there = f"{url('new')}?round={plan.round_id}"

    draft = text(signed_in.get(url("plans")))
    Plan.objects.update(state="approved")
    running = text(signed_in.get(url("plans")))
    Plan.objects.update(state="closed")
    closed = text(signed_in.get(url("plans")))

    assert "Ready to plan from" not in draft
    assert there not in draft
    assert "Ready to plan from" not in running
    assert there in running
    assert "Ready to plan from" in closed


def test_a_closed_plan_says_so(signed_in, plan):
    Plan.objects.update(state="approved")
    assert "· Closed" not in text(signed_in.get(url("plan", plan.pk)))

    Plan.objects.update(state="closed")
    assert "· Closed" in text(signed_in.get(url("plan", plan.pk)))


def test_a_submitted_round_says_why_not(signed_in, country):
    round = make_round(country, state="submitted")

    page = signed_in.get(url("new"), {"round": round.pk})

    assert "not validated yet" in text(page)
    assert '<form method="post" action="/en/plans/new' not in text(page)
    assert signed_in.post(url("new"), new_plan(round)).status_code == 422
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"start": "2020Q1"}, "This quarter has passed"),
        ({"start": "soon"}, "Choose a quarter from the list"),
        ({"start": ""}, "Choose the first quarter"),
        ({"at_once": 0}, "nothing could ever begin"),
        ({"per_institution": "0"}, "nothing could ever begin"),
        ({"new_a_year": "-1"}, "nothing could ever begin"),
        ({"at_once": "many"}, "Write a whole number"),
        ({"currency": "$"}, "Write three letters"),
        ({"years": 2}, "2 is not one of the available choices"),
    ],
)
def test_bad_means_are_refused_beside_their_field(
    signed_in, validated, today_quarter, changes, words
):
    fields = new_plan(validated, start=str(today_quarter), title="Kept") | changes

    page = signed_in.post(url("new"), fields)

    assert page.status_code == 422
    assert words in text(page)
    assert 'value="Kept"' in text(page)
    assert not Plan.objects.exists()


def test_pressed_twice_a_plan_is_built_once(signed_in, validated, today_quarter):
    fields = new_plan(validated, start=str(today_quarter.plus(1)))

    first, second = (signed_in.post(url("new"), fields) for _press in range(2))

    assert first.url == second.url == url("plan", Plan.objects.get().pk)


def test_a_draft_that_is_there_is_linked(signed_in, plan, today_quarter):
    Plan.objects.update(edit_number=3)

    page = signed_in.post(
        url("new"), new_plan(plan.round, start=str(today_quarter.plus(1)))
    )

    assert page.status_code == 422
    assert url("plan", plan.pk) in text(page)
    assert Plan.objects.count() == 1


def test_a_plan_of_another_country_is_not_found(client, plan):
    client.force_login(make_person(Role.COORDINATOR, CountryFactory()))

    assert client.get(url("plan", plan.pk)).status_code == 404
    assert client.get(url("new"), {"round": plan.round.pk}).status_code == 404
    assert client.get(url("new"), {"round": "x"}).status_code == 404


def test_readers_read_and_do_not_edit(client, plan, country):
    client.force_login(make_person(Role.FOCAL_POINT, country))

    page = text(client.get(url("plan", plan.pk)))

    assert "Lift A1" in page
    assert url("targets", plan.pk) not in page
    assert client.get(url("targets", plan.pk)).status_code == 403


def test_what_is_for_later_is_no_cost_of_the_plan(signed_in, plan):
    plan.items.filter(code="LIFT-1").update(cost=1500)
    plan.items.filter(code="GEN-3:B2").update(cost=800)

    page = text(signed_in.get(url("plan", plan.pk)))

    strip = page[page.index("Cost estimate") : page.index("have no estimate")]
    assert "1,500 USD" in strip
    assert "Together 2,300 USD, as far as it was estimated." in page
    assert "Of it 800 USD for lines that are for later." in page


def test_the_page_has_the_three_pillars_and_every_line(signed_in, plan):
    page = text(signed_in.get(url("plan", plan.pk)))

    for words in (
        "Focal points",
        "Inter-ministerial working group",
        "Minimum set of indicators",
        "For these targets nothing has to be done.",
        "Paper on A2",
        "A2 is lifted.",
        "The level before has to be validated first.",
        "no estimate",
    ):
        assert words in page, words


def test_warnings_are_true_after_an_edit(signed_in, plan):
    big = plan.items.get(code="LIFT-4")
    assert "LIFT-4 needs equipment" in text(signed_in.get(url("plan", plan.pk)))

    plan.items.filter(pk=big.pk).update(cost=10, funding="State budget")

    page = text(signed_in.get(url("plan", plan.pk)))
    assert "LIFT-4 needs equipment" not in page
    assert "Together 10 USD" in page


def test_an_institution_that_left_the_network_is_said(signed_in, plan):
    owner = plan.items.get(code="LIFT-2").responsible
    Institution.objects.filter(pk=owner.pk).update(is_active=False)

    page = text(signed_in.get(url("plan", plan.pk)))

    assert "has left the network" in page
    assert f"{owner}, responsible for LIFT-2, has left the network" in page


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"pillar": "focal_points"}, {"LIFT-1"}),
        ({"pillar": "other"}, {"LIFT-3", "LIFT-4", "GEN-3:B2"}),
        ({"quarter": "later"}, {"GEN-3:B2"}),
        ({"status": "late"}, set()),
        ({"status": "nonsense"}, {"LIFT-1", "LIFT-2", "LIFT-3", "LIFT-4", "GEN-3:B2"}),
    ],
)
def test_filters_narrow_the_lines(signed_in, plan, query, codes):
    page = signed_in.get(url("plan", plan.pk), query)

    shown = {
        one["line"].code for _name, lines in page.context["quarters"] for one in lines
    } | {one.line.code for one in page.context["later"]}
    assert shown == codes


def test_number_of_queries_of_the_plan_page(
    signed_in, plan, django_assert_max_num_queries
):
    signed_in.get(url("plan", plan.pk))
    PlanItemFactory.create_batch(44, plan=plan, start=plan.start)

    with django_assert_max_num_queries(8):
        signed_in.get(url("plan", plan.pk))


def test_the_list_shows_plans_and_what_to_plan_from(signed_in, plan, client):
    assert url("plan", plan.pk) in text(signed_in.get(url("plans")))
    Plan.objects.all().delete()

    page = text(signed_in.get(url("plans")))
    assert "Build the action plan" in page
    client.force_login(make_person(Role.RESPONDENT, CountryFactory()))
    assert "No plan yet" in text(client.get(url("plans")))


def test_means_are_changed_and_lead_to_what_changes(signed_in, plan):
    fields = {
        "title": "Renamed",
        "start": plan.start,
        "at_once": 1,
        "per_institution": "",
        "new_a_year": "",
        "currency": "EUR",
        "introduction": "Words.",
        "edit_number": plan.edit_number,
    }

    answer = signed_in.post(url("capacity", plan.pk), fields)

    assert answer.url == url("build", plan.pk)
    plan.refresh_from_db()
    assert (plan.title, plan.at_once, plan.currency) == ("Renamed", 1, "EUR")
    late = signed_in.post(url("capacity", plan.pk), fields | {"title": "Mine"})
    assert late.status_code == 422
    assert 'value="Mine"' in text(late)
    assert "Somebody else has changed this" in text(late)


def test_a_plan_without_lines_says_so(signed_in, plan):
    plan.items.all().delete()
    Plan.objects.update(targets=plan.levels, levels=dict.fromkeys(plan.levels, 3))

    page = text(signed_in.get(url("plan", plan.pk)))

    assert "Nothing has a quarter yet." in page
    assert "It is in place: nothing is left to do for these targets." in page


def test_a_library_for_another_framework_is_said(signed_in, plan):
    plan.library.framework_key = "other"
    plan.library.content_digest = "changed"
    plan.library.save()

    page = text(signed_in.get(url("plan", plan.pk)))

    assert "The action library was made for other." in page


def test_a_draft_is_deleted_after_a_question(signed_in, plan):
    assert "Delete this draft?" in text(signed_in.get(url("delete", plan.pk)))

    signed_in.post(url("delete", plan.pk))

    assert not Plan.objects.exists()


def test_the_result_leads_to_the_plan(signed_in, validated):
    page = signed_in.get(reverse("maturity:result", args=[validated.pk]))

    assert f"{url('new')}?round={validated.pk}" in text(page)
