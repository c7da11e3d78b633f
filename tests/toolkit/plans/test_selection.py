"""Which actions a country needs: the check values of the library document."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.toolkit.plans.plans import framework, ids, levels, selected, worked
from toolkit.plans.catalogue import shipped_library
from toolkit.plans.selection import Reason, WaiverRefused

QUESTIONS = list(framework().by_id)
answers = st.dictionaries(
    st.sampled_from(QUESTIONS),
    st.one_of(st.integers(1, 5), st.sampled_from(["dk", None])),
)
aims = st.dictionaries(st.sampled_from(QUESTIONS), st.integers(1, 5))


def test_nothing_anywhere_and_target_3_take_41_actions():
    assert len(ids(worked())) == 41
    assert set(shipped_library().by_id) - set(ids(worked())) == {
        "ACT-07",
        "ACT-10",
        "ACT-12",
        "ACT-15",
        "ACT-34",
        "ACT-40",
        "ACT-43",
    }


@pytest.mark.parametrize(
    ("now", "target", "expected"),
    [
        (levels(3, E1=1), levels(3), ["ACT-24"]),
        (levels(3), levels(3, B3=4), ["ACT-07"]),
        (levels(3, B1=1), levels(3), ["ACT-03"]),
        (levels(3), levels(3, G4=4), ["ACT-46"]),
        (levels(3), levels(3, C3=4), ["ACT-39"]),
    ],
)
def test_check_values_of_the_library(now, target, expected):
    assert ids(selected(now, target)) == expected


def test_a_reason_names_question_and_both_levels():
    found = selected(levels(3, E1=2, E5=1), levels(3)).by_id["ACT-24"]

    assert found.reasons == (Reason("E1", 2, 3), Reason("E5", 1, 3))


def test_what_an_action_needs_is_added_without_a_target_of_its_own():
    found = selected(levels(1), {"B3": 3})

    assert ids(found) == ["ACT-01", "ACT-03", "ACT-04", "ACT-05"]
    assert found.by_id["ACT-01"].reasons == ()
    assert found.by_id["ACT-01"].required_by == ("ACT-04",)


def test_what_is_done_is_neither_proposed_nor_asked_for():
    found = selected(levels(1), {"B3": 3}, done=["ACT-04", "ACT-03"])

    assert ids(found) == ["ACT-05"]


def test_a_prerequisite_waived_with_a_reason_is_left_out():
    waived = {("ACT-05", "ACT-04"): "The ministry convenes the group itself."}

    assert ids(selected(levels(1), {"B3": 3}, waived=waived)) == ["ACT-03", "ACT-05"]


def test_nothing_is_waived_without_a_reason():
    with pytest.raises(WaiverRefused, match="ACT-05"):
        selected(levels(1), {"B3": 3}, waived={("ACT-05", "ACT-04"): " "})


def test_dont_know_and_blank_stand_at_the_lowest_level():
    now = levels(3, B1="dk", E1=None)

    assert ids(selected(now, levels(3))) == ["ACT-03", "ACT-24"]


def test_what_does_not_apply_is_no_gap():
    assert ids(selected(levels(3, J5="na"), levels(3))) == []


def test_a_step_without_an_action_of_its_own_gets_the_generic_one():
    found = selected(levels(3), levels(3, G3=4))

    assert ids(found) == ["GEN-4:G3"]
    assert "Agreement between sources" in found.items[0].action.title["en"]


def test_the_generic_action_follows_the_one_that_gave_level_3():
    found = selected(levels(3, I1=1), {"I1": 4})

    assert found.by_id["GEN-4:I1"].needs == ("ACT-41",)


def test_the_review_of_level_5_waits_until_level_4_is_validated():
    early = selected(levels(3, B1=3), {"B1": 5})
    claimed = selected(levels(4), {"B1": 5}, validated=levels(3))
    shown = selected(levels(4), {"B1": 5}, validated=levels(4))

    assert [one.action.id for one in early.waiting] == ["GEN-5:B1"]
    assert [one.action.id for one in claimed.waiting] == ["GEN-5:B1"]
    assert ids(shown) == ["GEN-5:B1"]


def test_a_gap_whose_actions_are_done_waits_for_the_next_assessment():
    found = selected(levels(3, B1=1), levels(3), done=["ACT-03"])

    assert (ids(found), found.exhausted) == ([], ("B1",))


@settings(max_examples=60, deadline=None)
@given(answers, aims, st.randoms(use_true_random=False))
def test_only_gaps_and_what_they_need_are_chosen_whatever_the_order(
    now, target, random
):
    found = selected(now, target)
    shuffled_now, shuffled_target = (
        dict(random.sample(sorted(one.items()), len(one))) for one in (now, target)
    )

    assert selected(shuffled_now, shuffled_target) == found
    for one in found.items:
        assert one.reasons or one.required_by
        for reason in one.reasons:
            assert reason.level < reason.to <= max(target[reason.question], 3)
        for name in one.action.needs:
            assert name in found.by_id or name in found.met
