"""Forms with which many learners are brought in: a file, or a list of addresses."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country
from lms.core.table_files import FileRefused

from .addresses import MOST_ROWS, read_list
from .member_files import read_file


class ManyLearnersForm(forms.Form):
    """What both ways ask: language and, in a region, country of new people."""

    country_code = forms.ChoiceField(
        label=_("Country of new people"),
        help_text=_("For those of whom the list does not say it."),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the invitations"),
        help_text=_("For those of whom the list does not say it."),
        choices=settings.LANGUAGES,
    )

    def __init__(self, *args, cohort, **options):
        super().__init__(*args, **options)
        self.countries = {}
        if cohort.country_id:
            del self.fields["country_code"]
        else:
            rows = Country.objects.filter(region=cohort.region_id)
            self.countries = {one.iso2: one for one in sorted(rows, key=str)}
            self.fields["country_code"].choices = [
                ("", _("As the list says")),
                *((code, str(one)) for code, one in self.countries.items()),
            ]

    @property
    def country(self) -> Country | None:
        """Return the country chosen for new people, or None."""
        return self.countries.get(self.cleaned_data.get("country_code"))


class MemberFileForm(ManyLearnersForm):
    """A file with one learner a row."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (XLSX) or CSV in UTF-8, at most 5 MB and 5,000 people."),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file.")},
    )
    field_order = ("file", "country_code", "language")

    def clean_file(self):
        """Read the file; its people are in people then."""
        file = self.cleaned_data["file"]
        try:
            self.people = read_file(file)
        except FileRefused as error:
            raise forms.ValidationError(str(error)) from error
        return file


class EmailListForm(ManyLearnersForm):
    """E-mail addresses, one a line."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        help_text=_(
            "One a line. A name may stand before it: Mira Talvik <mira@border.example>"
        ),
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "spellcheck": "false"}),
        error_messages={"required": _("Write at least one e-mail address.")},
    )
    field_order = ("addresses", "country_code", "language")

    def clean_addresses(self):
        """Return the people of the list; refuse more than can be looked at."""
        entries = read_list(self.cleaned_data["addresses"])
        if not entries:
            raise forms.ValidationError(_("Write at least one e-mail address."))
        if len(entries) > MOST_ROWS:
            raise forms.ValidationError(
                _("These are more than %(count)s addresses. Divide the list in two."),
                params={"count": MOST_ROWS},
            )
        return entries
