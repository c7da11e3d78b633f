"""Bring checks read from files, with their questions, into the database.

Matched by key, in one transaction; running twice changes nothing. A check or
question an editor has changed since it was loaded is left alone unless told. What
vanished from the files is retired where learners have used it, and removed where
nobody has. Changes of what is scored need a higher version.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.db import transaction

from assessments.questions.loader import sync_questions
from assessments.questions.models import Question
from assessments.quizzes.content import quizzes_with, renew
from assessments.quizzes.models import SCORED, AttemptItem, Quiz, QuizItem, QuizPool
from assessments.quizzes.reading import CheckData, read_checks
from lms.core.content_files import Problems, data_digest
from lms.core.page_files import SyncReport

__all__ = ["load_checks", "read_checks", "sync_checks"]


def load_checks(
    paths: Iterable[Path], *, overwrite: bool = False, dry_run: bool = False
) -> SyncReport:
    """Read, judge and sync check files.

    Raises :class:`~lms.core.content_files.ContentRefused` with every fault, having
    written nothing. ``dry_run``: do everything, then take it back.
    """
    problems = Problems()
    checks = read_checks(paths, problems)
    problems.refuse()
    with transaction.atomic():
        report = sync_checks(checks, overwrite=overwrite)
        if dry_run:
            transaction.set_rollback(True)
    return report


@transaction.atomic
def sync_checks(checks: Sequence[CheckData], *, overwrite: bool = False) -> SyncReport:
    """Make the database hold these checks: all there are of their modules.

    Raises :class:`~lms.core.content_files.ContentRefused` where the database
    stands against a file (a version that did not rise, a type that changed).
    """
    problems, report = Problems(), SyncReport()
    modules = {check.module for check in checks}
    before = set(
        QuizItem.objects.filter(quiz__module__in=modules).values_list(
            "question_id", flat=True
        )
    )
    read = [question for check in checks for question in check.questions]
    questions, of_questions = sync_questions(read, problems, overwrite=overwrite)
    stored = {
        quiz.key: quiz
        for quiz in Quiz.objects.filter(key__in=[check.key for check in checks])
        .prefetch_related("items__question", "pools")
        .order_by("key")
    }
    for check in checks:
        _sync_one(check, stored.get(check.key), questions, problems, report, overwrite)
    problems.refuse()
    changed = set(of_questions.created + of_questions.updated)
    renew(quizzes_with(questions[key] for key in changed))
    _label(report, "check")
    _label(of_questions, "question")
    report.add(of_questions)
    _retire(checks, before, report)
    return report


def _sync_one(
    check: CheckData,
    quiz: Quiz | None,
    questions: dict[str, Question],
    problems: Problems,
    report: SyncReport,
    overwrite: bool,
) -> None:
    if quiz is None:
        _write(Quiz(), check, questions)
        report.created.append(check.key)
        return
    current, digest = quiz.data(), data_digest(check.data)
    if current == check.data:
        if quiz.loaded_digest != digest or not quiz.is_active:
            Quiz.objects.filter(pk=quiz.pk).update(loaded_digest=digest, is_active=True)
            renew([quiz])
        report.unchanged.append(check.key)
        return
    if not overwrite and data_digest(current) != quiz.loaded_digest:
        report.skipped.append(check.key)
        return
    scored = any(current.get(name) != check.data.get(name) for name in SCORED)
    if check.version < quiz.version or (scored and check.version == quiz.version):
        problems.add(
            check.file,
            check.line,
            f"Questions, draw or pass mark of `{check.key}` have changed, "
            f"but its version has not risen above {quiz.version}.",
            f"Write `version: {quiz.version + 1}`.",
        )
        return
    _write(quiz, check, questions)
    report.updated.append(check.key)


def _write(quiz: Quiz, check: CheckData, questions: dict[str, Question]) -> None:
    quiz.fill(check.data)
    quiz.is_active = True
    quiz.loaded_digest = data_digest(check.data)
    quiz.save()
    pools = {
        key: pool["key"]
        for pool in check.data.get("pools", ())
        for key in pool["questions"]
    }
    QuizItem.objects.filter(quiz=quiz).delete()
    QuizItem.objects.bulk_create(
        QuizItem(
            quiz=quiz,
            question=questions[key],
            sort_order=order,
            pool=pools.get(key, ""),
        )
        for order, key in enumerate(check.data["questions"])
    )
    QuizPool.objects.filter(quiz=quiz).delete()
    QuizPool.objects.bulk_create(
        QuizPool(quiz=quiz, key=pool["key"], draw=pool["draw"], sort_order=order)
        for order, pool in enumerate(check.data.get("pools", ()))
    )
    renew([quiz])


def _retire(checks: Sequence[CheckData], before: set[int], report: SyncReport) -> None:
    gone = Quiz.objects.active().filter(module__in={check.module for check in checks})
    gone = gone.exclude(key__in=[check.key for check in checks])
    for quiz in gone.exclude(loaded_digest=""):
        if quiz.attempts.exists():
            Quiz.objects.filter(pk=quiz.pk).update(is_active=False)
            QuizItem.objects.filter(quiz=quiz).delete()
            renew([quiz])
        else:
            QuizItem.objects.filter(quiz=quiz).delete()
            quiz.delete()
        report.retired.append(f"check {quiz.key}")
    # Once in a check of these modules, now in none; editors' own stay.
    orphans = Question.objects.active().filter(pk__in=before, quiz_items__isnull=True)
    for question in orphans.exclude(loaded_digest=""):
        if AttemptItem.objects.filter(question=question).exists():
            Question.objects.filter(pk=question.pk).update(is_active=False)
        else:
            question.delete()
        report.retired.append(f"question {question.key}")


def _label(report: SyncReport, word: str) -> None:
    for name, keys in vars(report).items():
        setattr(report, name, [f"{word} {key}" for key in keys])
