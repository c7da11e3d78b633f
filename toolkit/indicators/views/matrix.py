"""The definition matrix: rows to write, the whole to read and take along."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.models import Institution
from lms.accounts.roles import Capability
from lms.core.downloads import download
from lms.core.pdf import PdfFailed
from toolkit.indicators.matrix import COLUMNS, Matrix
from toolkit.indicators.matrix_documents import matrix_pdf, matrix_workbook
from toolkit.indicators.matrix_forms import RowForm
from toolkit.indicators.matrix_pages import conflict, neighbours
from toolkit.indicators.models import DataSource
from toolkit.indicators.services.matrix import save_row
from toolkit.indicators.services.set_refusals import (
    ChangedByAnother,
    NoDraft,
    SetRefusal,
)
from toolkit.indicators.sets_reading import snapshot
from toolkit.network.permissions import can_keep

from .set_access import FORM, on_draft, reads_set, version_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@on_draft(Capability.READ_RECORD)
def define(request, draft):
    """The chosen indicators: what each one lacks, its owner, its place."""
    keeps = can_keep(request.user, draft.country)
    context = {
        "draft": draft,
        "country": draft.country,
        "keeps": keeps,
        "stepper": draft.stepper("define") if keeps else None,
    }
    return render(request, "indicators/set_define.html", context)


@require_http_methods(FORM)
@on_draft()
def row(request, draft, indicator):
    """Write one row of the matrix."""
    found = next((one for one in draft.rows if one.code == indicator), None)
    if found is None:
        raise Http404
    form = _form(request, found.chosen)
    taken = ""
    if request.method == "POST" and "take" in request.POST:
        taken = request.POST["take"]
        form = form.take_over(taken)
    elif request.method == "POST" and form.is_valid():
        answer = _saved(request, draft, found, form)
        if answer:
            return answer
    context = {
        "draft": draft,
        "country": draft.country,
        "row": found,
        "form": form,
        "entries": form.entries(),
        "taken": taken,
        "no_sources": not form.fields["sources"].queryset,
        "stepper": draft.stepper("define"),
        **neighbours(draft, found),
    }
    status = 422 if form.errors else 200
    return render(request, "indicators/set_row.html", context, status=status)


def _form(request, chosen) -> RowForm:
    country = chosen.minimum_set.country
    sources = DataSource.objects.of_country(country).filter(is_active=True)
    return RowForm(
        request.POST if request.method == "POST" else None,
        chosen=chosen,
        sources=sources.select_related("owner").order_by("name", "pk"),
        owners=Institution.objects.active().filter(country=country),
    )


def _saved(request, draft, found, form):
    """Save the row and go on; None when it was refused and the form says why."""
    try:
        saved = save_row(
            found.chosen,
            owner=form.cleaned_data["owner"],
            sources=list(form.cleaned_data["sources"]),
            words=form.words,
            by=request.user,
            edit_number=form.cleaned_data["edit_number"],
        )
    except ChangedByAnother:
        context = {
            "draft": draft,
            "country": draft.country,
            "row": found,
            **conflict(found.chosen, form),
        }
        return render(request, "indicators/set_row_conflict.html", context, status=409)
    except NoDraft:
        raise
    except SetRefusal as refusal:
        form.add_error(None, str(refusal))
        return None
    words = _("The row is saved and complete.")
    if saved.missing:
        words = _("The row is saved. Fill in what is still missing when you know it.")
    messages.success(request, words)
    if "next" in request.POST and (after := neighbours(draft, found)["after"]):
        return redirect("indicators:set_row", draft.code, after.code)
    return redirect("indicators:set_define", draft.code)


@require_safe
@reads_set
def matrix(request, country, number):
    """The whole matrix of a version: rows indicators, columns what is said of them."""
    found = version_for(request, country, number)
    whole = Matrix(snapshot(found))
    context = {
        "country": country,
        "minimum_set": found,
        "matrix": whole,
        "columns": COLUMNS,
        "reads": request.reads_record,
        "as_of": whole.as_of,
    }
    return render(request, "indicators/matrix.html", context)


@require_safe
@reads_set
def matrix_xlsx(request, country, number):
    """The matrix as a spreadsheet."""
    whole = Matrix(snapshot(version_for(request, country, number)))
    content = matrix_workbook(whole, names=request.reads_record)
    return download(content, whole.file_name("matrix", "xlsx"), XLSX)


@require_safe
@reads_set
def matrix_as_pdf(request, country, number):
    """The matrix as a PDF, landscape."""
    whole = Matrix(snapshot(version_for(request, country, number)))
    try:
        content = matrix_pdf(whole, get_language(), names=request.reads_record)
    except PdfFailed as problem:
        messages.error(request, str(problem))
        return redirect("indicators:set_matrix", country.iso3.lower(), number)
    return download(content, whole.file_name("matrix", "pdf"))
