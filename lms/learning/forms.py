"""Forms of the check page, of notes and of withdrawing a certificate."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.learning.codes import LENGTH, Problem, Reading, read_code
from lms.learning.models import REASON_LENGTH

#: Largest PDF that is compared, in bytes.
PDF_LIMIT = 5 * 1024 * 1024


EMPTY = _("Write the code that stands at the foot of the certificate.")


def code_problem(reading: Reading) -> str:
    """Return what is wrong with a typed code in words; empty when nothing is."""
    if reading.problem is Problem.EMPTY:
        return str(EMPTY)
    if reading.problem is Problem.LENGTH:
        return ngettext(
            "You wrote %(count)s letter or digit. A code has %(length)s.",
            "You wrote %(count)s letters and digits. A code has %(length)s.",
            reading.length,
        ) % {"count": reading.length, "length": LENGTH}
    if reading.problem is Problem.SYMBOL:
        return _(
            "No code has the sign %(signs)s. Codes have the digits 0 to 9 and the "
            "letters A to Z without I, L, O and U."
        ) % {"signs": ", ".join(reading.strangers)}
    if reading.problem is Problem.CHECK:
        return _(
            "One letter or digit of this code is wrong, or two have changed places. "
            "Compare it with the paper: there is no O and no I in a code."
        )
    return ""


class CodeForm(forms.Form):
    """The code of a certificate, typed in any way that can be understood."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        help_text=_("For example 7KQ2-M4XD-91TD. Capital or small letters."),
        max_length=60,
        error_messages={"required": EMPTY},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
                "class": "w-code",
            }
        ),
    )

    def clean_code(self) -> str:
        """Return the code in its written form."""
        reading = read_code(self.cleaned_data["code"])
        if reading.problem:
            raise forms.ValidationError(code_problem(reading))
        return reading.code


class PdfForm(forms.Form):
    """A PDF to compare with the one that was issued."""

    file = forms.FileField(
        label=_("PDF file"),
        allow_empty_file=True,
        max_length=255,
        error_messages={"required": _("Choose a PDF file.")},
    )

    def clean_file(self):
        """Refuse what is too large, empty or no PDF by its content."""
        file = self.cleaned_data["file"]
        if file.size > PDF_LIMIT:
            raise forms.ValidationError(too_large(file.size))
        if not file.size:
            raise forms.ValidationError(_("This file is empty."))
        if b"%PDF-" not in file.read(1024):
            raise forms.ValidationError(
                _("This is not a PDF file. Choose the PDF of the certificate.")
            )
        file.seek(0)
        return file


def too_large(size: int) -> str:
    """Return the error for a file of this size in bytes."""
    return _("The file is %(size)s MB. The limit is 5 MB.") % {
        "size": -(-size // (1024 * 1024))
    }


class NoteForm(forms.Form):
    """A private note on a question of a lesson; how long it may be, the service says."""

    key = forms.SlugField(max_length=60)
    text = forms.CharField(required=False, strip=False)


class WithdrawForm(forms.Form):
    """Why a certificate is withdrawn."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_(
            "Everybody who checks the certificate reads it. Name no other person."
        ),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write the reason.")},
    )


class CertificateFilterForm(forms.Form):
    """The search above the list of certificates of a country."""

    q = forms.CharField(
        label=_("Name or code"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
