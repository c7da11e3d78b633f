"""Documents of a plan: PDF, workbook, logframe, quarterly report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.accounts.documents import XLSX
from lms.core.pdf import PdfFailed
from toolkit.network.permissions import can_read
from toolkit.network.publishing import may_see
from toolkit.network.views.frames import as_file
from toolkit.plans.country_parts import public_version
from toolkit.plans.documents.logframe import (
    logframe_of,
    logframe_pdf,
    logframe_workbook,
)
from toolkit.plans.documents.plan import document_of, plan_pdf
from toolkit.plans.documents.review import report_pdf
from toolkit.plans.documents.workbook import plan_workbook
from toolkit.plans.models import Plan, PlanVersion
from toolkit.plans.quarters import NoQuarter, read_quarter
from toolkit.plans.reviewing import review_content
from toolkit.plans.services.reviewing import quarters_to_review

from .access import found_plan
from .tracking import followed

PDF = "application/pdf"


@require_safe
def pdf(request, pk):
    """The plan as PDF; ``?version=2`` as it was signed.

    Strangers get the plan of a country that made it public, as approved last.
    """
    plan = get_object_or_404(Plan.objects.with_places(), pk=pk)
    reads = can_read(request.user, plan.country)
    number = _number(request)
    if not reads:
        if not may_see(request.user, plan.country, "plan"):
            raise Http404
        public = public_version(plan.country)
        if (
            public is None
            or public.plan_id != plan.pk
            or number
            not in (
                None,
                public.number,
            )
        ):
            raise Http404
        number = public.number
    try:
        content = plan_pdf(document_of(plan, number=number, is_public=not reads))
    except PlanVersion.DoesNotExist as error:
        raise Http404 from error
    except PdfFailed as problem:
        messages.error(request, str(problem))
        if reads:
            return redirect("plans:plan", pk)
        return redirect("network:country", plan.country.iso3.lower())
    return as_file(content, PDF, _name(plan, _("plan"), "pdf", number))


@require_safe
@login_required
@never_cache
def xlsx(request, pk):
    """The plan as a workbook that can be edited offline and brought in again."""
    plan = found_plan(request, pk)
    return as_file(plan_workbook(plan), XLSX, _name(plan, _("plan"), "xlsx"))


@require_safe
@login_required
@never_cache
def logframe(request, pk, ending):
    """The logframe for donors, as workbook or PDF."""
    plan = found_plan(request, pk)
    if ending not in ("xlsx", "pdf"):
        raise Http404
    frame = logframe_of(plan)
    name = _name(plan, _("logframe"), ending)
    if ending == "xlsx":
        return as_file(logframe_workbook(frame), XLSX, name)
    try:
        return as_file(logframe_pdf(frame), PDF, name)
    except PdfFailed as problem:
        messages.error(request, str(problem))
        return redirect("plans:plan", pk)


@require_safe
@login_required
@never_cache
def review_pdf(request, pk, quarter):
    """The report of a quarter: as closed, or as things are today."""
    plan = followed(request, pk)
    try:
        wanted = read_quarter(quarter)
    except NoQuarter as error:
        raise Http404 from error
    if str(wanted) != quarter or wanted not in quarters_to_review(plan):
        raise Http404
    try:
        content = report_pdf(review_content(plan, wanted))
    except PdfFailed as problem:
        messages.error(request, str(problem))
        return redirect("plans:review", pk, quarter)
    return as_file(content, PDF, _name(plan, _("report"), "pdf", quarter))


def _number(request) -> int | None:
    """Return the version that was asked for, or Http404."""
    text = request.GET.get("version", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise Http404
    return int(text)


def _name(plan: Plan, what: str, ending: str, more=None) -> str:
    """Return the name of a file: arx-plan-2027q1-2.pdf."""
    parts = [plan.country.iso3, slugify(what) or what, plan.start, more]
    return "-".join(str(one) for one in parts if one).lower() + f".{ending}"
