"""How far somebody is, computed from facts: values in, values out, no database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from modules.outline import LessonOutline, ModuleOutline

DONE, STARTED, OPEN = "done", "started", "open"


@dataclass(frozen=True)
class Facts:
    """What is known about one person: translation keys of what was finished.

    ``modules`` maps a finished module to when it was finished; ``last`` is the
    key of the lesson visited last in the module at hand. ``versions`` maps a
    finished module to the version of the rule that was satisfied.
    """

    read: Collection[UUID] = frozenset()
    lessons: Collection[UUID] = frozenset()
    modules: dict[UUID, datetime] | None = None
    last: str = ""
    enrolled: bool = False
    versions: dict[UUID, int] | None = None

    def finished_at(self, translation_key: UUID) -> datetime | None:
        """Return when the module was finished, or None."""
        return (self.modules or {}).get(translation_key)


NOTHING = Facts()


@dataclass(frozen=True)
class LessonState:
    """One lesson of the rail: "done", "started" or "open"."""

    lesson: LessonOutline
    state: str
    is_read: bool


@dataclass(frozen=True)
class ModuleProgress:
    """One module as far as somebody is.

    ``state`` is "done" once the module was completed (and stays so),
    "started" after the first visit, otherwise "open". Minutes are those of the
    lessons that are not done, and of the module check until it is passed.
    """

    outline: ModuleOutline
    state: str
    lessons: tuple[LessonState, ...]
    done: int
    total: int
    minutes_left: int
    finished_at: datetime | None
    next_lesson: LessonOutline | None
    rule_version: int | None = None

    @property
    def lessons_left(self) -> int:
        """Return how many lessons are not done."""
        return self.total - self.done

    @property
    def only_check_left(self) -> bool:
        """Return whether everything but the module check is done."""
        return self.state != DONE and self.total > 0 and self.lessons_left == 0

    def state_of(self, key: str) -> str:
        """Return the state of the lesson with this key; "open" for a strange one."""
        return next((one.state for one in self.lessons if one.lesson.key == key), OPEN)


def progress_of(outline: ModuleOutline, facts: Facts) -> ModuleProgress:
    """Return how far the facts lead in this module."""
    lessons = tuple(_lesson_state(lesson, facts) for lesson in outline.lessons)
    done = sum(one.state == DONE for one in lessons)
    finished_at = facts.finished_at(outline.translation_key)
    begun = facts.enrolled or done or any(one.is_read for one in lessons)
    return ModuleProgress(
        outline=outline,
        state=DONE if finished_at else STARTED if begun else OPEN,
        lessons=lessons,
        done=done,
        total=len(lessons),
        minutes_left=sum(one.lesson.minutes for one in lessons if one.state != DONE)
        + (0 if finished_at else outline.check_minutes),
        finished_at=finished_at,
        next_lesson=_next(lessons, facts.last),
        rule_version=(facts.versions or {}).get(outline.translation_key),
    )


def _lesson_state(lesson: LessonOutline, facts: Facts) -> LessonState:
    is_read = lesson.translation_key in facts.read
    if lesson.translation_key in facts.lessons:
        return LessonState(lesson, DONE, is_read)
    begun = is_read or lesson.key == facts.last
    return LessonState(lesson, STARTED if begun else OPEN, is_read)


def _next(lessons: tuple[LessonState, ...], last: str) -> LessonOutline | None:
    """Return the lesson to go on with: the last visited, or the next not done.

    Looks onward from the last visited one and then from the start.
    """
    keys = [one.lesson.key for one in lessons]
    start = keys.index(last) if last in keys else 0
    for one in (*lessons[start:], *lessons[:start]):
        if one.state != DONE:
            return one.lesson
    return None
