"""Opening an account: alone, or with an invitation."""

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User

from .fields import NameField, PasswordInput

OWN_NAME_HINT = _("In your own script, as it should stand on a certificate.")
LATIN_NAME_HINT = _("As in your passport, if your name is written in another script.")


class SignUpDetailsForm(forms.Form):
    """What allauth's sign-up form asks besides e-mail and password.

    No role and no country: those come by invitation.
    """

    full_name = NameField(label=_("Full name"), help_text=OWN_NAME_HINT)

    field_order = ("full_name", "email", "password1")

    def signup(self, request, user):
        """Keep the name with the new person (called by allauth)."""
        user.full_name = self.cleaned_data["full_name"]
        user.save(update_fields=["full_name"])


class AcceptForm(forms.Form):
    """What an invited person without an account fills in."""

    full_name = NameField(label=_("Full name"), help_text=OWN_NAME_HINT)
    latin_name = NameField(
        label=_("Full name in Latin letters"), help_text=LATIN_NAME_HINT, required=False
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters. Four unrelated words make a good one."),
        strip=False,
        widget=PasswordInput(),
        error_messages={"required": _("Choose a password.")},
    )

    def __init__(self, *args, email: str, **options):
        super().__init__(*args, **options)
        self.email = email

    def clean(self):
        """Refuse a password that is common, short, or like the name or e-mail."""
        cleaned = super().clean()
        password = cleaned.get("password")
        if password:
            person = User(
                email=self.email,
                full_name=cleaned.get("full_name", ""),
                latin_name=cleaned.get("latin_name", ""),
            )
            try:
                password_validation.validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
