"""What sign-in and the second factor do differently here than in allauth."""

from io import BytesIO

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.accounts import mail
from lms.accounts.lockout import client_ip
from lms.accounts.sealing import cipher


class AccountAdapter(DefaultAccountAdapter):
    """Own words, own throttling of sign-in, e-mail as background work."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both, or choose "
            "a new password."
        ),
        "incorrect_password": _("This is not your password. Try again."),
        "incorrect_code": _(
            "This code is not right. Wait for the next one and try it."
        ),
        "too_many_login_attempts": _(
            "There were too many tries. Wait five minutes, then try again."
        ),
        "rate_limited": _("There were too many tries. Wait a minute, then try again."),
        "email_taken": _("Somebody with this e-mail address is already here."),
    }

    def is_open_for_signup(self, request) -> bool:
        """Return whether somebody without an invitation may open an account."""
        return settings.REGISTRATION_OPEN

    def new_user(self, request):
        """Return a person, not saved, who reads the language of this page."""
        person = super().new_user(request)
        person.language = translation.get_language() or settings.LANGUAGE_CODE
        return person

    def pre_authenticate(self, request, **credentials) -> None:
        """Count nothing here: axes counts failed passwords, across processes.

        allauth's own counter goes on guarding the codes of second factors.
        """

    def get_client_ip(self, request) -> str:
        """Return the address the request came from, as everywhere else here."""
        return client_ip(request) or super().get_client_ip(request)

    def get_login_redirect_url(self, request) -> str:
        """Return the learner's home in the language of the profile."""
        with translation.override(request.user.language):
            return super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request) -> str:
        """Return to the profile, which says that the password was changed."""
        return reverse("accounts:profile")

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send allauth's e-mails as ours are sent: text, in the background."""
        person = context.get("user")
        language = getattr(person, "language", None) or translation.get_language()
        mail.send(
            template_prefix,
            to=email,
            language=language or settings.LANGUAGE_CODE,
            context=context | {"email": email},
            person=person,
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names on the authenticator app and the passkey; secrets kept encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code is not right. Wait for the next one and try it."
        ),
    }

    def _get_site_name(self) -> str:
        """Return the name that the app and the passkey show for this site."""
        return settings.SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code for the app, dark on white in every colour scheme."""
        buffer = BytesIO()
        code = segno.make(url, error="m")
        code.save(buffer, kind="svg", xmldecl=False, scale=4, border=4, light="white")
        return buffer.getvalue().decode()

    def generate_authenticator_name(self, user, type) -> str:
        """Return the suggested name of a new passkey."""
        number = user.authenticator_set.filter(type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored: worthless without the secret key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret.

        Raises ValidationError when the secret key was changed without keeping
        the old one in SECRET_KEY_FALLBACKS.
        """
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValidationError(
                gettext(
                    "Your authenticator app can no longer be checked. Use a recovery "
                    "code, or ask your country administrator."
                )
            ) from error


def _cipher() -> MultiFernet:
    """Return what encrypts the secrets of second factors."""
    return cipher("lms.accounts.second-factor")
