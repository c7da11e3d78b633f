"""What the pages of institutions and focal points share."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from lms.accounts.models import Country, Institution
from lms.core.downloads import download
from toolkit.network.entering import country_for
from toolkit.network.models import FocalPoint
from toolkit.network.permissions import can_speak_for

FORM = ["GET", "HEAD", "POST"]


def found_institution(country: Country, pk: int) -> Institution:
    """Return an institution of this country, or Http404."""
    rows = Institution.objects.filter(country=country)
    return get_object_or_404(rows.select_related("country", "profile"), pk=pk)


def own_institution(request, code: str, pk: int) -> Institution:
    """Return an institution that this person may write for, or 404 or 403."""
    institution = found_institution(country_for(request, code), pk)
    _refuse_others(request, institution)
    return institution


def found_person(country: Country, pk: int) -> FocalPoint:
    """Return somebody who has or had a post in this country, or Http404."""
    rows = FocalPoint.objects.of_country(country).with_places()
    return get_object_or_404(rows, pk=pk)


def own_person(request, code: str, pk: int) -> FocalPoint:
    """Return somebody for whose institution this person may write, or 404 or 403."""
    found = found_person(country_for(request, code), pk)
    _refuse_others(request, found.institution)
    return found


def to_institution(institution: Institution):
    """Return a redirect to the page of an institution."""
    return redirect(
        "network:institution", institution.country.iso3.lower(), institution.pk
    )


def ended_words(request, person: FocalPoint):
    """Say that a designation has ended, and go back to the institution."""
    messages.error(
        request,
        _("The designation of %(name)s has ended. Look at the institution again.")
        % {"name": person},
    )
    return to_institution(person.institution)


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to take along; not kept by anything on the way."""
    answer = download(content, name, kind)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _refuse_others(request, institution: Institution) -> None:
    if not can_speak_for(request.user, institution):
        raise PermissionDenied(
            _(
                "This is for focal points of %(institution)s and for those who keep "
                "the record."
            )
            % {"institution": institution}
        )
