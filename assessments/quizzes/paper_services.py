"""Making a paper version of a check."""

from django.db import transaction

from assessments.quizzes.models import Paper, Quiz
from assessments.quizzes.papers import code_number, paper_check, seed_of
from assessments.quizzes.problems import QuizNotOpen, TooManyOptions


def next_code(quiz: Quiz) -> str:
    """The code the next paper of the check gets: A, B and so on."""
    return code_number(quiz.papers.count() + 1)


@transaction.atomic
def make_paper(quiz: Quiz, *, code: str, person, language: str) -> Paper:
    """The paper of the check with this code; made now if it is the next one.

    Called twice with the same code it makes one paper. Raises
    :class:`QuizNotOpen` when the check has no questions, is retired, or the code
    is neither one that exists nor the next, and :class:`TooManyOptions`.
    """
    # One after the other, so that no code is left out.
    quiz = Quiz.objects.select_for_update().get(pk=quiz.pk)
    if made := quiz.papers.filter(code=code).first():
        return made
    check = paper_check(quiz, seed_of(quiz.key, code))
    if not quiz.is_active or not check.questions or code != next_code(quiz):
        raise QuizNotOpen
    for question in check.questions:
        if not question.has_letters_enough:
            raise TooManyOptions(question.spec["key"])
    return Paper.objects.create(
        quiz=quiz,
        code=code,
        language=language,
        content=check.to_data(),
        made_by=person,
    )


def is_current(paper: Paper) -> bool:
    """Whether the check would print the same today."""
    seed = paper.content["seed"]
    return paper_check(paper.quiz, seed).to_data() == paper.content
