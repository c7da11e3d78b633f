"""The contact list of a network, on any day: page, XLSX, PDF."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.accounts.documents import XLSX
from lms.core.pdf import PdfFailed
from toolkit.network.contact_documents import (
    contacts_pdf,
    contacts_workbook,
    restricted,
)
from toolkit.network.contact_list import lines_of
from toolkit.network.entering import country_for
from toolkit.network.focal_point_forms import DayForm
from toolkit.network.permissions import can_keep

from .frames import as_file


@require_safe
@login_required
def contacts(request, code):
    """The list of a day in the columns of Annex 4."""
    country = country_for(request, code)
    form, day = _day(request)
    return _page(request, country, form, day)


@require_safe
@login_required
def as_workbook(request, code):
    """The list of a day as XLSX; it can be brought in again."""
    country = country_for(request, code)
    form, day = _day(request)
    if form.errors:
        return _page(request, country, form, day)
    content = contacts_workbook(country, on=day)
    return as_file(content, XLSX, _name(code, day, "xlsx"))


@require_safe
@login_required
def as_pdf(request, code):
    """The list of a day as PDF."""
    country = country_for(request, code)
    form, day = _day(request)
    if form.errors:
        return _page(request, country, form, day)
    try:
        content = contacts_pdf(country, on=day)
    except PdfFailed as problem:
        messages.error(request, str(problem))
        return redirect("network:contacts", code)
    return as_file(content, "application/pdf", _name(code, day, "pdf"))


def _day(request):
    """Return the form with the day that was asked for, and the day; today without."""
    data = {"on": request.GET["on"]} if request.GET.get("on") else None
    form = DayForm(data, initial={"on": timezone.localdate()})
    asked = form.cleaned_data["on"] if data and form.is_valid() else None
    return form, asked or timezone.localdate()


def _page(request, country, form, day):
    today = timezone.localdate()
    context = {
        "country": country,
        "form": form,
        "day": day,
        "is_past": day != today,
        "lines": lines_of(country, on=day),
        "restricted": restricted(country),
        "query": f"?on={day.isoformat()}" if day != today else "",
        "keeps": can_keep(request.user, country),
    }
    status = 422 if form.errors else 200
    return render(request, "network/contacts.html", context, status=status)


def _name(code: str, day, ending: str) -> str:
    # Translators: the name of a file, small letters and hyphens.
    return f"{code}-{_('contact-list')}-{day.isoformat()}.{ending}"
