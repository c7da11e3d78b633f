"""Module 12: the list of participants gives the numbers that the lessons print."""

from modules.practice.exercises import module12
from modules.practice.exercises.module12 import participants, results, rounded


def test_results_are_those_of_the_worked_examples():
    decimals = {"before": 1, "after": 1, "gain": 1, "retention": 1}
    found = {
        name: rounded(value, decimals.get(name, 0)) for name, value in results().items()
    }

    assert found == {
        "before": 52.0,
        "after": 71.0,
        "gain": 39.6,
        "stay": 15.0,
        "retention": 62.5,
        "per_trained": 1500.0,
        "per_stay": 2400.0,
        "total": 51000.0,
        "trainers_per_stay": 1457.0,
    }


def test_list_is_as_the_lesson_describes_it():
    people = participants()
    with_head = [person.stays for person in people if person.head]
    without = [person.stays for person in people if not person.head]
    lower = [person.number for person in people if person.after < person.before]

    assert (len(people), len({person.institution for person in people})) == (24, 7)
    assert (sum(with_head), len(with_head)) == (11, 14)
    assert (sum(without), len(without)) == (4, 10)
    assert lower == [20]


def test_exercise_has_an_answer_for_every_result():
    [practice] = module12.exercises(country=None)
    answers = practice.sheets[-1].rows

    assert [row[2].value for row in answers] == [
        52.0,
        71.0,
        39.6,
        15.0,
        62.5,
        1500.0,
        2400.0,
        51000.0,
        1457.0,
    ]
