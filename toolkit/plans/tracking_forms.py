"""What people type about a line: how far it is, what it has brought, the check."""

import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.maturity.answer_forms import Words
from assessments.maturity.round_forms import DayInput
from toolkit.plans.models import PlanItem
from toolkit.plans.models.plans import TEXT_LENGTH
from toolkit.plans.quarter_words import quarter_words
from toolkit.plans.quarters import Quarter, quarter_of, read_quarter
from toolkit.plans.services.redating import DECISION_LENGTH, FARTHEST

Status = PlanItem.Status
#: Most quarters by which the explorer lets a line slip.
MOST_SLIP = 12


def new_once() -> str:
    """Return a word that makes a form count once however often it is sent."""
    return secrets.token_hex(16)


def area(rows: int, limit: int = TEXT_LENGTH) -> forms.Textarea:
    """Return a box for a text."""
    return forms.Textarea(attrs={"rows": rows, "maxlength": limit, "dir": "auto"})


class Refusable(forms.Form):
    """A form that shows a service's refusal beside its fields."""

    def refuse(self, error: ValidationError) -> None:
        """Put the messages beside their fields; those of no field on top."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class OnceForm(Refusable):
    """A form that counts once."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["once"].initial = new_once()


class UpdateForm(OnceForm):
    """How far a line is."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            (Status.PLANNED, Status.PLANNED.label),
            (Status.RUNNING, Status.RUNNING.label),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is planned or in progress.")},
    )
    percent = forms.IntegerField(
        label=_("Percent done"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={
            "required": _("Write a number from 0 to 100."),
            "invalid": _("Write a number from 0 to 100."),
            "min_value": _("Write a number from 0 to 100."),
            "max_value": _("Write a number from 0 to 100."),
        },
    )
    note = Words(
        label=_("What has happened, what is missing"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=area(3),
    )


class ReportForm(OnceForm):
    """The last word of the owner."""

    note = Words(
        label=_("How the deliverable shows that it is done"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=area(2),
    )


class DeliverableForm(Refusable):
    """What a line has brought: a file or an address."""

    title = forms.CharField(
        label=_("Title"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, Word, Excel, PowerPoint, CSV or a picture, at most 20 MB."),
        widget=forms.FileInput(
            attrs={"accept": ".pdf,.docx,.xlsx,.pptx,.csv,.png,.jpg,.jpeg"}
        ),
    )
    url = forms.CharField(
        label=_("Or an address on the web"),
        required=False,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )

    def clean(self):
        """Ask for one of the two."""
        cleaned = super().clean()
        if cleaned.get("file") and cleaned.get("url"):
            self.add_error("url", _("Add a file or an address, one at a time."))
        elif not (cleaned.get("file") or cleaned.get("url") or self.errors):
            self.add_error("file", _("Choose a file, or write an address."))
        return cleaned


class CheckForm(Refusable):
    """What somebody other than the owner says about a line reported done."""

    note = Words(
        label=_("Note"),
        help_text=_("Needed when you send it back. The owner reads it."),
        required=False,
        max_length=TEXT_LENGTH,
        widget=area(3),
    )


class RedateForm(Refusable):
    """Another last quarter for a line, and the decision it rests on."""

    end = forms.ChoiceField(
        label=_("To be done by the end of"),
        error_messages={
            "required": _("Choose a quarter."),
            "invalid_choice": _("Choose one of the quarters offered."),
        },
    )
    decision = forms.CharField(
        label=_("Decision"),
        help_text=_("Who decided, and where it is written: minutes, number, date."),
        max_length=DECISION_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={
            "required": _(
                "Name the decision it rests on: who decided, number or minutes."
            )
        },
    )
    decided_on = forms.DateField(
        label=_("Decided on"),
        widget=DayInput(),
        error_messages={
            "required": _("Write the day it was decided."),
            "invalid": _("Write the date like 2027-09-30."),
        },
    )
    edit_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, end: Quarter, edit_number: int, **options):
        super().__init__(*args, **options)
        today = timezone.localdate()
        first = max(end.plus(1), quarter_of(today))
        last = end.plus(FARTHEST)
        choices = [first.plus(place) for place in range(max(0, last.since(first) + 1))]
        self.fields["end"].choices = [(str(one), quarter_words(one)) for one in choices]
        self.initial = {
            "end": str(first),
            "decided_on": today,
            "edit_number": edit_number,
        } | self.initial

    @property
    def quarter(self) -> Quarter | None:
        """Return the quarter chosen, or the one offered first."""
        value = self.data.get("end") if self.is_bound else self.initial["end"]
        known = {key for key, _words in self.fields["end"].choices}
        return read_quarter(value) if value in known else None


class SlipForm(forms.Form):
    """Which line slips, and by how much: for looking only."""

    line = forms.ChoiceField(label=_("If this action is late"), required=False)
    quarters = forms.TypedChoiceField(
        label=_("By"), coerce=int, required=False, empty_value=1
    )

    def __init__(self, *args, lines, **options):
        super().__init__(*args, **options)
        self.fields["line"].choices = [
            ("", _("Choose an action")),
            *((one.code, f"{one.code} · {one.title}") for one in lines),
        ]
        self.fields["quarters"].choices = [
            (number, quarters_words(number)) for number in range(1, MOST_SLIP + 1)
        ]


def quarters_words(number: int) -> str:
    """Return "2 quarters" in the active language."""
    return ngettext("%(count)s quarter", "%(count)s quarters", number) % {
        "count": number
    }


class CloseReviewForm(Refusable):
    """What the meeting concluded."""

    conclusion = Words(
        label=_("Conclusion"),
        help_text=_("What the meeting decided and who follows it up."),
        max_length=TEXT_LENGTH,
        widget=area(5),
        error_messages={
            "required": _("Write what the meeting concluded, in a sentence or two.")
        },
    )
    edit_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
