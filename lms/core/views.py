"""The views of the site itself; pages render themselves."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.views import serve as wagtail_serve
from wagtail.views import serve_chain
from wagtail.wagtail_hooks import check_view_restrictions

from lms.core.context import SCHEMES
from lms.core.page_lookup import find_live_page, languages_with_a_home

YEAR = 365 * 24 * 3600


def front_door(request):
    """Send a visitor to the home page in the best language that has one."""
    available = languages_with_a_home()
    language = get_language_from_request(request)
    return redirect(
        f"/{language if language in available else settings.LANGUAGE_CODE}/"
    )


def content_area_door(request):
    """Where the content area sends those it does not let in: to sign in.

    Who is signed in already gets a refusal (403); the sign-in page would send
    them back at once, and so on for ever.
    """
    if request.user.is_authenticated:
        # Wagtail's own message says the same in other words.
        list(messages.get_messages(request))
        raise PermissionDenied
    wanted = request.GET.get("next", settings.CMS_PATH)
    return redirect_to_login(wanted, login_url="account_login")


def serve(request, path=""):
    """Answer with the page at this address.

    Wagtail finds a page by walking down the tree, two queries a step; here the
    whole address is looked up at once, and Wagtail's own walk remains for
    what that does not find (redirects, pages with routes of their own).
    """
    page = find_live_page(request, path)
    if page is None:
        return wagtail_serve(request, path)
    for check in hooks.get_hooks("before_serve_page"):
        answer = check(page, request, [], {})
        if isinstance(answer, HttpResponse):
            return answer
    chain = serve_chain
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        # Looking for private pages above this one costs two queries, and most
        # sites have none at all.
        if wrap is not check_view_restrictions or page.restrictions_exist:
            chain = wrap(chain)
    return chain(page, request, [], {})


@require_POST
def set_scheme(request):
    """Remember light or dark in a cookie; anything else forgets the choice."""
    scheme = request.POST.get("scheme", "")
    answer = HttpResponseRedirect(_safe_next(request))
    if scheme in SCHEMES:
        answer.set_cookie(
            "scheme",
            scheme,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    else:
        answer.delete_cookie("scheme", samesite="Lax")
    return answer


def _safe_next(request) -> str:
    there = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        there, {request.get_host()}, require_https=request.is_secure()
    ):
        return there
    return "/"
