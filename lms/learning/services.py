"""What changes learning: visits, finished lessons and modules, notes.

Every operation can be called twice with the same effect as once; the database
guards what two calls at the same moment could break.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.learning import certificates, links, rules
from lms.learning.facts import module_progress, passed_attempt, unanswered_checks
from lms.learning.models import NOTE_LENGTH, Completion, Enrolment, Note
from lms.learning.progress import DONE, ModuleProgress
from modules.outline import LessonOutline, ModuleOutline


class NotYetComplete(Exception):
    """Something is missing; the text says what rule asks for it."""

    def __init__(self) -> None:
        super().__init__(str(rules.MODULE_RULE.sentence))


@dataclass(frozen=True)
class Missing:
    """One thing that keeps a module from being complete, and where to do it.

    kind: "read" (lesson not marked as read), "check" (questions of a lesson not
    answered) or "module_check"; count is the number of such things.
    """

    kind: str
    text: str
    url: str
    key: str


def enrol(
    person,
    outline: ModuleOutline,
    *,
    lesson: LessonOutline | None = None,
    at: datetime | None = None,
) -> Enrolment:
    """Return the person's enrolment in the module, making it at the first call.

    A new one remembers the lesson as the one to go on with.
    """
    at = at or timezone.now()
    enrolment, _made = Enrolment.objects.get_or_create(
        person=person,
        translation_key=outline.translation_key,
        defaults={
            "module_key": outline.key,
            "last_lesson": lesson.key if lesson else "",
            "started_at": at,
            "last_seen_at": at,
        },
    )
    return enrolment


def record_visit(
    person, outline: ModuleOutline, lesson: LessonOutline, *, at: datetime | None = None
) -> None:
    """Remember the lesson as the one to go on with; reading a lesson enrols.

    Writes only when the lesson differs from the last one.
    """
    at = at or timezone.now()
    changed = (
        Enrolment.objects.filter(person=person, translation_key=outline.translation_key)
        .exclude(last_lesson=lesson.key)
        .update(last_lesson=lesson.key, last_seen_at=at)
    )
    if not changed:
        enrol(person, outline, lesson=lesson, at=at)


@transaction.atomic
def finish_lesson(
    person, outline: ModuleOutline, lesson: LessonOutline, *, at: datetime | None = None
) -> bool:
    """Mark the lesson as read; return whether the lesson is complete now.

    Completes the lesson when its check is answered as well, and the module when
    this was the last thing missing.
    """
    at = at or timezone.now()
    enrol(person, outline, at=at)
    _note_fact(person, Completion.Kind.READ, lesson, rules.LESSON_RULE.version, at)
    return settle_lesson(person, outline, lesson, at=at)


@transaction.atomic
def settle_lesson(
    person,
    outline: ModuleOutline,
    lesson: LessonOutline,
    *,
    answered: bool = False,
    at: datetime | None = None,
) -> bool:
    """Complete the lesson if its rule is satisfied; return whether it is complete.

    answered: the caller knows that its check is.
    """
    at = at or timezone.now()
    _one_at_a_time(person, outline, at)
    facts = _facts_about(person, lesson)
    if Completion.Kind.LESSON not in facts:
        complete = rules.lesson_is_complete(
            rules.LESSON_RULE,
            read=Completion.Kind.READ in facts,
            has_check=bool(lesson.check),
            answered=answered or not unanswered_checks(person, [lesson]),
        )
        if not complete:
            return False
        version = rules.LESSON_RULE.version
        _note_fact(person, Completion.Kind.LESSON, lesson, version, at)
    settle_module(person, outline, at=at)
    return True


def settle_module(
    person, outline: ModuleOutline, *, at: datetime | None = None
) -> Completion | None:
    """Complete the module if its rule is satisfied; return the completion or None."""
    try:
        return complete_module(person, outline, at=at)
    except NotYetComplete:
        return None


@transaction.atomic
def complete_module(
    person, outline: ModuleOutline, *, at: datetime | None = None
) -> Completion:
    """Complete the module and issue its certificate in the same transaction.

    Two calls at the same moment make one completion and one certificate.

    Raises NotYetComplete.
    """
    at = at or timezone.now()
    found = Completion.objects.filter(
        person=person,
        kind=Completion.Kind.MODULE,
        translation_key=outline.translation_key,
    ).first()
    if found:
        return found
    _one_at_a_time(person, outline, at)
    attempt = passed_attempt(person, outline.check) if outline.check else None
    if not outline.lessons or not rules.module_is_complete(
        rules.MODULE_RULE,
        lessons_left=module_progress(person, outline).lessons_left,
        has_check=bool(outline.check),
        passed=attempt is not None,
    ):
        raise NotYetComplete
    completion, made = _note_fact(
        person, Completion.Kind.MODULE, outline, rules.MODULE_RULE.version, at
    )
    if made:
        certificates.issue_certificate(person, outline, attempt=attempt, at=at)
    return completion


def missing_for(
    person, outline: ModuleOutline, *, progress: ModuleProgress | None = None
) -> list[Missing]:
    """Return what is still missing for the module, in the order of doing it.

    Empty when the module is complete, or can be completed at once. Give the
    progress where it is at hand: that saves a query.
    """
    progress = progress or module_progress(person, outline)
    if progress.state == DONE:
        return []
    unanswered = unanswered_checks(person, outline.lessons)
    missing = []
    for one in progress.lessons:
        if one.state == DONE:
            continue
        names = {"number": one.lesson.number, "title": one.lesson.title}
        if not one.is_read:
            text = _("Lesson %(number)s, %(title)s: not marked as read")
            url = links.reading_url(one.lesson)
            missing.append(Missing("read", text % names, url, one.lesson.key))
        if one.lesson.check in unanswered:
            text = _("Lesson %(number)s, %(title)s: the questions are not answered")
            url = links.questions_url(one.lesson)
            missing.append(Missing("check", text % names, url, one.lesson.key))
    if outline.check and not passed_attempt(person, outline.check):
        text = _("The module check: not passed yet")
        url = links.check_url(outline)
        missing.append(Missing("module_check", text, url, outline.key))
    return missing


@transaction.atomic
def save_note(
    person,
    lesson: LessonOutline,
    prompt_key: str,
    text: str,
    *,
    at: datetime | None = None,
) -> Note:
    """Keep a private note; an empty text leaves an empty note.

    Line breaks are kept as \\n. Raises ValidationError above NOTE_LENGTH.
    """
    at = at or timezone.now()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if len(text) > NOTE_LENGTH:
        raise ValidationError(
            ngettext(
                "The note has %(count)s character. The limit is %(limit)s.",
                "The note has %(count)s characters. The limit is %(limit)s.",
                len(text),
            )
            % {"count": len(text), "limit": NOTE_LENGTH},
            code="too_long",
        )
    note, _made = Note.objects.update_or_create(
        person=person,
        translation_key=lesson.translation_key,
        prompt_key=prompt_key,
        defaults={"lesson_key": lesson.key, "text": text, "changed_at": at},
        create_defaults={
            "lesson_key": lesson.key,
            "text": text,
            "created_at": at,
            "changed_at": at,
        },
    )
    return note


def _one_at_a_time(person, outline: ModuleOutline, at: datetime) -> None:
    """Wait for other judgements of this person's module.

    A lesson marked as read and a check handed in at the same moment would each
    miss the other's half, and nothing would ever be complete.
    """
    mine = Enrolment.objects.filter(
        person=person, translation_key=outline.translation_key
    )
    if not list(mine.select_for_update().values_list("pk", flat=True)):
        enrol(person, outline, at=at)


def _facts_about(person, content) -> set[str]:
    """Return the kinds of what the person finished of a lesson or module."""
    rows = Completion.objects.filter(
        person=person, translation_key=content.translation_key
    )
    return set(rows.values_list("kind", flat=True))


def _note_fact(person, kind: str, content, version: int, at: datetime):
    """Write a completion unless it is there; return (completion, made)."""
    return Completion.objects.get_or_create(
        person=person,
        kind=kind,
        translation_key=content.translation_key,
        defaults={"key": content.key, "at": at, "rule_version": version},
    )
