"""Results of a printed check for a whole cohort: form, upload, look, record."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from assessments.quizzes.models import Paper
from assessments.quizzes.problems import QuizProblem
from lms.accounts.documents import XLSX
from lms.accounts.roles import Capability
from lms.accounts.views.access import needs
from lms.core.downloads import download
from lms.learning.classroom import pages
from lms.learning.classroom import paper_results as services
from lms.learning.classroom.forms import PaperUploadForm
from lms.learning.classroom.paper_files import read_results
from lms.learning.classroom.paper_forms import results_form
from lms.learning.cohorts.errors import CohortError
from lms.learning.views.cohorts import FORM, found_cohort

#: Faults of a workbook that are listed; the rest are counted.
SHOWN_FAULTS = 100


@require_GET
@needs(Capability.RUN_COHORTS)
def papers(request, pk):
    """Choose the paper whose results are typed in."""
    cohort = found_cohort(request, pk)
    context = {
        "cohort": cohort,
        "rows": pages.paper_rows(cohort, request.user),
        "prints": request.user.may(Capability.ANALYSE_QUESTIONS),
    }
    return render(request, "learning/paper_results.html", context)


def _found(request, pk, paper):
    cohort = found_cohort(request, pk)
    rows = Paper.objects.visible_to(request.user).select_related("quiz")
    return cohort, get_object_or_404(rows, pk=paper)


@require_GET
@never_cache
@needs(Capability.RUN_COHORTS)
def workbook(request, pk, paper):
    """The workbook to fill in, a row for each learner."""
    cohort, row = _found(request, pk, paper)
    content = results_form(row, cohort, services.learners_for_form(cohort))
    name = f"{slugify(cohort.name) or 'cohort'}-{row.quiz.key}-paper-{row.code}.xlsx"
    return download(content, name, XLSX)


@never_cache
@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def upload(request, pk, paper):
    """Send the filled-in workbook; it is read whole before anything is recorded."""
    cohort, row = _found(request, pk, paper)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    first = {"session": request.GET.get("session")}
    form = PaperUploadForm(*posted, cohort=cohort, initial=first)
    context = {"cohort": cohort, "paper": row, "form": form}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        found = read_results(data["file"], row, pk, services.known_for(cohort))
        if not found.faults:
            return _prepare(request, cohort, row, form, found.entries, context)
        form.add_error("file", _("Nothing was recorded. Correct what is listed below."))
        context |= {
            "faults": found.faults[:SHOWN_FAULTS],
            "more_faults": max(0, len(found.faults) - SHOWN_FAULTS),
        }
    status = 422 if form.errors else 200
    return render(request, "learning/paper_results_upload.html", context, status=status)


def _prepare(request, cohort, paper, form, entries, context):
    data = form.cleaned_data
    try:
        made = services.prepare_upload(
            cohort,
            paper,
            entries,
            by=request.user,
            file_name=data["file"].name,
            session=data["session"],
            written_on=data["written_on"],
        )
    except CohortError as refusal:
        form.add_error(None, str(refusal))
        template = "learning/paper_results_upload.html"
        return render(request, template, context, status=422)
    return redirect("learning:paper_results_check", pk=cohort.pk, upload=made.pk)


@never_cache
@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def check(request, pk, upload):
    """What a workbook would do: points, who passes; then record it."""
    cohort = found_cohort(request, pk)
    rows = cohort.paper_uploads.filter(made_by=request.user)
    row = get_object_or_404(
        rows.select_related("paper__quiz", "session", "cohort"), pk=upload
    )
    if request.method == "POST":
        return _apply(request, row)
    if row.applied_at:
        messages.info(request, _("These results were recorded already."))
        return redirect("learning:paper_results", pk=pk)
    context = {"cohort": cohort, "upload": row} | pages.preview_page(row)
    return render(request, "learning/paper_results_check.html", context)


def _apply(request, row):
    """Record what was shown, and say what that did."""
    replace = "replace" in request.POST
    try:
        done = services.apply_upload(row, by=request.user, replace_changed=replace)
    except (CohortError, QuizProblem) as refusal:
        messages.error(request, str(refusal))
    else:
        changed = done.recorded or done.changed
        level = messages.SUCCESS if changed else messages.INFO
        for words in pages.applied_words(done):
            messages.add_message(request, level, words)
    return redirect("learning:paper_results", pk=row.cohort_id)
