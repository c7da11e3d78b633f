"""Pages for those who look after checks: figures, corrections, texts to mark."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from assessments.questions.models import Question
from assessments.quizzes import corrections, marking, regrades
from assessments.quizzes.analysis import start_analysis
from assessments.quizzes.analysis_pages import facts_of, item_rows
from assessments.quizzes.documents import analysis_workbook
from assessments.quizzes.marking_forms import MarkingForm
from assessments.quizzes.models import Attempt, ItemAnalysis, Quiz, Regrade
from assessments.quizzes.problems import QuizProblem
from assessments.quizzes.querysets import reach_of
from assessments.quizzes.reports import SMALLEST_GROUP
from lms.accounts.documents import XLSX
from lms.accounts.roles import Capability
from lms.accounts.views.access import needs, paged, refusal
from lms.core.downloads import download

ANALYSE, MARK, EDIT = (
    Capability.ANALYSE_QUESTIONS,
    Capability.MARK_TEXTS,
    Capability.EDIT_CONTENT,
)


@never_cache
@require_GET
@needs(ANALYSE)
def analyses(request):
    """All checks, with the number of learners of one's own who handed them in."""
    mine = Attempt.objects.of_learners(request.user, ANALYSE).filter(
        submitted_at__isnull=False
    )
    learners = Count(
        "attempts__person", distinct=True, filter=Q(attempts__in=mine.order_by())
    )
    context = {
        "quizzes": Quiz.objects.active().annotate(learners=learners).order_by("key"),
        "waiting": marking.to_mark(request.user).count()
        if request.user.may(MARK)
        else None,
        "may_correct": request.user.may(EDIT),
    }
    return render(request, "quizzes/analyses.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(ANALYSE)
def analysis(request, key):
    """The figures of one check; POST works them out anew."""
    quiz = get_object_or_404(Quiz, key=key)
    reach = reach_of(request.user, ANALYSE)
    if request.method == "POST":
        start_analysis(quiz, reach=reach)
        return redirect("quizzes:analysis", key)
    found = ItemAnalysis.objects.filter(quiz=quiz, scope=reach).first()
    figures = found.figures if found else None
    context = {"quiz": quiz, "analysis": found, "smallest": SMALLEST_GROUP}
    if figures and "items" in figures:
        context |= {
            "rows": item_rows(figures),
            "facts": facts_of(figures),
            "made_at": found.made_at,
            "xlsx_url": reverse("quizzes:analysis_xlsx", args=[key]),
        }
    return render(request, "quizzes/analysis.html", context)


@require_GET
@needs(ANALYSE)
def analysis_xlsx(request, key):
    """The same figures as a workbook."""
    found = get_object_or_404(
        ItemAnalysis.objects.select_related("quiz"),
        quiz__key=key,
        scope=reach_of(request.user, ANALYSE),
    )
    if not found.figures or "items" not in found.figures:
        raise Http404
    content = analysis_workbook(str(found.quiz.title), found.figures)
    return download(content, f"{key}-questions.xlsx", XLSX)


@never_cache
@require_GET
@needs(MARK)
def texts(request):
    """What waits to be marked, the oldest first."""
    return render(
        request, "quizzes/texts.html", paged(request, marking.to_mark(request.user))
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(MARK)
def text(request, pk):
    """One text with its rubric; POST marks it."""
    item = get_object_or_404(marking.markable(request.user), pk=pk)
    back = _way_back(request)
    form = MarkingForm(item, request.POST if request.method == "POST" else None)
    if form.is_valid():
        marking.mark_item(item, by=request.user, **form.marking)
        messages.success(request, _("The text has been marked."))
        return redirect(back)
    context = {"item": item, "form": form, "stem": form.stem, "back": back}
    return render(request, "quizzes/text.html", context)


def _way_back(request):
    """Return where somebody came from to mark, or the list of all texts."""
    asked = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else reverse("quizzes:texts")


def _needs_editor(request):
    # Questions serve all countries: who corrects them must be trusted by all.
    if not request.user.may_everywhere(EDIT):
        raise PermissionDenied(refusal(EDIT))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def correction_list(request):
    """Corrections so far; POST proposes one that a content file has brought."""
    _needs_editor(request)
    if request.method == "POST":
        question = get_object_or_404(
            Question.objects.with_parts(), key=request.POST.get("question", "")
        )
        regrade = regrades.propose(question, question.spec(), by=request.user)
        return redirect("quizzes:correction", regrade.pk)
    context = {
        "behind": corrections.questions_behind(),
        "regrades": Regrade.objects.exclude(state=Regrade.State.DROPPED)[:50],
    }
    return render(request, "quizzes/corrections.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def correction(request, pk):
    """One correction: its effect, then its progress, then what it did."""
    _needs_editor(request)
    regrade = get_object_or_404(Regrade, pk=pk)
    if request.method == "POST":
        return _decide(request, regrade)
    context = corrections.correction_page(regrade)
    return render(request, "quizzes/correction.html", context)


def _decide(request, regrade):
    if request.POST.get("go") != "publish":
        regrades.drop(regrade)
        messages.info(request, _("The question stays as it was."))
        return redirect("quizzes:corrections")
    try:
        regrades.publish(regrade)
    except QuizProblem as problem:
        messages.error(request, str(problem))
        return redirect("quizzes:corrections")
    return redirect("quizzes:correction", regrade.pk)
