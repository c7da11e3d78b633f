"""What people type about themselves and about others."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.models.people import NAME_LENGTH


class SignUpDetailsForm(forms.Form):
    """What allauth's sign-up form asks besides e-mail and password."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=NAME_LENGTH,
        help_text=_("In your own script, as it should stand on a certificate."),
    )

    def signup(self, request, user):
        """Keep the details with the new person (called by allauth)."""
        user.full_name = self.cleaned_data["full_name"]
        user.save(update_fields=["full_name"])
