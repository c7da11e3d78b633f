from django.conf import settings
from django.core.management.base import BaseCommand

from assessments.quizzes.reading import read_checks
from lms.core.content_files import Problems
from modules.readability import (
    lesson_minutes,
    reading_grade,
    running_text,
    word_count,
)
from modules.reader import read_course


class Command(BaseCommand):
    help = "Print words, reading grade and minutes of every lesson in English."

    def handle(self, *args, **options):
        problems = Problems()
        course = read_course(settings.MODULE_CONTENT_DIR, problems)
        checks = {
            check.key: len(check.questions)
            for check in read_checks(course.check_files, problems)
        }
        problems.refuse()
        self.stdout.write("lesson   words  grade  minutes (as they should be)")
        for module in course.modules:
            for lesson in module.lessons_in("en"):
                body = lesson.file.body
                text = running_text(body)
                questions = sum(
                    checks.get(block["value"]["quiz"], 0)
                    for block in body
                    if block["type"] == "check"
                )
                self.stdout.write(
                    f"{lesson.key:8} {word_count(text):5}  {reading_grade(text):5.1f}"
                    f"  {lesson.values['minutes']:7} ({lesson_minutes(body, questions)})"
                )
