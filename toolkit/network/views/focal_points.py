"""Pages of a focal point: designating, replacing, changing, ending, confirming."""

import mimetypes

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.roles import Capability
from lms.core.refusals import Refusal
from toolkit.network import focal_point_forms as forms
from toolkit.network.entering import country_for
from toolkit.network.institution_pages import conflict_of
from toolkit.network.models import ContactNote, FocalPoint
from toolkit.network.permissions import can_keep
from toolkit.network.services import designating as services
from toolkit.network.services.contact_errors import (
    AlreadyEnded,
    ChangedMeanwhile,
    PostTaken,
)
from toolkit.network.services.verifying import close_note
from toolkit.network.services.verifying import verify as confirm_data

from .frames import (
    FORM,
    as_file,
    ended_words,
    found_institution,
    found_person,
    own_person,
    to_institution,
)

Post = FocalPoint.Post


@require_http_methods(FORM)
@login_required
def designate(request, code, pk):
    """Designate a focal point or deputy of an institution."""
    country = country_for(request, code, Capability.KEEP_RECORD)
    institution = found_institution(country, pk)
    if not institution.is_active:
        raise Http404
    form = forms.DesignateForm(
        *_sent(request),
        institution=institution,
        initial={
            "post": _first_free(institution, request.GET.get("post", "")),
            "language": request.LANGUAGE_CODE,
        },
    )
    taken = None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.designate(
                institution,
                by=request.user,
                post=form.cleaned_data["post"],
                **_given(form),
            )
        except PostTaken as refusal:
            taken = refusal
        except ValidationError as refusal:
            form.refuse(refusal)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(name)s is designated.") % {"name": made}
            messages.success(request, words)
            return to_institution(institution)
    context = {
        "country": country,
        "institution": institution,
        "form": form,
        "taken": taken,
    }
    status = 409 if taken else 422 if form.errors else 200
    return render(request, "network/designate.html", context, status=status)


@require_http_methods(FORM)
@login_required
def replace(request, code, pk):
    """Let somebody take over from somebody who leaves."""
    country = country_for(request, code, Capability.KEEP_RECORD)
    holder = found_person(country, pk)
    if holder.ended_on and request.method != "POST":
        return ended_words(request, holder)
    # Typed into the other form before the post was found taken.
    typed = request.POST if request.method == "POST" else None
    arrives = typed is not None and "take_over" in typed
    initial = {"language": request.LANGUAGE_CODE}
    if arrives:
        initial, typed = initial | typed.dict(), None
    form = forms.ReplaceForm(
        typed,
        request.FILES if typed is not None else None,
        institution=holder.institution,
        initial=initial,
    )
    if typed is not None and form.is_valid():
        try:
            made = services.replace(
                holder,
                by=request.user,
                handover_note=form.cleaned_data["handover_note"],
                **_given(form),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(name)s has taken over from %(before)s.")
            messages.success(request, words % {"name": made, "before": holder})
            return to_institution(holder.institution)
    context = {
        "country": country,
        "institution": holder.institution,
        "holder": holder,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "network/replace.html", context, status=status)


@require_http_methods(FORM)
@login_required
def edit(request, code, pk):
    """Change somebody's data."""
    found = own_person(request, code, pk)
    if found.ended_on:
        return ended_words(request, found)
    keeps = can_keep(request.user, found.institution.country)
    kind = forms.AllDataForm if keeps else forms.OwnDataForm
    fields = services.CONTACT_FIELDS + (services.KEEPER_FIELDS if keeps else ())
    initial = {name: getattr(found, name) for name in fields}
    form = kind(
        *_sent(request),
        institution=found.institution,
        unit=found.unit,
        initial=initial | {"seen": found.edit_number},
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_focal_point(
                found,
                by=request.user,
                seen=form.cleaned_data["seen"] or 0,
                data=form.data_given(),
                letter=form.cleaned_data.get("letter"),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        except ChangedMeanwhile as refusal:
            conflict = conflict_of(form, refusal)
        except AlreadyEnded:
            return ended_words(request, found)
        if not form.errors and not (conflict and conflict["rows"]):
            messages.success(request, _("The data are saved."))
            return to_institution(found.institution)
    context = {
        "country": found.institution.country,
        "institution": found.institution,
        "person": found,
        "form": form,
        "conflict": conflict,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "network/focal_point_edit.html", context, status=status)


@require_http_methods(FORM)
@login_required
def end(request, code, pk):
    """End a designation without somebody new."""
    country = country_for(request, code, Capability.KEEP_RECORD)
    found = found_person(country, pk)
    if found.ended_on:
        return ended_words(request, found)
    form = forms.EndForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.end_designation(
                found,
                by=request.user,
                on=form.cleaned_data["ended_on"],
                handover_note=form.cleaned_data["handover_note"],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("The designation of %(name)s has ended.") % {"name": found}
            messages.success(request, words)
            return to_institution(found.institution)
    context = {
        "country": country,
        "institution": found.institution,
        "person": found,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "network/focal_point_end.html", context, status=status)


@require_safe
@login_required
def letter(request, code, pk):
    """The letter of designation, for who reads the record."""
    found = found_person(country_for(request, code), pk)
    if not found.letter:
        raise Http404
    try:
        with found.letter.open("rb") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    kind = mimetypes.guess_type(found.letter_name)[0] or "application/octet-stream"
    return as_file(content, kind, found.letter_name)


@require_http_methods(["POST"])
@login_required
def verify(request, code, pk):
    """Confirm with one click that somebody's data are right."""
    found = own_person(request, code, pk)
    try:
        confirm_data(found, by=request.user)
    except AlreadyEnded:
        return ended_words(request, found)
    words = _("The data of %(name)s are confirmed today.") % {"name": found}
    messages.success(request, words)
    return _back(request) or to_institution(found.institution)


@require_http_methods(["POST"])
@login_required
def note_done(request, code, pk):
    """Note that a change somebody told of was seen to."""
    country = country_for(request, code, Capability.KEEP_RECORD)
    notes = ContactNote.objects.of_country(country)
    note = get_object_or_404(
        notes.select_related("focal_point__institution__country"), pk=pk
    )
    close_note(note, by=request.user)
    messages.success(request, _("The note is marked as done."))
    return to_institution(note.focal_point.institution)


def _sent(request) -> tuple:
    """Return what a form is bound to: nothing, unless it was sent.

    The button "Designate as deputy" stands outside the form, so its own word for the
    post would be sent before that of the form and lose against it.
    """
    if request.method != "POST":
        return ()
    sent = request.POST
    if "as_deputy" in sent:
        sent = sent.copy()
        sent["post"] = Post.DEPUTY
    return sent, request.FILES


def _given(form) -> dict:
    """Return what designate and replace take of a form."""
    return {
        "data": form.data_given(),
        "letter": form.cleaned_data["letter"],
        "invite": form.cleaned_data["invite"],
        "language": form.cleaned_data["language"],
    }


def _first_free(institution, wanted: str) -> str:
    """Return the post asked for, else the first that nobody has."""
    if wanted in Post.values:
        return wanted
    if services.holder_of(institution, Post.FOCAL_POINT) is None:
        return Post.FOCAL_POINT
    return Post.DEPUTY


def _back(request):
    """Return a redirect to the page of the click, if it is one of ours."""
    url = request.POST.get("next", "")
    if url and url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        return redirect(url)
    return None
