"""Comparisons: at least five countries, counts only, nothing to tell one from."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.maturity import benchmarks
from assessments.maturity.benchmark_pages import benchmarks_for
from assessments.maturity.benchmarks import FEWEST, benchmarks_of
from lms.accounts.models import Region
from tests.accounts.factories import CountryFactory, RegionFactory
from tests.assessments.maturity.result_rounds import make_round

SCALE = (1, 2, 3)


def scores(level, state="level", stage=None):
    return {
        "questions": {"A1": {"level": level, "state": state}},
        "dimensions": {"A": {"stage": stage or level}},
    }


def test_the_floor_is_five():
    assert FEWEST == 5


@pytest.mark.parametrize("number", range(FEWEST))
def test_fewer_countries_than_the_floor_show_nothing(number):
    assert benchmarks_of([scores(2)] * number, SCALE) is None


def test_a_lower_floor_cannot_be_asked_for():
    assert benchmarks_of([scores(2)] * 4, SCALE, fewest=1) is None


def test_taking_one_of_five_out_shows_nothing():
    five = [scores(level) for level in (1, 1, 2, 3, 3)]

    assert benchmarks_of(five, SCALE).countries == FEWEST
    for place in range(FEWEST):
        assert benchmarks_of(five[:place] + five[place + 1 :], SCALE) is None


def test_counts_are_by_level_and_those_without_one_apart():
    given = [scores(1), scores(3), scores(3), scores(None, "dk"), scores(None, "na")]

    found = benchmarks_of(given, SCALE).questions["A1"]

    assert found.levels == {1: 1, 2: 0, 3: 2}
    assert found.others == 2


@given(st.lists(st.sampled_from(SCALE), min_size=FEWEST, max_size=30))
def test_every_country_is_counted_once_whatever_the_order(levels):
    found = benchmarks_of([scores(level) for level in levels], SCALE)
    turned = benchmarks_of([scores(level) for level in reversed(levels)], SCALE)

    for counted in (found.questions["A1"], found.dimensions["A"]):
        assert sum(counted.levels.values()) + counted.others == len(levels)
    assert found == turned


def test_nothing_can_be_chosen_that_two_counts_could_be_told_apart_by():
    assert list(inspect.signature(benchmarks_of).parameters) == [
        "scores",
        "scale",
        "fewest",
    ]
    fields = set(vars(benchmarks.Benchmarks)["__dataclass_fields__"])
    assert fields == {"countries", "questions", "dimensions"}


@pytest.mark.django_db
class TestWhichRoundsCount:
    @pytest.fixture
    def region(self):
        return RegionFactory()

    def lend(self, region: Region, number, **fields):
        return [
            make_round(
                CountryFactory(region=region),
                institutions=1,
                in_benchmarks=True,
                **fields,
            )
            for _place in range(number)
        ]

    def test_five_countries_of_one_region_are_counted(self, region):
        rounds = self.lend(region, 5)

        found = benchmarks_for(rounds[0])

        assert found.countries == 5
        assert found.questions["A1"].levels == {1: 0, 2: 5, 3: 0}

    def test_another_region_does_not_count(self, region):
        rounds = self.lend(region, 4)
        self.lend(RegionFactory(key="west"), 3)

        assert benchmarks_for(rounds[0]) is None

    def test_who_did_not_join_does_not_count(self, region):
        rounds = self.lend(region, 4)
        make_round(CountryFactory(region=region), institutions=1)

        assert benchmarks_for(rounds[0]) is None

    def test_a_short_round_does_not_count(self, region):
        rounds = self.lend(region, 4)
        self.lend(region, 1, scope="short")

        assert benchmarks_for(rounds[0]) is None

    def test_only_validated_rounds_count(self, region):
        rounds = self.lend(region, 4)
        make_round(CountryFactory(region=region), state="submitted", institutions=1)

        assert benchmarks_for(rounds[0]) is None

    def test_each_country_counts_with_its_newest_round(self, region):
        rounds = self.lend(region, 5)
        newer = rounds[0].reference_date.replace(year=2028)
        make_round(
            rounds[0].country,
            institutions=1,
            levels={"A1": 3},
            on=newer,
            in_benchmarks=True,
        )

        found = benchmarks_for(rounds[0])

        assert found.countries == 5
        assert found.questions["A1"].levels == {1: 0, 2: 4, 3: 1}
