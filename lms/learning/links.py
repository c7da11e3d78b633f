"""Where things of learning are to be done."""

from django.urls import reverse

from modules.outline import LessonOutline, ModuleOutline


def check_url(outline: ModuleOutline) -> str:
    """Return the address of a module's check, or of the module without one."""
    return (
        reverse("quizzes:start", args=[outline.check]) if outline.check else outline.url
    )


def reading_url(lesson: LessonOutline) -> str:
    """Return the place where a lesson is marked as read."""
    return f"{lesson.url}#finish"


def questions_url(lesson: LessonOutline) -> str:
    """Return the place of a lesson's questions."""
    return f"{lesson.url}#check"
