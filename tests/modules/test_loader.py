"""The course on the site: loaded, left alone once edited, written back."""

import re

import pytest
from wagtail.models import Locale

from assessments.questions.models import Question
from lms.core.content_files import ContentRefused
from lms.core.models import HomePage
from modules.exporter import export_modules
from modules.loader import load_modules
from modules.models import GlossaryTerm, LessonPage, ModuleIndexPage, ModulePage
from tests.modules.course_files import LESSON, MODULE


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_course_becomes_pages_in_order(course):
    index = ModuleIndexPage.objects.get()
    module = ModulePage.objects.child_of(index).get()

    assert [lesson.title for lesson in LessonPage.objects.of_module(module)] == [
        "Lesson one",
        "Lesson two",
    ]
    assert module.url == "/en/modules/01-first-module/"
    assert GlossaryTerm.objects.get().key == "stock"


def test_loading_twice_changes_nothing(course, course_root):
    assert not load_modules(course_root)


def test_export_of_a_loaded_course_writes_nothing(course, course_root):
    report = export_modules(course_root)

    assert report.written == []
    assert report.same == 7


def test_edited_lesson_goes_back_to_its_file(course, course_root):
    lesson = LessonPage.objects.get(key="01/01")
    lesson.lede = "Edited by a person."
    lesson.save_revision().publish()

    report = export_modules(course_root)

    path = course / "en" / "01-lesson-one.md"
    assert report.written == [path]
    assert path.read_text() == LESSON.replace(
        "What it is about.", "Edited by a person."
    )
    assert load_modules(course_root).skipped == []


def test_edited_lesson_is_left_alone_and_listed(course, course_root):
    lesson = LessonPage.objects.get(key="01/01")
    lesson.lede = "Edited by a person."
    lesson.save_revision().publish()
    edit(course / "en" / "01-lesson-one.md", "counted", "measured")

    report = load_modules(course_root)

    assert report.skipped == ["en/01/01"]
    assert LessonPage.objects.get(key="01/01").lede == "Edited by a person."


def test_overwrite_replaces_an_edit(course, course_root):
    lesson = LessonPage.objects.get(key="01/01")
    lesson.lede = "Edited by a person."
    lesson.save_revision().publish()

    report = load_modules(course_root, overwrite=True)

    assert report.updated == ["en/01/01"]
    assert LessonPage.objects.get(key="01/01").lede == "What it is about."


def test_changed_module_file_changes_the_page(course, course_root):
    edit(course / "module.yaml", "minutes: 20", "minutes: 25")

    assert load_modules(course_root).updated == ["en/01"]
    assert ModulePage.objects.get().minutes == 25


def test_lesson_whose_file_is_gone_is_taken_off_the_site(course, course_root):
    edit(
        course / "en" / "01-lesson-one.md",
        " Read on in [lesson two](lesson:01/02).",
        "",
    )
    (course / "en" / "02-lesson-two.md").unlink()

    report = load_modules(course_root)

    assert report.retired == ["Lesson two"]
    assert LessonPage.objects.get(key="01/02").live is False


def test_lesson_that_comes_back_is_the_same_page(course, course_root):
    path = course / "en" / "02-lesson-two.md"
    text, key = path.read_text(), LessonPage.objects.get(key="01/02").translation_key
    edit(
        course / "en" / "01-lesson-one.md",
        " Read on in [lesson two](lesson:01/02).",
        "",
    )
    path.unlink()
    load_modules(course_root)

    path.write_text(text)
    load_modules(course_root)

    lesson = LessonPage.objects.get(key="01/02")
    assert (lesson.translation_key, lesson.live) == (key, True)


def test_lesson_that_an_editor_took_off_stays_off(course, course_root):
    LessonPage.objects.get(key="01/02").unpublish()

    assert load_modules(course_root).skipped == ["en/01/02"]
    assert LessonPage.objects.get(key="01/02").live is False


def test_lesson_put_between_takes_its_place(course, course_root):
    (course / "en" / "02-lesson-two.md").rename(course / "en" / "03-lesson-two.md")
    edit(course / "en" / "01-lesson-one.md", "lesson:01/02", "lesson:01/03")
    (course / "en" / "02-between.md").write_text(
        "---\ntitle: Between\nslug: between\nminutes: 4\nlede: New.\nobjectives: []\n---\n\nText.\n"
    )
    LessonPage.objects.filter(key="01/02").update(slug="was-two")

    load_modules(course_root, overwrite=True)

    module = ModulePage.objects.get()
    assert [lesson.key for lesson in LessonPage.objects.of_module(module)] == [
        "01/01",
        "01/02",
        "01/03",
    ]


def test_term_that_is_gone_is_hidden_not_deleted(course, course_root):
    edit(course_root / "glossary.yaml", "key: stock", "key: flow")
    edit(course / "en" / "01-lesson-one.md", "term:stock", "term:flow")

    load_modules(course_root)

    assert GlossaryTerm.objects.get(key="stock").is_active is False
    assert list(GlossaryTerm.objects.shown().values_list("key", flat=True)) == ["flow"]


def test_edited_term_is_left_alone_and_goes_back_to_the_file(course, course_root):
    term = GlossaryTerm.objects.get()
    term.source = "An editor"
    term.save()
    edit(course_root / "glossary.yaml", "A number", "A count")

    assert load_modules(course_root).skipped == ["term stock"]
    assert export_modules(course_root).written == [course_root / "glossary.yaml"]
    assert load_modules(course_root).skipped == []
    assert "source: An editor" in (course_root / "glossary.yaml").read_text()


def test_edited_question_goes_back_to_its_file(course, course_root):
    question = Question.objects.get(key="01-check-q1")
    question.source = "another"
    question.save()

    path = course / "checks" / "01-check.yaml"
    assert export_modules(course_root).written == [path]
    assert "source: another" in path.read_text()


def test_wrong_file_writes_nothing_at_all(course, course_root):
    edit(course / "module.yaml", "minutes: 20", "minutes: 25")
    edit(course / "en" / "02-lesson-two.md", "minutes: 10", "minutes: ten")

    with pytest.raises(ContentRefused):
        load_modules(course_root)
    assert ModulePage.objects.get().minutes == 20


def test_dry_run_reports_and_changes_nothing(course, course_root):
    edit(course / "module.yaml", "minutes: 20", "minutes: 25")

    assert load_modules(course_root, dry_run=True).updated == ["en/01"]
    assert ModulePage.objects.get().minutes == 20


def test_module_in_another_language_shares_its_translation_key(course, course_root):
    english = HomePage.objects.get()
    french = english.copy_for_translation(Locale.objects.get(language_code="fr"))
    french.save_revision().publish()
    text = re.sub(
        r"^( *(?:- )?)en: ",
        lambda m: f"{m[1]}fr: Texte\n{' ' * len(m[1])}en: ",
        MODULE,
        flags=re.MULTILINE,
    )
    (course / "module.yaml").write_text(text)
    (course / "fr").mkdir()
    (course / "fr" / "01-lecon.md").write_text(LESSON.replace("Lesson one", "Leçon un"))

    load_modules(course_root, overwrite=True)

    pair = LessonPage.objects.filter(key="01/01").order_by("pk")
    assert pair[0].translation_key == pair[1].translation_key
    assert pair[1].title == "Leçon un"
