"""Forms of bringing in a plan that was edited offline."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.table_files import FILE_LIMIT
from lms.core.uploads import check_upload
from toolkit.plans.content import PLANNED, RUNNING
from toolkit.plans.importing.judging import Judgement
from toolkit.plans.models.plans import TEXT_LENGTH


class PlanFileForm(forms.Form):
    """A plan's workbook."""

    file = forms.FileField(
        label=gettext_lazy("Workbook of the plan"),
        allow_empty_file=True,
        max_length=255,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def clean_file(self):
        """Return the file; refuse what is too large or of another kind."""
        file = self.cleaned_data["file"]
        check_upload(file, endings=("xlsx", "csv"), limit=FILE_LIMIT)
        return file


class DecideForm(forms.Form):
    """What the person decides before the file is brought in.

    ``edit_number``: of the plan, as the person saw it.
    """

    take = forms.MultipleChoiceField(
        label=gettext_lazy("Take what the file says for"),
        help_text=gettext_lazy("Otherwise what stands in the plan now stays."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    drop = forms.MultipleChoiceField(
        label=gettext_lazy("Drop these lines, which are not in the file"),
        help_text=gettext_lazy("Otherwise they stay as they are."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for dropping them"),
        help_text=gettext_lazy("Everybody who reads the plan sees it."),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    edit_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, judged: Judgement, edit_number: int, **options):
        super().__init__(*args, **options)
        self.initial = {"edit_number": edit_number} | self.initial
        self._offer("take", judged.conflicts)
        droppable = [one for one in judged.missing if one.status in (PLANNED, RUNNING)]
        self._offer("drop", droppable)
        if not droppable:
            del self.fields["reason"]

    def _offer(self, name: str, rows) -> None:
        if not rows:
            del self.fields[name]
            return
        self.fields[name].choices = [
            (one.code, f"{one.code} · {one.title}") for one in rows
        ]

    def clean(self):
        """Ask for the reason where a line is dropped."""
        data = super().clean()
        if data.get("drop") and not data.get("reason", "").strip():
            self.add_error("reason", _("Write the reason."))
        return data

    @property
    def decisions(self) -> dict:
        """Return what was decided, as services.importing takes it."""
        data = self.cleaned_data
        return {
            "take": data.get("take", []),
            "drop": data.get("drop", []),
            "reason": data.get("reason", ""),
            "edit_number": data["edit_number"],
        }
