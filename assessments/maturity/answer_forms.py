"""What an institution types about one question: level, why, how sure, evidence."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.utils.translation import gettext_lazy as _

from assessments.maturity.answers import DONT_KNOW, NOT_APPLICABLE, Given
from assessments.maturity.instrument import Framework, Question
from assessments.maturity.models import Answer
from assessments.maturity.models.lengths import REASON_LENGTH, TEXT_LENGTH
from assessments.maturity.services.answering import Content

#: Longest title of evidence, in characters.
TITLE_LENGTH = 250


class Words(forms.CharField):
    """A text in which a line ends as on the server, so that it counts one letter."""

    def to_python(self, value):
        """Return the text with plain ends of lines."""
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


def _area(rows: int, limit: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": limit, "dir": "auto"})


class AnswerForm(forms.Form):
    """One answer. Nothing is chosen beforehand, nothing has to be filled in.

    The level's own rules are judged where answers are saved.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    level = forms.ChoiceField(
        label=_("Level"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers offered.")},
    )
    na_reason = Words(
        label=_("Why does it not apply?"),
        required=False,
        widget=_area(2, REASON_LENGTH),
    )
    justification = Words(
        label=_("Why this level?"),
        help_text=_(
            "Two or three lines. Other institutions see this when the levels are "
            "agreed."
        ),
        required=False,
        widget=_area(4, TEXT_LENGTH),
    )
    confidence = forms.ChoiceField(
        label=_("How sure are you?"),
        choices=list(reversed(Answer.Confidence.choices)),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose high, medium or low.")},
    )

    def __init__(self, *args, framework: Framework, question: Question, **options):
        super().__init__(*args, **options)
        values = [str(level.value) for level in framework.levels] + [DONT_KNOW]
        if question.allow_na:
            values.append(NOT_APPLICABLE)
        self.fields["level"].choices = [(value, value) for value in values]

    @property
    def content(self) -> Content:
        """Return the answer of a valid form."""
        data = self.cleaned_data
        return Content(
            level=given_of(data["level"]),
            na_reason=data["na_reason"],
            justification=data["justification"],
            confidence=data["confidence"],
        )

    @property
    def read_version(self) -> int:
        """Return the version that the person has read; 0 for none."""
        return self.cleaned_data.get("version") or 0

    def refuse(self, error: ValidationError) -> None:
        """Put the messages of a refusal beside their fields."""
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class EvidenceForm(forms.Form):
    """Evidence to be added: a file, an address, a reference; any or none of them."""

    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, max_length=250
    )
    url = forms.CharField(
        label=_("Address"),
        help_text=_("For example https://stat.example/data"),
        required=False,
        max_length=1000,
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    url_title = forms.CharField(
        label=_("What it shows"),
        required=False,
        max_length=TITLE_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    reference = Words(
        label=_("Reference"),
        help_text=_("Title, number, date, and where the document is kept."),
        required=False,
        widget=_area(2, REASON_LENGTH),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, prefix="evidence", **options)

    @property
    def given(self) -> list[str]:
        """Return the names of the kinds that were filled in, for a valid form."""
        data = self.cleaned_data
        return [
            name
            for name in ("file", "url", "reference")
            if data.get(name) not in EMPTY_VALUES
        ]


def given_of(value: str) -> Given:
    """Return the level that a form or a column means."""
    if value in (DONT_KNOW, NOT_APPLICABLE):
        return value
    return int(value) if value else None
