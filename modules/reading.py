"""What a lesson page shows around its text."""

from django.utils.translation import get_language

from assessments.quizzes.lesson_checks import lesson_check_for
from modules.models import LessonPage
from modules.outline import module_outline
from modules.rendering import CHECK, rendered_lesson


def reading_context(page: LessonPage, person, *, fresh: bool = False) -> dict:
    """Return the outline, the lesson's place in it, the segments and the check.

    person: the signed-in user, or an anonymous one who reads without progress.
    fresh: render the text anew, for a preview.
    """
    outline = module_outline(page.module_key, get_language())
    rendered = rendered_lesson(page, fresh=fresh)
    quiz_key = next((s.key for s in rendered.segments if s.kind == CHECK), "")
    reader = person if person.is_authenticated else None
    return {
        "outline": outline,
        "lesson": outline.lesson(page.key) if outline else None,
        "next_lesson": outline.after(page.key) if outline else None,
        "previous_lesson": outline.before(page.key) if outline else None,
        "rendered": rendered,
        "check": lesson_check_for(quiz_key, reader) if quiz_key else None,
    }
