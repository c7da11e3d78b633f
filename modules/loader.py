"""From the files of the course to Wagtail's pages.

Read and validate everything (modules.reader, assessments.quizzes.loader), then
sync in one transaction: matched by key, created or updated, left alone where an
editor has worked, taken off the site - never deleted - where the file is gone.
"""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from i18nfield.strings import LazyI18nString
from wagtail.models import Page

from assessments.quizzes.loader import sync_checks
from assessments.quizzes.reading import read_checks
from lms.core.content_files import Problems, data_digest
from lms.core.models import HomePage
from lms.core.page_files import SyncReport, put_in_order, retire_pages, sync_page
from modules.exporter import lesson_file_text, module_page_text, term_data
from modules.models import GlossaryTerm, LessonPage, ModuleIndexPage, ModulePage
from modules.outline import forget_outlines
from modules.reader import Course, LessonFile, ModuleFolder, TermEntry, read_course

#: Title and lede of the index in each language that has modules.
INDEX = {
    "en": ("Modules", "Start with 01, then go in any order."),
    "ru": ("Модули", "Начните с модуля 01, дальше — в любом порядке."),
    "fr": (
        "Modules",
        "Commencez par le module 01, puis suivez l’ordre que vous voulez.",
    ),
    "es": (
        "Módulos",
        "Empiece por el módulo 01 y siga después en el orden que prefiera.",
    ),
    "ar": ("الوحدات", "ابدأ بالوحدة 01، ثم تابع بأي ترتيب تختاره."),
}
INDEX_SLUG = "modules"


def load_modules(
    root: Path | None = None, *, overwrite: bool = False, dry_run: bool = False
) -> SyncReport:
    """Load all modules, lessons, checks and terms below root.

    Raises ContentRefused with every fault, having written nothing.
    dry_run: do everything, then take it back.
    """
    problems = Problems()
    course = read_course(root or settings.MODULE_CONTENT_DIR, problems)
    checks = read_checks(course.check_files, problems)
    problems.refuse()
    report = SyncReport()
    with transaction.atomic():
        report.add(sync_checks(checks, overwrite=overwrite))
        _sync_terms(course.terms, overwrite=overwrite, report=report)
        for language, _name in settings.LANGUAGES:
            _sync_language(course, language, overwrite=overwrite, report=report)
        if dry_run:
            transaction.set_rollback(True)
    forget_outlines()
    return report


def _sync_terms(terms: list[TermEntry], *, overwrite: bool, report: SyncReport) -> None:
    known = {term.key: term for term in GlossaryTerm.objects.all()}
    for entry in terms:
        _sync_term(known.pop(entry.key, None), entry, overwrite, report)
    for term in known.values():
        # A term that an editor added by hand has no digest and stays.
        if term.source_digest and term.is_active:
            term.is_active = False
            term.save(update_fields=["is_active"])
            report.retired.append(f"term {term.key}")


def _sync_term(
    term: GlossaryTerm | None, entry: TermEntry, overwrite: bool, report: SyncReport
) -> None:
    label = f"term {entry.key}"
    digest = data_digest(term_data(term)) if term else ""
    if term and term.is_active and digest == entry.digest:
        report.unchanged.append(label)
        if term.source_digest != digest:
            GlossaryTerm.objects.filter(pk=term.pk).update(source_digest=digest)
        return
    if term and digest != term.source_digest and not overwrite:
        report.skipped.append(label)
        return
    (report.updated if term else report.created).append(label)
    term = term or GlossaryTerm(key=entry.key)
    term.term = LazyI18nString(entry.term)
    term.definition = LazyI18nString(entry.definition)
    term.source, term.source_digest, term.is_active = entry.source, entry.digest, True
    term.save()


def _sync_language(
    course: Course, language: str, *, overwrite: bool, report: SyncReport
) -> None:
    modules = [module for module in course.modules if language in module.values]
    home = HomePage.objects.filter(locale__language_code=language).first()
    if not modules or home is None:
        return
    index = _index(home, language, report)
    pages = []
    for module in modules:
        page = _sync_module(module, language, index, overwrite=overwrite, report=report)
        lessons = [
            _sync_lesson(lesson, page, overwrite=overwrite, report=report)
            for lesson in module.lessons_in(language)
        ]
        put_in_order(page, lessons)
        keys = [lesson.key for lesson in lessons]
        gone = LessonPage.objects.child_of(page).live().exclude(source_digest="")
        retire_pages(gone.exclude(key__in=keys), report)
        pages.append(page)
    put_in_order(index, pages)
    gone = ModulePage.objects.child_of(index).live().exclude(source_digest="")
    retire_pages(gone.exclude(key__in=[module.key for module in modules]), report)


def _index(home: HomePage, language: str, report: SyncReport) -> ModuleIndexPage:
    index = ModuleIndexPage.objects.child_of(home).first()
    if index is None:
        title, lede = INDEX[language]
        index = ModuleIndexPage(
            title=title,
            slug=INDEX_SLUG,
            lede=lede,
            locale=home.locale,
            show_in_menus=True,
        )
        original = ModuleIndexPage.objects.filter(
            locale__language_code=settings.LANGUAGE_CODE
        ).first()
        if original:
            index.translation_key = original.translation_key
        home.add_child(instance=index)
        index.save_revision().publish()
        report.created.append(f"{language}/modules")
    return index


def _sync_module(
    module: ModuleFolder,
    language: str,
    index: ModuleIndexPage,
    *,
    overwrite: bool,
    report: SyncReport,
) -> ModulePage:
    return sync_page(
        ModulePage.objects.child_of(index).filter(key=module.key).first(),
        model=ModulePage,
        parent=index,
        values=_tied(ModulePage, module.key, language, module.values[language]),
        source_digest=module.digests[language],
        as_file=module_page_text,
        label=f"{language}/{module.key}",
        overwrite=overwrite,
        report=report,
    )


def _sync_lesson(
    lesson: LessonFile, module: ModulePage, *, overwrite: bool, report: SyncReport
) -> LessonPage:
    return sync_page(
        LessonPage.objects.child_of(module).filter(key=lesson.key).first(),
        model=LessonPage,
        parent=module,
        values=_tied(LessonPage, lesson.key, lesson.language, lesson.values),
        source_digest=lesson.file.digest,
        as_file=lesson_file_text,
        label=f"{lesson.language}/{lesson.key}",
        overwrite=overwrite,
        report=report,
    )


def _tied(model: type[Page], key: str, language: str, values: dict) -> dict:
    """Return the values with the translation key of the default language's page.

    Progress hangs on that key, so a lesson is the same lesson in every language.
    """
    if language == settings.LANGUAGE_CODE:
        return values
    original = model.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE, key=key
    ).first()
    return (
        values | {"translation_key": original.translation_key} if original else values
    )
