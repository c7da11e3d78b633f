"""Exact plans: never longer than the greedy one, and right on cases small enough."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.toolkit.plans.plans import frame, framework, levels, made, selected, worked
from toolkit.plans.scheduling import schedule
from toolkit.plans.solving import (
    MeansRefused,
    best,
    least_quarters,
    shortest,
)
from toolkit.plans.worth import effort_of, worth_of


@st.composite
def small(draw):
    """A selection of up to four actions."""
    rows, names = [], "ABCD"[: draw(st.integers(1, 4))]
    for number, name in enumerate(names):
        before = st.lists(st.sampled_from(names[:number]), unique=True, max_size=2)
        earlier = draw(before) if number else []
        soft = draw(before) if number else []
        rows.append((name, draw(st.integers(1, 3)), earlier, soft))
    return made(rows)


def fits(selection, starts, limits, quarters):
    """Whether a plan keeps every rule."""
    ends = {
        name: start + selection.by_id[name].action.quarters
        for name, start in starts.items()
    }
    for name, start in starts.items():
        one = selection.by_id[name]
        if any(before not in starts or ends[before] > start for before in one.needs):
            return False
        if any(before in starts and starts[before] > start for before in one.after):
            return False
    return all(
        sum(starts[name] <= quarter < ends[name] for name in starts)
        <= limits.capacity.at_once
        for quarter in range(quarters)
    ) and all(end <= quarters for end in ends.values())


def plans_of(chosen, quarters):
    """Every way to begin these actions."""
    for starts in product(range(quarters), repeat=len(chosen)):
        yield dict(zip(chosen, starts, strict=True))


def test_the_worked_case_has_a_plan_of_at_most_12_quarters():
    found = shortest(worked(), frame(8))

    assert found.value == found.schedule.quarters <= 12
    assert found.proven
    assert len(found.schedule.starts) == 41
    assert fits(worked(), found.schedule.starts, frame(8), 12)


def test_the_same_question_gets_the_same_plan():
    selection = selected(levels(3, E1=1, B1=1, D1=1, C1=1), levels(3, G4=4))

    assert shortest(selection, frame(2)) == shortest(selection, frame(2))


@settings(max_examples=15, deadline=None)
@given(small(), st.integers(1, 3))
def test_shortest_is_what_trying_everything_finds(selection, at_once):
    limits = frame(at_once)
    greedy = schedule(selection, limits).quarters

    found = shortest(selection, limits)

    exact = next(
        quarters
        for quarters in range(1, greedy + 1)
        if any(
            fits(selection, starts, limits, quarters)
            for starts in plans_of(list(selection.by_id), quarters)
        )
    )
    assert least_quarters(selection, limits) <= exact
    assert (found.value, found.gap) == (exact, 0)
    assert fits(selection, found.schedule.starts, limits, exact)
    assert shortest(selection, frame(at_once + 1)).value <= exact


@pytest.mark.parametrize(("budget", "quarters"), [(3, 3), (4, 2), (9, 4), (0, 4)])
def test_best_is_what_trying_everything_finds(budget, quarters):
    # Mandate, focal points, mapping, legal review, library: chains and single ones.
    selection = selected(levels(3, A2=1, B2=2, B1=1, D1=1, C4=1), levels(3))
    worth, limits = worth_of(framework(), selection), frame(2)

    found = best(framework(), selection, budget=budget, quarters=quarters, frame=limits)

    most = max(
        worth.points(chosen)
        for size in range(len(selection.items) + 1)
        for chosen in combinations(selection.by_id, size)
        if effort_of(selection, chosen) <= budget
        and any(
            fits(selection, starts, limits, quarters)
            for starts in plans_of(chosen, quarters)
        )
    )
    assert (found.value, found.gap) == (most, 0)
    assert effort_of(selection, found.schedule.starts) <= budget
    assert fits(selection, found.schedule.starts, limits, quarters)


def test_with_all_means_everything_is_chosen():
    selection = selected(levels(3, E1=1, C4=2), levels(3))

    found = best(framework(), selection, budget=None, quarters=8, frame=frame(8))

    # E1 is essential: two levels, twice. C4 rises by one.
    assert (found.value, set(found.schedule.starts)) == (5, {"ACT-17", "ACT-24"})
    assert found.schedule.later == ()


def test_a_level_counts_only_when_all_its_actions_are_in_the_plan():
    worth = worth_of(framework(), selected(levels(3, H4=1), {"H4": 4}))

    assert worth.points(["ACT-38"]) == 0
    assert worth.points(["ACT-35", "ACT-38"]) == 3


def test_means_that_make_no_sense_are_refused():
    with pytest.raises(MeansRefused):
        best(framework(), worked(), budget=-1, quarters=4)


def test_a_country_without_gaps_has_an_empty_plan():
    nothing = selected(levels(5), levels(5))

    assert shortest(nothing, frame(8)).schedule.starts == {}
    assert best(framework(), nothing, budget=3, quarters=4).value == 0
