"""Handing out books: to whoever may read the lessons."""

import logging

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import PageViewRestriction

from lms.core.downloads import download
from lms.core.pdf import PdfFailed
from modules.books import library
from modules.books.answers import lesson_answers_pdf
from modules.books.epub import MIMETYPE, EpubFailed
from modules.outline import module_outline
from modules.permissions import can_read_guides

log = logging.getLogger("streetlight.books")


@require_safe
def workbook(request, key):
    """The module as a PDF workbook."""
    return _hand_out(request, key, library.workbook)


@require_safe
def epub(request, key):
    """The module as an electronic book."""
    return _hand_out(request, key, library.electronic_book)


@never_cache
@require_safe
@login_required
def workbook_answers(request, key):
    """The answers to the lesson checks in the workbook, for trainers."""
    if not can_read_guides(request.user):
        raise PermissionDenied(_("Answer keys are for trainers."))
    module = _module_or_404(key)
    try:
        content = lesson_answers_pdf(module, library.lessons_of(module))
    except PdfFailed as problem:
        return _later(request, module, problem)
    name = f"streetlight-module-{key}-{module.locale.language_code}-answers.pdf"
    return _attachment(content, name)


def _attachment(content, name):
    kind = "application/pdf" if name.endswith(".pdf") else MIMETYPE.decode()
    return download(content, name, kind)


def _hand_out(request, key, make):
    module = _module_or_404(key)
    if (refusal := _refusal(request, module)) is not None:
        return refusal
    try:
        file = make(module)
    except (PdfFailed, EpubFailed) as problem:
        return _later(request, module, problem)
    etag = f'"{file.digest[:32]}"'
    unchanged = get_conditional_response(request, etag, None, None)
    answer = unchanged or _attachment(file.content, file.name)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _module_or_404(key):
    module = library.module_for_book(key, get_language())
    if module is None:
        raise Http404
    return module


def _refusal(request, module):
    """Return the answer to somebody who may not read all of the module, or None."""
    for restriction in library.restrictions_of(module):
        if restriction.accept_request(request):
            continue
        if (
            restriction.restriction_type == PageViewRestriction.PASSWORD
            or request.user.is_authenticated
        ):
            raise PermissionDenied(_("A part of this module is not open to you."))
        return redirect_to_login(request.get_full_path())
    return None


def _later(request, module, problem):
    log.error("A book of module %s was not made: %s", module.key, problem)
    context = {
        "outline": module_outline(module.key, get_language()),
        "problem": str(problem) if isinstance(problem, PdfFailed) else "",
    }
    return render(request, "modules/book_later.html", context, status=503)
