"""What people learn, in which group and by when, and what they can prove."""

from .activity import Pseudonym, Statement
from .assignments import Assignment
from .batches import IssueBatch
from .certificates import REASON_LENGTH, Certificate
from .classroom import PaperResult, PaperUpload
from .cohorts import Attendance, ClassSession, Cohort, CohortMember
from .credentials import LIST_LENGTH, Credential, SigningKey
from .documents import ResultsDocument
from .imports import MemberImport
from .joining import LINK_LIMIT, JoinLink, PendingMember
from .messages import (
    MESSAGE_LENGTH,
    MESSAGE_SUBJECT_LENGTH,
    CohortReminders,
    Message,
    MessageRecipient,
    ReminderSent,
)
from .records import NOTE_LENGTH, Completion, Enrolment, Note, PathEnrolment
from .rules import RULE_REASON_LENGTH, CompletionRule

__all__ = [
    "LINK_LIMIT",
    "LIST_LENGTH",
    "MESSAGE_LENGTH",
    "MESSAGE_SUBJECT_LENGTH",
    "NOTE_LENGTH",
    "REASON_LENGTH",
    "RULE_REASON_LENGTH",
    "Assignment",
    "Attendance",
    "Certificate",
    "ClassSession",
    "Cohort",
    "CohortMember",
    "CohortReminders",
    "Completion",
    "CompletionRule",
    "Credential",
    "Enrolment",
    "IssueBatch",
    "JoinLink",
    "MemberImport",
    "Message",
    "MessageRecipient",
    "Note",
    "PaperResult",
    "PaperUpload",
    "PathEnrolment",
    "PendingMember",
    "Pseudonym",
    "ReminderSent",
    "ResultsDocument",
    "SigningKey",
    "Statement",
]
