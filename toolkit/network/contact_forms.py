"""Forms of a contact list that is brought in: the file, and unknown institutions."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import Institution
from toolkit.network.services.contact_imports import Decision

NEW = "new"


class ContactFileForm(forms.Form):
    """A contact list; whether it can be read is said by who reads it."""

    file = forms.FileField(
        label=gettext_lazy("Contact list"),
        allow_empty_file=True,
        max_length=255,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


@dataclass(frozen=True)
class Unknown:
    """A name that the network lacks: its rows, and the nearest that it has."""

    name: str
    rows: tuple[int, ...]
    suggestion: Institution | None


class DecideForm(forms.Form):
    """For each unknown name: the institution that is meant, or a new one."""

    def __init__(self, *args, unknown: list[Unknown], decided=None, **options):
        super().__init__(*args, **options)
        self.unknown = unknown
        for number, one in enumerate(unknown):
            now = (decided or {}).get(one.name, Decision())
            self.fields[f"what_{number}"] = forms.ChoiceField(
                label=_("What is “%(name)s”?") % {"name": one.name},
                choices=self._choices(one),
                widget=forms.RadioSelect,
                initial=_initial(now),
                error_messages={
                    "required": _("Say what “%(name)s” is.") % {"name": one.name}
                },
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("What “%(name)s” answers for, if it is new")
                % {"name": one.name},
                choices=[("", _("Choose one")), *Institution.Kind.choices],
                required=False,
                initial=now.kind,
            )

    def _choices(self, one: Unknown) -> list[tuple[str, str]]:
        found = []
        if one.suggestion:
            words = _("It is %(institution)s, misspelt")
            found.append(
                (str(one.suggestion.pk), words % {"institution": one.suggestion})
            )
        return [*found, (NEW, _("Add as new institution"))]

    def clean(self):
        """Ask for the kind of each new institution."""
        cleaned = super().clean()
        for number, one in enumerate(self.unknown):
            is_new = cleaned.get(f"what_{number}") == NEW
            if is_new and not cleaned.get(f"kind_{number}"):
                self.add_error(
                    f"kind_{number}",
                    _("Choose what “%(name)s” answers for.") % {"name": one.name},
                )
        return cleaned

    def decisions(self) -> dict[str, Decision]:
        """Return unknown name > what is meant by it."""
        return {
            one.name: self._decision(number) for number, one in enumerate(self.unknown)
        }

    def _decision(self, number: int) -> Decision:
        what = self.cleaned_data[f"what_{number}"]
        if what == NEW:
            return Decision(kind=self.cleaned_data[f"kind_{number}"])
        return Decision(institution=int(what))


def _initial(decision: Decision) -> str:
    if decision.institution:
        return str(decision.institution)
    return NEW if decision.kind else ""
