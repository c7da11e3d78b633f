"""What is typed in the meeting: the agreed level, another opinion, levels all alike."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from assessments.maturity.answer_forms import EvidenceForm, Words, given_of
from assessments.maturity.answers import DONT_KNOW, NOT_APPLICABLE, Given
from assessments.maturity.instrument import Framework, Question
from assessments.maturity.models import RoundInstitution
from assessments.maturity.models.lengths import TEXT_LENGTH

#: What the list of questions can be narrowed down to.
ALL, TO_DISCUSS, NOT_AGREED, CHANGED, RETURNED = (
    "all",
    "discuss",
    "open",
    "changed",
    "returned",
)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": TEXT_LENGTH, "dir": "auto"})


def answers_offered(framework: Framework, question: Question) -> list[str]:
    """Return the values that a question may be agreed at, as text."""
    values = [str(level.value) for level in framework.levels] + [DONT_KNOW]
    return values + ([NOT_APPLICABLE] if question.allow_na else [])


class FilterForm(forms.Form):
    """Which questions are listed."""

    show = forms.ChoiceField(
        label=_("Questions"),
        required=False,
        choices=[
            (ALL, _("All questions")),
            (TO_DISCUSS, _("To discuss")),
            (NOT_AGREED, _("Not agreed")),
            (CHANGED, _("Answers changed since")),
            (RETURNED, _("Sent back by the validator")),
        ],
    )

    @property
    def shown(self) -> str:
        """Return what to list; everything when the address says nonsense."""
        return (self.is_valid() and self.cleaned_data["show"]) or ALL


class WhoForm(forms.Form):
    """Why, and which institutions agreed. What is missing, the service says."""

    reason = Words(label=_("Reason"), required=False, widget=_area(3))
    everybody = forms.BooleanField(label=_("All institutions"), required=False)
    who = forms.MultipleChoiceField(
        label=_("Who agreed"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("This institution does not answer in this round.")
        },
    )

    def __init__(self, *args, institutions: list[RoundInstitution], **options):
        super().__init__(*args, **options)
        self.institutions = institutions
        self.fields["who"].choices = [(str(one.pk), str(one)) for one in institutions]

    @property
    def chosen(self) -> list[RoundInstitution]:
        """Return the institutions that agreed, for a valid form."""
        if self.cleaned_data["everybody"]:
            return self.institutions
        return [
            one for one in self.institutions if str(one.pk) in self.cleaned_data["who"]
        ]

    @property
    def typed_who(self) -> list[RoundInstitution]:
        """Return the institutions that are ticked, whether the form is good or not."""
        ticked = {str(one) for one in self["who"].value() or ()}
        everybody = bool(self["everybody"].value())
        return [one for one in self.institutions if everybody or str(one.pk) in ticked]

    def refuse(self, error: ValidationError) -> None:
        """Put the messages of a refusal beside their fields."""
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class AgreeForm(WhoForm):
    """The country's level for one question. Nothing is chosen beforehand."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    level = forms.ChoiceField(
        label=_("Agreed level"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers offered.")},
    )

    field_order = ("version", "level", "reason", "everybody", "who")

    def __init__(self, *args, framework: Framework, question: Question, **options):
        super().__init__(*args, **options)
        values = answers_offered(framework, question)
        self.fields["level"].choices = [(value, value) for value in values]

    @property
    def given(self) -> Given:
        """Return the level of a valid form."""
        return given_of(self.cleaned_data["level"])

    @property
    def typed_level(self) -> str:
        """Return what is chosen, "" for nothing or for what is not offered."""
        value = str(self["level"].value() or "")
        return value if value in dict(self.fields["level"].choices) else ""

    @property
    def read_version(self) -> int:
        """Return the version that the person has read; 0 for none."""
        return self.cleaned_data.get("version") or 0


class OpinionForm(forms.Form):
    """What one institution thinks otherwise."""

    institution = forms.ChoiceField(
        label=_("Institution"),
        error_messages={
            "required": _("Choose the institution."),
            "invalid_choice": _("This institution does not answer in this round."),
        },
    )
    level = forms.ChoiceField(
        label=_("Its level"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the answers offered.")},
    )
    text = Words(
        label=_("Different opinion"),
        widget=_area(3),
        error_messages={
            "required": _("Write the different opinion in two or three lines.")
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args,
        institutions: list[RoundInstitution],
        levels: list[tuple[str, str]],
        **options,
    ):
        super().__init__(*args, prefix="opinion", **options)
        self.institutions = institutions
        self.fields["institution"].choices = [
            ("", _("Choose an institution")),
            *((str(one.pk), str(one)) for one in institutions),
        ]
        self.fields["level"].choices = [("", _("No level")), *levels]

    @property
    def whose(self) -> RoundInstitution:
        """Return the institution of a valid form."""
        wanted = self.cleaned_data["institution"]
        return next(one for one in self.institutions if str(one.pk) == wanted)

    @property
    def content(self) -> dict:
        """Return what note_dissent wants of a valid form."""
        data = self.cleaned_data
        return {
            "level": given_of(data["level"]),
            "text": data["text"],
            "seen": moment_of(data["seen"]),
        }


class WhoseForm(forms.Form):
    """Whose answer something found at the meeting belongs to."""

    institution = forms.ChoiceField(
        label=_("Institution"),
        error_messages={
            "required": _("Choose the institution."),
            "invalid_choice": _("This institution does not answer in this round."),
        },
    )

    def __init__(self, *args, institutions: list[RoundInstitution], **options):
        super().__init__(*args, **options)
        self.institutions = institutions
        self.fields["institution"].choices = [
            ("", _("Choose an institution")),
            *((str(one.pk), str(one)) for one in institutions),
        ]

    @property
    def whose(self) -> RoundInstitution:
        """Return the institution of a valid form."""
        wanted = self.cleaned_data["institution"]
        return next(one for one in self.institutions if str(one.pk) == wanted)


class FactForm(WhoseForm):
    """A fact of the country's record that is kept beside an answer."""

    prefix = "fact"

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["institution"].label = _("Keep it beside the answer of")


class InstitutionEvidenceForm(WhoseForm, EvidenceForm):
    """Evidence found at the meeting, and whose answer it belongs to."""

    field_order = ("institution", "file", "url", "url_title", "reference")


class EqualForm(WhoForm):
    """Questions to which everybody gave the same level, with one reason."""

    levels = forms.MultipleChoiceField(
        label=_("Questions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among the questions listed.")},
    )
    field_order = ("levels", "reason", "everybody", "who")

    def __init__(self, *args, framework: Framework, **options):
        super().__init__(*args, **options)
        # All there can be: what is agreed meanwhile is no error, it is left as it is.
        self.fields["levels"].choices = [
            (f"{question}:{level.value}", question)
            for question in framework.by_id
            for level in framework.levels
        ]

    @property
    def read_levels(self) -> dict[str, int]:
        """Return question > level as the person has read them, for a valid form."""
        pairs = (one.rpartition(":") for one in self.cleaned_data["levels"])
        return {question: int(level) for question, _colon, level in pairs}


def moment_of(text: str) -> datetime | None:
    """Return the moment that a hidden field names, None for none or nonsense."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None
