"""Pages that edit: targets, roles, building again, comparing, lines."""

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.accounts.models import Institution
from lms.accounts.roles import Role
from tests.accounts.factories import InstitutionFactory, make_person
from toolkit.plans.models import Plan, Solving
from toolkit.plans.plan_reading import task_of
from toolkit.plans.services import solving_jobs
from toolkit.plans.services.building import set_targets
from toolkit.plans.services.editing import values_of

pytestmark = pytest.mark.django_db


def url(name, *arguments):
    return reverse(f"plans:{name}", args=arguments)


def text(response):
    return " ".join(response.content.decode().split())


def line(plan, code):
    found = plan.items.get(code=code)
    found.plan = Plan.objects.with_places().get(pk=plan.pk)
    return found


def line_fields(plan, code, **changes):
    """What the form of a line sends when nothing is changed but this."""
    found = line(plan, code)
    values = values_of(found)
    fields = {
        name: "" if value is None else value
        for name, value in values.items()
        if name != "responsible"
    }
    fields["start"] = str(values["start"] or "")
    fields["responsible"] = found.responsible_id or ""
    fields["edit_number"] = found.edit_number
    return fields | changes


# Targets


def target_fields(plan, do="save", **targets):
    fields = {f"target-{key}": level for key, level in plan.targets.items()}
    fields |= {f"target-{key}": level for key, level in targets.items()}
    return fields | {"years": 3, "edit_number": plan.edit_number, "do": do}


def test_the_effect_of_targets_is_shown_without_saving(signed_in, plan):
    top = target_fields(plan, "effect", A1=3, A2=3, B1=3, B2=3)

    page = signed_in.post(url("targets", plan.pk), top)
    part = signed_in.post(
        url("targets", plan.pk),
        top,
        headers={"HX-Request": "true", "HX-Trigger-Name": "target-B1"},
    )

    assert "3 · Working" in text(page)
    assert "3 · Working" in text(part)
    assert "<html" not in text(part)
    assert 'id="strip-B1" hx-swap-oob="true"' in text(part)
    assert Plan.objects.get().targets == plan.targets


def test_targets_are_saved_and_lead_to_what_changes(signed_in, plan):
    answer = signed_in.post(url("targets", plan.pk), target_fields(plan, B1=3))

    assert answer.url == url("build", plan.pk)
    assert Plan.objects.get().targets["B1"] == 3


@pytest.mark.parametrize("level", ["0", "9", "x", ""])
def test_a_target_that_is_no_level_is_refused(signed_in, plan, level):
    page = signed_in.post(url("targets", plan.pk), target_fields(plan, B1=level))

    assert page.status_code == 422
    assert Plan.objects.get().targets == plan.targets


def test_defaults_of_a_horizon_are_filled_in_and_not_saved(signed_in, plan):
    set_targets(plan, targets={"B1": 3, "A1": 1}, by=plan.created_by)

    page = signed_in.post(
        url("targets", plan.pk), target_fields(plan, "one_year", B1=3)
    )

    form = page.context["form"]
    # Essential questions go to 3 in one year, the others one level up.
    assert form["target-A1"].value() == 3
    assert form["target-B1"].value() == 2
    assert Plan.objects.get().targets["B1"] == 3


def test_who_saves_targets_second_keeps_what_was_chosen(signed_in, plan):
    fields = target_fields(plan, B1=3)
    set_targets(plan, targets={"A1": 3}, by=plan.created_by)

    page = signed_in.post(url("targets", plan.pk), fields)

    assert page.status_code == 422
    assert page.context["form"]["target-B1"].value() == "3"
    number = Plan.objects.get().edit_number
    again = signed_in.post(url("targets", plan.pk), fields | {"edit_number": number})
    assert again.status_code == 302


# Roles


def test_roles_are_given_to_institutions(signed_in, plan):
    statistics = Institution.objects.get(country=plan.country, key="statistics")
    fields = {"edit_number": plan.edit_number, "coordinator-leads": statistics.pk}

    signed_in.post(url("roles", plan.pk), fields)

    assert line(plan, "LIFT-1").responsible == statistics
    page = text(signed_in.get(url("roles", plan.pk)))
    assert "Nobody takes this role yet." in page


def test_a_role_is_not_given_to_another_country(signed_in, plan):
    stranger = InstitutionFactory()
    fields = {"edit_number": plan.edit_number, "coordinator-leads": stranger.pk}

    assert signed_in.post(url("roles", plan.pk), fields).status_code == 422


def test_a_role_of_who_left_is_said(signed_in, plan):
    Institution.objects.filter(key="border").update(is_active=False)

    assert "Border has left the network" in text(signed_in.get(url("roles", plan.pk)))


# Building again


def test_what_would_change_is_shown_before_it_is_done(signed_in, plan):
    Plan.objects.update(levels=plan.levels | {"B1": 3})
    page = signed_in.get(url("build", plan.pk))
    assert [one["code"] for one in page.context["changes"]["gone"]] == [
        "LIFT-3",
        "LIFT-4",
    ]
    assert plan.items.count() == 5

    signed_in.post(url("build", plan.pk), {"edit_number": plan.edit_number})

    assert plan.items.count() == 3
    assert "Nothing would change" in text(signed_in.get(url("build", plan.pk)))


def test_building_what_somebody_else_changed_is_refused(signed_in, plan):
    Plan.objects.update(levels=plan.levels | {"B1": 3}, edit_number=7)

    answer = signed_in.post(url("build", plan.pk), {"edit_number": 6}, follow=True)

    assert "Somebody else has changed this" in text(answer)
    assert plan.items.count() == 5


# Comparing


def test_ways_stand_side_by_side_and_the_exact_ones_are_worked_out(signed_in, plan):
    page = text(signed_in.get(url("compare", plan.pk)))
    assert page.count("not worked out") == 10
    assert "First-year dozen" in page

    answer = signed_in.post(url("compare", plan.pk), {"budget": 3, "quarters": 4})
    page = text(signed_in.get(answer.url))

    assert "Proven: no plan of these actions is shorter." in page
    assert "Proven: no choice within these means lifts more." in page
    signed_in.post(url("compare", plan.pk), {"budget": 3, "quarters": 4})
    assert Solving.objects.count() == 2


def test_a_plan_for_the_means_is_used(signed_in, plan):
    signed_in.post(url("compare", plan.pk), {"budget": 3, "quarters": 4})
    address = f"{url('build', plan.pk)}?way=best&budget=3&quarters=4"
    assert signed_in.get(address).context["changes"]["moved"]

    signed_in.post(address, {"edit_number": plan.edit_number})

    plan.refresh_from_db()
    assert (plan.way, plan.budget, plan.quarters) == ("best", 3, 4)
    assert "Proven: no choice within these means lifts more." in text(
        signed_in.get(url("plan", plan.pk))
    )
    means = plan.items.filter(later_reason="means")
    assert sorted(means.values_list("code", flat=True)) == ["LIFT-3", "LIFT-4"]
    assert "Nothing would change" in text(signed_in.get(url("build", plan.pk)))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"budget": "-1", "quarters": "4"}, "Write a whole number, 0 or more."),
        ({"budget": "x", "quarters": "4"}, "Write a whole number, 0 or more."),
        ({"budget": "", "quarters": "0"}, "Write a whole number, 1 or more."),
        ({"budget": "", "quarters": ""}, "Write how many quarters there are."),
    ],
)
def test_bad_means_are_refused(signed_in, plan, fields, words):
    page = signed_in.post(url("compare", plan.pk), fields)

    assert page.status_code == 422
    assert words in text(page)
    assert not Solving.objects.exists()


def test_a_budget_that_dated_lines_already_pass_is_refused(signed_in, plan):
    big = line(plan, "LIFT-4")
    plan.items.filter(pk=big.pk).update(edited=["start"])

    answer = signed_in.post(
        url("compare", plan.pk), {"budget": 3, "quarters": 4}, follow=True
    )

    assert "take 4 effort points" in text(answer)
    assert not Solving.objects.filter(way="best").exists()


def test_a_slow_plan_goes_on_in_the_background(
    signed_in, plan, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(solving_jobs, "AT_ONCE", 0)
    with django_capture_on_commit_callbacks() as callbacks:
        signed_in.post(f"{url('build', plan.pk)}?way=shortest", {"do": "solve"})
    row = Solving.objects.get()

    page = signed_in.get(f"{url('build', plan.pk)}?way=shortest")
    if row.is_open:
        assert page["Refresh"] == "3"
        assert "being worked out" in text(page)
    for one in callbacks:
        one()

    assert Solving.objects.get().state == "done"
    page = signed_in.get(f"{url('build', plan.pk)}?way=shortest")
    assert "Refresh" not in page


def test_a_lost_job_is_taken_up_again_and_an_old_one_is_dropped(plan):
    task = replace(task_of(plan), way="shortest")
    row = Solving.objects.create(plan=plan, key=task.key, way="shortest")
    assert solving_jobs.ask(plan, task) == row
    Solving.objects.update(heard_at=timezone.now() - 2 * solving_jobs.SILENCE)
    assert solving_jobs.is_lost(Solving.objects.get())

    assert solving_jobs.ask(plan, task).state == "done"
    old = Solving.objects.create(plan=plan, key="other", way="shortest")
    solving_jobs.run_solving.call(old.pk)
    assert not Solving.objects.filter(pk=old.pk).exists()


# Lines


def test_a_line_is_edited_with_its_warnings_in_the_answer(signed_in, plan):
    page = text(signed_in.get(url("item", plan.pk, "LIFT-4")))
    assert "LIFT-4 needs equipment" in page

    answer = signed_in.post(
        url("item", plan.pk, "LIFT-4"),
        line_fields(plan, "LIFT-4", cost="12.5", funding="Budget", title="Ours"),
        follow=True,
    )

    found = line(plan, "LIFT-4")
    assert (found.title, str(found.cost)) == ("Ours", "12.50")
    assert found.edited == ["cost", "funding", "title"]
    assert "LIFT-4 needs equipment" not in text(answer)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Write what is done."),
        ({"length": "0"}, "Write 1 or more."),
        ({"length": "x"}, "Write a whole number"),
        ({"start": "2020Q9"}, "Choose a quarter from the list."),
        ({"cost": "-5"}, "Write 0 or more."),
        ({"cost": "much"}, "Write a number"),
        ({"modules": ["99"]}, "99"),
    ],
)
def test_bad_values_of_a_line_are_refused_beside_their_field(
    signed_in, plan, changes, words
):
    fields = line_fields(plan, "LIFT-1", funding="Typed") | changes

    page = signed_in.post(url("item", plan.pk, "LIFT-1"), fields)

    assert page.status_code == 422
    assert words in text(page)
    assert "Typed" in text(page)
    assert line(plan, "LIFT-1").edit_number == 0


def test_an_institution_of_another_country_is_refused(signed_in, plan):
    fields = line_fields(plan, "LIFT-1", responsible=InstitutionFactory().pk)

    assert signed_in.post(url("item", plan.pk, "LIFT-1"), fields).status_code == 422


def test_order_is_refused_then_waived_with_a_reason(signed_in, plan):
    fields = line_fields(plan, "LIFT-2", start=plan.start)

    page = signed_in.post(url("item", plan.pk, "LIFT-2"), fields)
    assert page.status_code == 422
    assert "before what it needs is finished: LIFT-1" in text(page)

    signed_in.post(url("item", plan.pk, "LIFT-2"), fields | {"waive_reason": "Both."})
    assert line(plan, "LIFT-2").waivers == {"LIFT-1": "Both."}
    assert "Need not wait: Both." in text(signed_in.get(url("item", plan.pk, "LIFT-2")))


def test_what_moves_with_a_line_is_shown(signed_in, plan, today_quarter):
    later = str(today_quarter.plus(3))
    fields = line_fields(plan, "LIFT-1", start=later)

    page = signed_in.post(url("item", plan.pk, "LIFT-1"), fields)
    assert page.status_code == 422
    assert [one["code"] for one in page.context["pushed"]] == [
        "LIFT-2",
        "LIFT-3",
        "LIFT-4",
    ]

    signed_in.post(url("item", plan.pk, "LIFT-1"), fields | {"move_others": "on"})
    assert line(plan, "LIFT-2").start == str(today_quarter.plus(4))


def test_two_people_at_one_line_see_both_versions(signed_in, plan):
    fields = line_fields(plan, "LIFT-1", title="Mine")
    plan.items.filter(code="LIFT-1").update(
        title="Theirs", edited=["title"], edit_number=1
    )

    page = signed_in.post(url("item", plan.pk, "LIFT-1"), fields)

    assert page.status_code == 422
    assert page.context["theirs"] == [
        {"label": "Event", "mine": "Mine", "theirs": "Theirs"}
    ]
    assert line(plan, "LIFT-1").title == "Theirs"
    signed_in.post(url("item", plan.pk, "LIFT-1"), fields | {"edit_number": 1})
    assert line(plan, "LIFT-1").title == "Mine"


def test_an_own_line_is_added_dropped_and_taken_back(signed_in, plan):
    fields = {
        "title": "Our own",
        "start": plan.start,
        "length": 2,
        "effort": "M",
        "responsible": line(plan, "LIFT-1").responsible_id,
    }
    signed_in.post(url("item_add", plan.pk), fields)
    signed_in.post(url("item_add", plan.pk), fields)
    own = plan.items.get(kind="own")
    assert (own.code, own.length, own.effort) == ("OWN-1", 2, "M")

    drop = url("item_drop", plan.pk, "OWN-1")
    assert signed_in.post(drop, {"reason": "", "edit_number": 0}).status_code == 422
    signed_in.post(drop, {"reason": "Too much.", "edit_number": own.edit_number})
    assert "Too much." in text(signed_in.get(url("plan", plan.pk)))
    signed_in.post(url("item_restore", plan.pk, "OWN-1"))

    assert plan.items.get(kind="own").dropped_at is None


def test_only_questions_with_a_gap_are_offered_to_an_own_line(signed_in, plan):
    set_targets_to(plan, A1=3, B1=1)
    fields = {"title": "Ask", "start": "", "length": 1, "effort": "S"}

    wrong = signed_in.post(url("item_add", plan.pk), fields | {"question": "B1"})
    assert wrong.status_code == 422
    signed_in.post(url("item_add", plan.pk), fields | {"question": "A1"})

    own = plan.items.get(kind="own")
    assert own.reasons == [{"question": "A1", "from": 1, "to": 3}]
    page = text(signed_in.get(url("item", plan.pk, own.code)))
    assert '<option value="A1" selected' in page
    assert 'name="question"' not in text(signed_in.get(url("item", plan.pk, "LIFT-1")))
    changed = line_fields(plan, own.code, title="Ask them", question="A2")
    signed_in.post(url("item", plan.pk, own.code), changed)
    assert plan.items.get(kind="own").reasons[0]["question"] == "A2"


def set_targets_to(plan, **targets):
    plan.targets = plan.targets | targets
    plan.save()


def test_dropping_says_who_goes_on_without_it(signed_in, plan):
    page = text(signed_in.get(url("item_drop", plan.pk, "LIFT-1")))

    assert "These lines need it." in page
    assert "LIFT-2" in page


def test_lines_are_reordered_and_orders_waived_with_buttons(signed_in, plan):
    signed_in.post(url("item_move", plan.pk, "LIFT-3"), {"to": "up"})
    page = signed_in.get(url("plan", plan.pk))
    codes = [each["line"].code for each in page.context["quarters"][1][1]]
    assert codes == ["LIFT-3", "LIFT-2"]

    order = url("item_order", plan.pk, "LIFT-2")
    signed_in.post(order, {"before": "LIFT-1", "reason": "Both."})
    assert line(plan, "LIFT-2").waivers == {"LIFT-1": "Both."}
    signed_in.post(order, {"before": "LIFT-1", "reason": ""})
    assert line(plan, "LIFT-2").waivers == {}


def test_a_dated_line_is_freed_again(signed_in, plan, today_quarter):
    fields = line_fields(plan, "LIFT-4", start=str(today_quarter.plus(8)))
    signed_in.post(url("item", plan.pk, "LIFT-4"), fields)
    assert "Let building find its quarter" in text(
        signed_in.get(url("item", plan.pk, "LIFT-4"))
    )

    signed_in.post(url("item_free", plan.pk, "LIFT-4"))

    moved = signed_in.get(url("build", plan.pk)).context["changes"]["moved"]
    assert [one["code"] for one in moved] == ["LIFT-4"]


def test_generic_lines_have_pages_and_unknown_ones_have_none(signed_in, plan):
    assert signed_in.get(url("item", plan.pk, "GEN-3:B2")).status_code == 200
    assert signed_in.get(url("item", plan.pk, "ACT-99")).status_code == 404


def test_an_approved_plan_is_only_changed_by_an_amendment(signed_in, plan):
    Plan.objects.update(state="approved")

    for name in ("targets", "roles", "capacity", "build", "compare", "item_add"):
        page = signed_in.get(url(name, plan.pk))
        assert page.status_code == 403, name
        assert "begin an amendment" in text(page), name


def test_readers_change_nothing(client, plan, country):
    client.force_login(make_person(Role.FOCAL_POINT, country))

    answer = client.post(url("item", plan.pk, "LIFT-1"), line_fields(plan, "LIFT-1"))

    assert answer.status_code == 403
