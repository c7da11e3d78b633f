"""Telling what happened before the activity record was turned on, or after a loss.

Every statement has the id that follows from its fact, so whatever was told
before is not told again.
"""

from collections.abc import Iterator

from django.utils.translation import override

from assessments.quizzes.models import Attempt
from lms.learning.models import Certificate, Completion, Enrolment, Statement
from modules.outline import all_outlines
from modules.paths import learning_path

from . import recording

#: Rows read from the database at once.
CHUNK = 500


def replay(*, language: str) -> int:
    """Tell all facts there are; return how many statements are new.

    language: that of the titles in the statements. Closed accounts have no
    pseudonym any more and are left out.
    """
    before = Statement.objects.count()
    with override(language):
        outlines = all_outlines(language)
        lessons = {
            lesson.key: lesson
            for outline in outlines.values()
            for lesson in outline.lessons
        }
        for enrolment in _rows(Enrolment.objects.order_by("started_at", "pk")):
            if enrolment.module_key in outlines:
                recording.registered(enrolment, outlines[enrolment.module_key])
        for fact in _rows(Completion.objects.order_by("at", "pk")):
            content = _content(fact, outlines, lessons, language)
            if content is not None:
                recording.finished(fact, content)
        attempts = Attempt.objects.submitted().select_related("quiz")
        for attempt in _rows(attempts.order_by("submitted_at", "pk")):
            recording.handed_in(attempt)
        for certificate in _rows(Certificate.objects.order_by("issued_at", "pk")):
            recording.earned(certificate)
    return Statement.objects.count() - before


def _rows(rows) -> Iterator:
    """Return rows of people whose account is open, a chunk at a time."""
    rows = rows.filter(person__isnull=False, person__closed_at__isnull=True)
    return rows.select_related("person").iterator(chunk_size=CHUNK)


def _content(fact, outlines, lessons, language):
    """Return what was completed; None when there is no such page any more."""
    if fact.kind == Completion.Kind.PATH:
        return learning_path(fact.key, language)
    if fact.kind == Completion.Kind.MODULE:
        return outlines.get(fact.key)
    return lessons.get(fact.key)
