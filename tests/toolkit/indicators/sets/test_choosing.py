"""Scores, ranking, balance and what is missing, without a database."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.indicators import choosing
from toolkit.indicators.choosing import Candidate, Missing, RowState

WEIGHTS = {"relevance": 40, "availability": 30, "quality": 20, "low_cost": 10}
KINDS = ("stock", "flow", "events", "derived")
quick = settings(max_examples=40, deadline=None)
TOPICS = ("population", "border", "work")

scores = st.fixed_dictionaries(
    {name: st.none() | st.integers(1, 5) for name in choosing.CRITERIA}
)


@st.composite
def weights(draw):
    """Four percentages that make 100."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)))
    ends = [0, *cuts, 100]
    values = [after - before for before, after in pairwise(ends)]
    return dict(zip(choosing.CRITERIA, values, strict=True))


@st.composite
def candidates(draw, most=14):
    """Some candidates with different codes and positions."""
    count = draw(st.integers(0, most))
    return [
        Candidate(
            code=f"C{number}",
            position=number,
            kind=draw(st.sampled_from(KINDS)),
            topic=draw(st.sampled_from(TOPICS)),
            by_sex=draw(st.booleans()),
            packs=tuple(
                draw(
                    st.sets(
                        st.sampled_from((choosing.FIRST_PACK, *choosing.PROFILES)),
                        max_size=3,
                    )
                )
            ),
            scores=draw(scores),
        )
        for number in range(count)
    ]


def stock(code="S", **more):
    """A stock by sex."""
    return Candidate(code, 1, "stock", "population", by_sex=True, **more)


class TestScore:
    def test_is_the_weighted_mean(self):
        given_scores = {
            "relevance": 5,
            "availability": 4,
            "quality": 3,
            "low_cost": 2,
        }
        assert choosing.score_of(given_scores, WEIGHTS) == 4.0

    def test_is_none_when_one_score_is_missing(self):
        assert choosing.score_of({"relevance": 5}, WEIGHTS) is None

    def test_does_without_a_score_that_weighs_nothing(self):
        all_relevance = {**dict.fromkeys(choosing.CRITERIA, 0), "relevance": 100}
        assert choosing.score_of({"relevance": 3}, all_relevance) == 3

    def test_refuses_weights_that_do_not_make_100_and_says_their_sum(self):
        with pytest.raises(choosing.WeightsRefused) as refused:
            choosing.score_of({}, {**WEIGHTS, "relevance": 50})
        assert refused.value.total == 110

    @pytest.mark.parametrize(
        "wrong", [{"relevance": 100}, {**WEIGHTS, "relevance": -10, "quality": 70}]
    )
    def test_refuses_a_missing_or_negative_weight(self, wrong):
        with pytest.raises(choosing.WeightsRefused):
            choosing.check_weights(wrong)

    @quick
    @given(scores, weights())
    def test_lies_between_the_lowest_and_the_highest_score(self, these, by):
        score = choosing.score_of(these, by)
        counting = [these[name] for name in choosing.CRITERIA if by[name]]
        if None in counting:
            assert score is None
        else:
            assert min(counting) <= score <= max(counting)

    @quick
    @given(scores, weights())
    def test_is_the_sum_of_its_parts(self, these, by):
        score = choosing.score_of(these, by)
        parts = choosing.parts_of(these, by)
        assert (score or 0) == pytest.approx(sum(part.points for part in parts))


class TestRank:
    @quick
    @given(candidates(), weights(), st.randoms())
    def test_does_not_depend_on_the_order_it_is_given(self, those, by, chance):
        mixed = list(those)
        chance.shuffle(mixed)
        assert choosing.rank(mixed, by) == choosing.rank(those, by)

    @quick
    @given(candidates(), weights())
    def test_puts_better_before_worse_and_unscored_last(self, those, by):
        ranked = choosing.rank(those, by)
        values = [one.score if one.score is not None else 0 for one in ranked]
        assert values == sorted(values, reverse=True)
        places = [one.place for one in ranked if one.place is not None]
        assert places == sorted(places)

    def test_gives_equal_scores_the_same_place(self):
        same = dict.fromkeys(choosing.CRITERIA, 3)
        those = [stock("A", scores=same), stock("B", scores=same)]
        assert [one.place for one in choosing.rank(those, WEIGHTS)] == [1, 1]


class TestFirstChoice:
    @quick
    @given(candidates(), st.sets(st.sampled_from(choosing.PROFILES)))
    def test_begins_with_the_first_pack_and_never_passes_ten(self, those, profile):
        chosen = choosing.first_choice(those, profile, WEIGHTS)
        first = [one.code for one in those if choosing.FIRST_PACK in one.packs]
        assert len(chosen) <= choosing.MOST
        assert chosen[: len(first)] == first[: choosing.MOST]
        assert len(set(chosen)) == len(chosen)

    def test_is_the_first_pack_alone_without_a_profile(self):
        those = [
            stock("A", packs=("dsm-six", "transit")),
            Candidate("B", 2, "flow", "border", by_sex=False, packs=("transit",)),
        ]
        assert choosing.first_choice(those, [], WEIGHTS) == ["A"]
        assert choosing.first_choice(those, ["transit"], WEIGHTS) == ["A", "B"]


class TestBalance:
    def test_names_every_rule_that_is_broken(self):
        assert [one.reason for one in choosing.balance([])] == [
            choosing.TOO_FEW,
            choosing.NO_STOCK,
            choosing.NO_FLOW,
            choosing.NOT_BY_SEX,
        ]

    def test_an_eleventh_is_one_too_many(self):
        eleven = [
            stock("S"),
            *(Candidate(f"F{n}", n, "events", "border", False) for n in range(10)),
        ]
        assert choosing.balance(eleven) == [Missing(choosing.TOO_MANY)]
        assert choosing.balance(eleven[:10]) == []

    def test_a_derived_figure_is_neither_stock_nor_flow(self):
        derived = [Candidate(f"D{n}", n, "derived", "work", True) for n in range(5)]
        reasons = [one.reason for one in choosing.balance(derived)]
        assert reasons == [choosing.NO_STOCK, choosing.NO_FLOW]

    @quick
    @given(candidates())
    def test_holds_exactly_when_all_four_rules_hold(self, chosen):
        fine = (
            choosing.FEWEST <= len(chosen) <= choosing.MOST
            and any(one.kind == "stock" for one in chosen)
            and any(one.kind in ("flow", "events") for one in chosen)
            and any(one.by_sex for one in chosen)
        )
        assert (choosing.balance(chosen) == []) is fine


class TestCoverage:
    @quick
    @given(candidates())
    def test_counts_every_candidate_once(self, those):
        chosen = {one.code for one in those[::2]}
        found = choosing.coverage(those, chosen, TOPICS)
        assert [one.topic for one in found] == list(TOPICS)
        assert sum(one.available for one in found) == len(those)
        assert sum(one.chosen for one in found) == len(chosen)


class TestMissing:
    def test_names_owner_source_and_each_empty_field(self):
        row = RowState("X", has_owner=False, sources=0, empty_fields=("unit",))
        assert choosing.missing_in_row(row) == [
            Missing(choosing.NO_OWNER, "X"),
            Missing(choosing.NO_SOURCE, "X"),
            Missing("empty", "X", "unit"),
        ]

    def test_asks_for_the_agreement_once_the_row_is_complete(self):
        row = RowState("X", has_owner=True, sources=1)
        found = choosing.missing_before_approval([], [row])
        assert Missing(choosing.NOT_AGREED, "X") in found

    @quick
    @given(
        st.lists(
            st.builds(
                RowState,
                code=st.just("X"),
                has_owner=st.booleans(),
                sources=st.integers(0, 2),
                empty_fields=st.lists(st.sampled_from(["unit", "limits"])).map(tuple),
                agreed=st.booleans(),
            )
        )
    )
    def test_a_balanced_set_can_be_approved_when_every_row_counts(self, rows):
        chosen = [
            stock("S"),
            *(Candidate(f"F{n}", n, "flow", "work", False) for n in range(4)),
        ]
        ready = all(
            row.has_owner and row.sources and not row.empty_fields and row.agreed
            for row in rows
        )
        assert (choosing.missing_before_approval(chosen, rows) == []) is ready
