"""The question bank: one base, a class per type, and the rows that hang on them."""

from assessments.questions.models.base import (
    AnswerProblem,
    Fault,
    Question,
    Verdict,
)
from assessments.questions.models.choice import (
    MultipleChoiceQuestion,
    SingleChoiceQuestion,
)
from assessments.questions.models.matching import MatchingQuestion
from assessments.questions.models.numeric import NumericQuestion
from assessments.questions.models.ordering import OrderingQuestion
from assessments.questions.models.parts import (
    CHILDREN,
    AcceptedAnswer,
    Choice,
    MatchPair,
    NearMiss,
    OrderItem,
)
from assessments.questions.models.short_text import ShortTextQuestion
from assessments.questions.models.true_false import TrueFalseQuestion

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
