"""The questionnaire as a file: to print, to fill in, and to bring in again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.maturity import answer_pages as pages
from assessments.maturity.documents_questionnaire import questionnaire_pdf
from assessments.maturity.models import Round
from assessments.maturity.round_reading import framework_of
from assessments.maturity.services import sheet_imports as services
from assessments.maturity.services.errors import NotNow
from assessments.maturity.sheet_files import questionnaire_workbook
from assessments.maturity.sheet_forms import QuestionnaireForm
from assessments.maturity.sheet_reading import FILE_LIMIT, read_questionnaire
from assessments.maturity.showing import said
from assessments.maturity.views.answering import FORM, found_institution
from lms.accounts.documents import XLSX
from lms.core.downloads import download
from lms.core.pdf import PdfFailed


@require_safe
@login_required
@never_cache
def paper(request, pk, institution=None):
    """The questionnaire as a PDF, blank or with the name of an institution."""
    round, found = _round_and_institution(request, pk, institution)
    try:
        content = questionnaire_pdf(round, found, language=get_language())
    except PdfFailed as problem:
        messages.error(request, str(problem))
        return redirect("maturity:round", pk)
    return _file(content, "application/pdf", round, found, "pdf")


@require_safe
@login_required
@never_cache
def workbook(request, pk, institution=None):
    """The questionnaire as a workbook, blank or with an institution's answers."""
    round, found = _round_and_institution(request, pk, institution)
    content = questionnaire_workbook(round, found)
    return _file(content, XLSX, round, found, "xlsx")


@require_http_methods(FORM)
@login_required
@never_cache
def import_file(request, pk, institution):
    """Choose a filled questionnaire; it is checked whole."""
    found = found_institution(request, pk, institution)
    try:
        services.refuse_import(found, by=request.user)
    except NotNow as refusal:
        messages.error(request, str(refusal))
        return redirect(pages.overview_url(found))
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form, faults = QuestionnaireForm(*posted), []
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        read = read_questionnaire(file.read(), name=file.name, institution=found)
        faults = read.faults
        if not faults:
            return _prepared(request, found, read.entries, file.name)
    context = {
        "institution": found,
        "round": found.round,
        "form": form,
        "faults": faults,
        "upload_limit": filesizeformat(FILE_LIMIT),
    }
    status = 422 if form.errors or faults else 200
    return render(request, "maturity/answers_import.html", context, status=status)


@require_http_methods(FORM)
@login_required
@never_cache
def import_check(request, pk, institution, prepared):
    """What a file would change: look at it, and go through with it."""
    found = found_institution(request, pk, institution)
    kept = get_object_or_404(found.imports.filter(made_by=request.user), pk=prepared)
    if request.method == "POST":
        return _carry_out(request, found, kept)
    if kept.applied_at:
        messages.info(request, _("This file has been brought in already."))
        return redirect(pages.overview_url(found))
    rows = services.rows_of(kept)
    context = {
        "institution": found,
        "round": found.round,
        "prepared": kept,
        "number": len(rows),
        "groups": _groups(framework_of(found.round), rows),
        "same": sum(row.verdict == services.SAME for row in rows),
        "new": sum(row.verdict == services.NEW for row in rows),
        "changed": sum(row.verdict == services.CHANGED for row in rows),
        "overwrites": sum(row.verdict == services.OVERWRITES for row in rows),
    }
    context["saves"] = context["new"] + context["changed"]
    return render(request, "maturity/answers_import_check.html", context)


def _prepared(request, institution, entries, name):
    try:
        kept = services.prepare_import(
            institution, entries, by=request.user, file_name=name
        )
    except NotNow as refusal:
        messages.error(request, str(refusal))
        return redirect(pages.overview_url(institution))
    return redirect(
        "maturity:answers_import_check", institution.round_id, institution.pk, kept.pk
    )


def _carry_out(request, institution, kept):
    try:
        result = services.apply_import(
            kept, by=request.user, overwrite="overwrite" in request.POST
        )
    except NotNow as refusal:
        messages.error(request, str(refusal))
        return redirect(pages.overview_url(institution))
    for level, words in _said(result):
        messages.add_message(request, level, words)
    return redirect(pages.overview_url(institution))


def _said(result):
    """Yield level and words about what an import did."""
    if result.saved:
        words = ngettext(
            "%(count)d answer of the file is saved.",
            "%(count)d answers of the file are saved.",
            result.saved,
        )
        yield messages.SUCCESS, words % {"count": result.saved}
    else:
        yield messages.INFO, _("Nothing has changed.")
    if result.left:
        words = ngettext(
            "%(count)d answer was changed after the download and stays as it is.",
            "%(count)d answers were changed after the download and stay as they are.",
            result.left,
        )
        yield messages.INFO, words % {"count": result.left}
    if result.changed:
        words = ngettext(
            "%(count)d answer was changed by somebody while you looked. It stays as "
            "it is. Bring the file in again to see it.",
            "%(count)d answers were changed by somebody while you looked. They stay "
            "as they are. Bring the file in again to see them.",
            result.changed,
        )
        yield messages.WARNING, words % {"count": result.changed}


def _groups(framework, rows) -> list[dict]:
    """Return the rows that would change something, those to be decided on first."""
    titles = {
        services.OVERWRITES: _("Changed by somebody after the download"),
        services.CHANGED: _("Changed"),
        services.NEW: _("New"),
    }
    return [
        {"verdict": verdict, "title": title, "rows": shown}
        for verdict, title in titles.items()
        if (shown := [_shown(framework, r) for r in rows if r.verdict == verdict])
    ]


def _shown(framework, row) -> dict:
    return {
        "row": row,
        "title": said(framework.by_id[row.question].title),
        "before": pages.facts_of(framework, _Said(row.before)),
        "after": pages.facts_of(framework, _Said(row.after)),
        "at": parse_datetime(row.at) if row.at else None,
    }


class _Said:
    """An answer out of the columns of a row."""

    def __init__(self, columns: dict[str, str]) -> None:
        vars(self).update(columns)


def _round_and_institution(request, pk, institution):
    if institution is not None:
        found = found_institution(request, pk, institution)
        return found.round, found
    rounds = Round.objects.visible_to(request.user)
    rounds = rounds.select_related("country", "framework")
    return get_object_or_404(rounds, pk=pk), None


def _file(content, kind, round, institution, ending):
    parts = (str(round), str(institution) if institution else "", "questionnaire")
    name = "-".join(filter(None, map(slugify, parts)))
    return download(content, f"{name}.{ending}", kind)
