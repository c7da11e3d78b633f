"""Module 05: cases, deadlines, rates and rounding give what the lessons print."""

from datetime import date

from modules.practice.exercises import module05, module05_rates
from modules.practice.exercises.module05 import CASES, TABLES, due, percent
from modules.practice.exercises.module05_rates import DECISIONS, to_five, totals
from modules.practice.workbook import number


def test_cases_have_six_immigrants_and_five_emigrants():
    letters = [case[5] for case in CASES]

    assert [letters.count(letter) for letter in "IEN"] == [6, 5, 9]


def test_case_answers_follow_from_the_three_questions():
    def judged(direction, before, after, months):
        home = "Arvania"
        if (before == home) == (direction == "in"):
            return 1
        if after == before:
            return 2
        return 3 if months < 12 else None

    found = [judged(case[0], case[2], case[3], case[4]) for case in CASES]

    assert found == [case[6] for case in CASES]


def test_deadlines_of_the_worked_example():
    assert due(date(2026, 3, 31), 2) == date(2026, 5, 31)
    assert due(date(2025, 12, 31), 6) == date(2026, 6, 30)
    assert due(date(2026, 9, 30), 2) == date(2026, 11, 30)
    assert due(date(2025, 12, 31), 2) == date(2026, 2, 28)


def test_eight_of_twelve_tables_are_on_time():
    on_time = [sent <= due(end, months) for _table, end, months, sent in TABLES]

    assert (on_time.count(True), len(on_time)) == (8, 12)


def test_year_has_26_deliveries_with_a_peak_in_march():
    month_ends = [0] * 13
    for month in range(1, 13):
        month_ends[month] += 1
    for quarter in (3, 6, 9, 12):
        for _table in ("first decisions", "returns"):
            month_ends[(quarter + 2 - 1) % 12 + 1] += 1
    for months, tables in ((3, 3), (6, 2), (12, 1)):
        month_ends[months] += tables

    assert month_ends[1:] == [1, 3, 4, 1, 3, 3, 1, 3, 1, 1, 3, 2]
    assert sum(month_ends) == 26


def test_rates_of_the_worked_example_come_from_the_totals():
    refugee, subsidiary, humanitarian, _rejected = totals()

    assert percent(refugee + subsidiary, sum(totals())) == 40.0
    assert percent(refugee + subsidiary + humanitarian, sum(totals())) == 46.0


def test_rates_of_arvania_are_those_of_the_figures():
    all_decisions = number("asylum_decisions_2025")
    positive = number("asylum_refugee_2025") + number("asylum_subsidiary_2025")

    assert percent(positive, all_decisions) == 49.2
    assert percent(positive + number("asylum_humanitarian_2025"), all_decisions) == 51.6


def test_rounded_cells_add_up_to_less_than_the_rounded_total():
    cells = [to_five(row[1]) for row in DECISIONS]

    assert (sum(cells), to_five(totals()[0])) == (165, 180)
    assert (3 * to_five(12), to_five(36)) == (30, 35)


def test_module_has_three_exercises():
    found = [*module05.exercises(), *module05_rates.exercises()]

    assert [practice.key for practice in found] == [
        "05-twelve-month-rule",
        "05-deadlines",
        "05-rates-and-rounding",
    ]
