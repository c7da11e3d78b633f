"""The shipped course as its files say, read once for the tests of its quality."""

import json
import re

import pytest
from django.conf import settings

from assessments.quizzes.reading import read_checks
from lms.core.content_files import Problems
from modules.reader import read_course

ROOT = settings.BASE_DIR / "modules" / "content"


def _load():
    problems = Problems()
    course = read_course(ROOT, problems)
    checks = read_checks(course.check_files, problems)
    problems.refuse()
    return course, {check.key: check for check in checks}


COURSE, CHECKS = _load()
MODULES = [module for module in COURSE.modules if module.published]
LESSONS = [lesson for module in MODULES for lesson in module.lessons_in("en")]
QUESTIONS = {
    question.data["key"]: question.data
    for check in CHECKS.values()
    for question in check.questions
}
by_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.key)
by_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.key)


def blocks(lesson, *kinds):
    """Return the values of a lesson's blocks of these kinds, in order."""
    return [block["value"] for block in lesson.file.body if block["type"] in kinds]


def check_of(lesson):
    """Return the check of a lesson."""
    return CHECKS[blocks(lesson, "check")[0]["quiz"]]


def stream(module, name):
    """Return the values of one of a module's streams: objectives, sources, files."""
    return [item["value"] for item in json.loads(module.values["en"][name])]


def flat(value) -> str:
    """Return everything that is text in a value, in one line."""
    return re.sub(r"\s+", " ", json.dumps(value, ensure_ascii=False))
