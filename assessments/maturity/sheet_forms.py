"""The form with which a filled questionnaire is brought in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.maturity.sheet_reading import CSV, FILE_LIMIT
from lms.core.uploads import check_upload


class QuestionnaireForm(forms.Form):
    """A filled questionnaire."""

    file = forms.FileField(
        label=_("Filled questionnaire"),
        allow_empty_file=True,
        max_length=255,
        error_messages={"required": _("Choose a file.")},
    )

    def clean_file(self):
        """Return the file; refuse what is too large, no workbook and no CSV."""
        file = self.cleaned_data["file"]
        # Programs write CSV in several ways; whoever reads it says what is wrong.
        if not file.name.lower().endswith(CSV) or file.size > FILE_LIMIT:
            check_upload(file, endings=("xlsx", "csv"), limit=FILE_LIMIT)
        return file
