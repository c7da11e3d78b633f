"""What allauth and axes tell: written to the activity log.

Signals of other packages only; the rooms call audit.record() themselves.
"""

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out
from axes.utils import reset as forget_failures
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.dispatch import receiver

from lms.accounts import second_factor
from lms.accounts.audit import record
from lms.accounts.lockout import client_ip, sign_in_name
from lms.accounts.models import User
from lms.accounts.services import register_learner


@receiver(user_logged_in)
def note_sign_in(sender, request, user, **kwargs):
    """Somebody signed in, all factors passed."""
    record(user, "signed_in", user, address=client_ip(request))


@receiver(user_logged_out)
def note_sign_out(sender, request, user, **kwargs):
    """Somebody signed out."""
    if user is not None:
        record(user, "signed_out", user, address=client_ip(request))


@receiver(user_login_failed)
def note_failure(sender, credentials, request=None, **kwargs):
    """A password was wrong, or refused during a lockout (noted by itself)."""
    if request is None or getattr(request, "axes_locked_out", False):
        return
    _note_about(request, sign_in_name(request, credentials), "sign_in_failed")


@receiver(user_locked_out)
def note_lockout(sender, request, username, **kwargs):
    """Somebody is locked out; said once, not for every further try."""
    if not getattr(request, "lockout_noted", False) and not _repeated(request):
        request.lockout_noted = True
        _note_about(request, username, "locked_out")


def _repeated(request) -> bool:
    """Return whether axes refused before looking at the password."""
    return getattr(request, "axes_failures_since_start", None) is None


def _note_about(request, email: str, verb: str) -> None:
    """Record something about whoever has this address; unknown ones by its text.

    What was typed may be a password in the wrong field, so an address that
    belongs to nobody is not kept.
    """
    person = User.objects.filter(email=email or "").first()
    record(
        None,
        verb,
        person,
        country=person.country if person else None,
        address=client_ip(request),
    )


@receiver(account_signals.user_signed_up)
def make_learner(sender, request, user, **kwargs):
    """Somebody opened an account without an invitation."""
    register_learner(user)


@receiver(account_signals.password_changed)
@receiver(account_signals.password_set)
def note_password(sender, request, user, **kwargs):
    """Somebody changed the own password."""
    record(user, "password_changed", user, address=client_ip(request))


@receiver(account_signals.password_reset)
def note_reset(sender, request, user, **kwargs):
    """Somebody chose a new password by e-mail; earlier failures are forgotten."""
    forget_failures(username=user.email)
    record(user, "password_changed", user, address=client_ip(request))


@receiver(account_signals.email_changed)
def note_email(sender, request, user, **kwargs):
    """Somebody confirmed a new address to sign in with."""
    record(user, "email_changed", user, address=client_ip(request))


@receiver(mfa_signals.authenticator_added)
def note_factor_added(sender, request, user, authenticator, **kwargs):
    """Somebody set up a second factor."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record(user, "second_factor_added", user, kind=str(authenticator.type))


@receiver(mfa_signals.authenticator_removed)
def note_factor_removed(sender, request, user, authenticator, **kwargs):
    """Somebody removed a second factor: the rule looks anew."""
    second_factor.forget(request)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record(user, "second_factor_removed", user, kind=str(authenticator.type))
