"""What pages of the rooms below show of a reader's learning.

Templates may reach up to this room; Python there may not. No tag writes.
"""

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.core.fragments import fragment
from lms.learning import certificates
from lms.learning.contents import path_translation_key
from lms.learning.facts import all_progress, module_progress, rulebook
from lms.learning.known import KeptNote, known_in
from lms.learning.links import check_url
from lms.learning.models import Completion, Note, PathEnrolment
from lms.learning.prerequisites import before
from lms.learning.progress import DONE, OPEN, STARTED, ModuleProgress
from lms.learning.rules import MODULE, PATH
from lms.learning.services import missing_for
from modules.outline import all_outlines

register = template.Library()
#: Words of components/module_card.html for our states.
CARD_STATES = {DONE: "completed", STARTED: "started", OPEN: "open"}


@dataclass(frozen=True)
class Entry:
    """One line of a list of lessons (components/lesson_list.html)."""

    title: str
    url: str
    state: str
    minutes: int | None = None
    current: bool = False


@register.simple_tag(takes_context=True)
def lesson_progress(context, outline, lesson=None) -> ModuleProgress:
    """Return how far the reader is in a module.

    At most one query a page, however often it is asked; none for anonymous
    readers. With the lesson at hand its notes come along.
    """
    request = context["request"]
    known = request.__dict__.setdefault("learning_known", {})
    if outline.key not in known:
        known[outline.key] = known_in(request.user, outline, lesson)
    progress = request.__dict__.setdefault("learning_progress", {})
    if outline.key not in progress:
        progress[outline.key] = module_progress(
            request.user, outline, known=known[outline.key]
        )
    return progress[outline.key]


@register.simple_tag(takes_context=True)
def lesson_rail(context, outline, lesson) -> dict:
    """Return what the rail of a lesson page shows, the module check last.

    Keys: lessons (for components/lesson_list.html), done, total, minutes_left.
    """
    if not outline or not lesson:  # the preview of a lesson never published
        return {"lessons": (), "done": 0, "total": 1, "minutes_left": 0}
    progress = lesson_progress(context, outline, lesson)
    return {
        "lessons": _entries(progress, current=lesson.key),
        "done": progress.done,
        "total": progress.total,
        "minutes_left": progress.minutes_left,
    }


@register.simple_tag(takes_context=True, name="module_progress")
def module_progress_of(context, outline) -> dict:
    """Return what a module's own page shows of the reader's progress.

    Keys: state, lessons (for components/lesson_list.html), done, total,
    minutes_left, next_lesson, only_check_left, finished_at, rule (that it was
    completed by, once it is), certificate, missing (with the rules; None unless
    begun), before (modules that come before it, until it is complete). At most
    five queries, and two more where modules come before this one.
    """
    if not outline:
        return {"state": OPEN, "lessons": ()}
    progress = lesson_progress(context, outline)
    user = context["request"].user
    missing = _missing(user, outline, progress, context.get("csrf_token"))
    check_left = missing is None or any(
        item.kind == "module_check" for item in missing["items"]
    )
    return {
        "state": progress.state,
        "lessons": _entries(progress, check_done=not check_left),
        "done": progress.done,
        "total": progress.total,
        "minutes_left": progress.minutes_left,
        "next_lesson": progress.next_lesson,
        "only_check_left": progress.only_check_left,
        "finished_at": progress.finished_at,
        "certificate": certificates.current(user, outline)
        if progress.state == DONE
        else None,
        "missing": missing,
        "rule": rulebook().version(MODULE, progress.rule_version or 0),
        "before": before(user, outline)
        if progress.state != DONE and user.is_authenticated
        else None,
    }


def _entries(
    progress: ModuleProgress, *, current: str = "", check_done: bool = False
) -> tuple[Entry, ...]:
    entries = []
    for one in progress.lessons:
        lesson, here = one.lesson, one.lesson.key == current
        state = "current" if here and one.state != DONE else one.state
        entries.append(Entry(lesson.title, lesson.url, state, lesson.minutes, here))
    if progress.outline.check:
        state = DONE if check_done or progress.state == DONE else OPEN
        entries.append(Entry(_("Module check"), check_url(progress.outline), state))
    return tuple(entries)


def _missing(user, outline, progress: ModuleProgress, token) -> dict | None:
    if not user.is_authenticated or progress.state != STARTED:
        return None
    return {
        "items": missing_for(user, outline, progress=progress),
        "rules": rule_sentences(outline),
        "key": outline.key,
        "csrf_token": token,
    }


def rule_sentences(outline) -> list[str]:
    """Return the rules by which a module and its lessons are complete, in words."""
    book = rulebook()
    return [book.lesson.sentence, book.module(outline.key).sentence]


@register.simple_tag(takes_context=True)
def module_states(context) -> dict[str, dict]:
    """Return module key -> what its card shows, for all modules in two queries.

    Keys of each: state, done, total, minutes_left, completed (date), score
    (percent). None of the queries for anonymous readers.
    """
    user = context["request"].user
    outlines = all_outlines(get_language()).values()
    scores = certificates.scores(user)
    return {
        key: {
            "state": CARD_STATES[one.state],
            "done": one.done,
            "total": one.total,
            "minutes_left": one.minutes_left,
            "completed": one.finished_at and localdate(one.finished_at),
            "score": scores.get(one.outline.translation_key),
        }
        for key, one in all_progress(user, outlines).items()
    }


@register.simple_tag(takes_context=True)
def my_path(context, path) -> dict:
    """Return whether the reader follows a path, and whether it is complete.

    Keys: signed_in, chosen, finished_at (or None), rule (that it was completed by,
    or else the one that holds). Two queries; none for anonymous readers.
    """
    user, book = context["request"].user, rulebook()
    if not user.is_authenticated:
        return {"signed_in": False, "rule": book.path}
    completion = Completion.objects.filter(
        person=user,
        kind=Completion.Kind.PATH,
        translation_key=path_translation_key(path.role),
    ).first()
    chosen = PathEnrolment.objects.current().filter(person=user, role=path.role)
    version = completion and book.version(PATH, completion.rule_version)
    return {
        "signed_in": True,
        "chosen": chosen.exists(),
        "finished_at": completion and completion.at,
        "rule": version or book.path,
    }


@register.simple_tag
def module_card_state(states: dict[str, dict], key: str) -> dict:
    """Return one module's entry of module_states; "open" for a strange key."""
    return states.get(key, {"state": CARD_STATES[OPEN]})


@register.simple_tag(takes_context=True)
def lesson_notes(context, lesson, prompt_keys) -> dict[str, KeptNote]:
    """Return question key -> the reader's note, for all questions of a lesson.

    Comes with what lesson_rail asked for, or in one query; none where the lesson
    asks nothing or nobody is signed in.
    """
    request = context["request"]
    if not prompt_keys or not lesson or not request.user.is_authenticated:
        return {}
    for known in getattr(request, "learning_known", {}).values():
        if known.lesson == lesson.key:
            return {
                key: note for key, note in known.notes.items() if key in prompt_keys
            }
    rows = Note.objects.visible_to(request.user)
    return {
        note.prompt_key: KeptNote(note.text, note.changed_at)
        for note in rows.filter(translation_key=lesson.translation_key)
    }


@register.filter
def for_key(notes: dict[str, KeptNote], key: str) -> KeptNote | None:
    """Return the note on one question out of lesson_notes."""
    return notes.get(key) if notes else None


@register.simple_tag(takes_context=True)
def finish_lesson_button(
    context, lesson, next_lesson, previous_lesson, outline
) -> SafeString:
    """Return the card that marks the lesson as read and leads on, and the way back."""
    if not outline or not lesson:  # the preview of a lesson never published
        return SafeString("")
    progress = lesson_progress(context, outline)
    state = next(one for one in progress.lessons if one.lesson.key == lesson.key)
    half = state.is_read and state.state != DONE
    values = {
        "lesson": lesson,
        "next": next_lesson,
        "previous": previous_lesson,
        "module": {"title": outline.title, "url": outline.url},
        "check_url": check_url(outline) if outline.check else "",
        "signed_in": context["request"].user.is_authenticated,
        "is_read": state.is_read,
        "is_done": state.state == DONE,
        "right_percent": rulebook().lesson.right_percent if half else 0,
    }
    fills = {"csrf_token": context.get("csrf_token", "")}
    return fragment("learning/_finish_lesson.html", values, fills)


@register.simple_tag(takes_context=True)
def after_check(context, attempt) -> dict:
    """Return what a submitted module check led to: certificate, or what is missing.

    Keys: outline (None when no module shows this check, or for the check of a
    lesson), certificate (or None), missing (as services.missing_for).
    """
    user = context["request"].user
    key = attempt.quiz.key
    outlines = all_outlines(get_language()).values()
    outline = next((one for one in outlines if one.check == key), None)
    if outline is None or not user.is_authenticated:
        return {"outline": None, "certificate": None, "missing": []}
    certificate = certificates.current(user, outline)
    return {
        "outline": outline,
        "certificate": certificate,
        "missing": [] if certificate else missing_for(user, outline),
    }
