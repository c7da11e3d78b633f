"""Checks back into files, so that work done on the site is not lost to the files."""

from collections.abc import Iterable
from pathlib import Path

from assessments.questions.exporter import question_entries
from assessments.questions.models import Question
from assessments.quizzes.models import Quiz
from lms.core.content_files import dump_yaml


def check_text(quiz: Quiz) -> str:
    """The check file of a quiz; reading it gives the same quiz and questions."""
    questions = (
        Question.objects.filter(quiz_items__quiz=quiz)
        .order_by("quiz_items__sort_order", "quiz_items__pk")
        .with_parts()
    )
    return dump_yaml(quiz.data() | {"questions": question_entries(questions)})


def export_checks(quizzes: Iterable[Quiz], folder: Path) -> list[Path]:
    """Write ``<key>.yaml`` for each quiz into ``folder``; return those that changed.

    Raises ``OSError`` when the folder cannot be written.
    """
    written = []
    for quiz in quizzes:
        path, text = folder / f"{quiz.key}.yaml", check_text(quiz)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            written.append(path)
    return written
