"""What sign-in and the second factor do differently here than in allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up can be closed; addresses of visitors come from our own reading."""

    def is_open_for_signup(self, request) -> bool:
        """Return whether somebody without an invitation may open an account."""
        return settings.REGISTRATION_OPEN


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names in the authenticator app and on the passkey."""
