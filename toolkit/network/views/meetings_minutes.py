"""After a meeting: who came, the minutes, that it was held, what was followed up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from toolkit.network.decisions_forms import FollowUpForm
from toolkit.network.groups_documents import minutes_pdf
from toolkit.network.meetings_forms import AttendanceForm, CameForm, MinutesForm
from toolkit.network.meetings_pages import follow_up_lines, meeting_line
from toolkit.network.models import Decision
from toolkit.network.services import meetings_minutes as services
from toolkit.network.services.decisions import follow_up as note_follow_up
from toolkit.network.services.groups_errors import (
    AlreadyThere,
    ChangedMeanwhile,
    GroupRefused,
)
from toolkit.network.services.meetings_inviting import add_participant

from .groups_frame import (
    FORM,
    KEEP,
    conflict,
    form_page,
    found_meeting,
    page,
    pdf_or_back,
    refused,
)


@require_http_methods(FORM)
@login_required
def attendance(request, code, pk):
    """Say who came; add somebody who was not on the list."""
    meeting = found_meeting(request, code, pk, KEEP)
    people = list(
        meeting.participants.select_related("institution").order_by("full_name", "pk")
    )
    came = request.method == "POST" and request.POST.get("do") == "came"
    noted = request.method == "POST" and not came
    form = AttendanceForm(request.POST if noted else None, participants=people)
    more = CameForm(
        request.POST if came else None, country=meeting.country, prefix="came"
    )
    sent = more if came else form
    if request.method == "POST" and sent.is_valid():
        try:
            words = _noted(request, meeting, sent, came=came)
        except AlreadyThere as refusal:
            sent.add_error("full_name", str(refusal))
        except GroupRefused as refusal:
            refused(sent, refusal)
        else:
            messages.success(request, words)
            where = "network:meeting_attendance" if came else "network:meeting"
            return redirect(where, code, pk)
    context = {
        "meeting": meeting,
        "line": meeting_line(meeting),
        "attendance": form,
        "people": people,
        "came": more,
        "form": sent,
    }
    return page(request, "meeting_attendance", meeting.country, context)


def _noted(request, meeting, form, *, came: bool) -> str:
    """Write down what the form says; return what to say."""
    if came:
        services.refuse_before(meeting)
        one = add_participant(
            meeting, by=request.user, attendance="present", **form.cleaned_data
        )
        return _("%(name)s is noted as present.") % {"name": one.full_name}
    services.note_attendance(meeting, form.answers(), by=request.user)
    return _("The attendance is saved.")


@require_http_methods(FORM)
@login_required
def minutes(request, code, pk):
    """Write the minutes; with the second button the meeting counts as held."""
    meeting = found_meeting(request, code, pk, KEEP)
    initial = {
        "edit_number": meeting.edit_number,
        "minutes": meeting.minutes,
        "minutes_on": meeting.minutes_on or meeting.on,
    }
    form = MinutesForm(
        request.POST if request.method == "POST" else None, initial=initial
    )
    beside, status = {}, None
    if request.method == "POST" and form.is_valid():
        try:
            services.save_minutes(meeting, by=request.user, **form.cleaned_data)
        except ChangedMeanwhile as refusal:
            beside, status = conflict(form, refusal, meeting, _saved(meeting)), 409
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The minutes are saved."))
            if request.POST.get("do") == "hold":
                return _hold(request, meeting, code)
            return redirect("network:meeting", code, pk)
    url = reverse("network:meeting", args=[code, pk])
    return form_page(
        request,
        meeting.country,
        form,
        status=status,
        title=_("Minutes of “%(meeting)s”") % {"meeting": meeting.title},
        button=_("Save the minutes"),
        second=(
            _("Save and record the meeting as held")
            if meeting.state == meeting.State.PLANNED
            else ""
        ),
        back_url=url,
        back=_("Leave without saving"),
        trail=[
            (_("Meetings"), reverse("network:meetings", args=[code])),
            (meeting.title, url),
        ],
        **beside,
    )


@require_POST
@login_required
def hold(request, code, pk):
    """Record that a meeting was held."""
    return _hold(request, found_meeting(request, code, pk, KEEP), code)


def _hold(request, meeting, code):
    """Record it, or say what is missing and go where it is written."""
    try:
        services.hold_meeting(meeting, by=request.user)
    except services.AttendanceMissing as refusal:
        messages.error(request, str(refusal))
        return redirect("network:meeting_attendance", code, meeting.pk)
    except services.MinutesMissing as refusal:
        messages.error(request, str(refusal))
        return redirect("network:meeting_minutes", code, meeting.pk)
    except GroupRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The meeting is recorded as held."))
    return redirect("network:meeting", code, meeting.pk)


@require_safe
@login_required
def as_pdf(request, code, pk):
    """The minutes to take along, with attendance and decisions."""
    meeting = found_meeting(request, code, pk)
    name = f"{code}-minutes-{meeting.on:%Y-%m-%d}.pdf"
    back = ("network:meeting", code, pk)
    return pdf_or_back(request, lambda: minutes_pdf(meeting), name, *back)


@require_http_methods(FORM)
@login_required
def follow_up(request, code, pk):
    """All open decisions of earlier meetings, each with a form of its own."""
    meeting = found_meeting(request, code, pk, KEEP)
    asked, form, status = None, None, 200
    if request.method == "POST":
        rows = Decision.objects.of_country(meeting.country)
        rows = rows.select_related("meeting__country", "owner")
        asked = get_object_or_404(rows, pk=_number(request.POST.get("decision")))
        form = FollowUpForm(request.POST, prefix=f"decision-{asked.pk}")
        status = 422
        if form.is_valid():
            try:
                note_follow_up(asked, meeting=meeting, by=request.user, **form.values())
            except ChangedMeanwhile as refusal:
                refused(form, refusal)
                form.data = form.data.copy()
                form.data[form.add_prefix("edit_number")] = asked.edit_number
                status = 409
            except GroupRefused as refusal:
                refused(form, refusal)
            else:
                messages.success(request, _("The follow-up is noted."))
                return redirect("network:meeting_follow_up", code, pk)
    lines = [
        (line, _form_of(line.decision, asked, form, meeting))
        for line in follow_up_lines(meeting)
    ]
    context = {
        "meeting": meeting,
        "lines": lines,
        "asked": asked,
        "form": form,
        "may_write": meeting.has_begun and meeting.state != meeting.State.CANCELLED,
    }
    return page(request, "meeting_follow_up", meeting.country, context, status=status)


def _form_of(decision, asked, form, meeting):
    """Return the form of a decision: as sent, empty, or none once it is closed."""
    if asked is not None and decision.pk == asked.pk:
        return form
    if decision.state != Decision.State.OPEN:
        return None
    return FollowUpForm(
        prefix=f"decision-{decision.pk}", initial={"edit_number": decision.edit_number}
    )


def _saved(meeting) -> list[dict]:
    """Return the minutes as they are saved, for comparison."""
    day = date_format(meeting.minutes_on, "DATE_FORMAT") if meeting.minutes_on else ""
    return [
        {"label": _("Date of the minutes"), "value": day},
        {"label": _("Minutes"), "value": meeting.minutes, "is_long": True},
    ]


def _number(text) -> int:
    try:
        return int(text)
    except (TypeError, ValueError):
        return 0
