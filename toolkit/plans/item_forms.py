"""Forms of one line of a plan."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.maturity.round_reading import framework_of
from assessments.maturity.showing import language_of_page
from assessments.questions.languages import pick
from lms.accounts.models import Institution
from modules.outline import all_outlines
from toolkit.plans.making_forms import QuarterField
from toolkit.plans.models import Action, Plan
from toolkit.plans.models.plans import TEXT_LENGTH, TITLE_LENGTH
from toolkit.plans.quarters import Quarter, read_quarter
from toolkit.plans.services.editing import reasons_for

#: Quarters after the first one of a plan that a line may begin in.
QUARTERS_AHEAD = 24
MOST_QUARTERS = 40


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class LineForm(forms.Form):
    """What people may say about a line; gives the values of services.editing.FIELDS."""

    title = forms.CharField(
        label=_("Event"),
        help_text=_("What is done, in a few words."),
        max_length=TITLE_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write what is done.")},
    )
    start = QuarterField(
        label=_("Begins in"), required=False, none_words=_("Later, no quarter yet")
    )
    length = forms.IntegerField(
        label=_("Quarters it takes"),
        min_value=1,
        max_value=MOST_QUARTERS,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "required": _("Write how many quarters it takes."),
            "min_value": _("Write 1 or more."),
            "invalid": _("Write a whole number, 1 or more."),
        },
    )
    pillar = forms.ChoiceField(
        label=_("Pillar"),
        choices=[("", _("None of the three")), *Action.Pillar.choices],
        required=False,
    )
    responsible = forms.ModelChoiceField(
        Institution.objects.none(),
        label=_("Responsible institution"),
        required=False,
        empty_label=_("Nobody yet"),
    )
    supporting = forms.ModelMultipleChoiceField(
        Institution.objects.none(),
        label=_("Supporting institutions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    deliverable = forms.CharField(
        label=_("Deliverable"),
        help_text=_("What is there when it is done, for example a signed protocol."),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    criterion = forms.CharField(
        label=_("Done when"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=_area(3),
    )
    cost = forms.DecimalField(
        label=_("Cost estimate"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        required=False,
        localize=True,
        widget=forms.TextInput(
            attrs={"class": "short", "inputmode": "decimal", "dir": "ltr"}
        ),
        error_messages={
            "invalid": _("Write a number, for example 12500."),
            "min_value": _("Write 0 or more."),
        },
    )
    funding = forms.CharField(
        label=_("Source of money"),
        help_text=_("For example: state budget 2027, project of a partner."),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    modules = forms.MultipleChoiceField(
        label=_("Modules to take first"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, plan: Plan, own: bool = False, **options):
        super().__init__(*args, **options)
        if own:
            now = self.initial.get("question", "")
            self.fields["question"] = _question_field(plan, now)
        here = Institution.objects.filter(country=plan.country)
        chosen = [self.initial.get("responsible")]
        closed = {one.pk for one in chosen if one and not one.is_active}
        closed |= {*(self.initial.get("supporting") or ())}
        there = (here.active() | here.filter(pk__in=closed)).order_by("kind", "key")
        self.fields["responsible"].queryset = there
        self.fields["supporting"].queryset = there
        self.fields["start"].offer(_quarters(plan, self.initial.get("start")))
        self.fields["cost"].help_text = _("In %(currency)s.") % {
            "currency": plan.currency
        }
        self.fields["modules"].choices = [
            (key, f"{key} · {one.title}")
            for key, one in all_outlines(get_language() or "en").items()
        ]
        known = {key for key, _name in self.fields["modules"].choices}
        self.fields["modules"].choices += [
            (key, key) for key in self.initial.get("modules") or () if key not in known
        ]

    def clean_supporting(self):
        """Return the ids, sorted."""
        return sorted(one.pk for one in self.cleaned_data["supporting"])

    def clean(self):
        """Refuse who would support itself."""
        data = super().clean()
        responsible = data.get("responsible")
        if responsible and responsible.pk in data.get("supporting", ()):
            data["supporting"].remove(responsible.pk)
        return data


class EditForm(LineForm):
    """A line that is there: with the reason to break its order, and what moves."""

    waive_reason = forms.CharField(
        label=_("Why the order need not be kept"),
        help_text=_(
            "Only when the line begins before what it needs or should follow, or when "
            "others need not wait for it. Everybody who reads the plan sees it."
        ),
        max_length=TEXT_LENGTH,
        required=False,
        widget=_area(2),
    )
    move_others = forms.BooleanField(
        label=_("Move the lines that have to move with it"), required=False
    )
    edit_number = forms.IntegerField(widget=forms.HiddenInput)

    #: Fields that say how to save, not what.
    HOW = ("waive_reason", "move_others", "edit_number")

    def values(self) -> dict:
        """Return what is said about the line."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in self.HOW
        }

    def how(self) -> dict:
        """Return how it is to be saved."""
        return {name: self.cleaned_data[name] for name in self.HOW}


class OwnLineForm(LineForm):
    """A line of the country's own."""

    effort = forms.ChoiceField(label=_("Effort"), choices=Action.Effort.choices)

    def __init__(self, *args, plan: Plan, **options):
        super().__init__(*args, plan=plan, own=True, **options)


class ReasonForm(forms.Form):
    """Why a line is dropped."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody who reads the plan sees it."),
        max_length=TEXT_LENGTH,
        widget=_area(3),
        error_messages={"required": _("Write the reason.")},
    )
    edit_number = forms.IntegerField(widget=forms.HiddenInput)


def _question_field(plan: Plan, now: str) -> forms.ChoiceField:
    """What a line of the country's own lifts: questions with a target above today."""
    language = language_of_page()
    choices = [
        (one.id, f"{one.id} {pick(one.title, language)}")
        for one in framework_of(plan.round).questions
        if one.id == now or reasons_for(plan, one.id)
    ]
    return forms.ChoiceField(
        label=_("Question it lifts"),
        help_text=_("From the level of today to its target."),
        choices=[("", _("None")), *choices],
        required=False,
    )


def _quarters(plan: Plan, now: Quarter | None) -> list[Quarter]:
    first = read_quarter(plan.start)
    found = [first.plus(place) for place in range(QUARTERS_AHEAD)]
    return found if now is None or now in found else sorted([*found, now])
