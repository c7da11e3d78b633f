"""What a plan warns of: the nine points of the library document."""

import pytest

from tests.toolkit.plans.plans import frame, framework, levels, selected, worked
from toolkit.plans.advice import reminder_for, warnings_of
from toolkit.plans.quarters import Quarter
from toolkit.plans.scheduling import arranged, schedule

START = Quarter(2027, 1)


def codes(plan, **options):
    """The warnings of a plan: code > what fills in its words."""
    found = warnings_of(framework(), plan, start=START, **options)
    return [(one.code, dict(one.values)) for one in found]


def said(plan, **options):
    """The warnings of a plan in words."""
    return [str(one) for one in warnings_of(framework(), plan, start=START, **options)]


def test_a_small_plan_in_order_warns_of_nothing():
    assert codes(schedule(selected(levels(3, B1=1), levels(3)))) == []


def test_more_than_12_new_actions_a_year_or_3_in_a_dimension():
    found = codes(schedule(worked(), frame(8)))

    assert ("new_in_year", {"year": 1, "number": 19, "limit": 12}) in found
    assert (
        "in_dimension",
        {"year": 1, "number": 5, "dimension": "B", "limit": 3},
    ) in found


def test_one_entity_with_more_than_six_actions_at_once():
    selection = worked()
    limits = frame(8, owners=dict.fromkeys(selection.by_id, "Ministry"))

    found = said(schedule(selection, limits), frame=limits)

    assert (
        "Ministry is responsible for 8 actions in 2027Q4; more than 6 at once is too "
        "much."
    ) in found


def test_an_essential_gap_without_an_action_in_the_first_year():
    late = [
        values["question"]
        for code, values in codes(schedule(worked(), frame(8)))
        if code == "essential_late"
    ]

    assert late == ["F1", "G1", "H1"]


def test_large_effort_without_money():
    plan = schedule(selected(levels(3, D4=1), levels(3)))

    assert codes(plan) == [("unfunded", {"action": "ACT-22"})]
    assert codes(plan, funded=["ACT-22"]) == []


@pytest.mark.parametrize(
    ("code", "first", "then", "now"),
    [
        ("training", "ACT-03", "ACT-42", levels(3, B1=1, I3=1)),
        ("equipment", "ACT-35", "ACT-38", levels(3, H4=1)),
        ("exchange", "ACT-16", "ACT-36", levels(3, C3=1, H1=1)),
        ("publication", "ACT-16", "ACT-47", levels(3, C3=1, J3=1)),
    ],
)
def test_what_begins_before_what_it_stands_on(code, first, then, now):
    selection = selected(now, levels(3))
    values = {"action": then, "before": first}
    funded = list(selection.by_id)

    turned = arranged(selection, {then: 0, first: 3})
    without = arranged(selection, {then: 0})
    ordered = arranged(selection, {first: 0, then: 3})

    assert (code, values) in codes(turned, funded=funded)
    assert (code, values) in codes(without, funded=funded)
    assert (code, values) not in codes(ordered, funded=funded)


def test_ten_actions_of_one_type():
    found = codes(schedule(selected(levels(1), levels(4)), frame(8)))

    assert ("of_type", {"number": 12, "type": "mandate"}) in found


def test_gaps_that_are_done_wait_for_the_next_assessment():
    plan = schedule(selected(levels(3, B1=1), levels(3), done=["ACT-03"]))

    assert ("exhausted", {"question": "B1"}) in codes(plan)


@pytest.mark.parametrize(
    ("silent", "who"),
    [(0, ""), (1, "owner"), (2, "coordinator"), (3, "meeting"), (9, "meeting")],
)
def test_a_due_action_without_a_word_is_shown_to_more_and_more_people(silent, who):
    assert reminder_for(silent) == who
