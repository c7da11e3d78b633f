"""Pages of results: the nation, a dimension, the report, comparisons, the region."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.maturity.benchmark_pages import benchmarks_context
from assessments.maturity.dimension_pages import RoundRows, dimension_context
from assessments.maturity.documents import report_pdf, report_workbook
from assessments.maturity.models import Round
from assessments.maturity.national_result import frame, reader_of, result_context
from assessments.maturity.region_pages import region_context, sees_region
from assessments.maturity.services.errors import RoundError
from assessments.maturity.services.results import result_of, set_in_benchmarks
from lms.accounts.documents import XLSX
from lms.core.downloads import download
from lms.core.pdf import PdfFailed


@require_safe
@login_required
def result(request, pk):
    """The national result; a preview until it is validated."""
    round, reader = _readable(request, pk)
    context = result_context(
        request.user,
        round,
        reader,
        wanted=request.GET.get("with", ""),
        differences="differences" in request.GET,
    )
    return render(request, "maturity/result.html", context)


@require_safe
@login_required
def result_dimension(request, pk, dimension):
    """One dimension, question by question."""
    round, reader = _readable(request, pk)
    found = result_of(round)
    dimensions = {one.id: one for one in found.framework.dimensions}
    if dimension not in dimensions:
        raise Http404
    context = dimension_context(RoundRows(round, reader, found), dimensions[dimension])
    return render(
        request,
        "maturity/result_dimension.html",
        frame(round) | {"reader": reader, "result": found, "dimension": context},
    )


@require_safe
@login_required
def report(request, pk):
    """The report as PDF, in the reader's language."""
    round, reader = _readable(request, pk)
    try:
        content = report_pdf(request.user, round, reader)
    except PdfFailed as problem:
        messages.error(request, str(problem))
        return redirect("maturity:result", pk)
    return download(content, _name(round, "pdf"))


@require_safe
@login_required
def workbook(request, pk):
    """The same figures as a workbook."""
    round, reader = _readable(request, pk)
    content = report_workbook(request.user, round, reader)
    return download(content, _name(round, "xlsx"), XLSX)


@require_safe
@login_required
def benchmarks(request, pk):
    """How many countries of the region stand at each level."""
    round, reader = _readable(request, pk)
    if not (round.is_frozen and reader.inside):
        raise PermissionDenied(
            _("A comparison can be read when the round is validated.")
        )
    return render(
        request, "maturity/benchmarks.html", benchmarks_context(round, reader)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def benchmarks_counted(request, pk):
    """Ask before a round is lent to the comparisons, or taken out again."""
    round, reader = _readable(request, pk)
    if not reader.may_opt_in:
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "maturity/benchmarks_counted.html", frame(round))
    try:
        counted = request.POST.get("counted") == "yes"
        set_in_benchmarks(round, counted=counted, by=request.user)
    except RoundError as problem:
        messages.error(request, str(problem))
    return redirect("maturity:benchmarks", pk)


@require_safe
@login_required
def region(request):
    """Which country is where in its round."""
    if not sees_region(request.user):
        raise PermissionDenied
    context = region_context(request.user, request.GET)
    return render(request, "maturity/region.html", context)


def _readable(request, pk):
    """Return a round this person may open, and what may be read of its result."""
    rounds = Round.objects.visible_to(request.user).select_related(
        "country__region", "framework"
    )
    round = get_object_or_404(rounds, pk=pk)
    reader = reader_of(request.user, round)
    if not reader.result:
        raise PermissionDenied(
            _("The result can be read once levels are agreed and submitted.")
        )
    return round, reader


def _name(round, ending):
    year = round.reference_date.year
    return f"{round.country.iso3.lower()}-{year}-{round.framework.key}.{ending}"
