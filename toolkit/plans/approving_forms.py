"""What people write when a plan is approved or amended: day, decision, who signed."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.maturity.answer_forms import Words
from assessments.maturity.round_forms import DayInput
from toolkit.plans.models.plans import TEXT_LENGTH
from toolkit.plans.services.approving import DECISION_LENGTH, SIGNATORY
from toolkit.plans.tracking_forms import Refusable, area

#: Rows for signatories that a form offers.
ROWS = 4
NAME_LENGTH = 250
_LABELS = {
    "name": _("Name"),
    "post": pgettext_lazy("in an office", "Post"),
    "institution": _("Institution"),
}
#: What the first signatory cannot do without.
_REQUIRED = {
    "name": _("Write the name of the person who has signed."),
    "post": _("Write the post of the person who has signed."),
}


class SignedForm(Refusable):
    """The day, the decision and who signed."""

    approved_on = forms.DateField(
        label=_("Signed on"),
        widget=DayInput(),
        error_messages={
            "required": _("Write the day on which it was signed."),
            "invalid": _("Write the date like 2027-09-30."),
        },
    )
    decision = forms.CharField(
        label=_("Decision"),
        help_text=_("The decision it rests on: type, number, date."),
        max_length=DECISION_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    edit_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, edit_number: int, **options):
        super().__init__(*args, **options)
        self.initial = {
            "approved_on": timezone.localdate(),
            "edit_number": edit_number,
        } | self.initial
        for row in range(1, ROWS + 1):
            for part in SIGNATORY:
                self.fields[f"{part}_{row}"] = forms.CharField(
                    label=_LABELS[part],
                    max_length=NAME_LENGTH,
                    required=row == 1 and part in _REQUIRED,
                    error_messages={"required": _REQUIRED.get(part, "")},
                    widget=forms.TextInput(attrs={"dir": "auto"}),
                )

    @property
    def main_fields(self) -> list:
        """Return the fields before the signatories."""
        parts = tuple(f"{part}_" for part in SIGNATORY)
        return [one for one in self if not one.name.startswith(parts)]

    @property
    def signatory_rows(self) -> list[tuple[int, list]]:
        """Return (number, fields) of each row of signatories."""
        return [
            (row, [self[f"{part}_{row}"] for part in SIGNATORY])
            for row in range(1, ROWS + 1)
        ]

    @property
    def signatories(self) -> list[dict]:
        """Return who signed, of a valid form."""
        return [
            {part: self.cleaned_data[f"{part}_{row}"] for part in SIGNATORY}
            for row in range(1, ROWS + 1)
        ]

    def refuse(self, error) -> None:
        """Put what is wrong with the signatories beside the first name."""
        if "signatories" in getattr(error, "error_dict", {}):
            for message in error.message_dict["signatories"]:
                self.add_error("name_1", message)
            error.error_dict.pop("signatories")
        if getattr(error, "error_dict", True):
            super().refuse(error)


class ApproveForm(SignedForm):
    """Approval of a draft."""

    introduction = Words(
        label=_("Introduction"),
        help_text=_("Stands before the lines of the approved plan."),
        required=False,
        max_length=TEXT_LENGTH,
        widget=area(4),
    )


class AdoptForm(SignedForm):
    """Adoption of an amendment."""

    reason = Words(
        label=_("Reason"),
        help_text=_("Why the plan is changed. It stands in the new version."),
        max_length=TEXT_LENGTH,
        widget=area(3),
        error_messages={"required": _("Write why the plan is changed.")},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["decision"].required = True
        self.fields["decision"].error_messages["required"] = _(
            "Name the decision it rests on: who decided, number or minutes."
        )
