"""Who must sign in with a second factor, and whether one is set up."""

from allauth.mfa.models import Authenticator
from django.conf import settings

from lms.accounts.roles import SECOND_FACTOR_ROLES

#: Where the session remembers that the rule is met: the id of the person.
SESSION_KEY = "second_factor_of"

#: Pages one can reach without: signing out, setting the factor up, language.
OPEN_PAGES = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_email_verification_sent",
        "account_confirm_email",
        "core:set_scheme",
        "healthz",
        "javascript-catalog",
        "readyz",
        "set_language",
    }
)


def is_required(user) -> bool:
    """Return whether this person may not work here without a second factor."""
    return settings.REQUIRE_SECOND_FACTOR and (
        user.is_staff or user.is_superuser or bool(user.roles & SECOND_FACTOR_ROLES)
    )


def is_set_up(user) -> bool:
    """Return whether the person has an authenticator app or a passkey."""
    return (
        Authenticator.objects.filter(user_id=user.pk)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )


def is_satisfied(request) -> bool:
    """Return whether the signed-in person may go on.

    Once a second factor was found the session remembers it, so that no
    further page asks the database.
    """
    user = request.user
    if request.session.get(SESSION_KEY) == str(user.pk) or not is_required(user):
        return True
    if is_set_up(user):
        request.session[SESSION_KEY] = str(user.pk)
        return True
    return False


def forget(request) -> None:
    """Look anew at the next page."""
    request.session.pop(SESSION_KEY, None)


def is_open(view_name: str) -> bool:
    """Return whether a page can be reached without the second factor."""
    return view_name in OPEN_PAGES or view_name.startswith("mfa_")
