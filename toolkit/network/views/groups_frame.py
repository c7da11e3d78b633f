"""What the pages of group, meetings and decisions share."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from lms.accounts.models import Country
from lms.accounts.roles import Capability
from lms.core.pdf import PdfFailed
from toolkit.network.entering import country_for
from toolkit.network.groups_pages import group_of, last_change
from toolkit.network.models import Decision, GroupMember, Meeting, WorkingGroup
from toolkit.network.permissions import can_keep

from .frames import FORM, as_file

__all__ = ["FORM", "as_file"]

KEEP = Capability.KEEP_RECORD


def founded_group(
    request, code: str, capability=Capability.READ_RECORD
) -> WorkingGroup:
    """Return the working group of an address, or Http404 while there is none."""
    country = country_for(request, code, capability)
    group = group_of(country)
    if group is None:
        raise Http404
    group.country = country
    return group


def found_member(request, code: str, pk: int) -> GroupMember:
    """Return a seat that this person may change, or 404 or 403."""
    country = country_for(request, code, KEEP)
    rows = GroupMember.objects.visible_to(request.user).of_country(country)
    return get_object_or_404(
        rows.select_related("group__country", "institution"), pk=pk
    )


def found_meeting(
    request, code: str, pk: int, capability=Capability.READ_RECORD
) -> Meeting:
    """Return a meeting of the country of an address, or 404 or 403."""
    country = country_for(request, code, capability)
    rows = Meeting.objects.visible_to(request.user).of_country(country)
    return get_object_or_404(rows.select_related("country", "created_by"), pk=pk)


def found_decision(
    request, code: str, pk: int, capability=Capability.READ_RECORD
) -> Decision:
    """Return a decision of the country of an address, or 404 or 403."""
    country = country_for(request, code, capability)
    rows = Decision.objects.visible_to(request.user).of_country(country)
    return get_object_or_404(rows.with_names(), pk=pk)


def page(request, template: str, country: Country, context: dict, *, status=None):
    """Render a page of the area; 422 when a form in it was refused."""
    form = context.get("form")
    if status is None:
        status = 422 if form is not None and form.errors else 200
    frame = {
        "country": country,
        "code": country.iso3.lower(),
        "keeps": can_keep(request.user, country),
    }
    return render(request, f"network/{template}.html", frame | context, status=status)


def form_page(request, country: Country, form, *, status=None, **words):
    """Render a page with one form: title, button, back_url, back, crumbs, intro."""
    context = {"form": form} | words
    return page(request, "group_form", country, context, status=status)


def refused(form, refusal) -> None:
    """Put a service's refusal on top of a form."""
    form.add_error(None, str(refusal))


def conflict(form, refusal, row, saved: list[dict]) -> dict:
    """Let a form that came too late be sent again; return what is shown beside it.

    What was typed stays. saved: label and value of each field as it is now.
    """
    form.add_error(None, str(refusal))
    form.data = form.data.copy()
    form.data["edit_number"] = row.edit_number
    return {"saved": saved, "changed": last_change(row)}


def pdf_or_back(request, make, name: str, back: str, *args):
    """Return a PDF to take along; without one say why, on the page it belongs to."""
    try:
        content = make()
    except PdfFailed as problem:
        messages.error(request, str(problem))
        return redirect(back, *args)
    return as_file(content, "application/pdf", name)
