"""Bring questions read from files into the bank.

Matched by key; running twice changes nothing. A question an editor has changed
since it was loaded is left alone unless told. When what counts as right changes,
the file must carry a higher version. A question never changes its type.
"""

from collections.abc import Iterable, Sequence

from django.db import models, transaction

from assessments.questions.models import CHILDREN, Question
from assessments.questions.pictures import image_called
from assessments.questions.reading import QuestionData
from assessments.questions.registry import type_called
from lms.core.content_files import Problems, data_digest
from lms.core.page_files import SyncReport


@transaction.atomic
def sync_questions(
    read: Sequence[QuestionData], problems: Problems, *, overwrite: bool = False
) -> tuple[dict[str, Question], SyncReport]:
    """Create and update the questions; return them by key, and a report.

    Refusals that need the database (type, version, a key read twice) are noted in
    ``problems``: the caller refuses and so rolls everything back.
    """
    report = SyncReport()
    found = stored_questions(question.key for question in read)
    seen: dict[str, QuestionData] = {}
    for question in read:
        first = seen.get(question.key)
        if first and first.data != question.data:
            problems.add(
                question.file,
                question.line,
                f"The question `{question.key}` stands twice.",
                f"The first one is in {first.file}, line {first.line}: "
                "give this one its own key.",
            )
        if first:
            continue
        seen[question.key] = question
        found[question.key] = _sync_one(
            question, found.get(question.key), problems, report, overwrite
        )
    return found, report


def stored_questions(keys: Iterable[str]) -> dict[str, Question]:
    """The questions of the bank with these keys, with all their parts."""
    rows = Question.objects.filter(key__in=list(keys)).with_parts()
    return {question.key: question for question in rows}


def write_question(question: Question, data: dict) -> None:
    """Make the row and its children hold ``data``."""
    question.fill(data)
    question.is_active = True
    question.loaded_digest = data_digest(data)
    question.save()
    for relation in CHILDREN:
        getattr(question, relation).get_live_queryset().all().delete()
    rows = question.child_rows(data)
    for model in dict.fromkeys(type(row) for row in rows):
        model.objects.bulk_create(row for row in rows if type(row) is model)
    models.prefetch_related_objects([question], *CHILDREN)


def _sync_one(
    read: QuestionData,
    stored: Question | None,
    problems: Problems,
    report: SyncReport,
    overwrite: bool,
) -> Question:
    question_class = type_called(read.type_key)
    title = read.data.get("picture", {}).get("image", "")
    if title and image_called(title) is None:
        problems.add(
            read.file,
            read.line,
            f"The site has no image called `{title}`.",
            "Upload it first, under this title.",
        )
    if stored is None:
        question = question_class()
        write_question(question, read.data)
        report.created.append(read.key)
        return question
    if stored.type_key != read.type_key:
        problems.add(
            read.file,
            read.line,
            f"`{read.key}` is of type `{stored.type_key}` in the bank.",
            "A question never changes its type: give it a new key.",
        )
        return stored
    current, digest = stored.spec(), data_digest(read.data)
    if current == read.data:
        if stored.loaded_digest != digest or not stored.is_active:
            Question.objects.filter(pk=stored.pk).update(
                loaded_digest=digest, is_active=True
            )
        report.unchanged.append(read.key)
        return stored
    if not overwrite and data_digest(current) != stored.loaded_digest:
        report.skipped.append(read.key)
        return stored
    if read.version < stored.version or (
        read.version == stored.version
        and question_class.scored(current) != question_class.scored(read.data)
    ):
        problems.add(
            read.file,
            read.line,
            f"What counts as right in `{read.key}` has changed, "
            f"but its version has not risen above {stored.version}.",
            f"Write `version: {stored.version + 1}`.",
        )
        return stored
    write_question(stored, read.data)
    report.updated.append(read.key)
    return stored
