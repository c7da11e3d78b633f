"""Meetings: the list, planning one, its page, changing and cancelling it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from toolkit.network.agendas_catalogue import templates_for
from toolkit.network.entering import country_for
from toolkit.network.groups_documents import agenda_pdf
from toolkit.network.meetings_calendar import FILE_NAME, file_of, when_words
from toolkit.network.meetings_forms import CancelForm, MeetingForm, NewMeetingForm
from toolkit.network.meetings_pages import meeting_context, meetings_context
from toolkit.network.models import Meeting
from toolkit.network.services import meetings as services
from toolkit.network.services.groups_errors import ChangedMeanwhile, GroupRefused

from .groups_frame import (
    FORM,
    KEEP,
    as_file,
    conflict,
    form_page,
    found_meeting,
    page,
    pdf_or_back,
    refused,
)


@require_safe
@login_required
def meetings(request, code):
    """The meetings of a country, those to come first."""
    country = country_for(request, code)
    return page(request, "meetings", country, meetings_context(country))


@require_http_methods(FORM)
@login_required
def new(request, code):
    """Plan a meeting, with the agenda for its kind."""
    country = country_for(request, code, KEEP)
    kind = request.GET.get("kind", "")
    initial = {"kind": kind} if kind in Meeting.Kind.values else {}
    form = NewMeetingForm(
        request.POST if request.method == "POST" else None, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        made = _planned(request, country, form)
        if made is not None:
            return redirect("network:meeting", code, made.pk)
    return form_page(
        request,
        country,
        form,
        title=_("Plan a meeting"),
        intro=_("Nobody is written to yet. You choose whom to invite afterwards."),
        button=_("Plan this meeting"),
        back_url=reverse("network:meetings", args=[code]),
        back=_("Leave without planning it"),
        trail=[(_("Meetings"), reverse("network:meetings", args=[code]))],
    )


def _planned(request, country, form) -> Meeting | None:
    """Plan what the form says and say so; None when it was refused."""
    found = templates_for(form.cleaned_data["kind"])
    with_agenda = form.cleaned_data["with_agenda"] and found
    try:
        made = services.plan_meeting(
            country,
            once_token=form.cleaned_data["once_token"],
            template=found[0].key if with_agenda else "",
            by=request.user,
            **form.values(),
        )
    except GroupRefused as refusal:
        refused(form, refusal)
        return None
    if made.ends_at < timezone.now():
        words = _("The meeting is in the list. It is over: now write its minutes.")
    else:
        words = _("The meeting is planned. Now choose whom to invite.")
    messages.success(request, words)
    left = len(found[0].items) - len(made.agenda) if with_agenda else 0
    if left > 0:
        words = ngettext(
            "%(count)d item of the template found no place in the time of the meeting.",
            "%(count)d items of the template found no place in the time of the meeting.",
            left,
        )
        messages.warning(request, words % {"count": left})
    return made


@require_safe
@login_required
def meeting(request, code, pk):
    """One meeting: when, agenda, who, minutes, decisions."""
    row = found_meeting(request, code, pk)
    return page(request, "meeting", row.country, meeting_context(row))


@require_http_methods(FORM)
@login_required
def edit(request, code, pk):
    """Change what a meeting is about, when and where."""
    row = found_meeting(request, code, pk, KEEP)
    form = MeetingForm(request.POST if request.method == "POST" else None, meeting=row)
    beside, status = {}, None
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["edit_number"]
        try:
            told = services.change_meeting(
                row, by=request.user, edit_number=number, **form.values()
            )
        except ChangedMeanwhile as refusal:
            beside, status = conflict(form, refusal, row, _saved(row)), 409
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The changes are saved."))
            _say_told(request, told)
            return redirect("network:meeting", code, pk)
    invited = row.participants.filter(told_number__isnull=False).count()
    intro = ngettext(
        "%(count)d person was invited and gets a new title, time or place by e-mail.",
        "%(count)d people were invited and get a new title, time or place by e-mail.",
        invited,
    )
    return _form(
        request,
        row,
        form,
        status=status,
        title=_("Change the meeting"),
        intro=intro % {"count": invited} if invited else "",
        button=_("Save the changes"),
        **beside,
    )


@require_http_methods(FORM)
@login_required
def cancel(request, code, pk):
    """Ask, then cancel a meeting and tell those who were invited."""
    row = found_meeting(request, code, pk, KEEP)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            told = services.cancel_meeting(row, by=request.user, **form.cleaned_data)
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The meeting is cancelled."))
            _say_told(request, told)
            return redirect("network:meeting", code, pk)
    invited = row.participants.filter(told_number__isnull=False).count()
    past = row.ends_at < timezone.now()
    intro = (
        _("The meeting is over, so nobody is written to. It stays in the list.")
        if past
        else _("Nobody was invited yet, so nobody is written to.")
        if not invited
        else ngettext(
            "%(count)d person was invited and is told by e-mail.",
            "%(count)d people were invited and are told by e-mail.",
            invited,
        )
        % {"count": invited}
    )
    return _form(
        request,
        row,
        form,
        title=_("Cancel “%(meeting)s”?") % {"meeting": row.title},
        intro=intro,
        button=_("Cancel this meeting"),
        kind="danger",
    )


@require_safe
@login_required
@never_cache
def calendar(request, code, pk):
    """The meeting as an entry for one's calendar."""
    row = found_meeting(request, code, pk)
    return as_file(file_of(row), "text/calendar; charset=utf-8", FILE_NAME)


@require_safe
@login_required
def agenda_as_pdf(request, code, pk):
    """The agenda to take along."""
    row = found_meeting(request, code, pk)
    name = f"{code}-agenda-{row.on:%Y-%m-%d}.pdf"
    return pdf_or_back(
        request, lambda: agenda_pdf(row), name, "network:meeting", code, pk
    )


def _say_told(request, told: int) -> None:
    if told:
        words = ngettext(
            "%(count)d person is told by e-mail.",
            "%(count)d people are told by e-mail.",
            told,
        )
        messages.success(request, words % {"count": told})


def _form(request, row: Meeting, form, **words):
    code = row.country.iso3.lower()
    url = reverse("network:meeting", args=[code, row.pk])
    return form_page(
        request,
        row.country,
        form,
        back_url=url,
        back=_("Leave without saving"),
        trail=[
            (_("Meetings"), reverse("network:meetings", args=[code])),
            (row.title, url),
        ],
        **words,
    )


def _saved(row: Meeting) -> list[dict]:
    """Return a meeting as it is saved, for comparison."""
    return [
        {"label": _("Kind"), "value": row.get_kind_display()},
        {"label": _("Title"), "value": row.title},
        {"label": _("When"), "value": when_words(row)},
        {"label": _("Place"), "value": row.place},
        {"label": _("Language"), "value": row.language},
    ]
