"""What somebody says about oneself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.accounts.models.people import NameChoice

from .fields import NameField, time_zone_choices
from .signup import LATIN_NAME_HINT, OWN_NAME_HINT


class ProfileForm(forms.ModelForm):
    """Names, language and time zone of the signed-in person."""

    full_name = NameField(label=_("Full name"), help_text=OWN_NAME_HINT)
    latin_name = NameField(
        label=_("Full name in Latin letters"), help_text=LATIN_NAME_HINT, required=False
    )
    certificate_name = forms.ChoiceField(
        label=_("Name on certificates"),
        choices=NameChoice,
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "The first spelling is printed large, the second below it. My "
            "certificates shows how it will look."
        ),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        help_text=_("Dates and times are shown as in this place."),
    )

    class Meta:
        model = User
        fields = [
            "full_name",
            "latin_name",
            "certificate_name",
            "language",
            "time_zone",
        ]
        help_texts = {
            "language": _(
                "For e-mails, certificates and the first page after sign-in."
            ),
        }
