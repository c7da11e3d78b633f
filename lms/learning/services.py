"""What changes learning: visits, finished lessons and modules, notes.

Every operation can be called twice with the same effect as once; the database
guards what two calls at the same moment could break.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.learning import activity, certificates, links
from lms.learning.facts import (
    deeds_of,
    judgement_of,
    lesson_answers,
    module_progress,
    passed_attempt,
    rulebook,
)
from lms.learning.following import settle_paths
from lms.learning.judging import Judgement, Lack, judge
from lms.learning.models import NOTE_LENGTH, Completion, Enrolment, Note
from lms.learning.progress import DONE, ModuleProgress
from lms.learning.rules import MODULE, RIGHT, RuleBook
from modules.outline import LessonOutline, ModuleOutline


class NotYetComplete(Exception):
    """Something is missing; the text says what rule asks for it."""

    def __init__(self, outline: ModuleOutline) -> None:
        super().__init__(rulebook().module(outline.key).sentence)


@dataclass(frozen=True)
class Missing:
    """One thing that keeps a module from being complete, and where to do it.

    kind: "read" (lesson not marked as read), "check" (questions of a lesson not
    answered, or too few right), "lessons" (how many of the lessons that follow are
    needed) or "module_check".
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
    enrolment, made = Enrolment.objects.get_or_create(
        person=person,
        translation_key=outline.translation_key,
        defaults={
            "module_key": outline.key,
            "last_lesson": lesson.key if lesson else "",
            "started_at": at,
            "last_seen_at": at,
        },
    )
    if made:
        activity.registered(enrolment, outline)
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
    _one_at_a_time(person, outline, at)
    version = rulebook().lesson.version
    _note_fact(person, Completion.Kind.READ, lesson, version, at)
    return lesson in _settle(person, outline, at).complete


@transaction.atomic
def settle_module(
    person, outline: ModuleOutline, *, at: datetime | None = None
) -> bool:
    """Complete what the rules now make complete; return whether the module is.

    Its lessons, the module, and the learning paths it was missing from. Called
    after everything that may matter; what is complete already stays as it is.
    """
    at = at or timezone.now()
    _one_at_a_time(person, outline, at)
    return _settle(person, outline, at).is_complete


@transaction.atomic
def complete_module(
    person, outline: ModuleOutline, *, at: datetime | None = None
) -> Completion:
    """Complete the module and issue its certificate in the same transaction.

    Two calls at the same moment make one completion and one certificate.

    Raises NotYetComplete.
    """
    if not settle_module(person, outline, at=at):
        raise NotYetComplete(outline)
    return Completion.objects.get(
        person=person,
        kind=Completion.Kind.MODULE,
        translation_key=outline.translation_key,
    )


def _settle(person, outline: ModuleOutline, at: datetime) -> Judgement:
    """Write the completions that follow from the facts; the caller holds the lock."""
    book = rulebook()
    progress = module_progress(person, outline)
    answers = lesson_answers(person, outline.lessons)
    attempt, was_complete = None, progress.state == DONE
    deeds = deeds_of(progress, answers, attempt)
    judged = judge(book, outline, deeds, answers.asked)
    if outline.check and _check_decides(book, judged, progress):
        attempt = passed_attempt(person, outline.check)
        deeds = deeds_of(progress, answers, attempt)
        judged = judge(book, outline, deeds, answers.asked)
    for lesson in judged.complete:
        if lesson.translation_key not in deeds.complete:
            version = book.lesson.version
            _note_fact(person, Completion.Kind.LESSON, lesson, version, at)
    activity.progressed(person, outline, done=len(judged.complete), at=at)
    if judged.is_complete and not was_complete:
        version = book.module(outline.key).version
        _fact, made = _note_fact(person, Completion.Kind.MODULE, outline, version, at)
        if made:
            certificates.issue_certificate(person, outline, attempt=attempt, at=at)
            settle_paths(person, at=at)
    elif was_complete and attempt:
        # Complete without the check by an earlier rule; now the check is passed too.
        certificates.issue_certificate(person, outline, attempt=attempt, at=at)
    return replace(judged, is_complete=judged.is_complete or was_complete)


def _check_decides(book: RuleBook, judged: Judgement, progress: ModuleProgress) -> bool:
    """Return whether it matters if the module check is passed; it costs a query.

    Not while lessons are missing, nor when the module was completed with it.
    """
    if progress.state == DONE:
        rule = book.version(MODULE, progress.rule_version or 0)
        return rule is None or not rule.check_passed
    return not judged.lessons_needed


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
    return missing_in(judgement_of(person, outline, progress=progress))


def missing_in(judged: Judgement) -> list[Missing]:
    """Return what a judgement finds missing, in words and with the place to do it."""
    outline = judged.outline
    missing = []
    if judged.may_choose:
        text = ngettext(
            "%(count)s more lesson of those that follow",
            "%(count)s more lessons of those that follow",
            judged.lessons_needed,
        ) % {"count": judged.lessons_needed}
        missing.append(Missing("lessons", text, outline.url, outline.key))
    for lack in judged.lacks:
        if lack.lesson is None:
            text = _("The module check: not passed yet")
            url = links.check_url(outline)
            missing.append(Missing("module_check", text, url, outline.key))
        else:
            missing.append(_missing_in_lesson(lack))
    return missing


def _missing_in_lesson(lack: Lack) -> Missing:
    lesson = lack.lesson
    names = {
        "number": lesson.number,
        "title": lesson.title,
        "right": int(lack.right),
        "needed": rulebook().lesson.right_percent,
    }
    if lack.kind == "read":
        text = _("Lesson %(number)s, %(title)s: not marked as read")
        return Missing("read", text % names, links.reading_url(lesson), lesson.key)
    text = _("Lesson %(number)s, %(title)s: the questions are not answered")
    if lack.kind == RIGHT:
        text = _(
            "Lesson %(number)s, %(title)s: %(right)s %% of the questions are right, "
            "%(needed)s %% are needed"
        )
    return Missing("check", text % names, links.questions_url(lesson), lesson.key)


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


def _note_fact(person, kind: str, content, version: int, at: datetime):
    """Write a completion unless it is there; return (completion, made)."""
    completion, made = Completion.objects.get_or_create(
        person=person,
        kind=kind,
        translation_key=content.translation_key,
        defaults={"key": content.key, "at": at, "rule_version": version},
    )
    if made:
        activity.finished(completion, content)
    return completion, made
