"""What the pages of an open attempt show. No queries beyond the items given."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from assessments.questions.forms import AnswerForm
from assessments.questions.showing import (
    ShownQuestion,
    describe,
    question_words,
    show_question,
)
from assessments.quizzes.models import Attempt, AttemptItem
from assessments.quizzes.review import reviewed_question


@dataclass(frozen=True)
class Line:
    """One question in a list of all: ``state`` is answered, unsure or open."""

    position: int
    state: str
    stem: str
    answer: tuple[str, ...]
    current: bool = False


@dataclass(frozen=True)
class QuestionPage:
    """One question of an attempt, and where it stands among the others."""

    item: AttemptItem
    question: ShownQuestion
    lines: tuple[Line, ...]
    total: int

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(1 for line in self.lines if line.answer)

    @property
    def following(self) -> int | None:
        """The position of the next question, None on the last."""
        return self.item.position + 1 if self.item.position < self.total else None

    @property
    def previous(self) -> int | None:
        """The position of the question before, None on the first."""
        return self.item.position - 1 if self.item.position > 1 else None


def answer_form(item: AttemptItem, data: Mapping[str, Any] | None = None) -> AnswerForm:
    """The form of an item in the reader's language, with the answer that stands."""
    return AnswerForm(
        item.spec, item.shown, language=_language(), data=data, answer=item.answer
    )


@dataclass(frozen=True)
class TimeLeft:
    """What is left of the time limit: whole minutes, begun ones counted; seconds."""

    minutes: int
    seconds: int


def time_left(attempt: Attempt, at: dt.datetime) -> TimeLeft | None:
    """How long answers are still taken, grace left out; None without a limit."""
    if attempt.deadline is None:
        return None
    seconds = max(0, int((attempt.deadline - at).total_seconds()))
    return TimeLeft(minutes=-(-seconds // 60), seconds=seconds)


def question_page(
    item: AttemptItem,
    items: Sequence[AttemptItem],
    form: AnswerForm,
    *,
    judged: bool = False,
) -> QuestionPage:
    """The page of one question; ``judged``: an answer given is judged and stays."""
    shown = (
        reviewed_question(item, show_right=True)
        if judged and item.is_answered
        else show_question(form)
    )
    return QuestionPage(
        item=item,
        question=shown,
        lines=lines_of(items, item.position),
        total=len(items),
    )


def lines_of(items: Sequence[AttemptItem], current: int = 0) -> tuple[Line, ...]:
    """All questions with their answers in words."""
    return tuple(
        Line(
            position=item.position,
            state=_state(item),
            stem=question_words(item.spec, _language()),
            answer=tuple(describe(item.spec, item.answer, _language())),
            current=item.position == current,
        )
        for item in items
    )


def first_open(items: Sequence[AttemptItem]) -> int:
    """The position to go on with: the first without an answer, else the first."""
    return next((item.position for item in items if not item.is_answered), 1)


def _state(item: AttemptItem) -> str:
    if item.unsure:
        return "unsure"
    return "answered" if item.is_answered else "open"


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
