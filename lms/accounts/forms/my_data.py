"""What somebody says who closes the account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.my_data import Wishes


class CloseAccountForm(forms.Form):
    """What becomes of the certificates, and the password."""

    KEEP, WITHDRAW = "keep", "withdraw"
    certificates = forms.ChoiceField(
        label=_("Your certificates"),
        choices=[
            (KEEP, _("They stay valid and can be verified, under your name")),
            (WITHDRAW, _("They are withdrawn, and your name is taken out of them")),
        ],
        initial=KEEP,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of your certificates.")},
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("To make sure that it is you."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        self.person = person

    def clean_password(self) -> str:
        """Refuse a password that is not the person's."""
        password = self.cleaned_data["password"]
        if not self.person.check_password(password):
            raise forms.ValidationError(_("This is not your password. Try again."))
        return password

    def wishes(self) -> Wishes:
        """Return what the person wants."""
        return Wishes(keep_certificates=self.cleaned_data["certificates"] == self.KEEP)
