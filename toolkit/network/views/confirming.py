"""The page behind the link of a quarterly request: no sign-in, one's own row only."""

from functools import wraps

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.learning.throttle import spend
from toolkit.network.focal_point_forms import NoteForm
from toolkit.network.network_page import profile_of
from toolkit.network.services import verifying as services
from toolkit.network.services.contact_errors import AlreadyEnded

from .frames import FORM

# In ten minutes one address may open 60 such pages.
LIMIT, WINDOW = 60, 600


def public(view):
    """Limit a page per address, and keep it out of search engines and caches."""

    @never_cache
    @wraps(view)
    def limited(request, *args, **kwargs):
        wait = spend(request, "network-confirm", 1, limit=LIMIT, seconds=WINDOW)
        if wait:
            context = {"minutes": -(-wait // 60)}
            page = "network/confirm_too_often.html"
            response = render(request, page, context, status=429)
            response["Retry-After"] = wait
        else:
            response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return limited


@public
@require_http_methods(FORM)
def confirm(request, token):
    """Show somebody the own row; take yes, or a note about what has changed."""
    found = services.found_by(token)
    if found is None:
        return render(request, "network/confirm_gone.html", status=410)
    if request.method != "POST":
        return _page(request, found, NoteForm())
    form = NoteForm(request.POST if request.POST.get("do") == "note" else None)
    try:
        if request.POST.get("do") == "yes":
            services.verify(found, by=None)
            return redirect(f"{request.path}?thanks=yes")
        if form.is_valid():
            services.note_change(found, text=form.cleaned_data["text"])
            return redirect(f"{request.path}?thanks=note")
    except AlreadyEnded:
        return render(request, "network/confirm_gone.html", status=410)
    return _page(request, found, form)


def _page(request, found, form):
    """Show the row with its two ways, or say thanks for what was done."""
    thanks = request.GET.get("thanks", "")
    done = {
        "yes": found.verified_on == timezone.localdate(),
        "note": found.notes.open().exists(),
    }
    context = {
        "person": found,
        "profile": profile_of(found.institution),
        "form": form,
        "thanks": thanks if done.get(thanks) else "",
    }
    status = 422 if form.errors else 200
    return render(request, "network/confirm.html", context, status=status)
