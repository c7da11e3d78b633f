"""Results of a cohort: to take away, without names for a ministry, by question."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from assessments.quizzes.analysis import figures_of
from assessments.quizzes.analysis_pages import facts_of, item_rows
from assessments.quizzes.documents import analysis_workbook
from assessments.quizzes.models import Attempt, Quiz
from assessments.quizzes.reports import SMALLEST_GROUP
from lms.accounts.audit import record
from lms.accounts.documents import XLSX
from lms.accounts.roles import Capability
from lms.accounts.views.access import needs
from lms.core.pdf import PdfFailed
from lms.learning.desk import documents, kept, reports
from lms.learning.desk.matrix import cohort_matrix, members_of
from lms.learning.views.cohorts import FORM, found_cohort
from lms.learning.views.learner import attachment

PDF = "application/pdf"
#: Seconds after which the page of a document that is being made asks again.
REFRESH = 3


def found_matrix(request, pk):
    """Return (cohort, its matrix) for who runs the cohort, or Http404."""
    cohort = found_cohort(request, pk)
    return cohort, cohort_matrix(cohort, get_language())


@require_GET
@needs(Capability.RUN_COHORTS)
def results(request, pk):
    """What can be taken away, and the checks that learners handed in."""
    cohort = found_cohort(request, pk)
    handed_in = Attempt.objects.filter(
        person__in=members_of(cohort), submitted_at__isnull=False
    )
    quizzes = (
        Quiz.objects.filter(attempts__in=handed_in.order_by())
        .annotate(learners=Count("attempts__person", distinct=True))
        .order_by("key")
    )
    context = {"cohort": cohort, "quizzes": quizzes}
    return render(request, "learning/desk/results.html", context)


@require_GET
@never_cache
@needs(Capability.RUN_COHORTS)
def results_xlsx(request, pk):
    """All results as a workbook, with names."""
    cohort, matrix = found_matrix(request, pk)
    content = reports.results_workbook(matrix)
    record(request.user, "results_exported", cohort, country=cohort.country)
    return attachment(content, _names(cohort, _("results"), "results.xlsx"), XLSX)


@require_GET
@never_cache
@needs(Capability.RUN_COHORTS)
def results_pdf(request, pk):
    """The results as a document, with names; of a large cohort one made before."""
    cohort, matrix = found_matrix(request, pk)
    if kept.takes_long(matrix):
        found = kept.document_of(cohort)
        if not kept.is_fresh(found, matrix):
            return redirect("learning:desk_results_document", pk)
        return _kept(request, cohort, found)
    try:
        content = documents.results_pdf(matrix)
    except PdfFailed as problem:
        messages.error(request, str(problem))
        return redirect("learning:desk_results", pk)
    record(request.user, "results_exported", cohort, country=cohort.country)
    return attachment(content, _names(cohort, _("results"), "results.pdf"), PDF)


@never_cache
@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def results_document(request, pk):
    """How far the results of a large cohort are as a document; have it made."""
    cohort = found_cohort(request, pk)
    if request.method == "POST":
        kept.ask(cohort_matrix(cohort, get_language()))
        return redirect("learning:desk_results_document", pk)
    found = kept.document_of(cohort)
    working = bool(found) and found.is_open and not kept.is_lost(found)
    context = {"cohort": cohort, "document": found, "working": working}
    if not working:
        matrix = cohort_matrix(cohort, get_language())
        context["fresh"] = kept.is_fresh(found, matrix)
    response = render(request, "learning/desk/results_document.html", context)
    if working:
        # The page comes again by itself, without script.
        response["Refresh"] = str(REFRESH)
    return response


@require_GET
@never_cache
@needs(Capability.RUN_COHORTS)
def results_kept(request, pk):
    """The document that was made last, with names."""
    cohort = found_cohort(request, pk)
    found = kept.document_of(cohort)
    if found is None or not found.file:
        raise Http404
    return _kept(request, cohort, found)


def _kept(request, cohort, document):
    """Hand out a kept document; where its file is gone, have it made again."""
    content = kept.content_of(document)
    if content is None:
        messages.error(request, _("The file is gone. Have it made again."))
        return redirect("learning:desk_results_document", cohort.pk)
    record(request.user, "results_exported", cohort, country=cohort.country)
    return attachment(content, _names(cohort, _("results"), "results.pdf"), PDF)


@require_GET
@needs(Capability.RUN_COHORTS)
def summary(request, pk):
    """The anonymous summary for a ministry."""
    _cohort, matrix = found_matrix(request, pk)
    context = documents.summary_context(matrix, reports.summary_of(matrix))
    return render(request, "learning/desk/summary.html", context)


@require_GET
@never_cache
@needs(Capability.RUN_COHORTS)
def summary_xlsx(request, pk):
    """The anonymous summary as a workbook."""
    cohort, matrix = found_matrix(request, pk)
    found = reports.summary_of(matrix)
    if found is None:
        return redirect("learning:desk_summary", pk)
    content = reports.summary_workbook(matrix, found)
    return attachment(content, _names(cohort, _("summary"), "summary.xlsx"), XLSX)


@require_GET
@never_cache
@needs(Capability.RUN_COHORTS)
def summary_pdf(request, pk):
    """The anonymous summary as a document."""
    cohort, matrix = found_matrix(request, pk)
    found = reports.summary_of(matrix)
    if found is None:
        return redirect("learning:desk_summary", pk)
    try:
        content = documents.summary_pdf(matrix, found)
    except PdfFailed as problem:
        messages.error(request, str(problem))
        return redirect("learning:desk_summary", pk)
    return attachment(content, _names(cohort, _("summary"), "summary.pdf"), PDF)


def _figures(request, pk, key):
    """Return (cohort, check, its figures over the learners of the cohort)."""
    cohort = found_cohort(request, pk)
    quiz = get_object_or_404(Quiz, key=key)
    attempts = Attempt.objects.filter(person__in=members_of(cohort))
    return cohort, quiz, figures_of(quiz, attempts)


@require_GET
@needs(Capability.RUN_COHORTS)
def questions(request, pk, key):
    """How the questions of a check worked in this cohort."""
    cohort, quiz, figures = _figures(request, pk, key)
    context = {
        "cohort": cohort,
        "quiz": quiz,
        "learners": figures["learners"],
        "smallest": SMALLEST_GROUP,
        "made_at": timezone.now(),
        "xlsx_url": reverse("learning:desk_questions_xlsx", args=[pk, key]),
    }
    if "items" in figures:
        context |= {"rows": item_rows(figures), "facts": facts_of(figures)}
    return render(request, "learning/desk/questions.html", context)


@require_GET
@never_cache
@needs(Capability.RUN_COHORTS)
def questions_xlsx(request, pk, key):
    """The same figures as a workbook."""
    cohort, quiz, figures = _figures(request, pk, key)
    if "items" not in figures:
        raise Http404
    content = analysis_workbook(str(quiz.title), figures)
    return attachment(content, _names(cohort, key, f"{key}.xlsx"), XLSX)


def _names(cohort, words: str, end: str) -> tuple[str, str]:
    """Return the name of a file in plain letters, and in the cohort's own."""
    plain = slugify(cohort.name)[:60] or f"cohort-{cohort.pk}"
    own = "".join(one for one in cohort.name if one.isalnum() or one in " -_")
    return f"{plain}-{end}", f"{own[:80].strip()}, {words}.{end.rsplit('.', 1)[-1]}"
