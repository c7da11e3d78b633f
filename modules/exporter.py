"""From Wagtail's pages back to the files of the course.

The text of a page as a file is also how a sync sees that somebody edited it.
"""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from i18nfield.strings import LazyI18nString

from assessments.quizzes.exporter import check_text
from assessments.quizzes.models import Quiz
from lms.core.content_files import Problems, dump_yaml, read_yaml
from lms.core.page_files import page_file_text
from modules.models import GlossaryTerm, LessonPage, ModulePage
from modules.reader import GUIDE, GUIDE_BLOCKS, LESSON_BLOCKS

_TEXTS = ("summary", "lede", "audience")


@dataclass
class ExportReport:
    """Paths that were written and the number that were the same already."""

    written: list[Path] = field(default_factory=list)
    same: int = 0


def lesson_file_text(page: LessonPage) -> str:
    """Return a lesson as its file."""
    front = {
        "title": page.title,
        "slug": page.slug,
        "minutes": page.minutes,
        "lede": page.lede,
        "objectives": list(page.objectives),
    }
    return page_file_text(front, list(page.body.raw_data), LESSON_BLOCKS)


def guide_file_text(page: ModulePage) -> str:
    """Return a module's facilitator guide as its file; no guide: an empty text."""
    body = list(page.guide.raw_data)
    return page_file_text({"title": GUIDE_TITLE}, body, GUIDE_BLOCKS) if body else ""


GUIDE_TITLE = "Facilitator guide"


def module_page_text(page: ModulePage) -> str:
    """Return everything a module page holds in its language, as YAML and guide."""
    return dump_yaml(module_data([page])) + guide_file_text(page)


def module_data(pages: list[ModulePage]) -> dict:
    """Return the content of module.yaml for the versions of one module.

    pages: the module in each of its languages, the default language first.
    """
    first = pages[0]
    by_language = {page.locale.language_code: page for page in pages}

    def texts(name: str) -> dict:
        return {code: getattr(page, name) for code, page in by_language.items()}

    def streams(name: str) -> list[dict]:
        """Return code -> value for each place of a stream."""
        rows = zip(*(getattr(page, name).raw_data for page in pages), strict=False)
        return [
            {code: item["value"] for code, item in zip(by_language, row, strict=True)}
            for row in rows
        ]

    data = {
        "key": first.key,
        "title": texts("title"),
        "state": first.state,
        "minutes": first.minutes,
        "level": first.level,
        "roles": list(first.roles),
        "topics": list(first.topics),
        "prerequisites": list(first.prerequisites),
        **{name: texts(name) for name in _TEXTS},
        "objectives": streams("objectives"),
    }
    if first.cover:
        data["cover"] = first.cover
    if first.updated:
        data["updated"] = first.updated
    if first.check_key:
        data["check"] = first.check_key
    if files := streams("files"):
        data["files"] = [_merged(row, ("name", "kind"), "title") for row in files]
    if sources := streams("sources"):
        data["sources"] = [
            _merged(row, ("id",), "text")
            | {"url": next(iter(row.values()))["url"] or None}
            for row in sources
        ]
    return data


def _merged(row: dict, common: tuple[str, ...], text: str) -> dict:
    first = next(iter(row.values()))
    return {name: first[name] for name in common} | {
        text: {code: value[text] for code, value in row.items()}
    }


def term_data(term: GlossaryTerm) -> dict:
    """Return a term as its entry of glossary.yaml."""
    data = {
        "key": term.key,
        "term": _texts(term.term),
        "definition": _texts(term.definition),
    }
    return data | {"source": term.source} if term.source else data


def _texts(text: LazyI18nString) -> dict[str, str]:
    """Return language -> text, in the order of the settings, without empty ones."""
    data = text.data if isinstance(text.data, dict) else {settings.LANGUAGE_CODE: text}
    return {
        code: str(data[code]) for code, _name in settings.LANGUAGES if data.get(code)
    }


def glossary_text() -> str:
    """Return glossary.yaml with all terms that are shown, by key.

    Sorted here, because databases differ in where they put a hyphen.
    """
    terms = sorted(GlossaryTerm.objects.shown(), key=lambda term: term.key)
    return dump_yaml({"terms": [term_data(term) for term in terms]})


def export_modules(
    root: Path | None = None, *, keys: list[str] | None = None
) -> ExportReport:
    """Write modules, lessons, guides, checks and the glossary to their files.

    root: folder with one folder per module; keys: only these modules (then the
    glossary is left out). A file whose text would be the same is not touched.
    Returns what was written.
    """
    root = root or settings.MODULE_CONTENT_DIR
    report = ExportReport()
    modules: dict[str, list[ModulePage]] = {}
    for page in (
        ModulePage.objects.live().select_related("locale").order_by("key", "pk")
    ):
        if keys is None or page.key in keys:
            modules.setdefault(page.key, []).append(page)
    for pages in modules.values():
        pages.sort(key=lambda page: page.locale.language_code != settings.LANGUAGE_CODE)
        folder = _folder(root, pages[0])
        _write(folder / "module.yaml", _module_file_text(folder, pages), report)
        for page in pages:
            language = page.locale.language_code
            if text := guide_file_text(page):
                _write(folder / language / f"{GUIDE}.md", text, report)
            for lesson in LessonPage.objects.of_module(page):
                _write(
                    _lesson_path(folder, language, lesson),
                    lesson_file_text(lesson),
                    report,
                )
        for quiz in Quiz.objects.active().filter(module=pages[0].key).order_by("key"):
            _write(folder / "checks" / f"{quiz.key}.yaml", check_text(quiz), report)
    if keys is None:
        _write(root / "glossary.yaml", glossary_text(), report)
    return report


def _folder(root: Path, page: ModulePage) -> Path:
    found = sorted(root.glob(f"{page.key}-*"))
    return found[0] if found else root / page.slug


def _lesson_path(folder: Path, language: str, lesson: LessonPage) -> Path:
    number = lesson.key.split("/", 1)[1]
    found = sorted((folder / language).glob(f"{number}-*.md"))
    return found[0] if found else folder / language / f"{number}-{lesson.slug}.md"


def _module_file_text(folder: Path, pages: list[ModulePage]) -> str:
    """Return module.yaml, in the order of entries that the file has already."""
    data = module_data(pages)
    path = folder / "module.yaml"
    if path.exists():
        order = read_yaml(path, Problems()).names()
        data = dict(sorted(data.items(), key=lambda item: _place(order, item[0])))
    return dump_yaml(data)


def _place(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _write(path: Path, text: str, report: ExportReport) -> None:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        report.same += 1
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(path.suffix + ".part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
    report.written.append(path)
