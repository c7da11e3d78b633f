"""The form with which editors add documents in the content area."""

from wagtail.documents.forms import BaseDocumentForm

from lms.core.uploads import check_upload


class CheckedDocumentForm(BaseDocumentForm):
    """Wagtail's form, with the content of the file checked as well."""

    def clean_file(self):
        """Return the file; raise ValidationError when it is not what it says."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_upload(file)
        return file
