"""Seats in the working group: shown as of a day, given, changed, ended."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from toolkit.network.groups_forms import (
    DayForm,
    EndForm,
    MemberForm,
    NameForm,
    ProposeForm,
    SeatForm,
)
from toolkit.network.groups_pages import members_context
from toolkit.network.groups_querysets import without_seat
from toolkit.network.models import FocalPoint
from toolkit.network.services import members as services
from toolkit.network.services.groups_errors import (
    ChairTaken,
    ChangedMeanwhile,
    GroupRefused,
)

from .groups_frame import (
    FORM,
    KEEP,
    conflict,
    form_page,
    found_member,
    founded_group,
    page,
    refused,
)


@require_safe
@login_required
def members(request, code):
    """Who had a seat on a day, and everything that changed."""
    group = founded_group(request, code)
    form = DayForm(request.GET if "on" in request.GET else None)
    day = timezone.localdate()
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["on"] or day
    elif not form.is_bound:
        form = DayForm(initial={"on": day})
    context = members_context(group, day) | {
        "group": group,
        "day_form": form,
        "today": timezone.localdate(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "members", group.country, context, status=status)


@require_http_methods(FORM)
@login_required
def add(request, code):
    """Give somebody a seat who is no focal point."""
    group = founded_group(request, code, KEEP)
    data = request.POST if request.method == "POST" else None
    form = MemberForm(data, country=group.country)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_member(group, by=request.user, **form.seat_values())
        except ChairTaken as refusal:
            form.offer_chair(refusal, name=form.cleaned_data["full_name"])
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            names = {"name": made.full_name, "seat": made.get_seat_display()}
            words = _("%(name)s has a seat in the group: %(seat)s.")
            messages.success(request, words % names)
            return redirect("network:members", code)
    return _page(
        request,
        group.country,
        form,
        title=_("Add a member"),
        button=_("Add this member"),
    )


@require_http_methods(FORM)
@login_required
def propose(request, code):
    """Give seats to focal points and deputies, chosen from a list."""
    group = founded_group(request, code, KEEP)
    there = group.members.ending_after(timezone.localdate())
    rows = FocalPoint.objects.of_country(group.country).current().with_places()
    rows = without_seat(rows, there)
    data = request.POST if request.method == "POST" else None
    form = ProposeForm(data, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_focal_points(
                group, by=request.user, **form.cleaned_data
            )
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            words = ngettext(
                "%(count)d person has a seat now. Say who is the chair.",
                "%(count)d people have a seat now. Say who is the chair.",
                len(made),
            )
            messages.success(request, words % {"count": len(made)})
            return redirect("network:members", code)
    context = {
        "form": form,
        "group": group,
        "there": bool(form.fields["focal_points"].queryset),
    }
    return page(request, "members_propose", group.country, context)


@require_http_methods(FORM)
@login_required
def seat(request, code, pk):
    """Give a member another seat from a day on."""
    member = found_member(request, code, pk)
    initial = {
        "edit_number": member.edit_number,
        "seat": member.seat,
        "on": timezone.localdate(),
    }
    form = SeatForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_seat(member, by=request.user, **form.cleaned_data)
        except ChairTaken as refusal:
            form.offer_chair(refusal, name=member.full_name)
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The seat is changed. The old one is kept."))
            return redirect("network:members", code)
    title = _("Change the seat of %(name)s") % {"name": member.full_name}
    return _page(
        request, member.group.country, form, title=title, button=_("Change the seat")
    )


@require_http_methods(FORM)
@login_required
def end(request, code, pk):
    """End a seat with date and decision."""
    member = found_member(request, code, pk)
    initial = {"edit_number": member.edit_number, "on": timezone.localdate()}
    form = EndForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_seat(member, by=request.user, **form.cleaned_data)
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            day = date_format(form.cleaned_data["on"], "DATE_FORMAT")
            words = _("The seat of %(name)s ends on %(date)s. It stays in the record.")
            names = {"name": member.full_name, "date": day}
            messages.success(request, words % names)
            return redirect("network:members", code)
    title = _("End the seat of %(name)s") % {"name": member.full_name}
    return _page(
        request, member.group.country, form, title=title, button=_("End this seat")
    )


@require_http_methods(FORM)
@login_required
def edit(request, code, pk):
    """Correct how a member is named."""
    member = found_member(request, code, pk)
    initial = {
        "edit_number": member.edit_number,
        "full_name": member.full_name,
        "title": member.title,
        "email": member.email,
        "institution": member.institution_id,
    }
    data = request.POST if request.method == "POST" else None
    form = NameForm(data, country=member.group.country, initial=initial)
    beside, status = {}, None
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["edit_number"]
        try:
            services.correct_member(
                member, by=request.user, edit_number=number, **form.values()
            )
        except ChangedMeanwhile as refusal:
            saved = [
                {"label": _("Full name"), "value": member.full_name},
                {"label": pgettext("of a person", "Title"), "value": member.title},
                {"label": _("E-mail address"), "value": member.email},
                {"label": _("Institution"), "value": str(member.institution or "")},
            ]
            beside, status = conflict(form, refusal, member, saved), 409
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("network:members", code)
    title = _("Correct the data of %(name)s") % {"name": member.full_name}
    return _page(
        request,
        member.group.country,
        form,
        status=status,
        title=title,
        button=_("Save the changes"),
        **beside,
    )


def _page(request, country, form, **words):
    code = country.iso3.lower()
    url = reverse("network:members", args=[code])
    return form_page(
        request,
        country,
        form,
        back_url=url,
        back=_("Leave without saving"),
        trail=[(_("Members"), url)],
        **words,
    )
