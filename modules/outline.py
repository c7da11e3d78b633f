"""The course at a glance: every module with its lessons, in one language.

Built from a handful of queries and kept in memory for a minute, because every
page of the course shows a part of it. Editors' changes call `forget_outlines`; on
several processes without a shared cache they show within OUTLINE_TTL seconds.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from lms.core.memory import Memory, forget_everything
from modules.choices import State
from modules.models import LessonPage, ModuleIndexPage, ModulePage

#: Seconds for which an outline is remembered.
OUTLINE_TTL = 60
_memory = Memory(limit=50)


@dataclass(frozen=True)
class LessonOutline:
    """One lesson: key "01/03", number from 1, minutes, address, its check's key."""

    key: str
    number: int
    title: str
    url: str
    minutes: int
    translation_key: UUID
    check: str


@dataclass(frozen=True)
class ModuleOutline:
    """One module: key "01", what its card shows, and its lessons in order."""

    key: str
    title: str
    url: str
    translation_key: UUID
    language: str
    minutes: int
    level: str
    state: str
    summary: str
    cover: str
    roles: tuple[str, ...]
    topics: tuple[str, ...]
    prerequisites: tuple[str, ...]
    objectives: tuple[str, ...]
    lessons: tuple[LessonOutline, ...]
    check: str

    def __hash__(self) -> int:
        """Return a hash from what names the module; all of it would take long."""
        return hash((self.key, self.language, self.title))

    @property
    def is_published(self) -> bool:
        """Whether the module can be studied."""
        return self.state == State.PUBLISHED

    @property
    def cover_dim(self) -> str:
        """The cover without its light, for a module in preparation."""
        return self.cover.replace(".svg", "-dim.svg") if self.cover else ""

    @property
    def check_minutes(self) -> int:
        """What the module takes beside its lessons: its check; 0 without one."""
        lessons = sum(lesson.minutes for lesson in self.lessons)
        return max(0, self.minutes - lessons) if self.check else 0

    def lesson(self, key: str) -> LessonOutline | None:
        """Return the lesson with this key, or None."""
        return next((lesson for lesson in self.lessons if lesson.key == key), None)

    def after(self, key: str) -> LessonOutline | None:
        """Return the lesson that follows this one, or None after the last."""
        return self._beside(key, 1)

    def before(self, key: str) -> LessonOutline | None:
        """Return the lesson that stands before this one, or None for the first."""
        return self._beside(key, -1)

    def _beside(self, key: str, step: int) -> LessonOutline | None:
        keys = [lesson.key for lesson in self.lessons]
        place = keys.index(key) + step if key in keys else -1
        return self.lessons[place] if 0 <= place < len(keys) else None


def all_outlines(language: str) -> dict[str, ModuleOutline]:
    """Return key -> outline of all live modules, in the order of their keys.

    A module that has no version in the language appears in the default one.
    """
    return _memory.recall(
        ("outlines", language), OUTLINE_TTL, lambda: _read_all_outlines(language)
    )


def _read_all_outlines(language: str) -> dict[str, ModuleOutline]:
    found = _read_outlines(settings.LANGUAGE_CODE)
    if language != settings.LANGUAGE_CODE:
        found |= _read_outlines(language)
    return dict(sorted(found.items()))


def module_outline(key: str, language: str) -> ModuleOutline | None:
    """Return the outline of one module, or None when there is no such module."""
    return all_outlines(language).get(key)


def lesson_outline(key: str, language: str) -> LessonOutline | None:
    """Return the outline of the lesson with a key like "01/03", or None."""
    module = module_outline(key.split("/", 1)[0], language)
    return module.lesson(key) if module else None


@dataclass(frozen=True)
class Link:
    """A title and the address it leads to."""

    title: str
    url: str


def index_link(language: str) -> Link:
    """Return title and address of the module index, in the default language if need be."""
    return _memory.recall(
        ("index", language), OUTLINE_TTL, lambda: _read_index_link(language)
    )


def _read_index_link(language: str) -> Link:
    pages = {
        page.locale.language_code: page
        for page in ModuleIndexPage.objects.live().select_related("locale")
    }
    page = pages.get(language) or pages.get(settings.LANGUAGE_CODE)
    return Link(page.title, page.url) if page else Link("", "/")


def forget_outlines() -> None:
    """Make every process with this cache read the outlines anew."""
    forget_everything()


def _read_outlines(language: str) -> dict[str, ModuleOutline]:
    lessons: dict[str, list[LessonPage]] = {}
    for lesson in LessonPage.objects.live().in_language(language).order_by("path"):
        lessons.setdefault(lesson.module_key, []).append(lesson)
    modules = ModulePage.objects.live().in_language(language).in_order()
    return {
        module.key: _outline(module, lessons.get(module.key, []), language)
        for module in modules
    }


def _outline(
    module: ModulePage, lessons: list[LessonPage], language: str
) -> ModuleOutline:
    return ModuleOutline(
        key=module.key,
        title=module.title,
        url=module.url,
        translation_key=module.translation_key,
        language=language,
        minutes=module.minutes,
        level=module.level,
        state=module.state,
        summary=module.summary,
        cover=module.cover,
        roles=tuple(module.roles),
        topics=tuple(module.topics),
        prerequisites=tuple(module.prerequisites),
        objectives=tuple(item["value"] for item in module.objectives.raw_data),
        lessons=tuple(
            LessonOutline(
                key=lesson.key,
                number=number,
                title=lesson.title,
                url=lesson.url,
                minutes=lesson.minutes,
                translation_key=lesson.translation_key,
                check=lesson.check_key,
            )
            for number, lesson in enumerate(lessons, start=1)
        ),
        check=module.check_key,
    )
