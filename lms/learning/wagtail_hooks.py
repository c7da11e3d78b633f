"""Remembering where somebody reads: a lesson that is opened was visited."""

from django.utils.translation import get_language
from wagtail import hooks

from lms.learning.known import known_in
from lms.learning.services import record_visit
from modules.models import LessonPage
from modules.outline import module_outline


@hooks.register("before_serve_page")
def remember_lesson(page, request, args, kwargs):
    """Enrol the reader and remember the lesson; anonymous readers leave no trace.

    What is known is left on the request for the template tags of this room, so
    that the page asks for it once.
    """
    if not isinstance(page, LessonPage) or request.method != "GET":
        return
    if not request.user.is_authenticated or getattr(request, "is_preview", False):
        return
    if page.locale.language_code != get_language():
        return  # the page will say that it is not translated
    outline = module_outline(page.module_key, get_language())
    lesson = outline.lesson(page.key) if outline else None
    if lesson is None:
        return
    known = known_in(request.user, outline, lesson)
    if known.visits.get(outline.translation_key) != lesson.key:
        record_visit(request.user, outline, lesson)
        known = known.after_visit(outline, lesson)
    request.learning_known = {outline.key: known}
