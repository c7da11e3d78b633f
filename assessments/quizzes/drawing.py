"""Which questions an attempt gets. Pure: the same seed draws the same."""

from collections.abc import Sequence
from random import Random

from assessments.quizzes.content import QuizContent, QuizQuestion


def draw_for(
    content: QuizContent, number: int | None, random: Random
) -> list[QuizQuestion]:
    """The questions of one attempt at a quiz.

    With pools: those in none in their order, then so many out of each pool.
    """
    if not content.pools:
        return draw_questions(content.questions, number, random)
    pooled = {key for _draw, keys in content.pools for key in keys}
    drawn = [one for one in content.questions if one.key not in pooled]
    for draw, keys in content.pools:
        pool = [one for one in content.questions if one.key in keys]
        drawn += draw_questions(pool, draw, random)
    return drawn


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
