"""Printing a check for a classroom: the papers of a check, each with its key."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from assessments.quizzes import paper_documents, paper_services
from assessments.quizzes.models import Paper, Quiz
from assessments.quizzes.problems import QuizProblem
from lms.accounts.roles import Capability
from lms.accounts.views.access import needs
from lms.core.downloads import download
from lms.core.pdf import PdfFailed

#: Those who see how questions work see what is right, and print it.
PRINT = Capability.ANALYSE_QUESTIONS


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(PRINT)
def papers(request, key):
    """The papers of a module's check; POST makes the next one."""
    quiz = get_object_or_404(Quiz.objects.for_modules(), key=key)
    if request.method == "POST":
        return _make(request, quiz)
    made = list(Paper.objects.visible_to(request.user).of_quiz(quiz))
    for paper in made:
        paper.quiz = quiz
        paper.is_current = paper_services.is_current(paper)
    context = {
        "quiz": quiz,
        "papers": made,
        "next_code": paper_services.next_code(quiz),
    }
    return render(request, "quizzes/papers.html", context)


@never_cache
@require_GET
@needs(PRINT)
def paper(request, key, code):
    """One paper as a PDF."""
    return _download(request, key, code, paper_documents.paper_pdf, "")


@never_cache
@require_GET
@needs(PRINT)
def paper_key(request, key, code):
    """The answer key of one paper as a PDF."""
    return _download(request, key, code, paper_documents.paper_key_pdf, "-key")


def _make(request, quiz):
    try:
        made = paper_services.make_paper(
            quiz,
            code=request.POST.get("code", ""),
            person=request.user,
            language=get_language(),
        )
    except QuizProblem as problem:
        messages.error(request, str(problem))
    else:
        words = _("Paper %(code)s is ready to print.") % {"code": made.code}
        messages.success(request, words)
    return redirect("quizzes:papers", quiz.key)


def _download(request, key, code, make, suffix):
    found = get_object_or_404(
        Paper.objects.visible_to(request.user), quiz__key=key, code=code
    )
    try:
        content = make(found, language=get_language())
    except PdfFailed as problem:
        messages.error(request, str(problem))
        return redirect("quizzes:papers", key)
    return download(content, f"{key}-paper-{code}{suffix}.pdf")
