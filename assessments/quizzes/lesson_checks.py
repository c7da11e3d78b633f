"""A lesson's check as its page shows it.

The questions come out of the cache; a signed-in person costs one query more, an
anonymous visitor none.
"""

import json
from dataclasses import dataclass, replace

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from assessments.questions.forms import AnswerForm
from assessments.questions.grading import Spec
from assessments.questions.languages import pick
from assessments.questions.models import Verdict
from assessments.questions.registry import type_of
from assessments.questions.showing import ShownQuestion, show_question
from assessments.quizzes.content import CONTENT_TTL, QuizContent, content_called
from assessments.quizzes.models import AttemptItem, Kind, Quiz
from lms.core.compiled import Compiled, Parameter
from lms.core.memory import Memory

_drawn = Memory(limit=1000)
_ANSWERS = Compiled(
    lambda: (
        AttemptItem.objects.filter(
            attempt__quiz_id=Parameter("quiz", Quiz._meta.get_field("id")),
            attempt__person_id=Parameter("person", Quiz._meta.get_field("id")),
            attempt__kind=Kind.LESSON,
            answer__isnull=False,
        )
        .order_by()
        .values_list("question_id", "question_version", "answer")
    )
)


@dataclass(frozen=True)
class LessonCheck:
    """The check of one lesson for one reader.

    ``answered`` counts the questions with an answer to their present version.
    """

    key: str
    title: str
    questions: tuple[ShownQuestion, ...]
    signed_in: bool
    answered: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every question has been answered."""
        return self.answered == len(self.questions)


def lesson_check_for(quiz_key: str, person=None) -> LessonCheck | None:
    """The check with this key for a reader (None: anonymous); None without one."""
    content = content_called(quiz_key)
    if content is None or content.kind != Kind.LESSON:
        return None
    answers = _answers(content, person) if person else {}
    language = get_language() or settings.LANGUAGE_CODE
    return LessonCheck(
        key=content.key,
        title=pick(content.title, language),
        questions=tuple(
            _answered(content, question.spec, answers[question.id], language)
            if question.id in answers
            else asked
            for question, asked in zip(
                content.questions,
                _asked(content, language, read_only=person is None),
                strict=True,
            )
        ),
        signed_in=bool(person),
        answered=len(answers),
    )


def lesson_form(spec: Spec, language: str, **options) -> AnswerForm:
    """The form of a question in a lesson: the same order for everybody."""
    return AnswerForm(spec, type_of(spec).shown(spec), language=language, **options)


def _answers(content: QuizContent, person) -> dict[int, object]:
    versions = {question.id: question.spec["version"] for question in content.questions}
    rows = _ANSWERS.rows(quiz=content.quiz_id, person=person.pk)
    specs = {question.id: question.spec for question in content.questions}
    return {
        question: answer
        for question, version, answer in rows
        if versions.get(question) == version
        and type_of(specs[question]).fits(specs[question], answer)
    }


def _asked(
    content: QuizContent, language: str, *, read_only: bool
) -> tuple[ShownQuestion, ...]:
    # Before an answer a question looks the same to everybody, so that its frame is
    # drawn once for each state of the quiz. (Not while templates are being written.)
    name = (content.quiz_id, content.stamp, language, read_only)
    return _drawn.recall(
        name, CONTENT_TTL, lambda: _draw(content, language, read_only=read_only)
    )


def _draw(
    content: QuizContent, language: str, *, read_only: bool
) -> tuple[ShownQuestion, ...]:
    found = []
    for number, question in enumerate(content.questions, start=1):
        shown = show_question(lesson_form(question.spec, language), read_only=read_only)
        frame = {
            "control": shown.control,
            "q": shown,
            "number": number,
            "total": len(content.questions),
            "hint": shown.hint,
        }
        if not settings.DEBUG:
            html = render_to_string("components/question.html", frame)
            shown = replace(shown, html=html)
        found.append(shown)
    return tuple(found)


def _answered(content: QuizContent, spec: Spec, answer, language: str) -> ShownQuestion:
    # Most people give one of a few answers, and get the same said to it.
    given = json.dumps(answer, sort_keys=True)
    name = (content.quiz_id, content.stamp, language, spec["key"], given)
    return _drawn.recall(name, CONTENT_TTL, lambda: _judge(spec, answer, language))


def _judge(spec: Spec, answer, language: str) -> ShownQuestion:
    verdict = Verdict(answer, type_of(spec).grade(spec, answer), show_right=True)
    return show_question(lesson_form(spec, language, answer=answer), verdict=verdict)
