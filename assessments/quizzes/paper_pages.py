"""Questions as the templates print them: for a paper check, a workbook, a key."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessments.questions.controls import OnPaper
from assessments.questions.forms import AnswerForm
from assessments.questions.languages import pick, spoken
from assessments.questions.registry import type_of
from assessments.questions.showing import ShownQuestion, show_question
from assessments.quizzes.papers import Lettered, Numbered, PaperQuestion
from lms.core.drawings import drawing_with_words

#: Words that fit on one ruled line of handwriting, and how many lines are ruled.
WORDS_A_LINE = 8
FEWEST_LINES, MOST_LINES = 6, 22


@dataclass(frozen=True)
class PrintedQuestion:
    """One question: its text (``q``), letters, rows, places to write, ruled lines.

    ``layout`` chooses how it is drawn; ``places`` are numbers from 1 of blanks that
    take one letter each; ``ruled`` says whether there is room to write at all.
    """

    number: int
    q: ShownQuestion
    layout: str
    lettered: tuple[Lettered, ...]
    numbered: tuple[Numbered, ...]
    places: range
    lines: range
    ruled: bool
    picture: SafeString | str = ""


@dataclass(frozen=True)
class KeyLine:
    """The right answer to one question: letters to compare, words, what else counts."""

    number: int
    stem: str
    letters: str
    words: tuple[str, ...]
    notes: tuple[str, ...]
    why: str
    no_right: bool


def printed_questions(
    questions: Iterable[PaperQuestion], *, ruled: bool = True
) -> list[PrintedQuestion]:
    """The questions in the active language. ruled: with room for a pen."""
    language = get_language() or settings.LANGUAGE_CODE
    return [_printed(one, language, ruled) for one in questions]


def key_lines(questions: Iterable[PaperQuestion]) -> list[KeyLine]:
    """The answer key in the active language, a line a question."""
    language = get_language() or settings.LANGUAGE_CODE
    return [_key_line(one, language) for one in questions]


def _printed(one: PaperQuestion, language: str, ruled: bool) -> PrintedQuestion:
    q = show_question(AnswerForm(one.spec, one.shown, language=language))
    lettered, numbered = one.lettered(language), one.numbered(language)
    places = {OnPaper.ORDER: len(lettered), OnPaper.FIRST_FEW: len(numbered)}
    advised = -(-(q.advised or 0) // WORDS_A_LINE)
    return PrintedQuestion(
        number=one.number,
        q=q,
        layout=str(one.layout),
        lettered=lettered,
        numbered=numbered if one.layout is OnPaper.PAIRS else (),
        places=range(1, places.get(one.layout, 0) + 1),
        lines=range(max(FEWEST_LINES, min(advised, MOST_LINES))),
        ruled=ruled,
        picture=drawing_with_words(
            q.picture.markup, q.picture.alt, f"p-{one.spec['key']}"
        )
        if q.picture
        else "",
    )


def _key_line(one: PaperQuestion, language: str) -> KeyLine:
    question_class = type_of(one.spec)
    right = question_class.right_answer(one.spec)
    readable = spoken(one.spec["stem"], language)
    is_lettered = one.layout not in (OnPaper.LINE, OnPaper.TEXT)
    return KeyLine(
        number=one.number,
        stem=show_question(AnswerForm(one.spec, one.shown, language=language)).stem,
        letters=one.right_letters(language) if is_lettered else "",
        words=tuple(question_class.describe(one.spec, right, readable)),
        notes=tuple(question_class.marking_notes(one.spec, readable)),
        why=pick(one.spec.get("feedback"), language),
        no_right=not question_class.counts,
    )
