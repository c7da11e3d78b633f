"""Pages for when something is wrong: each says what, and one way forward."""

from uuid import uuid4

from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.log import log_response


def not_found(request, exception=None):
    """The page for an address that leads nowhere (404)."""
    return render(request, "core/error_404.html", status=404)


def forbidden(request, exception=None):
    """The page for something this person may not do (403)."""
    return render(
        request, "core/error_403.html", {"reason": str(exception or "")}, status=403
    )


def bad_request(request, exception=None):
    """The page for a request that cannot be read (400)."""
    return render(request, "core/error_400.html", status=400)


def csrf_failure(request, reason=""):
    """The page for a form that was open too long or came from elsewhere (403)."""
    response = render(request, "core/error_csrf.html", status=403)
    log_response(
        "Form refused (%s): %s",
        reason,
        request.path,
        response=response,
        request=request,
    )
    return response


def server_error(request):
    """The page for a failure of ours (500), with a number to quote.

    Rendered without the request's context: whatever broke may break it again.
    """
    reference = uuid4().hex[:8].upper()
    log_response(
        "Reference %s for %s",
        reference,
        request.path,
        response=HttpResponse(status=500),
        request=request,
    )
    html = render_to_string(
        "core/error_500.html", {"reference": reference, "at": timezone.now()}
    )
    return HttpResponseServerError(html)
