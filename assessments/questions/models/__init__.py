"""The question bank: one base, a class per type, and the rows that hang on them."""

from assessments.questions.models.arranged import MatchingQuestion, OrderingQuestion
from assessments.questions.models.base import (
    CHILDREN,
    AcceptedAnswer,
    AnswerProblem,
    Choice,
    Fault,
    MatchPair,
    NearMiss,
    OrderItem,
    Question,
    Verdict,
)
from assessments.questions.models.choice import (
    MultipleChoiceQuestion,
    SingleChoiceQuestion,
    TrueFalseQuestion,
)
from assessments.questions.models.written import NumericQuestion, ShortTextQuestion

__all__ = [
    "CHILDREN",
    "AcceptedAnswer",
    "AnswerProblem",
    "Choice",
    "Fault",
    "MatchPair",
    "MatchingQuestion",
    "MultipleChoiceQuestion",
    "NearMiss",
    "NumericQuestion",
    "OrderItem",
    "OrderingQuestion",
    "Question",
    "ShortTextQuestion",
    "SingleChoiceQuestion",
    "TrueFalseQuestion",
    "Verdict",
]
