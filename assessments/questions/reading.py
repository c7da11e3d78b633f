"""Questions out of content files: read and judged, nothing written."""

from dataclasses import dataclass
from typing import Any

from assessments.questions.models import Question
from assessments.questions.models.base import without_empty
from assessments.questions.registry import UnknownQuestionType, all_types, type_called
from assessments.questions.stem import read_picture, read_table
from lms.core.content_files import Part


@dataclass(frozen=True)
class QuestionData:
    """One question of a content file. ``data`` has the form of its spec.

    ``file`` and ``line`` say where it stands, for refusals that come later.
    """

    key: str
    version: int
    type_key: str
    data: dict[str, Any]
    file: str
    line: int


def read_question(part: Part) -> QuestionData | None:
    """Read the question at ``part``. Faults are noted there; then ``None``."""
    before = len(part.problems.errors)
    names = [question_class.type_key for question_class in all_types()]
    try:
        question_class = type_called(part.choice("type", names))
    except UnknownQuestionType:
        return None
    data = {
        "key": part.key(),
        "version": part.integer("version", minimum=1) or 1,
        "type": question_class.type_key,
        "objective": part.integer("objective", required=False, minimum=1, maximum=50),
        "difficulty": part.choice(
            "difficulty",
            Question.Difficulty.values,
            required=False,
            default=Question.Difficulty.MEDIUM.value,
        ),
        "lesson": part.text("lesson", required=False, limit=20),
        "stem": part.texts("stem"),
        "table": read_table(part),
        "picture": read_picture(part),
        "hint": part.texts("hint", required=False),
        "feedback": part.texts("feedback", required=False),
        "source": part.text("source", required=False, limit=60),
    }
    if len(question_class.credit_rules) > 1:
        data["credit"] = part.choice(
            "credit",
            question_class.credit_rules,
            required=False,
            default=question_class.credit_rules[0],
        )
    data = without_empty(data | question_class.read(part))
    part.finish()
    if len(part.problems.errors) == before:
        for fault in question_class.faults(data):
            part.problem(str(fault.message), str(fault.remedy), name=fault.entry)
    if len(part.problems.errors) > before:
        return None
    return QuestionData(
        key=data["key"],
        version=data["version"],
        type_key=question_class.type_key,
        data=data,
        file=part.file,
        line=part.line,
    )
