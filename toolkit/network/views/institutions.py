"""Pages of the network: all institutions, one of them, its data and units."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.roles import Capability
from toolkit.network.entering import country_for
from toolkit.network.institution_forms import (
    InstitutionForm,
    OwnInstitutionForm,
    UnitEditForm,
    UnitForm,
)
from toolkit.network.institution_pages import conflict_of, institution_context
from toolkit.network.network_page import network_context, profile_of
from toolkit.network.permissions import can_keep
from toolkit.network.services import institutions as services
from toolkit.network.services.contact_errors import ChangedMeanwhile

from .frames import FORM, found_institution, own_institution, to_institution


@require_safe
@login_required
def network(request, code):
    """All institutions with their focal points; what is overdue."""
    country = country_for(request, code)
    context = network_context(request.user, country)
    return render(request, "network/network.html", context)


@require_safe
@login_required
def institution(request, code, pk):
    """One institution: contact data, units, people now and before."""
    found = found_institution(country_for(request, code), pk)
    context = institution_context(request.user, found)
    return render(request, "network/institution.html", context)


@require_http_methods(FORM)
@login_required
def new(request, code):
    """Add an institution."""
    country = country_for(request, code, Capability.KEEP_RECORD)
    data = request.POST if request.method == "POST" else None
    form = InstitutionForm(data, country=country)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_institution(
                country, by=request.user, **form.described()
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            words = _("%(name)s is in the network. Now designate its focal point.")
            messages.success(request, words % {"name": made})
            return to_institution(made)
    context = {"country": country, "form": form}
    status = 422 if form.errors else 200
    return render(request, "network/institution_new.html", context, status=status)


@require_http_methods(FORM)
@login_required
def edit(request, code, pk):
    """Change contact data; name and kind for who keeps the record."""
    found = own_institution(request, code, pk)
    profile = profile_of(found)
    form = _edit_form(request, found, profile)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_institution(
                found,
                by=request.user,
                seen=form.cleaned_data["seen"] or 0,
                **form.described(),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        except ChangedMeanwhile as refusal:
            conflict = conflict_of(form, refusal)
        if not form.errors and not (conflict and conflict["rows"]):
            messages.success(request, _("The contact data are saved."))
            return to_institution(found)
    context = {
        "country": found.country,
        "institution": found,
        "form": form,
        "conflict": conflict,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "network/institution_edit.html", context, status=status)


def _edit_form(request, found, profile):
    data = request.POST if request.method == "POST" else None
    initial = {name: getattr(profile, name) for name in services.CONTACT_FIELDS}
    initial |= {"seen": profile.edit_number}
    if not can_keep(request.user, found.country):
        return OwnInstitutionForm(data, initial=initial)
    initial |= {
        "kind": found.kind,
        "is_core": profile.is_core,
        "part": profile.part,
    }
    return InstitutionForm(
        data, initial=initial, country=found.country, known=found.name
    )


@require_http_methods(FORM)
@login_required
def close(request, code, pk):
    """Ask before an institution is taken off the network."""
    country = country_for(request, code, Capability.KEEP_RECORD)
    found = found_institution(country, pk)
    if request.method == "POST":
        services.close_institution(found, by=request.user)
        words = _("%(name)s is off the network. Its history stays.")
        messages.success(request, words % {"name": found})
        return redirect("network:network", code)
    context = {"country": country, "institution": found}
    return render(request, "network/institution_close.html", context)


@require_http_methods(["POST"])
@login_required
def reopen(request, code, pk):
    """Take an institution into the network again."""
    country = country_for(request, code, Capability.KEEP_RECORD)
    found = found_institution(country, pk)
    services.reopen_institution(found, by=request.user)
    messages.success(request, _("%(name)s is in the network again.") % {"name": found})
    return to_institution(found)


@require_http_methods(FORM)
@login_required
def unit_new(request, code, pk):
    """Add a unit to an institution."""
    found = own_institution(request, code, pk)
    data = request.POST if request.method == "POST" else None
    form = UnitForm(data, country=found.country)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_unit(found, names=form.names(), by=request.user)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The unit is added."))
            return to_institution(found)
    return _unit_page(request, found, form, None)


@require_http_methods(FORM)
@login_required
def unit_edit(request, code, pk, unit):
    """Give a unit another name, or close it."""
    found = own_institution(request, code, pk)
    row = get_object_or_404(found.units.select_related("institution__country"), pk=unit)
    data = request.POST if request.method == "POST" else None
    initial = {"is_active": row.is_active}
    form = UnitEditForm(data, initial=initial, country=found.country, known=row.name)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_unit(
                row,
                names=form.names(),
                is_active=form.cleaned_data["is_active"],
                by=request.user,
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The unit is saved."))
            return to_institution(found)
    return _unit_page(request, found, form, row)


def _unit_page(request, found, form, unit):
    context = {
        "country": found.country,
        "institution": found,
        "form": form,
        "unit": unit,
    }
    status = 422 if form.errors else 200
    return render(request, "network/unit_form.html", context, status=status)
