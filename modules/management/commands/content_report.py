from django.conf import settings
from django.core.management.base import BaseCommand

from lms.core.content_files import Problems
from modules.readability import reading_grade, running_text
from modules.reader import read_course


class Command(BaseCommand):
    help = "Print words and reading grade of every lesson in English."

    def handle(self, *args, **options):
        problems = Problems()
        course = read_course(settings.MODULE_CONTENT_DIR, problems)
        problems.refuse()
        self.stdout.write("lesson   words  grade")
        for module in course.modules:
            for lesson in module.lessons_in("en"):
                text = running_text(lesson.file.body)
                words, grade = len(text.split()), reading_grade(text)
                self.stdout.write(f"{lesson.key:8} {words:5}  {grade:5.1f}")
