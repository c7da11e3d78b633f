"""Forms of the trainer's desk."""

import re
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.learning.models import (
    MESSAGE_LENGTH,
    MESSAGE_SUBJECT_LENGTH,
    CohortReminders,
)

_ID = re.compile(r"[0-9]{1,15}")


class MatrixFilter(forms.Form):
    """What narrows the matrix; every field may stay empty."""

    q = forms.CharField(
        label=_("Name, e-mail or institution"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Everybody")),
            ("stuck", _("Stuck")),
            ("late", _("Something is late")),
            ("none", _("Nothing begun")),
            ("begun", _("Under way")),
            ("all_done", _("Everything done")),
        ],
    )
    modules = forms.ChoiceField(
        label=_("Modules"),
        required=False,
        choices=[("", _("Assigned modules")), ("all", _("All modules"))],
    )
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput())

    def values(self) -> dict:
        """Return what was asked for; what is wrong counts as empty."""
        self.full_clean()
        found = getattr(self, "cleaned_data", {})
        return {name: found.get(name) or "" for name in self.fields}


class MessageForm(forms.Form):
    """A message to learners, who are chosen before."""

    subject = forms.CharField(
        label=_("Subject"),
        max_length=MESSAGE_SUBJECT_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write a subject.")},
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_(
            "Plain text. The e-mail begins with the person's name and says from whom it is."
        ),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        error_messages={"required": _("Write a text.")},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput(), required=False)

    @property
    def key(self) -> uuid.UUID:
        """Return what names this form, so that it counts once."""
        given = self.cleaned_data.get("form_key") if self.is_bound else None
        return given or uuid.uuid4()


class RemindersForm(forms.ModelForm):
    """When learners of a cohort are reminded."""

    class Meta:
        model = CohortReminders
        fields = ["is_on", "first_days", "last_days", "after_days"]
        labels = {"is_on": _("Send reminders of what is due by e-mail")}
        help_texts = {
            "first_days": _("For example 7. Leave empty for none."),
            "last_days": _("For example 1; 0 is the day itself. Leave empty for none."),
            "after_days": _("For example 3. Leave empty for none."),
        }

    def clean(self):
        """Refuse a last reminder before the first."""
        found = super().clean()
        first, last = found.get("first_days"), found.get("last_days")
        if first is not None and last is not None and last >= first:
            text = _("The last reminder must come after the first: write fewer days.")
            self.add_error("last_days", text)
        return found


def chosen_people(data) -> list[int]:
    """Return the ids of the people ticked in a form; what is no number is left out.

    The button beside one name (only) leaves the ticks aside. Several may stand in
    one value, with commas.
    """
    given = ",".join(data.getlist("only") or data.getlist("to")).split(",")
    return list(dict.fromkeys(int(text) for text in given if _ID.fullmatch(text)))
