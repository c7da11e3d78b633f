"""Bringing many learners in: a file or a list, a look at it, and going through with it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.accounts.documents import XLSX
from lms.accounts.models import Country, Institution
from lms.accounts.roles import Capability
from lms.accounts.views.access import needs
from lms.core.downloads import download
from lms.learning.cohorts import imports as services
from lms.learning.cohorts import member_files
from lms.learning.cohorts.errors import CohortError
from lms.learning.cohorts.import_forms import EmailListForm, MemberFileForm
from lms.learning.cohorts.verdicts import HERE, INVITE, JOIN, REFUSED, WAITING
from lms.learning.models import CohortMember
from lms.learning.views.cohorts import FORM, found_cohort

#: Rows shown of each kind before "Show all".
FIRST = 20
#: Refused rows that can be corrected on the page.
CORRECTED = 50


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def import_file(request, pk):
    """Choose a file with learners."""
    cohort = found_cohort(request, pk)
    form = _form(MemberFileForm, request, cohort)
    if request.method == "POST" and form.is_valid():
        people = form.people
        return _prepare(
            request,
            cohort,
            form,
            people.entries,
            way=CohortMember.Way.FILE,
            file_name=form.cleaned_data["file"].name,
            ignored=people.ignored,
        )
    return _form_page(request, cohort, form, "import_file")


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def import_emails(request, pk):
    """Write down or paste e-mail addresses of learners."""
    cohort = found_cohort(request, pk)
    form = _form(EmailListForm, request, cohort)
    if request.method == "POST" and form.is_valid():
        entries = form.cleaned_data["addresses"]
        return _prepare(request, cohort, form, entries, way=CohortMember.Way.EMAIL)
    return _form_page(request, cohort, form, "import_emails")


def _form(kind, request, cohort):
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {"language": request.user.language}
    return kind(*data, cohort=cohort, initial=initial)


def _form_page(request, cohort, form, name):
    context = {"cohort": cohort, "form": form}
    status = 422 if form.errors else 200
    return render(request, f"learning/cohorts/{name}.html", context, status=status)


def _prepare(request, cohort, form, entries, **options):
    try:
        prepared = services.prepare_import(
            cohort,
            entries,
            by=request.user,
            language=form.cleaned_data["language"],
            country=form.country,
            **options,
        )
    except CohortError as refusal:
        messages.error(request, str(refusal))
        return redirect("learning:cohort_members", pk=cohort.pk)
    return redirect("learning:cohort_import_check", pk=cohort.pk, prepared=prepared.pk)


@require_GET
@needs(Capability.RUN_COHORTS)
def template(request, pk):
    """The empty workbook to fill in."""
    cohort = found_cohort(request, pk)
    countries = []
    if cohort.region_id:
        countries = sorted(Country.objects.filter(region=cohort.region_id), key=str)
    bodies = Institution.objects.active().filter(
        country__in=countries or [cohort.country_id]
    )
    content = member_files.empty_form(sorted(bodies, key=str), countries)
    name = slugify(cohort.name) or "cohort"
    return download(content, f"{name}-learners.xlsx", XLSX)


@never_cache
@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def check(request, pk, prepared):
    """What a list would do: look, correct, and go through with it."""
    cohort = found_cohort(request, pk)
    row = get_object_or_404(cohort.imports.filter(made_by=request.user), pk=prepared)
    if request.method == "POST":
        return _decide(request, cohort, row)
    if row.applied_at:
        messages.info(request, _("This list has been imported already."))
        return redirect("learning:cohort_members", pk=cohort.pk)
    rows = services.rows_of(row)
    context = {"cohort": cohort, "prepared": row} | _shown(request, rows)
    return render(request, "learning/cohorts/import_check.html", context)


def _decide(request, cohort, row):
    """Correct refused rows, or do what was shown."""
    try:
        if "correct" in request.POST:
            services.correct_import(row, _corrections(request.POST), by=request.user)
            return redirect(
                "learning:cohort_import_check", pk=cohort.pk, prepared=row.pk
            )
        result = services.apply_import(row, by=request.user)
    except CohortError as refusal:
        messages.error(request, str(refusal))
    else:
        for level, words in _said(result):
            messages.add_message(request, level, words)
    return redirect("learning:cohort_members", pk=cohort.pk)


def _corrections(data) -> dict[int, str]:
    return {
        int(name.removeprefix("row-")): value
        for name, value in data.items()
        if name.startswith("row-") and name.removeprefix("row-").isdecimal()
    }


def _said(result):
    """Yield level and words about what an import did."""
    if result.joined or result.invited:
        joined = ngettext(
            "%(count)d person joined the cohort.",
            "%(count)d people joined the cohort.",
            result.joined,
        )
        invited = ngettext(
            "%(count)d invitation goes out.",
            "%(count)d invitations go out.",
            result.invited,
        )
        yield messages.SUCCESS, joined % {"count": result.joined}
        yield messages.SUCCESS, invited % {"count": result.invited}
    else:
        yield messages.INFO, _("Nothing has changed: nobody of the list is new.")
    if result.changed:
        changed = ngettext(
            "%(count)d row had changed since you looked at it and was left out. "
            "Import the list again to see why.",
            "%(count)d rows had changed since you looked at them and were left out. "
            "Import the list again to see why.",
            result.changed,
        )
        yield messages.WARNING, changed % {"count": result.changed}


def _shown(request, rows) -> dict:
    """Return the groups of rows for the page, with their totals."""
    everything = "all" in request.GET
    groups = {verdict: [] for verdict in (REFUSED, JOIN, INVITE, HERE, WAITING)}
    for place, row in enumerate(rows):
        groups[row.verdict].append((place, row))
    limits = {REFUSED: CORRECTED}
    cut = {
        verdict: found if everything else found[: limits.get(verdict, FIRST)]
        for verdict, found in groups.items()
    }
    return {
        "rows": len(rows),
        "corrected": CORRECTED,
        "refused": cut[REFUSED],
        "joining": cut[JOIN],
        "invited": cut[INVITE],
        "here": cut[HERE] + cut[WAITING],
        "refused_count": len(groups[REFUSED]),
        "joining_count": len(groups[JOIN]),
        "invited_count": len(groups[INVITE]),
        "here_count": len(groups[HERE]) + len(groups[WAITING]),
        "is_cut": any(len(cut[key]) < len(groups[key]) for key in groups),
        "does_something": bool(groups[JOIN] or groups[INVITE]),
    }
