"""Time zone and language of the signed-in person; the second factor rule."""

import zoneinfo

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.accounts import second_factor


class PersonLanguage:
    """Answers in the signed-in person's time zone, and language where none is said.

    An address with a language in it is answered in that language; a language
    chosen with the switcher (cookie) comes before the one of the profile.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer the request; the thread's time zone is left as it was."""
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        if not _language_is_said(request):
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(_zone(user.time_zone)):
            return self.get_response(request)


def _language_is_said(request) -> bool:
    """Return whether the address or the language cookie names a language."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return bool(
        translation.get_language_from_path(request.path_info)
        or chosen in dict(settings.LANGUAGES)
    )


def _zone(name: str):
    """Return the time zone, or UTC when this machine does not know it."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()


class SecondFactorRequired:
    """Sends administrators, validators and staff to set up a second factor first.

    Only with settings.REQUIRE_SECOND_FACTOR; see lms.accounts.second_factor.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer the request."""
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Redirect unless the rule is met or the page is open to all."""
        if not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name or ""
        if second_factor.is_open(name) or second_factor.is_satisfied(request):
            return None
        messages.warning(
            request,
            _(
                "Your role needs a second factor. Set up an authenticator app or "
                "a passkey, then go on."
            ),
        )
        return redirect("mfa_index")
