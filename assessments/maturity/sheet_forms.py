"""The form with which a filled questionnaire is brought in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.maturity.sheet_reading import FILE_LIMIT
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
        """Return the file; refuse what is too large or no workbook."""
        file = self.cleaned_data["file"]
        check_upload(file, endings=("xlsx",), limit=FILE_LIMIT)
        return file
