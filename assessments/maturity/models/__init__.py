"""Maturity instruments, and what countries answer, agree and show."""

from .agreement import AgreedChange, AgreedLevel, Dissent
from .answers import Answer, AnswerChange, Evidence
from .frameworks import Descriptor, Dimension, FrameworkVersion, Question
from .imports import AnswersImport
from .rounds import Respondent, Round, RoundInstitution, RoundMove

__all__ = [
    "AgreedChange",
    "AgreedLevel",
    "Answer",
    "AnswerChange",
    "AnswersImport",
    "Descriptor",
    "Dimension",
    "Dissent",
    "Evidence",
    "FrameworkVersion",
    "Question",
    "Respondent",
    "Round",
    "RoundInstitution",
    "RoundMove",
]
