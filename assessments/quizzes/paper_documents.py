"""PDFs of a check on paper: the paper, and its answer key."""

from django.utils.translation import override

from assessments.questions.languages import pick, spoken
from assessments.quizzes.models import Paper
from assessments.quizzes.paper_pages import key_lines, printed_questions
from assessments.quizzes.papers import PaperCheck
from lms.core.pdf import render_pdf

STYLESHEET = "pdf/paper.css"


def paper_pdf(paper: Paper, *, language: str) -> bytes:
    """The paper as learners get it (A4, PDF/UA), in a language it can be read in.

    Raises the exceptions of render_pdf.
    """
    return _pdf(paper, "pdf/paper.html", language, printed_questions, "questions")


def paper_key_pdf(paper: Paper, *, language: str) -> bytes:
    """The answer key to the same paper, for whoever marks it."""
    return _pdf(paper, "pdf/paper_key.html", language, key_lines, "lines")


def _pdf(paper, template, language, make, name) -> bytes:
    check = PaperCheck.from_data(paper.content)
    language = spoken(check.title, language)
    with override(language):
        context = {
            "paper": paper,
            "check": check,
            "title": pick(check.title, language),
            name: make(check.questions),
        }
        return render_pdf(template, context, stylesheet=STYLESHEET, language=language)
