"""Forms of an institution: its names, contact data and units."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from lms.accounts.models import Institution
from toolkit.network.models import InstitutionProfile
from toolkit.network.services.institutions import CONTACT_FIELDS, names_of

#: Longest name, in characters.
NAME_LENGTH = 200
URL_WRONG = gettext_lazy("Write the whole address, for example https://stat.example.")
EMAIL_WRONG = gettext_lazy("Write the e-mail address like name@institution.org.")


class NamesForm(forms.Form):
    """A name in English, the country's working languages and the reader's own.

    Beside these every language in which there is a name already.
    """

    NO_NAME = gettext_lazy("Write the name.")

    def __init__(self, *args, country, known=None, **options):
        super().__init__(*args, **options)
        known = names_of(known) if known is not None else {}
        self.codes = _languages(country, known)
        fields = {
            f"name_{code}": forms.CharField(
                label=_("Name in %(language)s")
                % {"language": get_language_info(code)["name_translated"]},
                max_length=NAME_LENGTH,
                required=False,
                initial=known.get(code, ""),
                widget=forms.TextInput(attrs={"dir": "auto", "lang": code}),
            )
            for code in self.codes
        }
        fields[f"name_{self.codes[0]}"].help_text = _("In one language at least.")
        if not any(known.get(code) for code in self.codes) and known.get(""):
            fields[f"name_{self.codes[0]}"].initial = known[""]
        self.fields = fields | self.fields

    def clean(self):
        """Ask for the name in one language at least."""
        cleaned = super().clean()
        wrong = any(name.startswith("name_") for name in self.errors)
        if not any(self.names(cleaned).values()) and not wrong:
            self.add_error(f"name_{self.codes[0]}", self.NO_NAME)
        return cleaned

    def names(self, cleaned=None) -> dict[str, str]:
        """Return language > name as written; "" where nothing is."""
        cleaned = self.cleaned_data if cleaned is None else cleaned
        return {code: cleaned.get(f"name_{code}", "") for code in self.codes}

    def refuse(self, refusal) -> None:
        """Put a service's ValidationError beside the fields it is about."""
        for field, words in refusal.message_dict.items():
            here = f"name_{self.codes[0]}" if field == "names" else field
            self.add_error(here if here in self.fields else None, words)


class ContactFields(forms.Form):
    """Where an institution is reached."""

    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    telephone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=60, required=False
    )
    fax = forms.CharField(label=gettext_lazy("Fax"), max_length=60, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Role mailbox"),
        help_text=gettext_lazy(
            "An address of the office, not of a person. It can be made public."
        ),
        required=False,
        error_messages={"invalid": EMAIL_WRONG},
    )
    website = forms.URLField(
        label=gettext_lazy("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": URL_WRONG},
    )

    def contact(self) -> dict[str, str]:
        """Return the contact data as the services take them."""
        return {field: self.cleaned_data[field] for field in CONTACT_FIELDS}


class InstitutionForm(ContactFields, NamesForm):
    """All of an institution, for who keeps the record."""

    NO_NAME = gettext_lazy("Write the name of the institution.")

    kind = forms.ChoiceField(
        label=gettext_lazy("What it answers for"),
        choices=[("", gettext_lazy("Choose one")), *Institution.Kind.choices],
        error_messages={"required": gettext_lazy("Choose what it answers for.")},
    )
    is_core = forms.BooleanField(
        label=gettext_lazy("It is a core institution of the network"),
        help_text=gettext_lazy(
            "Core institutions own data of the minimum set or use it."
        ),
        required=False,
        initial=True,
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Part in the network"),
        choices=InstitutionProfile.Part,
        initial=InstitutionProfile.Part.BOTH,
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, initial=0, required=False
    )

    field_order = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        first = [*(f"name_{code}" for code in self.codes), "kind", "is_core", "part"]
        self.order_fields(first)

    def described(self) -> dict:
        """Return what add_institution and change_institution take."""
        return {
            "names": self.names(),
            "kind": self.cleaned_data["kind"],
            "is_core": self.cleaned_data["is_core"],
            "part": self.cleaned_data["part"],
            "contact": self.contact(),
        }


class OwnInstitutionForm(ContactFields):
    """What a focal point changes: the contact data of the own institution."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, initial=0, required=False
    )

    def described(self) -> dict:
        """Return what change_institution takes."""
        return {"contact": self.contact()}

    def refuse(self, refusal) -> None:
        """Put a service's ValidationError beside the fields it is about."""
        for field, words in refusal.message_dict.items():
            self.add_error(field if field in self.fields else None, words)


class UnitForm(NamesForm):
    """The name of a unit."""

    NO_NAME = gettext_lazy("Write the name of the unit.")


class UnitEditForm(UnitForm):
    """The name of a unit, and whether it still exists."""

    is_active = forms.BooleanField(
        label=gettext_lazy("This unit exists"),
        help_text=gettext_lazy(
            "Take the tick away when it is closed. It stays where it is named in the "
            "past."
        ),
        required=False,
    )


def _languages(country, known) -> list[str]:
    """Return the codes to ask a name in, each once."""
    offered = dict(settings.LANGUAGES)
    wanted = ["en", *country.working_languages, get_language(), *known]
    return list(dict.fromkeys(code for code in wanted if code in offered))
