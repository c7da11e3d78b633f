"""Questions back into the form of content files."""

from collections.abc import Iterable
from typing import Any

from assessments.questions.models import Question


def question_entries(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """What a file's ``questions`` hold; reading it again gives the same questions.

    Pass questions loaded with ``with_parts()``.
    """
    return [question.spec() for question in questions]
