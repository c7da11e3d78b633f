"""Module 14: the budget and the target give the numbers that the lessons print."""

from math import ceil

from modules.practice.exercises import module14
from modules.practice.exercises.module12 import rounded
from modules.practice.exercises.module14 import IT, IT_CEILING, LINES, sums
from modules.practice.workbook import number


def test_sums_are_those_of_the_worked_examples():
    found = {name: rounded(value, 1) for name, value in sums().items()}

    assert found == {
        "staff": 96000.0,
        "services": 74000.0,
        "travel": 18000.0,
        "it": 32000.0,
        "direct": 220000.0,
        "indirect": 15400.0,
        "total": 235400.0,
        "grant": 200090.0,
        "own": 35310.0,
        "in_kind": 25200.0,
        "cash": 10110.0,
        "it_share": 14.5,
        "staff_share": 40.8,
    }


def test_three_workstations_keep_the_rule_and_four_do_not():
    def share(workstations):
        amounts = [
            (group, (workstations if line == "Workstations" else quantity) * rate)
            for group, line, _unit, quantity, rate in LINES
        ]
        it = sum(amount for group, amount in amounts if group == IT)
        return it / sum(amount for _group, amount in amounts)

    assert share(3) <= IT_CEILING < share(4)


def test_target_of_the_outcome_means_84_more_departures():
    needed = ceil(number("mirror_adjusted") * 75 / 100)

    assert (needed, needed - number("mirror_reported")) == (331, 84)


def test_module_has_an_exercise_for_the_framework_and_one_for_the_budget():
    keys = [practice.key for practice in module14.exercises(country=None)]

    assert keys == ["14-idea-and-logframe", "14-project-budget"]
