"""Forms of the inventory: filter, a source, closing one, a spreadsheet."""

from django import forms
from django.core import signing
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country, Institution
from toolkit.network.permissions import can_keep, own_institutions

from .inventory import (
    FIELDS,
    LINES,
    OLDEST_YEAR,
    SECTIONS,
    label_of,
    said_of,
    values_of,
)
from .models import DataSource, Indicator
from .models.sources import NOTE_LENGTH

_SALT = "indicators.source"
_HINTS = {
    "topics": _("Tick every topic that figures of this source are about."),
    "coverage": _("Whom it should hold: groups, area, age."),
    "missed": _("Groups that it does not reach. Write “nobody known” if so."),
    "counted_twice": _("How one person can stand in it twice."),
    "purpose": _("The work that it is kept for."),
    "legal_basis": _("Law and article, or agreement, with its date."),
    "where_collected": _("Offices, border posts, regions."),
    "how_collected": _("Who writes it down, on paper or in which system."),
    "format": _("Paper, spreadsheet, database; which program."),
    "since_year": _("The first year with complete data, for example 2019."),
    "shared_with": _("Institution, purpose, by what means and how often."),
    "problems": _("What a careful reader of its figures has to know."),
}


class SourceFilter(forms.Form):
    """What narrows the inventory; every field may stay empty."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    topic = forms.ChoiceField(
        label=_("Topic"),
        required=False,
        choices=[("", _("All topics")), *Indicator.Topic.choices],
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All kinds")), *DataSource.Kind.choices],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Still kept")), ("closed", _("No longer kept"))],
    )

    def __init__(self, *args, owners: list[Institution], whole: bool, **options):
        super().__init__(*args, **options)
        self.fields["owner"].choices = [
            ("", _("All institutions")),
            *((str(one.pk), str(one)) for one in owners),
        ]
        if not whole:
            # Strangers learn nothing by filters that the list does not show.
            del self.fields["kind"], self.fields["state"]

    @property
    def wanted(self) -> dict:
        """Return what was asked for; what is wrong counts as empty."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SourceForm(forms.ModelForm):
    """A data source, in the sections of the mapping.

    ``by`` may choose among the institutions of the country that the person writes
    for. ``edit_number``: of the row as it was when the form was made. ``seen``: what
    it said then, so that two versions can tell who changed what.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    edit_number = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, required=False
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        choices=Indicator.Topic.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = DataSource
        fields = FIELDS

    def __init__(self, *args, country: Country, by, **options):
        super().__init__(*args, **options)
        allowed = Q(country=country, is_active=True)
        if not can_keep(by, country):
            allowed &= Q(pk__in=own_institutions(by))
        # An owner that has left may stay until somebody chooses another.
        allowed |= Q(pk=self.instance.owner_id)
        owners = self.fields["owner"]
        owners.queryset = Institution.objects.filter(allowed).order_by("kind", "key")
        if not self.instance.pk and owners.queryset.count() == 1:
            owners.initial = owners.queryset.get().pk
        if self.instance.pk:
            self.fields["edit_number"].initial = self.instance.edit_number
            self.fields["seen"].initial = _sealed(self.instance)
        self._words()

    def _words(self) -> None:
        for name, field in self.fields.items():
            if name in ("edit_number", "seen"):
                continue
            field.label = label_of(name)
            field.help_text = _HINTS.get(name, field.help_text)
            if name in LINES:
                field.widget.attrs |= {"rows": 3, "dir": "auto"}
        nothing = {"kind": _("Choose"), "frequency": _("Not known yet")}
        nothing["access"] = _("Not known yet")
        for name, words in nothing.items():
            field = self.fields[name]
            field.choices = [("", words), *(one for one in field.choices if one[0])]
        self.fields["owner"].empty_label = _("Choose")
        for name in ("name", "unit", "format"):
            self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["name"].error_messages["required"] = _("Write the name.")
        self.fields["owner"].error_messages["required"] = _("Choose the owner.")
        self.fields["owner"].error_messages["invalid_choice"] = _(
            "Choose an institution of the list: one that you write for."
        )
        self.fields["kind"].error_messages["required"] = _("Choose the kind.")
        self.fields["since_year"].error_messages["invalid"] = _(
            "Write a year, for example 2019."
        )

    def clean_since_year(self) -> int | None:
        """Refuse years that cannot be."""
        year = self.cleaned_data["since_year"]
        latest = timezone.localdate().year
        if year is not None and not OLDEST_YEAR <= year <= latest:
            raise forms.ValidationError(
                _("Write a year from %(first)s to %(last)s.")
                % {"first": OLDEST_YEAR, "last": latest}
            )
        return year

    def _get_validation_exclusions(self) -> set[str]:
        # Names are left to the service, which knows a second click from a second row.
        return super()._get_validation_exclusions() | {"name"}

    @property
    def values(self) -> dict:
        """Return what the services take."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def sections(self) -> list[dict]:
        """Return the fields in their sections."""
        return [
            {
                "key": section.key,
                "title": section.title,
                "fields": [self[name] for name in section.fields],
            }
            for section in SECTIONS
        ]


def chosen_data(posted: QueryDict, source: DataSource) -> QueryDict:
    """Return what was posted, with the saved value where somebody chose that.

    ``keep_<field>`` is "theirs" then: so two versions become one, field by field.
    """
    found = posted.copy()
    for name in FIELDS:
        if posted.get(f"keep_{name}") != "theirs":
            continue
        value = getattr(source, name)
        if name == "owner":
            value = source.owner_id
        values = value if isinstance(value, list) else ["" if value is None else value]
        found.setlist(name, [str(one) for one in values])
    return found


def differences(mine: dict, source: DataSource, seen: str = "") -> list[dict]:
    """Return the fields in which a form and the saved row differ, both in words.

    keep: "theirs" where only the other person changed the field, otherwise "mine".
    """
    before = _unsealed(seen)
    theirs = values_of(source)
    return [
        {
            "name": name,
            "label": label_of(name),
            "mine": said_of(name, mine[name]),
            "theirs": said_of(name, theirs[name]),
            "keep": "theirs"
            if name in before and before[name] == _plain(mine[name])
            else "mine",
        }
        for name in FIELDS
        if mine[name] != theirs[name]
    ]


def _sealed(source: DataSource) -> str:
    values = {name: _plain(value) for name, value in values_of(source).items()}
    return signing.dumps(values, salt=_SALT, compress=True)


def _unsealed(seen: str) -> dict:
    try:
        return signing.loads(seen, salt=_SALT)
    except signing.BadSignature:
        return {}


def _plain(value):
    return getattr(value, "pk", value)


class CloseForm(forms.Form):
    """Why a source is no longer kept."""

    note = forms.CharField(
        label=_("Why it is no longer kept"),
        max_length=NOTE_LENGTH,
        help_text=_("For example: replaced by the new permit system in March."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write in a sentence why.")},
    )


class SpreadsheetForm(forms.Form):
    """A filled spreadsheet of data sources."""

    file = forms.FileField(
        label=_("Filled spreadsheet"),
        allow_empty_file=True,
        max_length=255,
        error_messages={"required": _("Choose a file.")},
    )
