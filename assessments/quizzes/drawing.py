"""Which questions an attempt gets. Pure: the same seed draws the same."""

from collections.abc import Sequence
from random import Random

from assessments.quizzes.content import QuizQuestion


def draw_questions(
    questions: Sequence[QuizQuestion], number: int | None, random: Random
) -> list[QuizQuestion]:
    """``number`` of the questions in random order; all in their order when None.

    Every objective gets its turn before one gets a second, so that a short check
    still covers the module.
    """
    if number is None:
        return list(questions)
    pools: dict[int | None, list[QuizQuestion]] = {}
    for question in questions:
        pools.setdefault(question.spec.get("objective"), []).append(question)
    turns = list(pools.values())
    for pool in turns:
        random.shuffle(pool)
    random.shuffle(turns)
    drawn: list[QuizQuestion] = []
    while len(drawn) < min(number, len(questions)):
        for pool in turns:
            if pool and len(drawn) < number:
                drawn.append(pool.pop())
    random.shuffle(drawn)
    return drawn
