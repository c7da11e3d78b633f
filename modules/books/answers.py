"""The answers to the checks that stand in a workbook, for trainers."""

from django.utils.translation import override

from assessments.quizzes.content import content_called
from assessments.quizzes.paper_pages import key_lines
from assessments.quizzes.papers import paper_in_order
from lms.core.pdf import render_pdf
from modules.models import LessonPage, ModulePage


def lesson_answers_pdf(module: ModulePage, lessons: list[LessonPage]) -> bytes:
    """Return the answer key (A4, PDF/UA). Raises the exceptions of render_pdf."""
    language = module.locale.language_code
    with override(language):
        context = {"module": module, "checks": lesson_answers(lessons)}
        return render_pdf(
            "pdf/workbook_answers.html",
            context,
            stylesheet="pdf/paper.css",
            language=language,
        )


def lesson_answers(lessons: list[LessonPage]) -> list[dict]:
    """Return title and key lines of each lesson's check, in the active language."""
    checks = []
    for number, lesson in enumerate(lessons, start=1):
        content = content_called(lesson.check_key) if lesson.check_key else None
        if content is not None:
            lines = key_lines(paper_in_order(content))
            checks.append({"number": number, "title": lesson.title, "lines": lines})
    return checks
