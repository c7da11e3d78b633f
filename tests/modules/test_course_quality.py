"""Is every published module worth an official's time? What a machine can tell.

Here stands what makes a module complete. Its words are judged in
test_course_words.py, its questions in test_course_questions.py, its numbers in
test_course_numbers.py. Whether links, drawings, files and sources of lessons
exist is the reader's business (test_reader.py).
"""

import re
from collections import Counter

import pytest
from django.conf import settings

from modules.choices import FileKind
from modules.readability import (
    lesson_minutes,
    reading_grade,
    running_text,
    word_count,
)
from tests.modules.shipped import (
    CHECKS,
    LESSONS,
    MODULES,
    blocks,
    by_lesson,
    by_module,
    check_of,
    stream,
)

#: Words that are read one after another, as modules.readability counts them.
SHORTEST_LESSON, LONGEST_LESSON = 500, 900
#: As modules.readability counts.
HARDEST_GRADE = 7
#: Minutes that an author may differ from modules.readability.
LEEWAY = 2
GUIDE_PARTS = ("Timing", "Prepare", "Debrief", "Close")
RECAP = "<h2>What you take with you</h2>"


def test_all_sixteen_modules_are_published():
    assert [module.key for module in MODULES] == [f"{n:02}" for n in range(1, 17)]


@by_module
def test_overview_says_what_for_whom_and_after_what(module):
    values = module.values["en"]

    assert len(stream(module, "objectives")) >= 4
    assert min(len(values[name]) for name in ("summary", "lede", "audience")) >= 40
    assert (settings.BASE_DIR / "static" / values["cover"]).is_file()


def test_no_module_comes_after_itself():
    needs = {one.key: set(one.values["en"]["prerequisites"]) for one in MODULES}
    done = set()

    while ready := {key for key in needs.keys() - done if needs[key] <= done}:
        done |= ready
    assert needs.keys() - done == set()


@by_module
def test_module_has_all_its_parts(module):
    lessons = module.lessons_in("en")
    found = Counter(block["type"] for one in lessons for block in one.file.body)

    assert 5 <= len(lessons) <= 7
    assert found["figure"] >= 2
    assert found["worked_example"] >= 1
    assert found["then_and_now"] >= 1
    assert found["exercise"] >= 1
    assert any(RECAP in html for html in blocks(lessons[-1], "prose"))
    assert len(stream(module, "sources")) >= 3


@by_module
def test_every_exercise_is_a_workbook_with_a_solution_for_trainers(module):
    kinds = {item["name"]: item["kind"] for item in stream(module, "files")}
    exercises = [
        (value["file"], value["solution"])
        for lesson in module.lessons_in("en")
        for value in blocks(lesson, "exercise")
    ]

    for file, solution in exercises:
        assert file.endswith(".xlsx")
        assert kinds[file] == FileKind.EXERCISE
        assert kinds[solution] == FileKind.SOLUTION
        paths = [module.path / "files" / name for name in (file, solution)]
        assert paths[0].read_bytes() != paths[1].read_bytes()


@by_module
def test_facilitator_guide_has_timing_groups_debrief_and_close(module):
    guide = module.values["en"]["guide"]

    headings = re.findall(r"<h2>(.*?)</h2>", guide)
    assert [name for name in GUIDE_PARTS if name not in headings] == []
    assert re.search(r"[Gg]roups|[Pp]airs", guide)
    assert module.values["en"]["guide"].count('"table"') >= 1


@by_module
def test_every_objective_is_taught_in_a_lesson(module):
    taught = {n for one in module.lessons_in("en") for n in one.values["objectives"]}

    assert taught == set(range(1, len(stream(module, "objectives")) + 1))


@by_lesson
def test_lesson_has_its_key_message_prompt_check_and_sources(lesson):
    found = Counter(block["type"] for block in lesson.file.body)

    names = ("key_message", "in_your_country", "check", "sources")
    assert {name: found[name] for name in names} == dict.fromkeys(names, 1)


@by_lesson
def test_lesson_is_read_in_one_sitting(lesson):
    words = word_count(running_text(lesson.file.body))

    assert SHORTEST_LESSON <= words <= LONGEST_LESSON


@by_lesson
def test_lesson_says_how_long_it_takes(lesson):
    questions = len(check_of(lesson).questions)

    expected = lesson_minutes(lesson.file.body, questions)
    assert abs(lesson.values["minutes"] - expected) <= LEEWAY


@by_module
def test_module_takes_its_lessons_and_a_minute_for_each_question(module):
    lessons = sum(lesson.values["minutes"] for lesson in module.lessons_in("en"))

    assert module.values["en"]["minutes"] == lessons + CHECKS[module.check].data["draw"]


@by_lesson
def test_lesson_is_plain_english(lesson):
    assert reading_grade(running_text(lesson.file.body)) <= HARDEST_GRADE


def test_reading_grade_of_a_hard_text_is_higher():
    easy = "The office counts the cards. It sends the sum."
    hard = (
        "Notwithstanding administrative considerations, interdepartmental "
        "harmonisation necessitates comprehensive methodological documentation."
    )

    assert reading_grade(easy) < 4 < 20 < reading_grade(hard)


def test_text_without_words_has_no_grade():
    with pytest.raises(ValueError, match="without words"):
        reading_grade("2 × 3 = 6")


def test_signs_alone_are_no_words():
    assert word_count("Add both: 2 × 3 = 6, that is all.") == 8


def test_steps_of_an_example_are_read_and_tables_are_not():
    body = [
        {"type": "prose", "value": "<p>One <b>two</b>.</p>"},
        {"type": "table", "value": {"caption": "Left out", "table": {"data": []}}},
        {
            "type": "worked_example",
            "value": {"title": "Three", "steps": ["Four.", "Five."], "answer": "Six."},
        },
    ]

    assert running_text(body) == "One two. Three Four. Five. Six."


def test_minutes_count_words_looks_examples_questions_and_exercises():
    body = [
        {"type": "prose", "value": f"<p>{'word ' * 600}</p>"},
        {"type": "figure", "value": {"title": "A drawing"}},
        {"type": "table", "value": {"caption": "A table"}},
        {"type": "exercise", "value": {"text": "", "minutes": 15}},
    ]

    # 600 words ÷ 120, two looks of half a minute, 15, three questions of half.
    assert lesson_minutes(body, questions=2) == 22
    assert lesson_minutes(body, questions=4) == 23


def test_own_country_prompts_have_keys_of_their_own():
    keys = Counter(
        (lesson.key[:2], value["key"])
        for lesson in LESSONS
        for value in blocks(lesson, "in_your_country")
    )

    assert [key for key, count in keys.items() if count > 1] == []
