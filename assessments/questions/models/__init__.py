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
from assessments.questions.models.long_text import LongTextQuestion
from assessments.questions.models.matching import MatchingQuestion
from assessments.questions.models.matrix import MatrixQuestion
from assessments.questions.models.numeric import NumericQuestion
from assessments.questions.models.ordering import OrderingQuestion
from assessments.questions.models.parts import (
    CHILDREN,
    AcceptedAnswer,
    Choice,
    Criterion,
    MatchPair,
    NearMiss,
    OrderItem,
)
from assessments.questions.models.rank import RankQuestion
from assessments.questions.models.scale import ScaleQuestion
from assessments.questions.models.short_text import ShortTextQuestion
from assessments.questions.models.true_false import TrueFalseQuestion

__all__ = [
    "CHILDREN",
    "AcceptedAnswer",
    "AnswerProblem",
    "Choice",
    "Criterion",
    "Fault",
    "LongTextQuestion",
    "MatchPair",
    "MatchingQuestion",
    "MatrixQuestion",
    "MultipleChoiceQuestion",
    "NearMiss",
    "NumericQuestion",
    "OrderItem",
    "OrderingQuestion",
    "Question",
    "RankQuestion",
    "ScaleQuestion",
    "ShortTextQuestion",
    "SingleChoiceQuestion",
    "TrueFalseQuestion",
    "Verdict",
]
