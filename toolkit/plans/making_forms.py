"""Forms of a plan as a whole: making it, its first quarter and how much is carried."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from toolkit.plans.models import Plan
from toolkit.plans.models.plans import TEXT_LENGTH, TITLE_LENGTH
from toolkit.plans.quarter_words import quarter_words
from toolkit.plans.quarters import NoQuarter, Quarter, quarter_of, read_quarter
from toolkit.plans.services.errors import NoCapacity, PastStart

#: Quarters from today that a plan may begin in.
QUARTERS_AHEAD = 12
MOST = 100
#: The most effort points and quarters that a plan can be made for.
MOST_POINTS, MOST_QUARTERS = 1000, 40
_WHOLE = _("Write a whole number, 1 or more.")


class QuarterField(forms.ChoiceField):
    """A quarter from a list; gives a Quarter, or None when it may stay empty."""

    def __init__(self, *, none_words="", **options):
        self.none_words = none_words
        super().__init__(**options)

    def offer(self, quarters) -> None:
        """Set the quarters to choose from, in order."""
        choices = [(str(one), quarter_words(one)) for one in quarters]
        if not self.required:
            choices.insert(0, ("", self.none_words))
        self.choices = choices

    def prepare_value(self, value):
        """Show a Quarter as its text."""
        return str(value or "")

    def valid_value(self, value):
        """Judge the past and unknown ones in clean(), with better words."""
        return True

    def clean(self, value):
        """Return the quarter."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_quarter(text)
        except NoQuarter:
            message = _("Choose a quarter from the list.")
            raise forms.ValidationError(message) from None


class LimitField(forms.IntegerField):
    """How many actions are carried: a whole number of 1 or more, or no limit."""

    def __init__(self, **options):
        super().__init__(
            min_value=1,
            max_value=MOST,
            error_messages={
                "invalid": _WHOLE,
                "min_value": NoCapacity.message,
                "max_value": _("Write a number up to %(limit_value)s."),
            },
            widget=forms.NumberInput(attrs={"class": "short"}),
            **options,
        )


class MeansForm(forms.Form):
    """When a plan begins and how much is carried at once."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH, required=False)
    start = QuarterField(
        label=_("First quarter"),
        error_messages={"required": _("Choose the first quarter.")},
    )
    at_once = LimitField(
        label=_("Most actions that run at once in the country"),
        help_text=_("Eight is much already. Empty: no limit."),
        required=False,
    )
    per_institution = LimitField(
        label=_("Most actions at once of one institution"),
        help_text=_("Empty: no limit."),
        required=False,
    )
    new_a_year = LimitField(
        label=_("Most actions that begin in one year of the plan"),
        help_text=_("More than 12 a year are rarely carried out. Empty: no limit."),
        required=False,
    )
    currency = forms.RegexField(
        r"\A[A-Za-z]{3}\Z",
        label=_("Currency of costs"),
        help_text=_("Three letters, for example USD."),
        widget=forms.TextInput(attrs={"class": "short"}),
        error_messages={
            "required": _("Write the currency."),
            "invalid": _("Write three letters, for example USD."),
        },
    )

    def __init__(self, *args, today: Quarter | None = None, **options):
        super().__init__(*args, **options)
        self.today = today or quarter_of(timezone.localdate())
        self.fields["start"].offer(self.quarters())

    def quarters(self) -> list[Quarter]:
        """The quarters to choose from; the one that stands there now among them."""
        found = [self.today.plus(place) for place in range(QUARTERS_AHEAD + 1)]
        now = self.initial.get("start")
        return found if now is None or now in found else [now, *found]

    def clean_start(self):
        """Refuse a quarter that has passed, unless it stands there already."""
        start = self.cleaned_data["start"]
        if start < self.today and start != self.initial.get("start"):
            raise forms.ValidationError(PastStart.message)
        return start

    def clean_currency(self):
        """Return it in capitals."""
        return self.cleaned_data["currency"].upper()


class NewPlanForm(MeansForm):
    """All that is asked before a plan is built."""

    years = forms.TypedChoiceField(
        label=_("How far the targets reach"),
        help_text=_(
            "One year: the next level, and level 3 for essential questions. Three "
            "years: level 4. You can set other targets for each question later."
        ),
        choices=Plan.Horizon,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    field_order = ["title", "start", "years", "at_once"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial = {
            "start": self.today.plus(1),
            "years": Plan.Horizon.ONE,
            "at_once": 8,
            "currency": "USD",
        } | self.initial

    def clean_start(self):
        """Refuse a quarter that has passed."""
        start = self.cleaned_data["start"]
        if start < self.today:
            raise forms.ValidationError(PastStart.message)
        return start


class PlanMeansForm(MeansForm):
    """The means of a plan that is there, and its introduction."""

    introduction = forms.CharField(
        label=_("Introduction"),
        help_text=_("A few sentences that stand before the plan."),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    edit_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, plan: Plan, **options):
        initial = {
            name: getattr(plan, name)
            for name in ("title", "at_once", "per_institution", "new_a_year")
        }
        initial |= {
            "start": read_quarter(plan.start),
            "currency": plan.currency,
            "introduction": plan.introduction,
            "edit_number": plan.edit_number,
        }
        super().__init__(*args, initial=initial, **options)
        self.fields["title"].required = True
        if plan.state != Plan.State.DRAFT:
            self.fields["start"].offer([read_quarter(plan.start)])

    def renew(self, plan: Plan) -> None:
        """Look at the plan as it is now, so that what was typed can be saved again."""
        self.data = self.data.copy()
        self.data["edit_number"] = plan.edit_number


class CompareForm(forms.Form):
    """The means that the best plan has to do with."""

    budget = forms.IntegerField(
        label=_("Effort points at hand"),
        help_text=_(
            "Staff time 1, travel or an expert 2, equipment, fieldwork or a law 4. "
            "Empty: no limit."
        ),
        min_value=0,
        max_value=MOST_POINTS,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "invalid": _("Write a whole number, 0 or more."),
            "min_value": _("Write a whole number, 0 or more."),
        },
    )
    quarters = forms.IntegerField(
        label=_("Quarters at hand"),
        min_value=1,
        max_value=MOST_QUARTERS,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "required": _("Write how many quarters there are."),
            "invalid": _WHOLE,
            "min_value": _WHOLE,
        },
    )
