"""Module 07: the 200 arrivals repeat the worked example and break its factor."""

from modules.practice.exercises.module07 import (
    FLOWS,
    RULES,
    arrivals,
    counted,
    exercises,
    factor,
)


def test_country_x_has_the_shares_of_the_worked_example():
    shares = [people / sum(FLOWS["X"]) for people in FLOWS["X"]]
    flow = [round(10_000 * share) for share in shares]

    assert flow == [3000, 2500, 1000, 3500]
    assert [sum(flow[place:]) for place in (1, 2, 3)] == [7000, 4500, 3500]
    assert [counted("X", rule) for rule in RULES] == [70, 45, 35]


def test_factors_differ_between_the_flows():
    assert [factor(country) for country in ("X", "Y", "Z", None)] == [
        0.50,
        0.63,
        0.06,
        0.45,
    ]


def test_estimates_with_the_wrong_factor_are_those_of_the_guide():
    estimates = [counted(country, 3) * factor("X") for country in ("Y", "Z")]

    assert estimates == [28.5, 18.0]
    assert [counted(country, 12) for country in ("Y", "Z")] == [36, 2]


def test_arrivals_are_the_same_each_time():
    assert arrivals() == arrivals()
    assert len(arrivals()) == 200


def test_module_has_one_exercise():
    assert [practice.key for practice in exercises()] == ["07-one-flow-three-rules"]
