"""The log of decisions, one decision with its history, recording and correcting it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.documents import XLSX
from lms.accounts.roles import Capability
from lms.accounts.views.access import active_filters, paged
from toolkit.network.decisions_forms import (
    DecisionForm,
    FollowUpForm,
    LogForm,
    NewDecisionForm,
    ReopenForm,
)
from toolkit.network.decisions_pages import (
    counts,
    decision_line,
    decision_lines,
    log_of,
)
from toolkit.network.entering import country_for
from toolkit.network.groups_documents import decisions_workbook
from toolkit.network.models import Decision
from toolkit.network.services import decisions as services
from toolkit.network.services.groups_errors import ChangedMeanwhile, GroupRefused

from .groups_frame import (
    FORM,
    KEEP,
    as_file,
    conflict,
    form_page,
    found_decision,
    found_meeting,
    page,
    refused,
)


@require_safe
@login_required
def decisions(request, code):
    """The log: overdue ones first; filtered by state and owner."""
    country = country_for(request, code)
    form = LogForm(request.GET, country=country)
    cut = paged(request, form.rows(log_of(country)))
    found = cut["page"].paginator.count
    words = ngettext("%(count)d decision", "%(count)d decisions", found)
    context = cut | {
        "filter": form,
        "active": active_filters(request, form, request.path),
        "count": words % {"count": found},
        "counts": counts(country),
        "lines": decision_lines(cut["page"].object_list),
        "xlsx_query": request.GET.urlencode(),
    }
    return page(request, "decisions", country, context, status=200)


@require_safe
@login_required
def as_workbook(request, code):
    """The log as a workbook, with the filter of the page."""
    country = country_for(request, code)
    rows = LogForm(request.GET, country=country).rows(log_of(country))
    content = decisions_workbook(country, rows)
    return as_file(content, XLSX, f"{code}-decisions.xlsx")


@require_http_methods(FORM)
@login_required
def new(request, code, pk):
    """Record a decision of a meeting."""
    meeting = found_meeting(request, code, pk, KEEP)
    data = request.POST if request.method == "POST" else None
    form = NewDecisionForm(data, country=meeting.country)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.record_decision(
                meeting,
                once_token=form.cleaned_data["once_token"],
                by=request.user,
                **form.values(),
            )
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            words = _("Decision %(number)s is recorded.") % {"number": made.number}
            messages.success(request, words)
            if request.POST.get("do") == "more":
                return redirect("network:decision_new", code, pk)
            return redirect("network:meeting", code, pk)
    url = reverse("network:meeting", args=[code, pk])
    return form_page(
        request,
        meeting.country,
        form,
        title=_("Record a decision"),
        intro=_("Of the meeting “%(meeting)s”.") % {"meeting": meeting.title},
        button=_("Record this decision"),
        second=_("Record it and go to the next"),
        second_value="more",
        back_url=url,
        back=_("Leave without recording it"),
        trail=[
            (_("Meetings"), reverse("network:meetings", args=[code])),
            (meeting.title, url),
        ],
    )


@require_http_methods(FORM)
@login_required
def decision(request, code, pk):
    """One decision with its history; what became of it, also between meetings."""
    capability = KEEP if request.method == "POST" else Capability.READ_RECORD
    row = found_decision(request, code, pk, capability)
    is_open = row.state == Decision.State.OPEN
    kind = FollowUpForm if is_open else ReopenForm
    initial = {"edit_number": row.edit_number}
    form = kind(request.POST if request.method == "POST" else None, initial=initial)
    status = None
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, FollowUpForm):
                services.follow_up(row, meeting=None, by=request.user, **form.values())
            else:
                services.reopen(row, by=request.user, **form.cleaned_data)
        except ChangedMeanwhile as refusal:
            conflict(form, refusal, row, [])
            status = 409
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The follow-up is noted."))
            return redirect("network:decision", code, pk)
    context = {
        "line": decision_line(row, today=timezone.localdate()),
        "decision": row,
        "form": form,
        "is_open": is_open,
    }
    return page(request, "decision", row.meeting.country, context, status=status)


@require_http_methods(FORM)
@login_required
def edit(request, code, pk):
    """Correct how an open decision was written down."""
    row = found_decision(request, code, pk, KEEP)
    initial = {
        "edit_number": row.edit_number,
        "text": row.text,
        "owner": row.owner_id,
        "owner_name": row.owner_name,
        "due_on": row.due_on,
    }
    country = row.meeting.country
    data = request.POST if request.method == "POST" else None
    form = DecisionForm(data, country=country, initial=initial)
    beside, status = {}, None
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["edit_number"]
        try:
            services.change_decision(
                row, by=request.user, edit_number=number, **form.values()
            )
        except ChangedMeanwhile as refusal:
            beside, status = conflict(form, refusal, row, _saved(row)), 409
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("network:decision", code, pk)
    url = reverse("network:decision", args=[code, pk])
    return form_page(
        request,
        country,
        form,
        status=status,
        title=_("Correct decision %(number)s") % {"number": row.number},
        intro=_(
            "To give it a new due date, follow it up instead: the old date is then kept."
        ),
        button=_("Save the changes"),
        back_url=url,
        back=_("Leave without saving"),
        trail=[
            (_("Decisions"), reverse("network:decisions", args=[code])),
            (_("Decision %(number)s") % {"number": row.number}, url),
        ],
        **beside,
    )


def _saved(row: Decision) -> list[dict]:
    """Return a decision as it is saved, for comparison."""
    return [
        {"label": _("Decision"), "value": row.text, "is_long": True},
        {"label": pgettext("of a decision", "Owner"), "value": str(row.owner)},
        {"label": _("Person"), "value": row.owner_name},
        {"label": _("Due on"), "value": date_format(row.due_on, "DATE_FORMAT")},
    ]
