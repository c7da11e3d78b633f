"""Everything the pages ask about a person's learning, in one query.

Completions, visits and private notes lie in three tables; pages of the course
need all three at every request, so they are asked for together, by queries that
Django works out once.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from lms.core.compiled import Compiled, Parameter
from lms.learning.models import Completion, Enrolment, Note
from lms.learning.progress import Facts
from modules.outline import LessonOutline, ModuleOutline

_VISIT, _NOTE = "visit", "note"
_JUDGED = {Completion.Kind.MODULE, Completion.Kind.PATH}
_PERSON = Parameter("person", Enrolment._meta.get_field("id"))


@dataclass(frozen=True)
class KeptNote:
    """A private note: its text and when it was changed last."""

    text: str
    changed_at: datetime


@dataclass(frozen=True)
class Known:
    """What is known about one person.

    finished: kind > translation key > when; versions: translation key of a module or
    path > version of the rule it was completed by; visits: module > key of the lesson
    visited last, the latest visit first; notes: question > note, of the lesson with
    the key ``lesson``.
    """

    finished: dict[str, dict[UUID, datetime]] = field(default_factory=dict)
    versions: dict[UUID, int] = field(default_factory=dict)
    visits: dict[UUID, str] = field(default_factory=dict)
    notes: dict[str, KeptNote] = field(default_factory=dict)
    lesson: str = ""

    def facts(self, outline: ModuleOutline) -> Facts:
        """Return what decides about the progress in one module."""
        kinds = Completion.Kind
        return Facts(
            read=self.finished.get(kinds.READ, {}).keys(),
            lessons=self.finished.get(kinds.LESSON, {}).keys(),
            modules=self.finished.get(kinds.MODULE, {}),
            last=self.visits.get(outline.translation_key, ""),
            enrolled=outline.translation_key in self.visits,
            versions=self.versions,
        )

    def after_visit(self, outline: ModuleOutline, lesson: LessonOutline) -> "Known":
        """Return the same once this lesson was visited."""
        visits = self.visits | {outline.translation_key: lesson.key}
        return replace(self, visits=visits)


def known_of(person) -> Known:
    """Return what is known of a person in all modules, without notes.

    One query; none for an anonymous visitor.
    """
    if not person.is_authenticated:
        return Known()
    return _sorted(_everywhere().rows(person=person.pk))


def known_in(person, outline: ModuleOutline, lesson: LessonOutline | None) -> Known:
    """Return what is known of a person in one module, with the notes of a lesson.

    One query; none for an anonymous visitor.
    """
    if not person.is_authenticated:
        return Known()
    keys = [outline.translation_key, *(one.translation_key for one in outline.lessons)]
    rows = _in_module(len(keys)).rows(
        person=person.pk,
        lesson=(lesson or outline).translation_key,
        **{f"key{number}": key for number, key in enumerate(keys)},
    )
    return replace(_sorted(rows), lesson=lesson.key if lesson else "")


def _sorted(rows) -> Known:
    known, visited = Known(), []
    for kind, translation_key, key, text, at in rows:
        if kind == _VISIT:
            visited.append((at, translation_key, key))
        elif kind == _NOTE:
            known.notes[key] = KeptNote(text, at)
        else:
            known.finished.setdefault(kind, {})[translation_key] = at
            if kind in _JUDGED:
                known.versions[translation_key] = int(text)
    visited.sort(reverse=True)
    known.visits.update((module, lesson) for _at, module, lesson in visited)
    return known


@lru_cache(maxsize=1)
def _everywhere() -> Compiled:
    return Compiled(
        lambda: _completions(Completion.objects.all()).union(
            _visits(Enrolment.objects.all()), all=True
        )
    )


@lru_cache(maxsize=64)
def _in_module(number: int) -> Compiled:
    """Return the query for a module with so many translation keys."""
    field = Completion._meta.get_field("translation_key")
    keys = [Parameter(f"key{place}", field) for place in range(number)]
    notes = Note.objects.filter(translation_key=Parameter("lesson", field))
    return Compiled(
        lambda: _completions(Completion.objects.filter(translation_key__in=keys)).union(
            _visits(Enrolment.objects.filter(translation_key=keys[0])),
            _rows(notes, Value(_NOTE), "prompt_key", "text", "changed_at"),
            all=True,
        )
    )


def _completions(rows):
    version = Cast("rule_version", CharField())
    return _rows(rows, "kind", "key", version, "at")


def _visits(rows):
    return _rows(rows, Value(_VISIT), "last_lesson", Value(""), "last_seen_at")


def _rows(rows, kind, key, text, at):
    own = rows.filter(person_id=_PERSON).order_by()
    return own.values_list(kind, "translation_key", key, text, at)
