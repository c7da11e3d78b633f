"""A lesson's check as its page shows it.

The questions come out of the cache; a signed-in person costs one query more, an
anonymous visitor none.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from assessments.questions.forms import AnswerForm
from assessments.questions.grading import Spec
from assessments.questions.languages import pick
from assessments.questions.models import Verdict
from assessments.questions.registry import type_of
from assessments.questions.showing import ShownQuestion, show_question
from assessments.quizzes.content import QuizContent, content_called
from assessments.quizzes.models import AttemptItem, Kind


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
            _shown(question.spec, answers.get(question.id), language, bool(person))
            for question in content.questions
        ),
        signed_in=bool(person),
        answered=len(answers),
    )


def lesson_form(spec: Spec, language: str, **options) -> AnswerForm:
    """The form of a question in a lesson: the same order for everybody."""
    return AnswerForm(spec, type_of(spec).shown(spec), language=language, **options)


def _answers(content: QuizContent, person) -> dict[int, object]:
    versions = {question.id: question.spec["version"] for question in content.questions}
    rows = AttemptItem.objects.filter(
        attempt__quiz=content.quiz_id,
        attempt__person=person,
        attempt__kind=Kind.LESSON,
        answer__isnull=False,
    ).values_list("question_id", "question_version", "answer")
    return {
        question: answer
        for question, version, answer in rows
        if versions.get(question) == version
    }


def _shown(spec: Spec, answer, language: str, signed_in: bool) -> ShownQuestion:
    form = lesson_form(spec, language, answer=answer)
    if answer is None:
        return show_question(form, read_only=not signed_in)
    question_class = type_of(spec)
    if not question_class.fits(spec, answer):
        return show_question(lesson_form(spec, language))
    verdict = Verdict(answer, question_class.grade(spec, answer), show_right=True)
    return show_question(form, verdict=verdict)
