"""Reading the course: every fault is named with file, line and remedy."""

from shutil import copy

import pytest
from django.conf import settings

from lms.core.content_files import ContentRefused, Problems
from modules.reader import read_course


def faults(root) -> list[tuple[str, int | None, str]]:
    problems = Problems()
    read_course(root, problems)
    return [
        (error.file.rsplit("/", 1)[-1], error.line, error.message)
        for error in problems.errors
    ]


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture
def folder(course_root):
    return course_root / "01-first-module"


def test_correct_course_is_read_whole(folder, course_root):
    problems = Problems()

    course = read_course(course_root, problems)

    assert problems.errors == []
    assert [lesson.key for lesson in course.modules[0].lessons] == ["01/01", "01/02"]
    assert [term.key for term in course.terms] == ["stock"]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message"),
    [
        (
            "module.yaml",
            "level: introductory",
            "level: easy",
            6,
            "`level` is `easy`, which is not known.",
        ),
        (
            "module.yaml",
            "- focal_point",
            "- focal_pt",
            8,
            "`focal_pt` is not one of the roles.",
        ),
        (
            "module.yaml",
            "prerequisites: []",
            "prerequisites: ['07']",
            11,
            "There is no module `07`.",
        ),
        (
            "module.yaml",
            "name: table.xlsx",
            "name: gone.xlsx",
            24,
            "There is no file `files/gone.xlsx`.",
        ),
        (
            "module.yaml",
            "check: 01-check",
            "check: 99-check",
            22,
            "There is no check `99-check`.",
        ),
        (
            "module.yaml",
            "minutes: 20",
            "minutes: lots",
            5,
            "`minutes` is not a whole number.",
        ),
        (
            "module.yaml",
            "cover: covers/01.svg",
            "cover: covers/99.svg",
            20,
            "There is no picture `static/covers/99.svg`.",
        ),
        (
            "en/01-lesson-one.md",
            "objectives: [1]",
            "objectives: [1, 7]",
            6,
            "The module has no objective 7.",
        ),
        ("module.yaml", "audience:", "audiance:", 16, "`audiance` is not known here."),
        (
            "en/01-lesson-one.md",
            "term:stock",
            "term:flow",
            9,
            "There is no term `flow`.",
        ),
        (
            "en/01-lesson-one.md",
            "lesson:01/02",
            "lesson:01/09",
            9,
            "There is no lesson `01/09`.",
        ),
        (
            "en/01-lesson-one.md",
            "drawing: line",
            "drawing: circle",
            17,
            "There is no drawing `circle`.",
        ),
        (
            "en/01-lesson-one.md",
            "quiz: 01-01-check",
            "quiz: 01-09-check",
            31,
            "There is no check `01-09-check`.",
        ),
        (
            "en/01-lesson-one.md",
            "- gm2005: section 2",
            "- gm1999",
            35,
            "There is no source `gm1999`.",
        ),
        (
            "en/01-lesson-one.md",
            "Count once.",
            "word " * 36,
            13,
            "The key message has 36 words. Cut it to 35.",
        ),
        (
            "en/01-lesson-one.md",
            "minutes: 5",
            "minutes: '5'",
            4,
            "`minutes` is not a whole number.",
        ),
        (
            "en/02-lesson-two.md",
            "file: table.xlsx",
            "file: other.xlsx",
            11,
            "There is no file `other.xlsx`.",
        ),
        (
            "en/02-lesson-two.md",
            "minutes: 10",
            "minutes: ten",
            11,
            "Write the minutes as a whole number.",
        ),
        (
            "en/02-lesson-two.md",
            ":::\n",
            "",
            11,
            "Close the block 'exercise' with a line ':::'.",
        ),
    ],
)
def test_fault_is_named_with_file_and_line(
    folder, course_root, file, old, new, line, message
):
    edit(folder / file, old, new)

    assert (file.rsplit("/", 1)[-1], line, message) in faults(course_root)


def test_two_lessons_with_one_number_are_refused(folder, course_root):
    copy(folder / "en" / "01-lesson-one.md", folder / "en" / "01-lesson-new.md")

    assert (
        "01-lesson-one.md",
        1,
        "Two lessons have the number 01/01.",
    ) in faults(course_root)


def test_two_lessons_with_one_address_or_one_prompt_are_refused(folder, course_root):
    copy(folder / "en" / "01-lesson-one.md", folder / "en" / "03-lesson-new.md")

    found = faults(course_root)

    assert ("03-lesson-new.md", 3, "Two lessons have the slug `lesson-one`.") in found
    assert any(
        file == "03-lesson-new.md" and line and message.startswith("Two prompts have")
        for file, line, message in found
    )


def test_link_of_a_guide_that_leads_nowhere_is_refused(folder, course_root):
    guide = folder / "en" / "facilitator.md"
    guide.write_text(
        "---\ntitle: Facilitator guide\n---\n\nSee [this](lesson:01/09).\n"
    )

    assert ("facilitator.md", 5, "There is no lesson `01/09`.") in faults(course_root)


@pytest.mark.parametrize(
    ("file", "entry", "message"),
    [
        ("../glossary.yaml", "- key: stock", "The term `stock` stands here twice."),
        ("module.yaml", "- id: gm2005", "The source `gm2005` stands here twice."),
        (
            "module.yaml",
            "- name: table.xlsx",
            "The file `table.xlsx` stands here twice.",
        ),
    ],
)
def test_entry_that_stands_twice_is_named_with_its_line(
    folder, course_root, file, entry, message
):
    path = folder / file
    lines = path.read_text().splitlines()
    start = lines.index(entry)
    end = next(
        (n for n in range(start + 1, len(lines)) if not lines[n].startswith("  ")),
        len(lines),
    )
    path.write_text("\n".join([*lines[:end], *lines[start:end], *lines[end:]]) + "\n")

    assert (path.name, end + 1, message) in faults(course_root)


def test_all_faults_are_named_at_once(folder, course_root):
    edit(folder / "module.yaml", "level: introductory", "level: easy")
    edit(folder / "en" / "02-lesson-two.md", "minutes: 10", "minutes: ten")

    assert {file for file, _line, _message in faults(course_root)} >= {
        "module.yaml",
        "02-lesson-two.md",
    }


def test_published_module_without_lessons_is_refused(folder, course_root):
    for path in folder.glob("en/0*.md"):
        path.unlink()

    assert ("module.yaml", 4, "A published module needs lessons.") in faults(
        course_root
    )


def test_folder_and_key_must_agree(folder, course_root):
    edit(folder / "module.yaml", "key: '01'", "key: '02'")

    assert any(
        "the folder begins with `01`" in message
        for _f, _l, message in faults(course_root)
    )


def test_file_that_is_not_utf8_is_refused(folder, course_root):
    (folder / "en" / "01-lesson-one.md").write_bytes(b"---\ntitle: \xff\n---\n")

    assert any(
        file == "01-lesson-one.md" and "cannot be read" in message
        for file, _line, message in faults(course_root)
    )


def test_shipped_course_has_no_fault():
    problems = Problems()

    course = read_course(settings.BASE_DIR / "modules" / "content", problems)

    assert problems.errors == []
    assert len(course.modules) == 16


def test_refusal_lists_file_line_and_remedy(folder, course_root):
    edit(folder / "module.yaml", "level: introductory", "level: easy")
    problems = Problems()
    read_course(course_root, problems)

    with pytest.raises(
        ContentRefused, match=r"module\.yaml, line 6: `level` is `easy`"
    ):
        problems.refuse()
