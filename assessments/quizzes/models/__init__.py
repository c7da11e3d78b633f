"""The rows of this room."""

from assessments.quizzes.models.attempts import (
    GRACE,
    Attempt,
    AttemptItem,
    Marking,
    Response,
)
from assessments.quizzes.models.papers import Paper
from assessments.quizzes.models.quizzes import (
    SCORED,
    Kind,
    Quiz,
    QuizItem,
    QuizPool,
    new_stamp,
)
from assessments.quizzes.models.regrades import ItemAnalysis, Regrade, RegradedAttempt

__all__ = [
    "GRACE",
    "SCORED",
    "Attempt",
    "AttemptItem",
    "ItemAnalysis",
    "Kind",
    "Marking",
    "Paper",
    "Quiz",
    "QuizItem",
    "QuizPool",
    "Regrade",
    "RegradedAttempt",
    "Response",
    "new_stamp",
]
