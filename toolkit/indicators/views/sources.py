"""The inventory of data sources of a country."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lms.accounts.models import Country
from toolkit.indicators import inventory_pages as pages
from toolkit.indicators.inventory import tidy
from toolkit.indicators.models import DataSource
from toolkit.indicators.services import sources as services
from toolkit.indicators.services.sources_errors import (
    ChangedByAnother,
    NotYours,
    SourceError,
)
from toolkit.indicators.sources_forms import (
    CloseForm,
    SourceForm,
    chosen_data,
    differences,
)
from toolkit.network.entering import country_for, named_country
from toolkit.network.permissions import can_speak_for
from toolkit.network.publishing import Item, may_see

FORM = ["GET", "HEAD", "POST"]


@require_safe
def sources(request, code):
    """The list by owner; strangers see what the country has made public."""
    country, answer = _readable(request, code)
    if answer:
        return answer
    context = pages.list_context(request, country)
    return render(request, "indicators/sources.html", context)


@require_safe
def source_topics(request, code):
    """The picture: sources by topics, with the gaps."""
    country, answer = _readable(request, code)
    if answer:
        return answer
    context = pages.topics_context(country, request.user)
    return render(request, "indicators/source_topics.html", context)


@require_safe
@login_required
@never_cache
def source(request, code, pk):
    """Everything that is known about one source."""
    found = found_source(request, code, pk)
    context = pages.source_context(found, request.user)
    return render(request, "indicators/source.html", context)


@require_http_methods(FORM)
@login_required
@never_cache
def source_new(request, code):
    """Add a source."""
    country = writing_country(request, code)
    form = SourceForm(_posted(request), country=country, by=request.user)
    if form.is_bound and form.is_valid():
        try:
            added = services.add_source(country, form.values, by=request.user)
        except SourceError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The data source is in the inventory."))
            return redirect("indicators:source", code, added.pk)
    context = {"form": form, "country": country, "code": code}
    status = 422 if form.errors else 200
    return render(request, "indicators/source_form.html", context, status=status)


@require_http_methods(FORM)
@login_required
@never_cache
def source_edit(request, code, pk):
    """Change a source; where somebody else did meanwhile both versions are shown."""
    found = changeable(request, code, pk)
    data = chosen_data(request.POST, found) if request.method == "POST" else None
    row = DataSource.objects.get(pk=found.pk)
    form = SourceForm(data, instance=row, country=found.country, by=request.user)
    if form.is_bound and form.is_valid():
        try:
            services.change_source(
                found,
                form.values,
                by=request.user,
                edit_number=form.cleaned_data["edit_number"] or 0,
            )
        except ChangedByAnother as conflict:
            return _conflict(request, form, conflict)
        except SourceError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("indicators:source", code, found.pk)
    context = {"form": form, "source": found, "country": found.country, "code": code}
    status = 422 if form.errors else 200
    return render(request, "indicators/source_form.html", context, status=status)


@require_http_methods(FORM)
@login_required
@never_cache
def source_close(request, code, pk):
    """Say why a source is no longer kept."""
    found = changeable(request, code, pk)
    if not found.is_active:
        return redirect("indicators:source", code, pk)
    form = CloseForm(_posted(request))
    if form.is_bound and form.is_valid():
        services.close_source(found, form.cleaned_data["note"], by=request.user)
        messages.success(request, _("The source is marked as no longer kept."))
        return redirect("indicators:source", code, pk)
    context = {"form": form, "source": found, "country": found.country, "code": code}
    status = 422 if form.errors else 200
    return render(request, "indicators/source_close.html", context, status=status)


@require_POST
@login_required
def source_reopen(request, code, pk):
    """Mark a source as kept again."""
    services.reopen_source(changeable(request, code, pk), by=request.user)
    messages.success(request, _("The source is kept again."))
    return redirect("indicators:source", code, pk)


def found_source(request, code: str, pk: int) -> DataSource:
    """Return a source of a country that the person reads, or Http404."""
    country = country_for(request, code)
    rows = DataSource.objects.visible_to(request.user).of_country(country)
    rows = rows.select_related("owner", "country__region", "changed_by")
    return get_object_or_404(rows, pk=pk)


def changeable(request, code: str, pk: int) -> DataSource:
    """Return a source that the person writes for, or refuse."""
    found = found_source(request, code, pk)
    if not can_speak_for(request.user, found.owner):
        raise PermissionDenied(NotYours.message)
    return found


def writing_country(request, code: str) -> Country:
    """Return a country to whose inventory the person may add, or refuse."""
    country = country_for(request, code)
    if not pages.may_add(request.user, country):
        raise PermissionDenied(NotYours.message)
    return country


def _posted(request):
    """Return what was sent, empty as it may be; None where nothing was."""
    return request.POST if request.method == "POST" else None


def _readable(request, code: str):
    """Return the country, and what to answer instead to whoever may not read it."""
    country = named_country(code)
    if may_see(request.user, country, Item.SOURCES):
        return country, None
    if not request.user.is_authenticated:
        return country, redirect_to_login(request.get_full_path())
    raise Http404


def _conflict(request, form: SourceForm, conflict: ChangedByAnother):
    """Show both versions; choosing field by field posts to the same address."""
    theirs = conflict.source
    rows = differences(tidy(form.values), theirs, form.cleaned_data["seen"])
    form.data = form.data.copy()
    form.data["edit_number"] = theirs.edit_number
    context = {
        "form": form,
        "words": str(conflict),
        "rows": rows,
        "source": theirs,
        "country": theirs.country,
        "code": theirs.country.iso3.lower(),
    }
    return render(request, "indicators/source_conflict.html", context, status=409)
