"""A check on paper: what is printed, and what letters typed from it mean.

The questions are drawn as for an attempt, and follow from the quiz as it stands and
a seed alone. Every option gets a letter, a to z in Latin script in every language,
so that one sheet of results serves a group that reads several. What was printed is
frozen (:class:`~assessments.quizzes.models.Paper`), because questions change between
printing and typing.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from string import ascii_lowercase
from typing import Any

from django.utils.translation import override

from assessments.questions.controls import OnPaper
from assessments.questions.languages import spoken
from assessments.questions.registry import type_of
from assessments.quizzes.content import QuizContent, content_of
from assessments.quizzes.drawing import draw_for
from assessments.quizzes.models import Quiz
from assessments.quizzes.paper_letters import (
    LettersNotRead,
    answers_from_letters,
    letters_of,
)

__all__ = [
    "Lettered",
    "LettersNotRead",
    "Numbered",
    "PaperCheck",
    "PaperQuestion",
    "answers_from_letters",
    "code_number",
    "letters_of",
    "paper_check",
    "paper_in_order",
    "paper_of",
    "seed_of",
]


@dataclass(frozen=True)
class Lettered:
    """Something with a label before it: a letter; on a scale a number.

    ``value`` is what the form of the question takes for it.
    """

    label: str
    value: str
    text: str


@dataclass(frozen=True)
class Numbered:
    """A row that wants a letter. ``name`` is its field in the form."""

    number: int
    name: str
    text: str


@dataclass(frozen=True)
class PaperQuestion:
    """One question of a paper: its number from 1, its frozen spec, its order."""

    number: int
    spec: Mapping[str, Any]
    shown: tuple[str, ...]

    @property
    def layout(self) -> OnPaper:
        """How it is answered with a pen."""
        return type_of(self.spec).on_paper

    @property
    def has_letters_enough(self) -> bool:
        """Whether the alphabet is long enough to type an answer by letters."""
        return all(
            len(one.label) < 2 or one.label.isdigit() for one in self.lettered("")
        )

    @property
    def counts(self) -> bool:
        """Whether there is a point to earn."""
        return type_of(self.spec).counts

    def lettered(self, language: str) -> tuple[Lettered, ...]:
        """The options, or the lines to be put in order, as they are printed."""
        controls = self._controls(language)
        if self.layout is OnPaper.ORDER:
            found = [(row.name, row.text) for row in controls["rows"]]
        elif self.layout in (OnPaper.PAIRS, OnPaper.FIRST_FEW):
            found = [(one.value, one.text) for one in controls["rows"][0].options]
        else:
            found = [(one.value, one.text) for one in controls.get("options", ())]
        is_scale = self.layout is OnPaper.SCALE
        return tuple(
            Lettered(value if is_scale else code_number(n).lower(), value, text)
            for n, (value, text) in enumerate(found, start=1)
        )

    def numbered(self, language: str) -> tuple[Numbered, ...]:
        """The rows that want a letter each: terms, rows of a matrix, places."""
        if self.layout not in (OnPaper.PAIRS, OnPaper.FIRST_FEW):
            return ()
        rows = self._controls(language)["rows"]
        return tuple(Numbered(n, row.name, row.text) for n, row in enumerate(rows, 1))

    def right_letters(self, language: str) -> str:
        """The right answer as somebody types it; empty where there is none."""
        answer = type_of(self.spec).right_answer(self.spec)
        return "" if answer is None else letters_of(self, answer, language)

    def _controls(self, language: str) -> dict[str, Any]:
        language = spoken(self.spec["stem"], language)
        with override(language):
            return type_of(self.spec).controls(self.spec, self.shown, {}, language)


@dataclass(frozen=True)
class PaperCheck:
    """A check as it is printed, in every language of its questions.

    ``possible`` points: one a question, opinions not counted.
    """

    quiz: str
    quiz_version: int
    module: str
    lesson: str
    title: Mapping[str, str]
    seed: int
    pass_mark: int | None
    questions: tuple[PaperQuestion, ...]

    @property
    def possible(self) -> int:
        """The points somebody can earn."""
        return sum(1 for question in self.questions if question.counts)

    def question(self, number: int) -> PaperQuestion:
        """The question printed under this number. Raises LookupError."""
        if not 1 <= number <= len(self.questions):
            raise LookupError(number)
        return self.questions[number - 1]

    def to_data(self) -> dict[str, Any]:
        """Everything as plain JSON, to be kept."""
        return {
            "quiz": self.quiz,
            "quiz_version": self.quiz_version,
            "module": self.module,
            "lesson": self.lesson,
            "title": dict(self.title),
            "seed": self.seed,
            "pass_mark": self.pass_mark,
            "questions": [
                {"spec": dict(one.spec), "shown": list(one.shown)}
                for one in self.questions
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "PaperCheck":
        """The paper that :meth:`to_data` kept."""
        questions = tuple(
            PaperQuestion(number, one["spec"], tuple(one["shown"]))
            for number, one in enumerate(data["questions"], start=1)
        )
        return cls(**(dict(data) | {"questions": questions}))


def paper_check(quiz: Quiz, seed: int) -> PaperCheck:
    """The paper that follows from the quiz as it stands and the seed.

    At most four queries; none when the content of the quiz is known already.
    """
    return paper_of(quiz, content_of(quiz), seed)


def paper_of(quiz: Quiz, content: QuizContent, seed: int) -> PaperCheck:
    """The same of content that was read before. Pure."""
    random = Random(seed)  # noqa: S311 - to be repeatable
    drawn = draw_for(content, quiz.draw, random)
    return PaperCheck(
        quiz=quiz.key,
        quiz_version=quiz.version,
        module=quiz.module,
        lesson=quiz.lesson,
        title=content.title,
        seed=seed,
        pass_mark=quiz.pass_mark,
        questions=tuple(
            PaperQuestion(n, one.spec, tuple(type_of(one.spec).shown(one.spec, random)))
            for n, one in enumerate(drawn, start=1)
        ),
    )


def paper_in_order(content: QuizContent) -> tuple[PaperQuestion, ...]:
    """All questions in their order, the same for everybody: a lesson's check."""
    return tuple(
        PaperQuestion(n, one.spec, tuple(type_of(one.spec).shown(one.spec)))
        for n, one in enumerate(content.questions, start=1)
    )


def seed_of(quiz_key: str, code: str) -> int:
    """The seed of the paper with this code: the same on every machine."""
    digest = hashlib.sha256(f"{quiz_key}/{code}".encode()).digest()
    return int.from_bytes(digest[:4])


def code_number(number: int) -> str:
    """The code of the ``number``-th paper from 1: A to Z, then AA, AB and so on."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = ascii_lowercase[place].upper() + letters
    return letters
