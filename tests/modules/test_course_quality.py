"""Is every published module worth an official's time? What a machine can tell.

Whether links, drawings, files and sources exist is the reader's business
(tests/modules/test_reader.py); here stands what makes a module complete.
"""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import unescape

import pytest
from django.conf import settings

from assessments.quizzes.reading import read_checks
from lms.core.content_files import Problems
from modules.readability import reading_grade, running_text
from modules.reader import read_course

#: Words of running text in a lesson.
SHORTEST_LESSON, LONGEST_LESSON = 400, 900
#: As modules.readability counts.
HARDEST_GRADE = 7
GRADED_TYPES = {
    "single", "multiple", "true_false", "numeric", "matching", "ordering", "short_text",
}  # fmt: skip
ROOT = settings.BASE_DIR / "modules" / "content"


@dataclass(frozen=True)
class Item:
    """A question of a check: what the rules below look at."""

    key: str
    type: str
    stem: str
    objective: int | None
    right: object


def load():
    problems = Problems()
    course = read_course(ROOT, problems)
    checks = read_checks(course.check_files, problems)
    problems.refuse()
    return course, {check.key: check for check in checks}


COURSE, CHECKS = load()
MODULES = [module for module in COURSE.modules if module.published]
LESSONS = [lesson for module in MODULES for lesson in module.lessons_in("en")]
by_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.key)
by_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.key)


def blocks(lesson, *kinds):
    return [block["value"] for block in lesson.file.body if block["type"] in kinds]


def items(check) -> list[Item]:
    return [
        Item(
            key=question.data["key"],
            type=question.data["type"],
            stem=question.data["stem"]["en"],
            objective=question.data.get("objective"),
            right=question.data.get("right"),
        )
        for question in check.questions
    ]


def prose(lesson) -> str:
    """Return the running text of a lesson."""
    return running_text(lesson.file.body)


@by_module
def test_module_has_all_its_parts(module):
    lessons = module.lessons_in("en")

    assert 5 <= len(lessons) <= 7
    assert sum(len(blocks(lesson, "figure")) for lesson in lessons) >= 2
    assert sum(len(blocks(lesson, "worked_example")) for lesson in lessons) >= 1
    exercises = [value for lesson in lessons for value in blocks(lesson, "exercise")]
    assert [value["file"] for value in exercises if value["solution"]] != []
    assert module.values["en"]["guide"] != "[]"
    assert module.values["en"]["sources"] != "[]"
    assert (settings.BASE_DIR / "static" / module.values["en"]["cover"]).is_file()


@by_lesson
def test_lesson_has_its_key_message_prompt_check_and_sources(lesson):
    found = Counter(block["type"] for block in lesson.file.body)

    names = ("key_message", "in_your_country", "check", "sources")
    assert {name: found[name] for name in names} == dict.fromkeys(names, 1)


@by_lesson
def test_lesson_is_read_in_one_sitting(lesson):
    assert SHORTEST_LESSON <= len(prose(lesson).split()) <= LONGEST_LESSON


def test_reading_grade_of_a_hard_text_is_higher():
    easy = "The office counts the cards. It sends the sum."
    hard = (
        "Notwithstanding administrative considerations, interdepartmental "
        "harmonisation necessitates comprehensive methodological documentation."
    )

    assert reading_grade(easy) < 4 < 20 < reading_grade(hard)


@by_lesson
def test_lesson_is_plain_english(lesson):
    assert reading_grade(prose(lesson)) <= HARDEST_GRADE


@by_lesson
def test_lesson_check_asks_two_or_three_questions(lesson):
    check = CHECKS[blocks(lesson, "check")[0]["quiz"]]

    assert 2 <= len(check.questions) <= 3
    assert check.data["lesson"] == lesson.key


@by_module
def test_module_check_draws_ten_of_at_least_fifteen(module):
    check = CHECKS[module.check]

    assert len(check.questions) >= 15
    assert (check.data["draw"], check.data["pass_mark"]) == (10, 7)


@by_module
def test_every_objective_is_tested(module):
    count = len(re.findall(r'"type": "objective"', module.values["en"]["objectives"]))

    tested = {item.objective for item in items(CHECKS[module.check])}

    assert set(range(1, count + 1)) - tested == set()


@by_module
def test_module_check_is_neither_mostly_true_nor_mostly_false(module):
    rights = [
        item.right for item in items(CHECKS[module.check]) if item.type == "true_false"
    ]

    assert abs(rights.count(True) - rights.count(False)) <= 2


def test_all_types_of_question_are_used_across_the_course():
    used = {item.type for check in CHECKS.values() for item in items(check)}

    assert GRADED_TYPES - used == set()


def test_no_two_questions_have_the_same_stem():
    by_key = {item.key: item for check in CHECKS.values() for item in items(check)}
    stems = Counter(item.stem for item in by_key.values())

    assert [stem for stem, count in stems.items() if count > 1] == []


def test_own_country_prompts_have_keys_of_their_own():
    keys = Counter(
        (lesson.key[:2], value["key"])
        for lesson in LESSONS
        for value in blocks(lesson, "in_your_country")
    )

    assert [key for key, count in keys.items() if count > 1] == []


# Worked examples: every formula is worked out again.

_FORMULA = re.compile(r"<code>(.*?)</code>", re.DOTALL)
_NUMBER = re.compile(r"\d[\d\u00a0\u202f ]*(?:\.\d+)?")
_ALLOWED = re.compile(r"[\d.+\-*/() ]+")


def formulas():
    for lesson in LESSONS:
        for block in lesson.file.body:
            for formula in _FORMULA.findall(str(block["value"])):
                if "=" in formula:
                    yield lesson.key, unescape(formula)


def sides(formula: str) -> list[str]:
    text = (
        formula.replace("×", "*").replace("÷", "/").replace("−", "-").replace("%", "")
    )
    text = _NUMBER.sub(
        lambda number: re.sub(r"[\u00a0\u202f ]", "", number[0]) + " ", text
    )
    return [side.strip() for side in text.split("=")]


def worked_out(side: str) -> Decimal:
    expression = re.sub(r"(\d+(?:\.\d+)?)", r"Decimal('\1')", side)
    return eval(expression, {"__builtins__": {}, "Decimal": Decimal})  # noqa: S307


NUMERIC = [
    (key, formula)
    for key, formula in formulas()
    if all(side and _ALLOWED.fullmatch(side) for side in sides(formula))
]


@pytest.mark.parametrize(("key", "formula"), NUMERIC, ids=lambda value: value[:40])
def test_formula_is_right_to_the_digits_shown(key, formula):
    first, *others = sides(formula)
    value = worked_out(first)

    for other in others:
        shown = worked_out(other)
        places = Decimal(1).scaleb(shown.as_tuple().exponent)
        assert value.quantize(places, ROUND_HALF_UP) == shown, formula


def test_most_formulas_are_plain_numbers_and_so_are_tested():
    assert len(NUMERIC) >= 0.8 * len(list(formulas()))
