"""allauth's forms in our words: labels instead of placeholders, one password field.

Named in settings.ACCOUNT_FORMS and MFA_FORMS. Apart from lms.accounts.forms,
because allauth's forms import our sign-up form while they load.
"""

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.utils.translation import gettext_lazy as _

PASSWORD_HINT = _("At least 10 characters. Four unrelated words make a good one.")
CODE_HINT = _("Six digits from your authenticator app, or one of your recovery codes.")

#: field name > label, hint, what to say when it is empty.
WORDS = {
    "login": (_("E-mail address"), "", _("Write your e-mail address.")),
    "email": (_("E-mail address"), "", _("Write your e-mail address.")),
    "password": (_("Password"), "", _("Write your password.")),
    "oldpassword": (_("Password until now"), "", _("Write the password you have now.")),
    "password1": (_("Password"), PASSWORD_HINT, _("Choose a password.")),
    "remember": (_("Keep me signed in on this device for 14 days"), "", ""),
    "code": (_("Code"), CODE_HINT, _("Write the code.")),
    "name": (
        _("Name of the passkey"),
        _("For example: office telephone."),
        _("Write a name."),
    ),
    "passwordless": (
        _("Sign in with this passkey alone, without the password"),
        _("The device then asks for its PIN, fingerprint or face."),
        "",
    ),
}


class PlainWords:
    """Takes placeholders away and gives fields our labels, hints and errors."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in WORDS:
                label, hint, empty = WORDS[name]
                field.label, field.help_text = label, hint
                if empty:
                    field.error_messages["required"] = empty
            if name in ("email", "login"):
                field.error_messages["invalid"] = _(
                    "Write the e-mail address like name@institution.org."
                )


class SoundCredential:
    """Refuses in words what a browser would not have sent.

    The passkey library stops with errors of the language when a part is
    missing; a forged request must not end as a failure of ours.
    """

    def _clean_fields(self):
        """Clean the fields; take a malformed credential as a refused one."""
        try:
            super()._clean_fields()
        except (KeyError, TypeError, ValueError):
            self._refuse()

    def _clean_form(self):
        """Clean the whole; take a malformed credential as a refused one."""
        try:
            super()._clean_form()
        except (KeyError, TypeError, ValueError):
            self._refuse()

    def _refuse(self):
        self.cleaned_data.pop("credential", None)
        self.add_error(
            None, _("The passkey did not work. Try again, or use another way.")
        )


class LoginForm(PlainWords, account_forms.LoginForm):
    """E-mail address and password."""


class SignupForm(PlainWords, account_forms.SignupForm):
    """Opening an account without an invitation."""


class AddEmailForm(PlainWords, account_forms.AddEmailForm):
    """Another address to sign in with."""


class ChangePasswordForm(PlainWords, account_forms.ChangePasswordForm):
    """A new password for somebody who knows the old one."""


class SetPasswordForm(PlainWords, account_forms.SetPasswordForm):
    """A first password."""


class ResetPasswordForm(PlainWords, account_forms.ResetPasswordForm):
    """Asking for a new password by e-mail."""


class ResetPasswordKeyForm(PlainWords, account_forms.ResetPasswordKeyForm):
    """A new password for somebody with the link from the e-mail."""


class ReauthenticateForm(PlainWords, account_forms.ReauthenticateForm):
    """The password once more, before something that matters."""


class AuthenticateForm(PlainWords, mfa_forms.AuthenticateForm):
    """The second factor at sign-in."""


class ReauthenticateWithCodeForm(PlainWords, mfa_forms.ReauthenticateForm):
    """The second factor once more, before something that matters."""


class ActivateTOTPForm(PlainWords, totp_forms.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Six digits that the app shows now.")


class AddWebAuthnForm(SoundCredential, PlainWords, webauthn_forms.AddWebAuthnForm):
    """A new passkey."""


class AuthenticateWebAuthnForm(
    SoundCredential, webauthn_forms.AuthenticateWebAuthnForm
):
    """A passkey as second factor at sign-in."""


class LoginWebAuthnForm(SoundCredential, webauthn_forms.LoginWebAuthnForm):
    """A passkey instead of the password."""


class ReauthenticateWebAuthnForm(
    SoundCredential, webauthn_forms.ReauthenticateWebAuthnForm
):
    """A passkey once more, before something that matters."""


class EditWebAuthnForm(PlainWords, webauthn_forms.EditWebAuthnForm):
    """The name of a passkey."""
