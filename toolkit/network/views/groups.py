"""The working group: its page, founding it, changing its data."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from toolkit.network.entering import country_for
from toolkit.network.groups_forms import FoundForm, GroupForm
from toolkit.network.groups_pages import group_context, group_of
from toolkit.network.services.groups import change_group, found_group
from toolkit.network.services.groups_errors import ChangedMeanwhile, GroupRefused

from .groups_frame import (
    FORM,
    KEEP,
    conflict,
    form_page,
    founded_group,
    page,
    refused,
)


@require_safe
@login_required
def group(request, code):
    """The working group of a country, or the way to found it."""
    country = country_for(request, code)
    context = group_context(group_of(country), country)
    return page(request, "group", country, context)


@require_http_methods(FORM)
@login_required
def found(request, code):
    """Found the working group, with a draft of its terms of reference."""
    country = country_for(request, code, KEEP)
    if request.method != "POST" and group_of(country):
        return redirect("network:group", code)
    data = request.POST if request.method == "POST" else None
    initial = {"name": _("Working group on migration data")}
    form = FoundForm(data, country=country, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            found_group(
                country,
                language=form.cleaned_data["language"],
                by=request.user,
                **form.values(),
            )
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            words = _(
                "The working group is founded. Read the draft of its terms of "
                "reference, then name its members."
            )
            messages.success(request, words)
            return redirect("network:group", code)
    return form_page(
        request,
        country,
        form,
        title=_("Found the working group"),
        intro=_(
            "You get a draft of the terms of reference with the names of your country. "
            "Nobody is written to."
        ),
        button=_("Found the working group"),
        back_url=reverse("network:group", args=[code]),
        back=_("Leave without founding it"),
    )


@require_http_methods(FORM)
@login_required
def edit(request, code):
    """Change name, decision and secretariat of the group."""
    row = founded_group(request, code, KEEP)
    initial = {
        "edit_number": row.edit_number,
        "name": row.name,
        "founded_by": row.founded_by,
        "founded_on": row.founded_on,
        "secretariat": row.secretariat_id,
    }
    data = request.POST if request.method == "POST" else None
    form = GroupForm(data, country=row.country, initial=initial)
    beside, status = {}, None
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["edit_number"]
        try:
            change_group(row, by=request.user, edit_number=number, **form.values())
        except ChangedMeanwhile as refusal:
            beside, status = conflict(form, refusal, row, _saved(row)), 409
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("network:group", code)
    return form_page(
        request,
        row.country,
        form,
        status=status,
        title=_("Change the data of the group"),
        intro=_("The terms of reference stay as they are written."),
        button=_("Save the changes"),
        back_url=reverse("network:group", args=[code]),
        back=_("Leave without saving"),
        **beside,
    )


def _saved(row) -> list[dict]:
    """Return the data of a group as they are saved, for comparison."""
    day = date_format(row.founded_on, "DATE_FORMAT") if row.founded_on else ""
    return [
        {"label": _("Name of the group"), "value": row.name},
        {"label": _("Decision that creates it"), "value": row.founded_by},
        {"label": _("Founded on"), "value": day},
        {"label": _("Secretariat"), "value": str(row.secretariat or "")},
    ]
