"""Bringing in a contact list: the file, its preview, carrying it out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.documents import XLSX
from lms.accounts.roles import Capability
from lms.core.refusals import Refusal
from lms.core.table_files import FILE_LIMIT, FileRefused
from lms.core.table_words import unread_words
from toolkit.network.contact_documents import empty_workbook
from toolkit.network.contact_forms import ContactFileForm, DecideForm
from toolkit.network.contact_import_pages import (
    preview_context,
    unknown_faults,
    unknown_of,
)
from toolkit.network.contact_judging import Known, judge
from toolkit.network.contact_reading import read_contacts
from toolkit.network.entering import country_for
from toolkit.network.models import ContactImport
from toolkit.network.services import contact_imports as services
from toolkit.network.services.contact_errors import RecordMoved

from .frames import FORM, as_file


@require_safe
@login_required
def empty_form(request, code):
    """The columns of the list, to be filled in."""
    country = country_for(request, code, Capability.KEEP_RECORD)
    return as_file(empty_workbook(country), XLSX, f"{code}-{_('contact-list')}.xlsx")


@require_http_methods(FORM)
@login_required
@never_cache
def choose(request, code):
    """Choose a file; it is checked whole and nothing is saved."""
    country = country_for(request, code, Capability.KEEP_RECORD)
    form = ContactFileForm()
    faults = []
    if request.method == "POST":
        form = ContactFileForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                table, rows, faults = _checked(file, country)
            except FileRefused as refusal:
                form.add_error("file", str(refusal))
            else:
                for words in unread_words(table):
                    messages.warning(request, words)
                if not faults:
                    return _prepared(request, country, rows, file.name)
    context = {
        "country": country,
        "form": form,
        "faults": faults,
        "upload_limit": filesizeformat(FILE_LIMIT),
    }
    status = 422 if faults or form.errors else 200
    return render(request, "network/contacts_import.html", context, status=status)


@require_http_methods(FORM)
@login_required
@never_cache
def check(request, code, pk):
    """What the file would do; decide about unknown names, then bring it in."""
    country = country_for(request, code, Capability.KEEP_RECORD)
    prepared = get_object_or_404(
        ContactImport.objects.of_country(country).select_related("country"),
        pk=pk,
        made_by=request.user,
    )
    if prepared.applied_at:
        if request.method == "POST":
            return _done(request, code, prepared.result.get("counts", {}))
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "write":
        return _carry_out(request, code, prepared)
    context = preview_context(prepared)
    form = DecideForm(
        request.POST if request.method == "POST" else None,
        unknown=context["unknown"],
        decided=context["decisions"],
    )
    faults = []
    if request.method == "POST" and form.is_valid():
        faults = services.decide(prepared, form.decisions(), by=request.user)
        if not faults:
            return redirect("network:contacts_import_check", code, prepared.pk)
    status = 422 if faults or form.errors else 200
    context |= {"form": form, "faults": faults}
    return render(request, "network/contacts_check.html", context, status=status)


def _checked(file, country):
    """Return the table, what its rows say and all that is wrong with them."""
    known = Known(country)
    table, rows, faults = read_contacts(file, known.is_known, known.suggest)
    _judged, more = judge(rows, known, {})
    faults = sorted([*faults, *more], key=lambda fault: fault.row)
    if faults:
        unknown = unknown_faults(unknown_of(rows, known))
        faults = sorted([*faults, *unknown], key=lambda fault: fault.row)
    return table, rows, faults


def _prepared(request, country, rows, name):
    prepared = services.prepare_import(country, rows, by=request.user, file_name=name)
    code = country.iso3.lower()
    return redirect("network:contacts_import_check", code, prepared.pk)


def _carry_out(request, code, prepared):
    try:
        counts = services.apply_import(prepared, by=request.user)
    except RecordMoved as refusal:
        services.refresh(prepared)
        messages.warning(request, str(refusal))
    except (Refusal, ValidationError) as refusal:
        words = refusal.messages[0] if hasattr(refusal, "messages") else str(refusal)
        messages.error(request, words)
    else:
        return _done(request, code, counts)
    return redirect("network:contacts_import_check", code, prepared.pk)


def _done(request, code, counts):
    written = sum(counts.values()) - counts.get("institutions", 0)
    words = ngettext(
        "%(count)d row of the file is in the network.",
        "%(count)d rows of the file are in the network.",
        written,
    )
    messages.success(request, words % {"count": written})
    return redirect("network:contacts", code)
