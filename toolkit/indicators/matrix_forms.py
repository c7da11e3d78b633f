"""The form of one row of the definition matrix, and what the catalogue suggests."""

from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override

from lms.accounts.models import Institution
from toolkit.indicators.models import ChosenIndicator, DataSource, Indicator

#: Fields of the form that the owner institution and the inventory fill.
OWNER, SOURCES = "owner", "sources"
_HINTS = {
    "definition": lazy("Who or what is counted, in your country's own words."),
    "unit": lazy("What one unit of the figure is, for example persons."),
    "reference_period": lazy(
        "The day or the period that the figure is about, for example 31 December."
    ),
    "breakdowns": lazy("By what the figure is divided, for example sex and age group."),
    "source_note": lazy("Which part of the source, which fields."),
    "method": lazy("How the figure is worked out from the source."),
    "limits": lazy("Who is missed or counted twice, and what a reader must know."),
    "frequency": lazy("How often it is made, for example every quarter."),
    "release_rule": lazy(
        "When it is released, to whom, and what is held back, for example cells "
        "under 5."
    ),
    "legal_basis": lazy("Law or agreement that lets the owner collect and share it."),
    "deputy": lazy(
        "Who answers for the figure when the owner's focal point is away: name and "
        "post."
    ),
}
#: Asked for before the set is made public; the row is complete without them.
BESIDE = ("legal_basis", "deputy")


class SourceChoice(forms.ModelMultipleChoiceField):
    """Sources of the inventory, each with its owner."""

    def label_from_instance(self, source):
        """Return name and owner."""
        return f"{source.name} ({source.owner})"


class RowForm(forms.Form):
    """Owner, sources and texts of a row; what is empty can be filled in later."""

    use_required_attribute = False

    owner = forms.ModelChoiceField(
        Institution.objects.none(),
        label=lazy("Owner"),
        help_text=lazy("The institution that answers for the figure."),
        empty_label=lazy("Not chosen yet"),
        required=False,
        error_messages={"invalid_choice": lazy("Choose an institution of the list.")},
    )
    sources = SourceChoice(
        DataSource.objects.none(),
        label=lazy("Sources of the inventory"),
        help_text=lazy("At least one."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": lazy("Choose sources of the list.")},
    )
    edit_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, chosen: ChosenIndicator, sources, owners, **options):
        super().__init__(*args, **options)
        self.chosen = chosen
        for name in ChosenIndicator.WORDS:
            self.fields[name] = _field(name)
            self.initial.setdefault(name, getattr(chosen, name))
        self.fields[OWNER].queryset = owners
        self.fields[OWNER].choices = _grouped(owners, chosen.indicator)
        self.fields[SOURCES].queryset = sources
        self.fields[SOURCES].choices = _fitting_first(
            self.fields[SOURCES], sources, chosen.indicator.topic
        )
        self.initial.setdefault(OWNER, chosen.owner_id)
        self.initial.setdefault(SOURCES, [one.pk for one in chosen.current_sources])
        self.initial.setdefault("edit_number", chosen.edit_number)

    @property
    def words(self) -> dict[str, str]:
        """Return the texts as typed."""
        return {name: self.cleaned_data[name] for name in ChosenIndicator.WORDS}

    @cached_property
    def suggestions(self) -> dict[str, str]:
        """Return field > what the catalogue says about it, where it says something."""
        return suggestions(self.chosen.indicator, self.chosen.minimum_set.language)

    def take_over(self, name: str) -> "RowForm":
        """Return the form as typed, with the catalogue's words in one field."""
        data = self.data.copy()
        if name in self.suggestions:
            data[name] = self.suggestions[name]
        return RowForm(
            initial={
                OWNER: data.get(OWNER),
                SOURCES: data.getlist(SOURCES),
                "edit_number": data.get("edit_number"),
                **{one: data.get(one, "") for one in ChosenIndicator.WORDS},
            },
            chosen=self.chosen,
            sources=self.fields[SOURCES].queryset,
            owners=self.fields[OWNER].queryset,
        )

    def entries(self) -> list["Entry"]:
        """Return the fields in the order of the page, each with its suggestion."""
        names = [OWNER, SOURCES, *ChosenIndicator.WORDS]
        for name in names:
            # Only now, for the label: a row may be saved with empty fields, yet they
            # are not optional if the indicator is to count.
            self.fields[name].required = name not in BESIDE
        return [
            Entry(name, self[name], self.suggestions.get(name, "")) for name in names
        ]


@dataclass(frozen=True)
class Entry:
    """A field of the page: what the catalogue suggests, and whether it is filled."""

    name: str
    field: forms.BoundField
    suggestion: str

    @property
    def is_beside(self) -> bool:
        """Return whether the row is complete without it."""
        return self.name in BESIDE

    @property
    def can_take_over(self) -> bool:
        """Return whether the catalogue's words would change the field."""
        return bool(self.suggestion) and self.field.value() != self.suggestion


def suggestions(indicator: Indicator, language: str) -> dict[str, str]:
    """Return field > what the catalogue says, in this language or the next best."""
    with override(language):
        return _suggestions(indicator)


def _suggestions(indicator: Indicator) -> dict[str, str]:
    found = {
        "definition": str(indicator.definition),
        "unit": str(indicator.unit),
        "reference_period": _period(indicator),
        "breakdowns": str(indicator.breakdowns),
        "source_note": str(indicator.usual_source),
        "method": str(indicator.check_rule)
        and _("Checked so: %(rule)s") % {"rule": indicator.check_rule},
        "limits": str(indicator.pitfalls),
        "frequency": str(indicator.periodicity),
        "legal_basis": str(indicator.reference),
    }
    return {name: text for name, text in found.items() if text}


def _period(indicator: Indicator) -> str:
    """Return what the kind of a figure says of its reference period."""
    if indicator.kind == Indicator.Kind.STOCK:
        return _("The last day of the period")
    return _("The whole period, from its first to its last day")


def _field(name: str) -> forms.Field:
    model = ChosenIndicator._meta.get_field(name)
    long = model.max_length > 250
    return forms.CharField(
        label=model.verbose_name.capitalize(),
        help_text=_HINTS[name],
        max_length=model.max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
        if long
        else forms.TextInput(attrs={"dir": "auto"}),
        error_messages={
            "max_length": lazy(
                "This text has %(show_value)d characters. The limit is %(limit_value)d."
            )
        },
    )


def _grouped(owners, indicator: Indicator) -> list:
    """Return the institutions, those of the usual kinds first."""
    usual, others = [], []
    for body in owners:
        where = usual if body.kind in indicator.owner_kinds else others
        where.append((body.pk, str(body)))
    groups = [(_("Usual owners"), usual), (_("Other institutions"), others)]
    return [
        ("", _("Not chosen yet")),
        *((name, found) for name, found in groups if found),
    ]


def _fitting_first(field, sources, topic: str) -> list:
    """Return the sources to tick, those of the indicator's topic first."""
    ordered = sorted(sources, key=lambda one: topic not in one.topics)
    return [(one.pk, field.label_from_instance(one)) for one in ordered]


class PaperForm(forms.Form):
    """An agreement that was given on paper: by whom, and when."""

    name = forms.CharField(
        label=lazy("Name of the person who agreed"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": lazy("Write the name of the person who agreed.")},
    )
    on = forms.DateField(
        label=lazy("Agreed on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": lazy("Write the day of the paper."),
            "invalid": lazy("Write the date like 2027-09-30."),
        },
    )
    edit_number = forms.IntegerField(widget=forms.HiddenInput)


class ApprovalForm(forms.Form):
    """Who approved the set, in which post, and when."""

    name = forms.CharField(
        label=lazy("Approved by"),
        help_text=lazy("Name of the person who signs for the country."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": lazy("Write the name of the person who approved.")},
    )
    post = forms.CharField(
        label=lazy("Post"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": lazy("Write the post of this person.")},
    )
    on = forms.DateField(
        label=lazy("Approved on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": lazy("Write the day on which it was approved."),
            "invalid": lazy("Write the date like 2027-09-30."),
        },
    )
    number = forms.IntegerField(widget=forms.HiddenInput)
