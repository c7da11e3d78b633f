"""The inventory as a file: to take away, to fill in, and to bring in again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.documents import XLSX
from lms.accounts.models import Institution
from lms.core.downloads import download
from lms.core.pdf import PdfFailed
from lms.core.table_files import FILE_LIMIT, FileRefused, read_table
from lms.core.table_words import unread_words
from toolkit.indicators.inventory_topics import picture_of
from toolkit.indicators.models import DataSource, SourceImport
from toolkit.indicators.services import sources_imports as services
from toolkit.indicators.services.sources_errors import SourceError
from toolkit.indicators.sources_documents import inventory_pdf
from toolkit.indicators.sources_files import sources_workbook
from toolkit.indicators.sources_forms import SpreadsheetForm
from toolkit.indicators.sources_reading import (
    CHANGED,
    MOST_ROWS,
    NEW,
    REFUSED,
    UNCHANGED,
    columns,
    judge,
)
from toolkit.indicators.views.sources import FORM, writing_country
from toolkit.network.entering import country_for
from toolkit.network.facts import core_institutions


@require_safe
@login_required
@never_cache
def sources_xlsx(request, code):
    """The sources still kept as a workbook that can be brought in again."""
    country = country_for(request, code)
    rows = list(DataSource.objects.of_country(country).kept().by_owner())
    picture = picture_of(rows, core_institutions(country))
    content = sources_workbook(country, rows, _owners(country), picture)
    return download(content, f"{code}-data-sources.xlsx", XLSX)


@require_safe
@login_required
@never_cache
def sources_template(request, code):
    """An empty form."""
    country = country_for(request, code)
    content = sources_workbook(country, (), _owners(country))
    return download(content, f"{code}-data-sources-empty.xlsx", XLSX)


@require_safe
@login_required
@never_cache
def sources_pdf(request, code):
    """The sources still kept, to print."""
    country = country_for(request, code)
    rows = list(DataSource.objects.of_country(country).kept().by_owner())
    try:
        content = inventory_pdf(
            country, rows, core_institutions(country), language=get_language()
        )
    except PdfFailed as problem:
        messages.error(request, str(problem))
        return redirect("indicators:sources", code)
    return download(content, f"{code}-data-sources.pdf")


@require_http_methods(FORM)
@login_required
@never_cache
def sources_import(request, code):
    """Choose a filled spreadsheet; it is checked whole."""
    country = writing_country(request, code)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SpreadsheetForm(*posted)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = read_table(file, columns(), most_rows=MOST_ROWS)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            inventory = judge(table, country, request.user)
            for words in unread_words(table):
                messages.warning(request, words)
            if inventory.having(REFUSED):
                return _refused(request, country, inventory, file.name)
            kept = services.prepare_import(
                country, inventory, by=request.user, file_name=file.name
            )
            return redirect("indicators:sources_import_check", code, kept.pk)
    context = {
        "country": country,
        "code": code,
        "form": form,
        "upload_limit": filesizeformat(FILE_LIMIT),
    }
    status = 422 if form.errors else 200
    return render(request, "indicators/sources_import.html", context, status=status)


@require_http_methods(FORM)
@login_required
@never_cache
def sources_import_check(request, code, prepared):
    """What a file would do: look at it, and go through with it."""
    country = writing_country(request, code)
    mine = SourceImport.objects.of_country(country).filter(made_by=request.user)
    kept = get_object_or_404(mine.select_related("country"), pk=prepared)
    if request.method == "POST":
        return _carry_out(request, kept, code)
    if kept.applied_at:
        messages.info(request, _("This file has been brought in already."))
        return redirect("indicators:sources", code)
    rows = services.rows_of(kept)
    context = _shown(country, code, rows, kept.result.get("missing", []))
    context["file_name"] = kept.file_name
    return render(request, "indicators/sources_import_check.html", context)


def _carry_out(request, kept: SourceImport, code: str):
    try:
        counts = services.apply_import(kept, by=request.user)
    except SourceError as refusal:
        messages.error(request, str(refusal))
        return redirect("indicators:sources_import", code)
    new = ngettext(
        "%(count)s data source is new.",
        "%(count)s data sources are new.",
        counts["new"],
    )
    changed = ngettext(
        "%(count)s data source is changed.",
        "%(count)s data sources are changed.",
        counts["changed"],
    )
    for words, count in ((new, counts["new"]), (changed, counts["changed"])):
        if count:
            messages.success(request, words % {"count": count})
    return redirect("indicators:sources", code)


def _refused(request, country, inventory, file_name):
    """Show what is wrong with a file of which nothing can be brought in."""
    missing = [one.name for one in inventory.missing]
    context = _shown(country, country.iso3.lower(), inventory.rows, missing)
    context["file_name"] = file_name
    return render(request, "indicators/sources_import_check.html", context, status=422)


def _shown(country, code: str, rows, missing) -> dict:
    by_verdict = {
        verdict: [row for row in rows if row.verdict == verdict]
        for verdict in (REFUSED, CHANGED, NEW, UNCHANGED)
    }
    return {
        "country": country,
        "code": code,
        "number": len(rows),
        "refused": by_verdict[REFUSED],
        "changed": by_verdict[CHANGED],
        "new": by_verdict[NEW],
        "unchanged": by_verdict[UNCHANGED],
        "missing": missing,
        "saves": len(by_verdict[CHANGED]) + len(by_verdict[NEW]),
    }


def _owners(country):
    return Institution.objects.active().filter(country=country).order_by("kind", "key")
