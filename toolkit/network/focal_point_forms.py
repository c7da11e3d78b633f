"""Forms of a focal point: designating, replacing, changing, ending, a note."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.models.people import NAME_LENGTH
from toolkit.network.institution_forms import EMAIL_WRONG, URL_WRONG
from toolkit.network.models import FocalPoint, Unit
from toolkit.network.models.focal_points import NOTE_LENGTH

DATE_WRONG = _("Write the date like 2027-06-30.")


class DayInput(forms.DateInput):
    """A day, chosen from the browser's calendar."""

    input_type = "date"

    def __init__(self, **options):
        super().__init__(format="%Y-%m-%d", **options)


class OwnDataForm(forms.Form):
    """What a focal point says about the own post: title, unit, how to be reached."""

    title = forms.CharField(
        label=pgettext_lazy("of a person", "Title"),
        help_text=_("The post in the institution, for example Head of department."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=pgettext_lazy("of an institution", "Unit"),
        empty_label=_("None, the institution itself"),
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Requests to confirm these data go there."),
        max_length=254,
        required=False,
        error_messages={"invalid": EMAIL_WRONG},
    )
    telephone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    fax = forms.CharField(label=_("Fax"), max_length=60, required=False)
    address = forms.CharField(
        label=_("Address"),
        help_text=_("Only if it is not the institution's."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    website = forms.URLField(
        label=_("Website"),
        help_text=_("Only if it is not the institution's."),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": URL_WRONG},
    )
    languages = forms.CharField(
        label=_("Languages"),
        help_text=_("Languages this person works in, for example Russian, English."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, initial=0, required=False
    )

    def __init__(self, *args, institution, unit=None, **options):
        super().__init__(*args, **options)
        units = Unit.objects.filter(institution=institution, is_active=True)
        if unit:
            units = units | Unit.objects.filter(pk=unit.pk)
        self.fields["unit"].queryset = units

    def data_given(self) -> dict:
        """Return the fields as the services take them."""
        rest = {"seen", "letter", "invite", "language", "post", "handover_note"}
        return {
            name: value for name, value in self.cleaned_data.items() if name not in rest
        }

    def refuse(self, refusal) -> None:
        """Put a service's ValidationError beside the fields it is about."""
        for field, words in refusal.message_dict.items():
            self.add_error(field if field in self.fields else None, words)


class AllDataForm(OwnDataForm):
    """What the keeper of the record writes about somebody."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write the full name.")},
    )
    nominated_by = forms.CharField(
        label=_("Nominated by"),
        help_text=_("Who signed, and the number of the letter."),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    letter = forms.FileField(
        label=_("Letter of designation"),
        help_text=_(
            "PDF, Word or a picture. Only those who read this record can open it."
        ),
        required=False,
        allow_empty_file=True,
        max_length=250,
    )
    started_on = forms.DateField(
        label=_("Designated on"),
        initial=timezone.localdate,
        widget=DayInput(),
        error_messages={
            "required": _("Write the day of the designation."),
            "invalid": DATE_WRONG,
        },
    )
    valid_until = forms.DateField(
        label=_("Valid until"),
        help_text=_("If the letter names a day."),
        widget=DayInput(),
        required=False,
        error_messages={"invalid": DATE_WRONG},
    )

    field_order = [
        "full_name",
        "title",
        "unit",
        "email",
        "telephone",
        "fax",
        "languages",
        "address",
        "website",
        "nominated_by",
        "letter",
        "started_on",
        "valid_until",
    ]


class InvitedForm(AllDataForm):
    """Somebody new, who may be invited to Streetlight."""

    invite = forms.BooleanField(
        label=_("Invite to Streetlight as focal point"),
        help_text=_(
            "The person then answers for the institution and keeps its data. Without "
            "an account the e-mail address gets an invitation."
        ),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=settings.LANGUAGES
    )

    def clean(self):
        """Ask for an address where somebody is to be invited."""
        cleaned = super().clean()
        if (
            cleaned.get("invite")
            and not cleaned.get("email")
            and "email" not in self.errors
        ):
            self.add_error("email", _("Write the e-mail address to invite to."))
        return cleaned


class DesignateForm(InvitedForm):
    """A focal point or a deputy."""

    post = forms.ChoiceField(
        label=_("Post"),
        choices=FocalPoint.Post,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose focal point or deputy.")},
    )

    field_order = ["post", *AllDataForm.field_order]


class ReplaceForm(InvitedForm):
    """Who takes over, and what the one before leaves behind."""

    handover_note = forms.CharField(
        label=_("Handover note"),
        help_text=_(
            "What is under way, where the files are, whom to ask. "
            "It stays in the history."
        ),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    field_order = ["handover_note", *AllDataForm.field_order]


class EndForm(forms.Form):
    """The last day, and what the person leaves behind."""

    ended_on = forms.DateField(
        label=_("Last day"),
        initial=timezone.localdate,
        widget=DayInput(),
        error_messages={"required": _("Write the last day."), "invalid": DATE_WRONG},
    )
    handover_note = forms.CharField(
        label=_("Handover note"),
        help_text=_(
            "What is under way, where the files are, whom to ask. It stays in the "
            "history."
        ),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def refuse(self, refusal) -> None:
        """Put a service's ValidationError beside the fields it is about."""
        for field, words in refusal.message_dict.items():
            self.add_error(field if field in self.fields else None, words)


class NoteForm(forms.Form):
    """What has changed, in the person's own words."""

    text = forms.CharField(
        label=_("What has changed?"),
        help_text=_("For example a new telephone number, or who does this work now."),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write what has changed.")},
    )


class DayForm(forms.Form):
    """The day that a contact list is for."""

    on = forms.DateField(
        label=_("As of"),
        widget=DayInput(),
        required=False,
        error_messages={"invalid": DATE_WRONG},
    )

    def clean_on(self):
        """Refuse a day to come: nobody knows who it will be."""
        day = self.cleaned_data["on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(
                _("This day is still to come. Choose today or earlier.")
            )
        return day
