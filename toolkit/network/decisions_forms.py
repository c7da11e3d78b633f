"""Forms of decisions: recording, following up, and the filter of the log."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.maturity.round_forms import DayInput
from lms.accounts.models import Institution
from lms.accounts.models.people import NAME_LENGTH
from toolkit.network.groups_forms import (
    DAY_ERRORS,
    EditNumberForm,
    institutions_and,
    words_input,
)
from toolkit.network.models import Decision

State = Decision.State


class DecisionForm(EditNumberForm):
    """What was decided, who sees to it and until when."""

    text = forms.CharField(
        label=_("Decision"),
        help_text=_("One sentence that says what will be done."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write what was decided.")},
    )
    owner = forms.ModelChoiceField(
        Institution.objects.none(),
        label=pgettext_lazy("of a decision", "Owner"),
        help_text=_("The institution that sees to it."),
        empty_label=_("Choose an institution"),
        error_messages={
            "required": _(
                "Choose the institution that sees to it. A decision has an owner."
            )
        },
    )
    owner_name = forms.CharField(
        label=_("Person"),
        help_text=_("Who at the institution sees to it."),
        max_length=NAME_LENGTH,
        required=False,
        widget=words_input(),
    )
    due_on = forms.DateField(
        label=_("Due on"),
        widget=DayInput(),
        error_messages=DAY_ERRORS
        | {"required": _("Write until when. A decision has a due date.")},
    )

    def __init__(self, *args, country, **options):
        super().__init__(*args, **options)
        now = self.initial.get("owner")
        self.fields["owner"].queryset = institutions_and(country, now)

    def values(self) -> dict:
        """Return what the services take."""
        names = ("text", "owner", "owner_name", "due_on")
        return {name: self.cleaned_data[name] for name in names}


class NewDecisionForm(DecisionForm):
    """A new one; the token lets a form sent twice make one decision."""

    once_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("once_token", uuid4())


class FollowUpForm(EditNumberForm):
    """What has become of a decision."""

    CHOICES = (
        (State.DONE, _("Done")),
        (State.OPEN, _("Still open, with a new due date")),
        (State.DROPPED, _("Dropped by decision")),
    )
    state = forms.ChoiceField(
        label=_("What has become of it?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what has become of it.")},
    )
    due_on = forms.DateField(
        label=_("New due date"),
        help_text=_("Only if it is still open."),
        required=False,
        widget=DayInput(),
        error_messages=DAY_ERRORS,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("What was done, why it takes longer, or which decision drops it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def clean(self):
        """Ask for a date where it is still open, and for a note where it is dropped."""
        data = super().clean()
        state = data.get("state")
        if (
            state == State.OPEN
            and not data.get("due_on")
            and "due_on" not in self.errors
        ):
            self.add_error("due_on", _("Write until when it is due now."))
        if state == State.DROPPED and not data.get("note"):
            self.add_error("note", _("Write which decision drops it, and why."))
        return data

    def values(self) -> dict:
        """Return what the service takes."""
        names = ("state", "due_on", "note", "edit_number")
        return {name: self.cleaned_data[name] for name in names}


class ReopenForm(EditNumberForm):
    """Why a closed decision is open again."""

    note = forms.CharField(
        label=_("Why it is open again"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Write why it is open again.")},
    )


class LogForm(forms.Form):
    """The filter of the log of decisions."""

    OPEN, OVERDUE, DONE, DROPPED = "open", "overdue", "done", "dropped"
    STATES = (
        ("", _("All")),
        (OPEN, _("Open")),
        (OVERDUE, _("Overdue")),
        (DONE, _("Done")),
        (DROPPED, _("Dropped by decision")),
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    owner = forms.ModelChoiceField(
        Institution.objects.none(),
        label=pgettext_lazy("of a decision", "Owner"),
        required=False,
        empty_label=_("All"),
    )

    def __init__(self, *args, country, **options):
        super().__init__(*args, **options)
        self.fields["owner"].queryset = Institution.objects.filter(country=country)

    def rows(self, decisions):
        """Return the decisions that the filter leaves; all when it cannot be read."""
        if not self.is_valid():
            return decisions
        state, owner = self.cleaned_data["state"], self.cleaned_data["owner"]
        if state == self.OVERDUE:
            decisions = decisions.overdue()
        elif state:
            decisions = decisions.filter(state=state)
        return decisions.filter(owner=owner) if owner else decisions
