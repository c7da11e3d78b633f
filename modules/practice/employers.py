"""Employers who have foreign workers or could have them: the frame and the survey."""

from dataclasses import dataclass

from modules.practice.country import dice
from modules.practice.work import SECTORS, Worker

SIZES = {"small": (1, 9), "medium": (10, 49), "large": (50, 249)}
_FRAME = {"small": 300, "medium": 95, "large": 25}
_SELECTED = {"small": 30, "medium": 19, "large": 25}
_NO_ANSWER = {"small": 5, "medium": 0, "large": 0}
_MOST = {"small": (1, 9, 2), "medium": (10, 49, 16), "large": (50, 240, 80)}


@dataclass(frozen=True)
class Employer:
    """One employer of the frame. foreign: foreign workers on 31 December 2025."""

    number: str
    sector: str
    size: str
    employees: int
    foreign: int


@dataclass(frozen=True)
class Answer:
    """One selected employer of the survey.

    answered: False where the form did not come back; then the values are None.
    vacancies is None also where only this question was left empty. weight: number
    of employers of its size in the frame for each one that answered.
    """

    employer: Employer
    answered: bool
    employees: int | None
    foreign: int | None
    vacancies: int | None
    weight: int


def employers(workers: tuple[Worker, ...]) -> tuple[Employer, ...]:
    """Return the frame of 420 employers; each employed worker has one of them."""
    rng = dice("employers")
    drafts = []
    for size, number in _FRAME.items():
        low, high, mode = _MOST[size]
        for _ in range(number):
            employees = int(rng.triangular(low, high + 0.99, mode))
            drafts.append([size, rng.choice(list(SECTORS)), employees, 0])
    for worker in workers:
        if worker.employed:
            open_jobs = [
                draft
                for draft in drafts
                if draft[1] == worker.sector and draft[3] < draft[2]
            ]
            rng.choices(open_jobs, [draft[2] ** 0.8 for draft in open_jobs])[0][3] += 1
    return tuple(
        Employer(f"E{index:03}", sector, size, employees, foreign)
        for index, (size, sector, employees, foreign) in enumerate(drafts, start=1)
    )


def employer_survey(frame: tuple[Employer, ...]) -> tuple[Answer, ...]:
    """Return the sample: all large employers, one in five medium, one in ten small.

    Five small employers did not answer, so that 25 of them stand for 300.
    """
    rng = dice("survey")
    rows = []
    for size, number in _SELECTED.items():
        group = [employer for employer in frame if employer.size == size]
        chosen = sorted(rng.sample(group, number), key=lambda employer: employer.number)
        silent = set(rng.sample(range(number), _NO_ANSWER[size]))
        weight = _FRAME[size] // (number - _NO_ANSWER[size])
        for index, employer in enumerate(chosen):
            answered = index not in silent
            vacancies = rng.choices((0, 1, 2, 3), (60, 22, 12, 6))[0]
            vacancies += employer.employees // 40
            empty = not answered or rng.random() < 0.12
            rows.append(
                Answer(
                    employer=employer,
                    answered=answered,
                    employees=employer.employees if answered else None,
                    foreign=employer.foreign if answered else None,
                    vacancies=None if empty else vacancies,
                    weight=weight if answered else 0,
                )
            )
    return tuple(rows)


def frame_size(size: str) -> int:
    """Return how many employers of a size the frame holds."""
    return _FRAME[size]
