"""What happens after a check was submitted: a lesson or a module may be complete."""

from django.dispatch import receiver
from django.utils.translation import get_language

from assessments.quizzes.signals import attempt_submitted
from lms.learning import services
from modules.outline import all_outlines


@receiver(attempt_submitted, dispatch_uid="learning.attempt_submitted")
def settle_after_attempt(sender, attempt, **kwargs) -> None:
    """Complete the lesson or module that the submitted check belongs to.

    A quiz that no page shows (a draft, a module taken offline) changes nothing.
    """
    key = attempt.quiz.key
    language = attempt.language or get_language()
    for outline in all_outlines(language).values():
        if outline.check == key:
            services.settle_module(attempt.person, outline)
        for lesson in outline.lessons:
            if lesson.check == key:
                services.settle_lesson(attempt.person, outline, lesson, answered=True)
