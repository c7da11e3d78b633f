"""The questions of a quiz as plain data, read once and kept in memory.

What is kept hangs on the quiz's stamp, which :func:`renew` changes whenever the
quiz or one of its questions does; so whoever has read the row never gets old
questions. Those who ask by key alone (a lesson page, without a query) may see a
change up to ``KEY_TTL`` seconds later where processes do not share a cache.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import transaction

from assessments.questions.languages import texts_of
from assessments.questions.models import Question
from assessments.quizzes.models import Quiz, new_stamp
from lms.core.memory import Memory

#: Seconds for which the way from key to content is remembered.
KEY_TTL = 60
CONTENT_TTL = 24 * 3600
_memory = Memory(limit=500)


@dataclass(frozen=True)
class QuizQuestion:
    """A question of a quiz: the id of its row, and its spec."""

    id: int
    spec: dict[str, Any]

    @property
    def key(self) -> str:
        """The key of the question."""
        return self.spec["key"]


@dataclass(frozen=True)
class QuizContent:
    """A quiz with its questions in order, retired ones left out."""

    quiz_id: int
    stamp: str
    key: str
    kind: str
    lesson: str
    title: dict[str, str]
    questions: tuple[QuizQuestion, ...]
    #: How many are drawn, and out of which keys.
    pools: tuple[tuple[int, frozenset[str]], ...] = ()

    def question(self, key: str) -> QuizQuestion | None:
        """The question with this key, or None."""
        return next((row for row in self.questions if row.key == key), None)


def content_of(quiz: Quiz) -> QuizContent:
    """The content of the quiz; without a query when it is known already."""
    return content_at(quiz.pk, quiz.stamp)


def content_at(pk: int, stamp: str) -> QuizContent:
    """The content of a quiz as it was under this stamp."""
    return _memory.recall((pk, stamp), CONTENT_TTL, lambda: _read(pk, stamp))


def content_called(key: str) -> QuizContent | None:
    """The content of the active quiz with this key; None when there is none."""
    name = _key_name(key)
    place = cache.get(name)
    if place is None:
        rows = Quiz.objects.active().filter(key=key)
        place = rows.values_list("pk", "stamp").first()
        if place is None:
            return None
        cache.set(name, place, KEY_TTL)
    return content_at(*place)


def renew(quizzes: Iterable[Quiz]) -> None:
    """Say that these quizzes, or questions in them, have changed."""
    found = list(quizzes)
    Quiz.objects.filter(pk__in=[quiz.pk for quiz in found]).update(stamp=new_stamp())
    names = [_key_name(quiz.key) for quiz in found]
    cache.delete_many(names)
    # Once more when others can see the change: somebody may have asked meanwhile.
    transaction.on_commit(lambda: cache.delete_many(names))


def quizzes_with(questions: Iterable[Question]) -> list[Quiz]:
    """The quizzes in which any of the questions stands."""
    pks = [question.pk for question in questions]
    return list(Quiz.objects.filter(items__question__in=pks).distinct())


def _read(pk: int, stamp: str) -> QuizContent:
    quiz = Quiz.objects.get(pk=pk)
    questions = (
        Question.objects.active()
        .filter(quiz_items__quiz=quiz)
        .order_by("quiz_items__sort_order", "quiz_items__pk")
        .with_parts()
    )
    return QuizContent(
        quiz_id=quiz.pk,
        stamp=stamp,
        key=quiz.key,
        kind=str(quiz.kind),
        lesson=quiz.lesson,
        title=texts_of(quiz.title),
        questions=tuple(QuizQuestion(row.pk, row.spec()) for row in questions),
        pools=tuple(
            (
                pool.draw,
                frozenset(
                    quiz.items.filter(pool=pool.key).values_list(
                        "question__key", flat=True
                    )
                ),
            )
            for pool in quiz.pools.all()
        ),
    )


def _key_name(key: str) -> str:
    return f"quizzes:key:{key}"
